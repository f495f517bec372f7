/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "core/usage.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "core/fold.h"

/* The deployment of traffic that Azure assigns to none. */
static const char empty_name[] = "__Empty";

/* How many series the first allocation holds. */
enum { SERIES_MIN = 16 };

struct aoai_usage_series {
    /* The name in the usage's names, which move while they grow: where it
     * begins, and the text itself once settling has begun. Both grow in the
     * order of adding. */
    union {
        size_t start;
        const char *text;
    } name;
    size_t metric;
    uint64_t tokens;
    uint64_t fingerprint;
};

/* The one spelling of names that mean "no deployment", else NAME. */
static const char *unify(const char *name)
{
    if (*name == '\0' || aoai_fold_equal(name, empty_name))
        return empty_name;
    return name;
}

/* Makes room for SPACE series. */
static bool grow(struct aoai_usage *usage, size_t space)
{
    if (space > SIZE_MAX / sizeof(*usage->series))
        return false;
    struct aoai_usage_series *series =
        realloc(usage->series, space * sizeof(*series));
    if (series == NULL)
        return false;
    usage->series = series;
    usage->series_space = space;
    return true;
}

void aoai_usage_expect(struct aoai_usage *usage, size_t count)
{
    if (count > usage->series_space - usage->series_count)
        (void)grow(usage, usage->series_count + count);
}

int aoai_usage_add(struct aoai_usage *usage, const char *deployment,
                   size_t metric, uint64_t tokens, uint64_t fingerprint,
                   struct aoai_error *error)
{
    const char *name = unify(deployment);
    size_t start = usage->names.length;

    usage->names.max = SIZE_MAX; /* as large as the answer it comes from */
    aoai_buf_add(&usage->names, name, strlen(name) + 1);
    if (aoai_buf_check(&usage->names, error) != 0)
        return -1;
    if (usage->series_count == usage->series_space &&
        !grow(usage, usage->series_space == 0 ? (size_t)SERIES_MIN
                                              : 2 * usage->series_space))
        return aoai_error_memory(error);

    usage->series[usage->series_count++] =
        (struct aoai_usage_series){.name.start = start,
                                   .metric = metric,
                                   .tokens = tokens,
                                   .fingerprint = fingerprint};
    return 0;
}

/* Less than, equal to or greater than 0. */
static int compare_numbers(uint64_t one, uint64_t other)
{
    return (one > other) - (one < other);
}

/* Orders series by folded name, metric, fingerprint, and as added. */
static int compare_series(const void *one, const void *other)
{
    const struct aoai_usage_series *left = one;
    const struct aoai_usage_series *right = other;
    int order = aoai_fold_compare(left->name.text, right->name.text);
    if (order == 0)
        order = compare_numbers(left->metric, right->metric);
    if (order == 0)
        order = compare_numbers(left->fingerprint, right->fingerprint);
    if (order == 0)
        order = (left->name.text > right->name.text) -
                (left->name.text < right->name.text);
    return order;
}

/* How many of the COUNT ordered SERIES have the name of the first one. */
static size_t count_group(const struct aoai_usage_series *series, size_t count)
{
    size_t length = 1;
    while (length < count &&
           aoai_fold_equal(series[length].name.text, series[0].name.text))
        length++;
    return length;
}

/* Adds the COUNT ordered SERIES of one deployment up into ROW, each identical
 * copy once. */
static int add_up(struct aoai_usage_row *row,
                  const struct aoai_usage_series *series, size_t count,
                  struct aoai_error *error)
{
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && series[i].metric == series[i - 1].metric &&
            series[i].fingerprint == series[i - 1].fingerprint)
            continue;
        if (aoai_usage_sum(&row->tokens[series[i].metric], series[i].tokens) !=
            0)
            return aoai_error_set(error, AOAI_ERROR_ANSWER,
                                  "the tokens of %s exceed 2^63-1",
                                  aoai_error_quote(series[0].name.text).text);
    }
    return 0;
}

/* The spelling seen first among the COUNT SERIES. */
static const char *find_name(const struct aoai_usage_series *series,
                             size_t count)
{
    const char *first = series[0].name.text;
    for (size_t i = 1; i < count; i++) {
        if (series[i].name.text < first)
            first = series[i].name.text;
    }
    return first;
}

/* Points the series to their names and brings them into order. Returns whether
 * they were in it, each with a name of its own, as those of a record are. */
static bool sort_series(struct aoai_usage *usage)
{
    struct aoai_usage_series *series = usage->series;
    bool done = true;
    for (size_t i = 0; i < usage->series_count; i++) {
        series[i].name.text = usage->names.data + series[i].name.start;
        if (i > 0 && done)
            done = aoai_fold_compare(series[i - 1].name.text,
                                     series[i].name.text) < 0;
    }
    if (!done)
        qsort(series, usage->series_count, sizeof(*series), compare_series);
    return done;
}

/* Rows are written over the series that they come from. */
_Static_assert(sizeof(struct aoai_usage_row) <=
                   sizeof(struct aoai_usage_series),
               "a row needs no more room than a series");

int aoai_usage_settle(struct aoai_usage *usage, struct aoai_error *error)
{
    size_t count = usage->series_count;
    if (count == 0)
        return 0;

    struct aoai_usage_row *rows = (void *)usage->series;
    size_t row_count = 0;
    bool distinct = sort_series(usage);
    for (size_t at = 0; at < count;) {
        struct aoai_usage_series *group = usage->series + at;
        size_t length = distinct ? 1 : count_group(group, count - at);
        struct aoai_usage_row row = {.deployment = find_name(group, length)};
        if (add_up(&row, group, length, error) != 0)
            return -1;
        rows[row_count++] = row;
        at += length;
    }
    usage->rows = rows;
    usage->count = row_count;
    usage->series = NULL;
    usage->series_count = 0;
    usage->series_space = 0;
    return 0;
}

const struct aoai_usage_row *aoai_usage_find(const struct aoai_usage *usage,
                                             const char *deployment)
{
    const char *name = unify(deployment);
    size_t low = 0;
    size_t high = usage->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = aoai_fold_compare(usage->rows[middle].deployment, name);
        if (order == 0)
            return &usage->rows[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

int aoai_usage_sum(uint64_t *sum, uint64_t part)
{
    if (*sum > INT64_MAX || part > INT64_MAX - *sum)
        return -1;
    *sum += part;
    return 0;
}

void aoai_usage_free(struct aoai_usage *usage)
{
    free(usage->series);
    free(usage->rows);
    aoai_buf_free(&usage->names);
    *usage = (struct aoai_usage){0};
}
