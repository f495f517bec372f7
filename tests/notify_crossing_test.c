/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* What a mail says about a crossing, case by case. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "core/civil.h"
#include "tests/mail_rig.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

/* Writes the mail about TOKENS of the deployment "a", which is at LEVEL, with
 * the settings WORDS at the time NOW. */
static struct aoai_notify_message tell(const char *const *words,
                                       const char *now, uint64_t tokens,
                                       enum aoai_alert_level level)
{
    struct aoai_notify_message message;
    struct sample sample;
    int64_t seconds = 0;

    assert_true(aoai_civil_parse(now, &seconds));
    sample_begin(&sample, words);
    sample_set_up(&sample, seconds);
    sample_use(&sample, 0, "a", tokens);
    sample_report(&sample);
    {
        struct aoai_notify_crossing crossing = {&sample.report.rows[0], level,
                                                AOAI_ALERT_FIRST};

        assert_int_equal(aoai_notify_message_crossings(&message, &sample.setup,
                                                       &crossing, 1, NULL),
                         0);
    }
    sample_end(&sample);
    mail_check(&message);
    return message;
}

static void thresholds_are_told_as_given_and_multiplied_out(void **state)
{
    static const struct {
        const char *words[4];
        uint64_t tokens;
        enum aoai_alert_level level;
        const char *subject; /* its end */
        const char *text;    /* in the plain text */
    } rows[] = {
        {{"critical=1000"},
         1261,
         AOAI_ALERT_CRITICAL,
         ": 1261 tokens in 2024-10 (critical 1000)",
         "1261 tokens in 2024-10, over the critical threshold of 1000 tokens.\n"
         "\n[###############+++++] 126 % of the critical threshold of 1000 "
         "tokens, 261 over it\n\n"
         "Month's end:    about 2004 tokens at this rate, over the critical "
         "threshold\n"
         "Critical:       1000 tokens\n"},
        {{"warning=1.5k", "critical=1M"},
         2000,
         AOAI_ALERT_WARNING,
         " (warning 1.5k)",
         "over the warning threshold of 1500 tokens (1.5k).\n\n"
         "[#-------------------] under 1 % of the critical threshold of "
         "1000000 tokens\n\n"
         "Month's end:    about 3179 tokens at this rate, below the critical "
         "threshold\n"},
        {{"warning=50%", "budget=1000"},
         600,
         AOAI_ALERT_WARNING,
         " (warning 50% = 500)",
         "over the warning threshold of 500 tokens (50%).\n\n"
         "[############--------] 60 % of the budget of 1000 tokens\n\n"
         "Month's end:    about 953 tokens at this rate, within the budget\n"},
        {{"warning=50%", "budget=1000"},
         700,
         AOAI_ALERT_WARNING,
         " (warning 50% = 500)",
         "Month's end:    about 1112 tokens at this rate, over the budget\n"},
        {{"warning=100"},
         101,
         AOAI_ALERT_WARNING,
         " (warning 100)",
         "[###################+] 101 % of the warning threshold of 100 tokens, "
         "1 over it\n\n"
         "Month's end:    about 160 tokens at this rate\n"
         "Warning:        100 tokens\n"},
        /* too few can be a reason to alert, and there is no bar for that */
        {{"critical=10:"},
         5,
         AOAI_ALERT_CRITICAL,
         " (critical 10:)",
         "5 tokens in 2024-10, below the critical range 10:.\n\n"
         "Month's end:    about 7 tokens at this rate\n"
         "Critical:       10:\n"},
        {{"critical=10:20"},
         5,
         AOAI_ALERT_CRITICAL,
         " (critical 10:20)",
         "below the critical range 10:20.\n"},
        {{"critical=@10:20"},
         15,
         AOAI_ALERT_CRITICAL,
         " (critical @10:20)",
         "inside the critical range @10:20.\n\nMonth's end:"},
        /* a threshold of nothing has no share */
        {{"critical=0"},
         1,
         AOAI_ALERT_CRITICAL,
         " (critical 0)",
         "over the critical threshold of 0 tokens.\n\nMonth's end:"},
        /* a mail that was begun before the threshold was taken away */
        {{"warning=1"},
         5,
         AOAI_ALERT_CRITICAL,
         "[CRITICAL] a: 5 tokens in 2024-10",
         "[CRITICAL] a\n\n5 tokens in 2024-10.\n"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct aoai_notify_message message =
            tell(rows[i].words, "2024-10-20T12:00:00Z", rows[i].tokens,
                 rows[i].level);
        const char *subject = aoai_buf_text(&message.subject);
        size_t length = strlen(rows[i].subject);

        assert_in_range(length, 1, message.subject.length);
        assert_string_equal(subject + message.subject.length - length,
                            rows[i].subject);
        if (!strstr(aoai_buf_text(&message.plain), rows[i].text))
            fail_msg("%s is not in %s", rows[i].text,
                     aoai_buf_text(&message.plain));
        aoai_notify_message_free(&message);
    }
}

static void the_months_end_is_told_after_its_first_day(void **state)
{
    static const struct {
        const char *now;
        const char *month;
        bool told;
    } rows[] = {
        {"2024-10-01T23:59:59Z", "month=current", false},
        {"2024-10-02T00:00:00Z", "month=current", true},
        {"2024-10-31T23:59:59Z", "month=current", true},
        {"2024-11-01T00:00:00Z", "month=previous", false},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const char *const words[] = {"critical=1", rows[i].month, NULL};
        struct aoai_notify_message message =
            tell(words, rows[i].now, 1000, AOAI_ALERT_CRITICAL);
        const char *plain = aoai_buf_text(&message.plain);

        assert_int_equal(strstr(plain, "Month's end:") != NULL, rows[i].told);
        aoai_notify_message_free(&message);
    }
}

static void times_are_those_of_the_zone(void **state)
{
    static const struct {
        const char *zone, *text;
    } rows[] = {
        {"timezone=America/St_Johns",
         "Read:           2024-10-20 09:30 -02:30\n"
         "Month:          2024-10 in America/St_Johns: 2024-10-01 00:00 -02:30 "
         "to 2024-11-01 00:00 -02:30\n"},
        {"timezone=Asia/Kolkata",
         "Read:           2024-10-20 17:30 +05:30\n"
         "Month:          2024-10 in Asia/Kolkata: 2024-10-01 00:00 +05:30 to "
         "2024-11-01 00:00 +05:30\n"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const char *const words[] = {"critical=1", rows[i].zone, NULL};
        struct aoai_notify_message message =
            tell(words, "2024-10-20T12:00:00Z", 1000, AOAI_ALERT_CRITICAL);

        if (!strstr(aoai_buf_text(&message.plain), rows[i].text))
            fail_msg("%s", aoai_buf_text(&message.plain));
        aoai_notify_message_free(&message);
    }
}

static void each_reason_stands_in_the_footer(void **state)
{
    static const char *const words[] = {"critical=1", NULL};

    (void)state;
    for (int i = AOAI_ALERT_FIRST; i <= AOAI_ALERT_UNFINISHED; i++) {
        enum aoai_alert_reason reason = (enum aoai_alert_reason)i;
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf text = {0};
        struct aoai_notify_message message;
        struct sample sample;

        sample_begin(&sample, words);
        sample_use(&sample, 0, "a", 2);
        sample_report(&sample);
        message = mail_about(&sample, 1, reason);
        sample_end(&sample);
        aoai_buf_printf(&text,
                        "Why this mail? %s: %s. There is one mail per "
                        "deployment, level and month.",
                        aoai_alert_reason_name(reason),
                        aoai_alert_reason_text(reason));
        assert_non_null(
            strstr(aoai_buf_text(&message.plain), aoai_buf_text(&text)));
        aoai_notify_message_free(&message);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(thresholds_are_told_as_given_and_multiplied_out),
        cmocka_unit_test(the_months_end_is_told_after_its_first_day),
        cmocka_unit_test(times_are_those_of_the_zone),
        cmocka_unit_test(each_reason_stands_in_the_footer),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
