/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Errors grow a sentence from the inside out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "core/error.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

static void setting_an_error_fails_in_one_line(void **state)
{
    (void)state;
    struct aoai_error error = {0};
    assert_int_equal(
        aoai_error_set(&error, AOAI_ERROR_DENIED, "answer %d", 403), -1);
    assert_int_equal(error.kind, AOAI_ERROR_DENIED);
    assert_string_equal(error.text, "answer 403");
}

static void wrapping_prepends_and_keeps_the_kind(void **state)
{
    (void)state;
    struct aoai_error error = {0};
    aoai_error_set(&error, AOAI_ERROR_NETWORK, "refused");
    assert_int_equal(aoai_error_wrap(&error, "token of %s", "x"), -1);
    assert_int_equal(error.kind, AOAI_ERROR_NETWORK);
    assert_string_equal(error.text, "token of x: refused");
}

static void nobody_has_to_want_the_error(void **state)
{
    (void)state;
    assert_int_equal(aoai_error_set(NULL, AOAI_ERROR_INPUT, "x"), -1);
    assert_int_equal(aoai_error_wrap(NULL, "x"), -1);
    assert_int_equal(aoai_error_memory(NULL), -1);
}

static void a_sentence_may_be_built_from_itself(void **state)
{
    (void)state;
    struct aoai_error error = {0};
    aoai_error_set(&error, AOAI_ERROR_INPUT, "inner");
    aoai_error_set(&error, AOAI_ERROR_INPUT, "outer (%s)", error.text);
    assert_string_equal(error.text, "outer (inner)");
    aoai_error_wrap(&error, "%s", error.text);
    assert_string_equal(error.text, "outer (inner): outer (inner)");
}

static void long_sentences_are_cut(void **state)
{
    (void)state;
    char text[3000];
    memset(text, 'a', sizeof(text) - 1);
    text[sizeof(text) - 1] = '\0';

    struct aoai_error error = {0};
    aoai_error_set(&error, AOAI_ERROR_INPUT, "%s", text);
    assert_int_equal(strlen(error.text), AOAI_ERROR_TEXT_SIZE - 1);

    /* The end of the old sentence gives way, a byte at a time. */
    for (size_t room = 0; room < 6; room++) {
        aoai_error_set(&error, AOAI_ERROR_INPUT, "zz");
        aoai_error_wrap(&error, "%s",
                        text + sizeof(text) - AOAI_ERROR_TEXT_SIZE + room);
        size_t expected =
            AOAI_ERROR_TEXT_SIZE - 1 - room + (room < 4 ? room : 4);
        assert_int_equal(strlen(error.text), expected);
    }
}

static void out_of_memory_is_a_kind(void **state)
{
    (void)state;
    struct aoai_error error = {0};
    assert_int_equal(aoai_error_memory(&error), -1);
    assert_int_equal(error.kind, AOAI_ERROR_MEMORY);
    assert_string_equal(error.text, "out of memory");
}

static void only_passing_kinds_are_worth_a_second_try(void **state)
{
    (void)state;
    static const enum aoai_error_kind passing[] = {
        AOAI_ERROR_THROTTLED, AOAI_ERROR_SERVICE, AOAI_ERROR_NETWORK,
        AOAI_ERROR_DEADLINE, AOAI_ERROR_ANSWER};
    static const enum aoai_error_kind lasting[] = {
        AOAI_ERROR_NONE,        AOAI_ERROR_INPUT,  AOAI_ERROR_MEMORY,
        AOAI_ERROR_UNAVAILABLE, AOAI_ERROR_DENIED, AOAI_ERROR_NOT_FOUND,
        AOAI_ERROR_REFUSED};
    for (size_t i = 0; i < COUNT(passing); i++)
        assert_true(aoai_error_is_passing(passing[i]));
    for (size_t i = 0; i < COUNT(lasting); i++)
        assert_false(aoai_error_is_passing(lasting[i]));
}

static void quotes_hold_no_line_breaks(void **state)
{
    (void)state;
    assert_string_equal(aoai_error_quote("a\nb\x7f").text, "'a?b?'");
    assert_string_equal(aoai_error_quote("").text, "''");
}

static void long_quotes_are_cut_between_letters(void **state)
{
    (void)state;
    char text[AOAI_QUOTE_MAX + 2];
    memset(text, 'a', sizeof(text));
    text[AOAI_QUOTE_MAX] = '\0';
    assert_int_equal(strlen(aoai_error_quote(text).text), AOAI_QUOTE_MAX + 2);

    /* Two bytes of one letter, of which the first one only would fit. */
    memcpy(text + AOAI_QUOTE_MAX - 1, "\xc3\xa4", 3);
    struct aoai_quote quote = aoai_error_quote(text);
    assert_int_equal(strlen(quote.text), AOAI_QUOTE_MAX - 1 + 5);
    assert_string_equal(quote.text + strlen(quote.text) - 5, "a...'");
}

static void a_secret_is_taken_out_wherever_it_stands(void **state)
{
    static const struct {
        const char *before, *secret, *after;
    } rows[] = {
        {"no 'hunter2-hunter2': no", "hunter2-hunter2", "no '***': no"},
        {"hunter2-hunter2", "hunter2-hunter2", "***"},
        /* twice, and right after itself */
        {"12345678 1234567812345678", "12345678", "*** ***"},
        /* cut off, as long texts are */
        {"no 'hunter2-h...'", "hunter2-hunter2", "no '***'"},
        {"no hunter2-", "hunter2-hunter2", "no ***"},
        /* encoded in a way of its own */
        {"a=hunter2-%2b&b=c", "hunter2-+", "a=***&b=c"},
        {"no hunter2-' hunter2", "hunter2-' hunter2", "no ***"},
        /* too little of it to be told from words */
        {"no hunter2", "hunter2-hunter2", "no hunter2"},
        /* too short to be told from words, or none */
        {"true", "true", "true"},
        {"no", "", "no"},
        {"no", NULL, "no"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct aoai_error error = {0};
        aoai_error_set(&error, AOAI_ERROR_DENIED, "%s", rows[i].before);
        aoai_error_conceal(&error, rows[i].secret);
        assert_string_equal(error.text, rows[i].after);
        assert_int_equal(error.kind, AOAI_ERROR_DENIED);
    }
    aoai_error_conceal(NULL, "hunter2-hunter2");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(setting_an_error_fails_in_one_line),
        cmocka_unit_test(wrapping_prepends_and_keeps_the_kind),
        cmocka_unit_test(nobody_has_to_want_the_error),
        cmocka_unit_test(a_sentence_may_be_built_from_itself),
        cmocka_unit_test(long_sentences_are_cut),
        cmocka_unit_test(out_of_memory_is_a_kind),
        cmocka_unit_test(only_passing_kinds_are_worth_a_second_try),
        cmocka_unit_test(quotes_hold_no_line_breaks),
        cmocka_unit_test(long_quotes_are_cut_between_letters),
        cmocka_unit_test(a_secret_is_taken_out_wherever_it_stands),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
