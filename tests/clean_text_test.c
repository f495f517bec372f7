/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Text made harmless for a line of output. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "plugins/clean_text.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

static void harmless_text_stays_and_the_rest_is_marked(void **state)
{
    static const struct {
        const char *text, *clean;
    } rows[] = {
        {"", ""},
        {"gpt-4o-momo 1261", "gpt-4o-momo 1261"},
        {"<b>&\"'`$;\\", "<b>&\"'`$;\\"},
        {"a|b", "a?b"},
        {"a\nb\rc\td\x01\x1f\x7f", "a?b?c?d???"},
        {"\x1b[31mred", "?[31mred"},
        /* two, three and four bytes, and the ends of their ranges */
        {"\xc3\xa4\xe3\x81\x82\xf0\x9f\x98\x80",
         "\xc3\xa4\xe3\x81\x82\xf0\x9f\x98\x80"},
        {"\xc2\x80", "??"}, /* a control character: U+0080 */
        {"\xc2\x9b", "??"},
        {"\xc2\xa0", "\xc2\xa0"},
        {"\xdf\xbf\xe0\xa0\x80\xef\xbf\xbf",
         "\xdf\xbf\xe0\xa0\x80\xef\xbf\xbf"},
        {"\xf0\x90\x80\x80\xf4\x8f\xbf\xbf",
         "\xf0\x90\x80\x80\xf4\x8f\xbf\xbf"},
        {"\xed\x9f\xbf\xee\x80\x80", "\xed\x9f\xbf\xee\x80\x80"},
        /* overlong forms of "/" and others */
        {"\xc0\xaf", "??"},
        {"\xc1\xbf", "??"},
        {"\xe0\x80\xaf", "???"},
        {"\xe0\x9f\xbf", "???"},
        {"\xf0\x80\x80\xaf", "????"},
        {"\xf0\x8f\xbf\xbf", "????"},
        /* surrogates, and above U+10FFFF */
        {"\xed\xa0\x80", "???"},
        {"\xed\xbf\xbf", "???"},
        {"\xf4\x90\x80\x80", "????"},
        {"\xf5\x80\x80\x80", "????"},
        {"\xf8\x88\x80\x80\x80", "?????"},
        {"\xfe\xff", "??"},
        /* a lone continuation, a character cut short, cut by another */
        {"\x80", "?"},
        {"a\xbf"
         "b",
         "a?b"},
        {"\xc3", "?"},
        {"\xe3\x81", "??"},
        {"\xf0\x9f\x98", "???"},
        {"\xc3(", "?("},
        {"\xe3\x81\xc3\xa4", "??\xc3\xa4"},
        {"\xc3|", "??"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf out = {0};

        aoai_clean_text(&out, rows[i].text);
        assert_string_equal(aoai_buf_text(&out), rows[i].clean);
    }
}

static void lines_keep_their_ends_only(void **state)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf out = {0};

    (void)state;
    aoai_clean_lines(&out, "a|b\r\nc\td\n\n");
    assert_string_equal(aoai_buf_text(&out), "a?b?\nc?d\n\n");
}

static void every_byte_is_answered(void **state)
{
    (void)state;
    for (unsigned byte = 1; byte < 256; byte++) {
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf out = {0};
        char text[] = {(char)byte, '\0'};

        aoai_clean_text(&out, text);
        assert_int_equal(out.length, 1);
        assert_true(out.data[0] == '?' || out.data[0] == text[0]);
        assert_true(out.data[0] >= ' ' && out.data[0] < 0x7f);
    }
}

static void a_cut_leaves_whole_characters(void **state)
{
    static const struct {
        const char *text;
        size_t length;
        const char *cut;
    } rows[] = {
        {"abcdefgh", 8, "abcdefgh"},
        {"abcdefgh", 9, "abcdefgh"},
        {"abcdefgh", 7, "abcd..."},
        {"abcdefgh", 4, "a..."},
        {"abcdefgh", 3, "..."},
        {"abcdefgh", 2, ".."},
        {"abcdefgh", 0, ""},
        {"", 0, ""},
        /* two bytes: a-umlaut; three: hiragana a; four: a face */
        {"ab\xc3\xa4"
         "defgh",
         7, "ab\xc3\xa4..."},
        {"abc\xc3\xa4"
         "efgh",
         7, "abc..."},
        {"ab\xe3\x81\x82"
         "fgh",
         7, "ab..."},
        {"a\xe3\x81\x82"
         "efgh",
         7, "a\xe3\x81\x82..."},
        {"a\xf0\x9f\x98\x80"
         "fgh",
         7, "a..."},
        {"\xf0\x9f\x98\x80"
         "fghi",
         7, "\xf0\x9f\x98\x80..."},
        {"\xf0\x9f\x98\x80\xf0\x9f\x98\x80", 4, "..."},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf out = {0};

        aoai_buf_puts(&out, rows[i].text);
        aoai_clean_cut(&out, rows[i].length);
        assert_string_equal(aoai_buf_text(&out), rows[i].cut);
        assert_int_equal(out.length, strlen(rows[i].cut));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(harmless_text_stays_and_the_rest_is_marked),
        cmocka_unit_test(lines_keep_their_ends_only),
        cmocka_unit_test(every_byte_is_answered),
        cmocka_unit_test(a_cut_leaves_whole_characters),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
