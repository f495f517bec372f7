/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Azure Cloud Shell. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "azure/credential_cloud_shell.h"
#include "tests/identity_rig.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))
#define HERE .msi_endpoint = "http://127.0.0.1:50342/oauth2/token"

static void the_resource_is_posted_as_a_form(void **state)
{
    static const struct fake_reply reply = {"", .status = 200,
                                            .body = IDENTITY_TOKEN};
    static struct fake_http fake;
    struct aoai_error error;

    (void)state;
    /* Machine Learning's default is of no concern here */
    assert_int_equal(identity_sign_in(&fake, aoai_credential_cloud_shell_ask,
                                      (struct aoai_credential_setup){
                                          HERE, .default_client_id = "other"},
                                      &reply, 1, &error),
                     0);
    assert_string_equal(fake.requests[0].method, "POST");
    assert_string_equal(fake.requests[0].url,
                        "http://127.0.0.1:50342/oauth2/token");
    assert_string_equal(fake.requests[0].headers,
                        "Metadata: true\n"
                        "Content-Type: application/x-www-form-urlencoded\n");
    assert_string_equal(fake.requests[0].body, IDENTITY_RESOURCE);
    assert_int_equal(fake.requests[0].rules, AOAI_HTTP_IDENTITY);
    /* the rules are for what may be sent again */
    assert_true(fake.requests[0].repeatable);
    fake_http_free(&fake);
}

static void no_identity_can_be_chosen(void **state)
{
    static const struct aoai_credential_setup rows[] = {
        {HERE, .managed_identity_id = "x"},
        {HERE, .managed_identity_id = "x", .client_id = "other"},
        {HERE, .client_id = "x"},
    };
    static struct fake_http fake;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct aoai_error error;

        assert_int_equal(identity_sign_in(&fake,
                                          aoai_credential_cloud_shell_ask,
                                          rows[i], NULL, 0, &error),
                         -1);
        assert_int_equal(error.kind, AOAI_ERROR_INPUT);
        assert_string_equal(error.text,
                            "Azure Cloud Shell lets no managed identity be "
                            "chosen: leave --managed-identity-id, --client-id "
                            "and AZURE_CLIENT_ID out (x)");
    }
}

static void a_refusal_is_said_in_its_words(void **state)
{
    static const struct {
        int status;
        const char *body, *text;
    } rows[] = {
        {400,
         "{\"error\":{\"code\":\"AudienceNotSupported\",\"message\":\"Audience "
         "scope is not a supported MSI token audience.\"}}",
         "managed identity: 400 AudienceNotSupported: 'Audience scope is not a "
         "supported MSI token audience.'"},
        {400, "{\"error\":{\"message\":\"words\nof two lines\"}}",
         "managed identity: 400: 'words?of two lines'"},
        {400, "{\"error\":{\"code\":\"C\"}}", "managed identity: answered 400"},
        {400, "[]", "managed identity: answered 400"},
    };
    static struct fake_http fake;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct fake_reply reply = {"", .status = rows[i].status,
                                         .body = rows[i].body};
        struct aoai_error error;

        assert_int_equal(identity_sign_in(&fake,
                                          aoai_credential_cloud_shell_ask,
                                          (struct aoai_credential_setup){HERE},
                                          &reply, 1, &error),
                         -1);
        assert_int_equal(error.kind, AOAI_ERROR_DENIED);
        assert_string_equal(error.text, rows[i].text);
    }
    fake_http_free(&fake);
}

static void a_long_message_is_cut(void **state)
{
    static const char prefix[] = "{\"error\":{\"code\":\"C\",\"message\":\"";
    static struct fake_http fake;
    char body[2000];
    struct fake_reply reply = {"", .status = 400, .body = body};
    struct aoai_error error;

    (void)state;
    memset(body, 'x', sizeof(body));
    memcpy(body, prefix, strlen(prefix));
    memcpy(body + sizeof(body) - 4, "\"}}", 4);
    assert_int_equal(identity_sign_in(&fake, aoai_credential_cloud_shell_ask,
                                      (struct aoai_credential_setup){HERE},
                                      &reply, 1, &error),
                     -1);
    assert_in_range(strlen(error.text), 200, 350);
    fake_http_free(&fake);
}

static void a_doubtful_endpoint_is_not_asked(void **state)
{
    static struct fake_http fake;
    struct aoai_error error;

    (void)state;
    assert_int_equal(identity_sign_in(&fake, aoai_credential_cloud_shell_ask,
                                      (struct aoai_credential_setup){
                                          .msi_endpoint = "http://10.1.2.3/"},
                                      NULL, 0, &error),
                     -1);
    assert_int_equal(error.kind, AOAI_ERROR_INPUT);
    assert_memory_equal(error.text, "MSI_ENDPOINT: ", 14);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_resource_is_posted_as_a_form),
        cmocka_unit_test(no_identity_can_be_chosen),
        cmocka_unit_test(a_refusal_is_said_in_its_words),
        cmocka_unit_test(a_long_message_is_cut),
        cmocka_unit_test(a_doubtful_endpoint_is_not_asked),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
