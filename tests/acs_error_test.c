/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* What refusals of Communication Services are put into. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "azure/acs_error.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))
#define OWN "the service answers with an error of its own"
#define X50 "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
#define X256 X50 X50 X50 X50 X50 "xxxxxx"

/* Says what STATUS with BODY and the header CODE means for PROOF. */
static struct aoai_error explain(int status, const char *body, const char *code,
                                 bool is_signed)
{
    const struct aoai_acs_error_proof proof = {.is_signed = is_signed};
    struct aoai_http_exchange exchange = {0};
    struct aoai_error error = {0};

    aoai_http_free_answer(&exchange);
    exchange.status = status;
    memcpy(exchange.error_code, code, strlen(code) + 1);
    aoai_buf_puts(&exchange.answer, body);
    assert_int_equal(aoai_acs_error_answer(&exchange, &proof, &error), -1);
    aoai_http_free_answer(&exchange);
    return error;
}

static void each_refusal_has_its_sentence(void **state)
{
    static const struct {
        int status;
        const char *body;
        const char *code; /* of the header */
        enum aoai_error_kind kind;
        const char *text;
    } rows[] = {
        /* the code may stand in the header alone, and the body's counts more */
        {404, "", "DomainNotLinked", AOAI_ERROR_NOT_FOUND,
         "404 DomainNotLinked: the domain of the sender is not linked to the "
         "Communication Services resource: verify the domain and connect it "
         "there, or send --from an address of one that is"},
        {400, "{\"error\":{\"code\":\"One\",\"message\":\"m\"}}", "Two",
         AOAI_ERROR_REFUSED, "400 One: 'm'"},
        /* what is wrong stands in the details */
        {400,
         "{\"error\":{\"code\":\"BadRequest\",\"message\":\"Request body "
         "validation error.\",\"details\":[{\"code\":\"InvalidEmailAddress\","
         "\"message\":\"Invalid address a@\"},{\"code\":\"x\"},{\"message\":"
         "\"third\"}]}}",
         "", AOAI_ERROR_REFUSED,
         "400 BadRequest: 'Request body validation error.', 'Invalid address "
         "a@'"},
        {400,
         "{\"error\":{\"code\":\"InvalidEmailAddress\",\"message\":\"bad\"}}",
         "", AOAI_ERROR_REFUSED, "400 InvalidEmailAddress: 'bad'"},
        /* only the first line, no control bytes, no message at all */
        {400, "{\"error\":{\"message\":\"a\\u001bb\\r\\nTraceId: 7\"}}", "",
         AOAI_ERROR_REFUSED, "400: 'a?b'"},
        {400, "{\"error\":{\"code\":\"X\",\"message\":\"\"}}", "",
         AOAI_ERROR_REFUSED, "400 X: " OWN},
        /* a code that is none */
        {400, "{\"error\":{\"code\":\"a b\",\"message\":\"m\"}}", "",
         AOAI_ERROR_REFUSED, "400: 'm'"},
        {400, "{\"error\":{\"code\":\"" X50 X50 "\",\"message\":\"m\"}}", "",
         AOAI_ERROR_REFUSED, "400: 'm'"},
        /* a message that is long */
        {400, "{\"error\":{\"message\":\"" X256 "\"}}", "", AOAI_ERROR_REFUSED,
         "400: '" X256 "'"},
        {400, "{\"error\":{\"message\":\"" X256 "x\"}}", "", AOAI_ERROR_REFUSED,
         "400: '" X256 "...'"},
        /* no body, or one that is not for us */
        {400, "", "", AOAI_ERROR_REFUSED, "400: " OWN},
        {500, "<html>", "", AOAI_ERROR_SERVICE, "500: " OWN},
        {500, "[]", "", AOAI_ERROR_SERVICE, "500: " OWN},
        {500, "{\"error\":\"text\"}", "", AOAI_ERROR_SERVICE, "500: " OWN},
        {500, "{\"error\":{\"code\":1,\"message\":[],\"details\":{}}}", "",
         AOAI_ERROR_SERVICE, "500: " OWN},
        {404, "", "", AOAI_ERROR_NOT_FOUND,
         "404: not found: check the endpoint"},
        {413, "", "", AOAI_ERROR_REFUSED, "413: the mail is too large"},
        {301, "", "", AOAI_ERROR_REFUSED,
         "301: a redirect, which is not followed: check the endpoint"},
        {200, "", "", AOAI_ERROR_ANSWER,
         "200: the answer is none to what was asked"},
        {429, "{\"error\":{\"code\":\"TooManyRequests\",\"message\":\"x\"}}",
         "", AOAI_ERROR_THROTTLED,
         "429 TooManyRequests: the quota of the sender's domain is used up: "
         "try again later"},
        /* a resource that takes no keys; its own words are better */
        {403, "", "", AOAI_ERROR_DENIED,
         "403: the resource takes no access keys: allow them there, or sign in "
         "with --endpoint"},
        {403, "{\"error\":{\"code\":\"Forbidden\",\"message\":\"firewall\"}}",
         "", AOAI_ERROR_DENIED, "403 Forbidden: 'firewall'"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct aoai_error error =
            explain(rows[i].status, rows[i].body, rows[i].code, true);

        assert_string_equal(error.text, rows[i].text);
        assert_int_equal(error.kind, rows[i].kind);
    }
}

static void an_identity_lacks_a_role(void **state)
{
    struct aoai_error error = explain(
        403, "{\"error\":{\"code\":\"Unauthorized\",\"message\":\"x\"}}", "",
        false);

    (void)state;
    assert_int_equal(error.kind, AOAI_ERROR_DENIED);
    assert_string_equal(error.text,
                        "403 Unauthorized: grant the role Communication and "
                        "Email Service Owner on the Communication Services "
                        "resource");
}

static void a_mail_that_was_dropped_says_why(void **state)
{
    static const struct {
        const char *operation;
        const char *text;
    } rows[] = {
        {"{\"status\":\"Failed\",\"error\":{\"code\":\"EmailDropped\","
         "\"message\":\"Email was dropped after several attempts to "
         "deliver.\"}}",
         "Failed EmailDropped: the service has given it up: check the "
         "recipients, and whether they are on the suppression lists of the "
         "sender's domain"},
        {"{\"status\":\"Failed\",\"error\":{\"code\":\"InvalidEmailAddress\","
         "\"message\":\"no such address\"}}",
         "Failed InvalidEmailAddress: 'no such address'"},
        {"{\"status\":\"Failed\",\"error\":null}",
         "Failed: no reason is given"},
        {"{\"status\":\"Canceled\",\"error\":{\"code\":\"Stopped\"}}",
         "Canceled Stopped: no reason is given"},
    };
    static const char begin[] =
        "the service took the mail and then did not send it: ";

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        AOAI_CLEANUP(aoai_json_close) struct aoai_json *json = NULL;
        struct aoai_error error = {0};

        assert_int_equal(aoai_json_parse(&json, rows[i].operation,
                                         strlen(rows[i].operation), NULL),
                         0);
        assert_int_equal(aoai_acs_error_operation(aoai_json_root(json), &error),
                         -1);
        assert_int_equal(error.kind, AOAI_ERROR_REFUSED);
        assert_memory_equal(error.text, begin, strlen(begin));
        assert_string_equal(error.text + strlen(begin), rows[i].text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_refusal_has_its_sentence),
        cmocka_unit_test(an_identity_lacks_a_role),
        cmocka_unit_test(a_mail_that_was_dropped_says_why),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
