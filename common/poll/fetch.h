/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Asking Azure: all requests of a step go out together, each answer is folded
 * into totals as it arrives and then dropped, and a resource that fails is no
 * obstacle for the others. */
#ifndef AOAI_POLL_FETCH_H
#define AOAI_POLL_FETCH_H

#include <stdint.h>

#include "azure/credential.h"
#include "core/notes.h"
#include "net/http.h"
#include "net/platform.h"
#include "poll/answer.h"
#include "poll/setup.h"

/* What fetching works with, all borrowed. */
struct aoai_fetch {
    const struct aoai_setup *setup;
    struct aoai_http *http;
    struct aoai_credential *credential;
    const struct aoai_clock *clock;
    int64_t deadline; /* monotonic ms */
};

/* Reads the totals of those readings in ANSWER that were not given since
 * FRESH (UTC seconds). A success replaces what the reading knew; a failure
 * leaves it and is noted in the reading. A token that Azure refuses (401) is
 * forgotten and asked for once more, once. */
void aoai_fetch_totals(const struct aoai_fetch *fetch,
                       struct aoai_answer *answer, int64_t fresh);

/* The same for the names of the deployments, of accounts only, and only where
 * the totals are known and did not fail. */
void aoai_fetch_deployments(const struct aoai_fetch *fetch,
                            struct aoai_answer *answer, int64_t fresh);

#endif
