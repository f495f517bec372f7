/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Judging, sorting and summing up. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "tests/sample.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

static const char *const plain[] = {NULL};
static const char *const two[] = {"resource=" SAMPLE_ID,
                                  "resource=" SAMPLE_OTHER, NULL};

/* The rows of SAMPLE's report: "name=tokens name=tokens". */
static void expect_rows(const struct sample *sample, const char *rows)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf text = {0};

    for (size_t i = 0; i < sample->report.count; i++)
        aoai_buf_printf(&text, "%s%s=%llu", i ? " " : "",
                        sample->report.rows[i].deployment,
                        (unsigned long long)sample->report.rows[i].tokens);
    assert_string_equal(aoai_buf_text(&text), rows);
}

/* Adds a name to the list of resource INDEX. */
static void list(struct sample *sample, size_t index, const char *name)
{
    struct aoai_reading *reading = &sample->answer.readings[index];

    reading->listed_at = sample->setup.now;
    if (name)
        assert_int_equal(aoai_text_list_add(&reading->deployments, name, NULL),
                         0);
}

/* Makes resource INDEX known without any series. */
static void know(struct sample *sample, size_t index)
{
    sample->answer.readings[index].read_at = sample->setup.now;
}

static void rows_are_sorted_worst_first(void **state)
{
    static const char *const words[] = {"warning=w*=10", "critical=c*=10",
                                        NULL};
    struct sample sample;

    (void)state;
    sample_begin(&sample, words);
    sample_use(&sample, 0, "b", 999);
    sample_use(&sample, 0, "a", 5);
    sample_use(&sample, 0, "w1", 11);
    sample_use(&sample, 0, "d", 5);
    sample_use(&sample, 0, "c1", 11);
    sample_use(&sample, 0, "c2", 12);
    sample_use(&sample, 0, "w2", 12);
    sample_use(&sample, 0, "C", 5);
    sample_report(&sample);
    expect_rows(&sample, "c2=12 c1=11 w2=12 w1=11 b=999 C=5 a=5 d=5");
    assert_int_equal(sample.report.state, AOAI_STATE_CRITICAL);
    assert_int_equal(sample.report.total, 999 + 15 + 46);
    sample_end(&sample);
}

static void each_row_says_when_it_was_read(void **state)
{
    struct sample sample;

    (void)state;
    sample_begin(&sample, two);
    sample.answer.readings[0].read_at = SAMPLE_NOW - 300;
    sample_use(&sample, 0, "old", 2);
    sample_use(&sample, 1, "new", 1);
    sample_report(&sample);
    expect_rows(&sample, "old=2 new=1");
    assert_true(sample.report.rows[0].read_at == SAMPLE_NOW - 300);
    assert_true(sample.report.rows[1].read_at == SAMPLE_NOW);
    sample_end(&sample);
}

static void the_worst_of_rows_and_failures_counts(void **state)
{
    static const struct {
        const char *words[4];
        bool fails;
        enum aoai_state state;
    } rows[] = {
        {{"warning=100", "critical=200"}, false, AOAI_STATE_OK},
        {{"warning=100", "critical=200"}, true, AOAI_STATE_UNKNOWN},
        {{"warning=1", "critical=200"}, false, AOAI_STATE_WARNING},
        {{"warning=1", "critical=200"}, true, AOAI_STATE_WARNING},
        {{"warning=1", "critical=2"}, true, AOAI_STATE_CRITICAL},
        {{"critical=2"}, true, AOAI_STATE_CRITICAL},
        {{NULL}, true, AOAI_STATE_UNKNOWN},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const char *words[6] = {two[0], two[1]};
        struct sample sample;

        memcpy(words + 2, rows[i].words, sizeof(rows[i].words));
        sample_begin(&sample, words);
        sample_use(&sample, 0, "a", 5);
        if (rows[i].fails)
            sample_fail(&sample, 1, AOAI_ERROR_DENIED, "no");
        else
            know(&sample, 1);
        sample_report(&sample);
        assert_int_equal(sample.report.state, rows[i].state);
        assert_int_equal(sample.report.failure_count, rows[i].fails);
        sample_end(&sample);
    }
}

static void a_missed_deadline_has_the_state_that_timeout_names(void **state)
{
    static const char *const words[] = {"timeout=5:critical", NULL};
    struct sample sample;

    (void)state;
    sample_begin(&sample, words);
    sample_fail(&sample, 0, AOAI_ERROR_DEADLINE, "too late");
    sample_report(&sample);
    assert_int_equal(sample.report.state, AOAI_STATE_CRITICAL);
    assert_string_equal(sample.report.failures[0].text, "too late");
    assert_ptr_equal(sample.report.failures[0].resource,
                     &sample.setup.resources[0]);
    sample_end(&sample);

    sample_begin(&sample, words);
    sample_fail(&sample, 0, AOAI_ERROR_NETWORK, "no answer");
    sample_report(&sample);
    assert_int_equal(sample.report.state, AOAI_STATE_UNKNOWN);
    sample_end(&sample);
}

static void failures_are_sorted_worst_first(void **state)
{
    static const char *const words[] = {
        "timeout=5:critical",      "resource=" SAMPLE_ID,
        "resource=" SAMPLE_OTHER,  "resource=" SAMPLE_ID "2",
        "resource=" SAMPLE_ID "3", NULL};
    static const char *const texts[] = {"late", "later", "no", "never"};
    struct sample sample;

    (void)state;
    sample_begin(&sample, words);
    sample_fail(&sample, 0, AOAI_ERROR_DENIED, "no");
    sample_fail(&sample, 1, AOAI_ERROR_DEADLINE, "late");
    sample_fail(&sample, 2, AOAI_ERROR_DENIED, "never");
    sample_fail(&sample, 3, AOAI_ERROR_DEADLINE, "later");
    sample_report(&sample);
    assert_int_equal(sample.report.failure_count, COUNT(texts));
    for (size_t i = 0; i < COUNT(texts); i++)
        assert_string_equal(sample.report.failures[i].text, texts[i]);
    sample_end(&sample);
}

static void globs_choose_and_leave_out(void **state)
{
    static const struct {
        const char *words[4];
        const char *rows;
        bool nothing_fits;
    } rows[] = {
        {{NULL}, "gpt-4o=3 GPT-4o-mini=2 embed=1", false},
        {{"deployment=gpt*"}, "gpt-4o=3 GPT-4o-mini=2", false},
        {{"deployment=GPT-4O"}, "gpt-4o=3", false},
        {{"deployment=gpt*", "exclude=*MINI"}, "gpt-4o=3", false},
        {{"exclude=gpt*"}, "embed=1", false},
        {{"deployment=*mini", "deployment=embed"},
         "GPT-4o-mini=2 embed=1",
         false},
        {{"deployment=[a-f]*"}, "embed=1", false},
        {{"deployment=x*"}, "", true},
        {{"exclude=*"}, "", true},
        /* what is asked for by name may be left out as well */
        {{"deployment=embed", "exclude=embed"}, "", true},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct sample sample;

        sample_begin(&sample, rows[i].words);
        sample_use(&sample, 0, "gpt-4o", 3);
        sample_use(&sample, 0, "GPT-4o-mini", 2);
        sample_use(&sample, 0, "embed", 1);
        sample_report(&sample);
        expect_rows(&sample, rows[i].rows);
        assert_int_equal(sample.report.nothing_fits, rows[i].nothing_fits);
        assert_int_equal(sample.report.state, AOAI_STATE_OK);
        sample_end(&sample);
    }
}

static void an_account_without_series_is_fine(void **state)
{
    struct sample sample;

    (void)state;
    sample_begin(&sample, plain);
    know(&sample, 0);
    sample_report(&sample);
    assert_int_equal(sample.report.state, AOAI_STATE_OK);
    assert_int_equal(sample.report.count, 0);
    assert_int_equal(sample.report.failure_count, 0);
    assert_false(sample.report.nothing_fits);
    sample_end(&sample);
}

static void a_name_that_is_listed_has_used_nothing(void **state)
{
    static const char *const words[] = {"deployment=IDLE", "critical=1:", NULL};
    struct sample sample;

    (void)state;
    sample_begin(&sample, words);
    sample_use(&sample, 0, "gpt", 5);
    list(&sample, 0, "gpt");
    list(&sample, 0, "idle");
    sample_report(&sample);
    expect_rows(&sample, "idle=0");
    assert_int_equal(sample.report.state, AOAI_STATE_CRITICAL);
    sample_end(&sample);
}

static void a_name_that_is_nowhere_is_unknown(void **state)
{
    static const char *const words[] = {"deployment=idle", NULL};
    struct sample sample;

    (void)state;
    sample_begin(&sample, words);
    know(&sample, 0);
    list(&sample, 0, "gpt");
    sample_report(&sample);
    assert_int_equal(sample.report.state, AOAI_STATE_UNKNOWN);
    assert_int_equal(sample.report.failure_count, 1);
    assert_null(sample.report.failures[0].resource);
    assert_string_equal(sample.report.failures[0].text,
                        "no deployment idle: no usage in 2024-10 and not among "
                        "the deployments of the account: check --deployment");
    sample_end(&sample);
}

static void a_name_given_twice_counts_once(void **state)
{
    static const char *const words[] = {"deployment=idle", "deployment=Idle",
                                        "deployment=gone", "deployment=GONE",
                                        NULL};
    struct sample sample;

    (void)state;
    sample_begin(&sample, words);
    know(&sample, 0);
    list(&sample, 0, "idle");
    sample_report(&sample);
    expect_rows(&sample, "idle=0");
    assert_int_equal(sample.report.failure_count, 1);
    sample_end(&sample);
}

static void a_name_that_is_listed_twice_is_one_deployment(void **state)
{
    const char *words[] = {two[0], two[1], "deployment=idle", NULL};
    struct sample sample;

    (void)state;
    sample_begin(&sample, words);
    know(&sample, 0);
    know(&sample, 1);
    list(&sample, 0, "Idle");
    list(&sample, 0, "idle"); /* pages may overlap */
    list(&sample, 1, "idle");
    sample_report(&sample);
    expect_rows(&sample, "Idle=0 idle=0");
    assert_ptr_not_equal(sample.report.rows[0].resource,
                         sample.report.rows[1].resource);
    sample_end(&sample);
}

static void a_list_without_totals_is_no_sign_of_0_tokens(void **state)
{
    static const char *const words[] = {"deployment=gpt", NULL};
    struct sample sample;

    (void)state;
    sample_begin(&sample, words);
    list(&sample, 0, "gpt"); /* kept from an earlier run */
    sample_fail(&sample, 0, AOAI_ERROR_DENIED, "403 no");
    sample_report(&sample);
    assert_int_equal(sample.report.count, 0);
    assert_int_equal(sample.report.failure_count, 1);
    assert_string_equal(sample.report.failures[0].text, "403 no");
    sample_end(&sample);
}

static void a_name_looked_up_too_long_has_the_state_of_the_timeout(void **state)
{
    static const char *const words[] = {"deployment=idle", "timeout=5:critical",
                                        NULL};
    struct sample sample;

    (void)state;
    sample_begin(&sample, words);
    sample_use(&sample, 0, "gpt", 5);
    sample_fail(&sample, 0, AOAI_ERROR_DEADLINE, "too late");
    sample_report(&sample);
    assert_int_equal(sample.report.state, AOAI_STATE_CRITICAL);
    assert_string_equal(sample.report.failures[0].text,
                        "deployment idle could not be looked for: too late");
    sample_end(&sample);
}

static void a_name_that_could_not_be_looked_up_says_why(void **state)
{
    static const char *const words[] = {"deployment=idle", NULL};
    struct sample sample;

    (void)state;
    sample_begin(&sample, words);
    sample_use(&sample, 0, "gpt", 5);
    sample_fail(&sample, 0, AOAI_ERROR_DENIED, "403 no");
    sample_report(&sample);
    assert_int_equal(sample.report.state, AOAI_STATE_UNKNOWN);
    assert_string_equal(sample.report.failures[0].text,
                        "deployment idle could not be looked for: 403 no");
    sample_end(&sample);
}

static void beside_a_failed_resource_a_missing_name_is_no_news(void **state)
{
    const char *words[] = {two[0], two[1], "deployment=idle", NULL};
    struct sample sample;

    (void)state;
    sample_begin(&sample, words);
    know(&sample, 0);
    list(&sample, 0, "gpt");
    sample_fail(&sample, 1, AOAI_ERROR_NETWORK, "no answer");
    sample_report(&sample);
    assert_int_equal(sample.report.failure_count, 1);
    assert_string_equal(sample.report.failures[0].text, "no answer");
    sample_end(&sample);
}

static void require_wants_something_to_judge(void **state)
{
    static const struct {
        const char *words[4];
        size_t series;
        const char *text; /* NULL: fine */
    } rows[] = {
        {{"require"}, 1, NULL},
        {{"require"},
         0,
         "no deployment has any usage in 2024-10, and --require is given"},
        {{"require", "deployment=x*"},
         1,
         "no deployment fits --deployment and --exclude in 2024-10, and "
         "--require is given"},
        {{"deployment=x*"}, 1, NULL},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct sample sample;

        sample_begin(&sample, rows[i].words);
        know(&sample, 0);
        if (rows[i].series)
            sample_use(&sample, 0, "gpt", 0);
        sample_report(&sample);
        assert_int_equal(sample.report.failure_count, rows[i].text != NULL);
        assert_int_equal(sample.report.state,
                         rows[i].text ? AOAI_STATE_UNKNOWN : AOAI_STATE_OK);
        if (rows[i].text)
            assert_string_equal(sample.report.failures[0].text, rows[i].text);
        sample_end(&sample);
    }
}

static void a_total_beyond_63_bits_is_unknown(void **state)
{
    struct sample sample;

    (void)state;
    sample_begin(&sample, plain);
    sample_use(&sample, 0, "a", INT64_MAX);
    sample_report(&sample);
    assert_int_equal(sample.report.state, AOAI_STATE_OK);
    assert_true(sample.report.total == INT64_MAX);
    sample_end(&sample);

    sample_begin(&sample, plain);
    sample_use(&sample, 0, "a", INT64_MAX);
    sample_use(&sample, 0, "b", 1);
    sample_report(&sample);
    assert_int_equal(sample.report.state, AOAI_STATE_UNKNOWN);
    assert_int_equal(sample.report.count, 2);
    assert_int_equal(sample.report.failure_count, 1);
    assert_non_null(strstr(sample.report.failures[0].text, "2^63-1"));
    sample_end(&sample);
}

static void the_oldest_old_answer_is_told(void **state)
{
    struct sample sample;

    (void)state;
    sample_begin(&sample, two);
    sample_use(&sample, 0, "a", 5);
    sample_use(&sample, 1, "b", 6);
    sample.answer.readings[0].read_at = SAMPLE_NOW - 300;
    sample_fail(&sample, 0, AOAI_ERROR_THROTTLED, "429");
    sample.answer.readings[1].read_at = SAMPLE_NOW - 200;
    sample_fail(&sample, 1, AOAI_ERROR_NETWORK, "no answer");
    sample_report(&sample);
    assert_int_equal(sample.report.state, AOAI_STATE_OK);
    assert_int_equal(sample.report.count, 2);
    assert_int_equal(sample.report.stale_age, 300);
    assert_int_equal(sample.report.stale_kind, AOAI_ERROR_THROTTLED);
    assert_non_null(strstr(aoai_buf_text(&sample.notes.text),
                           "an answer 200 s old is used: no answer"));
    sample_end(&sample);
}

static void an_old_list_beside_new_totals_is_told(void **state)
{
    static const char *const names[] = {
        "deployment=idle",
        "deployment=gone", /* not to be found in an old list */
    };

    (void)state;
    for (size_t i = 0; i < COUNT(names); i++) {
        const char *words[] = {names[i], NULL};
        struct sample sample;

        sample_begin(&sample, words);
        sample_use(&sample, 0, "gpt", 5);
        list(&sample, 0, "idle");
        sample.answer.readings[0].listed_at -= 300;
        sample_fail(&sample, 0, AOAI_ERROR_THROTTLED, "429");
        sample_report(&sample);
        assert_int_equal(sample.report.stale_age, 300);
        assert_int_equal(sample.report.stale_kind, AOAI_ERROR_THROTTLED);
        sample_end(&sample);
    }
}

static void a_fresh_answer_from_the_cache_is_not_old(void **state)
{
    struct sample sample;

    (void)state;
    sample_begin(&sample, plain);
    sample_use(&sample, 0, "a", 5);
    sample.answer.readings[0].read_at = SAMPLE_NOW - 60;
    sample_report(&sample);
    assert_int_equal(sample.report.stale_age, 0);
    sample_end(&sample);
}

static void a_deployment_without_budget_has_no_percentage(void **state)
{
    static const char *const words[] = {"critical=80%", "budget=gpt*=100",
                                        NULL};
    struct sample sample;

    (void)state;
    sample_begin(&sample, words);
    sample_use(&sample, 0, "gpt", 80);
    sample_use(&sample, 0, "embed", 80);
    sample_report(&sample);
    assert_int_equal(sample.report.state, AOAI_STATE_OK);
    assert_non_null(strstr(aoai_buf_text(&sample.notes.text), "embed has no "
                                                              "budget"));
    assert_null(strstr(aoai_buf_text(&sample.notes.text), "gpt"));
    sample_end(&sample);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_sorted_worst_first),
        cmocka_unit_test(each_row_says_when_it_was_read),
        cmocka_unit_test(the_worst_of_rows_and_failures_counts),
        cmocka_unit_test(a_missed_deadline_has_the_state_that_timeout_names),
        cmocka_unit_test(failures_are_sorted_worst_first),
        cmocka_unit_test(globs_choose_and_leave_out),
        cmocka_unit_test(an_account_without_series_is_fine),
        cmocka_unit_test(a_name_that_is_listed_has_used_nothing),
        cmocka_unit_test(a_name_that_is_nowhere_is_unknown),
        cmocka_unit_test(a_name_given_twice_counts_once),
        cmocka_unit_test(a_name_that_is_listed_twice_is_one_deployment),
        cmocka_unit_test(a_list_without_totals_is_no_sign_of_0_tokens),
        cmocka_unit_test(
            a_name_looked_up_too_long_has_the_state_of_the_timeout),
        cmocka_unit_test(a_name_that_could_not_be_looked_up_says_why),
        cmocka_unit_test(beside_a_failed_resource_a_missing_name_is_no_news),
        cmocka_unit_test(require_wants_something_to_judge),
        cmocka_unit_test(a_total_beyond_63_bits_is_unknown),
        cmocka_unit_test(the_oldest_old_answer_is_told),
        cmocka_unit_test(an_old_list_beside_new_totals_is_told),
        cmocka_unit_test(a_fresh_answer_from_the_cache_is_not_old),
        cmocka_unit_test(a_deployment_without_budget_has_no_percentage),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
