/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The selftest: the way of a check, walked step by step, so that an operator
 * sees which step fails and what to do about it.
 *
 * What comes out is data: each host says it in its own words. A step that
 * fails is no obstacle for those that do not need it; those that do are
 * skipped, saying which one failed. */
#ifndef AOAI_POLL_SELFTEST_H
#define AOAI_POLL_SELFTEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/attr.h"
#include "core/error.h"
#include "poll/answer.h"
#include "poll/report.h"
#include "poll/session.h"

enum aoai_selftest_outcome {
    AOAI_SELFTEST_OK,
    AOAI_SELFTEST_WARNING, /* works, but somebody should look at it */
    AOAI_SELFTEST_FAILED,  /* a check would be UNKNOWN */
    AOAI_SELFTEST_SKIPPED  /* not tried: the text says why */
};

struct aoai_selftest_step {
    enum aoai_selftest_outcome outcome;
    char *name;           /* "clock", "management.azure.com", ... */
    char *text;           /* what was found, without a final period; NULL of
                             the check that would work: REPORT tells it */
    int64_t milliseconds; /* that it took */
};

struct aoai_selftest {
    struct aoai_selftest_step *steps; /* in the order of the walk */
    size_t count;
    int64_t milliseconds; /* of all steps */

    struct aoai_answer answer; /* what Azure told, of all resources */
    struct aoai_report report; /* what a check would make of it; its setup is
                                  NULL where it did not come to that */
};

/* Walks through the steps with what SESSION has, working until DEADLINE
 * (monotonic ms) at most: settings, cache, hosts, clock, signing in anew (past
 * the tokens kept, and without keeping the new one), totals and deployments of
 * each resource, and the judgement. SESSION and its setup are borrowed for
 * SELFTEST's life. Returns 0, whatever the steps found, or -1 with ERROR when
 * memory is short or the module can not be loaded (see poll/module_azure.h).
 * Release with aoai_selftest_free() in any case. */
int aoai_selftest_run(struct aoai_selftest *selftest,
                      struct aoai_session *session, int64_t deadline,
                      struct aoai_error *error) AOAI_MUST_USE;

/* True when no step failed or was skipped: a check with the same settings
 * would not be UNKNOWN. */
bool aoai_selftest_works(const struct aoai_selftest *selftest);

/* Releases what SELFTEST holds. Accepts the all-zero object. */
void aoai_selftest_free(struct aoai_selftest *selftest);

#endif
