/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "core/zone_rule.h"

#include "core/civil.h"

enum { MINUTE = 60, HOUR = 3600, DAY = 86400 };

/* What POSIX assumes where the text names no time of day. */
enum { USUAL_TIME = 2 * HOUR };

/* The largest hour of an offset, and of a rule's time of day. */
enum { OFFSET_HOURS = 24, TIME_HOURS = 167 };

/* Time of day and offset move a rule by less than this many years, so all
 * that matters at an instant lies in the years around it. */
enum { YEARS_AROUND = 2 };

/* The part of the footer that is not read yet. */
struct cursor {
    const char *at;
    const char *end;
};

/* Moves over BYTE if it comes next. */
static bool skip(struct cursor *cursor, char byte)
{
    if (cursor->at == cursor->end || *cursor->at != byte)
        return false;
    cursor->at++;
    return true;
}

/* True for ASCII digits. */
static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* True for ASCII letters. */
static bool is_letter(char byte)
{
    return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
}

/* Reads a number of one to three digits from MIN to MAX. */
static bool read_number(struct cursor *cursor, int min, int max, int *out)
{
    int value = 0;
    int digits = 0;
    while (cursor->at < cursor->end && is_digit(*cursor->at)) {
        if (++digits > 3)
            return false;
        value = value * 10 + (*cursor->at++ - '0');
    }
    if (digits == 0 || value < min || value > max)
        return false;
    *out = value;
    return true;
}

/* Moves over an abbreviation: letters, or "<" letters, digits, signs ">". */
static bool skip_name(struct cursor *cursor)
{
    bool quoted = skip(cursor, '<');
    const char *start = cursor->at;
    while (cursor->at < cursor->end &&
           (is_letter(*cursor->at) ||
            (quoted && (is_digit(*cursor->at) || *cursor->at == '+' ||
                        *cursor->at == '-'))))
        cursor->at++;
    if (cursor->at - start < 3)
        return false;
    return !quoted || skip(cursor, '>');
}

/* Reads "[+-]hh[:mm[:ss]]" into seconds. */
static bool read_clock(struct cursor *cursor, int max_hours, int32_t *seconds)
{
    bool negative = skip(cursor, '-');
    if (!negative)
        (void)skip(cursor, '+');

    int hour = 0;
    int minute = 0;
    int second = 0;
    if (!read_number(cursor, 0, max_hours, &hour))
        return false;
    if (skip(cursor, ':')) {
        if (!read_number(cursor, 0, 59, &minute))
            return false;
        if (skip(cursor, ':') && !read_number(cursor, 0, 59, &second))
            return false;
    }
    int32_t value = hour * HOUR + minute * MINUTE + second;
    *seconds = negative ? -value : value;
    return true;
}

/* Reads the day of a rule: "Mm.w.d", "Jn" or "n". */
static bool read_day(struct cursor *cursor, struct aoai_zone_rule *rule)
{
    if (skip(cursor, 'M')) {
        rule->form = 'M';
        return read_number(cursor, 1, 12, &rule->month) && skip(cursor, '.') &&
               read_number(cursor, 1, 5, &rule->week) && skip(cursor, '.') &&
               read_number(cursor, 0, 6, &rule->day);
    }
    if (skip(cursor, 'J')) {
        rule->form = 'J';
        return read_number(cursor, 1, 365, &rule->day);
    }
    rule->form = 'N';
    return read_number(cursor, 0, 365, &rule->day);
}

/* Reads ",day[/time]". */
static bool read_rule(struct cursor *cursor, struct aoai_zone_rule *rule)
{
    if (!skip(cursor, ',') || !read_day(cursor, rule))
        return false;
    rule->seconds = USUAL_TIME;
    if (!skip(cursor, '/'))
        return true;
    return read_clock(cursor, TIME_HOURS, &rule->seconds);
}

bool aoai_zone_rule_parse(struct aoai_zone *zone, const char *text,
                          size_t length)
{
    struct cursor cursor = {text, text + length};
    int32_t west = 0;
    if (!skip_name(&cursor) || !read_clock(&cursor, OFFSET_HOURS, &west))
        return false;
    zone->has_footer = true;
    zone->standard_offset = -west;
    zone->has_summer = cursor.at != cursor.end;
    if (!zone->has_summer)
        return true;

    if (!skip_name(&cursor))
        return false;
    zone->summer_offset = zone->standard_offset + HOUR;
    if (cursor.at < cursor.end && *cursor.at != ',') {
        if (!read_clock(&cursor, OFFSET_HOURS, &west))
            return false;
        zone->summer_offset = -west;
    }
    return read_rule(&cursor, &zone->summer_start) &&
           read_rule(&cursor, &zone->summer_end) && cursor.at == cursor.end;
}

/* The day of form M in YEAR, in days since 1970. */
static int64_t find_weekday(const struct aoai_zone_rule *rule, int year)
{
    int64_t first = aoai_civil_days(year, rule->month, 1);
    int day = (rule->day - aoai_civil_weekday(first) + 7) % 7;
    day += (rule->week - 1) * 7;
    if (day >= aoai_civil_month_days(year, rule->month))
        day -= 7;
    return first + day;
}

/* The instant of RULE in YEAR for clocks that are OFFSET east of UTC. */
static int64_t find_instant(const struct aoai_zone_rule *rule, int year,
                            int32_t offset)
{
    int64_t days = aoai_civil_days(year, 1, 1);
    if (rule->form == 'M')
        days = find_weekday(rule, year);
    if (rule->form == 'N')
        days += rule->day;
    if (rule->form == 'J') {
        /* February 29 has no number. */
        bool leap = aoai_civil_month_days(year, 2) == 29;
        days += rule->day - 1 + (leap && rule->day >= 60 ? 1 : 0);
    }
    return days * DAY + rule->seconds - offset;
}

int32_t aoai_zone_rule_offset(const struct aoai_zone *zone, int64_t utc)
{
    if (!zone->has_summer)
        return zone->standard_offset;

    int middle = aoai_civil_at(utc).year;
    int64_t latest = INT64_MIN;
    int32_t offset = zone->standard_offset;
    for (int year = middle - YEARS_AROUND; year <= middle + YEARS_AROUND;
         year++) {
        int64_t end =
            find_instant(&zone->summer_end, year, zone->summer_offset);
        if (end <= utc && end > latest) {
            latest = end;
            offset = zone->standard_offset;
        }
        /* A summer that starts when the last one ends goes on: so a footer
         * writes summer time all year. */
        int64_t start =
            find_instant(&zone->summer_start, year, zone->standard_offset);
        if (start <= utc && start >= latest) {
            latest = start;
            offset = zone->summer_offset;
        }
    }
    return offset;
}

int64_t aoai_zone_rule_next(const struct aoai_zone *zone, int64_t utc)
{
    int64_t next = AOAI_ZONE_RULE_NEVER;
    if (!zone->has_summer)
        return next;

    int middle = aoai_civil_at(utc).year;
    for (int year = middle - YEARS_AROUND; year <= middle + YEARS_AROUND;
         year++) {
        int64_t start =
            find_instant(&zone->summer_start, year, zone->standard_offset);
        int64_t end =
            find_instant(&zone->summer_end, year, zone->summer_offset);
        if (start > utc && start < next)
            next = start;
        if (end > utc && end < next)
            next = end;
    }
    return next;
}
