/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "net/http_date.h"

#include <stdio.h>
#include <string.h>

#include "core/civil.h"

enum { DAY = 86400 };

/* The last second of the year 9999. */
#define LAST INT64_C(253402300799)

static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
static const char weekdays[] = "SunMonTueWedThuFriSat";

/* 1 to 12 for an English month's first three letters; else 0. */
static int find_month(const char *name)
{
    for (int i = 0; i < 12; i++)
        if (strncmp(months + (size_t)i * 3, name, 3) == 0)
            return i + 1;
    return 0;
}

/* Fills DATE and MONTH from any of the three forms. Returns how many bytes of
 * TEXT that took, 0 when it is none of them. */
static int scan(const char *text, struct aoai_civil *date, char month[4])
{
    int end = 0;
    int *y = &date->year;
    int *d = &date->day;
    int *h = &date->hour;
    int *m = &date->minute;
    int *s = &date->second;

    if (sscanf(text, "%*3[A-Za-z], %2d %3[A-Za-z] %4d %2d:%2d:%2d GMT%n", d,
               month, y, h, m, s, &end) == 6 &&
        end > 0)
        return end;
    if (sscanf(text, "%*9[A-Za-z], %2d-%3[A-Za-z]-%2d %2d:%2d:%2d GMT%n", d,
               month, y, h, m, s, &end) == 6 &&
        end > 0) {
        *y += *y < 70 ? 2000 : 1900;
        return end;
    }
    if (sscanf(text, "%*3[A-Za-z] %3[A-Za-z] %2d %2d:%2d:%2d %4d%n", month, d,
               h, m, s, y, &end) == 6)
        return end;
    return 0;
}

/* True for a date that there is; it may end in a leap second. */
static bool is_valid(struct aoai_civil date)
{
    if (date.second == 60)
        date.second--;
    return aoai_civil_is_valid(&date);
}

bool aoai_http_date_parse(const char *text, int64_t *seconds)
{
    struct aoai_civil date = {0};
    char month[4] = "";
    int end = scan(text, &date, month);

    if (end == 0 || text[end + (int)strspn(text + end, " \t\r\n")] != '\0')
        return false;
    date.month = find_month(month);
    if (date.year < 1970 || !is_valid(date))
        return false;
    *seconds = aoai_civil_seconds(&date);
    return true;
}

void aoai_http_date_format(int64_t seconds, char text[AOAI_HTTP_DATE_SIZE])
{
    int64_t within = seconds < 0 ? 0 : seconds > LAST ? LAST : seconds;
    struct aoai_civil at = aoai_civil_at(within);
    int weekday = aoai_civil_weekday(within / DAY);

    (void)snprintf(text, AOAI_HTTP_DATE_SIZE,
                   "%.3s, %02u %.3s %04u %02u:%02u:%02u GMT",
                   weekdays + (size_t)weekday * 3, (unsigned)at.day % 100,
                   months + ((size_t)at.month - 1) * 3,
                   (unsigned)at.year % 10000, (unsigned)at.hour % 100,
                   (unsigned)at.minute % 100, (unsigned)at.second % 100);
}
