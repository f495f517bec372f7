/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Until when a token is good. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "azure/token_life.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

/* 2024-10-20 12:00:00 and 13:00:00 UTC. */
#define NOW INT64_C(1729425600)
#define ONE INT64_C(1729429200)

/* What the answer with the members MEMBERS tells. */
static int64_t read_end(const char *members)
{
    AOAI_CLEANUP(aoai_json_close) struct aoai_json *json = NULL;
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf text = {0};

    aoai_buf_printf(&text, "{%s}", members);
    assert_int_equal(
        aoai_json_parse(&json, aoai_buf_text(&text), text.length, NULL), 0);
    return aoai_token_life_end(aoai_json_root(json), NOW);
}

static void the_end_is_read_in_every_spelling(void **state)
{
    static const struct {
        const char *members;
        int64_t end;
    } rows[] = {
        {"\"expires_in\":3599", NOW + 3599},
        {"\"expires_in\":1", NOW + 1},
        /* the managed identity's spelling */
        {"\"expires_in\":\"3599\",\"expires_on\":\"1506484173\"", NOW + 3599},
        {"\"expires_on\":\"1729429200\"", ONE},
        {"\"expires_on\":1729429200", ONE},
        /* a span that tells nothing leaves it to the instant */
        {"\"expires_in\":\"\",\"expires_on\":1729429200", ONE},
        {"\"expires_in\":null,\"expires_on\":1729429200", ONE},
        /* hosts that write the instant as a text */
        {"\"expires_on\":\"2024-10-20T13:00:00Z\"", ONE},
        {"\"expires_on\":\"2024-10-20T15:00:00.0000000+02:00\"", ONE},
        {"\"expires_on\":\"Sun, 20 Oct 2024 13:00:00 GMT\"", ONE},
        /* App Service's and Machine Learning's older version, on Windows ... */
        {"\"expires_on\":\"10/20/2024 1:00:00 PM +00:00\"", ONE},
        {"\"expires_on\":\"1/2/2024 12:00:00 AM +00:00\"", 1704153600},
        {"\"expires_on\":\"01/02/2024 12:00:00 PM +00:00\"", 1704196800},
        {"\"expires_on\":\"01/02/2024 00:00:00 PM +00:00\"", 1704196800},
        /* ... and on Linux */
        {"\"expires_on\":\"10/20/2024 13:00:00 +00:00\"", ONE},
        /* the span comes first all the same */
        {"\"expires_in\":\"60\",\"expires_on\":\"2024-10-20T13:00:00Z\"",
         NOW + 60},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        if (read_end(rows[i].members) != rows[i].end)
            fail_msg("%s: %lld", rows[i].members,
                     (long long)read_end(rows[i].members));
}

static void what_makes_no_sense_tells_nothing(void **state)
{
    static const char *const rows[] = {
        "",
        "\"expires_in\":0",
        "\"expires_in\":-5",
        "\"expires_in\":\"soon\"",
        "\"expires_in\":true",
        "\"expires_in\":9223372036854775807",
        "\"expires_on\":\"soon\"",
        "\"expires_on\":\"\"",
        "\"expires_on\":0",
        /* the span is never an instant */
        "\"expires_in\":\"2024-10-20T13:00:00Z\"",
        /* no zone: which hour that is can not be known */
        "\"expires_on\":\"2024-10-20T13:00:00\"",
        "\"expires_on\":\"10/20/2024 13:00:00\"",
        "\"expires_on\":\"10/20/2024 1:00:00 PM\"",
        /* no such day, month or hour */
        "\"expires_on\":\"20/10/2024 13:00:00 +00:00\"",
        "\"expires_on\":\"2/30/2024 13:00:00 +00:00\"",
        "\"expires_on\":\"10/20/2024 13:00:00 PM +00:00\"",
        "\"expires_on\":\"10/20/2024 24:00:00 +00:00\"",
        "\"expires_on\":\"10/20/2024 13:00:60 +00:00\"",
        /* another zone than the one that these services write */
        "\"expires_on\":\"10/20/2024 13:00:00 +02:00\"",
        "\"expires_on\":\"10/20/2024 13:00:00 +00:00 \"",
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        if (read_end(rows[i]) != 0)
            fail_msg("read: %s", rows[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_end_is_read_in_every_spelling),
        cmocka_unit_test(what_makes_no_sense_tells_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
