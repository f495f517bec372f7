/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Reading answers of Azure Monitor: the whole truth or an error. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "azure/metrics.h"
#include "net/file.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

/* Parts of answers; a series is SERIES("name", POINT("5")). */
#define START "2024-10-01T00:00:00Z"
#define SPAN START "/2024-10-20T12:01:00Z"
#define POINT(TOTAL) "{\"timeStamp\":\"" START "\",\"total\":" TOTAL "}"
#define SERIES_BY(DIMENSION, NAME, POINTS)                                     \
    "{\"metadatavalues\":[{\"name\":{\"value\":\"" DIMENSION "\"},"            \
    "\"value\":\"" NAME "\"}],\"data\":[" POINTS "]}"
#define SERIES(NAME, POINTS) SERIES_BY("modeldeploymentname", NAME, POINTS)
#define METRIC(NAME, SERIES)                                                   \
    "{\"name\":{\"value\":\"" NAME "\"},\"timeseries\":[" SERIES "],"          \
    "\"errorCode\":\"Success\"}"
#define ANSWER_IN(TIMESPAN, METRICS)                                           \
    "{\"timespan\":\"" TIMESPAN "\",\"value\":[" METRICS "]}"
#define ANSWER(METRICS) ANSWER_IN(SPAN, METRICS)
#define TOKENS(SERIES) ANSWER(METRIC("TokenTransaction", SERIES))

static const struct aoai_span span = {1727740800, 1729425660};

static const struct aoai_metrics_query tokens = {
    .metrics = {"TokenTransaction"},
    .metric_count = 1,
    .dimension = "ModelDeploymentName",
};

/* Reads BODY into USAGE and settles it. */
static int read_body(struct aoai_usage *usage, const char *body,
                     struct aoai_error *error)
{
    if (aoai_metrics_read(usage, body, strlen(body), &tokens, &span, 10, error))
        return -1;
    return aoai_usage_settle(usage, error);
}

/* Expects BODY to give ROWS: "name=tokens name=tokens". */
static void expect_rows(const char *body, const char *rows)
{
    AOAI_CLEANUP(aoai_usage_free) struct aoai_usage usage = {0};
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf text = {0};
    struct aoai_error error = {0};

    if (read_body(&usage, body, &error))
        fail_msg("%s: %s", error.text, body);
    for (size_t i = 0; i < usage.count; i++)
        aoai_buf_printf(&text, "%s%s=%" PRIu64, i ? " " : "",
                        usage.rows[i].deployment, usage.rows[i].tokens[0]);
    assert_string_equal(aoai_buf_text(&text), rows);
}

/* Expects BODY to fail as an answer, with PART in the sentence. */
static void expect_failure(const char *body, enum aoai_error_kind kind,
                           const char *part)
{
    AOAI_CLEANUP(aoai_usage_free) struct aoai_usage usage = {0};
    struct aoai_error error = {0};

    if (read_body(&usage, body, &error) == 0)
        fail_msg("no failure: %s", body);
    assert_int_equal(error.kind, kind);
    if (!strstr(error.text, part))
        fail_msg("'%s' is not in: %s", part, error.text);
}

static void the_published_answer_adds_up(void **state)
{
    AOAI_CLEANUP(aoai_usage_free) struct aoai_usage usage = {0};
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf body = {0};
    /* 2024-09-30T12:09:00Z to 2024-10-31T12:09:00Z, as it was asked */
    static const struct aoai_span asked = {1727698140, 1730376540};
    const char *folder = getenv("srcdir");
    char path[512];

    (void)state;
    (void)snprintf(path, sizeof(path), "%s/tests/fixtures/metrics_article.json",
                   folder ? folder : ".");
    assert_int_equal(aoai_file_read(&body, path, NULL), 0);
    assert_int_equal(aoai_metrics_read(&usage, aoai_buf_text(&body),
                                       body.length, &tokens, &asked, 100000,
                                       NULL),
                     0);
    assert_int_equal(aoai_usage_settle(&usage, NULL), 0);
    assert_int_equal(usage.count, 1);
    assert_string_equal(usage.rows[0].deployment, "gpt-4o-momo");
    assert_int_equal(usage.rows[0].tokens[0], 78 + 1183);
}

static void totals_are_read_exactly(void **state)
{
    static const struct {
        const char *body, *rows;
    } rows[] = {
        {TOKENS(SERIES("a", POINT("5"))), "a=5"},
        {TOKENS(SERIES("a", POINT("5.0"))), "a=5"},
        {TOKENS(SERIES("a", POINT("5e3"))), "a=5000"},
        {TOKENS(SERIES("a", POINT("1.5E1"))), "a=15"},
        /* 2^53 + 1, which a double does not know */
        {TOKENS(SERIES("a", POINT("9007199254740993"))), "a=9007199254740993"},
        {TOKENS(SERIES("a", POINT("9223372036854775807"))),
         "a=9223372036854775807"},
        {TOKENS(SERIES("a", POINT("9223372036854775800") "," POINT("7"))),
         "a=9223372036854775807"},
        /* a zero is a deployment, and no point at all is one too */
        {TOKENS(SERIES("a", POINT("0"))), "a=0"},
        {TOKENS(SERIES("a", POINT("-0"))), "a=0"},
        {TOKENS(SERIES("a", "")), "a=0"},
        {TOKENS(SERIES("a", POINT("null"))), "a=0"},
        {TOKENS(SERIES("a", "{\"timeStamp\":\"" START "\"}," POINT("7"))),
         "a=7"},
        {TOKENS(""), ""},
        /* other aggregations do not count */
        {TOKENS(SERIES("a", "{\"timeStamp\":\"" START "\",\"total\":7,"
                            "\"average\":9.5,\"count\":3,\"maximum\":-1}")),
         "a=7"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        expect_rows(rows[i].body, rows[i].rows);
}

static void a_total_that_is_no_count_is_refused(void **state)
{
    static const char *const totals[] = {
        "-1",     "0.5",
        "1e-1",   "\"5\"",
        "true",   "false",
        "[5]",    "{}",
        "\"\"",   "9223372036854775808",
        "1e19",   "1.5e0",
        "-0.1",   "18446744073709551616",
        "1e9999", "4.9e-324",
    };

    (void)state;
    for (size_t i = 0; i < COUNT(totals); i++) {
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf body = {0};

        aoai_buf_printf(&body, TOKENS(SERIES("a", POINT("%s"))), totals[i]);
        expect_failure(aoai_buf_text(&body), AOAI_ERROR_ANSWER, "a: ");
    }
}

static void sums_beyond_63_bits_are_refused(void **state)
{
    (void)state;
    /* within a series, and over the spellings of one name */
    expect_failure(
        TOKENS(SERIES("a", POINT("9223372036854775807") "," POINT("1"))),
        AOAI_ERROR_ANSWER, "2^63-1");
    expect_failure(TOKENS(SERIES("a", POINT("9223372036854775807")) "," SERIES(
                       "A", POINT("1"))),
                   AOAI_ERROR_ANSWER, "2^63-1");
}

static void names_differing_in_case_are_one_deployment(void **state)
{
    (void)state;
    expect_rows(TOKENS(SERIES("Gpt", POINT("5")) "," SERIES("gPT", POINT("7"))),
                "Gpt=12");
    /* identical copies count once */
    expect_rows(TOKENS(SERIES("Gpt", POINT("5")) "," SERIES("gpt", POINT("5"))),
                "Gpt=5");
    /* the same sum of other points is no copy */
    expect_rows(TOKENS(SERIES("Gpt", POINT("5")) "," SERIES(
                    "gpt", POINT("2") "," POINT("3"))),
                "Gpt=10");
}

static void traffic_without_a_name_is_one_deployment(void **state)
{
    (void)state;
    expect_rows(TOKENS(SERIES("__Empty", POINT("5")) "," SERIES(
                    "", POINT("7")) "," SERIES("b", POINT("1"))),
                "__Empty=12 b=1");
}

static void a_nul_byte_in_a_name_does_not_end_it(void **state)
{
    (void)state;
    expect_rows(
        TOKENS(SERIES("a\\u0000b", POINT("5")) "," SERIES("a", POINT("7"))),
        "a=7 a\xef\xbf\xbd"
        "b=5");
    expect_rows(TOKENS(SERIES("\\u0000", POINT("5"))), "\xef\xbf\xbd=5");
}

static void the_dimension_is_found_in_any_case(void **state)
{
    (void)state;
    expect_rows(
        TOKENS(SERIES_BY("MODELDEPLOYMENTNAME", "a", POINT("5")) "," SERIES_BY(
            "ModelDeploymentName", "b", POINT("6"))),
        "a=5 b=6");
    /* among others */
    expect_rows(TOKENS("{\"metadatavalues\":[{\"name\":{\"value\":\"region\"},"
                       "\"value\":\"eastus\"},{\"name\":{\"value\":"
                       "\"modeldeploymentname\"},\"value\":\"a\"}],"
                       "\"data\":[" POINT("5") "]}"),
                "a=5");
    expect_failure(TOKENS(SERIES_BY("region", "eastus", POINT("5"))),
                   AOAI_ERROR_ANSWER, "ModelDeploymentName");
}

static void an_answer_that_lacks_a_part_is_refused(void **state)
{
    static const struct {
        const char *body, *part;
    } rows[] = {
        {"", "Azure's answer"},
        {"{}", "no answer to a question"},
        {"[]", "no answer to a question"},
        {"null", "no answer to a question"},
        {"{\"value\":{}}", "no answer to a question"},
        {ANSWER(""), "lacks the metric TokenTransaction"},
        {ANSWER(METRIC("OtherMetric", "")), "lacks the metric"},
        {ANSWER("{\"timeseries\":[]}"), "metric without a name"},
        {ANSWER("{\"name\":{\"value\":\"TokenTransaction\"}}"),
         "without timeseries"},
        {ANSWER("{\"name\":{\"value\":\"TokenTransaction\"},"
                "\"timeseries\":null}"),
         "without timeseries"},
        {TOKENS("{\"data\":[]}"), "without the dimension"},
        {TOKENS("{\"metadatavalues\":[],\"data\":[]}"),
         "without the dimension"},
        {TOKENS("{\"metadatavalues\":[{\"name\":{\"value\":"
                "\"modeldeploymentname\"},\"value\":\"a\"}]}"),
         "without data"},
        {TOKENS(SERIES("a", "{\"total\":5}")), "point without a time"},
        {TOKENS(SERIES("a", "{\"timeStamp\":\"then\",\"total\":5}")),
         "point without a time"},
        /* a metric twice may be two halves or two copies */
        {ANSWER(
             METRIC("TokenTransaction", "") "," METRIC("tokentransaction", "")),
         "twice"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        expect_failure(rows[i].body, AOAI_ERROR_ANSWER, rows[i].part);
}

static void a_metric_that_was_not_asked_for_is_no_harm(void **state)
{
    (void)state;
    expect_rows(ANSWER(METRIC("Other", SERIES("x", POINT("-1"))) "," METRIC(
                    "TOKENTRANSACTION", SERIES("a", POINT("5")))),
                "a=5");
}

static void a_metric_that_failed_inside_200_is_refused(void **state)
{
    (void)state;
    expect_failure(ANSWER("{\"name\":{\"value\":\"TokenTransaction\"},"
                          "\"timeseries\":[],\"errorCode\":\"InternalError\","
                          "\"errorMessage\":\"try later\"}"),
                   AOAI_ERROR_REFUSED, "InternalError: try later");
    expect_failure(ANSWER("{\"name\":{\"value\":\"TokenTransaction\"},"
                          "\"timeseries\":[],\"errorCode\":\"Throttled\"}"),
                   AOAI_ERROR_REFUSED, "Throttled: no reason given");
    expect_failure(ANSWER("{\"name\":{\"value\":\"TokenTransaction\"},"
                          "\"timeseries\":[],\"errorCode\":5}"),
                   AOAI_ERROR_ANSWER, "errorCode");
    expect_rows(ANSWER("{\"name\":{\"value\":\"TokenTransaction\"},"
                       "\"timeseries\":[],\"errorCode\":null}"),
                "");
}

static void an_answer_as_long_as_top_is_refused(void **state)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf series = {0};
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf body = {0};
    AOAI_CLEANUP(aoai_usage_free) struct aoai_usage usage = {0};

    (void)state;
    /* read_body() asks for ten */
    for (int i = 0; i < 10; i++) {
        aoai_buf_truncate(&body, 0);
        aoai_buf_printf(&body, TOKENS("%s"), aoai_buf_text(&series));
        aoai_usage_free(&usage);
        assert_int_equal(read_body(&usage, aoai_buf_text(&body), NULL), 0);
        assert_int_equal(usage.count, i);
        aoai_buf_printf(&series, "%s" SERIES("d%d", POINT("1")), i ? "," : "",
                        i);
    }
    aoai_buf_truncate(&body, 0);
    aoai_buf_printf(&body, TOKENS("%s"), aoai_buf_text(&series));
    expect_failure(aoai_buf_text(&body), AOAI_ERROR_ANSWER, "is full");
}

static void a_timespan_must_cover_what_was_asked(void **state)
{
#define WITHIN(TIMESPAN)                                                       \
    ANSWER_IN(TIMESPAN, METRIC("TokenTransaction", SERIES("a", POINT("5"))))
    static const char *const good[] = {
        WITHIN(SPAN),
        WITHIN("2024-09-30T23:59:00Z/2024-10-20T12:01:00Z"),
        WITHIN("2024-10-01T00:00:00.0000000Z/2024-10-20T12:00:59Z"),
        WITHIN("2024-10-01T02:00:00+02:00/2024-10-20T14:01:00+02:00"),
        /* the running minutes may be missing, later is more */
        WITHIN(START "/2024-10-20T11:51:00Z"),
        WITHIN(START "/2024-11-01T00:00:00Z"),
        "{\"value\":[" METRIC("TokenTransaction", SERIES("a", POINT("5"))) "]}",
    };
    static const struct {
        const char *body, *part;
    } bad[] = {
        {WITHIN("2024-10-01T00:01:00Z/2024-10-20T12:01:00Z"), "later"},
        {WITHIN(START "/2024-10-20T11:50:00Z"), "earlier"},
        {WITHIN(START "/" START), "earlier"},
        {WITHIN("P31D"), "timespan that is none"},
        {WITHIN(""), "timespan that is none"},
        {WITHIN("/"), "timespan that is none"},
        {WITHIN(START "/"), "timespan that is none"},
        {WITHIN("/2024-10-20T12:01:00Z"), "timespan that is none"},
        {WITHIN("2024-10-01/2024-10-20"), "timespan that is none"},
        {WITHIN(START "/2024-10-20T12:01:00Z/"), "timespan that is none"},
        {WITHIN("2024-10-01T00:00:00.00000000000000000000000000000000000000000Z"
                "/2024-10-20T12:01:00Z"),
         "timespan that is none"},
        {"{\"timespan\":null,\"value\":[" METRIC("TokenTransaction", "") "]}",
         "timespan that is none"},
        {"{\"timespan\":5,\"value\":[" METRIC("TokenTransaction", "") "]}",
         "timespan that is none"},
    };
#undef WITHIN

    (void)state;
    for (size_t i = 0; i < COUNT(good); i++)
        expect_rows(good[i], "a=5");
    for (size_t i = 0; i < COUNT(bad); i++)
        expect_failure(bad[i].body, AOAI_ERROR_ANSWER, bad[i].part);
}

static void points_outside_the_span_are_refused(void **state)
{
#define AT(STAMP)                                                              \
    TOKENS(SERIES("a", "{\"timeStamp\":\"" STAMP "\",\"total\":5}"))
    (void)state;
    expect_rows(AT("2024-10-20T12:00:59Z"), "a=5");
    expect_failure(AT("2024-09-30T23:59:59Z"), AOAI_ERROR_ANSWER, "outside");
    expect_failure(AT("2024-10-20T12:01:00Z"), AOAI_ERROR_ANSWER, "outside");
    expect_failure(AT("1969-10-20T12:01:00Z"), AOAI_ERROR_ANSWER, "outside");
#undef AT
    /* without a timespan a single later point tells that a part is missing */
    expect_failure("{\"value\":[" METRIC(
                       "TokenTransaction",
                       SERIES("a", "{\"timeStamp\":\"2024-10-02T00:00:00Z\","
                                   "\"total\":5}")) "]}",
                   AOAI_ERROR_ANSWER, "later");
}

static void several_metrics_keep_their_own_numbers(void **state)
{
    static const struct aoai_metrics_query both = {
        .metrics = {"ProcessedPromptTokens", "GeneratedTokens"},
        .metric_count = 2,
        .dimension = "ModelDeploymentName",
    };
    /* in another order than asked, and with the series in another order */
    static const char body[] = ANSWER(METRIC(
        "GeneratedTokens",
        SERIES("b", POINT("1")) "," SERIES(
            "a",
            POINT("2"))) "," METRIC("ProcessedPromptTokens",
                                    SERIES("a", POINT("10")) "," SERIES(
                                        "c",
                                        POINT("30")) "," SERIES("B",
                                                                POINT("20"))));
    static const struct {
        const char *name;
        uint64_t prompt, completion;
    } rows[] = {{"a", 10, 2}, {"b", 20, 1}, {"c", 30, 0}};
    AOAI_CLEANUP(aoai_usage_free) struct aoai_usage usage = {0};

    (void)state;
    assert_int_equal(
        aoai_metrics_read(&usage, body, strlen(body), &both, &span, 10, NULL),
        0);
    assert_int_equal(aoai_usage_settle(&usage, NULL), 0);
    assert_int_equal(usage.count, COUNT(rows));
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct aoai_usage_row *row =
            aoai_usage_find(&usage, rows[i].name);

        assert_non_null(row);
        assert_true(row->tokens[0] == rows[i].prompt);
        assert_true(row->tokens[1] == rows[i].completion);
    }
}

static void one_of_several_metrics_may_not_be_missing(void **state)
{
    static const struct aoai_metrics_query both = {
        .metrics = {"TokenTransaction", "GeneratedTokens"},
        .metric_count = 2,
        .dimension = "ModelDeploymentName",
    };
    static const char body[] = TOKENS(SERIES("a", POINT("1")));
    AOAI_CLEANUP(aoai_usage_free) struct aoai_usage usage = {0};
    struct aoai_error error;

    (void)state;
    assert_int_equal(
        aoai_metrics_read(&usage, body, strlen(body), &both, &span, 10, &error),
        -1);
    assert_non_null(strstr(error.text, "lacks the metric GeneratedTokens"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_published_answer_adds_up),
        cmocka_unit_test(totals_are_read_exactly),
        cmocka_unit_test(a_total_that_is_no_count_is_refused),
        cmocka_unit_test(sums_beyond_63_bits_are_refused),
        cmocka_unit_test(names_differing_in_case_are_one_deployment),
        cmocka_unit_test(traffic_without_a_name_is_one_deployment),
        cmocka_unit_test(a_nul_byte_in_a_name_does_not_end_it),
        cmocka_unit_test(the_dimension_is_found_in_any_case),
        cmocka_unit_test(an_answer_that_lacks_a_part_is_refused),
        cmocka_unit_test(a_metric_that_was_not_asked_for_is_no_harm),
        cmocka_unit_test(a_metric_that_failed_inside_200_is_refused),
        cmocka_unit_test(an_answer_as_long_as_top_is_refused),
        cmocka_unit_test(a_timespan_must_cover_what_was_asked),
        cmocka_unit_test(points_outside_the_span_are_refused),
        cmocka_unit_test(several_metrics_keep_their_own_numbers),
        cmocka_unit_test(one_of_several_metrics_may_not_be_missing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
