/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "poll/report.h"

#include <stdlib.h>
#include <string.h>

#include "core/fold.h"
#include "core/glob.h"
#include "core/usage.h"

/* What the steps below work on. */
struct making {
    struct aoai_report *report;
    const struct aoai_setup *setup;
    const struct aoai_answer *answer;
    int64_t fresh;
    struct aoai_notes *notes;
    struct aoai_error *error;
    size_t room; /* rows allocated */
};

/* True when one of GLOBS fits NAME. */
static bool fits_any(const struct aoai_text_list *globs, const char *name)
{
    for (size_t i = 0; i < globs->count; i++)
        if (aoai_glob_fits(globs->items[i], name))
            return true;
    return false;
}

/* True when -d and -x let DEPLOYMENT through. */
static bool is_wanted(const struct making *making, const char *deployment)
{
    const struct aoai_settings *settings = making->setup->settings;

    if (settings->deployment.count &&
        !fits_any(&settings->deployment, deployment))
        return false;
    return !fits_any(&settings->exclude, deployment);
}

/* Adds a failure behind those that are as bad. TEXT is borrowed. */
static int add_failure(struct making *making,
                       const struct aoai_resource_id *resource,
                       const char *text, enum aoai_state state)
{
    struct aoai_report *report = making->report;
    size_t at = report->failure_count;
    int severity = aoai_state_severity(state);
    struct aoai_report_failure *grown =
        realloc(report->failures, (at + 1) * sizeof(*grown));

    if (!grown)
        return aoai_error_memory(making->error);
    for (; at > 0 && aoai_state_severity(grown[at - 1].state) < severity; at--)
        grown[at] = grown[at - 1];
    grown[at] = (struct aoai_report_failure){resource, text, state};
    report->failures = grown;
    report->failure_count++;
    report->state = aoai_state_worse(report->state, state);
    return 0;
}

/* Adds a failure of no single resource with a sentence of its own, which SAY
 * holds and gives away. */
static int add_sentence(struct making *making, struct aoai_buf *say,
                        enum aoai_state state)
{
    struct aoai_report *report = making->report;
    char *text = aoai_buf_take(say, making->error);
    char **grown;

    if (!text)
        return -1;
    grown = realloc(report->sentences,
                    (report->sentence_count + 1) * sizeof(*grown));
    if (!grown) {
        free(text);
        return aoai_error_memory(making->error);
    }
    report->sentences = grown;
    report->sentences[report->sentence_count++] = text;
    return add_failure(making, NULL, text, state);
}

/* Makes room for a row of each deployment with usage: all there is, unless one
 * without usage was asked for. Rows that are left out cost nothing. */
static int make_room(struct making *making)
{
    size_t room = 0;

    for (size_t i = 0; i < making->answer->count; i++)
        room += making->answer->readings[i].usage.count;
    if (room == 0)
        return 0;
    making->report->rows = malloc(room * sizeof(making->report->rows[0]));
    if (!making->report->rows)
        return aoai_error_memory(making->error);
    making->room = room;
    return 0;
}

/* Adds the row of one deployment and judges it. */
static int add_row(struct making *making,
                   const struct aoai_resource_id *resource,
                   const char *deployment, uint64_t tokens)
{
    struct aoai_report *report = making->report;
    struct aoai_report_row *row;

    if (report->count == making->room) {
        size_t room = making->room ? 2 * making->room : 32;
        struct aoai_report_row *grown =
            realloc(report->rows, room * sizeof(*grown));

        if (!grown)
            return aoai_error_memory(making->error);
        report->rows = grown;
        making->room = room;
    }
    row = &report->rows[report->count++];
    *row = (struct aoai_report_row){
        .resource = resource,
        .deployment = deployment,
        .tokens = tokens,
        .verdict = aoai_threshold_judge(&making->setup->thresholds, deployment,
                                        tokens)};
    report->state = aoai_state_worse(report->state, row->verdict.state);
    if (row->verdict.percent_left_out)
        aoai_note(making->notes, AOAI_NOTE_DECISION,
                  "%s has no budget, so its %% thresholds do not count",
                  deployment);
    return 0;
}

/* The state that a failure of KIND means. */
static enum aoai_state failure_state(const struct making *making,
                                     enum aoai_error_kind kind)
{
    return kind == AOAI_ERROR_DEADLINE ? making->setup->settings->timeout.state
                                       : AOAI_STATE_UNKNOWN;
}

/* Remembers that an old answer about resource INDEX was used, which was given
 * AT, and why. */
static void note_stale(struct making *making, size_t index, int64_t at)
{
    const struct aoai_reading *reading = &making->answer->readings[index];
    int64_t age = making->setup->now - at;

    if (age >= making->report->stale_age) {
        making->report->stale_age = age;
        making->report->stale_kind = reading->failure;
    }
    aoai_note(making->notes, AOAI_NOTE_DECISION,
              "%s: an answer %lld s old is used: %s",
              making->setup->resources[index].text, (long long)age,
              reading->reason ? reading->reason : "out of memory");
}

/* Adds what is known of resource INDEX. */
static int add_reading(struct making *making, size_t index, bool *any)
{
    const struct aoai_reading *reading = &making->answer->readings[index];
    const struct aoai_resource_id *resource = &making->setup->resources[index];

    if (reading->read_at == 0)
        return add_failure(making, resource,
                           reading->reason ? reading->reason : "out of memory",
                           failure_state(making, reading->failure));
    if (reading->read_at < making->fresh)
        note_stale(making, index, reading->read_at);
    for (size_t i = 0; i < reading->usage.count; i++) {
        const struct aoai_usage_row *row = &reading->usage.rows[i];

        *any = true;
        if (is_wanted(making, row->deployment) &&
            add_row(making, resource, row->deployment, row->tokens[0]))
            return -1;
    }
    return 0;
}

/* Adds a row of 0 tokens for each account that lists NAME. Returns how many,
 * or -1 when memory is short. */
static int add_listed(struct making *making, const char *name)
{
    int found = 0;

    for (size_t i = 0; i < making->answer->count; i++) {
        const char *listed =
            aoai_reading_lists(&making->answer->readings[i], name);

        found += listed != NULL;
        if (listed && is_wanted(making, listed) &&
            add_row(making, &making->setup->resources[i], listed, 0))
            return -1;
    }
    return found;
}

/* Says that the deployment NAME is nowhere, or could not be looked for. */
static int add_missing(struct making *making, const char *name)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf say = {0};

    for (size_t i = 0; i < making->answer->count; i++) {
        const struct aoai_reading *reading = &making->answer->readings[i];

        if (reading->failure && reading->read_at == 0)
            return 0; /* it may be there: that failure is told already */
        if (!reading->failure || reading->listed_at)
            continue;
        aoai_buf_printf(&say, "deployment %s could not be looked for: %s", name,
                        reading->reason ? reading->reason : "out of memory");
        return add_sentence(making, &say,
                            failure_state(making, reading->failure));
    }
    aoai_buf_printf(&say,
                    "no deployment %s: no usage in %s and not among the "
                    "deployments of the account: check --deployment",
                    name, making->setup->month.text);
    return add_sentence(making, &say, AOAI_STATE_UNKNOWN);
}

/* True when item INDEX of ASKED stands there before, in any case. */
static bool is_repeated(const struct aoai_text_list *asked, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (aoai_fold_equal(asked->items[i], asked->items[index]))
            return true;
    return false;
}

/* Remembers the old lists of deployments that were used beside new totals: what
 * failed there is the list, and it was needed. */
static void note_old_lists(struct making *making)
{
    for (size_t i = 0; i < making->answer->count; i++) {
        const struct aoai_reading *reading = &making->answer->readings[i];

        if (reading->failure && reading->read_at >= making->fresh &&
            reading->listed_at && reading->listed_at < making->fresh)
            note_stale(making, i, reading->listed_at);
    }
}

/* Looks for the deployments that were asked for by name and have no series. */
static int add_unseen(struct making *making)
{
    const struct aoai_text_list *asked = &making->setup->settings->deployment;

    for (size_t i = 0; i < asked->count; i++) {
        const char *name = asked->items[i];
        int found;

        if (!aoai_glob_is_exact(name) || is_repeated(asked, i) ||
            aoai_answer_has_used(making->answer, name))
            continue;
        found = add_listed(making, name);
        if (found < 0 || (found == 0 && add_missing(making, name)))
            return -1;
    }
    note_old_lists(making);
    return 0;
}

/* Adds up all rows. */
static int add_total(struct making *making)
{
    struct aoai_report *report = making->report;
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf say = {0};

    for (size_t i = 0; i < report->count; i++) {
        if (aoai_usage_sum(&report->total, report->rows[i].tokens) == 0)
            continue;
        aoai_buf_puts(&say, "all deployments together exceed 2^63-1 tokens");
        return add_sentence(making, &say, AOAI_STATE_UNKNOWN);
    }
    return 0;
}

/* Worst first, then more tokens first, then by name. */
static int compare(const void *one_, const void *other_)
{
    const struct aoai_report_row *one = one_, *other = other_;
    int order; /* of what is shown: account/deployment */

    if (one->verdict.state != other->verdict.state)
        return aoai_state_severity(other->verdict.state) -
               aoai_state_severity(one->verdict.state);
    if (one->tokens != other->tokens)
        return one->tokens > other->tokens ? -1 : 1;
    order = strcmp(one->resource->name, other->resource->name);
    if (order == 0)
        order = strcmp(one->deployment, other->deployment);
    return order ? order : strcmp(one->resource->text, other->resource->text);
}

/* Nothing left to judge is UNKNOWN where --require asks for it. */
static int check_required(struct making *making, bool any)
{
    const struct aoai_settings *settings = making->setup->settings;
    struct aoai_report *report = making->report;
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf say = {0};

    if (report->count || report->failure_count)
        return 0;
    report->nothing_fits =
        any || settings->deployment.count || settings->exclude.count;
    if (!settings->require)
        return 0;
    aoai_buf_printf(&say, "%s in %s, and --require is given",
                    report->nothing_fits
                        ? "no deployment fits --deployment and --exclude"
                        : "no deployment has any usage",
                    making->setup->month.text);
    return add_sentence(making, &say, AOAI_STATE_UNKNOWN);
}

int aoai_report_make(struct aoai_report *report, const struct aoai_setup *setup,
                     const struct aoai_answer *answer, int64_t fresh,
                     struct aoai_notes *notes, struct aoai_error *error)
{
    struct making making = {report, setup, answer, fresh, notes, error, 0};
    bool any = false;

    *report = (struct aoai_report){.setup = setup};
    if (make_room(&making))
        return -1;
    for (size_t i = 0; i < answer->count; i++)
        if (add_reading(&making, i, &any))
            return -1;
    if (add_unseen(&making) || add_total(&making) ||
        check_required(&making, any))
        return -1;
    if (report->count)
        qsort(report->rows, report->count, sizeof(report->rows[0]), compare);
    return 0;
}

void aoai_report_free(struct aoai_report *report)
{
    for (size_t i = 0; i < report->sentence_count; i++)
        free(report->sentences[i]);
    free(report->sentences);
    free(report->failures);
    free(report->rows);
    memset(report, 0, sizeof(*report));
}
