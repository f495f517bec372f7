/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Whether a mail is due, and why. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/alert.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

enum { NOW = 1730376540 };

static void each_level_is_told_once(void **state)
{
    (void)state;
    static const struct {
        bool warning_done, critical_done;
        enum aoai_alert_level current;
        enum aoai_alert_action action;
        enum aoai_alert_reason reason;
    } rows[] = {
        /* nothing crossed, whatever was told: no recovery either */
        {false, false, AOAI_ALERT_NO_LEVEL, AOAI_ALERT_REST, AOAI_ALERT_NONE},
        {true, false, AOAI_ALERT_NO_LEVEL, AOAI_ALERT_REST, AOAI_ALERT_NONE},
        {true, true, AOAI_ALERT_NO_LEVEL, AOAI_ALERT_REST, AOAI_ALERT_NONE},
        /* the first crossing, also straight over both */
        {false, false, AOAI_ALERT_WARNING, AOAI_ALERT_SEND, AOAI_ALERT_FIRST},
        {false, false, AOAI_ALERT_CRITICAL, AOAI_ALERT_SEND, AOAI_ALERT_FIRST},
        /* warned, and on */
        {true, false, AOAI_ALERT_WARNING, AOAI_ALERT_REST, AOAI_ALERT_REPEAT},
        {true, false, AOAI_ALERT_CRITICAL, AOAI_ALERT_SEND, AOAI_ALERT_WORSE},
        /* told as critical */
        {true, true, AOAI_ALERT_WARNING, AOAI_ALERT_REST, AOAI_ALERT_REPEAT},
        {true, true, AOAI_ALERT_CRITICAL, AOAI_ALERT_REST, AOAI_ALERT_REPEAT},
        /* by another program, which knows of no warnings */
        {false, true, AOAI_ALERT_WARNING, AOAI_ALERT_REST, AOAI_ALERT_REPEAT},
        {false, true, AOAI_ALERT_CRITICAL, AOAI_ALERT_REST, AOAI_ALERT_REPEAT},
    };

    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct aoai_alert_memory memory = {
            .warning_done = rows[i].warning_done,
            .critical_done = rows[i].critical_done};
        struct aoai_alert_decision decision =
            aoai_alert_decide(&memory, rows[i].current, NOW);

        assert_int_equal(decision.action, rows[i].action);
        assert_int_equal(decision.reason, rows[i].reason);
        assert_int_equal(decision.level, rows[i].current);
    }
}

static void a_claim_holds_until_its_lease_ends(void **state)
{
    (void)state;
    static const struct {
        int64_t lease_end;
        bool accepted;
        enum aoai_alert_action action;
        enum aoai_alert_reason reason;
    } rows[] = {
        {NOW + 1, false, AOAI_ALERT_REST, AOAI_ALERT_CLAIMED},
        {NOW + 1, true, AOAI_ALERT_REST, AOAI_ALERT_CLAIMED},
        {NOW + AOAI_ALERT_LEASE_MOST, false, AOAI_ALERT_REST,
         AOAI_ALERT_CLAIMED},
        /* over */
        {NOW, false, AOAI_ALERT_SETTLE, AOAI_ALERT_UNSETTLED},
        {NOW - 100000, false, AOAI_ALERT_SETTLE, AOAI_ALERT_UNSETTLED},
        {NOW, true, AOAI_ALERT_SETTLE, AOAI_ALERT_UNFINISHED},
        /* ended by the sender himself, or unreadable */
        {0, false, AOAI_ALERT_SETTLE, AOAI_ALERT_UNSETTLED},
        {0, true, AOAI_ALERT_SETTLE, AOAI_ALERT_UNFINISHED},
        /* longer than any lease: the clock that made it was wrong */
        {NOW + AOAI_ALERT_LEASE_MOST + 1, false, AOAI_ALERT_SETTLE,
         AOAI_ALERT_UNSETTLED},
        {INT64_MAX, false, AOAI_ALERT_SETTLE, AOAI_ALERT_UNSETTLED},
    };

    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct aoai_alert_memory memory = {.claimed = AOAI_ALERT_WARNING,
                                                 .accepted = rows[i].accepted,
                                                 .lease_end =
                                                     rows[i].lease_end};
        /* What it stands at now does not matter while a mail is on its way. */
        for (int level = AOAI_ALERT_NO_LEVEL; level <= AOAI_ALERT_CRITICAL;
             level++) {
            struct aoai_alert_decision decision =
                aoai_alert_decide(&memory, (enum aoai_alert_level)level, NOW);

            assert_int_equal(decision.action, rows[i].action);
            assert_int_equal(decision.reason, rows[i].reason);
            assert_int_equal(decision.level, AOAI_ALERT_WARNING);
        }
    }
}

static void reasons_have_names_and_words(void **state)
{
    (void)state;
    static const char *const names[] = {"none",      "first",   "worse",
                                        "repeat",    "claimed", "unsettled",
                                        "unfinished"};

    for (size_t i = 0; i < COUNT(names); i++) {
        enum aoai_alert_reason reason = (enum aoai_alert_reason)i;

        assert_string_equal(aoai_alert_reason_name(reason), names[i]);
        assert_true(aoai_alert_reason_text(reason)[0] != '\0');
    }
}

static void levels_are_read_as_they_are_written(void **state)
{
    (void)state;
    static const char *const refused[] = {"Warning", "WARNING", "critical ",
                                          "crit", "none"};
    enum aoai_alert_level level = AOAI_ALERT_NO_LEVEL;

    for (int i = AOAI_ALERT_NO_LEVEL; i <= AOAI_ALERT_CRITICAL; i++) {
        assert_true(aoai_alert_level_parse(
            aoai_alert_level_name((enum aoai_alert_level)i), &level));
        assert_int_equal(level, i);
    }
    for (size_t i = 0; i < COUNT(refused); i++)
        assert_false(aoai_alert_level_parse(refused[i], &level));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_level_is_told_once),
        cmocka_unit_test(a_claim_holds_until_its_lease_ends),
        cmocka_unit_test(reasons_have_names_and_words),
        cmocka_unit_test(levels_are_read_as_they_are_written),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
