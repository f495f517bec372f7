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
    char *deployment; /* NULL once a row has taken it */
    size_t metric;
    uint64_t tokens;
    uint64_t fingerprint;
    size_t number; /* in the order of adding */
};

/* The one spelling of names that mean "no deployment", else NAME. */
static const char *unify(const char *name)
{
    if (*name == '\0' || aoai_fold_equal(name, empty_name))
        return empty_name;
    return name;
}

/* Makes room for one more series. */
static bool grow(struct aoai_usage *usage)
{
    if (usage->series_count < usage->series_space)
        return true;

    size_t space =
        usage->series_space == 0 ? SERIES_MIN : usage->series_space * 2;
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

int aoai_usage_add(struct aoai_usage *usage, const char *deployment,
                   size_t metric, uint64_t tokens, uint64_t fingerprint,
                   struct aoai_error *error)
{
    char *copy = strdup(unify(deployment));
    if (copy == NULL)
        return aoai_error_memory(error);
    if (!grow(usage)) {
        free(copy);
        return aoai_error_memory(error);
    }

    size_t number = usage->series_count++;
    usage->series[number] =
        (struct aoai_usage_series){.deployment = copy,
                                   .metric = metric,
                                   .tokens = tokens,
                                   .fingerprint = fingerprint,
                                   .number = number};
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
    int order = aoai_fold_compare(left->deployment, right->deployment);
    if (order == 0)
        order = compare_numbers(left->metric, right->metric);
    if (order == 0)
        order = compare_numbers(left->fingerprint, right->fingerprint);
    if (order == 0)
        order = compare_numbers(left->number, right->number);
    return order;
}

/* How many of the COUNT ordered SERIES have the name of the first one. */
static size_t count_group(const struct aoai_usage_series *series, size_t count)
{
    size_t length = 1;
    while (length < count &&
           aoai_fold_equal(series[length].deployment, series[0].deployment))
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
                                  aoai_error_quote(series[0].deployment).text);
    }
    return 0;
}

/* Moves the spelling seen first among the COUNT SERIES into ROW. */
static void take_name(struct aoai_usage_row *row,
                      struct aoai_usage_series *series, size_t count)
{
    struct aoai_usage_series *first = series;
    for (size_t i = 1; i < count; i++) {
        if (series[i].number < first->number)
            first = &series[i];
    }
    row->deployment = first->deployment;
    first->deployment = NULL;
}

/* How many deployments the ordered series belong to. */
static size_t count_rows(const struct aoai_usage *usage)
{
    size_t rows = 0;
    for (size_t at = 0; at < usage->series_count; rows++)
        at += count_group(usage->series + at, usage->series_count - at);
    return rows;
}

/* Releases the series. */
static void free_series(struct aoai_usage *usage)
{
    for (size_t i = 0; i < usage->series_count; i++)
        free(usage->series[i].deployment);
    free(usage->series);
    usage->series = NULL;
    usage->series_count = 0;
    usage->series_space = 0;
}

int aoai_usage_settle(struct aoai_usage *usage, struct aoai_error *error)
{
    size_t count = usage->series_count;
    if (count == 0)
        return 0;

    qsort(usage->series, count, sizeof(*usage->series), compare_series);
    usage->rows = calloc(count_rows(usage), sizeof(*usage->rows));
    if (usage->rows == NULL)
        return aoai_error_memory(error);

    for (size_t at = 0; at < count;) {
        struct aoai_usage_series *group = usage->series + at;
        size_t length = count_group(group, count - at);
        struct aoai_usage_row *row = &usage->rows[usage->count];
        if (add_up(row, group, length, error) != 0)
            return -1;
        take_name(row, group, length);
        usage->count++;
        at += length;
    }
    free_series(usage);
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
    free_series(usage);
    for (size_t i = 0; i < usage->count; i++)
        free(usage->rows[i].deployment);
    free(usage->rows);
    usage->rows = NULL;
    usage->count = 0;
}
