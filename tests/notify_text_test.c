/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Text from outside, made harmless for a mail. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdbool.h>
#include <string.h>

#include "plugins/notify_text.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

/* U+FFFD */
#define BAD "\xef\xbf\xbd"

static void only_harmless_characters_are_shown(void **state)
{
    static const struct {
        const char *text, *shown;
    } rows[] = {
        {"", ""},
        {"gpt-4o_mini.2024 (x|y)", "gpt-4o_mini.2024 (x|y)"},
        {"M\xc3\xbcller \xe2\x82\xac \xf0\x9f\x98\x80",
         "M\xc3\xbcller \xe2\x82\xac \xf0\x9f\x98\x80"},
        /* line ends would begin another header or line */
        {"a\r\nBcc: b", "a Bcc: b"},
        {"a\nb\rc", "a b c"},
        {"\xe2\x80\xa8\xe2\x80\xa9", "  "},
        /* controls of terminals, also those with two bytes */
        {"a\tb\x1b[31mc\x7f\x01", "a b [31mc  "},
        {"\xc2\x80\xc2\x9b\xc2\x9f\xc2\xa0", "   \xc2\xa0"},
        /* the direction of writing, every character that turns it */
        {"\xd8\x9c", BAD},
        {"\xe2\x80\x8e\xe2\x80\x8f", BAD BAD},
        {"\xe2\x80\xaa\xe2\x80\xab\xe2\x80\xac\xe2\x80\xad\xe2\x80\xae",
         BAD BAD BAD BAD BAD},
        {"\xe2\x81\xa6\xe2\x81\xa7\xe2\x81\xa8\xe2\x81\xa9", BAD BAD BAD BAD},
        /* their neighbours stay */
        {"\xd8\x9b\xe2\x80\x8d\xe2\x80\x90\xe2\x80\xa7\xe2\x80\xaf\xe2\x81\xa5"
         "\xe2\x81\xaa",
         "\xd8\x9b\xe2\x80\x8d\xe2\x80\x90\xe2\x80\xa7\xe2\x80\xaf\xe2\x81\xa5"
         "\xe2\x81\xaa"},
        /* no UTF-8: overlong, surrogate, cut off, beyond the last one */
        {"a\xff"
         "b",
         "a" BAD "b"},
        {"\xc0\xbc", BAD BAD},
        {"\xed\xa0\x80", BAD BAD BAD},
        {"\xe2\x82", BAD BAD},
        {"\xf4\x90\x80\x80", BAD BAD BAD BAD},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf out = {0};
        bool plain = strcmp(rows[i].text, rows[i].shown) == 0;

        aoai_notify_text_add(&out, rows[i].text, 100);
        assert_string_equal(aoai_buf_text(&out), rows[i].shown);
        assert_int_equal(aoai_notify_text_is_plain(rows[i].text), plain);
    }
}

static void long_texts_are_cut_between_characters(void **state)
{
    static const struct {
        const char *text;
        size_t most;
        const char *shown;
    } rows[] = {
        {"abcdef", 6, "abcdef"},
        {"abcdefg", 6, "abc..."},
        {"abcdefg", 3, "..."},
        {"abc", 3, "abc"},
        /* a character of two bytes in the way of the dots */
        {"ab\xc3\xbcxyz", 6, "ab..."},
        {"abc\xc3\xbcxyzz", 8, "abc\xc3\xbc..."},
        /* what counts are the bytes shown: three for each bad one */
        {"\xff\xff\xff", 9, BAD BAD BAD},
        {"\xff\xff\xff\xff", 9, BAD BAD "..."},
        {"\xff\xff", 5, "..."},
        {"a\r\nb\r\nc\r\nd", 7, "a b c d"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf out = {0};

        aoai_notify_text_add(&out, rows[i].text, rows[i].most);
        assert_string_equal(aoai_buf_text(&out), rows[i].shown);
        assert_true(out.length <= rows[i].most);
    }
}

static void line_ends_are_told_apart_from_blanks(void **state)
{
    static const struct {
        const char *text;
        bool is_line_end;
        size_t taken;
    } rows[] = {
        {"\nx", true, 1},
        {"\rx", true, 1},
        {"\r\nx", true, 2},
        {"\n\r", true, 1},
        {" x", false, 1},
        {"\tx", false, 1},
        /* separators are no line ends of a program's output */
        {"\xe2\x80\xa8x", false, 3},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct aoai_notify_glyph glyph = aoai_notify_text_glyph(rows[i].text);

        assert_int_equal(glyph.is_line_end, rows[i].is_line_end);
        assert_int_equal(glyph.taken, rows[i].taken);
        assert_int_equal(glyph.length, 1);
        assert_memory_equal(glyph.shown, " ", 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_harmless_characters_are_shown),
        cmocka_unit_test(long_texts_are_cut_between_characters),
        cmocka_unit_test(line_ends_are_told_apart_from_blanks),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
