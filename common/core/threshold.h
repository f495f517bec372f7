/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Which range and which budget count for a deployment, and what follows.
 *
 * Three lists of rows "[GLOB=]VALUE" in the order given: warning ranges,
 * critical ranges, budgets. The first row whose GLOB fits the deployment's
 * name counts; a row without GLOB fits every name. The all-zero object has no
 * rows. */
#ifndef AOAI_CORE_THRESHOLD_H
#define AOAI_CORE_THRESHOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/attr.h"
#include "core/error.h"
#include "core/range.h"
#include "core/state.h"

struct aoai_threshold_row {
    char *glob; /* NULL: fits every name */
    char *text; /* the range or number as given */
    struct aoai_range range;
    uint64_t budget; /* tokens a month, budget rows only */
};

struct aoai_threshold_rows {
    struct aoai_threshold_row *rows;
    size_t count;
};

struct aoai_thresholds {
    struct aoai_threshold_rows warning;
    struct aoai_threshold_rows critical;
    struct aoai_threshold_rows budget;
};

/* One level of a verdict. */
struct aoai_verdict_level {
    const char *text; /* the range as given, borrowed; NULL without one */
    struct aoai_limits limits;
};

struct aoai_verdict {
    enum aoai_state state; /* OK, WARNING or CRITICAL */
    bool percent_left_out; /* a row asks for % and no budget fits */
    struct aoai_verdict_level warning;
    struct aoai_verdict_level critical;
    uint64_t budget; /* tokens a month; 0 = none */
};

/* Adds a warning or critical row to ROWS from TEXT, "[GLOB=]RANGE", split at
 * the last "=". Returns 0, or -1 with ERROR, which quotes TEXT: an empty GLOB
 * ("=80") is one. */
int aoai_threshold_add_range(struct aoai_threshold_rows *rows, const char *text,
                             struct aoai_error *error) AOAI_MUST_USE;

/* Adds a budget row to ROWS from TEXT, "[GLOB=]TOKENS". Returns 0, or -1 with
 * ERROR, for 0 tokens too. */
int aoai_threshold_add_budget(struct aoai_threshold_rows *rows,
                              const char *text,
                              struct aoai_error *error) AOAI_MUST_USE;

/* Checks what no single row can tell: a percentage without any budget, and a
 * range that would turn round (start above end) or exceed 2^64-1 for one of
 * the budgets that it may meet: a row of an exact name does not meet rows that
 * do not fit this name. Returns 0, or -1 with an AOAI_ERROR_INPUT that begins
 * with the setting's name and quotes the row. */
int aoai_threshold_check(const struct aoai_thresholds *thresholds,
                         struct aoai_error *error) AOAI_MUST_USE;

/* Judges TOKENS of DEPLOYMENT: critical first, then warning, else OK. The
 * texts in the result are borrowed from THRESHOLDS. A percentage without a
 * fitting budget is no threshold. */
struct aoai_verdict
aoai_threshold_judge(const struct aoai_thresholds *thresholds,
                     const char *deployment, uint64_t tokens);

/* Releases all rows. Accepts the empty object. */
void aoai_threshold_free(struct aoai_thresholds *thresholds);

#endif
