/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Signing in with a client secret. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "azure/credential_secret.h"
#include "tests/fake_clock.h"
#include "tests/fake_http.h"
#include "tests/temp_folder.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))
#define ARM "https://management.azure.com"
#define TOKEN "{\"access_token\":\"eyJ0\",\"expires_in\":3599}"

/* An application whose tenant, id and secret all need escaping. */
static const struct aoai_credential_setup complete = {
    .authority = "https://login.microsoftonline.com",
    .tenant_id = "tenant/../x",
    .client_id = "client&id=1",
    .client_secret = "p+ss w%rd&\xc3\xa4=",
};

/* Signs in as SETUP says; the answer is REPLY. What was sent is in *FAKE. */
static int sign_in(struct fake_http *fake, struct aoai_credential_setup setup,
                   const struct fake_reply *reply, struct aoai_token *token,
                   struct aoai_error *error)
{
    struct fake_clock time = {.wall = 1729425600};
    struct aoai_clock clock = fake_clock(&time);
    struct aoai_http http = fake_http(fake);
    struct aoai_credential credential;
    int failed;

    setup.http = &http;
    setup.clock = &clock;
    fake_http_script(fake, reply, reply ? 1 : 0);
    aoai_credential_secret_new(&credential, &setup);
    assert_string_equal(credential.name, "environment");
    failed = credential.get(credential.self, ARM, 5000, token, error);
    aoai_credential_free(&credential);
    return failed;
}

static void the_form_is_encoded_and_complete(void **state)
{
    static const struct fake_reply reply = {"", .status = 200, .body = TOKEN};
    struct fake_http fake = {0};
    AOAI_CLEANUP(aoai_token_free) struct aoai_token token = {0};
    const struct fake_request *request = &fake.requests[0];

    (void)state;
    assert_int_equal(sign_in(&fake, complete, &reply, &token, NULL), 0);
    assert_int_equal(fake.request_count, 1);
    assert_string_equal(request->method, "POST");
    assert_string_equal(request->url,
                        "https://login.microsoftonline.com/tenant%2F..%2Fx/"
                        "oauth2/v2.0/token");
    assert_string_equal(request->headers,
                        "Content-Type: application/x-www-form-urlencoded\n"
                        "Accept: application/json\n");
    assert_string_equal(
        request->body, "grant_type=client_credentials&client_id=client%26id%3D1"
                       "&scope=https%3A%2F%2Fmanagement.azure.com%2F.default"
                       "&client_secret=p%2Bss%20w%25rd%26%C3%A4%3D");
    assert_int_equal(request->deadline, 5000);
    assert_true(request->repeatable);
    assert_string_equal(aoai_buf_text(&token.text), "eyJ0");
    assert_int_equal(token.expires, 1729425600 + 3599);
    fake_http_free(&fake);
}

static void the_file_comes_before_the_variable(void **state)
{
    static const struct fake_reply reply = {"", .status = 200, .body = TOKEN};
    struct temp_folder folder = temp_folder_make();
    struct aoai_credential_setup setup = complete;
    struct fake_http fake = {0};
    AOAI_CLEANUP(aoai_token_free) struct aoai_token token = {0};
    char path[TEMP_FOLDER_PATH];

    (void)state;
    temp_folder_write(&folder, "secret", "from file\r\n", 11);
    temp_folder_path(&folder, "secret", path);
    setup.client_secret_file = path;
    assert_int_equal(sign_in(&fake, setup, &reply, &token, NULL), 0);
    assert_non_null(
        strstr(fake.requests[0].body, "&client_secret=from%20file"));
    assert_null(strstr(fake.requests[0].body, "%0"));
    fake_http_free(&fake);
    temp_folder_remove(&folder);
}

static void a_file_that_can_not_be_read_is_final(void **state)
{
    struct aoai_credential_setup setup = complete;
    struct fake_http fake = {0};
    AOAI_CLEANUP(aoai_token_free) struct aoai_token token = {0};
    struct aoai_error error = {0};

    (void)state;
    setup.client_secret_file = "/nowhere/secret";
    assert_int_equal(sign_in(&fake, setup, NULL, &token, &error), -1);
    assert_int_not_equal(error.kind, AOAI_ERROR_UNAVAILABLE);
    assert_non_null(strstr(error.text, "/nowhere/secret"));
    assert_int_equal(fake.request_count, 0);
}

static void failures_name_the_application_and_no_secret(void **state)
{
    static const struct {
        struct fake_reply reply;
        enum aoai_error_kind kind;
        const char *text;
    } rows[] = {
        {{"", .status = 401,
          .body = "{\"error\":\"invalid_client\",\"error_description\":"
                  "\"AADSTS7000215: no\"}"},
         AOAI_ERROR_DENIED,
         "sign-in: AADSTS7000215: the client secret is wrong: use its value, "
         "not its id (application c)"},
        {{"", .kind = AOAI_ERROR_NETWORK},
         AOAI_ERROR_NETWORK,
         "sign-in: no answer (application c)"},
        {{"", .kind = AOAI_ERROR_DEADLINE},
         AOAI_ERROR_DEADLINE,
         "sign-in: no answer (application c)"},
        {{"", .status = 429},
         AOAI_ERROR_THROTTLED,
         "sign-in: answered 429: asked too often: try again later "
         "(application c)"},
        {{"", .status = 200, .body = "{}"},
         AOAI_ERROR_ANSWER,
         "sign-in: the answer holds no usable access_token (application c)"},
        /* a success without a token is no success */
        {{"", .status = 204},
         AOAI_ERROR_ANSWER,
         "sign-in: answered 204 (application c)"},
    };
    struct fake_http fake = {0};

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        AOAI_CLEANUP(aoai_token_free) struct aoai_token token = {0};
        struct aoai_credential_setup setup = complete;
        struct aoai_error error = {0};

        setup.client_id = "c";
        setup.client_secret = "hunter2";
        assert_int_equal(sign_in(&fake, setup, &rows[i].reply, &token, &error),
                         -1);
        assert_string_equal(error.text, rows[i].text);
        assert_int_equal(error.kind, rows[i].kind);
    }
    fake_http_free(&fake);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_form_is_encoded_and_complete),
        cmocka_unit_test(the_file_comes_before_the_variable),
        cmocka_unit_test(a_file_that_can_not_be_read_is_final),
        cmocka_unit_test(failures_name_the_application_and_no_secret),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
