/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Where characters of UTF-8 begin and end (RFC 3629, section 4). */
#ifndef AOAI_CORE_UTF8_H
#define AOAI_CORE_UTF8_H

#include <stdbool.h>
#include <stddef.h>

/* Bytes of the character that TEXT begins with, 1 for every byte of ASCII; 0
 * when it begins with none: no overlong forms, no surrogates, nothing above
 * U+10FFFF. */
size_t aoai_utf8_length(const char *text);

/* True when the character of LENGTH bytes that TEXT begins with is a control
 * character: U+0000 to U+001F, U+007F to U+009F. LENGTH 0, no character, is
 * none. */
bool aoai_utf8_is_control(const char *text, size_t length);

/* The largest number of bytes, at most LENGTH, after which TEXT, which is
 * longer than LENGTH, can be cut without cutting a character in two. */
size_t aoai_utf8_cut(const char *text, size_t length);

#endif
