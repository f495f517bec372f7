/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Ranges: what is read, what is refused, and what alerts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/range.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

/* The next pseudo random number (xorshift). */
static uint64_t draw(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

/* 1 when TOKENS alert, 0 when not, -1 when TEXT is refused. */
static int judge(const char *text, uint64_t budget, uint64_t tokens)
{
    struct aoai_range range;
    struct aoai_limits limits;
    if (aoai_range_parse(&range, text, NULL) != 0 ||
        aoai_range_resolve(&range, budget, &limits, NULL) != 0)
        return -1;
    return aoai_limits_alert(&limits, tokens);
}

/* Judges one "range<TAB>value<TAB>expected" line, which it cuts up. */
static void check_line(char *line)
{
    char *value = strchr(line, '\t');
    assert_non_null(value);
    *value++ = '\0';
    char *expected = strchr(value, '\t');
    assert_non_null(expected);
    *expected++ = '\0';
    expected[strcspn(expected, "\n")] = '\0';

    int wanted = strcmp(expected, "INVALID") == 0 ? -1 : *expected - '0';
    int got = judge(line, 100, strtoull(value, NULL, 10));
    if (got != wanted)
        fail_msg("range '%s', value '%s': %d instead of %s", line, value, got,
                 expected);
}

static void other_plugins_test_suites_agree(void **state)
{
    (void)state;
    const char *folder = getenv("srcdir");
    char path[4096];
    snprintf(path, sizeof(path), "%s/tests/fixtures/ranges.tsv",
             folder != NULL ? folder : ".");
    FILE *file = fopen(path, "r");
    assert_non_null(file);

    char line[1024];
    size_t rows = 0;
    while (fgets(line, sizeof(line), file) != NULL) {
        if (line[0] == '#' || strncmp(line, "range\t", 6) == 0)
            continue;
        check_line(line);
        rows++;
    }
    fclose(file);
    assert_true(rows >= 80);
}

static void right_ranges_have_exact_limits(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint64_t budget;
        struct aoai_limits limits;
    } rows[] = {
        {"10", 0, {.first = 0, .last = 10}},
        {"10:", 0, {.no_end = true, .first = 10}},
        {":10", 0, {.first = 0, .last = 10}},
        {"~:10", 0, {.first = 0, .last = 10}},
        {"~:", 0, {.no_end = true}}, /* never, and said so */
        {"@10:20", 0, {.inside = true, .first = 10, .last = 20}},
        {"@~:20", 0, {.inside = true, .last = 20}},
        {"@5:", 0, {.inside = true, .no_end = true, .first = 5}},
        {"0", 0, {.last = 0}},
        {"000010", 0, {.last = 10}},
        {"1.5k", 0, {.last = 1500}},
        {"1.5M", 0, {.last = 1500000}},
        {"0.000000001G", 0, {.last = 1}},
        {"1.0005k", 0, {.last = 1000}}, /* 1000.5 */
        {"1.0005k:", 0, {.no_end = true, .first = 1001}},
        {"0.2:0.7", 0, {.first = 1, .last = 0}}, /* holds no whole number */
        {"10.", 0, {.last = 10}},
        {".5", 0, {.last = 0}},
        {"10.k", 0, {.last = 10000}},
        {".5k", 0, {.last = 500}},
        {"18446744073709551615", 0, {.last = UINT64_MAX}},
        {"18446744073.709551615G", 0, {.last = UINT64_MAX}},
        {"0.999999999999999999:", 0, {.no_end = true, .first = 1}},
        {"80%", 1000, {.last = 800}},
        {"80%", 1, {.last = 0}}, /* 0.8 */
        {"80%:", 1, {.no_end = true, .first = 1}},
        {"33.3%", 10, {.last = 3}},
        {"0%", 5, {.last = 0}},
        {"100%", INT64_MAX, {.last = INT64_MAX}},
        {"100.000000000000000001%:",
         INT64_MAX,
         {.no_end = true, .first = (uint64_t)INT64_MAX + 1}},
        {"99.999999999999999999%", INT64_MAX, {.last = INT64_MAX - 1}},
        {"200%", INT64_MAX, {.last = UINT64_MAX - 1}},
        {"10%:50%", 1000, {.first = 100, .last = 500}},
        {"10%:500", 1000, {.first = 100, .last = 500}},
        /* Equal to the last of twenty digits. */
        {"0.000000000000000001%:0.000000000000000001%",
         1,
         {.first = 1, .last = 0}},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct aoai_range range;
        struct aoai_limits got;
        struct aoai_error error = {0};
        if (aoai_range_parse(&range, rows[i].text, &error) != 0 ||
            aoai_range_resolve(&range, rows[i].budget, &got, &error) != 0)
            fail_msg("%s", error.text);
        if (got.inside != rows[i].limits.inside ||
            got.no_end != rows[i].limits.no_end ||
            got.first != rows[i].limits.first ||
            (!got.no_end && got.last != rows[i].limits.last))
            fail_msg("%s: %" PRIu64 " to %" PRIu64, rows[i].text, got.first,
                     got.last);
    }
}

static void wrong_ranges_are_refused_and_told_why(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *says;
    } rows[] = {
        {"", "empty"},
        {"@", "empty"},
        {":", "no bound"},
        {"@:", "no bound"},
        {"-1", "sign"},
        {"+1", "sign"},
        {"1:-5", "sign"},
        {"10-20", "sign"},
        {"1e3", "exponent"},
        {"1E3", "exponent"},
        {"10K", "suffix"},
        {"10m", "suffix"},
        {"10g", "suffix"},
        {"10T", "digits"},
        {"10kk", "digits"},
        {"10k%", "digits"},
        {"10%%", "digits"},
        {"1,5", "decimal point"},
        {".", "'.' alone"},
        {".k", "'.' alone"},
        {"1.2.3", "digits"},
        {"k", "digits"},
        {"%", "digits"},
        {"~", "digits"},
        {"10:~", "digits"},
        {"~5:10", "digits"},
        {"1:2:3", "digits"},
        {"::", "digits"},
        {"@@1", "digits"},
        {"1@", "digits"},
        {"0x10", "digits"},
        {"inf", "digits"},
        {"nan", "digits"},
        {"1_000", "digits"},
        {"\xd9\xa1", "digits"}, /* a digit, but not of ASCII */
        {" 10", "blank"},
        {"10 ", "blank"},
        {"10 k", "blank"},
        {"10: 20", "blank"},
        {"10\n", "digits"},
        {"20:10", "start is above"},
        {"0.1:0.09", "start is above"},
        {"1k:999", "start is above"},
        {"20%:10%", "start is above"},
        {"18446744073709551616", "2^64-1"},
        {"18446744073.709551616G", "2^64-1"},
        {"99999999999999999999:", "2^64-1"},
        {"0.0000000000000000001", "18 digits"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct aoai_range range;
        struct aoai_error error = {0};
        if (aoai_range_parse(&range, rows[i].text, &error) == 0)
            fail_msg("'%s' was read", rows[i].text);
        assert_int_equal(error.kind, AOAI_ERROR_INPUT);
        if (strstr(error.text, rows[i].says) == NULL)
            fail_msg("%s", error.text);
        assert_memory_equal(error.text, aoai_error_quote(rows[i].text).text,
                            strlen(aoai_error_quote(rows[i].text).text));
    }
}

static void some_budgets_turn_a_range_round(void **state)
{
    (void)state;
    struct aoai_error error = {0};
    struct aoai_limits limits;
    struct aoai_range range;
    assert_int_equal(aoai_range_parse(&range, "50%:1000", NULL), 0);
    assert_true(aoai_range_has_percent(&range));
    assert_int_equal(aoai_range_resolve(&range, 2000, &limits, NULL), 0);
    assert_int_equal(aoai_range_resolve(&range, 2001, &limits, &error), -1);
    assert_non_null(strstr(error.text, "above its end for a budget of 2001"));

    /* A difference in the twentieth digit is one. */
    assert_int_equal(
        aoai_range_parse(&range, "0.000000000000000101%:0.000000000000000001",
                         NULL),
        0);
    assert_int_equal(aoai_range_resolve(&range, 1, &limits, &error), -1);
    assert_int_equal(
        aoai_range_parse(&range, "0.000000000000000100%:0.000000000000000001",
                         NULL),
        0);
    assert_int_equal(aoai_range_resolve(&range, 1, &limits, &error), 0);
}

static void shares_that_are_too_large_are_refused(void **state)
{
    (void)state;
    struct aoai_error error = {0};
    struct aoai_limits limits;
    struct aoai_range range;
    assert_int_equal(aoai_range_parse(&range, "201%", NULL), 0);
    assert_int_equal(aoai_range_resolve(&range, INT64_MAX, &limits, &error),
                     -1);
    assert_non_null(strstr(error.text, "2^64-1"));
    assert_int_equal(aoai_range_parse(&range, "18446744073709551615.5:", NULL),
                     0);
    assert_int_equal(aoai_range_resolve(&range, 0, &limits, &error), -1);
}

static void plain_ranges_have_no_percent(void **state)
{
    (void)state;
    struct aoai_range range;
    assert_int_equal(aoai_range_parse(&range, "1:2", NULL), 0);
    assert_false(aoai_range_has_percent(&range));
    assert_int_equal(aoai_range_parse(&range, "1%:", NULL), 0);
    assert_true(aoai_range_has_percent(&range));
    assert_int_equal(aoai_range_parse(&range, "1:2%", NULL), 0);
    assert_true(aoai_range_has_percent(&range));
}

static void token_numbers_come_out_whole(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint64_t tokens; /* 0: refused */
    } rows[] = {
        {"1000", 1000},
        {"1.5M", 1500000},
        {"0.001k", 1},
        {"1.0", 1},
        {"9223372036854775807", INT64_MAX},
        {"9223372036854775808", 0},
        {"0", 0},
        {"0.0", 0},
        {"1.5", 0},
        {"0.0001k", 0},
        {"50%", 0},
        {"", 0},
        {"1:2", 0},
        {"@1", 0},
        {"~", 0},
        {"-1", 0},
        {"1e3", 0},
        {" 1", 0},
        {"1 ", 0},
        {"1K", 0},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        uint64_t tokens = 42;
        struct aoai_error error = {0};
        int result = aoai_range_parse_tokens(&tokens, rows[i].text, &error);
        assert_int_equal(result, rows[i].tokens == 0 ? -1 : 0);
        assert_true(tokens == (result == 0 ? rows[i].tokens : 42));
        if (result != 0)
            assert_memory_equal(error.text, "'", 1);
    }
}

#ifdef __SIZEOF_INT128__
__extension__ typedef unsigned __int128 wide;

/* 10^20 times the bound of WHOLE and FRACTION (in 10^-DIGITS) of BUDGET
 * percent, or plain. */
static wide scale(uint64_t whole, uint64_t fraction, unsigned digits,
                  bool percent, uint64_t budget)
{
    wide value = (wide)whole;
    for (unsigned i = 0; i < digits; i++)
        value *= 10;
    value += fraction;
    for (unsigned i = digits; i < 18; i++)
        value *= 10;
    return percent ? value * budget : value * 100;
}

static void random_ranges_agree_with_wide_arithmetic(void **state)
{
    (void)state;
    static const uint64_t powers[] = {1, 10, 100, 1000, 10000, 100000, 1000000};
    uint64_t seed = UINT64_C(88172645463325252);
    for (int round = 0; round < 200000; round++) {
        uint64_t budget = draw(&seed) % 1000000 + 1;
        uint64_t whole[2], fraction[2];
        unsigned digits[2];
        bool percent[2];
        wide bound[2];
        char part[2][64];
        for (int i = 0; i < 2; i++) {
            digits[i] = (unsigned)(draw(&seed) % 7);
            whole[i] = draw(&seed) % 300;
            fraction[i] = draw(&seed) % powers[digits[i]];
            percent[i] = draw(&seed) % 2 == 0;
            bound[i] =
                scale(whole[i], fraction[i], digits[i], percent[i], budget);
            char decimals[32] = "";
            if (digits[i] > 0)
                snprintf(decimals, sizeof(decimals), ".%0*" PRIu64,
                         (int)digits[i], fraction[i]);
            snprintf(part[i], sizeof(part[i]), "%" PRIu64 "%s%s", whole[i],
                     decimals, percent[i] ? "%" : "");
        }
        bool inside = draw(&seed) % 2 == 0;
        char text[160];
        snprintf(text, sizeof(text), "%s%s:%s", inside ? "@" : "", part[0],
                 part[1]);

        /* Near a bound, where it matters. */
        const wide unit = (wide)UINT64_C(10000000000) * UINT64_C(10000000000);
        uint64_t tokens =
            (uint64_t)(bound[draw(&seed) % 2] / unit) + draw(&seed) % 3;
        tokens = tokens > 0 ? tokens - 1 : 0;
        wide count = (wide)tokens * unit;
        bool lies_in = count >= bound[0] && count <= bound[1];
        int expected = bound[0] > bound[1] ? -1 : lies_in == inside;
        if (judge(text, budget, tokens) != expected)
            fail_msg("%s of %" PRIu64 " for %" PRIu64, text, budget, tokens);
    }
}

static void random_shares_of_huge_budgets_are_exact(void **state)
{
    (void)state;
    uint64_t seed = 42;
    for (int round = 0; round < 100000; round++) {
        /* Up to 10^18 tokens and hundredths of a percent fit 128 bits. */
        uint64_t budget = draw(&seed) >> (draw(&seed) % 60 + 1);
        uint64_t share = draw(&seed) % 20000;
        char text[64];
        snprintf(text, sizeof(text),
                 "%" PRIu64 ".%02" PRIu64 "%%:", share / 100, share % 100);
        struct aoai_range range;
        struct aoai_limits limits;
        assert_int_equal(aoai_range_parse(&range, text, NULL), 0);
        assert_int_equal(aoai_range_resolve(&range, budget, &limits, NULL), 0);
        wide exact = (wide)budget * share;
        uint64_t ceiling = (uint64_t)((exact + 9999) / 10000);
        if (limits.first != ceiling)
            fail_msg("%s of %" PRIu64, text, budget);
    }
}
#endif

static void random_garbage_is_survived(void **state)
{
    (void)state;
    static const char bytes[] = "0123456789.:~@%kMG -e";
    uint64_t seed = 7;
    for (int round = 0; round < 300000; round++) {
        char text[12];
        size_t length = draw(&seed) % (sizeof(text) - 1);
        for (size_t i = 0; i < length; i++)
            text[i] = bytes[draw(&seed) % (sizeof(bytes) - 1)];
        text[length] = '\0';
        (void)judge(text, draw(&seed), draw(&seed));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(other_plugins_test_suites_agree),
        cmocka_unit_test(right_ranges_have_exact_limits),
        cmocka_unit_test(wrong_ranges_are_refused_and_told_why),
        cmocka_unit_test(some_budgets_turn_a_range_round),
        cmocka_unit_test(shares_that_are_too_large_are_refused),
        cmocka_unit_test(plain_ranges_have_no_percent),
        cmocka_unit_test(token_numbers_come_out_whole),
#ifdef __SIZEOF_INT128__
        cmocka_unit_test(random_ranges_agree_with_wide_arithmetic),
        cmocka_unit_test(random_shares_of_huge_budgets_are_exact),
#endif
        cmocka_unit_test(random_garbage_is_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
