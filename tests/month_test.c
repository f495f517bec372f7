/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Calendar months and the spans to ask Azure for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdbool.h>
#include <string.h>

#include "core/civil.h"
#include "core/month.h"

#include "zone_bytes.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

#define DAY INT64_C(86400)

#define UTC "UTC0"
#define TOKYO "JST-9"
#define NEW_YORK "EST5EDT,M3.2.0,M11.1.0"
#define BERLIN "CET-1CEST,M3.5.0,M10.5.0/3"
#define ST_JOHNS "NST3:30NDT,M3.2.0/0:01,M11.1.0/0:01"

/* The zone that FOOTER alone describes. */
static struct aoai_zone load_footer(const char *footer)
{
    struct aoai_zone zone;
    struct zone_bytes file = zone_bytes_of_footer(footer);
    assert_int_equal(aoai_zone_parse(&zone, file.bytes, file.length, NULL), 0);
    return zone;
}

/* UTC seconds of an ISO 8601 text. */
static int64_t at(const char *text)
{
    int64_t seconds = 0;
    assert_true(aoai_civil_parse(text, &seconds));
    return seconds;
}

/* Fails unless SECONDS are those of TEXT. */
static void assert_instant(int64_t seconds, const char *text)
{
    char got[AOAI_CIVIL_TEXT_SIZE];
    aoai_civil_format(seconds, got);
    assert_string_equal(got, text);
}

static void months_lie_between_two_first_days_of_the_zone(void **state)
{
    (void)state;
    static const struct {
        const char *footer;
        const char *spec;
        const char *now;
        const char *text;
        const char *start;
        const char *end;
    } rows[] = {
        {UTC, "current", "2024-10-31T12:09:00Z", "2024-10",
         "2024-10-01T00:00:00Z", "2024-11-01T00:00:00Z"},
        {UTC, "2024-10", "2024-10-31T12:09:00Z", "2024-10",
         "2024-10-01T00:00:00Z", "2024-11-01T00:00:00Z"},
        {UTC, "previous", "2024-10-31T12:09:00Z", "2024-09",
         "2024-09-01T00:00:00Z", "2024-10-01T00:00:00Z"},
        /* The first second belongs to the month, the last one too. */
        {UTC, "current", "2024-10-01T00:00:00Z", "2024-10",
         "2024-10-01T00:00:00Z", "2024-11-01T00:00:00Z"},
        {UTC, "current", "2024-10-31T23:59:59Z", "2024-10",
         "2024-10-01T00:00:00Z", "2024-11-01T00:00:00Z"},
        /* Over the end of a year, both ways. */
        {UTC, "previous", "2025-01-15T00:00:00Z", "2024-12",
         "2024-12-01T00:00:00Z", "2025-01-01T00:00:00Z"},
        {UTC, "2024-12", "2025-01-15T00:00:00Z", "2024-12",
         "2024-12-01T00:00:00Z", "2025-01-01T00:00:00Z"},
        {UTC, "2024-02", "2024-02-29T00:00:00Z", "2024-02",
         "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z"},
        /* In Tokyo October is over nine hours before it is in Greenwich. */
        {TOKYO, "current", "2024-10-31T15:00:00Z", "2024-11",
         "2024-10-31T15:00:00Z", "2024-11-30T15:00:00Z"},
        {TOKYO, "current", "2024-10-31T14:59:59Z", "2024-10",
         "2024-09-30T15:00:00Z", "2024-10-31T15:00:00Z"},
        {NEW_YORK, "current", "2024-11-01T03:59:59Z", "2024-10",
         "2024-10-01T04:00:00Z", "2024-11-01T04:00:00Z"},
        {NEW_YORK, "2024-11", "2024-11-05T00:00:00Z", "2024-11",
         "2024-11-01T04:00:00Z", "2024-12-01T05:00:00Z"},
        {BERLIN, "2024-10", "2024-10-31T22:59:00Z", "2024-10",
         "2024-09-30T22:00:00Z", "2024-10-31T23:00:00Z"},
        /* Two midnights: November has begun, whatever the clock shows. */
        {ST_JOHNS, "current", "2009-11-01T02:30:00Z", "2009-11",
         "2009-11-01T02:30:00Z", "2009-12-01T03:30:00Z"},
        {ST_JOHNS, "current", "2009-11-01T02:45:00Z", "2009-11",
         "2009-11-01T02:30:00Z", "2009-12-01T03:30:00Z"},
        {ST_JOHNS, "previous", "2009-11-01T02:45:00Z", "2009-10",
         "2009-10-01T02:30:00Z", "2009-11-01T02:30:00Z"},
        /* Seconds of an offset are dropped: spans lie on whole minutes. */
        {"AAA0:00:30", "2024-10", "2024-10-31T12:09:00Z", "2024-10",
         "2024-10-01T00:00:00Z", "2024-11-01T00:00:00Z"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct aoai_error error = {0};
        struct aoai_zone zone = load_footer(rows[i].footer);
        struct aoai_month month;
        if (aoai_month_find(&month, rows[i].spec, &zone, at(rows[i].now),
                            &error) != 0)
            fail_msg("%s", error.text);
        assert_string_equal(month.text, rows[i].text);
        assert_instant(month.span.start, rows[i].start);
        assert_instant(month.span.end, rows[i].end);
        aoai_zone_free(&zone);
    }
}

static void other_words_are_no_months(void **state)
{
    (void)state;
    static const char *const specs[] = {
        "",         " 2024-10",   "2024-10 ", "2024-13", "2024-00",  "2024-1",
        "24-10",    "2024-10-01", "202410",   "2024/10", "99999-01", "2024-1O",
        "-024-10",  "2024--1",    "+024-10",  "Current", "PREVIOUS", "current ",
        " current", "2024-10\n",  "prev",     "now",     "0",
    };
    struct aoai_zone zone = {0};
    for (size_t i = 0; i < COUNT(specs); i++) {
        struct aoai_error error = {0};
        struct aoai_month month;
        if (aoai_month_find(&month, specs[i], &zone, at("2024-10-31T00:00:00Z"),
                            &error) == 0)
            fail_msg("'%s' was read", specs[i]);
        assert_int_equal(error.kind, AOAI_ERROR_INPUT);
        assert_non_null(strstr(error.text, "is no month: give 'current'"));
        assert_null(strchr(error.text, '\n'));
    }
}

static void a_month_is_kept_for_93_days_to_the_second(void **state)
{
    (void)state;
    struct aoai_error error = {0};
    struct aoai_zone zone = {0};
    struct aoai_month month;
    int64_t last = at("2024-08-01T00:00:00Z") + 93 * DAY;
    assert_int_equal(aoai_month_find(&month, "2024-08", &zone, last, &error),
                     0);
    assert_int_equal(
        aoai_month_find(&month, "2024-08", &zone, last + 1, &error), -1);
    assert_int_equal(error.kind, AOAI_ERROR_INPUT);
    assert_string_equal(error.text,
                        "month 2024-08 began at 2024-08-01T00:00:00Z: Azure "
                        "Monitor keeps 93 days and would answer with a part of "
                        "it");
}

static void a_month_that_has_not_begun_is_refused(void **state)
{
    (void)state;
    struct aoai_error error = {0};
    struct aoai_zone zone = load_footer(NEW_YORK);
    struct aoai_month month;
    int64_t start = at("2024-11-01T04:00:00Z");
    assert_int_equal(
        aoai_month_find(&month, "2024-11", &zone, start - 1, &error), -1);
    assert_string_equal(error.text, "month 2024-11 has not begun: it begins at "
                                    "2024-11-01T04:00:00Z");
    assert_int_equal(aoai_month_find(&month, "2024-11", &zone, start, &error),
                     0);

    /* The ends of what can be written. */
    assert_int_equal(aoai_month_find(&month, "9999-12", &zone, start, &error),
                     -1);
    assert_int_equal(aoai_month_find(&month, "0000-01", &zone, start, &error),
                     -1);
    assert_int_equal(aoai_month_find(&month, "current", &zone,
                                     at("9999-12-31T23:59:59Z") + DAY, &error),
                     -1);
    aoai_zone_free(&zone);
}

static void parts_reach_to_the_end_of_the_running_minute(void **state)
{
    (void)state;
    static const struct {
        const char *footer;
        const char *spec;
        const char *now;
        size_t count;
        const char *edges[AOAI_MONTH_PARTS + 1];
    } rows[] = {
        /* In its first second a month has a first minute already. */
        {UTC,
         "2024-10",
         "2024-10-01T00:00:00Z",
         1,
         {"2024-10-01T00:00:00Z", "2024-10-01T00:01:00Z"}},
        {UTC,
         "2024-10",
         "2024-10-01T00:00:59Z",
         1,
         {"2024-10-01T00:00:00Z", "2024-10-01T00:01:00Z"}},
        {UTC,
         "2024-10",
         "2024-10-01T00:01:00Z",
         1,
         {"2024-10-01T00:00:00Z", "2024-10-01T00:02:00Z"}},
        {UTC,
         "2024-10",
         "2024-10-31T12:09:10Z",
         1,
         {"2024-10-01T00:00:00Z", "2024-10-31T12:10:00Z"}},
        {UTC,
         "2024-10",
         "2024-10-31T23:59:59Z",
         1,
         {"2024-10-01T00:00:00Z", "2024-11-01T00:00:00Z"}},
        /* Over: the end stays. 31 days are one part. */
        {UTC,
         "2024-10",
         "2024-11-20T00:00:00Z",
         1,
         {"2024-10-01T00:00:00Z", "2024-11-01T00:00:00Z"}},
        {TOKYO,
         "2024-02",
         "2024-03-20T00:00:00Z",
         1,
         {"2024-01-31T15:00:00Z", "2024-02-29T15:00:00Z"}},
        /* 31 days and an hour. */
        {BERLIN,
         "2024-10",
         "2024-11-20T00:00:00Z",
         2,
         {"2024-09-30T22:00:00Z", "2024-10-31T22:00:00Z",
          "2024-10-31T23:00:00Z"}},
        /* The second part comes into being with its first minute. */
        {BERLIN,
         "2024-10",
         "2024-10-31T21:59:59Z",
         1,
         {"2024-09-30T22:00:00Z", "2024-10-31T22:00:00Z"}},
        {BERLIN,
         "2024-10",
         "2024-10-31T22:00:00Z",
         2,
         {"2024-09-30T22:00:00Z", "2024-10-31T22:00:00Z",
          "2024-10-31T22:01:00Z"}},
        /* 31 days less an hour. */
        {BERLIN,
         "2024-03",
         "2024-04-20T00:00:00Z",
         1,
         {"2024-02-29T23:00:00Z", "2024-03-31T22:00:00Z"}},
        {NEW_YORK,
         "2024-11",
         "2024-12-20T00:00:00Z",
         1,
         {"2024-11-01T04:00:00Z", "2024-12-01T05:00:00Z"}},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct aoai_zone zone = load_footer(rows[i].footer);
        struct aoai_month month;
        struct aoai_span parts[AOAI_MONTH_PARTS];
        int64_t now = at(rows[i].now);
        assert_int_equal(
            aoai_month_find(&month, rows[i].spec, &zone, now, NULL), 0);
        assert_int_equal(aoai_month_parts(&month, now, parts), rows[i].count);
        for (size_t j = 0; j < rows[i].count; j++) {
            assert_instant(parts[j].start, rows[i].edges[j]);
            assert_instant(parts[j].end, rows[i].edges[j + 1]);
        }
        aoai_zone_free(&zone);
    }
}

/* Fails unless the parts of MONTH cover it without a gap, and none is empty
 * or too long. */
static void check_parts(const struct aoai_month *month)
{
    struct aoai_span parts[AOAI_MONTH_PARTS];
    size_t count = aoai_month_parts(month, month->span.end, parts);
    assert_true(parts[0].start == month->span.start);
    assert_true(parts[count - 1].end == month->span.end);
    assert_true(count == 1 || parts[0].end == parts[1].start);
    for (size_t i = 0; i < count; i++) {
        assert_true(parts[i].start < parts[i].end);
        assert_true(parts[i].end - parts[i].start <= 31 * DAY);
    }
}

static void months_and_their_parts_adjoin(void **state)
{
    (void)state;
    static const char *const footers[] = {UTC, TOKYO, NEW_YORK, BERLIN,
                                          ST_JOHNS};
    for (size_t i = 0; i < COUNT(footers); i++) {
        struct aoai_zone zone = load_footer(footers[i]);
        int64_t now = at("2000-01-05T00:00:00Z");
        for (int round = 0; round < 12 * 40; round++) {
            struct aoai_month month;
            assert_int_equal(
                aoai_month_find(&month, "current", &zone, now, NULL), 0);
            /* From the second month on NOW is the end of the one before. */
            assert_true(round == 0 || month.span.start == now);
            check_parts(&month);
            now = month.span.end;
        }
        aoai_zone_free(&zone);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(months_lie_between_two_first_days_of_the_zone),
        cmocka_unit_test(other_words_are_no_months),
        cmocka_unit_test(a_month_is_kept_for_93_days_to_the_second),
        cmocka_unit_test(a_month_that_has_not_begun_is_refused),
        cmocka_unit_test(parts_reach_to_the_end_of_the_running_minute),
        cmocka_unit_test(months_and_their_parts_adjoin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
