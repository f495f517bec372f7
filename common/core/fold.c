/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "core/fold.h"

#include <string.h>

unsigned char aoai_fold_byte(unsigned char byte)
{
    if (byte < 'A' || byte > 'Z')
        return byte;
    return (unsigned char)(byte - 'A' + 'a');
}

int aoai_fold_compare(const char *one, const char *other)
{
    unsigned char left, right;

    for (;; one++, other++) {
        /* Equal as they are: most bytes of most names. */
        while (*one == *other && *one != '\0') {
            one++;
            other++;
        }
        left = aoai_fold_byte((unsigned char)*one);
        right = aoai_fold_byte((unsigned char)*other);
        if (left != right)
            return left < right ? -1 : 1;
        if (left == '\0')
            return 0;
    }
}

bool aoai_fold_equal(const char *one, const char *other)
{
    return aoai_fold_compare(one, other) == 0;
}

bool aoai_fold_equal_bytes(const char *bytes, size_t length, const char *text)
{
    if (strlen(text) != length)
        return false;

    for (size_t i = 0; i < length; i++) {
        if (aoai_fold_byte((unsigned char)bytes[i]) !=
            aoai_fold_byte((unsigned char)text[i]))
            return false;
    }
    return true;
}
