/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "plugins/clean_text.h"

#include <stdbool.h>
#include <string.h>

/* The lowest code point that needs this many bytes. */
static const unsigned long lowest[] = {0, 0, 0x80, 0x800, 0x10000};

/* Bytes that a character beginning with BYTE has; 0 when none begins so. */
static size_t sequence_length(unsigned char byte)
{
    if (byte < 0x80)
        return 1;
    if (byte >= 0xc2 && byte < 0xe0)
        return 2;
    if (byte >= 0xe0 && byte < 0xf0)
        return 3;
    return byte >= 0xf0 && byte < 0xf5 ? 4 : 0;
}

/* Bytes of the valid character at TEXT; 0 when there is none. */
static size_t character(const char *text)
{
    const unsigned char *bytes = (const unsigned char *)text;
    size_t length = sequence_length(*bytes);
    unsigned long point = *bytes & (0xffu >> (length + 1));

    if (length < 2)
        return length;
    for (size_t i = 1; i < length; i++) {
        if ((bytes[i] & 0xc0) != 0x80)
            return 0;
        point = point << 6 | (bytes[i] & 0x3f);
    }
    if (point < lowest[length] || point > 0x10ffff ||
        (point >= 0xd800 && point < 0xe000))
        return 0;
    return length;
}

/* Bytes of the character at TEXT if it is harmless, else 0. */
static size_t harmless(const char *text, bool lines)
{
    size_t length = character(text);

    if (length == 2 && (unsigned char)text[0] == 0xc2 &&
        (unsigned char)text[1] < 0xa0)
        return 0; /* U+0080 to U+009F control terminals too */
    if (length != 1 || (lines && *text == '\n'))
        return length;
    return (unsigned char)*text >= ' ' && *text != 0x7f && *text != '|';
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
    while (keep > 0 && ((unsigned char)buf->data[keep] & 0xc0) == 0x80)
        keep--;
    aoai_buf_truncate(buf, keep);
    aoai_buf_add(buf, dots, length < strlen(dots) ? length : strlen(dots));
}
