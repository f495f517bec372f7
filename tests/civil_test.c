/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The calendar and its text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "core/civil.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

static void known_dates_have_known_days(void **state)
{
    (void)state;
    static const struct {
        int year, month, day;
        int64_t days;
        int weekday;
    } rows[] = {
        {1970, 1, 1, 0, 4},      {1969, 12, 31, -1, 3},
        {2000, 2, 29, 11016, 2}, /* every 400 years a leap year */
        {2000, 3, 1, 11017, 3},  {2024, 10, 31, 20027, 4},
        {1900, 3, 1, -25508, 4}, /* no leap year */
        {1, 1, 1, -719162, 1},   {0, 2, 29, -719469, 2},
        {-4, 3, 1, -720929, 5},  {9999, 12, 31, 2932896, 5},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        int64_t days =
            aoai_civil_days(rows[i].year, rows[i].month, rows[i].day);
        assert_true(days == rows[i].days);
        assert_int_equal(aoai_civil_weekday(days), rows[i].weekday);
    }
}

static void each_day_of_eight_centuries_goes_there_and_back(void **state)
{
    (void)state;
    int64_t day = aoai_civil_days(1600, 1, 1);
    for (int year = 1600; year < 2400; year++) {
        for (int month = 1; month <= 12; month++) {
            int last = aoai_civil_month_days(year, month);
            for (int date = 1; date <= last; date++, day++) {
                assert_true(aoai_civil_days(year, month, date) == day);
                struct aoai_civil civil = aoai_civil_at(day * 86400 + 86399);
                assert_int_equal(civil.year, year);
                assert_int_equal(civil.month, month);
                assert_int_equal(civil.day, date);
                assert_int_equal(civil.hour, 23);
                assert_int_equal(civil.second, 59);
                assert_true(aoai_civil_seconds(&civil) == day * 86400 + 86399);
            }
        }
    }
}

static void february_knows_centuries(void **state)
{
    (void)state;
    assert_int_equal(aoai_civil_month_days(2024, 2), 29);
    assert_int_equal(aoai_civil_month_days(2023, 2), 28);
    assert_int_equal(aoai_civil_month_days(2100, 2), 28);
    assert_int_equal(aoai_civil_month_days(2000, 2), 29);
    assert_int_equal(aoai_civil_month_days(2024, 4), 30);
}

static void what_is_out_of_bounds_is_no_date(void **state)
{
    static const struct {
        struct aoai_civil civil;
        bool is;
    } rows[] = {
        {{2024, 2, 29, 23, 59, 59}, true}, {{2024, 1, 1, 0, 0, 0}, true},
        {{2023, 2, 29, 0, 0, 0}, false},   {{2024, 0, 1, 0, 0, 0}, false},
        {{2024, 13, 1, 0, 0, 0}, false},   {{2024, 1, 0, 0, 0, 0}, false},
        {{2024, 1, 32, 0, 0, 0}, false},   {{2024, 1, 1, -1, 0, 0}, false},
        {{2024, 1, 1, 24, 0, 0}, false},   {{2024, 1, 1, 0, -1, 0}, false},
        {{2024, 1, 1, 0, 60, 0}, false},   {{2024, 1, 1, 0, 0, -1}, false},
        {{2024, 1, 1, 0, 0, 60}, false}, /* a leap second */
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        assert_int_equal(aoai_civil_is_valid(&rows[i].civil), rows[i].is);
}

static void instants_are_written_in_one_form(void **state)
{
    (void)state;
    static const struct {
        int64_t seconds;
        const char *text;
    } rows[] = {
        {0, "1970-01-01T00:00:00Z"},
        {-1, "1969-12-31T23:59:59Z"},
        {1730376540, "2024-10-31T12:09:00Z"},
        {253402300799, "9999-12-31T23:59:59Z"},
        {253402300800, "9999-12-31T23:59:59Z"}, /* no fifth digit */
        {INT64_MAX, "9999-12-31T23:59:59Z"},
        {INT64_MIN, "0000-01-01T00:00:00Z"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char text[AOAI_CIVIL_TEXT_SIZE];
        aoai_civil_format(rows[i].seconds, text);
        assert_string_equal(text, rows[i].text);
    }
}

static void instants_are_read_as_rfc_3339_writes_them(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t seconds;
    } rows[] = {
        {"1970-01-01T00:00:00Z", 0},
        {"2024-10-31T12:09:00Z", 1730376540},
        {"2024-10-31T12:09Z", 1730376540}, /* as Azure Monitor writes it */
        {"2024-10-31T12:09:00.1234567Z", 1730376540},
        {"2024-10-31t12:09:00z", 1730376540},
        {"2024-10-31T14:09:00+02:00", 1730376540},
        {"2024-10-31T04:39:00-07:30", 1730376540},
        {"2024-02-29T00:00:00Z", 1709164800},
        {"0000-01-01T00:00:00Z", -62167219200},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        int64_t seconds = 42;
        assert_true(aoai_civil_parse(rows[i].text, &seconds));
        assert_true(seconds == rows[i].seconds);
    }
}

static void anything_else_is_no_instant(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "",
        "2024-10-31",
        "2024-10-31T12:09:00", /* where? */
        "2024-10-31 12:09:00Z",
        " 2024-10-31T12:09:00Z",
        "2024-10-31T12:09:00Z ",
        "2024-10-31T12:09:00.Z", /* a point without digits */
        "2024-10-31T12:09:00,1Z",
        "2024-10-31T12:09.5Z",
        "2024-13-01T00:00:00Z",
        "2024-00-01T00:00:00Z",
        "2023-02-29T00:00:00Z",
        "2024-04-31T00:00:00Z",
        "2024-10-00T00:00:00Z",
        "2024-10-31T24:00:00Z",
        "2024-10-31T12:60:00Z",
        "2024-12-31T23:59:60Z", /* no leap seconds */
        "2024-10-31T12:09:00+0200",
        "2024-10-31T12:09:00+24:00",
        "2024-10-31T12:09:00+02:60",
        "24-10-31T12:09:00Z",
        "+2024-10-31T12:09:00Z",
        "2024-1a-31T12:09:00Z",
        "2024-10-31T12:09:0",
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        int64_t seconds = 42;
        if (aoai_civil_parse(rows[i], &seconds))
            fail_msg("%s was read", rows[i]);
        assert_true(seconds == 42);
    }
}

static void the_ends_of_time_are_survived(void **state)
{
    (void)state;
    assert_true(aoai_civil_at(INT64_MAX).year > 2000000000);
    assert_true(aoai_civil_at(INT64_MIN).year < -2000000000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_dates_have_known_days),
        cmocka_unit_test(each_day_of_eight_centuries_goes_there_and_back),
        cmocka_unit_test(february_knows_centuries),
        cmocka_unit_test(what_is_out_of_bounds_is_no_date),
        cmocka_unit_test(instants_are_written_in_one_form),
        cmocka_unit_test(instants_are_read_as_rfc_3339_writes_them),
        cmocka_unit_test(anything_else_is_no_instant),
        cmocka_unit_test(the_ends_of_time_are_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
