/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* What Nagios and Icinga read, to the byte. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "plugins/nagios_output.h"
#include "tests/sample.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

static const char *const plain[] = {NULL};

/* Makes the report of SAMPLE, says it in MAX bytes, compares, and releases. */
static void expect(struct sample *sample, const char *details, size_t max,
                   const char *text)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf out = {0};

    sample_report(sample);
    assert_int_equal(
        aoai_nagios_output(&out, &sample->report, details, max, NULL), 0);
    sample_end(sample);
    assert_string_equal(aoai_buf_text(&out), text);
}

/* Makes resource INDEX known without any series. */
static void know(struct sample *sample, size_t index)
{
    sample->answer.readings[index].read_at = sample->setup.now;
}

static void the_contracts_first_example_is_true(void **state)
{
    static const char *const words[] = {"warning=gpt-4o-momo=800",
                                        "critical=1000", NULL};
    struct sample sample;

    (void)state;
    sample_begin(&sample, words);
    sample_use(&sample, 0, "gpt-4o-mini", 78);
    sample_use(&sample, 0, "gpt-4o-momo", 1261);
    expect(&sample, "", 4096,
           "AOAI TOKENS CRITICAL - gpt-4o-momo 1261 tokens in 2024-10 "
           "(critical 1000) | gpt-4o-momo=1261;800;1000;0 "
           "gpt-4o-mini=78;;1000;0\n"
           "[CRITICAL] gpt-4o-momo: 1261 tokens (critical 1000)\n"
           "[OK] gpt-4o-mini: 78 tokens\n");
}

static void a_failed_resource_stands_between(void **state)
{
    static const char *const words[] = {
        "resource=" SAMPLE_ID, "resource=" SAMPLE_OTHER, "critical=1000", NULL};
    struct sample sample;

    (void)state;
    sample_begin(&sample, words);
    sample_use(&sample, 0, "gpt-4o-mini", 78);
    sample_use(&sample, 0, "gpt-4o-momo", 1261);
    sample_fail(&sample, 1, AOAI_ERROR_DENIED,
                "403 AuthorizationFailed: grant Monitoring Reader on it");
    expect(&sample, "", 4096,
           "AOAI TOKENS CRITICAL - momo/gpt-4o-momo 1261 tokens in 2024-10 "
           "(critical 1000), other: 403 AuthorizationFailed: grant Monitoring "
           "Reader on it | momo_gpt-4o-momo=1261;;1000;0 "
           "momo_gpt-4o-mini=78;;1000;0\n"
           "[CRITICAL] momo/gpt-4o-momo: 1261 tokens (critical 1000)\n"
           "[UNKNOWN] " SAMPLE_OTHER ": 403 AuthorizationFailed: grant "
           "Monitoring Reader on it\n"
           "[OK] momo/gpt-4o-mini: 78 tokens\n");
}

static void when_all_is_well_it_counts(void **state)
{
    struct sample sample;

    (void)state;
    sample_begin(&sample, plain);
    sample_use(&sample, 0, "a", 345600);
    sample_use(&sample, 0, "b", 78);
    expect(&sample, "", 4096,
           "AOAI TOKENS OK - 2 deployments, 345678 tokens in 2024-10 | "
           "a=345600;;;0 b=78;;;0\n"
           "[OK] a: 345600 tokens\n"
           "[OK] b: 78 tokens\n");

    sample_begin(&sample, plain);
    sample_use(&sample, 0, "a", INT64_MAX);
    expect(&sample, "", 4096,
           "AOAI TOKENS OK - 1 deployment, 9223372036854775807 tokens in "
           "2024-10 | a=9223372036854775807;;;0\n"
           "[OK] a: 9223372036854775807 tokens\n");

    sample_begin(&sample, plain);
    know(&sample, 0);
    expect(&sample, "", 4096, "AOAI TOKENS OK - 0 tokens in 2024-10\n");
}

static void what_fits_nothing_is_said(void **state)
{
    static const char *const words[] = {"deployment=x*", NULL};
    static const char *const required[] = {"deployment=x*", "require", NULL};
    struct sample sample;

    (void)state;
    sample_begin(&sample, words);
    sample_use(&sample, 0, "a", 5);
    expect(&sample, "", 4096,
           "AOAI TOKENS OK - 0 deployments, 0 tokens in 2024-10 (nothing fits "
           "--deployment and --exclude)\n");

    sample_begin(&sample, required);
    sample_use(&sample, 0, "a", 5);
    expect(&sample, "", 4096,
           "AOAI TOKENS UNKNOWN - no deployment fits --deployment and "
           "--exclude in 2024-10, and --require is given\n"
           "[UNKNOWN] no deployment fits --deployment and --exclude in "
           "2024-10, and --require is given\n");
}

static void bounds_are_plain_numbers(void **state)
{
    static const struct {
        const char *words[4];
        uint64_t tokens;
        const char *item, *reason;
    } rows[] = {
        {{"warning=5k", "critical=1.5M"}, 1, "a=1;5000;1500000;0", ""},
        {{"warning=80%", "critical=100%", "budget=2k"},
         1700,
         "a=1700;1600;2000;0",
         " (warning 80% = 1600)"},
        /* rounded down */
        {{"critical=33.3%", "budget=1000"},
         334,
         "a=334;;333;0",
         " (critical 33.3% = 333)"},
        {{"warning=10:", "critical=~:"}, 50, "a=50;;;0", ""},
        {{"critical=10:"}, 5, "a=5;;;0", " (critical 10:)"},
        {{"critical=10%:", "budget=1k"}, 5, "a=5;;;0", " (critical 10%:)"},
        {{"warning=@10:20"}, 15, "a=15;20;;0", " (warning @10:20)"},
        {{"warning=2.9"}, 3, "a=3;2;;0", " (warning 2.9)"},
        {{"critical=18446744073709551615"},
         5,
         "a=5;;18446744073709551615;0",
         ""},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf out = {0};
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf line = {0};
        const char *words[5] = {NULL};
        struct sample sample;

        memcpy(words, rows[i].words, sizeof(rows[i].words));
        sample_begin(&sample, words);
        sample_use(&sample, 0, "a", rows[i].tokens);
        sample_report(&sample);
        assert_int_equal(
            aoai_nagios_output(&out, &sample.report, "", 4096, NULL), 0);
        aoai_buf_printf(&line, " | %s\n[%s] a: %llu tokens%s\n", rows[i].item,
                        aoai_state_name(sample.report.state),
                        (unsigned long long)rows[i].tokens, rows[i].reason);
        if (!strstr(aoai_buf_text(&out), aoai_buf_text(&line)))
            fail_msg("%s is not in %s", aoai_buf_text(&line),
                     aoai_buf_text(&out));
        sample_end(&sample);
    }
}

static void an_old_answer_says_its_age(void **state)
{
    static const struct {
        enum aoai_error_kind kind;
        const char *reason;
    } rows[] = {
        {AOAI_ERROR_THROTTLED, "Azure throttles"},
        {AOAI_ERROR_NETWORK, "Azure does not answer"},
        {AOAI_ERROR_DEADLINE, "Azure does not answer"},
        {AOAI_ERROR_SERVICE, "Azure fails"},
        {AOAI_ERROR_ANSWER, "Azure fails"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf text = {0};
        struct sample sample;

        sample_begin(&sample, plain);
        sample_use(&sample, 0, "a", 5);
        sample.answer.readings[0].read_at = SAMPLE_NOW - 240;
        sample_fail(&sample, 0, rows[i].kind, "why");
        aoai_buf_printf(&text,
                        "AOAI TOKENS OK - 1 deployment, 5 tokens in 2024-10 "
                        "(answer 240 s old: %s) | a=5;;;0\n"
                        "[OK] a: 5 tokens\n",
                        rows[i].reason);
        expect(&sample, "", 4096, aoai_buf_text(&text));
    }
}

static void hostile_names_break_nothing(void **state)
{
    static const char *const words[] = {"critical=1", NULL};
    struct sample sample;

    (void)state;
    sample_begin(&sample, words);
    sample_use(&sample, 0, "a|b=9;9\nOK\x1b[m\xff", 5);
    expect(&sample, "", 4096,
           "AOAI TOKENS CRITICAL - a?b=9;9?OK?[m? 5 tokens in 2024-10 "
           "(critical 1) | a_b_9_9_OK__m_=5;;1;0\n"
           "[CRITICAL] a?b=9;9?OK?[m?: 5 tokens (critical 1)\n");

    sample_begin(&sample, plain);
    sample_fail(&sample, 0, AOAI_ERROR_REFUSED, "400 X: a|b\nc");
    expect(&sample, "", 4096,
           "AOAI TOKENS UNKNOWN - momo: 400 X: a?b?c\n"
           "[UNKNOWN] " SAMPLE_ID ": 400 X: a?b?c\n");
}

static void details_follow_the_last_line(void **state)
{
    struct sample sample;

    (void)state;
    sample_begin(&sample, plain);
    know(&sample, 0);
    expect(&sample, "signed in by x|y\nGET /\x01\n", 4096,
           "AOAI TOKENS OK - 0 tokens in 2024-10\n"
           "signed in by x?y\nGET /?\n");

    /* whole lines, as many as there is room for */
    sample_begin(&sample, plain);
    know(&sample, 0);
    expect(&sample, "1234567\n1234567\n1234567\n", 37 + 23,
           "AOAI TOKENS OK - 0 tokens in 2024-10\n1234567\n1234567\n");
}

static void the_first_line_says_how_many_more_are_bad(void **state)
{
    static const char *const words[] = {"critical=1", NULL};
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf out = {0};
    struct sample sample;
    const char *bar;

    (void)state;
    sample_begin(&sample, words);
    for (int i = 0; i < 50; i++) {
        char name[] = {
            'g', 'p', 't', '-', (char)('a' + i / 10), (char)('0' + i % 10),
            '\0'};

        sample_use(&sample, 0, name, (uint64_t)(1000 - i));
    }
    sample_report(&sample);
    assert_int_equal(aoai_nagios_output(&out, &sample.report, "", 65536, NULL),
                     0);
    sample_end(&sample);
    bar = strchr(aoai_buf_text(&out), '|');
    assert_memory_equal(
        aoai_buf_text(&out),
        "AOAI TOKENS CRITICAL - gpt-a0 1000 tokens in 2024-10 (critical 1), "
        "gpt-a1 999 tokens (critical 1), gpt-a2 998 tokens (critical 1), "
        "gpt-a3 997 tokens (critical 1), 46 more |",
        (size_t)(bar - aoai_buf_text(&out)) + 1);
    assert_null(strstr(aoai_buf_text(&out), "... and"));
}

static void mistakes_are_one_sentence_or_several_lines(void **state)
{
    static const struct {
        const char *sentences[3];
        const char *text;
    } rows[] = {
        {{"no resource: give one"},
         "AOAI TOKENS UNKNOWN - no resource: give one\n"},
        {{"--x|: 'a\nb'"}, "AOAI TOKENS UNKNOWN - --x?: 'a?b'\n"},
        {{"one", "two", "three"},
         "AOAI TOKENS UNKNOWN - one (and 2 more mistakes)\n"
         "one\ntwo\nthree\n"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf out = {0};
        AOAI_CLEANUP(aoai_text_list_free) struct aoai_text_list list = {0};

        for (size_t j = 0; j < 3 && rows[i].sentences[j]; j++)
            assert_int_equal(
                aoai_text_list_add(&list, rows[i].sentences[j], NULL), 0);
        aoai_nagios_mistakes(&out, &list, 4096);
        assert_string_equal(aoai_buf_text(&out), rows[i].text);
    }
}

static void many_mistakes_stay_within_the_bytes(void **state)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf out = {0};
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf sentence = {0};
    AOAI_CLEANUP(aoai_text_list_free) struct aoai_text_list list = {0};

    (void)state;
    for (int i = 0; i < 400; i++)
        aoai_buf_putc(&sentence, 'x');
    for (int i = 0; i < 50; i++)
        assert_int_equal(
            aoai_text_list_add(&list, aoai_buf_text(&sentence), NULL), 0);
    aoai_nagios_mistakes(&out, &list, 1024);
    assert_true(out.length <= 1024);
    assert_int_equal(strcspn(aoai_buf_text(&out), "\n"), 200);
    assert_non_null(
        strstr(aoai_buf_text(&out), "x... (and 49 more mistakes)\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_contracts_first_example_is_true),
        cmocka_unit_test(a_failed_resource_stands_between),
        cmocka_unit_test(when_all_is_well_it_counts),
        cmocka_unit_test(what_fits_nothing_is_said),
        cmocka_unit_test(bounds_are_plain_numbers),
        cmocka_unit_test(an_old_answer_says_its_age),
        cmocka_unit_test(hostile_names_break_nothing),
        cmocka_unit_test(details_follow_the_last_line),
        cmocka_unit_test(the_first_line_says_how_many_more_are_bad),
        cmocka_unit_test(mistakes_are_one_sentence_or_several_lines),
        cmocka_unit_test(many_mistakes_stay_within_the_bytes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
