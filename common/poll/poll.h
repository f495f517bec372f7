/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The one flow that every host calls: what is known of each resource, from the
 * shared answer in the cache or from Azure. */
#ifndef AOAI_POLL_POLL_H
#define AOAI_POLL_POLL_H

#include <stdint.h>

#include "azure/credential.h"
#include "core/attr.h"
#include "core/error.h"
#include "core/notes.h"
#include "net/cache.h"
#include "net/http.h"
#include "net/platform.h"
#include "poll/answer.h"
#include "poll/setup.h"

/* What a poll works with, all borrowed. */
struct aoai_poll {
    const struct aoai_setup *setup;
    struct aoai_http *http;
    struct aoai_credential *credential;
    const struct aoai_cache *cache;
    const struct aoai_clock *clock;
    struct aoai_notes *notes;
    int64_t deadline; /* monotonic ms */
};

/* When Azure fails, an answer is used up to this many times --max-age old. */
enum { AOAI_POLL_STALE = 10 };

/* Fills ANSWER, initialised for the setup's resources. Each reading afterwards
 * is fresh; or old (read_at before now - max-age), with the failure noted that
 * made it be used; or, with read_at 0, has failed. Runs that ask the same at
 * the same moment wait for the first one. Returns 0, also when all have
 * failed; -1 with ERROR when memory is short. */
int aoai_poll_run(const struct aoai_poll *poll, struct aoai_answer *answer,
                  struct aoai_error *error) AOAI_MUST_USE;

#endif
