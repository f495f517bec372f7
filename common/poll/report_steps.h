/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Steps of aoai_report_make(), private to it: each adds to the report. Those
 * that return int return 0, or -1 with the making's error when memory is
 * short. */
#ifndef AOAI_POLL_REPORT_STEPS_H
#define AOAI_POLL_REPORT_STEPS_H

#include "poll/report.h"

/* What the steps work on. */
struct aoai_report_making {
    struct aoai_report *report;
    const struct aoai_setup *setup;
    const struct aoai_answer *answer;
    int64_t fresh;
    struct aoai_notes *notes;
    struct aoai_error *error;
    size_t room; /* rows allocated */
};

/* True when -d and -x let DEPLOYMENT through. */
bool aoai_report_is_wanted(const struct aoai_report_making *making,
                           const char *deployment);

/* Adds the row of one deployment of RESOURCE, one of the setup's, and judges
 * it. The name is borrowed for the report's life. */
int aoai_report_add_row(struct aoai_report_making *making,
                        const struct aoai_resource_id *resource,
                        const char *deployment, uint64_t tokens) AOAI_MUST_USE;

/* Adds a failure behind those that are as bad. TEXT is borrowed for the
 * report's life. */
int aoai_report_add_failure(struct aoai_report_making *making,
                            const struct aoai_resource_id *resource,
                            const char *text,
                            enum aoai_state state) AOAI_MUST_USE;

/* Adds a failure of no single resource with a sentence of its own, which SAY
 * holds and gives away. */
int aoai_report_add_sentence(struct aoai_report_making *making,
                             struct aoai_buf *say,
                             enum aoai_state state) AOAI_MUST_USE;

/* The state that a failure of KIND means: that of --timeout for a deadline. */
enum aoai_state
aoai_report_failure_state(const struct aoai_report_making *making,
                          enum aoai_error_kind kind);

/* Remembers that an old answer about resource INDEX was used, which was given
 * AT (UTC seconds), and why. */
void aoai_report_note_stale(struct aoai_report_making *making, size_t index,
                            int64_t at);

/* Looks among the accounts' lists for the deployments that were asked for by
 * name and have no series: a row of 0 tokens, or a failure. */
int aoai_report_add_unseen(struct aoai_report_making *making) AOAI_MUST_USE;

#endif
