/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* A page that is written twice at once: as plain text and as HTML.
 *
 * Blocks follow each other; what stands in a block is put there piece by piece.
 * Every text passes plugins/notify_text.h, and for HTML all of & < > " ' are
 * escaped in one place, so no caller can let markup through.
 *
 * The HTML has inline styles only, no images, no scripts, no style sheets and
 * no classes, and tables for its layout, because that is what mail programs
 * leave alone. Text and ground keep the colours of the reader's choice (light
 * or dark); where a colour is set, on badge and bar, both of text and ground
 * are, and lines are a gray that is seen on either.
 *
 * Numbers are for people in HTML, from five digits on with narrow no-break
 * spaces (U+202F) between the thousands, and for copying and searching in plain
 * text: digits alone. */
#ifndef AOAI_PLUGINS_NOTIFY_PAGE_H
#define AOAI_PLUGINS_NOTIFY_PAGE_H

#include <stddef.h>
#include <stdint.h>

#include "core/buf.h"

struct aoai_notify_page {
    struct aoai_buf *plain, *html; /* the caller asks them for failures */
};

enum aoai_notify_tone {
    AOAI_NOTIFY_GRAY,
    AOAI_NOTIFY_GREEN,  /* all is well */
    AOAI_NOTIFY_YELLOW, /* warning */
    AOAI_NOTIFY_RED,    /* critical */
    AOAI_NOTIFY_PURPLE  /* unknown */
};

enum aoai_notify_block {
    AOAI_NOTIFY_TITLE,   /* large, once */
    AOAI_NOTIFY_HEADING, /* of a part */
    AOAI_NOTIFY_TEXT,    /* a paragraph */
    AOAI_NOTIFY_FACTS,   /* a table; holds facts only */
    AOAI_NOTIFY_ITEMS,   /* short lines; holds items only */
    AOAI_NOTIFY_ITEM,
    AOAI_NOTIFY_CODE, /* a command to copy */
    AOAI_NOTIFY_FOOTER
};

/* Begins a page of TONE; TITLE is that of the HTML document, of
 * the caller's length. */
void aoai_notify_page_begin(struct aoai_notify_page *page,
                            enum aoai_notify_tone tone, const char *title);

/* Ends the page. */
void aoai_notify_page_end(struct aoai_notify_page *page);

/* Opens BLOCK. */
void aoai_notify_page_open(struct aoai_notify_page *page,
                           enum aoai_notify_block block);

/* Closes BLOCK, the one opened last. */
void aoai_notify_page_close(struct aoai_notify_page *page,
                            enum aoai_notify_block block);

/* Opens a fact with its LABEL, at most 14 letters; its value is put next. */
void aoai_notify_page_open_fact(struct aoai_notify_page *page,
                                const char *label);

/* Closes the fact. */
void aoai_notify_page_close_fact(struct aoai_notify_page *page);

/* Puts WORD, which may come from outside, in the colours of TONE before what
 * follows. */
void aoai_notify_page_badge(struct aoai_notify_page *page,
                            enum aoai_notify_tone tone, const char *word);

/* Puts TEXT. */
void aoai_notify_page_put(struct aoai_notify_page *page, const char *text);

/* Puts the first LENGTH bytes of TEXT. */
void aoai_notify_page_add(struct aoai_notify_page *page, const char *text,
                          size_t length);

/* Puts TEXT, which comes from outside: cut to MOST bytes, and in HTML kept from
 * turning the direction of what stands around it. */
void aoai_notify_page_cut(struct aoai_notify_page *page, const char *text,
                          size_t most);

/* Puts NUMBER. */
void aoai_notify_page_number(struct aoai_notify_page *page, uint64_t number);

/* Puts a link to URL, which is no longer than a mail should show and begins
 * with http:// or https:// (the caller has seen to both), with WORDS to click
 * on. */
void aoai_notify_page_link(struct aoai_notify_page *page, const char *url,
                           const char *words);

/* A block that shows TEXT with its line ends, in MOST bytes: cut at the end of
 * a line where there is one, with a remark. Nothing where TEXT is empty. */
void aoai_notify_page_lines(struct aoai_notify_page *page, const char *text,
                            size_t most);

/* A block that shows USED as a share of WHOLE (not 0) in the colour of TONE,
 * and says so: WORDS are what WHOLE is ("the budget"). Above it the bar is
 * USED, with WHOLE as a part of it. */
void aoai_notify_page_bar(struct aoai_notify_page *page,
                          enum aoai_notify_tone tone, uint64_t used,
                          uint64_t whole, const char *words);

#endif
