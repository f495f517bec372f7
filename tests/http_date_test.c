/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The dates of HTTP headers, as they are written; how they are read is told in
 * http_retry_test.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "net/http_date.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

static void a_date_is_written_as_it_is_read(void **state)
{
    static const struct {
        int64_t seconds;
        const char *text;
    } rows[] = {
        /* RFC 9110 section 5.6.7 */
        {784111777, "Sun, 06 Nov 1994 08:49:37 GMT"},
        {1730365200, "Thu, 31 Oct 2024 09:00:00 GMT"},
        /* a leap day, both ends of a year, a Saturday */
        {1709164800, "Thu, 29 Feb 2024 00:00:00 GMT"},
        {1735689599, "Tue, 31 Dec 2024 23:59:59 GMT"},
        {1735689600, "Wed, 01 Jan 2025 00:00:00 GMT"},
        {1735948800, "Sat, 04 Jan 2025 00:00:00 GMT"},
        /* the first and the last one */
        {0, "Thu, 01 Jan 1970 00:00:00 GMT"},
        {253402300799, "Fri, 31 Dec 9999 23:59:59 GMT"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        char text[AOAI_HTTP_DATE_SIZE];
        int64_t again = -1;

        aoai_http_date_format(rows[i].seconds, text);
        assert_string_equal(text, rows[i].text);
        assert_true(aoai_http_date_parse(text, &again));
        assert_int_equal(again, rows[i].seconds);
    }
}

static void what_is_beyond_stays_within(void **state)
{
    char text[AOAI_HTTP_DATE_SIZE];

    (void)state;
    aoai_http_date_format(-1, text);
    assert_string_equal(text, "Thu, 01 Jan 1970 00:00:00 GMT");
    aoai_http_date_format(INT64_MIN, text);
    assert_string_equal(text, "Thu, 01 Jan 1970 00:00:00 GMT");
    aoai_http_date_format(INT64_MAX, text);
    assert_string_equal(text, "Fri, 31 Dec 9999 23:59:59 GMT");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_date_is_written_as_it_is_read),
        cmocka_unit_test(what_is_beyond_stays_within),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
