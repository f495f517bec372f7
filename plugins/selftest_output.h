/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* A selftest in words: whether a check would work, or what failed first, then
 * a line for each step in the order of the walk. */
#ifndef AOAI_PLUGINS_SELFTEST_OUTPUT_H
#define AOAI_PLUGINS_SELFTEST_OUTPUT_H

#include <stddef.h>

#include "core/attr.h"
#include "core/buf.h"
#include "core/error.h"
#include "poll/selftest.h"

/* Appends SELFTEST to OUT, then DETAILS (lines, or ""), in at most MAX bytes.
 * Where not all lines fit, those of steps that went well are left out first and
 * a last line says how many. Returns 0, or -1 with ERROR. */
int aoai_selftest_output(struct aoai_buf *out,
                         const struct aoai_selftest *selftest,
                         const char *details, size_t max,
                         struct aoai_error *error) AOAI_MUST_USE;

#endif
