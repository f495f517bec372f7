/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "net/json.h"

#include "core/utf8.h"

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
        length = aoai_utf8_length((const char *)at);
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
