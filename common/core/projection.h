/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Where a month will end if it goes on as it went so far. */
#ifndef AOAI_CORE_PROJECTION_H
#define AOAI_CORE_PROJECTION_H

#include <stdbool.h>
#include <stdint.h>

#include "core/month.h"

/* Nothing is projected before this many seconds of a span have passed. A day:
 * after an hour of work one would multiply by 744, and only with a whole day
 * each hour of the clock has been counted once. */
enum { AOAI_PROJECTION_AFTER = 86400 };

/* Projects USED tokens, counted from SPAN's start to NOW (UTC seconds), in a
 * straight line to SPAN's end: *TOKENS becomes USED * span / elapsed, exact,
 * rounded down. The seconds of a span are those of UTC, so a month with a
 * change to summer time is an hour shorter here too. Returns false, *TOKENS
 * unchanged, before AOAI_PROJECTION_AFTER, from SPAN's end on, and where it
 * would exceed 2^63-1. */
bool aoai_projection_make(uint64_t *tokens, uint64_t used,
                          const struct aoai_span *span, int64_t now);

#endif
