/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "azure/metrics.h"

#include <stdlib.h>
#include <string.h>

#include "core/civil.h"
#include "core/fold.h"
#include "core/hash.h"
#include "net/json.h"

/* An end that lies this many seconds before the one asked for is no answer
 * for the whole span; the running minute may be missing. */
enum { END_TOLERANCE = 600 };

/* What an answer is read with. */
struct reading {
    struct aoai_usage *usage;
    const struct aoai_metrics_query *query;
    const struct aoai_span *span;
    size_t top;
    bool timespan_told;
    size_t seen[AOAI_USAGE_METRICS]; /* how often a metric was answered */
};

/* What the points of one series come to. */
struct series {
    uint64_t tokens;
    uint64_t fingerprint;
};

/* Mixes the bytes of NUMBER into HASH. */
static uint64_t mix(uint64_t hash, uint64_t number)
{
    for (int i = 0; i < 8; i++) {
        hash = aoai_hash_byte(hash, (unsigned char)(number & 0xff));
        number >>= 8;
    }
    return hash;
}

/* Sets ERROR to WHAT being wrong with the answer. */
static int odd(struct aoai_error *error, const char *what)
{
    return aoai_error_set(error, AOAI_ERROR_ANSWER, "Azure's answer %s", what);
}

/* Reads the echoed timespan, "START/END": it may be cut. A missing one is
 * allowed. */
static int read_timespan(struct reading *reading, const struct aoai_value *root,
                         struct aoai_error *error)
{
    const struct aoai_value *value = aoai_json_member(root, "timespan");
    const char *text = aoai_json_text(value);
    const char *slash = text ? strchr(text, '/') : NULL;
    char start_text[AOAI_CIVIL_TEXT_SIZE + 16];
    int64_t start, end;

    if (aoai_json_type(value) == AOAI_JSON_ABSENT)
        return 0;
    if (!slash || (size_t)(slash - text) >= sizeof(start_text))
        return odd(error, "has a timespan that is none");
    memcpy(start_text, text, (size_t)(slash - text));
    start_text[slash - text] = '\0';
    if (!aoai_civil_parse(start_text, &start) ||
        !aoai_civil_parse(slash + 1, &end))
        return odd(error, "has a timespan that is none");
    if (start > reading->span->start)
        return odd(error, "begins later than asked: a part is missing");
    if (end < reading->span->end - END_TOLERANCE)
        return odd(error, "ends earlier than asked: a part is missing");
    reading->timespan_told = true;
    return 0;
}

/* Reads one point of a series into SERIES. */
static int read_point(const struct reading *reading,
                      const struct aoai_value *point, bool only,
                      struct series *series, struct aoai_error *error)
{
    const char *stamp = aoai_json_member_text(point, "timeStamp");
    const struct aoai_value *total = aoai_json_member(point, "total");
    uint64_t tokens;
    int64_t at;

    if (!stamp || !aoai_civil_parse(stamp, &at))
        return odd(error, "has a point without a time");
    if (at >= reading->span->end || at < reading->span->start)
        return odd(error, "has a point outside the time asked for");
    if (only && !reading->timespan_told && at > reading->span->start)
        return odd(error, "begins later than asked: a part is missing");
    if (aoai_json_type(total) == AOAI_JSON_ABSENT ||
        aoai_json_type(total) == AOAI_JSON_NULL)
        return 0;
    if (!aoai_json_count_value(total, &tokens))
        return odd(error,
                   "has a total that is no whole number from 0 to 2^63-1");
    if (aoai_usage_sum(&series->tokens, tokens))
        return odd(error, "adds up to more than 2^63-1 tokens");
    series->fingerprint = mix(mix(series->fingerprint, (uint64_t)at), tokens);
    return 0;
}

/* Reads the points of ITEM, an element of "timeseries", into SERIES. */
static int read_points(const struct reading *reading,
                       const struct aoai_value *item, struct series *series,
                       struct aoai_error *error)
{
    const struct aoai_value *data = aoai_json_member(item, "data");
    size_t count = aoai_json_count(data);

    if (aoai_json_type(data) != AOAI_JSON_ARRAY)
        return odd(error, "has a series without data");
    for (size_t i = 0; i < count; i++)
        if (read_point(reading, aoai_json_element(data, i), count == 1, series,
                       error))
            return -1;
    return 0;
}

/* The value of the dimension asked for in ITEM; absent where it has none. */
static const struct aoai_value *find_dimension(const struct reading *reading,
                                               const struct aoai_value *item)
{
    const struct aoai_value *all = aoai_json_member(item, "metadatavalues");

    for (size_t i = 0; i < aoai_json_count(all); i++) {
        const struct aoai_value *one = aoai_json_element(all, i);
        const char *name =
            aoai_json_member_text(aoai_json_member(one, "name"), "value");

        if (name && aoai_fold_equal(name, reading->query->dimension))
            return aoai_json_member(one, "value");
    }
    return NULL;
}

/* A copy of the string VALUE in which NUL, which ends a text, is U+FFFD. */
static char *copy_name(const struct aoai_value *value, struct aoai_error *error)
{
    const char *text = aoai_json_text(value);
    size_t length = aoai_json_text_length(value);
    struct aoai_buf name = {0};

    for (size_t i = 0; i < length; i++) {
        if (text[i])
            aoai_buf_putc(&name, text[i]);
        else
            aoai_buf_puts(&name, "\xef\xbf\xbd");
    }
    return aoai_buf_take(&name, error);
}

/* Adds the series ITEM of metric number METRIC under NAME. */
static int add_series(struct reading *reading, size_t metric,
                      const struct aoai_value *item, const char *name,
                      struct aoai_error *error)
{
    struct series series = {.fingerprint = AOAI_HASH_START};

    if (read_points(reading, item, &series, error))
        return aoai_error_wrap(error, "%.100s", name);
    return aoai_usage_add(reading->usage, name, metric, series.tokens,
                          series.fingerprint, error);
}

/* Reads ITEM, an element of "timeseries" of metric number METRIC. */
static int read_series(struct reading *reading, size_t metric,
                       const struct aoai_value *item, struct aoai_error *error)
{
    const struct aoai_value *value = find_dimension(reading, item);
    const char *text = aoai_json_text(value);
    char *copy;
    int failed;

    if (!text)
        return aoai_error_set(error, AOAI_ERROR_ANSWER,
                              "Azure's answer has a series without the "
                              "dimension %s",
                              reading->query->dimension);
    if (strlen(text) == aoai_json_text_length(value))
        return add_series(reading, metric, item, text, error);
    copy = copy_name(value, error);
    if (!copy)
        return -1;
    failed = add_series(reading, metric, item, copy, error);
    free(copy);
    return failed;
}

/* The number of the metric called NAME in the query; metric_count if it was
 * not asked for. */
static size_t find_metric(const struct reading *reading, const char *name)
{
    size_t i = 0;

    while (i < reading->query->metric_count &&
           !aoai_fold_equal(reading->query->metrics[i], name))
        i++;
    return i;
}

/* Refuses a metric that failed inside HTTP 200. */
static int check_metric(const struct aoai_value *item, const char *name,
                        struct aoai_error *error)
{
    const struct aoai_value *value = aoai_json_member(item, "errorCode");
    const char *code = aoai_json_text(value);
    const char *message = aoai_json_member_text(item, "errorMessage");

    if (aoai_json_type(value) == AOAI_JSON_ABSENT ||
        aoai_json_type(value) == AOAI_JSON_NULL)
        return 0;
    if (!code)
        return odd(error, "has an errorCode that is no text");
    if (strcmp(code, "Success") == 0)
        return 0;
    return aoai_error_set(error, AOAI_ERROR_REFUSED, "metric %s: %s: %.300s",
                          name, code, message ? message : "no reason given");
}

/* Reads ITEM, an element of "value": one metric. */
static int read_metric(struct reading *reading, const struct aoai_value *item,
                       struct aoai_error *error)
{
    const char *name =
        aoai_json_member_text(aoai_json_member(item, "name"), "value");
    const struct aoai_value *all = aoai_json_member(item, "timeseries");
    size_t count = aoai_json_count(all);
    size_t metric;

    if (!name)
        return odd(error, "has a metric without a name");
    metric = find_metric(reading, name);
    if (metric == reading->query->metric_count)
        return 0;
    if (check_metric(item, name, error))
        return -1;
    if (aoai_json_type(all) != AOAI_JSON_ARRAY)
        return odd(error, "has a metric without timeseries");
    if (count >= reading->top)
        return odd(error, "is full: there may be more deployments than it "
                          "names");
    if (reading->seen[metric]++)
        return odd(error, "has a metric twice");
    aoai_usage_expect(reading->usage, count);
    for (size_t i = 0; i < count; i++)
        if (read_series(reading, metric, aoai_json_element(all, i), error))
            return -1;
    return 0;
}

/* Reads the whole document. */
static int read_root(struct reading *reading, const struct aoai_value *root,
                     struct aoai_error *error)
{
    const struct aoai_value *all = aoai_json_member(root, "value");

    if (aoai_json_type(root) != AOAI_JSON_OBJECT ||
        aoai_json_type(all) != AOAI_JSON_ARRAY)
        return odd(error, "is no answer to a question for metrics");
    if (read_timespan(reading, root, error))
        return -1;
    for (size_t i = 0; i < aoai_json_count(all); i++)
        if (read_metric(reading, aoai_json_element(all, i), error))
            return -1;
    for (size_t i = 0; i < reading->query->metric_count; i++)
        if (!reading->seen[i])
            return aoai_error_set(error, AOAI_ERROR_ANSWER,
                                  "Azure's answer lacks the metric %s",
                                  reading->query->metrics[i]);
    return 0;
}

int aoai_metrics_read(struct aoai_usage *usage, const char *body, size_t length,
                      const struct aoai_metrics_query *query,
                      const struct aoai_span *span, size_t top,
                      struct aoai_error *error)
{
    AOAI_CLEANUP(aoai_json_close) struct aoai_json *json = NULL;
    struct reading reading = {
        .usage = usage, .query = query, .span = span, .top = top};

    if (aoai_json_parse(&json, body, length, error))
        return aoai_error_wrap(error, "Azure's answer");
    return read_root(&reading, aoai_json_root(json), error);
}
