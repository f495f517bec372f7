/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "net/json.h"

/* The length of the UTF-8 character that TEXT begins with; 0 when it begins
 * with none (RFC 3629, section 4). */
static size_t character(const unsigned char *text)
{
    static const struct {
        unsigned char first, last, second_first, second_last;
        size_t length;
    } rows[] = {
        {0x20, 0x7f, 0, 0, 1},       {0xc2, 0xdf, 0x80, 0xbf, 2},
        {0xe0, 0xe0, 0xa0, 0xbf, 3}, {0xe1, 0xec, 0x80, 0xbf, 3},
        {0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3},
        {0xf0, 0xf0, 0x90, 0xbf, 4}, {0xf1, 0xf3, 0x80, 0xbf, 4},
        {0xf4, 0xf4, 0x80, 0x8f, 4},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (text[0] < rows[i].first || text[0] > rows[i].last)
            continue;
        if (rows[i].length > 1 &&
            (text[1] < rows[i].second_first || text[1] > rows[i].second_last))
            return 0;
        for (size_t j = 2; j < rows[i].length; j++)
            if ((text[j] & 0xc0) != 0x80)
                return 0;
        return rows[i].length;
    }
    return 0;
}

/* Appends the escape of BYTE, a control character, quote or backslash. */
static void add_escape(struct aoai_buf *out, unsigned char byte)
{
    switch (byte) {
    case '\n':
        aoai_buf_puts(out, "\\n");
        break;
    case '\r':
        aoai_buf_puts(out, "\\r");
        break;
    case '\t':
        aoai_buf_puts(out, "\\t");
        break;
    case '"':
    case '\\':
        aoai_buf_putc(out, '\\');
        aoai_buf_putc(out, (char)byte);
        break;
    default:
        aoai_buf_printf(out, "\\u%04x", byte);
        break;
    }
}

/* True for what stands in a JSON string as it is and is one byte long. */
static bool is_plain(unsigned char byte)
{
    return byte >= 0x20 && byte < 0x7f && byte != '"' && byte != '\\';
}

void aoai_json_add_string(struct aoai_buf *out, const char *text)
{
    const unsigned char *at = (const unsigned char *)text;
    const unsigned char *start = at;
    size_t length = 0;

    aoai_buf_putc(out, '"');
    while (*at != '\0') {
        for (start = at; is_plain(*at); at++)
            continue;
        aoai_buf_add(out, start, (size_t)(at - start));
        if (*at == '\0')
            break;
        length = character(at);
        if (*at < 0x80)
            add_escape(out, *at);
        else if (length > 0)
            aoai_buf_add(out, at, length);
        else
            aoai_buf_puts(out, "\xef\xbf\xbd");
        at += length > 0 ? length : 1;
    }
    aoai_buf_putc(out, '"');
}
