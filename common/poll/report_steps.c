/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "poll/report_steps.h"

#include <stdlib.h>
#include <string.h>

#include "core/glob.h"
#include "core/usage.h"

/* True when one of GLOBS fits NAME. */
static bool fits_any(const struct aoai_text_list *globs, const char *name)
{
    for (size_t i = 0; i < globs->count; i++)
        if (aoai_glob_fits(globs->items[i], name))
            return true;
    return false;
}

bool aoai_report_is_wanted(const struct aoai_report_making *making,
                           const char *deployment)
{
    const struct aoai_settings *settings = making->setup->settings;

    if (settings->deployment.count &&
        !fits_any(&settings->deployment, deployment))
        return false;
    return !fits_any(&settings->exclude, deployment);
}

int aoai_report_add_failure(struct aoai_report_making *making,
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

int aoai_report_add_sentence(struct aoai_report_making *making,
                             struct aoai_buf *say, enum aoai_state state)
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
    return aoai_report_add_failure(making, NULL, text, state);
}

int aoai_report_add_row(struct aoai_report_making *making,
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
        .read_at = making->answer->readings[resource - making->setup->resources]
                       .read_at,
        .verdict = aoai_threshold_judge(&making->setup->thresholds, deployment,
                                        tokens)};
    report->state = aoai_state_worse(report->state, row->verdict.state);
    if (row->verdict.percent_left_out)
        aoai_note(making->notes, AOAI_NOTE_DECISION,
                  "%s has no budget, so its %% thresholds do not count",
                  deployment);
    return 0;
}

enum aoai_state
aoai_report_failure_state(const struct aoai_report_making *making,
                          enum aoai_error_kind kind)
{
    return kind == AOAI_ERROR_DEADLINE ? making->setup->settings->timeout.state
                                       : AOAI_STATE_UNKNOWN;
}

void aoai_report_note_stale(struct aoai_report_making *making, size_t index,
                            int64_t at)
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
