/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "state/entity.h"

#include <string.h>

#include "core/fold.h"
#include "core/utf8.h"

/* Hex digits of the hash behind a name that is cut, at least. */
enum { HASH_DIGITS = 32 };

/* True when keys forbid the character of LENGTH bytes that TEXT begins with, or
 * it would be taken for an escape; LENGTH 0: it is no character. */
static bool is_forbidden(const char *text, size_t length)
{
    return length == 0 || aoai_utf8_is_control(text, length) ||
           strchr("/\\#?%", *text) != NULL;
}

/* Appends the character that TEXT begins with, escaped where keys forbid it, if
 * it fits into ROOM bytes. Returns how many bytes of TEXT that were; 0 when it
 * did not fit. */
static size_t add_character(struct aoai_buf *out, const char *text, size_t room)
{
    size_t length = aoai_utf8_length(text);
    bool forbidden = is_forbidden(text, length);
    size_t bytes = length > 0 ? length : 1;

    if (bytes * (forbidden ? 3 : 1) > room)
        return 0;
    if (!forbidden) {
        aoai_buf_add(out, text, bytes);
        return bytes;
    }
    for (size_t i = 0; i < bytes; i++)
        aoai_buf_printf(out, "%%%02X", (unsigned char)text[i]);
    return bytes;
}

/* Appends as much of NAME as fits into ROOM bytes. Returns the rest. */
static const char *add_name(struct aoai_buf *out, const char *name, size_t room)
{
    size_t before = out->length;
    size_t bytes = 0;

    do {
        name += bytes;
        bytes = *name != '\0'
                    ? add_character(out, name, room - (out->length - before))
                    : 0;
    } while (bytes > 0);
    return name;
}

void aoai_entity_escape(struct aoai_buf *out, const char *name)
{
    (void)add_name(out, name, SIZE_MAX);
}

/* Appends what TEXT, of a resource id, begins with. Returns how many bytes of
 * TEXT that were. */
static size_t add_part(struct aoai_buf *out, const char *text)
{
    const char folded[] = {(char)aoai_fold_byte((unsigned char)*text), '\0'};

    if (*text == '/') {
        aoai_buf_putc(out, '|');
        return 1;
    }
    if (*text == '|') {
        aoai_buf_puts(out, "%7C");
        return 1;
    }
    return add_character(out, folded[0] == *text ? text : folded, SIZE_MAX);
}

void aoai_entity_partition(struct aoai_buf *out,
                           const struct aoai_resource_id *resource)
{
    const char *at = resource->text;

    while (*at != '\0')
        at += add_part(out, at);
}

/* Appends "-" and the first COUNT hex digits of the SHA-256 of NAME. */
static int add_hash(struct aoai_buf *out, const char *name, size_t count,
                    const struct aoai_crypto *crypto, struct aoai_error *error)
{
    unsigned char hash[AOAI_DIGEST_SHA256];

    if (crypto->sha256(hash, name, strlen(name), error) != 0)
        return -1;
    aoai_buf_putc(out, '-');
    for (size_t i = 0; i < count; i++)
        aoai_buf_putc(out, "0123456789abcdef"[i % 2 == 0 ? hash[i / 2] >> 4
                                                         : hash[i / 2] & 15]);
    return 0;
}

int aoai_entity_row(struct aoai_buf *out, const char *name, const char *month,
                    const struct aoai_crypto *crypto, struct aoai_error *error)
{
    const size_t room = AOAI_ENTITY_KEY_MOST - strlen(month) - 1;
    size_t start = out->length;
    bool whole = *add_name(out, name, room - 1) == '\0';

    if (!whole) {
        aoai_buf_truncate(out, start);
        (void)add_name(out, name, room - 1 - HASH_DIGITS);
    }
    if (aoai_buf_check(out, error) != 0)
        return -1;
    if (!whole && add_hash(out, name, room - 1 - (out->length - start), crypto,
                           error) != 0)
        return -1;
    aoai_buf_putc(out, '-');
    aoai_buf_puts(out, month);
    return aoai_buf_check(out, error);
}
