/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "core/projection.h"

bool aoai_projection_make(uint64_t *tokens, uint64_t used,
                          const struct aoai_span *span, int64_t now)
{
    uint64_t whole, elapsed, times, rest;

    if (now < span->start || now - span->start < AOAI_PROJECTION_AFTER ||
        now >= span->end)
        return false;
    whole = (uint64_t)(span->end - span->start);
    elapsed = (uint64_t)(now - span->start);
    times = used / elapsed;
    if (times > (uint64_t)INT64_MAX / whole)
        return false;
    /* A month has less than 2^22 seconds: this product is small. */
    rest = used % elapsed * whole / elapsed;
    if (rest > (uint64_t)INT64_MAX - times * whole)
        return false;
    *tokens = times * whole + rest;
    return true;
}
