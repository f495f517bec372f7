/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The report: who used how much and what follows, worst first. Pure: it asks
 * nobody, and every host says it in its own dialect. */
#ifndef AOAI_POLL_REPORT_H
#define AOAI_POLL_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/attr.h"
#include "core/error.h"
#include "core/notes.h"
#include "core/resource_id.h"
#include "core/state.h"
#include "core/threshold.h"
#include "poll/answer.h"
#include "poll/setup.h"

struct aoai_report_row {
    const struct aoai_resource_id *resource;
    const char *deployment;
    uint64_t tokens;
    int64_t read_at; /* UTC seconds at which Azure gave them */
    struct aoai_verdict verdict;
};

struct aoai_report_failure {
    const struct aoai_resource_id *resource; /* NULL: of no single one */
    const char *text;                        /* the sentence */
    enum aoai_state state;
};

struct aoai_report {
    const struct aoai_setup *setup;
    struct aoai_report_row *rows; /* worst first, then more tokens, then name */
    size_t count;
    struct aoai_report_failure *failures; /* worst first */
    size_t failure_count;
    char **sentences; /* owned texts of failures found here */
    size_t sentence_count;
    uint64_t total;        /* tokens of all rows */
    enum aoai_state state; /* the worst of rows and failures */
    bool nothing_fits;     /* there are deployments, but -d and -x left none */
    int64_t stale_age;     /* seconds, of the oldest old answer used; 0: none */
    enum aoai_error_kind stale_kind; /* why it was used */
};

/* Judges ANSWER by SETUP's filters and thresholds; both, and what they hold,
 * are borrowed for the report's life. FRESH (UTC seconds) is when a reading
 * must have been given to be no old one. Deadline failures get the state that
 * --timeout names. Remarks go to NOTES (may be NULL). Returns 0, or -1 with
 * ERROR when memory is short. Release with aoai_report_free() in any case. */
int aoai_report_make(struct aoai_report *report, const struct aoai_setup *setup,
                     const struct aoai_answer *answer, int64_t fresh,
                     struct aoai_notes *notes,
                     struct aoai_error *error) AOAI_MUST_USE;

/* Releases the report. Accepts the all-zero object. */
void aoai_report_free(struct aoai_report *report);

#endif
