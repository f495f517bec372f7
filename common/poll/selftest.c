/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "poll/selftest.h"

#include "poll/selftest_steps.h"

/* What the settings come to; what is wrong with them was told before. */
static void try_settings(struct aoai_selftest_walk *walk)
{
    const struct aoai_setup *setup = walk->setup;
    const struct aoai_settings *settings = setup->settings;

    aoai_selftest_add(walk, AOAI_SELFTEST_OK, "settings",
                      "cloud %s, %zu resource%s, month %s (%s), time limit %ld "
                      "s",
                      setup->cloud->name, setup->resource_count,
                      setup->resource_count == 1 ? "" : "s", setup->month.text,
                      settings->timezone, settings->timeout.seconds);
}

/* Can tokens and answers be kept? Tried with a file, as a disk may be full. */
static void try_cache(struct aoai_selftest_walk *walk)
{
    static const char name[] = "selftest";
    const struct aoai_session *session = walk->session;
    const char *place = aoai_buf_text(&session->cache_place);
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf bytes = {0};
    struct aoai_error error;

    if (session->cache.folder < 0) {
        aoai_selftest_add(walk, AOAI_SELFTEST_WARNING, "cache",
                          "none, so each check signs in and asks anew: %s; "
                          "choose a folder with --cache-dir",
                          place);
        return;
    }
    aoai_buf_puts(&bytes, name);
    if (aoai_buf_check(&bytes, &error) ||
        aoai_cache_write(&session->cache, name, &bytes, &error))
        aoai_selftest_add(
            walk, AOAI_SELFTEST_WARNING, "cache",
            "%s: nothing can be kept there: %s: free its disk, or choose "
            "another with --cache-dir",
            place, error.text);
    else
        aoai_selftest_add(walk, AOAI_SELFTEST_OK, "cache", "%s", place);
    aoai_cache_remove(&session->cache, name);
}

int aoai_selftest_run(struct aoai_selftest *selftest,
                      struct aoai_session *session, int64_t deadline,
                      struct aoai_error *error)
{
    const struct aoai_clock *clock = &session->clock;
    struct aoai_selftest_walk walk = {
        .selftest = selftest,
        .session = session,
        .setup = session->setup,
        .deadline = deadline,
        .began = clock->monotonic(clock->self),
    };

    *selftest = (struct aoai_selftest){0};
    if (aoai_answer_init(&selftest->answer, session->setup->resource_count,
                         error))
        return -1;
    try_settings(&walk);
    try_cache(&walk);
    aoai_selftest_try_authority(&walk);
    aoai_selftest_try_arm(&walk);
    aoai_selftest_try_clock(&walk);
    aoai_selftest_try_credential(&walk);
    aoai_selftest_try_resources(&walk);
    aoai_selftest_try_check(&walk);
    aoai_token_free(&walk.token);
    return walk.no_memory ? aoai_error_memory(error) : 0;
}
