/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include "poll/session.h"

#include <string.h>

#include "azure/credential_chain.h"
#include "azure/token_cache.h"
#include "net/http_retry.h"
#include "net/module.h"
#include "poll/poll.h"

/* Tries the cache folder FOLDER below BASE (NULL: not to be had). */
static bool try_folder(struct aoai_session *session, const char *base,
                       const char *folder)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf path = {0};
    struct aoai_buf *place = &session->cache_place;
    struct aoai_error error = {.text = "out of memory"};

    if (!base)
        return false;
    aoai_buf_printf(&path, "%s%s", base, folder);
    if (path.state == AOAI_BUF_FINE &&
        aoai_cache_open(&session->cache, aoai_buf_text(&path), &error) == 0) {
        aoai_buf_free(place);
        *place = path;
        path = (struct aoai_buf){0};
        return true;
    }
    aoai_buf_printf(place, "%s%s", place->length ? "; " : "", error.text);
    aoai_note(session->notes, AOAI_NOTE_DECISION, "no cache: %s", error.text);
    return false;
}

/* Opens the cache folder given, or the first usable one of the usual. */
static void open_cache(struct aoai_session *session)
{
    const char *given = session->setup->settings->cache_dir;

    if (given) {
        (void)try_folder(session, given, "");
        return;
    }
    if (try_folder(session, CACHEDIR, "") ||
        try_folder(session, aoai_platform_env("XDG_CACHE_HOME"),
                   "/aoai-tokens") ||
        try_folder(session, aoai_platform_env("HOME"), "/.cache/aoai-tokens"))
        return;
}

/* Makes the transport and the retry policy round it. */
static int open_http(struct aoai_session *session, struct aoai_error *error)
{
    struct aoai_http transport = {0};

    session->network = session->setup->network;
    session->network.clock = &session->clock;
    if (aoai_module_http(&transport, &session->network, error))
        return -1;
    return aoai_http_retry_new(&session->http, transport, &session->clock,
                               session->notes, error);
}

/* Makes the credential and the cache round it; a token that somebody put into
 * a file is not kept in another. */
static int open_credential(struct aoai_session *session,
                           struct aoai_error *error)
{
    struct aoai_credential_setup *signin = &session->signin;
    struct aoai_credential chain = {0};

    *signin = session->setup->credential;
    signin->http = &session->http;
    signin->clock = &session->clock;
    signin->notes = session->notes;
    if (aoai_credential_default_new(&chain, signin, error))
        return -1;
    if (signin->token_file) {
        session->credential = chain;
        return 0;
    }
    return aoai_token_cache_new(&session->credential, chain, &session->cache,
                                signin, error);
}

int aoai_session_open(struct aoai_session *session,
                      const struct aoai_setup *setup, struct aoai_notes *notes,
                      struct aoai_error *error)
{
    *session = (struct aoai_session){.setup = setup,
                                     .clock = aoai_platform_clock(),
                                     .cache = AOAI_CACHE_NONE,
                                     .notes = notes};
    open_cache(session);
    if (open_http(session, error))
        return -1;
    return open_credential(session, error);
}

int aoai_session_poll(struct aoai_session *session, int64_t deadline,
                      struct aoai_answer *answer, struct aoai_error *error)
{
    const struct aoai_poll poll = {
        .setup = session->setup,
        .http = &session->http,
        .credential = &session->credential,
        .cache = &session->cache,
        .clock = &session->clock,
        .notes = session->notes,
        .deadline = deadline,
    };

    return aoai_poll_run(&poll, answer, error);
}

void aoai_session_close(struct aoai_session *session)
{
    aoai_credential_free(&session->credential);
    aoai_http_free(&session->http);
    if (session->setup)
        aoai_cache_close(&session->cache);
    aoai_buf_free(&session->cache_place);
    session->setup = NULL;
}
