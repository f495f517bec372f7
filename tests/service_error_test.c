/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* What refusals of Azure Resource Manager are put into. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "azure/service_error.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

/* Says what STATUS with BODY means; RETRY_AFTER in ms, -1: nothing. */
static struct aoai_error explain(int status, const char *body,
                                 int64_t retry_after)
{
    struct aoai_http_exchange exchange = {0};
    struct aoai_error error = {0};

    aoai_http_free_answer(&exchange);
    exchange.status = status;
    exchange.retry_after = retry_after;
    aoai_buf_puts(&exchange.answer, body);
    assert_int_equal(aoai_service_error(&exchange, &error), -1);
    aoai_http_free_answer(&exchange);
    return error;
}

static void each_refusal_has_its_sentence(void **state)
{
    static const struct {
        int status;
        const char *body;
        enum aoai_error_kind kind;
        const char *text;
    } rows[] = {
        /* wrapped, as Azure Resource Manager does it */
        {403,
         "{\"error\":{\"code\":\"AuthorizationFailed\",\"message\":\"The "
         "client does not have authorization\"}}",
         AOAI_ERROR_DENIED,
         "403 AuthorizationFailed: grant Monitoring Reader on it"},
        /* flat, as the metrics provider does it */
        {403, "{\"code\":\"AuthorizationFailed\",\"message\":\"no\"}",
         AOAI_ERROR_DENIED,
         "403 AuthorizationFailed: grant Monitoring Reader on it"},
        {404, "{\"error\":{\"code\":\"ResourceNotFound\",\"message\":\"no\"}}",
         AOAI_ERROR_NOT_FOUND,
         "404 ResourceNotFound: check the name in the resource id"},
        {404,
         "{\"error\":{\"code\":\"ResourceGroupNotFound\",\"message\":\"\"}}",
         AOAI_ERROR_NOT_FOUND,
         "404 ResourceGroupNotFound: check the resource group in the resource "
         "id"},
        {404, "{\"error\":{\"code\":\"SubscriptionNotFound\"}}",
         AOAI_ERROR_NOT_FOUND,
         "404 SubscriptionNotFound: no such subscription in this tenant: check "
         "the id, the tenant and --cloud"},
        {401, "{\"error\":{\"code\":\"InvalidAuthenticationTokenTenant\"}}",
         AOAI_ERROR_DENIED,
         "401 InvalidAuthenticationTokenTenant: the identity is of another "
         "tenant: check AZURE_TENANT_ID"},
        {401, "{\"error\":{\"code\":\"ExpiredAuthenticationToken\"}}",
         AOAI_ERROR_DENIED,
         "401 ExpiredAuthenticationToken: the token has expired: renew the "
         "--token-file, or check this machine's clock"},
        /* Azure's own words where there are none of ours */
        {400,
         "{\"code\":\"BadRequest\",\"message\":\"Detected invalid time grain "
         "input\\r\\nmore\"}",
         AOAI_ERROR_REFUSED,
         "400 BadRequest: Detected invalid time grain input"},
        {400, "{\"message\":\"only words\"}", AOAI_ERROR_REFUSED,
         "400: only words"},
        {400, "{\"error\":{\"code\":\"OnlyCode\"}}", AOAI_ERROR_REFUSED,
         "400 OnlyCode: Azure answers with an error of its own"},
        {500,
         "{\"error\":{\"code\":\"InternalServerError\",\"message\":"
         "\"try\"}}",
         AOAI_ERROR_SERVICE, "500 InternalServerError: try"},
        /* no body, or one that is not for us */
        {400, "", AOAI_ERROR_REFUSED,
         "400: Azure answers with an error of its own"},
        {401, "", AOAI_ERROR_DENIED,
         "401: Azure does not accept the token: check tenant, --cloud and "
         "--token-file"},
        {403, "<html><h1>403 Forbidden</h1></html>", AOAI_ERROR_DENIED,
         "403: grant Monitoring Reader on it"},
        {404, "[]", AOAI_ERROR_NOT_FOUND,
         "404: not found: check the resource id"},
        {502, "<html>", AOAI_ERROR_SERVICE,
         "502: Azure answers with an error of its own"},
        {302, "", AOAI_ERROR_REFUSED,
         "302: a redirect, which is not followed: check the endpoint"},
        {404, "{\"error\":\"text\"}", AOAI_ERROR_NOT_FOUND,
         "404: not found: check the resource id"},
        {404, "{\"error\":{\"code\":404,\"message\":[]}}", AOAI_ERROR_NOT_FOUND,
         "404: not found: check the resource id"},
        {404, "null", AOAI_ERROR_NOT_FOUND,
         "404: not found: check the resource id"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct aoai_error error = explain(rows[i].status, rows[i].body, -1);

        assert_string_equal(error.text, rows[i].text);
        assert_int_equal(error.kind, rows[i].kind);
    }
}

static void throttling_says_for_how_long(void **state)
{
    static const char body[] =
        "{\"error\":{\"code\":\"SubscriptionRequestsThrottled\",\"message\":"
        "\"Number of requests exceeded\"}}";
    static const struct {
        const char *body;
        int64_t retry_after;
        const char *text;
    } rows[] = {
        {body, -1, "429 SubscriptionRequestsThrottled: Azure throttles"},
        {body, 17000,
         "429 SubscriptionRequestsThrottled: Azure throttles for another 17 s"},
        /* rounded up, so that nobody asks too early */
        {body, 16001,
         "429 SubscriptionRequestsThrottled: Azure throttles for another 17 s"},
        {"", 0, "429 TooManyRequests: Azure throttles for another 0 s"},
        {"<html>", -1, "429 TooManyRequests: Azure throttles"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct aoai_error error =
            explain(429, rows[i].body, rows[i].retry_after);

        assert_string_equal(error.text, rows[i].text);
        assert_int_equal(error.kind, AOAI_ERROR_THROTTLED);
    }
}

static void a_success_that_is_none_fails_too(void **state)
{
    /* else a 204 would be a month without any tokens */
    static const int statuses[] = {100, 201, 202, 204, 206, 299};

    (void)state;
    for (size_t i = 0; i < COUNT(statuses); i++)
        assert_int_equal(explain(statuses[i], "", -1).kind, AOAI_ERROR_ANSWER);
}

static void a_long_message_is_cut(void **state)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf body = {0};

    (void)state;
    aoai_buf_puts(&body, "{\"message\":\"");
    for (int i = 0; i < 5000; i++)
        aoai_buf_putc(&body, 'x');
    aoai_buf_puts(&body, "\"}");
    assert_true(strlen(explain(400, aoai_buf_text(&body), -1).text) < 320);
}

static void no_character_is_cut_in_two(void **state)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf body = {0};
    struct aoai_error error;

    (void)state;
    aoai_buf_puts(&body, "{\"message\":\"");
    for (int i = 0; i < 299; i++)
        aoai_buf_putc(&body, 'x');
    aoai_buf_puts(&body, "\xc3\xa4 and more\"}");
    error = explain(400, aoai_buf_text(&body), -1);
    assert_int_equal(strlen(error.text), strlen("400: ") + 299);
}

static void every_status_has_a_kind_and_words(void **state)
{
    (void)state;
    for (int status = 100; status < 1000; status++) {
        struct aoai_error error = explain(status, "{}", -1);

        assert_int_not_equal(error.kind, AOAI_ERROR_NONE);
        assert_true(strlen(error.text) > 5);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_refusal_has_its_sentence),
        cmocka_unit_test(throttling_says_for_how_long),
        cmocka_unit_test(a_success_that_is_none_fails_too),
        cmocka_unit_test(a_long_message_is_cut),
        cmocka_unit_test(no_character_is_cut_in_two),
        cmocka_unit_test(every_status_has_a_kind_and_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
