/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The HTML of a mail: its markup, its colours, and escaping. */
#ifndef AOAI_PLUGINS_NOTIFY_HTML_H
#define AOAI_PLUGINS_NOTIFY_HTML_H

#include <stddef.h>

#include "core/buf.h"
#include "plugins/notify_page.h"

/* The gray of lines, seen on white and on black. */
#define AOAI_NOTIFY_LINE "#8a919c"

/* Tables that are for layout alone. */
#define AOAI_NOTIFY_TABLE                                                      \
    "<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" "           \
    "cellspacing=\"0\" border=\"0\" style=\"border-collapse:collapse"

/* How text that has long words breaks. */
#define AOAI_NOTIFY_WRAP "overflow-wrap:anywhere;word-break:break-word"

/* The colours of a tone, each as #rrggbb: ground, text on it, and a darker
 * ground for what goes beyond. */
struct aoai_notify_colours {
    const char *ground, *text, *beyond;
};

/* Those of TONE; their contrast is at least 4.5 to 1. */
struct aoai_notify_colours aoai_notify_html_colours(enum aoai_notify_tone tone);

/* What opens and closes BLOCK. */
struct aoai_notify_markup {
    const char *open, *close;
};

/* The markup of BLOCK. */
struct aoai_notify_markup aoai_notify_html_block(enum aoai_notify_block block);

/* Appends LENGTH bytes, for text and attribute values between double quotes:
 * & < > " ' are written as character references
 * (https://html.spec.whatwg.org/multipage/parsing.html). */
void aoai_notify_html_escape(struct aoai_buf *out, const char *bytes,
                             size_t length);

/* Appends the document up to the first block. */
void aoai_notify_html_begin(struct aoai_buf *out, enum aoai_notify_tone tone,
                            const char *title);

/* Appends the rest of the document. */
void aoai_notify_html_end(struct aoai_buf *out);

#endif
