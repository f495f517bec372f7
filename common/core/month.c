/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "core/month.h"

#include <stdbool.h>
#include <string.h>

#include "core/civil.h"

enum { MINUTE = 60, DAY = 86400 };

/* SECONDS rounded down to a whole minute. */
static int64_t round_down(int64_t seconds)
{
    int64_t rest = seconds % MINUTE;
    return seconds - (rest < 0 ? rest + MINUTE : rest);
}

/* Reads "YYYY-MM", the whole of SPEC. */
static bool read_spec(const char *spec, int *year, int *month)
{
    static const char form[] = "dddd-dd";
    if (strlen(spec) != sizeof(form) - 1)
        return false;
    for (size_t i = 0; form[i] != '\0'; i++) {
        bool digit = spec[i] >= '0' && spec[i] <= '9';
        if (form[i] == 'd' ? !digit : spec[i] != form[i])
            return false;
    }

    *year = 0;
    for (int i = 0; i < 4; i++)
        *year = *year * 10 + (spec[i] - '0');
    *month = (spec[5] - '0') * 10 + (spec[6] - '0');
    return *month >= 1 && *month <= 12;
}

/* Moves *YEAR and *MONTH on by STEP months, 1 or -1. */
static void move(int *year, int *month, int step)
{
    *month += step;
    if (*month < 1) {
        *month = 12;
        (*year)--;
    }
    if (*month > 12) {
        *month = 1;
        (*year)++;
    }
}

/* The span of the month YEAR-MONTH in ZONE. */
static struct aoai_span find_span(const struct aoai_zone *zone, int year,
                                  int month)
{
    struct aoai_span span;
    span.start = round_down(aoai_zone_month_start(zone, year, month));
    move(&year, &month, 1);
    span.end = round_down(aoai_zone_month_start(zone, year, month));
    return span;
}

/* The month that runs at NOW. The calendar alone does not tell: where clocks
 * are set back over midnight it shows the last day twice, but the month began
 * with the first midnight. */
static void find_current(const struct aoai_zone *zone, int64_t now, int *year,
                         int *month)
{
    aoai_zone_month_at(zone, now, year, month);
    if (now >= find_span(zone, *year, *month).end)
        move(year, month, 1);
}

/* Refuses months that Azure can not tell anything about. */
static int check_age(const struct aoai_month *month, int64_t now,
                     struct aoai_error *error)
{
    char start[AOAI_CIVIL_TEXT_SIZE];
    aoai_civil_format(month->span.start, start);
    if (now < month->span.start)
        return aoai_error_set(error, AOAI_ERROR_INPUT,
                              "month %s has not begun: it begins at %s",
                              month->text, start);
    if (now - month->span.start > (int64_t)AOAI_MONTH_KEPT_DAYS * DAY)
        return aoai_error_set(
            error, AOAI_ERROR_INPUT,
            "month %s began at %s: Azure Monitor keeps %d days and would "
            "answer with a part of it",
            month->text, start, (int)AOAI_MONTH_KEPT_DAYS);
    return 0;
}

int aoai_month_find(struct aoai_month *month, const char *spec,
                    const struct aoai_zone *zone, int64_t now,
                    struct aoai_error *error)
{
    int year = 0;
    int number = 0;
    bool previous = strcmp(spec, "previous") == 0;
    if (previous || strcmp(spec, "current") == 0)
        find_current(zone, now, &year, &number);
    else if (!read_spec(spec, &year, &number))
        return aoai_error_set(error, AOAI_ERROR_INPUT,
                              "%s is no month: give 'current', 'previous' or "
                              "YYYY-MM, such as 2024-10",
                              aoai_error_quote(spec).text);
    if (previous)
        move(&year, &number, -1);
    if (year < 0 || year > 9999)
        return aoai_error_set(error, AOAI_ERROR_INPUT,
                              "the clock shows the year %d", year);

    struct aoai_civil first = {.year = year, .month = number, .day = 1};
    char text[AOAI_CIVIL_TEXT_SIZE];
    aoai_civil_format(aoai_civil_seconds(&first), text);
    memcpy(month->text, text, AOAI_MONTH_TEXT_SIZE - 1);
    month->text[AOAI_MONTH_TEXT_SIZE - 1] = '\0';
    month->span = find_span(zone, year, number);
    return check_age(month, now, error);
}

size_t aoai_month_parts(const struct aoai_month *month, int64_t now,
                        struct aoai_span parts[AOAI_MONTH_PARTS])
{
    struct aoai_span whole = month->span;
    int64_t minute_end = round_down(now) + MINUTE;
    if (minute_end < whole.end)
        whole.end = minute_end;

    int64_t most = (int64_t)AOAI_MONTH_SPAN_DAYS * DAY;
    parts[0] = whole;
    if (whole.end - whole.start <= most)
        return 1;

    parts[0].end = whole.start + most;
    parts[1] = (struct aoai_span){parts[0].end, whole.end};
    return 2;
}
