/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "plugins/clean_text.h"

#include <stdbool.h>
#include <string.h>

#include "core/utf8.h"

/* Bytes of the character at TEXT if it is harmless, else 0. */
static size_t harmless(const char *text, bool lines)
{
    size_t length = aoai_utf8_length(text);

    if (lines && *text == '\n')
        return length;
    return aoai_utf8_is_control(text, length) || *text == '|' ? 0 : length;
}

/* Appends TEXT; line ends stay where LINES. */
static void clean(struct aoai_buf *out, const char *text, bool lines)
{
    while (*text) {
        const char *end = text;
        size_t length;

        while (*end && (length = harmless(end, lines)) > 0)
            end += length;
        aoai_buf_add(out, text, (size_t)(end - text));
        if (*end) {
            aoai_buf_putc(out, '?');
            end++;
        }
        text = end;
    }
}

void aoai_clean_text(struct aoai_buf *out, const char *text)
{
    clean(out, text, false);
}

void aoai_clean_lines(struct aoai_buf *out, const char *text)
{
    clean(out, text, true);
}

void aoai_clean_cut(struct aoai_buf *buf, size_t length)
{
    static const char dots[] = "...";
    size_t keep = length < sizeof(dots) ? 0 : length - strlen(dots);

    if (buf->length <= length)
        return;
    aoai_buf_truncate(buf, aoai_utf8_cut(buf->data, keep));
    aoai_buf_add(buf, dots, length < strlen(dots) ? length : strlen(dots));
}
