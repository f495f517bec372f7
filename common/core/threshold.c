/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "core/threshold.h"

#include <stdlib.h>
#include <string.h>

#include "core/glob.h"

/* Releases what ROW owns. */
static void free_row(struct aoai_threshold_row *row)
{
    free(row->glob);
    free(row->text);
    *row = (struct aoai_threshold_row){0};
}

/* Splits TEXT at the last "=" into the glob and text of ROW. */
static int split_row(struct aoai_threshold_row *row, const char *text,
                     struct aoai_error *error)
{
    const char *equals = strrchr(text, '=');
    if (equals == text)
        return aoai_error_set(error, AOAI_ERROR_INPUT,
                              "%s: no deployment stands before the '='",
                              aoai_error_quote(text).text);
    if (equals != NULL) {
        row->glob = strndup(text, (size_t)(equals - text));
        if (row->glob == NULL)
            return aoai_error_memory(error);
    }
    row->text = strdup(equals != NULL ? equals + 1 : text);
    if (row->text == NULL)
        return aoai_error_memory(error);
    return 0;
}

/* Appends ROW to ROWS, which owns it then. */
static int append(struct aoai_threshold_rows *rows,
                  const struct aoai_threshold_row *row,
                  struct aoai_error *error)
{
    if (rows->count >= SIZE_MAX / sizeof(*row))
        return aoai_error_memory(error);
    struct aoai_threshold_row *more =
        realloc(rows->rows, (rows->count + 1) * sizeof(*more));
    if (more == NULL)
        return aoai_error_memory(error);
    more[rows->count] = *row;
    rows->rows = more;
    rows->count++;
    return 0;
}

/* Adds the row that TEXT means, a budget or a range, to ROWS. */
static int add(struct aoai_threshold_rows *rows, const char *text,
               bool is_budget, struct aoai_error *error)
{
    AOAI_CLEANUP(free_row) struct aoai_threshold_row row = {0};
    if (split_row(&row, text, error) != 0)
        return -1;

    int result = is_budget
                     ? aoai_range_parse_tokens(&row.budget, row.text, error)
                     : aoai_range_parse(&row.range, row.text, error);
    if (result != 0 && row.glob != NULL)
        return aoai_error_wrap(error, "%s", aoai_error_quote(text).text);
    if (result != 0 || append(rows, &row, error) != 0)
        return -1;

    row = (struct aoai_threshold_row){0};
    return 0;
}

int aoai_threshold_add_range(struct aoai_threshold_rows *rows, const char *text,
                             struct aoai_error *error)
{
    return add(rows, text, false, error);
}

int aoai_threshold_add_budget(struct aoai_threshold_rows *rows,
                              const char *text, struct aoai_error *error)
{
    return add(rows, text, true, error);
}

/* True when ROW counts for the deployment NAME. */
static bool row_fits(const struct aoai_threshold_row *row, const char *name)
{
    return row->glob == NULL || aoai_glob_fits(row->glob, name);
}

/* False when no deployment can fit both rows: told where one of them names a
 * single one. */
static bool may_meet(const struct aoai_threshold_row *one,
                     const struct aoai_threshold_row *other)
{
    if (one->glob != NULL && aoai_glob_is_exact(one->glob))
        return row_fits(other, one->glob);
    if (other->glob != NULL && aoai_glob_is_exact(other->glob))
        return row_fits(one, other->glob);
    return true;
}

/* Puts the row as it was given in front of ERROR. */
static int name_row(const struct aoai_threshold_row *row,
                    struct aoai_error *error)
{
    if (row->glob == NULL)
        return aoai_error_wrap(error, "%s", aoai_error_quote(row->text).text);
    return aoai_error_wrap(error, "%s for %s", aoai_error_quote(row->text).text,
                           aoai_error_quote(row->glob).text);
}

/* Checks ROW, which has a percentage, against all BUDGETS. */
static int check_row(const struct aoai_threshold_row *row,
                     const struct aoai_threshold_rows *budgets,
                     struct aoai_error *error)
{
    if (budgets->count == 0) {
        aoai_error_set(error, AOAI_ERROR_INPUT,
                       "a percentage needs a budget, and none is given");
        return name_row(row, error);
    }
    for (size_t i = 0; i < budgets->count; i++) {
        const struct aoai_threshold_row *budget = &budgets->rows[i];
        struct aoai_limits limits;
        if (may_meet(row, budget) &&
            aoai_range_resolve(&row->range, budget->budget, &limits, error) !=
                0)
            return name_row(row, error);
    }
    return 0;
}

/* Checks the ranges of ROWS against BUDGETS. */
static int check_rows(const struct aoai_threshold_rows *rows,
                      const struct aoai_threshold_rows *budgets,
                      struct aoai_error *error)
{
    for (size_t i = 0; i < rows->count; i++) {
        const struct aoai_threshold_row *row = &rows->rows[i];
        if (aoai_range_has_percent(&row->range) &&
            check_row(row, budgets, error) != 0)
            return -1;
    }
    return 0;
}

int aoai_threshold_check(const struct aoai_thresholds *thresholds,
                         struct aoai_error *error)
{
    if (check_rows(&thresholds->warning, &thresholds->budget, error) != 0)
        return aoai_error_wrap(error, "--warning");
    if (check_rows(&thresholds->critical, &thresholds->budget, error) != 0)
        return aoai_error_wrap(error, "--critical");
    return 0;
}

/* The first row of ROWS that counts for NAME, or NULL. */
static const struct aoai_threshold_row *
find_row(const struct aoai_threshold_rows *rows, const char *name)
{
    for (size_t i = 0; i < rows->count; i++) {
        if (row_fits(&rows->rows[i], name))
            return &rows->rows[i];
    }
    return NULL;
}

/* Fills LEVEL from the row of ROWS that counts for NAME. Returns false when
 * it asks for a share of a budget and there is none. */
static bool fill_level(struct aoai_verdict_level *level,
                       const struct aoai_threshold_rows *rows, const char *name,
                       uint64_t budget)
{
    const struct aoai_threshold_row *row = find_row(rows, name);
    if (row == NULL)
        return true;
    if (budget == 0 && aoai_range_has_percent(&row->range))
        return false;
    if (aoai_range_resolve(&row->range, budget, &level->limits, NULL) != 0)
        return false;
    level->text = row->text;
    return true;
}

/* True when LEVEL is there and TOKENS is a reason to alert. */
static bool is_due(const struct aoai_verdict_level *level, uint64_t tokens)
{
    return level->text != NULL && aoai_limits_alert(&level->limits, tokens);
}

struct aoai_verdict
aoai_threshold_judge(const struct aoai_thresholds *thresholds,
                     const char *deployment, uint64_t tokens)
{
    struct aoai_verdict verdict = {.state = AOAI_STATE_OK};
    const struct aoai_threshold_row *budget =
        find_row(&thresholds->budget, deployment);
    if (budget != NULL)
        verdict.budget = budget->budget;

    bool whole = fill_level(&verdict.warning, &thresholds->warning, deployment,
                            verdict.budget);
    if (!fill_level(&verdict.critical, &thresholds->critical, deployment,
                    verdict.budget))
        whole = false;
    verdict.percent_left_out = !whole;

    if (is_due(&verdict.warning, tokens))
        verdict.state = AOAI_STATE_WARNING;
    if (is_due(&verdict.critical, tokens))
        verdict.state = AOAI_STATE_CRITICAL;
    return verdict;
}

/* Releases ROWS. */
static void free_rows(struct aoai_threshold_rows *rows)
{
    for (size_t i = 0; i < rows->count; i++)
        free_row(&rows->rows[i]);
    free(rows->rows);
    *rows = (struct aoai_threshold_rows){0};
}

void aoai_threshold_free(struct aoai_thresholds *thresholds)
{
    free_rows(&thresholds->warning);
    free_rows(&thresholds->critical);
    free_rows(&thresholds->budget);
}
