/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "core/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/utf8.h"

int aoai_error_set(struct aoai_error *error, enum aoai_error_kind kind,
                   const char *format, ...)
{
    if (error == NULL)
        return -1;

    /* The arguments may point into the sentence that is replaced. */
    char text[AOAI_ERROR_TEXT_SIZE];
    va_list arguments;
    va_start(arguments, format);
    int written = vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    if (written < 0)
        text[0] = '\0';

    error->kind = kind;
    memcpy(error->text, text, strlen(text) + 1);
    return -1;
}

int aoai_error_wrap(struct aoai_error *error, const char *format, ...)
{
    if (error == NULL)
        return -1;

    char text[AOAI_ERROR_TEXT_SIZE];
    va_list arguments;
    va_start(arguments, format);
    int written = vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    if (written < 0)
        return -1;

    size_t length = strlen(text);
    size_t room = sizeof(text) - 1 - length;
    size_t colon = room < 2 ? room : 2;
    memcpy(text + length, ": ", colon);
    length += colon;

    size_t rest = strnlen(error->text, sizeof(text) - 1 - length);
    memcpy(text + length, error->text, rest);
    text[length + rest] = '\0';
    memcpy(error->text, text, length + rest + 1);
    return -1;
}

void aoai_error_conceal(struct aoai_error *error, const char *secret)
{
    static const char mask[] = "***", word_ends[] = " '\",&<>";
    char begin[AOAI_ERROR_CONCEAL_LEAST + 1] = "";

    if (error == NULL || secret == NULL ||
        strnlen(secret, AOAI_ERROR_CONCEAL_LEAST) < AOAI_ERROR_CONCEAL_LEAST)
        return;

    memcpy(begin, secret, AOAI_ERROR_CONCEAL_LEAST);
    for (char *at = strstr(error->text, begin); at; at = strstr(at, begin)) {
        size_t length = AOAI_ERROR_CONCEAL_LEAST;
        while (at[length] != '\0' && at[length] == secret[length])
            length++;
        length += strcspn(at + length, word_ends);
        memcpy(at, mask, strlen(mask));
        at += strlen(mask);
        length -= strlen(mask);
        memmove(at, at + length, strlen(at + length) + 1);
    }
}

int aoai_error_memory(struct aoai_error *error)
{
    return aoai_error_set(error, AOAI_ERROR_MEMORY, "out of memory");
}

struct aoai_quote aoai_error_quote(const char *text)
{
    struct aoai_quote quote = {{0}};
    size_t length = strnlen(text, AOAI_QUOTE_MAX + 1);
    bool cut = length > AOAI_QUOTE_MAX;
    if (cut) {
        length = AOAI_QUOTE_MAX;
        length = aoai_utf8_cut(text, length);
    }

    size_t at = 0;
    quote.text[at++] = '\'';
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)text[i];
        quote.text[at++] = byte < 0x20 || byte == 0x7f ? '?' : text[i];
    }
    const char *tail = cut ? "...'" : "'";
    memcpy(quote.text + at, tail, strlen(tail));
    return quote;
}

bool aoai_error_is_passing(enum aoai_error_kind kind)
{
    switch (kind) {
    case AOAI_ERROR_THROTTLED:
    case AOAI_ERROR_SERVICE:
    case AOAI_ERROR_NETWORK:
    case AOAI_ERROR_DEADLINE:
    case AOAI_ERROR_ANSWER:
        return true;
    case AOAI_ERROR_NONE:
    case AOAI_ERROR_INPUT:
    case AOAI_ERROR_MEMORY:
    case AOAI_ERROR_UNAVAILABLE:
    case AOAI_ERROR_DENIED:
    case AOAI_ERROR_NOT_FOUND:
    case AOAI_ERROR_REFUSED:
        return false;
    }
    return false;
}
