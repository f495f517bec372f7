/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Patterns for deployment names. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "core/glob.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

static void patterns_fit_whole_names(void **state)
{
    (void)state;
    static const struct {
        const char *pattern;
        const char *name;
        bool fits;
    } rows[] = {
        {"gpt-4o", "gpt-4o", true},
        {"gpt-4o", "gpt-4o-mini", false}, /* the whole name */
        {"gpt-4o*", "gpt-4o", true},      /* nothing is something */
        {"*mini", "gpt-4o-MINI", true},   /* case does not count */
        {"GPT-4O", "gpt-4o", true},
        {"*", "", true},
        {"", "", true},
        {"", "a", false},
        {"?", "", false},
        {"g?t", "gpt", true},
        {"**a**", "bab", true},
        {"*a*b", "aab", true}, /* an early fit must be given up */
        {"*ab*ab", "abab", true},
        {"*ab*ab", "ab", false},
        {"a*b*c", "aXbXbXc", true},
        {"[ab]x", "bx", true},
        {"[ab]x", "cx", false},
        {"[a-c]", "B", true},
        {"[A-C]", "b", true},
        {"[a-c]", "d", false},
        {"[!a-c]", "d", true},
        {"[^a-c]", "B", false},
        {"[]]", "]", true}, /* a bracket that opens with a bracket */
        {"[!]]", "]", false},
        {"[a-]", "-", true}, /* no span without an end */
        {"[-a]", "-", true},
        {"[*]", "*", true},
        {"[*]", "x", false},
        {"[?]", "?", true},
        {"gpt[", "gpt[", true}, /* never closed: a plain character */
        {"gpt[", "gptx", false},
        {"[a", "[A", true},
        {"[]", "[]", true},
        {"[!]", "[!]", true},
        {"a\\*", "a\\b", true}, /* a backslash is a character */
        {"a\\*", "a*", false},
        {"\xc3\xa4", "\xc3\xa4", true},
        {"\xc3\xa4", "\xc3\x84", false}, /* letters of ASCII only */
        {"[0-9]*", "4o", true},
        {"*[0-9]", "gpt-4", true},
        {"__Empty", "__empty", true},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        if (aoai_glob_fits(rows[i].pattern, rows[i].name) != rows[i].fits)
            fail_msg("%s on %s", rows[i].pattern, rows[i].name);
    }
}

static void many_stars_take_no_more_time(void **state)
{
    (void)state;
    char name[5001];
    memset(name, 'a', sizeof(name) - 1);
    name[sizeof(name) - 1] = '\0';
    assert_false(aoai_glob_fits("*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b", name));
    assert_true(aoai_glob_fits("*a*a*a*a*a*a*a*a*a*a*a*a*a*a*", name));
}

static void only_wild_characters_make_a_pattern(void **state)
{
    (void)state;
    assert_true(aoai_glob_is_exact("gpt-4o"));
    assert_true(aoai_glob_is_exact("a]b\\"));
    assert_true(aoai_glob_is_exact(""));
    assert_false(aoai_glob_is_exact("gpt*"));
    assert_false(aoai_glob_is_exact("g?t"));
    assert_false(aoai_glob_is_exact("g[pt"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(patterns_fit_whole_names),
        cmocka_unit_test(many_stars_take_no_more_time),
        cmocka_unit_test(only_wild_characters_make_a_pattern),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
