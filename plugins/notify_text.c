/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "plugins/notify_text.h"

#include <string.h>

#include "core/utf8.h"

/* U+FFFD in UTF-8. */
static const char replacement[] = "\xef\xbf\xbd";

static const char dots[] = "...";

/* True for line ends, controls and separators among the LENGTH bytes of a
 * character. */
static bool is_control(const unsigned char *text, size_t length)
{
    if (aoai_utf8_is_control((const char *)text, length))
        return true;
    /* U+2028 and U+2029 */
    return length == 3 && text[0] == 0xe2 && text[1] == 0x80 &&
           (text[2] == 0xa8 || text[2] == 0xa9);
}

/* True for characters with the property Bidi_Control. */
static bool turns(const unsigned char *text, size_t length)
{
    if (length == 2)
        return text[0] == 0xd8 && text[1] == 0x9c; /* U+061C */
    if (length != 3 || text[0] != 0xe2)
        return false;
    if (text[1] == 0x80) /* U+200E, U+200F, U+202A to U+202E */
        return text[2] == 0x8e || text[2] == 0x8f ||
               (text[2] >= 0xaa && text[2] <= 0xae);
    /* U+2066 to U+2069 */
    return text[1] == 0x81 && text[2] >= 0xa6 && text[2] <= 0xa9;
}

struct aoai_notify_glyph aoai_notify_text_glyph(const char *text)
{
    const unsigned char *bytes = (const unsigned char *)text;
    size_t length = aoai_utf8_length(text);

    if (length == 0)
        return (struct aoai_notify_glyph){replacement, 3, 1, false, true};
    if (turns(bytes, length))
        return (struct aoai_notify_glyph){replacement, 3, length, false, true};
    if (!is_control(bytes, length))
        return (struct aoai_notify_glyph){text, length, length, false, false};
    if (text[0] == '\r' && text[1] == '\n')
        return (struct aoai_notify_glyph){" ", 1, 2, true, true};
    return (struct aoai_notify_glyph){" ", 1, length,
                                      text[0] == '\n' || text[0] == '\r', true};
}

bool aoai_notify_text_is_plain(const char *text)
{
    while (*text) {
        struct aoai_notify_glyph glyph = aoai_notify_text_glyph(text);

        if (glyph.is_changed)
            return false;
        text += glyph.taken;
    }
    return true;
}

size_t aoai_notify_text_fit(const char *text, size_t most)
{
    const char *at = text;
    size_t shown = 0;
    size_t cut = 0; /* bytes of TEXT that leave room for the dots */

    while (*at) {
        struct aoai_notify_glyph glyph = aoai_notify_text_glyph(at);

        if (glyph.length > most - shown)
            return cut;
        shown += glyph.length;
        at += glyph.taken;
        if (shown + strlen(dots) <= most)
            cut = (size_t)(at - text);
    }
    return (size_t)(at - text);
}

void aoai_notify_text_add(struct aoai_buf *out, const char *text, size_t most)
{
    const char *end = text + aoai_notify_text_fit(text, most);

    while (text < end) {
        struct aoai_notify_glyph glyph = aoai_notify_text_glyph(text);

        aoai_buf_add(out, glyph.shown, glyph.length);
        text += glyph.taken;
    }
    if (*end)
        aoai_buf_puts(out, dots);
}
