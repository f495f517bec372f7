/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* A selftest as an operator reads it, to the byte. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "plugins/selftest_output.h"
#include "tests/sample.h"

static const char *const plain[] = {NULL};

/* Adds a step that took MILLISECONDS. A NULL text is the report's. */
static void add(struct aoai_selftest *selftest,
                enum aoai_selftest_outcome outcome, const char *name,
                const char *text, int64_t milliseconds)
{
    size_t size = (selftest->count + 1) * sizeof(selftest->steps[0]);

    selftest->steps = realloc(selftest->steps, size);
    assert_non_null(selftest->steps);
    selftest->steps[selftest->count++] = (struct aoai_selftest_step){
        outcome, strdup(name), text ? strdup(text) : NULL, milliseconds};
    selftest->milliseconds += milliseconds;
}

/* Says SELFTEST in MAX bytes, compares, and releases it. */
static void expect(struct aoai_selftest *selftest, const char *details,
                   size_t max, const char *text)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf out = {0};

    assert_int_equal(aoai_selftest_output(&out, selftest, details, max, NULL),
                     0);
    aoai_selftest_free(selftest);
    assert_string_equal(aoai_buf_text(&out), text);
    assert_true(out.length <= max);
}

static void when_all_is_well_it_counts(void **state)
{
    struct aoai_selftest selftest = {0};

    (void)state;
    add(&selftest, AOAI_SELFTEST_OK, "cache", "/var/cache/aoai-tokens", 1);
    add(&selftest, AOAI_SELFTEST_OK, "clock", "0 s from the servers'", 311);
    expect(&selftest, "", 4096,
           "AOAI TOKENS OK - selftest: a check would work, 2 steps in 312 ms\n"
           "[OK] cache: /var/cache/aoai-tokens (1 ms)\n"
           "[OK] clock: 0 s from the servers' (311 ms)\n");
}

static void a_warning_is_counted_and_no_failure(void **state)
{
    struct aoai_selftest selftest = {0};

    (void)state;
    add(&selftest, AOAI_SELFTEST_WARNING, "cache", "none", 0);
    add(&selftest, AOAI_SELFTEST_OK, "clock", "right", 0);
    expect(&selftest, "", 4096,
           "AOAI TOKENS OK - selftest: a check would work, 2 steps in 0 ms, 1 "
           "warning\n"
           "[WARNING] cache: none (0 ms)\n"
           "[OK] clock: right (0 ms)\n");
    add(&selftest, AOAI_SELFTEST_WARNING, "cache", "none", 0);
    add(&selftest, AOAI_SELFTEST_WARNING, "clock", "late", 0);
    expect(&selftest, "", 4096,
           "AOAI TOKENS OK - selftest: a check would work, 2 steps in 0 ms, 2 "
           "warnings\n"
           "[WARNING] cache: none (0 ms)\n"
           "[WARNING] clock: late (0 ms)\n");
}

static void the_first_failure_stands_in_the_first_line(void **state)
{
    struct aoai_selftest selftest = {0};

    (void)state;
    add(&selftest, AOAI_SELFTEST_SKIPPED, "clock", "not tried: b failed", 0);
    add(&selftest, AOAI_SELFTEST_WARNING, "cache", "none", 0);
    add(&selftest, AOAI_SELFTEST_FAILED, "one", "no", 7);
    add(&selftest, AOAI_SELFTEST_FAILED, "two", "no", 8);
    expect(&selftest, "", 4096,
           "AOAI TOKENS UNKNOWN - selftest: one: no\n"
           "[SKIPPED] clock: not tried: b failed\n"
           "[WARNING] cache: none (0 ms)\n"
           "[FAILED] one: no (7 ms)\n"
           "[FAILED] two: no (8 ms)\n");
}

static void where_nothing_failed_a_skipped_step_is_told(void **state)
{
    struct aoai_selftest selftest = {0};

    (void)state;
    add(&selftest, AOAI_SELFTEST_OK, "cache", "/tmp", 0);
    add(&selftest, AOAI_SELFTEST_SKIPPED, "check", "the time is over (-t)", 0);
    expect(&selftest, "", 4096,
           "AOAI TOKENS UNKNOWN - selftest: check: the time is over (-t)\n"
           "[OK] cache: /tmp (0 ms)\n"
           "[SKIPPED] check: the time is over (-t)\n");
}

static void what_a_check_would_say_is_told(void **state)
{
    static const char *const words[] = {"critical=1000", NULL};
    struct aoai_selftest selftest = {0};
    struct sample sample;

    (void)state;
    sample_begin(&sample, words);
    sample_use(&sample, 0, "gpt|4o", 1261);
    sample_report(&sample);
    selftest.report = sample.report;
    memset(&sample.report, 0, sizeof(sample.report));
    add(&selftest, AOAI_SELFTEST_OK, "clock", "right", 0);
    add(&selftest, AOAI_SELFTEST_OK, "check", NULL, 0);
    expect(&selftest, "", 4096,
           "AOAI TOKENS OK - selftest: a check would work, 2 steps in 0 ms\n"
           "[OK] clock: right (0 ms)\n"
           "[OK] check: CRITICAL with these thresholds: gpt?4o 1261 tokens in "
           "2024-10 (critical 1000) (0 ms)\n");
    sample_end(&sample);
    sample_begin(&sample, plain);
    sample_use(&sample, 0, "gpt-4o", 78);
    sample_report(&sample);
    selftest.report = sample.report;
    memset(&sample.report, 0, sizeof(sample.report));
    add(&selftest, AOAI_SELFTEST_OK, "clock", "right", 0);
    add(&selftest, AOAI_SELFTEST_OK, "check", NULL, 0);
    expect(&selftest, "", 4096,
           "AOAI TOKENS OK - selftest: a check would work, 2 steps in 0 ms\n"
           "[OK] clock: right (0 ms)\n"
           "[OK] check: OK with these thresholds: 1 deployment, 78 tokens in "
           "2024-10 (0 ms)\n");
    sample_end(&sample);
}

static void names_and_sentences_are_made_harmless(void **state)
{
    struct aoai_selftest selftest = {0};

    (void)state;
    add(&selftest, AOAI_SELFTEST_FAILED, "a|b metrics", "x\n[OK] y\x1b|\xff",
        0);
    expect(&selftest, "details | \x01\n", 4096,
           "AOAI TOKENS UNKNOWN - selftest: a?b metrics: x?[OK] y???\n"
           "[FAILED] a?b metrics: x?[OK] y??? (0 ms)\n"
           "details ? ?\n");
}

static void only_the_first_line_is_cut(void **state)
{
    static const char long_one[] =
        "0123456789012345678901234567890123456789012345678901234567890123456789"
        "0123456789012345678901234567890123456789012345678901234567890123456789"
        "0123456789012345678901234567890123456789";
    struct aoai_selftest selftest = {0};
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf text = {0};

    (void)state;
    add(&selftest, AOAI_SELFTEST_FAILED, "n", long_one, 0);
    aoai_buf_printf(&text,
                    "AOAI TOKENS UNKNOWN - selftest: n: %.162s...\n"
                    "[FAILED] n: %s (0 ms)\n",
                    long_one, long_one);
    expect(&selftest, "", 4096, aoai_buf_text(&text));
}

/* Seven steps of 100 bytes and a failure of 22. */
static void add_many(struct aoai_selftest *selftest)
{
    for (int i = 0; i < 7; i++)
        add(selftest, AOAI_SELFTEST_OK, i < 3 ? "early" : "later",
            "012345678901234567890123456789012345678901234567890123456789012345"
            "6789012345678901",
            0);
    add(selftest, AOAI_SELFTEST_FAILED, "last", "no", 0);
}

#define LINE(NAME)                                                             \
    "[OK] " NAME                                                               \
    ": 0123456789012345678901234567890123456789012345678901234567"             \
    "890123456789012345678901 (0 ms)\n"

static void lines_of_what_went_well_are_left_out_first(void **state)
{
    struct aoai_selftest selftest = {0};

    (void)state;
    add_many(&selftest);
    expect(&selftest, "details\n", 520,
           "AOAI TOKENS UNKNOWN - selftest: last: no\n" LINE("early")
               LINE("early") LINE("early")
                   LINE("later") "[FAILED] last: no (0 ms)\n"
                                 "... and 3 more\ndetails\n");
    add_many(&selftest);
    expect(&selftest, "", 256,
           "AOAI TOKENS UNKNOWN - selftest: last: no\n" LINE(
               "early") "[FAILED] last: no (0 ms)\n"
                        "... and 6 more\n");
}

static void details_take_what_room_is_left(void **state)
{
    struct aoai_selftest selftest = {0};

    (void)state;
    add(&selftest, AOAI_SELFTEST_FAILED, "a", "no", 0);
    expect(&selftest, "first detail\nsecond detail\n", 75,
           "AOAI TOKENS UNKNOWN - selftest: a: no\n"
           "[FAILED] a: no (0 ms)\n"
           "first detail\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(when_all_is_well_it_counts),
        cmocka_unit_test(a_warning_is_counted_and_no_failure),
        cmocka_unit_test(the_first_failure_stands_in_the_first_line),
        cmocka_unit_test(where_nothing_failed_a_skipped_step_is_told),
        cmocka_unit_test(what_a_check_would_say_is_told),
        cmocka_unit_test(names_and_sentences_are_made_harmless),
        cmocka_unit_test(only_the_first_line_is_cut),
        cmocka_unit_test(lines_of_what_went_well_are_left_out_first),
        cmocka_unit_test(details_take_what_room_is_left),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
