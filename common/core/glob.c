/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "core/glob.h"

#include <stddef.h>
#include <string.h>

#include "core/fold.h"

/* The other case of an ASCII letter, else BYTE. */
static unsigned char raise(unsigned char byte)
{
    if (byte < 'a' || byte > 'z')
        return byte;
    return (unsigned char)(byte - 'a' + 'A');
}

/* True when BYTE in one of its cases lies from FIRST to LAST. */
static bool lies_between(unsigned char byte, char first, char last)
{
    unsigned char low = aoai_fold_byte(byte);
    unsigned char high = raise(low);
    unsigned char from = (unsigned char)first;
    unsigned char to = (unsigned char)last;
    return (low >= from && low <= to) || (high >= from && high <= to);
}

/* Where the bracket that opens at PATTERN closes, or NULL: a "]" directly
 * behind the opening is a member. */
static const char *find_close(const char *pattern)
{
    const char *at = pattern + 1;
    if (*at == '!' || *at == '^')
        at++;
    if (*at == '\0')
        return NULL;
    return strchr(at + 1, ']');
}

/* True when BYTE is meant by the bracket from PATTERN to CLOSE. */
static bool bracket_fits(const char *pattern, const char *close,
                         unsigned char byte)
{
    const char *at = pattern + 1;
    bool inverse = *at == '!' || *at == '^';
    if (inverse)
        at++;

    bool found = false;
    while (at < close) {
        bool spans = close - at > 2 && at[1] == '-';
        found |= lies_between(byte, at[0], spans ? at[2] : at[0]);
        at += spans ? 3 : 1;
    }
    return found != inverse;
}

/* Fits one byte against the front of PATTERN, which is no "*". Returns the
 * rest of PATTERN, or NULL when the byte does not fit. */
static const char *fit_one(const char *pattern, unsigned char byte)
{
    if (*pattern == '?')
        return pattern + 1;

    const char *close = *pattern == '[' ? find_close(pattern) : NULL;
    if (close != NULL)
        return bracket_fits(pattern, close, byte) ? close + 1 : NULL;

    if (*pattern == '\0' ||
        aoai_fold_byte((unsigned char)*pattern) != aoai_fold_byte(byte))
        return NULL;
    return pattern + 1;
}

bool aoai_glob_fits(const char *pattern, const char *name)
{
    /* Only the last "*" has to be tried again: what an earlier one would
     * give up, the later one can take. So the time is bounded by the product
     * of the lengths. */
    const char *star = NULL;
    const char *retry = NULL;

    while (*name != '\0') {
        if (*pattern == '*') {
            star = ++pattern;
            retry = name;
            continue;
        }
        const char *rest = fit_one(pattern, (unsigned char)*name);
        if (rest != NULL) {
            pattern = rest;
            name++;
            continue;
        }
        if (star == NULL)
            return false;
        pattern = star;
        name = ++retry;
    }

    while (*pattern == '*')
        pattern++;
    return *pattern == '\0';
}

bool aoai_glob_is_exact(const char *pattern)
{
    return strpbrk(pattern, "*?[") == NULL;
}
