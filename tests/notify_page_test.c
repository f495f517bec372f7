/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Pages that are written twice at once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "plugins/notify_html.h"
#include "plugins/notify_page.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

/* U+202F */
#define GAP "\xe2\x80\xaf"

/* A page and its two texts. */
struct paper {
    struct aoai_buf plain, html;
    struct aoai_notify_page page;
};

/* Empties PAPER. */
static void begin(struct paper *paper)
{
    *paper = (struct paper){0};
    paper->page =
        (struct aoai_notify_page){.plain = &paper->plain, .html = &paper->html};
}

/* Releases PAPER. */
static void end(struct paper *paper)
{
    aoai_buf_free(&paper->plain);
    aoai_buf_free(&paper->html);
}

static void numbers_are_for_people_in_html_and_for_grep_in_text(void **state)
{
    static const struct {
        uint64_t number;
        const char *plain, *html;
    } rows[] = {
        {0, "0", "0"},
        {999, "999", "999"},
        /* four digits are read without a gap */
        {1261, "1261", "1261"},
        {9999, "9999", "9999"},
        {10000, "10000", "10" GAP "000"},
        {100000, "100000", "100" GAP "000"},
        {12345678, "12345678", "12" GAP "345" GAP "678"},
        {UINT64_MAX, "18446744073709551615",
         "18" GAP "446" GAP "744" GAP "073" GAP "709" GAP "551" GAP "615"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct paper paper;

        begin(&paper);
        aoai_notify_page_number(&paper.page, rows[i].number);
        assert_string_equal(aoai_buf_text(&paper.plain), rows[i].plain);
        assert_string_equal(aoai_buf_text(&paper.html), rows[i].html);
        end(&paper);
    }
}

/* Appends HTML with its character references read. */
static void unescape(struct aoai_buf *out, const char *html)
{
    static const struct {
        const char *reference;
        char byte;
    } rows[] = {{"&amp;", '&'},
                {"&lt;", '<'},
                {"&gt;", '>'},
                {"&quot;", '"'},
                {"&#39;", '\''}};

    while (*html) {
        size_t i = 0;

        if (*html != '&') {
            aoai_buf_putc(out, *html++);
            continue;
        }
        while (i < COUNT(rows) &&
               strncmp(html, rows[i].reference, strlen(rows[i].reference)) != 0)
            i++;
        assert_true(i < COUNT(rows));
        aoai_buf_putc(out, rows[i].byte);
        html += strlen(rows[i].reference);
    }
}

static void what_is_escaped_reads_as_it_was(void **state)
{
    static const char *const rows[] = {
        "",
        "plain",
        "<script>alert('x')</script>",
        "\"'&<>",
        "&amp;lt; &#60; &notit;",
        "a=\"b\" onload='x'",
        "M\xc3\xbcller > \xe2\x82\xac",
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf back = {0};
        struct paper paper;

        begin(&paper);
        aoai_notify_page_put(&paper.page, rows[i]);
        assert_string_equal(aoai_buf_text(&paper.plain), rows[i]);
        assert_null(strpbrk(aoai_buf_text(&paper.html), "<>\"'"));
        unescape(&back, aoai_buf_text(&paper.html));
        assert_string_equal(aoai_buf_text(&back), rows[i]);
        end(&paper);
    }
}

static void every_byte_of_ascii_is_escaped_or_harmless(void **state)
{
    (void)state;
    for (char byte = 1; byte < 0x7f; byte++) {
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf html = {0};
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf back = {0};

        aoai_notify_html_escape(&html, &byte, 1);
        assert_true(!strchr("<>&\"'", byte) || html.length > 1);
        unescape(&back, aoai_buf_text(&html));
        assert_int_equal(back.length, 1);
        assert_int_equal(back.data[0], byte);
    }
}

static void a_bar_shows_the_share(void **state)
{
    static const struct {
        uint64_t used, whole;
        const char *plain;
    } rows[] = {
        {0, 1000, "[--------------------] 0 % of the budget of 1000 tokens"},
        /* something is never nothing */
        {1, 1000,
         "[#-------------------] under 1 % of the budget of 1000 tokens"},
        {10, 1000, "[#-------------------] 1 % of the budget of 1000 tokens"},
        {630, 1000, "[############--------] 63 % of the budget of 1000 tokens"},
        /* rounded down: full means full */
        {999, 1000, "[###################-] 99 % of the budget of 1000 tokens"},
        {1000, 1000,
         "[####################] 100 % of the budget of 1000 tokens"},
        {1001, 1000,
         "[###################+] 100 % of the budget of 1000 tokens, 1 over "
         "it"},
        {1261, 1000,
         "[###############+++++] 126 % of the budget of 1000 tokens, 261 over "
         "it"},
        {2000, 1000,
         "[##########++++++++++] 200 % of the budget of 1000 tokens, 1000 over "
         "it"},
        {1000000, 1000,
         "[#+++++++++++++++++++] more than 99999 % of the budget of 1000 "
         "tokens, 999000 over it"},
        {999990, 1000,
         "[#+++++++++++++++++++] 99999 % of the budget of 1000 tokens, 998990 "
         "over it"},
        /* products that 64 bits do not hold */
        {UINT64_MAX, 1,
         "[#+++++++++++++++++++] more than 99999 % of the budget of 1 tokens, "
         "18446744073709551614 over it"},
        {UINT64_MAX - 1, UINT64_MAX,
         "[###################-] 99 % of the budget of 18446744073709551615 "
         "tokens"},
        {UINT64_MAX / 2, UINT64_MAX,
         "[#########-----------] 49 % of the budget of 18446744073709551615 "
         "tokens"},
        {1, UINT64_MAX,
         "[#-------------------] under 1 % of the budget of "
         "18446744073709551615 tokens"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf text = {0};
        struct paper paper;

        begin(&paper);
        aoai_notify_page_bar(&paper.page, AOAI_NOTIFY_RED, rows[i].used,
                             rows[i].whole, "the budget");
        aoai_buf_printf(&text, "%s\n\n", rows[i].plain);
        assert_string_equal(aoai_buf_text(&paper.plain), aoai_buf_text(&text));
        end(&paper);
    }
}

static void the_cells_of_a_bar_make_the_whole(void **state)
{
    (void)state;
    for (uint64_t used = 0; used <= 400; used++) {
        struct paper paper;
        unsigned long sum = 0;

        begin(&paper);
        aoai_notify_page_bar(&paper.page, AOAI_NOTIFY_RED, used, 100, "it");
        for (const char *at = aoai_buf_text(&paper.html);
             (at = strstr(at, "<td width=\"")); at++) {
            unsigned long width =
                strtoul(at + strlen("<td width=\""), NULL, 10);

            assert_true(width > 0);
            sum += width;
        }
        assert_int_equal(sum, 100);
        assert_int_equal(strcspn(aoai_buf_text(&paper.plain), "]"), 21);
        end(&paper);
    }
}

static void lines_are_cut_at_an_end_and_say_so(void **state)
{
    static const struct {
        const char *text;
        size_t most;
        const char *plain;
    } rows[] = {
        {"", 100, ""},
        {"\r\n\n", 100, ""},
        {"one\ntwo\n", 100, "  one\n  two\n\n"},
        {"one\r\ntwo\rthree", 100, "  one\n  two\n  three\n\n"},
        {"\n\none\n\ntwo\n\n\n", 100, "  one\n  \n  two\n\n"},
        {"one\ntwo\nthree", 12, "  one\n  two\n\n(cut here: 5 more bytes)\n\n"},
        {"one\ntwo\nthree", 13, "  one\n  two\n  three\n\n"},
        /* a line without an end: between two characters */
        {"\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc", 7,
         "  \xc3\xbc\xc3\xbc\n\n(cut here: 4 more bytes)\n\n"},
        {"a\tb\x1b", 100, "  a b \n\n"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct paper paper;

        begin(&paper);
        aoai_notify_page_lines(&paper.page, rows[i].text, rows[i].most);
        assert_string_equal(aoai_buf_text(&paper.plain), rows[i].plain);
        assert_int_equal(paper.html.length > 0, rows[i].plain[0] != '\0');
        end(&paper);
    }
}

static void what_comes_from_outside_is_cut_and_kept_apart(void **state)
{
    struct paper paper;

    (void)state;
    begin(&paper);
    aoai_notify_page_cut(&paper.page, "<b>long", 6);
    assert_string_equal(aoai_buf_text(&paper.plain), "<b>...");
    assert_string_equal(aoai_buf_text(&paper.html), "<bdi>&lt;b&gt;</bdi>...");
    end(&paper);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_for_people_in_html_and_for_grep_in_text),
        cmocka_unit_test(what_is_escaped_reads_as_it_was),
        cmocka_unit_test(every_byte_of_ascii_is_escaped_or_harmless),
        cmocka_unit_test(a_bar_shows_the_share),
        cmocka_unit_test(the_cells_of_a_bar_make_the_whole),
        cmocka_unit_test(lines_are_cut_at_an_end_and_say_so),
        cmocka_unit_test(what_comes_from_outside_is_cut_and_kept_apart),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
