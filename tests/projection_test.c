/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Where a month will end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <inttypes.h>

#include "core/civil.h"
#include "core/projection.h"

#include "zone_bytes.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

#define UTC "UTC0"
#define BERLIN "CET-1CEST,M3.5.0,M10.5.0/3"

/* The largest number of tokens that is counted. */
#define MOST ((uint64_t)INT64_MAX)

/* UTC seconds of an ISO 8601 text. */
static int64_t at(const char *text)
{
    int64_t seconds = 0;

    assert_true(aoai_civil_parse(text, &seconds));
    return seconds;
}

/* The month that holds NOW in the zone that FOOTER describes. */
static struct aoai_span span_of(const char *footer, const char *now)
{
    struct aoai_zone zone;
    struct aoai_month month;
    struct zone_bytes file = zone_bytes_of_footer(footer);

    assert_int_equal(aoai_zone_parse(&zone, file.bytes, file.length, NULL), 0);
    assert_int_equal(aoai_month_find(&month, "current", &zone, at(now), NULL),
                     0);
    aoai_zone_free(&zone);
    return month.span;
}

static void a_month_ends_as_it_went(void **state)
{
    static const struct {
        const char *footer, *now;
        uint64_t used, tokens;
    } rows[] = {
        /* 31, 30, 29 and 28 days, a day in */
        {UTC, "2024-10-02T00:00:00Z", 100, 3100},
        {UTC, "2024-11-02T00:00:00Z", 100, 3000},
        {UTC, "2024-02-02T00:00:00Z", 100, 2900},
        {UTC, "2023-02-02T00:00:00Z", 100, 2800},
        /* half of it */
        {UTC, "2024-11-16T00:00:00Z", 1261, 2522},
        {UTC, "2024-11-16T00:00:00Z", 0, 0},
        /* rounded down: 10 * 31 / 20 = 15.5 */
        {UTC, "2024-10-21T00:00:00Z", 10, 15},
        /* the last second adds next to nothing */
        {UTC, "2024-10-31T23:59:59Z", 1000000, 1000000},
        {UTC, "2024-10-31T23:59:59Z", 2678399, 2678400},
        /* October has an hour more in Berlin, March one less: 745 / 24 and
         * 743 / 24 of a day */
        {BERLIN, "2024-10-01T22:00:00Z", 2400, 74500},
        {BERLIN, "2024-03-01T23:00:00Z", 2400, 74300},
        /* as large as it may get: 30 * MOST / 30 and a little less */
        {UTC, "2024-11-16T00:00:00Z", MOST / 2, MOST - 1},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct aoai_span span = span_of(rows[i].footer, rows[i].now);
        uint64_t tokens = 1;

        if (!aoai_projection_make(&tokens, rows[i].used, &span,
                                  at(rows[i].now)) ||
            tokens != rows[i].tokens)
            fail_msg("row %zu: %" PRIu64, i, tokens);
    }
}

static void what_can_not_be_told_is_not_told(void **state)
{
    static const struct {
        const char *now;
        uint64_t used;
    } rows[] = {
        /* before the month */
        {"2024-09-30T23:59:59Z", 100},
        /* in its first day: up to 744 times too much or too little */
        {"2024-10-01T00:00:00Z", 100},
        {"2024-10-01T00:00:01Z", 100},
        {"2024-10-01T09:00:00Z", 100},
        {"2024-10-01T23:59:59Z", 100},
        /* when it is over, nothing is left to guess */
        {"2024-11-01T00:00:00Z", 100},
        {"2024-12-24T00:00:00Z", 100},
        /* beyond 2^63-1, and where 64 bits would not hold the product */
        {"2024-10-02T00:00:00Z", MOST / 31 + 1},
        {"2024-10-02T00:00:00Z", MOST},
        {"2024-10-16T12:00:00Z", MOST / 2 + 1},
        {"2024-10-31T23:59:59Z", MOST},
    };
    struct aoai_span span = span_of(UTC, "2024-10-20T00:00:00Z");

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        uint64_t tokens = 77;

        if (aoai_projection_make(&tokens, rows[i].used, &span, at(rows[i].now)))
            fail_msg("row %zu: %" PRIu64, i, tokens);
        assert_true(tokens == 77);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_month_ends_as_it_went),
        cmocka_unit_test(what_can_not_be_told_is_not_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
