/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Signing in with a token of another identity provider. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "azure/credential_federated.h"
#include "tests/application_rig.h"
#include "tests/temp_folder.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))
#define ASSERTION "&client_assertion="

static const struct fake_reply granted = {"", .status = 200,
                                          .body = APPLICATION_TOKEN};

/* Writes LENGTH bytes into RIG's file. */
static void write_token(struct application_rig *rig, const char *bytes,
                        size_t length)
{
    temp_folder_write(&rig->folder, "token", bytes, length);
}

static void begin(struct application_rig *rig)
{
    application_begin(rig, "token");
    rig->setup.tenant_id = "tenant";
    rig->setup.client_id = "client";
    rig->setup.federated_token_file = rig->path;
}

/* Signs in; the answer is REPLY, NULL where nothing may be asked. */
static int sign_in(struct application_rig *rig, const struct fake_reply *reply)
{
    struct aoai_credential credential;

    aoai_credential_federated_new(&credential, &rig->setup);
    assert_string_equal(credential.name, "workload-identity");
    return application_sign_in(rig, &credential, reply);
}

static void the_file_is_the_assertion(void **state)
{
    struct application_rig rig;

    (void)state;
    begin(&rig);
    write_token(&rig, "a.b-c_d.e\n", 10);
    assert_int_equal(sign_in(&rig, &granted), 0);
    assert_string_equal(rig.fake.requests[0].url,
                        "https://login.microsoftonline.com/tenant/oauth2/v2.0/"
                        "token");
    assert_string_equal(
        rig.fake.requests[0].body,
        "grant_type=client_credentials&client_id=client"
        "&scope=https%3A%2F%2Fmanagement.azure.com%2F.default"
        "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-"
        "assertion-type%3Ajwt-bearer&client_assertion=a.b-c_d.e");
    application_end(&rig);
}

static void blanks_round_the_token_are_left_out(void **state)
{
    static const char *const files[] = {
        "a.b.c", "a.b.c\n", "a.b.c\r\n", "\r\n \ta.b.c\t \n\n", "  a.b.c",
    };

    (void)state;
    for (size_t i = 0; i < COUNT(files); i++) {
        struct application_rig rig;
        const char *sent;

        begin(&rig);
        write_token(&rig, files[i], strlen(files[i]));
        assert_int_equal(sign_in(&rig, &granted), 0);
        sent = strstr(rig.fake.requests[0].body, ASSERTION);
        assert_non_null(sent);
        assert_string_equal(sent, ASSERTION "a.b.c");
        application_end(&rig);
    }
}

static void the_file_is_read_each_time(void **state)
{
    struct application_rig rig;

    (void)state;
    begin(&rig);
    write_token(&rig, "one", 3);
    assert_int_equal(sign_in(&rig, &granted), 0);
    assert_non_null(strstr(rig.fake.requests[0].body, ASSERTION "one"));
    write_token(&rig, "other", 5);
    assert_int_equal(sign_in(&rig, &granted), 0);
    assert_non_null(strstr(rig.fake.requests[0].body, ASSERTION "other"));
    application_end(&rig);
}

static void what_is_missing_makes_it_unavailable(void **state)
{
    static const char *const sentences[] = {
        "no AZURE_TENANT_ID",
        "no AZURE_CLIENT_ID",
        "no AZURE_FEDERATED_TOKEN_FILE",
    };

    (void)state;
    for (size_t missing = 0; missing < COUNT(sentences); missing++) {
        struct application_rig rig;

        begin(&rig);
        write_token(&rig, "a.b.c", 5);
        if (missing == 0)
            rig.setup.tenant_id = NULL;
        else if (missing == 1)
            rig.setup.client_id = NULL;
        else
            rig.setup.federated_token_file = NULL;
        assert_int_equal(sign_in(&rig, NULL), -1);
        assert_int_equal(rig.error.kind, AOAI_ERROR_UNAVAILABLE);
        assert_string_equal(rig.error.text, sentences[missing]);
        application_end(&rig);
    }
}

static void an_empty_file_is_passed_over_in_a_chain_only(void **state)
{
    static const char *const files[] = {"", "\n", " \t\r\n"};

    (void)state;
    for (size_t i = 0; i < COUNT(files); i++) {
        struct application_rig rig;
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf wanted = {0};

        begin(&rig);
        write_token(&rig, files[i], strlen(files[i]));
        assert_int_equal(sign_in(&rig, NULL), -1);
        assert_int_equal(rig.error.kind, AOAI_ERROR_UNAVAILABLE);
        assert_string_equal(rig.error.text,
                            "the federated token file is empty");

        rig.setup.pinned = "workload-identity";
        aoai_buf_printf(&wanted,
                        "sign-in: %s: empty: whoever issues the federated "
                        "token has to put it there (application client)",
                        rig.path);
        assert_int_equal(sign_in(&rig, NULL), -1);
        assert_int_equal(rig.error.kind, AOAI_ERROR_INPUT);
        assert_string_equal(rig.error.text, aoai_buf_text(&wanted));
        application_end(&rig);
    }
}

static void a_file_that_holds_no_token_is_final(void **state)
{
    static const struct {
        const char *bytes;
        size_t length;
    } rows[] = {
        {"a b", 3},    /* a blank inside */
        {"a\nb\n", 4}, /* two lines */
        {"a\0b", 3},   /* a NUL byte */
        {"ab\0", 3},   /* at the end */
        {"\0", 1},     /* alone */
        {"\xc3\xa4", 2},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct application_rig rig;
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf wanted = {0};

        begin(&rig);
        write_token(&rig, rows[i].bytes, rows[i].length);
        aoai_buf_printf(&wanted,
                        "sign-in: %s holds no token: one line of visible "
                        "characters (application client)",
                        rig.path);
        assert_int_equal(sign_in(&rig, NULL), -1);
        assert_int_equal(rig.error.kind, AOAI_ERROR_INPUT);
        assert_string_equal(rig.error.text, aoai_buf_text(&wanted));
        application_end(&rig);
    }
}

static void a_file_that_is_not_there_is_final(void **state)
{
    struct application_rig rig;

    (void)state;
    begin(&rig);
    rig.setup.federated_token_file = "/nowhere/token";
    assert_int_equal(sign_in(&rig, NULL), -1);
    assert_int_equal(rig.error.kind, AOAI_ERROR_NOT_FOUND);
    assert_string_equal(
        rig.error.text,
        "sign-in: /nowhere/token: no such file (application client)");
    application_end(&rig);
}

static void what_entra_refuses_is_wrapped_and_holds_no_token(void **state)
{
    static const struct fake_reply reply = {"", .status = 503};
    struct application_rig rig;

    (void)state;
    begin(&rig);
    write_token(&rig, "hunter2", 7);
    assert_int_equal(sign_in(&rig, &reply), -1);
    assert_string_equal(rig.error.text,
                        "sign-in: answered 503: the service fails: try again "
                        "later (application client)");
    assert_int_equal(rig.error.kind, AOAI_ERROR_SERVICE);
    application_end(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_file_is_the_assertion),
        cmocka_unit_test(blanks_round_the_token_are_left_out),
        cmocka_unit_test(the_file_is_read_each_time),
        cmocka_unit_test(what_is_missing_makes_it_unavailable),
        cmocka_unit_test(an_empty_file_is_passed_over_in_a_chain_only),
        cmocka_unit_test(a_file_that_holds_no_token_is_final),
        cmocka_unit_test(a_file_that_is_not_there_is_final),
        cmocka_unit_test(what_entra_refuses_is_wrapped_and_holds_no_token),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
