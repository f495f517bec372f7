/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* A time zone, from the bytes of a compiled zone file.
 *
 * libc knows one zone at a time, in a variable of the whole process; a module
 * inside another daemon must not touch that. So the file is read here: TZif
 * version 1 to 4, RFC 9636 (https://www.rfc-editor.org/rfc/rfc9636), with the
 * rule in its footer for times after the last transition. The all-zero object
 * is UTC. */
#ifndef AOAI_CORE_ZONE_H
#define AOAI_CORE_ZONE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/attr.h"
#include "core/error.h"

/* One end of a yearly summer time, as POSIX TZ writes it (Mm.w.d, Jn, n). */
struct aoai_zone_rule {
    char form;       /* 'M', 'J' or 'N' (zero-based day) */
    int month;       /* 1 to 12, form M */
    int week;        /* 1 to 5, 5 = last, form M */
    int day;         /* weekday 0 = Sunday (M), or day of the year (J, N) */
    int32_t seconds; /* local time of day, may be negative or over a day */
};

struct aoai_zone {
    int64_t *times;   /* transitions, UTC seconds, ascending */
    int32_t *offsets; /* seconds east of UTC from times[i] on */
    size_t count;
    int32_t first_offset; /* before the first transition */
    bool has_footer;      /* the rest describes the time after the last one */
    bool has_summer;
    int32_t standard_offset, summer_offset; /* seconds east of UTC */
    struct aoai_zone_rule summer_start, summer_end;
};

/* True when NAME may be looked for among the zone files: it begins with a
 * capital letter, as all IANA names do and "localtime", "posixrules" and
 * "right/..." do not, and goes on with letters, digits and "_+-/", no part
 * empty. */
bool aoai_zone_name_is_safe(const char *name);

/* Reads the LENGTH bytes of a zone file into ZONE. Returns 0, or -1 with ERROR
 * when they are no zone file, a damaged one (offsets of more than 26 hours
 * included), or one that counts leap seconds.
 * On failure ZONE is empty (UTC). Release with aoai_zone_free(). */
int aoai_zone_parse(struct aoai_zone *zone, const void *bytes, size_t length,
                    struct aoai_error *error) AOAI_MUST_USE;

/* Seconds east of UTC at the instant UTC (seconds since 1970). */
int32_t aoai_zone_offset(const struct aoai_zone *zone, int64_t utc);

/* The first instant, in UTC seconds, at which the zone's calendar shows
 * YEAR-MONTH or later. Where local midnight does not exist it is the end of
 * the gap; where it comes twice, the first. So one month ends exactly where
 * the next begins. MONTH is 1 to 12. */
int64_t aoai_zone_month_start(const struct aoai_zone *zone, int year,
                              int month);

/* The calendar month that the zone shows at UTC, into *YEAR and *MONTH. */
void aoai_zone_month_at(const struct aoai_zone *zone, int64_t utc, int *year,
                        int *month);

/* Releases the zone's memory and makes it UTC. Accepts an empty zone. */
void aoai_zone_free(struct aoai_zone *zone);

#endif
