/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Signing in as the application that the environment names. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "azure/credential_environment.h"
#include "tests/fake_clock.h"
#include "tests/fake_http.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))
#define ARM "https://management.azure.com"
#define TOKEN "{\"access_token\":\"eyJ0\",\"expires_in\":3599}"

static const struct fake_reply granted = {"", .status = 200, .body = TOKEN};

/* Signs in as SETUP says; the answer is REPLY, NULL where nothing may be
 * asked. What was sent is in *FAKE. */
static int sign_in(struct fake_http *fake, struct aoai_credential_setup setup,
                   const struct fake_reply *reply, struct aoai_error *error)
{
    struct fake_clock time = {.wall = 1729425600};
    struct aoai_clock clock = fake_clock(&time);
    struct aoai_http http = fake_http(fake);
    struct aoai_credential credential;
    AOAI_CLEANUP(aoai_token_free) struct aoai_token token = {0};
    int failed;

    setup.http = &http;
    setup.clock = &clock;
    setup.authority = "https://login.microsoftonline.com";
    fake_http_script(fake, reply, reply ? 1 : 0);
    aoai_credential_environment_new(&credential, &setup);
    assert_string_equal(credential.name, "environment");
    failed = credential.get(credential.self, ARM, 5000, &token, error);
    assert_string_equal(aoai_buf_text(&token.text), failed ? "" : "eyJ0");
    aoai_credential_free(&credential);
    return failed;
}

static void what_is_missing_makes_it_unavailable(void **state)
{
    static const struct {
        struct aoai_credential_setup setup;
        const char *text;
    } rows[] = {
        {{.tenant_id = NULL}, "no AZURE_TENANT_ID"},
        {{.client_id = "c", .client_secret = "s"}, "no AZURE_TENANT_ID"},
        {{.tenant_id = "t", .client_secret = "s"}, "no AZURE_CLIENT_ID"},
        {{.tenant_id = "t", .client_certificate = "/x"}, "no AZURE_CLIENT_ID"},
        {{.tenant_id = "t", .client_id = "c"},
         "no AZURE_CLIENT_SECRET or certificate"},
        /* workload identity is another credential */
        {{.tenant_id = "t", .client_id = "c", .federated_token_file = "/x"},
         "no AZURE_CLIENT_SECRET or certificate"},
        /* a password alone proves nothing */
        {{.tenant_id = "t",
          .client_id = "c",
          .client_certificate_password = "p"},
         "no AZURE_CLIENT_SECRET or certificate"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct fake_http fake = {0};
        struct aoai_error error = {0};

        assert_int_equal(sign_in(&fake, rows[i].setup, NULL, &error), -1);
        assert_int_equal(error.kind, AOAI_ERROR_UNAVAILABLE);
        assert_string_equal(error.text, rows[i].text);
        fake_http_free(&fake);
    }
}

static void a_secret_comes_before_a_certificate(void **state)
{
    struct fake_http fake = {0};
    struct aoai_error error = {0};
    struct aoai_credential_setup setup = {.tenant_id = "t",
                                          .client_id = "c",
                                          .client_secret = "s",
                                          .client_certificate = "/nowhere/x"};

    (void)state;
    assert_int_equal(sign_in(&fake, setup, &granted, &error), 0);
    assert_non_null(strstr(fake.requests[0].body, "&client_secret=s"));
    setup.client_secret_file = "/nowhere/secret";
    assert_int_equal(sign_in(&fake, setup, NULL, &error), -1);
    assert_string_equal(
        error.text, "sign-in: /nowhere/secret: no such file (application c)");
    fake_http_free(&fake);
}

static void without_a_secret_the_certificate_is_used(void **state)
{
    struct fake_http fake = {0};
    struct aoai_error error = {0};
    struct aoai_credential_setup setup = {
        .tenant_id = "t", .client_id = "c", .client_certificate = "/nowhere/x"};

    (void)state;
    assert_int_equal(sign_in(&fake, setup, NULL, &error), -1);
    assert_string_equal(error.text,
                        "sign-in: /nowhere/x: no such file (application c)");
    assert_int_not_equal(error.kind, AOAI_ERROR_UNAVAILABLE);
    fake_http_free(&fake);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_missing_makes_it_unavailable),
        cmocka_unit_test(a_secret_comes_before_a_certificate),
        cmocka_unit_test(without_a_secret_the_certificate_is_used),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
