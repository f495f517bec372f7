/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "core/buf.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The smallest allocation, in bytes. */
enum { SPACE_MIN = 64 };

/* The ceiling that counts. */
static size_t ceiling(const struct aoai_buf *buf)
{
    return buf->max > 0 ? buf->max : (size_t)AOAI_BUF_MAX;
}

/* Moves the content to SPACE allocated bytes, leaving no secret behind. */
static bool move(struct aoai_buf *buf, size_t space)
{
    char *data = buf->secret ? malloc(space) : realloc(buf->data, space);
    if (data == NULL)
        return false;

    if (buf->secret && buf->data != NULL) {
        memcpy(data, buf->data, buf->length + 1);
        aoai_wipe(buf->data, buf->space);
        free(buf->data);
    }
    buf->data = data;
    buf->space = space;
    data[buf->length] = '\0';
    return true;
}

/* Makes sure that LENGTH more bytes and a NUL fit. */
static bool make_room(struct aoai_buf *buf, size_t length)
{
    if (buf->state != AOAI_BUF_FINE)
        return false;

    size_t max = ceiling(buf);
    if (buf->length > max || length > max - buf->length ||
        length >= SIZE_MAX - buf->length) {
        buf->state = AOAI_BUF_TOO_LARGE;
        return false;
    }
    size_t need = buf->length + length + 1;
    if (need <= buf->space)
        return true;

    size_t space = buf->space < SPACE_MIN ? SPACE_MIN : buf->space;
    while (space < need)
        space = space > SIZE_MAX / 2 ? need : space * 2;
    if (!move(buf, space)) {
        buf->state = AOAI_BUF_NO_MEMORY;
        return false;
    }
    return true;
}

void aoai_buf_add(struct aoai_buf *buf, const void *bytes, size_t length)
{
    if (length == 0 || !make_room(buf, length))
        return;

    memcpy(buf->data + buf->length, bytes, length);
    buf->length += length;
    buf->data[buf->length] = '\0';
}

void aoai_buf_puts(struct aoai_buf *buf, const char *text)
{
    aoai_buf_add(buf, text, strlen(text));
}

void aoai_buf_putc(struct aoai_buf *buf, char byte)
{
    aoai_buf_add(buf, &byte, 1);
}

void aoai_buf_number(struct aoai_buf *buf, uint64_t number)
{
    char digits[20];
    size_t at = sizeof(digits);

    do
        digits[--at] = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    aoai_buf_add(buf, digits + at, sizeof(digits) - at);
}

void aoai_buf_printf(struct aoai_buf *buf, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    aoai_buf_vprintf(buf, format, arguments);
    va_end(arguments);
}

void aoai_buf_vprintf(struct aoai_buf *buf, const char *format,
                      va_list arguments)
{
    if (buf->state != AOAI_BUF_FINE)
        return;

    /* Mostly there is room, and formatting once is enough. */
    size_t room = buf->space - buf->length;
    char *end = room > 0 ? buf->data + buf->length : NULL;
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(end, room, format, again);
    va_end(again);
    if (end != NULL && (length < 0 || (size_t)length >= room))
        *end = '\0';
    if (length < 0) {
        /* Longer than INT_MAX, or printf() itself ran out of memory. */
        buf->state = AOAI_BUF_NO_MEMORY;
        return;
    }
    if (length == 0)
        return;
    if (!make_room(buf, (size_t)length)) {
        if (end != NULL)
            *end = '\0';
        return;
    }

    if ((size_t)length >= room)
        vsnprintf(buf->data + buf->length, (size_t)length + 1, format,
                  arguments);
    buf->length += (size_t)length;
}

void aoai_buf_reserve(struct aoai_buf *buf, size_t length)
{
    if (length > 0)
        (void)make_room(buf, length);
}

void aoai_buf_truncate(struct aoai_buf *buf, size_t length)
{
    if (length >= buf->length)
        return;

    if (buf->secret)
        aoai_wipe(buf->data + length, buf->length - length);
    buf->length = length;
    buf->data[length] = '\0';
}

int aoai_buf_check(const struct aoai_buf *buf, struct aoai_error *error)
{
    if (buf->state == AOAI_BUF_FINE)
        return 0;
    if (buf->state == AOAI_BUF_NO_MEMORY)
        return aoai_error_memory(error);
    return aoai_error_set(error, AOAI_ERROR_ANSWER, "larger than %zu bytes",
                          ceiling(buf));
}

const char *aoai_buf_text(const struct aoai_buf *buf)
{
    return buf->data != NULL ? buf->data : "";
}

char *aoai_buf_take(struct aoai_buf *buf, struct aoai_error *error)
{
    if (aoai_buf_check(buf, error) != 0) {
        aoai_buf_free(buf);
        return NULL;
    }
    if (buf->data == NULL && !move(buf, 1)) {
        aoai_error_memory(error);
        return NULL;
    }

    char *text = buf->data;
    buf->data = NULL;
    aoai_buf_free(buf);
    return text;
}

void aoai_buf_free(struct aoai_buf *buf)
{
    if (buf->secret && buf->data != NULL)
        aoai_wipe(buf->data, buf->space);
    free(buf->data);
    buf->data = NULL;
    buf->length = 0;
    buf->space = 0;
    buf->state = AOAI_BUF_FINE;
}

void aoai_wipe(void *bytes, size_t length)
{
    if (length == 0)
        return;

    memset(bytes, 0, length);
    /* The bytes count as read here, so the stores have to happen. */
    __asm__ __volatile__("" : : "r"(bytes) : "memory");
}
