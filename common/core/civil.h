/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Dates of the Gregorian calendar as plain numbers, and their ISO 8601 text.
 * No time zone, no leap seconds, no limits but those of the types. */
#ifndef AOAI_CORE_CIVIL_H
#define AOAI_CORE_CIVIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* "2024-10-31T12:09:00Z" and its NUL. */
enum { AOAI_CIVIL_TEXT_SIZE = 32 };

struct aoai_civil {
    int year;
    int month;  /* 1 to 12 */
    int day;    /* 1 to 31 */
    int hour;   /* 0 to 23 */
    int minute; /* 0 to 59 */
    int second; /* 0 to 59 */
};

/* Days since 1970-01-01 of the date; MONTH is 1 to 12. */
int64_t aoai_civil_days(int year, int month, int day);

/* Seconds since 1970 of the date and time. */
int64_t aoai_civil_seconds(const struct aoai_civil *civil);

/* The date and time of SECONDS since 1970; where the year would not fit an
 * int, one near the last that does. */
struct aoai_civil aoai_civil_at(int64_t seconds);

/* 28 to 31; MONTH is 1 to 12. */
int aoai_civil_month_days(int year, int month);

/* True when month, day and time of day are within their bounds, the day within
 * its month. A leap second (60) is not. */
bool aoai_civil_is_valid(const struct aoai_civil *civil);

/* 0 = Sunday to 6 = Saturday, of DAYS since 1970-01-01. */
int aoai_civil_weekday(int64_t days);

/* Writes "YYYY-MM-DDTHH:MM:SSZ" for SECONDS since 1970 into TEXT; before the
 * year 0 and after 9999 the first and last second of these. */
void aoai_civil_format(int64_t seconds, char text[AOAI_CIVIL_TEXT_SIZE]);

/* Reads "YYYY-MM-DDTHH:MM:SS[.fraction](Z|+hh:mm|-hh:mm)"; the fraction is
 * dropped, the seconds may be missing. Returns false and leaves *SECONDS alone
 * when TEXT is anything else, a leap second (":60") included. RFC 3339. */
bool aoai_civil_parse(const char *text, int64_t *seconds);

#endif
