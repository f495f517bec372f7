/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Everything a poll works with, opened from a setup and closed together: cache
 * folder, transport with its retries, credential with its cache. */
#ifndef AOAI_POLL_SESSION_H
#define AOAI_POLL_SESSION_H

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

struct aoai_session {
    const struct aoai_setup *setup;
    struct aoai_clock clock;
    struct aoai_cache cache;
    struct aoai_buf cache_place; /* its folder, or why there is none */
    struct aoai_http http;
    struct aoai_credential credential;
    struct aoai_credential_setup signin; /* setup->credential, completed */
    struct aoai_http_setup network;      /* setup->network, completed */
    struct aoai_notes *notes;
};

/* Opens what SETUP asks for. SETUP and NOTES (may be NULL) are borrowed for
 * the session's life, and SESSION must not move. The cache folder is
 * --cache-dir, else the first of $(localstatedir)/cache/aoai-tokens,
 * $XDG_CACHE_HOME/aoai-tokens and $HOME/.cache/aoai-tokens that can be used;
 * none is a remark, no failure. Nothing is sent yet. Returns 0, or -1 with
 * ERROR when memory is short. Close with aoai_session_close() in any case. */
int aoai_session_open(struct aoai_session *session,
                      const struct aoai_setup *setup, struct aoai_notes *notes,
                      struct aoai_error *error) AOAI_MUST_USE;

/* Polls, working until DEADLINE (monotonic ms): see aoai_poll_run(). */
int aoai_session_poll(struct aoai_session *session, int64_t deadline,
                      struct aoai_answer *answer,
                      struct aoai_error *error) AOAI_MUST_USE;

/* Closes the session. Accepts the all-zero object. */
void aoai_session_close(struct aoai_session *session);

#endif
