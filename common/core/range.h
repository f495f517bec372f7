/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Threshold ranges of the monitoring-plugins guideline
 * (https://www.monitoring-plugins.org/doc/guidelines.html#THRESHOLDFORMAT),
 * on token counts.
 *
 *     [@][start:][end]
 *
 * start and end are decimals of ASCII digits without sign or exponent, with a
 * suffix k, M or G (10^3, 10^6, 10^9) or % (of the budget); start may be "~"
 * for minus infinity; a missing start is 0, a missing end is infinity. An
 * alert is due outside the range, ends included in it, with "@" inside.
 * Nothing is rounded and no double is used: a bound is a whole number and a
 * fraction, a comparison is exact. */
#ifndef AOAI_CORE_RANGE_H
#define AOAI_CORE_RANGE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/attr.h"
#include "core/error.h"

/* A decimal of at most 18 fraction digits. */
struct aoai_decimal {
    uint64_t whole;
    uint64_t fraction; /* in 10^-18, below 10^18 */
    bool percent;      /* of the budget */
};

struct aoai_range {
    bool inside;               /* "@": alert inside */
    bool no_end;               /* to infinity */
    struct aoai_decimal start; /* minus infinity and 0 are the same here */
    struct aoai_decimal end;
};

/* A range with its percentages multiplied out. A count X lies in the range
 * exactly when first <= X <= last. */
struct aoai_limits {
    bool inside;    /* alert inside instead of outside */
    bool no_end;    /* last is infinity */
    uint64_t first; /* smallest whole number not below the start */
    uint64_t last;  /* largest whole number not above the end */
};

/* Reads TEXT, the whole of it, into RANGE. Returns 0, or -1 with an
 * AOAI_ERROR_INPUT that quotes TEXT and says what is wrong: empty or ":" (also
 * behind "@"), blanks,
 * no number, sign, exponent, unknown suffix, start above end, above 2^64-1,
 * more than 18 fraction digits. */
int aoai_range_parse(struct aoai_range *range, const char *text,
                     struct aoai_error *error) AOAI_MUST_USE;

/* True when a bound of RANGE is a percentage. */
bool aoai_range_has_percent(const struct aoai_range *range);

/* Multiplies RANGE out for BUDGET tokens (ignored without percentages) into
 * LIMITS. Returns 0, or -1 with an AOAI_ERROR_INPUT when its start is above
 * its end for that budget (possible where one bound only is a percentage) or
 * a bound exceeds 2^64-1. */
int aoai_range_resolve(const struct aoai_range *range, uint64_t budget,
                       struct aoai_limits *limits,
                       struct aoai_error *error) AOAI_MUST_USE;

/* True when TOKENS is a reason to alert. */
bool aoai_limits_alert(const struct aoai_limits *limits, uint64_t tokens);

/* Reads a whole number of tokens with the same numbers and suffixes as a range
 * but no percent: "1000", "1.5M". It must come out whole, above 0 and at most
 * 2^63-1. Returns 0, or -1 with an AOAI_ERROR_INPUT that quotes TEXT. */
int aoai_range_parse_tokens(uint64_t *tokens, const char *text,
                            struct aoai_error *error) AOAI_MUST_USE;

#endif
