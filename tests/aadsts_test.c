/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Entra's errors in words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "azure/aadsts.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

static void the_code_is_found_wherever_it_stands(void **state)
{
    static const struct {
        const char *json;
        int code;
    } rows[] = {
        {"{\"error_description\":\"AADSTS7000215: Invalid\"}", 7000215},
        {"{\"error_description\":\"Failed: AADSTS700016: no\"}", 700016},
        /* the text wins: it is what an operator would look for */
        {"{\"error_description\":\"AADSTS90002: x\",\"error_codes\":[1]}",
         90002},
        {"{\"error_description\":\"no code\",\"error_codes\":[500011,2]}",
         500011},
        {"{\"error_codes\":[7000222]}", 7000222},
        /* as a managed identity sends it */
        {"{\"error_codes\":\"[500011]\"}", 500011},
        {"{\"error_codes\":\"500011\"}", 500011},
        {"{\"error_codes\":\"[ 500011 , 2 ]\"}", 500011},
        /* nothing that is a code */
        {"{\"error_codes\":[]}", 0},
        {"{\"error_codes\":\"[]\"}", 0},
        {"{\"error_codes\":\"\"}", 0},
        {"{\"error_codes\":[-5]}", 0},
        {"{\"error_codes\":[1.5]}", 0},
        {"{\"error_codes\":[\"500011\"]}", 0},
        {"{\"error_codes\":[99999999999]}", 0},
        {"{\"error_codes\":\"[99999999999999999999999]\"}", 0},
        {"{\"error_codes\":\"[-5]\"}", 0},
        {"{\"error_codes\":500011}", 0},
        {"{\"error_description\":\"AADSTS\"}", 0},
        {"{\"error_description\":\"AADSTS-5\"}", 0},
        {"{\"error_description\":5}", 0},
        {"{}", 0},
        {"[]", 0},
        {"null", 0},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        AOAI_CLEANUP(aoai_json_close) struct aoai_json *json = NULL;

        assert_int_equal(
            aoai_json_parse(&json, rows[i].json, strlen(rows[i].json), NULL),
            0);
        if (aoai_aadsts_code(aoai_json_root(json)) != rows[i].code)
            fail_msg("%s", rows[i].json);
    }
    assert_int_equal(aoai_aadsts_code(NULL), 0);
}

static void each_code_says_what_to_look_at(void **state)
{
    static const struct {
        int code;
        const char *part;
    } rows[] = {
        {7000215, "secret is wrong: use its value, not its id"},
        {7000222, "secret has expired"},
        {7000216, "needs a secret or a certificate"},
        {7000218, "needs a secret or a certificate"},
        {700027, "certificate is not registered"},
        {700024, "clock"},
        {1000502, "certificate has expired"},
        {7000214, "certificate has been revoked"},
        {7000277, "certificate has been revoked"},
        {700030, "certificate's name"},
        {70021, "federated credential"},
        {70025, "has no federated credential: create one"},
        {700211, "issuer"},
        {700212, "audience, usually api://AzureADTokenExchange"},
        {700213, "subject"},
        {7002138, "same case"},
        {90002, "no such tenant"},
        {900023, "neither an id nor a domain"},
        {90038, "--cloud"},
        {700016, "client id and tenant id"},
        {7000229, "az ad sp create"},
        {7000112, "disabled"},
        {70001, "disabled"},
        {500011, "audience"},
        {50001, "audience"},
        {70011, "audience"},
        {90010, "--cloud"},
        {900144, "lacks a part"},
        {53003, "Conditional Access"},
        {530032, "security policy"},
        {530035, "security defaults"},
        {50196, "--cache-dir"},
        {90055, "throttles"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct aoai_error error = {0};
        char begin[32];

        (void)snprintf(begin, sizeof(begin), "AADSTS%d: ", rows[i].code);
        assert_true(
            aoai_aadsts_explain(rows[i].code, NULL, AOAI_ERROR_DENIED, &error));
        assert_memory_equal(error.text, begin, strlen(begin));
        if (!strstr(error.text, rows[i].part))
            fail_msg("'%s' is not in: %s", rows[i].part, error.text);
        /* room for the beginning, with the name of an account of 27 bytes, in
         * a line of 200 bytes */
        if (strlen(error.text) > 140)
            fail_msg("too long: %s", error.text);
        assert_true(error.text[strlen(error.text) - 1] != '.');
    }
}

static void unknown_codes_leave_the_error_alone(void **state)
{
    static const int codes[] = {0, -1, 1, 50034, 70002, 2147483647};

    (void)state;
    for (size_t i = 0; i < COUNT(codes); i++) {
        struct aoai_error error = {.kind = AOAI_ERROR_SERVICE, .text = "old"};

        assert_false(aoai_aadsts_explain(codes[i], "AADSTS0: x",
                                         AOAI_ERROR_DENIED, &error));
        assert_int_equal(error.kind, AOAI_ERROR_SERVICE);
        assert_string_equal(error.text, "old");
    }
}

static void throttling_is_told_whatever_the_status(void **state)
{
    struct aoai_error error = {0};

    (void)state;
    assert_true(aoai_aadsts_explain(50196, NULL, AOAI_ERROR_DENIED, &error));
    assert_int_equal(error.kind, AOAI_ERROR_THROTTLED);
    assert_true(aoai_aadsts_explain(90055, NULL, AOAI_ERROR_DENIED, &error));
    assert_int_equal(error.kind, AOAI_ERROR_THROTTLED);
    assert_true(aoai_aadsts_explain(90002, NULL, AOAI_ERROR_SERVICE, &error));
    assert_int_equal(error.kind, AOAI_ERROR_SERVICE);
}

/* Expects CODE with DESCRIPTION to end in END. */
static void expect_end(int code, const char *description, const char *end)
{
    struct aoai_error error = {0};
    size_t length;

    assert_true(
        aoai_aadsts_explain(code, description, AOAI_ERROR_DENIED, &error));
    length = strlen(error.text);
    if (length < strlen(end) ||
        strcmp(error.text + length - strlen(end), end) != 0)
        fail_msg("'%s' does not end: %s", end, error.text);
}

static void what_a_federated_token_presents_is_quoted(void **state)
{
    (void)state;
    expect_end(700213,
               "AADSTS700213: No matching federated identity record found for "
               "presented assertion subject 'system:serviceaccount:ns:sa'. "
               "Check your federated identity credential Subject, Audience and "
               "Issuer against the presented assertion.",
               "subject: compare them: 'system:serviceaccount:ns:sa'");
    expect_end(700211,
               "AADSTS700211: No matching federated identity record found for "
               "presented assertion issuer 'https://oidc.example/x/'. Please",
               ": 'https://oidc.example/x/'");
    expect_end(700212,
               "AADSTS700212: No matching federated identity record found for "
               "presented assertion audience 'my.audience'. Please",
               ": 'my.audience'");
    expect_end(7002138,
               "AADSTS7002138: No matching federated identity record found for "
               "presented assertion subject 'Repo:x'. The subject matches with "
               "case-insensitive comparison, but not with case-sensitive "
               "comparison.",
               ": 'Repo:x'");
    /* the older words: all three, of which the subject is told */
    expect_end(70021,
               "AADSTS70021: No matching federated identity record found for "
               "presented assertion. Assertion Issuer: 'https://i.example'. "
               "Assertion Subject: 'sub'. Assertion Audience: 'aud'.",
               ": 'sub'");
}

static void a_value_that_is_not_whole_is_left_out(void **state)
{
    static const char *const descriptions[] = {
        NULL,
        "",
        "AADSTS700213: other words",
        "presented assertion subject '",
        "presented assertion subject 'cut",
        "presented assertion subject ''",
        "presented assertion issuer 'of another code'",
    };
    char huge[400] = "presented assertion subject '";

    (void)state;
    for (size_t i = 0; i < COUNT(descriptions); i++)
        expect_end(700213, descriptions[i], "subject: compare them");
    memset(huge + strlen(huge), 'x', 300);
    huge[330] = '\'';
    expect_end(700213, huge, "subject: compare them");
}

static void a_value_can_not_break_the_line(void **state)
{
    (void)state;
    expect_end(700213, "presented assertion subject 'a\nb\x1b[31m\x7f'",
               ": 'a?b?[31m?'");
}

static void descriptions_end_before_the_trace_ids(void **state)
{
    static const struct {
        const char *text;
        int length;
    } rows[] = {
        {"", 0},
        {"words", 5},
        {"words\r\nTrace ID: 1", 5},
        {"words\nmore", 5},
        {"words. Trace ID: 1 Correlation ID: 2", 6},
        {"words\nmore Trace ID: 1", 5},
        {"Trace ID: 1", 11}, /* nothing else is there */
    };
    char huge[1000];

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_int_equal(aoai_aadsts_length(rows[i].text), rows[i].length);
    memset(huge, 'x', sizeof(huge));
    huge[sizeof(huge) - 1] = '\0';
    assert_int_equal(aoai_aadsts_length(huge), 300);
    memcpy(huge + 299, "\xc3\xa4", 2); /* a character across the cut */
    assert_int_equal(aoai_aadsts_length(huge), 299);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_code_is_found_wherever_it_stands),
        cmocka_unit_test(each_code_says_what_to_look_at),
        cmocka_unit_test(unknown_codes_leave_the_error_alone),
        cmocka_unit_test(throttling_is_told_whatever_the_status),
        cmocka_unit_test(what_a_federated_token_presents_is_quoted),
        cmocka_unit_test(a_value_that_is_not_whole_is_left_out),
        cmocka_unit_test(a_value_can_not_break_the_line),
        cmocka_unit_test(descriptions_end_before_the_trace_ids),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
