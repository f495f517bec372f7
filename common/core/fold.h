/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Comparing names without regard to the case of ASCII letters.
 *
 * strcasecmp() asks the locale, which a host may have set; names of Azure
 * resources and deployments must compare the same everywhere. Bytes beyond
 * ASCII stand for themselves. */
#ifndef AOAI_CORE_FOLD_H
#define AOAI_CORE_FOLD_H

#include <stdbool.h>
#include <stddef.h>

/* BYTE in lower case when it is an ASCII letter, else BYTE. */
unsigned char aoai_fold_byte(unsigned char byte);

/* Less than, equal to or greater than 0, as strcmp(), on folded bytes. */
int aoai_fold_compare(const char *one, const char *other);

/* True when both texts are equal but for case. */
bool aoai_fold_equal(const char *one, const char *other);

/* True when the LENGTH bytes at BYTES are TEXT but for case. */
bool aoai_fold_equal_bytes(const char *bytes, size_t length, const char *text);

#endif
