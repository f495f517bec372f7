/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Patterns for deployment names: * ? [...], without regard to the case of
 * ASCII letters. */
#ifndef AOAI_CORE_GLOB_H
#define AOAI_CORE_GLOB_H

#include <stdbool.h>

/* True when NAME fits PATTERN as a whole. Both are bytes: UTF-8 letters
 * beyond ASCII match themselves only, and "?" one byte. A bracket may begin
 * with "!" or "^" for all but its members; an unclosed one is a plain
 * character. A backslash has no meaning of its own. The time is bounded by
 * the product of the lengths, so no pattern can hang a program. */
bool aoai_glob_fits(const char *pattern, const char *name);

/* True when PATTERN holds none of * ? [ and so means one exact name. */
bool aoai_glob_is_exact(const char *pattern);

#endif
