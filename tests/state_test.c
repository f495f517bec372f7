/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* States, their names, and which one wins. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/state.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

static void names_are_read_in_any_case_and_as_digits(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int state; /* -1: refused */
    } rows[] = {
        {"OK", 0},        {"ok", 0},       {"0", 0},    {"warning", 1},
        {"1", 1},         {"Critical", 2}, {"2", 2},    {"uNKNOWN", 3},
        {"3", 3},         {"4", -1},       {"", -1},    {"03", -1},
        {"-1", -1},       {"WARN", -1},    {" OK", -1}, {"OK ", -1},
        {"UNKNOWNS", -1}, {"3 ", -1},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        enum aoai_state got = AOAI_STATE_OK;
        assert_int_equal(aoai_state_parse(rows[i].text, &got),
                         rows[i].state >= 0);
        assert_int_equal(got, rows[i].state > 0 ? rows[i].state : 0);
    }
}

static void names_are_those_of_the_guidelines(void **state)
{
    (void)state;
    assert_string_equal(aoai_state_name(AOAI_STATE_OK), "OK");
    assert_string_equal(aoai_state_name(AOAI_STATE_WARNING), "WARNING");
    assert_string_equal(aoai_state_name(AOAI_STATE_CRITICAL), "CRITICAL");
    assert_string_equal(aoai_state_name(AOAI_STATE_UNKNOWN), "UNKNOWN");
}

static void unknown_never_hides_an_alarm_nor_is_hidden_by_ok(void **state)
{
    (void)state;
    static const enum aoai_state order[] = {AOAI_STATE_OK, AOAI_STATE_UNKNOWN,
                                            AOAI_STATE_WARNING,
                                            AOAI_STATE_CRITICAL};
    for (size_t i = 0; i < COUNT(order); i++) {
        assert_int_equal(aoai_state_severity(order[i]), i);
        for (size_t j = 0; j < COUNT(order); j++)
            assert_int_equal(aoai_state_worse(order[i], order[j]),
                             order[i > j ? i : j]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_read_in_any_case_and_as_digits),
        cmocka_unit_test(names_are_those_of_the_guidelines),
        cmocka_unit_test(unknown_never_hides_an_alarm_nor_is_hidden_by_ok),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
