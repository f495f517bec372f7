/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "poll/report.h"

#include <stdlib.h>
#include <string.h>

#include "core/usage.h"
#include "poll/report_steps.h"

/* Makes room for a row of each deployment with usage: all there is, unless one
 * without usage was asked for. Rows that are left out cost nothing. */
static int make_room(struct aoai_report_making *making)
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

/* Adds what is known of resource INDEX. */
static int add_reading(struct aoai_report_making *making, size_t index,
                       bool *any)
{
    const struct aoai_reading *reading = &making->answer->readings[index];
    const struct aoai_resource_id *resource = &making->setup->resources[index];

    if (reading->read_at == 0)
        return aoai_report_add_failure(
            making, resource,
            reading->reason ? reading->reason : "out of memory",
            aoai_report_failure_state(making, reading->failure));
    if (reading->read_at < making->fresh)
        aoai_report_note_stale(making, index, reading->read_at);
    for (size_t i = 0; i < reading->usage.count; i++) {
        const struct aoai_usage_row *row = &reading->usage.rows[i];

        *any = true;
        if (aoai_report_is_wanted(making, row->deployment) &&
            aoai_report_add_row(making, resource, row->deployment,
                                row->tokens[0]))
            return -1;
    }
    return 0;
}

/* Adds up all rows. */
static int add_total(struct aoai_report_making *making)
{
    struct aoai_report *report = making->report;
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf say = {0};

    for (size_t i = 0; i < report->count; i++) {
        if (aoai_usage_sum(&report->total, report->rows[i].tokens) == 0)
            continue;
        aoai_buf_puts(&say, "all deployments together exceed 2^63-1 tokens");
        return aoai_report_add_sentence(making, &say, AOAI_STATE_UNKNOWN);
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
static int check_required(struct aoai_report_making *making, bool any)
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
    return aoai_report_add_sentence(making, &say, AOAI_STATE_UNKNOWN);
}

int aoai_report_make(struct aoai_report *report, const struct aoai_setup *setup,
                     const struct aoai_answer *answer, int64_t fresh,
                     struct aoai_notes *notes, struct aoai_error *error)
{
    struct aoai_report_making making = {report, setup, answer, fresh,
                                        notes,  error, 0};
    bool any = false;

    *report = (struct aoai_report){.setup = setup};
    if (make_room(&making))
        return -1;
    for (size_t i = 0; i < answer->count; i++)
        if (add_reading(&making, i, &any))
            return -1;
    if (aoai_report_add_unseen(&making) || add_total(&making) ||
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
