/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* What token endpoints answer, Entra's and the managed identity's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "azure/token_answer.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

/* The time of the answers. */
enum { NOW = 1729425600 };

/* Reads BODY as an answer with status 200. */
static int read_body(struct aoai_token *token, const char *body, size_t length,
                     struct aoai_error *error)
{
    struct aoai_http_exchange exchange = {0};
    int failed;

    aoai_http_free_answer(&exchange);
    exchange.status = 200;
    aoai_buf_add(&exchange.answer, body, length);
    failed = aoai_token_answer_read(token, &exchange, NOW, error);
    aoai_http_free_answer(&exchange);
    return failed;
}

/* Says what STATUS with BODY means. */
static struct aoai_error explain(int status, const char *body)
{
    struct aoai_http_exchange exchange = {0};
    struct aoai_error error = {0};

    aoai_http_free_answer(&exchange);
    exchange.status = status;
    aoai_buf_puts(&exchange.answer, body);
    assert_int_equal(aoai_token_answer_refused(&exchange, &error), -1);
    aoai_http_free_answer(&exchange);
    return error;
}

static void a_token_is_read_with_its_life(void **state)
{
    static const struct {
        const char *body;
        int64_t expires;
    } rows[] = {
        {"{\"token_type\":\"Bearer\",\"expires_in\":3599,\"access_token\":"
         "\"eyJ0\"}",
         NOW + 3599},
        /* the managed identity's spelling */
        {"{\"access_token\":\"eyJ0\",\"expires_in\":\"3599\",\"expires_on\":"
         "\"1506484173\",\"resource\":\"https://management.azure.com/\"}",
         NOW + 3599},
        {"{\"access_token\":\"eyJ0\",\"expires_on\":\"1729429200\"}",
         1729429200},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        AOAI_CLEANUP(aoai_token_free) struct aoai_token token = {0};

        assert_int_equal(
            read_body(&token, rows[i].body, strlen(rows[i].body), NULL), 0);
        assert_string_equal(aoai_buf_text(&token.text), "eyJ0");
        assert_true(token.text.secret);
        assert_int_equal(token.obtained, NOW);
        assert_int_equal(token.expires, rows[i].expires);
    }
}

static void an_answer_that_is_no_token_is_refused(void **state)
{
#define LIFE "\"expires_in\":3599,\"access_token\":"
    static const struct {
        const char *body, *part;
    } rows[] = {
        {"", "JSON"},
        /* a network's page that wants a login first */
        {"<html>", "the answer is no token (not JSON at byte 0): check the "
                   "endpoint, or what stands in between"},
        {"{}", "no usable access_token"},
        {"[]", "no usable access_token"},
        {"{" LIFE "null}", "no usable access_token"},
        {"{" LIFE "5}", "no usable access_token"},
        {"{" LIFE "\"\"}", "no usable access_token"},
        /* bytes that would end the header or begin another one */
        {"{" LIFE "\"a b\"}", "no usable access_token"},
        {"{" LIFE "\"a\\r\\nX-Evil: 1\"}", "no usable access_token"},
        {"{" LIFE "\"a\\n\"}", "no usable access_token"},
        {"{" LIFE "\"a\\tb\"}", "no usable access_token"},
        {"{" LIFE "\"a\\u007f\"}", "no usable access_token"},
        {"{" LIFE "\"\xc3\xa4\"}", "no usable access_token"},
        /* no life: see token_life_test.c */
        {"{\"access_token\":\"a\"}", "how long"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        AOAI_CLEANUP(aoai_token_free) struct aoai_token token = {0};
        struct aoai_error error = {0};

        if (read_body(&token, rows[i].body, strlen(rows[i].body), &error) == 0)
            fail_msg("no failure: %s", rows[i].body);
        assert_int_equal(error.kind, AOAI_ERROR_ANSWER);
        if (!strstr(error.text, rows[i].part))
            fail_msg("'%s' is not in: %s", rows[i].part, error.text);
    }
}

static void a_nul_byte_in_a_token_is_refused(void **state)
{
    static const char body[] = "{" LIFE "\"abc\\u0000def\"}";
    AOAI_CLEANUP(aoai_token_free) struct aoai_token token = {0};

    (void)state;
    assert_int_equal(read_body(&token, body, strlen(body), NULL), -1);
#undef LIFE
}

static void an_answer_cut_anywhere_is_refused(void **state)
{
    static const char body[] =
        "{\"expires_in\":3599,\"access_token\":\"eyJ0\"}";

    (void)state;
    for (size_t length = 0; length < strlen(body); length++) {
        AOAI_CLEANUP(aoai_token_free) struct aoai_token token = {0};

        assert_int_equal(read_body(&token, body, length, NULL), -1);
    }
}

static void an_error_never_holds_the_token(void **state)
{
    static const char body[] = "{\"access_token\":\"hunter2\",\"x\":}";
    AOAI_CLEANUP(aoai_token_free) struct aoai_token token = {0};
    struct aoai_error error;

    (void)state;
    assert_int_equal(read_body(&token, body, strlen(body), &error), -1);
    assert_null(strstr(error.text, "hunter2"));
}

#define ENTRA(CODE, REST)                                                      \
    "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS" CODE        \
    ": " REST "\\r\\nTrace ID: 1\",\"error_codes\":[" CODE "]}"

static void refusals_say_what_to_do(void **state)
{
    static const struct {
        int status;
        const char *body;
        enum aoai_error_kind kind;
        const char *text;
    } rows[] = {
        {401, ENTRA("7000215", "Invalid client secret provided."),
         AOAI_ERROR_DENIED,
         "AADSTS7000215: the client secret is wrong: use its value, not its "
         "id"},
        {401, ENTRA("7000222", "The provided client secret keys are expired."),
         AOAI_ERROR_DENIED,
         "AADSTS7000222: the client secret has expired: create a new one"},
        {400, ENTRA("700016", "Application not found."), AOAI_ERROR_DENIED,
         "AADSTS700016: the application is not in this tenant: check client id "
         "and tenant id"},
        {400, ENTRA("90002", "Tenant not found."), AOAI_ERROR_DENIED,
         "AADSTS90002: no such tenant: check the tenant id and --cloud"},
        /* as Azure Arc sends it: the codes are one text */
        {400,
         "{\"error\":\"invalid_resource\",\"error_description\":"
         "\"AADSTS500011: The resource principal\",\"error_codes\":"
         "\"[500011]\"}",
         AOAI_ERROR_DENIED,
         "AADSTS500011: the audience is unknown in this tenant: check --cloud"},
        /* Entra's words without a code: the list has it */
        {400, "{\"error_description\":\"words\",\"error_codes\":[90002]}",
         AOAI_ERROR_DENIED,
         "AADSTS90002: no such tenant: check the tenant id and --cloud"},
        /* a client in a loop is throttled, though the status is 400 */
        {400, ENTRA("50196", "The server terminated an operation."),
         AOAI_ERROR_THROTTLED,
         "AADSTS50196: the same token was asked for too often: does "
         "--cache-dir work?"},
        {401,
         "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS999: "
         "Odd. Trace ID: 1 Correlation ID: 2\"}",
         AOAI_ERROR_DENIED, "401 invalid_client: AADSTS999: Odd."},
        /* a code without a remedy keeps Entra's own words, one line of them */
        {400, ENTRA("999", "Odd."), AOAI_ERROR_DENIED,
         "400 invalid_client: AADSTS999: Odd."},
        {400, "{\"error_description\":\"only words\"}", AOAI_ERROR_DENIED,
         "400: only words"},
        {400, "{\"error\":\"invalid_request\"}", AOAI_ERROR_DENIED,
         "answered 400 invalid_request"},
        {404, "", AOAI_ERROR_DENIED, "answered 404: check the endpoint"},
        {403, "<html>", AOAI_ERROR_DENIED, "answered 403"},
        {429, "", AOAI_ERROR_THROTTLED,
         "answered 429: asked too often: try again later"},
        {302, "", AOAI_ERROR_DENIED,
         "answered 302: a redirect, which is not followed: check the endpoint"},
        {410, "", AOAI_ERROR_DENIED,
         "answered 410: the service is being renewed, for 70 s at most"},
        {500, "{\"statusCode\":500,\"message\":\"unexpected\"}",
         AOAI_ERROR_SERVICE,
         "answered 500: the service fails: try again later"},
        {400, "{\"error\":{\"code\":\"AudienceNotSupported\"}}",
         AOAI_ERROR_DENIED, "answered 400"},
        {400, "{\"error\":\"x\",\"error_description\":\"AADSTS\"}",
         AOAI_ERROR_DENIED, "400 x: AADSTS"},
        {400,
         "{\"error\":\"x\",\"error_description\":"
         "\"AADSTS99999999999999999999999\"}",
         AOAI_ERROR_DENIED, "400 x: AADSTS99999999999999999999999"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct aoai_error error = explain(rows[i].status, rows[i].body);

        assert_string_equal(error.text, rows[i].text);
        assert_int_equal(error.kind, rows[i].kind);
    }
}

static void how_long_the_service_puts_us_off_is_told(void **state)
{
    static const struct {
        int status;
        int64_t retry_after; /* ms */
        const char *text;
    } rows[] = {
        {429, 100000,
         "answered 429: it wants to be left alone for another 100 s"},
        {503, 1, "answered 503: it wants to be left alone for another 1 s"},
        {503, 0, "answered 503: the service fails: try again later"},
        /* asking again is no use, whatever the header says */
        {403, 1000, "answered 403"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct aoai_http_exchange exchange = {
            .status = rows[i].status, .retry_after = rows[i].retry_after};
        struct aoai_error error = {0};

        assert_int_equal(aoai_token_answer_refused(&exchange, &error), -1);
        assert_string_equal(error.text, rows[i].text);
    }
}

static void a_success_that_is_none_is_a_failure(void **state)
{
    (void)state;
    assert_int_equal(explain(204, "").kind, AOAI_ERROR_ANSWER);
    assert_int_equal(explain(202, "{}").kind, AOAI_ERROR_ANSWER);
    assert_int_equal(explain(302, "").kind, AOAI_ERROR_DENIED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_token_is_read_with_its_life),
        cmocka_unit_test(an_answer_that_is_no_token_is_refused),
        cmocka_unit_test(a_nul_byte_in_a_token_is_refused),
        cmocka_unit_test(an_answer_cut_anywhere_is_refused),
        cmocka_unit_test(an_error_never_holds_the_token),
        cmocka_unit_test(refusals_say_what_to_do),
        cmocka_unit_test(how_long_the_service_puts_us_off_is_told),
        cmocka_unit_test(a_success_that_is_none_is_a_failure),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
