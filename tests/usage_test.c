/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Token totals: copies, cases and sums. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "core/usage.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

struct series {
    const char *name;
    size_t metric;
    uint64_t tokens;
    uint64_t fingerprint;
};

/* Adds the COUNT rows of SERIES, settles, and returns the usage. */
static struct aoai_usage settle(const struct series *series, size_t count)
{
    struct aoai_usage usage = {0};
    for (size_t i = 0; i < count; i++)
        assert_int_equal(aoai_usage_add(&usage, series[i].name,
                                        series[i].metric, series[i].tokens,
                                        series[i].fingerprint, NULL),
                         0);
    assert_int_equal(aoai_usage_settle(&usage, NULL), 0);
    return usage;
}

static void identical_copies_count_once(void **state)
{
    (void)state;
    static const struct {
        struct series series[4];
        size_t count;
        uint64_t tokens;
    } rows[] = {
        {{{"A", 0, 100, 7}, {"a", 0, 100, 7}}, 2, 100},
        {{{"A", 0, 100, 7}, {"a", 0, 100, 8}}, 2, 200},
        /* The copy need not come next. */
        {{{"A", 0, 100, 7}, {"a", 0, 5, 8}, {"A", 0, 100, 7}}, 3, 105},
        {{{"a", 0, 1, 1}, {"A", 0, 1, 1}, {"a", 0, 1, 1}}, 3, 1},
        {{{"aB", 0, 1, 1}, {"Ab", 0, 2, 2}, {"AB", 0, 4, 3}}, 3, 7},
        {{{"a", 0, 0, 0}}, 1, 0},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct aoai_usage usage = settle(rows[i].series, rows[i].count);
        assert_int_equal(usage.count, 1);
        assert_true(usage.rows[0].tokens[0] == rows[i].tokens);
        assert_string_equal(usage.rows[0].deployment, rows[i].series[0].name);
        aoai_usage_free(&usage);
    }
}

static void the_spelling_seen_first_is_kept(void **state)
{
    (void)state;
    /* The order of fingerprints is not that of arrival. */
    static const struct series series[] = {
        {"b", 0, 1, 1}, {"Gpt", 0, 1, 9}, {"GPT", 0, 1, 1}, {"gpt", 1, 1, 0}};
    struct aoai_usage usage = settle(series, COUNT(series));
    assert_int_equal(usage.count, 2);
    assert_string_equal(usage.rows[0].deployment, "b");
    assert_string_equal(usage.rows[1].deployment, "Gpt");
    aoai_usage_free(&usage);
}

static void all_that_has_no_name_is_one_deployment(void **state)
{
    (void)state;
    static const struct series series[] = {
        {"", 0, 1, 1}, {"__empty", 0, 2, 2}, {"__Empty", 0, 4, 3}};
    struct aoai_usage usage = settle(series, COUNT(series));
    assert_int_equal(usage.count, 1);
    assert_string_equal(usage.rows[0].deployment, "__Empty");
    assert_true(usage.rows[0].tokens[0] == 7);
    assert_ptr_equal(aoai_usage_find(&usage, ""), &usage.rows[0]);
    assert_ptr_equal(aoai_usage_find(&usage, "__EMPTY"), &usage.rows[0]);
    aoai_usage_free(&usage);
}

static void metrics_stand_side_by_side(void **state)
{
    (void)state;
    static const struct series series[] = {
        {"a", 0, 1, 5}, {"A", 2, 3, 5}, {"b", 1, 2, 5}};
    struct aoai_usage usage = settle(series, COUNT(series));
    assert_int_equal(usage.count, 2);
    assert_true(usage.rows[0].tokens[0] == 1);
    assert_true(usage.rows[0].tokens[1] == 0);
    assert_true(usage.rows[0].tokens[2] == 3);
    assert_true(usage.rows[1].tokens[0] == 0);
    assert_true(usage.rows[1].tokens[1] == 2);
    aoai_usage_free(&usage);
}

static void sums_reach_the_limit_and_not_beyond(void **state)
{
    (void)state;
    uint64_t sum = INT64_MAX - 1;
    assert_int_equal(aoai_usage_sum(&sum, 1), 0);
    assert_true(sum == INT64_MAX);
    assert_int_equal(aoai_usage_sum(&sum, 0), 0);
    assert_int_equal(aoai_usage_sum(&sum, 1), -1);
    assert_true(sum == INT64_MAX);
    sum = 5;
    assert_int_equal(aoai_usage_sum(&sum, UINT64_MAX), -1);
    assert_true(sum == 5);
}

static void a_total_that_is_too_large_names_its_deployment(void **state)
{
    (void)state;
    struct aoai_error error = {0};
    struct aoai_usage usage = {0};
    assert_int_equal(aoai_usage_add(&usage, "a", 0, 1, 0, NULL), 0);
    assert_int_equal(aoai_usage_add(&usage, "big", 0, INT64_MAX, 1, NULL), 0);
    assert_int_equal(aoai_usage_add(&usage, "Big", 0, 1, 2, NULL), 0);
    assert_int_equal(aoai_usage_settle(&usage, &error), -1);
    assert_int_equal(error.kind, AOAI_ERROR_ANSWER);
    assert_string_equal(error.text, "the tokens of 'big' exceed 2^63-1");
    aoai_usage_free(&usage);
}

static void nothing_settles_to_nothing(void **state)
{
    (void)state;
    struct aoai_usage usage = {0};
    assert_int_equal(aoai_usage_settle(&usage, NULL), 0);
    assert_int_equal(usage.count, 0);
    assert_null(aoai_usage_find(&usage, "a"));
    aoai_usage_free(&usage);
    aoai_usage_free(&usage);
}

static void a_hundred_thousand_series_are_no_burden(void **state)
{
    (void)state;
    enum { SERIES = 100000 };
    struct aoai_usage usage = {0};
    clock_t start = clock();
    for (unsigned i = 0; i < SERIES; i++) {
        char name[32];
        unsigned shuffled = (i * 7919U) % SERIES;
        snprintf(name, sizeof(name), "%s-%05u", i % 2 == 0 ? "GPT" : "gpt",
                 shuffled / 2);
        assert_int_equal(aoai_usage_add(&usage, name, 0, 1, shuffled, NULL), 0);
    }
    assert_int_equal(aoai_usage_settle(&usage, NULL), 0);
    assert_int_equal(usage.count, SERIES / 2);
    for (size_t i = 0; i < usage.count; i++) {
        char name[32];
        snprintf(name, sizeof(name), "Gpt-%05zu", i);
        assert_ptr_equal(aoai_usage_find(&usage, name), &usage.rows[i]);
        assert_true(usage.rows[i].tokens[0] == 2);
    }
    assert_null(aoai_usage_find(&usage, "gpt-50000"));
    aoai_usage_free(&usage);
    /* Generous: a quadratic way would take minutes. */
    assert_true((clock() - start) / CLOCKS_PER_SEC < 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(identical_copies_count_once),
        cmocka_unit_test(the_spelling_seen_first_is_kept),
        cmocka_unit_test(all_that_has_no_name_is_one_deployment),
        cmocka_unit_test(metrics_stand_side_by_side),
        cmocka_unit_test(sums_reach_the_limit_and_not_beyond),
        cmocka_unit_test(a_total_that_is_too_large_names_its_deployment),
        cmocka_unit_test(nothing_settles_to_nothing),
        cmocka_unit_test(a_hundred_thousand_series_are_no_burden),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
