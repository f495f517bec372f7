/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "core/civil.h"

#include <string.h>

enum { MINUTE = 60, HOUR = 3600, DAY = 86400 };

/* Days of 400 years, after which the calendar repeats. */
enum { ERA_DAYS = 146097 };

/* Days from 0000-03-01 to 1970-01-01. */
enum { EPOCH_DAYS = 719468 };

/* Beyond this the year would not fit an int. */
static const int64_t seconds_max = 67000000000000000;

/* VALUE / DIVISOR, rounded down. */
static int64_t divide(int64_t value, int64_t divisor)
{
    int64_t quotient = value / divisor;
    return value % divisor < 0 ? quotient - 1 : quotient;
}

/* Years run from March to February, so that the leap day comes last
 * (https://howardhinnant.github.io/date_algorithms.html). */
int64_t aoai_civil_days(int year, int month, int day)
{
    int64_t shifted = (int64_t)year - (month <= 2 ? 1 : 0);
    int64_t era = divide(shifted, 400);
    int64_t year_of_era = shifted - era * 400;
    int64_t day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    int64_t day_of_era =
        year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * ERA_DAYS + day_of_era - EPOCH_DAYS;
}

int64_t aoai_civil_seconds(const struct aoai_civil *civil)
{
    int64_t days = aoai_civil_days(civil->year, civil->month, civil->day);
    return days * DAY + (int64_t)civil->hour * HOUR +
           (int64_t)civil->minute * MINUTE + civil->second;
}

/* Sets the date of CIVIL to DAYS since 1970. */
static void set_date(struct aoai_civil *civil, int64_t days)
{
    int64_t shifted = days + EPOCH_DAYS;
    int64_t era = divide(shifted, ERA_DAYS);
    int64_t day_of_era = shifted - era * ERA_DAYS;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 -
                           day_of_era / 146096) /
                          365;
    int64_t day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t march_month = (5 * day_of_year + 2) / 153;

    civil->day = (int)(day_of_year - (153 * march_month + 2) / 5 + 1);
    civil->month = (int)((march_month + 2) % 12 + 1);
    civil->year = (int)(year_of_era + era * 400 + (civil->month <= 2 ? 1 : 0));
}

struct aoai_civil aoai_civil_at(int64_t seconds)
{
    if (seconds > seconds_max)
        seconds = seconds_max;
    if (seconds < -seconds_max)
        seconds = -seconds_max;

    int64_t days = divide(seconds, DAY);
    int rest = (int)(seconds - days * DAY);
    struct aoai_civil civil = {.hour = rest / HOUR,
                               .minute = rest % HOUR / MINUTE,
                               .second = rest % MINUTE};
    set_date(&civil, days);
    return civil;
}

int aoai_civil_month_days(int year, int month)
{
    static const char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

bool aoai_civil_is_valid(const struct aoai_civil *civil)
{
    return civil->month >= 1 && civil->month <= 12 && civil->day >= 1 &&
           civil->day <= aoai_civil_month_days(civil->year, civil->month) &&
           civil->hour >= 0 && civil->hour < 24 && civil->minute >= 0 &&
           civil->minute < 60 && civil->second >= 0 && civil->second < 60;
}

int aoai_civil_weekday(int64_t days)
{
    /* 1970-01-01 was a Thursday. */
    int64_t week_day = days % 7 + 4;
    return (int)((week_day + 7) % 7);
}

/* Writes VALUE with COUNT digits at AT and returns what follows them. */
static char *put_digits(char *at, int value, int count)
{
    for (int i = count - 1; i >= 0; i--) {
        at[i] = (char)('0' + value % 10);
        value /= 10;
    }
    return at + count;
}

void aoai_civil_format(int64_t seconds, char text[AOAI_CIVIL_TEXT_SIZE])
{
    struct aoai_civil civil = aoai_civil_at(seconds);
    if (civil.year < 0)
        civil = (struct aoai_civil){.year = 0, .month = 1, .day = 1};
    if (civil.year > 9999)
        civil = (struct aoai_civil){9999, 12, 31, 23, 59, 59};

    char *at = put_digits(text, civil.year, 4);
    *at++ = '-';
    at = put_digits(at, civil.month, 2);
    *at++ = '-';
    at = put_digits(at, civil.day, 2);
    *at++ = 'T';
    at = put_digits(at, civil.hour, 2);
    *at++ = ':';
    at = put_digits(at, civil.minute, 2);
    *at++ = ':';
    at = put_digits(at, civil.second, 2);
    *at++ = 'Z';
    *at = '\0';
}

/* Reads exactly COUNT digits at *AT, from MIN to MAX, and moves *AT on. */
static bool read_number(const char **at, int count, int min, int max, int *out)
{
    int value = 0;
    for (int i = 0; i < count; i++) {
        char digit = (*at)[i];
        if (digit < '0' || digit > '9')
            return false;
        value = value * 10 + (digit - '0');
    }
    if (value < min || value > max)
        return false;
    *at += count;
    *out = value;
    return true;
}

/* Moves *AT over one of the bytes in CHOICE. */
static bool skip(const char **at, const char *choice)
{
    if (**at == '\0' || strchr(choice, **at) == NULL)
        return false;
    (*at)++;
    return true;
}

/* Reads "[:SS[.fraction]]" into SECOND. */
static bool read_second(const char **at, int *second)
{
    *second = 0;
    if (!skip(at, ":"))
        return true;
    if (!read_number(at, 2, 0, 59, second))
        return false;
    if (!skip(at, "."))
        return true;
    if (!skip(at, "0123456789"))
        return false;
    *at += strspn(*at, "0123456789");
    return true;
}

/* Reads "Z" or "+hh:mm" up to the end into seconds east of UTC. */
static bool read_offset(const char *at, int *offset)
{
    *offset = 0;
    if (skip(&at, "Zz"))
        return *at == '\0';

    bool west = *at == '-';
    int hours = 0;
    int minutes = 0;
    if (!skip(&at, "+-") || !read_number(&at, 2, 0, 23, &hours) ||
        !skip(&at, ":") || !read_number(&at, 2, 0, 59, &minutes))
        return false;
    *offset = (hours * HOUR + minutes * MINUTE) * (west ? -1 : 1);
    return *at == '\0';
}

bool aoai_civil_parse(const char *text, int64_t *seconds)
{
    struct aoai_civil civil = {0};
    const char *at = text;
    int offset = 0;
    if (!read_number(&at, 4, 0, 9999, &civil.year) || !skip(&at, "-") ||
        !read_number(&at, 2, 1, 12, &civil.month) || !skip(&at, "-") ||
        !read_number(&at, 2, 1, 31, &civil.day) || !skip(&at, "Tt") ||
        !read_number(&at, 2, 0, 23, &civil.hour) || !skip(&at, ":") ||
        !read_number(&at, 2, 0, 59, &civil.minute) ||
        !read_second(&at, &civil.second) || !read_offset(at, &offset))
        return false;
    if (civil.day > aoai_civil_month_days(civil.year, civil.month))
        return false;

    *seconds = aoai_civil_seconds(&civil) - offset;
    return true;
}
