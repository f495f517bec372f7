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
#include "tests/fake_clock.h"
#include "tests/fake_http.h"
#include "tests/temp_folder.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))
#define ARM "https://management.azure.com"
#define TOKEN "{\"access_token\":\"eyJ0\",\"expires_in\":3599}"
#define ASSERTION "&client_assertion="

static const struct fake_reply granted = {"", .status = 200, .body = TOKEN};

/* A federated token's file, and what is asked with it. */
struct rig {
    struct temp_folder folder;
    char path[TEMP_FOLDER_PATH];
    struct aoai_credential_setup setup;
    struct fake_http fake;
    struct aoai_error error;
};

/* Writes LENGTH bytes into RIG's file. */
static void write_token(struct rig *rig, const char *bytes, size_t length)
{
    temp_folder_write(&rig->folder, "token", bytes, length);
}

static void begin(struct rig *rig)
{
    memset(rig, 0, sizeof(*rig));
    rig->folder = temp_folder_make();
    temp_folder_path(&rig->folder, "token", rig->path);
    rig->setup = (struct aoai_credential_setup){
        .authority = "https://login.microsoftonline.com",
        .tenant_id = "tenant",
        .client_id = "client",
        .federated_token_file = rig->path,
    };
}

static void end(struct rig *rig)
{
    fake_http_free(&rig->fake);
    temp_folder_remove(&rig->folder);
}

/* Signs in; the answer is REPLY, NULL where nothing may be asked. */
static int sign_in(struct rig *rig, const struct fake_reply *reply)
{
    struct fake_clock time = {.wall = 1729425600};
    struct aoai_clock clock = fake_clock(&time);
    struct aoai_http http = fake_http(&rig->fake);
    struct aoai_credential credential;
    AOAI_CLEANUP(aoai_token_free) struct aoai_token token = {0};
    int failed;

    rig->setup.http = &http;
    rig->setup.clock = &clock;
    rig->error = (struct aoai_error){0};
    fake_http_script(&rig->fake, reply, reply ? 1 : 0);
    aoai_credential_federated_new(&credential, &rig->setup);
    assert_string_equal(credential.name, "workload-identity");
    failed = credential.get(credential.self, ARM, 5000, &token, &rig->error);
    assert_string_equal(aoai_buf_text(&token.text), failed ? "" : "eyJ0");
    aoai_credential_free(&credential);
    return failed;
}

static void the_file_is_the_assertion(void **state)
{
    struct rig rig;

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
    end(&rig);
}

static void blanks_round_the_token_are_left_out(void **state)
{
    static const char *const files[] = {
        "a.b.c", "a.b.c\n", "a.b.c\r\n", "\r\n \ta.b.c\t \n\n", "  a.b.c",
    };

    (void)state;
    for (size_t i = 0; i < COUNT(files); i++) {
        struct rig rig;
        const char *sent;

        begin(&rig);
        write_token(&rig, files[i], strlen(files[i]));
        assert_int_equal(sign_in(&rig, &granted), 0);
        sent = strstr(rig.fake.requests[0].body, ASSERTION);
        assert_non_null(sent);
        assert_string_equal(sent, ASSERTION "a.b.c");
        end(&rig);
    }
}

static void the_file_is_read_each_time(void **state)
{
    struct rig rig;

    (void)state;
    begin(&rig);
    write_token(&rig, "one", 3);
    assert_int_equal(sign_in(&rig, &granted), 0);
    assert_non_null(strstr(rig.fake.requests[0].body, ASSERTION "one"));
    write_token(&rig, "other", 5);
    assert_int_equal(sign_in(&rig, &granted), 0);
    assert_non_null(strstr(rig.fake.requests[0].body, ASSERTION "other"));
    end(&rig);
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
        struct rig rig;

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
        end(&rig);
    }
}

static void an_empty_file_is_passed_over_in_a_chain_only(void **state)
{
    static const char *const files[] = {"", "\n", " \t\r\n"};

    (void)state;
    for (size_t i = 0; i < COUNT(files); i++) {
        struct rig rig;
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
        end(&rig);
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
        struct rig rig;
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
        end(&rig);
    }
}

static void a_file_that_is_not_there_is_final(void **state)
{
    struct rig rig;

    (void)state;
    begin(&rig);
    rig.setup.federated_token_file = "/nowhere/token";
    assert_int_equal(sign_in(&rig, NULL), -1);
    assert_int_equal(rig.error.kind, AOAI_ERROR_NOT_FOUND);
    assert_string_equal(
        rig.error.text,
        "sign-in: /nowhere/token: no such file (application client)");
    end(&rig);
}

static void what_entra_refuses_is_wrapped_and_holds_no_token(void **state)
{
    static const struct fake_reply reply = {"", .status = 503};
    struct rig rig;

    (void)state;
    begin(&rig);
    write_token(&rig, "hunter2", 7);
    assert_int_equal(sign_in(&rig, &reply), -1);
    assert_string_equal(rig.error.text,
                        "sign-in: answered 503: the service fails: try again "
                        "later (application client)");
    assert_int_equal(rig.error.kind, AOAI_ERROR_SERVICE);
    end(&rig);
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
