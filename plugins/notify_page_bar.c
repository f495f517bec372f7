/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include <stdbool.h>

#include "plugins/notify_html.h"
#include "plugins/notify_page.h"

/* Characters of the bar in plain text. */
enum { CELLS = 20 };

/* Larger shares are only called larger than this, in percent. */
enum { PERCENT_MOST = 99999 };

/* USED as a percentage of WHOLE, rounded down, at most PERCENT_MOST + 1. */
static unsigned percent(uint64_t used, uint64_t whole)
{
    uint64_t times = used / whole, part = used % whole;
    uint64_t sum = 0, result;

    if (times > PERCENT_MOST / 100)
        return PERCENT_MOST + 1;
    result = 100 * times;
    /* 100 * part / whole, without a product that could overflow */
    for (int i = 0; i < 100; i++) {
        bool carries = sum >= whole - part;

        sum = carries ? sum - (whole - part) : sum + part;
        result += carries;
    }
    return result > PERCENT_MOST ? PERCENT_MOST + 1 : (unsigned)result;
}

/* SHARE in percent as so many of COUNT, at least one, and not all of them
 * where it is below 100. */
static unsigned portion(unsigned share, unsigned count)
{
    unsigned cells = share * count / 100;

    return cells ? cells : 1;
}

/* Appends a cell of the bar, WIDTH percent wide; no GROUND leaves it open. */
static void add_cell(struct aoai_buf *html, unsigned width, const char *ground)
{
    aoai_buf_printf(html, "<td width=\"%u%%\" height=\"14\" style=\"", width);
    if (ground)
        aoai_buf_printf(html, "background:%s;", ground);
    aoai_buf_puts(html, "height:14px;font-size:0;line-height:0\">&nbsp;</td>");
}

/* Appends COUNT times BYTE. */
static void add_run(struct aoai_buf *plain, char byte, unsigned count)
{
    while (count-- > 0)
        aoai_buf_putc(plain, byte);
}

/* How a part of the bar looks: in HTML, NULL for open, and in plain text. */
struct part {
    const char *ground;
    char byte;
};

/* Draws FIRST, SHARE percent of the bar, and REST. */
static void draw(struct aoai_notify_page *page, unsigned share,
                 struct part first, struct part rest)
{
    unsigned cells = portion(share, CELLS);
    unsigned width = portion(share, 100);

    aoai_buf_puts(page->html, AOAI_NOTIFY_TABLE
                  ";table-layout:fixed;margin:0 0 4px;"
                  "border:1px solid " AOAI_NOTIFY_LINE "\"><tr>");
    add_cell(page->html, width, first.ground);
    if (width < 100)
        add_cell(page->html, 100 - width, rest.ground);
    aoai_buf_puts(page->html, "</tr></table>\n");
    aoai_buf_putc(page->plain, '[');
    add_run(page->plain, first.byte, cells);
    add_run(page->plain, rest.byte, CELLS - cells);
    aoai_buf_puts(page->plain, "] ");
}

/* Puts what the bar shows. */
static void put_label(struct aoai_notify_page *page, unsigned share,
                      uint64_t used, uint64_t whole, const char *words)
{
    if (share == 0 && used > 0)
        aoai_notify_page_put(page, "under 1");
    else if (share > PERCENT_MOST)
        aoai_notify_page_put(page, "more than 99999");
    else
        aoai_notify_page_number(page, share);
    aoai_notify_page_put(page, " % of ");
    aoai_notify_page_put(page, words);
    aoai_notify_page_put(page, " of ");
    aoai_notify_page_number(page, whole);
    aoai_notify_page_put(page, " tokens");
    if (used <= whole)
        return;
    aoai_notify_page_put(page, ", ");
    aoai_notify_page_number(page, used - whole);
    aoai_notify_page_put(page, " over it");
}

void aoai_notify_page_bar(struct aoai_notify_page *page,
                          enum aoai_notify_tone tone, uint64_t used,
                          uint64_t whole, const char *words)
{
    struct aoai_notify_colours colours = aoai_notify_html_colours(tone);
    struct part open = {NULL, '-'};
    struct part full = {colours.ground, '#'};
    struct part beyond = {colours.beyond, '+'};
    unsigned share = percent(used, whole);

    if (used > whole)
        draw(page, percent(whole, used), full, beyond);
    else
        draw(page, share, used ? full : open, open);
    aoai_notify_page_open(page, AOAI_NOTIFY_TEXT);
    put_label(page, share, used, whole, words);
    aoai_notify_page_close(page, AOAI_NOTIFY_TEXT);
}
