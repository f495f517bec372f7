/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Token totals per deployment, exact.
 *
 * Series are added as they arrive, then settled once: series whose names
 * differ in the case of ASCII letters only become one deployment, spelled as
 * first seen. Their tokens are added up, but identical copies of one series
 * (same metric, same fingerprint) count once, because Azure has been seen to
 * answer with both spellings. The name "" and Azure's "__Empty" (traffic
 * without a value for the dimension) are one deployment, "__Empty". The
 * all-zero object is empty. */
#ifndef AOAI_CORE_USAGE_H
#define AOAI_CORE_USAGE_H

#include <stddef.h>
#include <stdint.h>

#include "core/attr.h"
#include "core/buf.h"
#include "core/error.h"

/* How many metrics one usage can hold side by side. */
enum { AOAI_USAGE_METRICS = 3 };

struct aoai_usage_row {
    const char *deployment;              /* in names, below */
    uint64_t tokens[AOAI_USAGE_METRICS]; /* by metric, at most 2^63-1 */
};

struct aoai_usage_series; /* private: a series that is not yet settled */

struct aoai_usage {
    struct aoai_usage_row *rows; /* settled, ordered by folded name */
    size_t count;
    struct aoai_usage_series *series;
    size_t series_count;
    size_t series_space;
    struct aoai_buf names; /* of all series, as added, each with its NUL */
};

/* Makes room for COUNT more series at once, if that can be had. */
void aoai_usage_expect(struct aoai_usage *usage, size_t count);

/* Adds one series: TOKENS (at most 2^63-1) of metric number METRIC (below
 * AOAI_USAGE_METRICS) for DEPLOYMENT. FINGERPRINT stands for the series' data
 * points. Returns 0, or -1 with ERROR when memory is short. */
int aoai_usage_add(struct aoai_usage *usage, const char *deployment,
                   size_t metric, uint64_t tokens, uint64_t fingerprint,
                   struct aoai_error *error) AOAI_MUST_USE;

/* Turns the series added into rows. Called once, before rows is read. Returns
 * 0, or -1 with an AOAI_ERROR_ANSWER naming the deployment when a sum exceeds
 * 2^63-1. */
int aoai_usage_settle(struct aoai_usage *usage,
                      struct aoai_error *error) AOAI_MUST_USE;

/* The settled row of DEPLOYMENT, in any case of ASCII letters; NULL when there
 * is none. Borrowed. */
const struct aoai_usage_row *aoai_usage_find(const struct aoai_usage *usage,
                                             const char *deployment);

/* Adds PART to *SUM. Returns 0, or -1, *SUM unchanged, beyond 2^63-1. */
int aoai_usage_sum(uint64_t *sum, uint64_t part) AOAI_MUST_USE;

/* Releases everything. Accepts an empty usage. */
void aoai_usage_free(struct aoai_usage *usage);

#endif
