/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Text from outside, made harmless for a mail.
 *
 * Control characters (U+0000 to U+001F, U+007F to U+009F) and the line and
 * paragraph separators U+2028 and U+2029 become blanks, except line ends
 * where lines are kept: "\n", "\r\n" and "\r" alike. U+FFFD stands for each
 * byte that is not part of valid UTF-8 (RFC 3629) and for the characters that
 * turn the direction of writing, with which a name can be made to read as
 * another one: those with the property Bidi_Control (Unicode Standard Annex
 * 9, section 2). */
#ifndef AOAI_PLUGINS_NOTIFY_TEXT_H
#define AOAI_PLUGINS_NOTIFY_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "core/buf.h"

/* The first character of a text, and what is shown for it. */
struct aoai_notify_glyph {
    const char *shown; /* not ended by a NUL */
    size_t length;     /* bytes shown */
    size_t taken;      /* bytes of the text that it stands for */
    bool is_line_end;  /* shown as a blank, unless lines are kept */
    bool is_changed;   /* shown is not what stands there */
};

/* The first character of TEXT, which is not empty. What is shown lies in TEXT
 * or is a constant. */
struct aoai_notify_glyph aoai_notify_text_glyph(const char *text);

/* True when all of TEXT is shown as it stands. */
bool aoai_notify_text_is_plain(const char *text);

/* How many bytes of TEXT can be shown in MOST bytes (at least 3): all, or as
 * many as leave room for "...", whole characters in any case. It was cut where
 * TEXT goes on behind them. */
size_t aoai_notify_text_fit(const char *text, size_t most);

/* Appends TEXT as one line of at most MOST bytes (at least 3), with "..." at
 * the end where it was cut. */
void aoai_notify_text_add(struct aoai_buf *out, const char *text, size_t most);

#endif
