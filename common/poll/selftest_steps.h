/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Steps of aoai_selftest_run(), private to it: each adds what it found. That a
 * step could not be kept for want of memory is remembered in the walk. */
#ifndef AOAI_POLL_SELFTEST_STEPS_H
#define AOAI_POLL_SELFTEST_STEPS_H

#include "azure/credential.h"
#include "azure/token_claims.h"
#include "core/attr.h"
#include "core/url.h"
#include "poll/selftest.h"

/* What the steps work on, and what earlier ones leave for later ones. */
struct aoai_selftest_walk {
    struct aoai_selftest *selftest;
    struct aoai_session *session;
    const struct aoai_setup *setup;
    int64_t deadline; /* monotonic ms */
    int64_t began;    /* the step that is being made, monotonic ms */
    bool no_memory;   /* a step could not be kept */

    char authority[AOAI_URL_HOST_SIZE], arm[AOAI_URL_HOST_SIZE];
    const char *no_authority; /* name of the step that stands in the way of
                                 signing in; NULL: none */
    const char *no_arm;       /* the same, of asking Resource Manager */
    const char *no_token;     /* the same, of having a token */
    const char *told_by;      /* the host whose clock is known; NULL: none */
    int64_t ahead;            /* seconds by which our clock is ahead of it */

    struct aoai_token token;
    struct aoai_token_claims claims; /* of the token, if it has any */
};

/* Adds the step NAME, which took the time since the one before. */
void aoai_selftest_add(struct aoai_selftest_walk *walk,
                       enum aoai_selftest_outcome outcome, const char *name,
                       const char *format, ...) AOAI_PRINTF(4, 5);

/* Adds the step "check" that works, for the report to tell. */
void aoai_selftest_add_check(struct aoai_selftest_walk *walk);

/* Adds the step NAME as skipped where the time is over, or where BLOCKED, the
 * name of a step that failed, is not NULL. Returns whether it did. */
bool aoai_selftest_skips(struct aoai_selftest_walk *walk, const char *name,
                         const char *blocked);

/* Does the authority answer, and does it know the tenant? No step where a
 * check would not talk to it. */
void aoai_selftest_try_authority(struct aoai_selftest_walk *walk);

/* Does Resource Manager answer? */
void aoai_selftest_try_arm(struct aoai_selftest_walk *walk);

/* Is this machine's clock right? By what the hosts said before. */
void aoai_selftest_try_clock(struct aoai_selftest_walk *walk);

/* Signs in anew and says who we are; then warns of secret files that everybody
 * may read. Leaves the token in the walk. */
void aoai_selftest_try_credential(struct aoai_selftest_walk *walk);

/* Reads the totals of each resource, then the deployments of each account. */
void aoai_selftest_try_resources(struct aoai_selftest_walk *walk);

/* Judges what was read as a check would. */
void aoai_selftest_try_check(struct aoai_selftest_walk *walk);

#endif
