/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "plugins/notify_page.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "plugins/notify_html.h"
#include "plugins/notify_text.h"

/* Where values begin in plain text. */
enum { COLUMN = 16 };

/* Bytes of a badge at most. */
enum { BADGE_MOST = 24 };

/* Below this a number is read without spaces. */
enum { GROUPED_FROM = 10000 };

/* U+202F in UTF-8. */
#define NARROW_SPACE "\xe2\x80\xaf"

static const struct {
    const char *open, *close;
} plain_blocks[] = {
    [AOAI_NOTIFY_TITLE] = {"", "\n\n"},
    [AOAI_NOTIFY_HEADING] = {"--- ", "\n\n"},
    [AOAI_NOTIFY_TEXT] = {"", "\n\n"},
    [AOAI_NOTIFY_FACTS] = {"", "\n"},
    [AOAI_NOTIFY_ITEMS] = {"", "\n"},
    [AOAI_NOTIFY_ITEM] = {"- ", "\n"},
    [AOAI_NOTIFY_CODE] = {"  ", "\n\n"},
    [AOAI_NOTIFY_FOOTER] = {"", "\n"},
};

void aoai_notify_page_begin(struct aoai_notify_page *page,
                            enum aoai_notify_tone tone, const char *title)
{
    aoai_notify_html_begin(page->html, tone, title);
}

void aoai_notify_page_end(struct aoai_notify_page *page)
{
    aoai_notify_html_end(page->html);
}

void aoai_notify_page_open(struct aoai_notify_page *page,
                           enum aoai_notify_block block)
{
    aoai_buf_puts(page->plain, plain_blocks[block].open);
    aoai_buf_puts(page->html, aoai_notify_html_block(block).open);
}

void aoai_notify_page_close(struct aoai_notify_page *page,
                            enum aoai_notify_block block)
{
    aoai_buf_puts(page->plain, plain_blocks[block].close);
    aoai_buf_puts(page->html, aoai_notify_html_block(block).close);
}

void aoai_notify_page_open_fact(struct aoai_notify_page *page,
                                const char *label)
{
    aoai_buf_printf(page->plain, "%s:%*s", label,
                    COLUMN - 1 - (int)strlen(label), "");
    aoai_buf_printf(page->html,
                    "<tr><td width=\"30%%\" valign=\"top\" "
                    "style=\"padding:3px 8px 3px 0;font-size:13px;"
                    "line-height:1.65;" AOAI_NOTIFY_WRAP "\">%s</td>"
                    "<td valign=\"top\" style=\"padding:3px 0;font-size:15px;"
                    "line-height:1.45;" AOAI_NOTIFY_WRAP "\">",
                    label);
}

void aoai_notify_page_close_fact(struct aoai_notify_page *page)
{
    aoai_buf_putc(page->plain, '\n');
    aoai_buf_puts(page->html, "</td></tr>\n");
}

void aoai_notify_page_badge(struct aoai_notify_page *page,
                            enum aoai_notify_tone tone, const char *word)
{
    struct aoai_notify_colours colours = aoai_notify_html_colours(tone);

    aoai_buf_putc(page->plain, '[');
    aoai_buf_printf(page->html,
                    "<span style=\"background:%s;color:%s;padding:1px 8px;"
                    "border-radius:4px;font-size:14px;font-weight:700;"
                    "white-space:nowrap\">",
                    colours.ground, colours.text);
    aoai_notify_page_cut(page, word, BADGE_MOST);
    aoai_buf_puts(page->plain, "] ");
    aoai_buf_puts(page->html, "</span> ");
}

void aoai_notify_page_add(struct aoai_notify_page *page, const char *text,
                          size_t length)
{
    const char *end = text + length;

    while (text < end) {
        struct aoai_notify_glyph glyph = aoai_notify_text_glyph(text);

        aoai_buf_add(page->plain, glyph.shown, glyph.length);
        aoai_notify_html_escape(page->html, glyph.shown, glyph.length);
        text += glyph.taken;
    }
}

void aoai_notify_page_put(struct aoai_notify_page *page, const char *text)
{
    aoai_notify_page_add(page, text, strlen(text));
}

void aoai_notify_page_cut(struct aoai_notify_page *page, const char *text,
                          size_t most)
{
    size_t length = aoai_notify_text_fit(text, most);

    aoai_buf_puts(page->html, "<bdi>");
    aoai_notify_page_add(page, text, length);
    aoai_buf_puts(page->html, "</bdi>");
    if (text[length])
        aoai_notify_page_put(page, "...");
}

void aoai_notify_page_number(struct aoai_notify_page *page, uint64_t number)
{
    char digits[24];
    int length = snprintf(digits, sizeof(digits), "%" PRIu64, number);

    aoai_buf_puts(page->plain, digits);
    for (int i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0 && number >= GROUPED_FROM)
            aoai_buf_puts(page->html, NARROW_SPACE);
        aoai_buf_putc(page->html, digits[i]);
    }
}

void aoai_notify_page_link(struct aoai_notify_page *page, const char *url,
                           const char *words)
{
    aoai_buf_puts(page->plain, url);
    aoai_buf_puts(page->html, "<a href=\"");
    aoai_notify_html_escape(page->html, url, strlen(url));
    aoai_buf_puts(page->html, "\">");
    aoai_notify_html_escape(page->html, words, strlen(words));
    aoai_buf_puts(page->html, "</a>");
}

/* How many bytes of TEXT to show in MOST: up to the last line end that fits,
 * where it does not fit as a whole and has one. */
static size_t fit_lines(const char *text, size_t most)
{
    size_t length = aoai_notify_text_fit(text, most);
    size_t end = length;

    if (text[length] == '\0')
        return length;
    while (end > 0 && text[end - 1] != '\n')
        end--;
    return end ? end - 1 : length;
}

void aoai_notify_page_lines(struct aoai_notify_page *page, const char *text,
                            size_t most)
{
    const char *at = text + strspn(text, "\r\n");
    const char *end = at + fit_lines(at, most);
    const char *rest = end + strspn(end, "\r\n");

    while (end > at && strchr("\r\n", end[-1]))
        end--;
    if (end == at)
        return;
    aoai_notify_page_open(page, AOAI_NOTIFY_CODE);
    while (at < end) {
        struct aoai_notify_glyph glyph = aoai_notify_text_glyph(at);

        if (glyph.is_line_end) {
            aoai_buf_puts(page->plain, "\n  ");
            aoai_buf_putc(page->html, '\n');
        } else {
            aoai_notify_page_add(page, at, glyph.taken);
        }
        at += glyph.taken;
    }
    aoai_notify_page_close(page, AOAI_NOTIFY_CODE);
    if (*rest == '\0')
        return;
    aoai_notify_page_open(page, AOAI_NOTIFY_TEXT);
    aoai_notify_page_put(page, "(cut here: ");
    aoai_notify_page_number(page, strlen(rest));
    aoai_notify_page_put(page, " more bytes)");
    aoai_notify_page_close(page, AOAI_NOTIFY_TEXT);
}
