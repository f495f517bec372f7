/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Which threshold counts for which deployment. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "core/threshold.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

/* Adds the texts, up to a NULL, as ranges to ROWS. */
static void add_ranges(struct aoai_threshold_rows *rows,
                       const char *const *texts)
{
    for (; *texts != NULL; texts++)
        assert_int_equal(aoai_threshold_add_range(rows, *texts, NULL), 0);
}

/* Adds the texts, up to a NULL, as budgets to ROWS. */
static void add_budgets(struct aoai_threshold_rows *rows,
                        const char *const *texts)
{
    for (; *texts != NULL; texts++)
        assert_int_equal(aoai_threshold_add_budget(rows, *texts, NULL), 0);
}

struct setting {
    const char *warning[4];
    const char *critical[4];
    const char *budget[4];
};

/* The thresholds of SETTING. */
static struct aoai_thresholds build(const struct setting *setting)
{
    struct aoai_thresholds thresholds = {0};
    add_ranges(&thresholds.warning, setting->warning);
    add_ranges(&thresholds.critical, setting->critical);
    add_budgets(&thresholds.budget, setting->budget);
    return thresholds;
}

static void the_first_row_that_fits_counts(void **state)
{
    (void)state;
    static const struct {
        struct setting setting;
        const char *deployment;
        uint64_t tokens;
        enum aoai_state state;
    } rows[] = {
        {{.warning = {"10"}, .critical = {"20"}}, "a", 10, AOAI_STATE_OK},
        {{.warning = {"10"}, .critical = {"20"}}, "a", 11, AOAI_STATE_WARNING},
        {{.warning = {"10"}, .critical = {"20"}}, "a", 21, AOAI_STATE_CRITICAL},
        /* Critical counts also where warning would not. */
        {{.warning = {"100"}, .critical = {"20"}},
         "a",
         21,
         AOAI_STATE_CRITICAL},
        {{.warning = {"gpt*=10", "20"}}, "GPT-4", 11, AOAI_STATE_WARNING},
        {{.warning = {"gpt*=10", "20"}}, "o1", 11, AOAI_STATE_OK},
        /* A row for all hides those behind it. */
        {{.warning = {"20", "gpt*=10"}}, "gpt-4", 11, AOAI_STATE_OK},
        {{.warning = {"gpt*=10"}}, "o1", 1000000, AOAI_STATE_OK},
        {{.warning = {"a=b=10"}}, "a=b", 11, AOAI_STATE_WARNING},
        {{.warning = {"a=b=10"}}, "a", 11, AOAI_STATE_OK},
        {{.critical = {"80%"}, .budget = {"100"}}, "a", 80, AOAI_STATE_OK},
        {{.critical = {"80%"}, .budget = {"100"}},
         "a",
         81,
         AOAI_STATE_CRITICAL},
        {{.critical = {"80%"}, .budget = {"x=10", "1k"}},
         "a",
         801,
         AOAI_STATE_CRITICAL},
        {{.critical = {"80%"}, .budget = {"x=10", "1k"}},
         "X",
         9,
         AOAI_STATE_CRITICAL},
        {{.critical = {"@5:7"}}, "a", 6, AOAI_STATE_CRITICAL},
        {{.critical = {"@5:7"}}, "a", 8, AOAI_STATE_OK},
        {{.warning = {NULL}}, "a", 8, AOAI_STATE_OK},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct aoai_thresholds thresholds = build(&rows[i].setting);
        assert_int_equal(aoai_threshold_check(&thresholds, NULL), 0);
        struct aoai_verdict verdict = aoai_threshold_judge(
            &thresholds, rows[i].deployment, rows[i].tokens);
        assert_int_equal(verdict.state, rows[i].state);
        assert_false(verdict.percent_left_out);
        aoai_threshold_free(&thresholds);
    }
}

static void a_verdict_tells_its_thresholds(void **state)
{
    (void)state;
    static const struct setting setting = {
        .warning = {"gpt*=80%"}, .critical = {"1.5k"}, .budget = {"1k"}};
    struct aoai_thresholds thresholds = build(&setting);
    struct aoai_verdict verdict = aoai_threshold_judge(&thresholds, "gpt", 0);
    assert_string_equal(verdict.warning.text, "80%");
    assert_true(verdict.warning.limits.last == 800);
    assert_string_equal(verdict.critical.text, "1.5k");
    assert_true(verdict.critical.limits.last == 1500);
    assert_true(verdict.budget == 1000);

    verdict = aoai_threshold_judge(&thresholds, "o1", 0);
    assert_null(verdict.warning.text);
    assert_true(verdict.budget == 1000);
    aoai_threshold_free(&thresholds);
    aoai_threshold_free(&thresholds);
}

static void a_percentage_without_its_budget_is_left_out(void **state)
{
    (void)state;
    static const struct setting setting = {
        .warning = {"80%", "10"}, .critical = {"20"}, .budget = {"gpt=100"}};
    struct aoai_thresholds thresholds = build(&setting);
    assert_int_equal(aoai_threshold_check(&thresholds, NULL), 0);

    struct aoai_verdict verdict = aoai_threshold_judge(&thresholds, "o1", 15);
    assert_int_equal(verdict.state, AOAI_STATE_OK);
    assert_true(verdict.percent_left_out);
    assert_null(verdict.warning.text);
    assert_true(verdict.budget == 0);
    verdict = aoai_threshold_judge(&thresholds, "o1", 21);
    assert_int_equal(verdict.state, AOAI_STATE_CRITICAL);
    verdict = aoai_threshold_judge(&thresholds, "gpt", 15);
    assert_false(verdict.percent_left_out);
    aoai_threshold_free(&thresholds);
}

static void wrong_rows_are_refused_and_quoted(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool is_budget;
        const char *says;
    } rows[] = {
        {"=80", false, "'=80': no deployment stands before the '='"},
        {"=80", true, "'=80': no deployment stands before the '='"},
        {"gpt=", false, "'gpt=': '': it is empty"},
        {"", false, "'': it is empty"},
        {"gpt*=1:x", false, "'gpt*=1:x': '1:x': "},
        {"x", false, "'x': "},
        {"gpt=", true, "'gpt=': '': a number of tokens is missing"},
        {"0", true, "'0': 0 tokens"},
        {"gpt=0", true, "'gpt=0': '0': 0 tokens"},
        {"80%", true, "'80%': a percentage has no place here"},
        {"1:2", true, "'1:2': "},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct aoai_threshold_rows list = {0};
        struct aoai_error error = {0};
        int result =
            rows[i].is_budget
                ? aoai_threshold_add_budget(&list, rows[i].text, &error)
                : aoai_threshold_add_range(&list, rows[i].text, &error);
        assert_int_equal(result, -1);
        assert_int_equal(error.kind, AOAI_ERROR_INPUT);
        assert_int_equal(list.count, 0);
        if (strncmp(error.text, rows[i].says, strlen(rows[i].says)) != 0)
            fail_msg("%s", error.text);
    }
}

static void rows_are_checked_against_each_other(void **state)
{
    (void)state;
    static const struct {
        struct setting setting;
        const char *says; /* NULL: nothing to say */
    } rows[] = {
        {{.warning = {"10"}}, NULL},
        {{.warning = {"80%"}}, "'80%': a percentage needs a budget"},
        {{.critical = {"gpt=80%"}}, "'80%' for 'gpt': a percentage needs"},
        {{.warning = {"50%:1000"}, .budget = {"2000"}}, NULL},
        {{.warning = {"50%:1000"}, .budget = {"1000", "x=3000"}},
         "'50%:1000': the start of the range is above its end for a budget of "
         "3000"},
        {{.critical = {"a*=50%:1000"}, .budget = {"x*=3000"}},
         "'50%:1000' for 'a*': "},
        /* One exact name that the other row does not fit: they never meet. */
        {{.critical = {"a*=50%:1000"}, .budget = {"x=3000"}}, NULL},
        {{.critical = {"a=50%:1000"}, .budget = {"x*=3000"}}, NULL},
        {{.critical = {"a=50%:1000"}, .budget = {"A*=3000"}}, "'50%:1000'"},
        {{.critical = {"300%"}, .budget = {"9223372036854775807"}},
         "'300%': a bound of the range exceeds 2^64-1"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct aoai_thresholds thresholds = build(&rows[i].setting);
        struct aoai_error error = {0};
        int result = aoai_threshold_check(&thresholds, &error);
        assert_int_equal(result, rows[i].says == NULL ? 0 : -1);
        if (rows[i].says != NULL) {
            const char *name =
                rows[i].setting.critical[0] ? "--critical: " : "--warning: ";
            assert_int_equal(strncmp(error.text, name, strlen(name)), 0);
            assert_int_equal(strncmp(error.text + strlen(name), rows[i].says,
                                     strlen(rows[i].says)),
                             0);
        }
        aoai_threshold_free(&thresholds);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_row_that_fits_counts),
        cmocka_unit_test(a_verdict_tells_its_thresholds),
        cmocka_unit_test(a_percentage_without_its_budget_is_left_out),
        cmocka_unit_test(wrong_rows_are_refused_and_quoted),
        cmocka_unit_test(rows_are_checked_against_each_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
