/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Managed identities of App Service, Functions and Container Apps. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "azure/credential_app_service.h"
#include "tests/identity_rig.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))
#define ENDPOINT "http://127.0.0.1:41560/msi/token"
#define ASK ENDPOINT "?api-version=2019-08-01&" IDENTITY_RESOURCE
#define HERE .identity_endpoint = ENDPOINT, .identity_header = "hdrsecret"

static void each_way_to_choose_has_its_parameter(void **state)
{
    static const struct {
        struct aoai_credential_setup setup;
        const char *url;
    } rows[] = {
        {{HERE}, ASK},
        {{HERE, .client_id = IDENTITY_CLIENT},
         ASK "&client_id=" IDENTITY_CLIENT},
        {{HERE, .managed_identity_id = IDENTITY_CLIENT, .client_id = "other"},
         ASK "&client_id=" IDENTITY_CLIENT},
        {{HERE, .managed_identity_id = IDENTITY_RESOURCE_ID},
         ASK "&mi_res_id=" IDENTITY_RESOURCE_ID_ESCAPED},
        /* Machine Learning's default is of no concern here */
        {{HERE, .default_client_id = "other"}, ASK},
        /* as the Windows hosts write it: the slash belongs to the path */
        {{.identity_endpoint = "http://127.0.0.1:41741/MSI/token/",
          .identity_header = "hdrsecret"},
         "http://127.0.0.1:41741/MSI/token/?api-version=2019-08-01"
         "&" IDENTITY_RESOURCE},
    };
    static const struct fake_reply reply = {"", .status = 200,
                                            .body = IDENTITY_TOKEN};
    static struct fake_http fake;
    struct aoai_error error;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_int_equal(identity_sign_in(&fake,
                                          aoai_credential_app_service_ask,
                                          rows[i].setup, &reply, 1, &error),
                         0);
        assert_string_equal(fake.requests[0].method, "GET");
        assert_string_equal(fake.requests[0].url, rows[i].url);
        assert_string_equal(fake.requests[0].headers,
                            "X-IDENTITY-HEADER: hdrsecret\n");
        assert_int_equal(fake.requests[0].rules, AOAI_HTTP_IDENTITY);
        assert_int_equal(fake.requests[0].deadline, IDENTITY_DEADLINE);
        assert_false(fake.requests[0].no_retry);
    }
    fake_http_free(&fake);
}

#define UNKNOWN                                                                \
    "{\"statusCode\":400,\"message\":\"No User Assigned or Delegated Managed " \
    "Identity found for specified ClientId/ResourceId/PrincipalId.\"}"

static void an_id_no_client_has_is_tried_as_an_object(void **state)
{
    static const struct fake_reply found[] = {
        {"&client_id=id", .status = 400, .body = UNKNOWN},
        {"&object_id=id", .status = 200, .body = IDENTITY_TOKEN}};
    static const struct fake_reply missing[] = {
        {"&client_id=id", .status = 400, .body = UNKNOWN},
        {"&object_id=id", .status = 400, .body = UNKNOWN}};
    static struct fake_http fake;
    struct aoai_error error;

    (void)state;
    assert_int_equal(identity_sign_in(&fake, aoai_credential_app_service_ask,
                                      (struct aoai_credential_setup){
                                          HERE, .managed_identity_id = "id"},
                                      found, 2, &error),
                     0);
    assert_int_equal(identity_sign_in(&fake, aoai_credential_app_service_ask,
                                      (struct aoai_credential_setup){
                                          HERE, .managed_identity_id = "id"},
                                      missing, 2, &error),
                     -1);
    assert_int_equal(error.kind, AOAI_ERROR_DENIED);
    assert_string_equal(error.text,
                        "the managed identity is not assigned to this app: id "
                        "(400: 'No User Assigned or Delegated Managed Identity "
                        "found for specified ClientId/ResourceId/"
                        "PrincipalId.')");
    /* a client id is nothing else; a resource id neither */
    assert_int_equal(identity_sign_in(&fake, aoai_credential_app_service_ask,
                                      (struct aoai_credential_setup){
                                          HERE, .client_id = "id"},
                                      missing, 1, &error),
                     -1);
    fake_http_free(&fake);
}

static void a_refusal_is_said_in_its_words(void **state)
{
    static const struct {
        int status;
        const char *body;
        enum aoai_error_kind kind;
        const char *text;
    } rows[] = {
        /* what a wrong audience gives */
        {500,
         "{\"statusCode\":500,\"message\":\"An unexpected error occured while "
         "fetching the AAD Token.\",\"correlationId\":\"4\"}",
         AOAI_ERROR_SERVICE,
         "managed identity: 500: 'An unexpected error occured while fetching "
         "the AAD Token.' (often a wrong --cloud)"},
        {500, "<html>", AOAI_ERROR_SERVICE,
         "managed identity: answered 500: the service fails: try again later "
         "(often a wrong --cloud)"},
        {503, "", AOAI_ERROR_SERVICE,
         "managed identity: answered 503: the service fails: try again later"},
        /* no identity of its own, nothing was chosen: not for the next one,
         * the app is made to have identities */
        {400,
         "{\"statusCode\":400,\"message\":\"Unable to load the proper Managed "
         "Identity.\"}",
         AOAI_ERROR_DENIED,
         "managed identity: 400: 'Unable to load the proper Managed "
         "Identity.'"},
        {401, "", AOAI_ERROR_DENIED, "managed identity: answered 401"},
        {404, "", AOAI_ERROR_DENIED,
         "managed identity: answered 404: check the endpoint"},
        {204, "", AOAI_ERROR_ANSWER, "managed identity: answered 204"},
        {200, "{}", AOAI_ERROR_ANSWER,
         "managed identity: the answer holds no usable access_token"},
        {0, NULL, AOAI_ERROR_NETWORK, "managed identity: no answer"},
    };
    static struct fake_http fake;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct fake_reply reply = {"", .status = rows[i].status,
                                         .body = rows[i].body,
                                         .kind = rows[i].kind};
        struct aoai_error error;

        assert_int_equal(identity_sign_in(&fake,
                                          aoai_credential_app_service_ask,
                                          (struct aoai_credential_setup){HERE},
                                          &reply, 1, &error),
                         -1);
        assert_int_equal(error.kind, rows[i].kind);
        assert_string_equal(error.text, rows[i].text);
    }
    fake_http_free(&fake);
}

static void a_secret_goes_to_no_doubtful_place(void **state)
{
    static const struct {
        const char *endpoint, *header, *part;
    } rows[] = {
        {"http://10.1.2.3/msi/token", "hunter2", "IDENTITY_ENDPOINT: the URL"},
        {"ftp://127.0.0.1/", "hunter2", "IDENTITY_ENDPOINT: the URL"},
        {"http://u:p@127.0.0.1/", "hunter2", "IDENTITY_ENDPOINT: the URL"},
        {"http://127.0.0.1/?x=", "hunter2", "IDENTITY_ENDPOINT: the URL"},
        {ENDPOINT, "hunter2\r\nHost: evil", "IDENTITY_HEADER holds"},
        {ENDPOINT, "hunter2 ", "IDENTITY_HEADER holds"},
    };
    static struct fake_http fake;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct aoai_error error;

        assert_int_equal(
            identity_sign_in(&fake, aoai_credential_app_service_ask,
                             (struct aoai_credential_setup){
                                 .identity_endpoint = rows[i].endpoint,
                                 .identity_header = rows[i].header},
                             NULL, 0, &error),
            -1);
        assert_int_equal(fake.request_count, 0);
        assert_int_equal(error.kind, AOAI_ERROR_INPUT);
        assert_non_null(strstr(error.text, rows[i].part));
        assert_null(strstr(error.text, "hunter2"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_way_to_choose_has_its_parameter),
        cmocka_unit_test(an_id_no_client_has_is_tried_as_an_object),
        cmocka_unit_test(a_refusal_is_said_in_its_words),
        cmocka_unit_test(a_secret_goes_to_no_doubtful_place),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
