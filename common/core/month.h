/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The calendar month that is totalled.
 *
 * A month is the half-open span [start, end) between two first days of a
 * month in the chosen zone. Azure Monitor counts in whole minutes of UTC,
 * drops the seconds of a span's ends and treats the end as exclusive
 * (https://learn.microsoft.com/rest/api/monitor/metrics/list), so all spans
 * here lie on whole minutes.
 *
 * The grain asked for is FULL: one number for the whole span. With P1D the
 * buckets start at the span's start, and whether the last one, which is not
 * yet a whole day, is answered is documented nowhere: the running day could
 * be lost. FULL has no such bucket, and it is the smallest answer. */
#ifndef AOAI_CORE_MONTH_H
#define AOAI_CORE_MONTH_H

#include <stddef.h>
#include <stdint.h>

#include "core/attr.h"
#include "core/error.h"
#include "core/zone.h"

/* "2024-10" and its NUL; years beyond 9999 do not occur. */
enum { AOAI_MONTH_TEXT_SIZE = 8 };

/* Azure Monitor keeps platform metrics for this many days and answers with a
 * part of an older span without saying so. */
enum { AOAI_MONTH_KEPT_DAYS = 93 };

/* A span longer than this many days is silently cut to its end by Azure. */
enum { AOAI_MONTH_SPAN_DAYS = 31 };

/* How many spans a month may need. */
enum { AOAI_MONTH_PARTS = 2 };

struct aoai_span {
    int64_t start; /* UTC seconds, included */
    int64_t end;   /* UTC seconds, excluded */
};

struct aoai_month {
    char text[AOAI_MONTH_TEXT_SIZE]; /* YYYY-MM */
    struct aoai_span span;           /* the whole month */
};

/* Finds the month that SPEC ("current", "previous" or "YYYY-MM") means in ZONE
 * at the time NOW (UTC seconds). The words count in lower case only. The
 * current month is the one whose span holds NOW, also where the clock was set
 * back over midnight and shows the month before again. Returns 0, or -1 with an
 * AOAI_ERROR_INPUT when SPEC is none of these, the month has not begun, or it
 * began more than AOAI_MONTH_KEPT_DAYS days ago. */
int aoai_month_find(struct aoai_month *month, const char *spec,
                    const struct aoai_zone *zone, int64_t now,
                    struct aoai_error *error) AOAI_MUST_USE;

/* The spans to ask Azure for, in order, adjoining, each at most
 * AOAI_MONTH_SPAN_DAYS long and none empty: from the month's start to its end
 * or, while it runs, to the end of the minute of NOW. Returns their number,
 * 1 or 2. NOW must not lie before the month. */
size_t aoai_month_parts(const struct aoai_month *month, int64_t now,
                        struct aoai_span parts[AOAI_MONTH_PARTS]);

#endif
