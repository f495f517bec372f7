/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "core/record.h"

#include <string.h>

void aoai_record_add_number(struct aoai_buf *record, uint64_t number)
{
    aoai_buf_number(record, number);
    aoai_buf_putc(record, '\n');
}

void aoai_record_add_text(struct aoai_buf *record, const char *text)
{
    size_t length = strlen(text);

    aoai_buf_number(record, length);
    aoai_buf_putc(record, ':');
    aoai_buf_add(record, text, length);
    aoai_buf_putc(record, '\n');
}

struct aoai_record aoai_record_open(struct aoai_buf *bytes)
{
    if (!bytes->data)
        return (struct aoai_record){0};
    return (struct aoai_record){.at = bytes->data,
                                .end = bytes->data + bytes->length};
}

/* Reads digits up to STOP into *NUMBER. Returns what follows STOP; NULL when
 * something else stands at AT. */
static char *read_digits(char *at, const char *end, char stop, uint64_t *number)
{
    char *first = at;
    uint64_t value = 0;

    for (; at < end && *at >= '0' && *at <= '9'; at++) {
        if (value > INT64_MAX / 10)
            return NULL;
        value = value * 10 + (uint64_t)(*at - '0');
        if (value > INT64_MAX)
            return NULL;
    }
    if (at == first || at >= end || *at != stop)
        return NULL;
    *number = value;
    return at + 1;
}

bool aoai_record_number(struct aoai_record *record, uint64_t *number)
{
    char *next = read_digits(record->at, record->end, '\n', number);

    if (!next)
        return false;
    record->at = next;
    return true;
}

const char *aoai_record_text(struct aoai_record *record)
{
    uint64_t length;
    char *text = read_digits(record->at, record->end, ':', &length);

    if (!text || length >= (uint64_t)(record->end - text) ||
        text[length] != '\n' || memchr(text, '\0', length))
        return NULL;
    text[length] = '\0';
    record->at = text + length + 1;
    return text;
}

bool aoai_record_expect(struct aoai_record *record, const char *expected)
{
    const char *text = aoai_record_text(record);

    return text && strcmp(text, expected) == 0;
}
