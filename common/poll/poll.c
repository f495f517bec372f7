/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "poll/poll.h"

#include <string.h>

#include "core/glob.h"
#include "poll/fetch.h"

/* The record of a fleet of thousands of accounts. */
enum { RECORD_MAX = 64 << 20 };

/* One run of the flow. */
struct run {
    const struct aoai_poll *poll;
    struct aoai_answer *answer;
    struct aoai_buf question;
    char name[AOAI_CACHE_NAME_SIZE];
    bool shares;   /* --max-age is not 0 */
    int64_t fresh; /* given at this time or later: fresh */
};

/* Loads what the cache knows and is not too old to be of any use. */
static void load(struct run *run)
{
    const struct aoai_setup *setup = run->poll->setup;
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf bytes = {.max = RECORD_MAX};
    int64_t oldest =
        setup->now - AOAI_POLL_STALE * (int64_t)setup->settings->max_age;
    int64_t now = run->poll->clock->wall(run->poll->clock->self);

    for (size_t i = 0; i < run->answer->count; i++)
        aoai_reading_clear(&run->answer->readings[i]);
    if (!aoai_cache_read(run->poll->cache, run->name, &bytes))
        return;
    if (aoai_answer_read(run->answer, &bytes, aoai_buf_text(&run->question),
                         setup->month.text, oldest, now))
        aoai_note(run->poll->notes, AOAI_NOTE_DECISION,
                  "the shared answer %s is about something else or damaged",
                  run->name);
}

/* Keeps the answer for the runs to come; failing to is a remark. */
static void store(const struct run *run)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf bytes = {.max = RECORD_MAX};
    struct aoai_error error;

    aoai_answer_write(&bytes, run->answer, aoai_buf_text(&run->question),
                      run->poll->setup->month.text);
    if (aoai_buf_check(&bytes, &error) ||
        aoai_cache_write(run->poll->cache, run->name, &bytes, &error))
        aoai_note(run->poll->notes, AOAI_NOTE_DECISION,
                  "the answer is not shared: %s", error.text);
}

/* True when every resource's totals are fresh. */
static bool has_totals(const struct run *run)
{
    for (size_t i = 0; i < run->answer->count; i++)
        if (run->answer->readings[i].read_at < run->fresh)
            return false;
    return true;
}

/* True when some resource's totals are fresh. */
static bool has_news(const struct run *run)
{
    for (size_t i = 0; i < run->answer->count; i++)
        if (run->answer->readings[i].read_at >= run->fresh)
            return true;
    return false;
}

/* True when the deployments that were asked for by name have all been seen, so
 * that no account's list of them is needed. */
static bool all_seen(const struct run *run)
{
    const struct aoai_text_list *asked =
        &run->poll->setup->settings->deployment;

    for (size_t i = 0; i < asked->count; i++)
        if (aoai_glob_is_exact(asked->items[i]) &&
            !aoai_answer_has_used(run->answer, asked->items[i]))
            return false;
    return true;
}

/* True when every account's list of deployments is fresh. */
static bool has_lists(const struct run *run)
{
    const struct aoai_resource_id *resources = run->poll->setup->resources;

    for (size_t i = 0; i < run->answer->count; i++)
        if (resources[i].is_account &&
            run->answer->readings[i].listed_at < run->fresh)
            return false;
    return true;
}

/* True when nothing is left to ask. */
static bool is_complete(const struct run *run)
{
    return has_totals(run) && (all_seen(run) || has_lists(run));
}

/* Asks Azure for what is not fresh. */
static void ask(const struct run *run)
{
    const struct aoai_fetch fetch = {
        .setup = run->poll->setup,
        .http = run->poll->http,
        .credential = run->poll->credential,
        .clock = run->poll->clock,
        .deadline = run->poll->deadline,
    };

    if (!has_totals(run))
        aoai_fetch_totals(&fetch, run->answer, run->fresh);
    if (!all_seen(run))
        aoai_fetch_deployments(&fetch, run->answer, run->fresh);
}

/* The failure that all who wait would meet too: the only one there is. Returns
 * false when there is none, or when resources failed in different ways. */
static bool common_failure(const struct run *run, struct aoai_error *error)
{
    const struct aoai_reading *first = NULL;

    for (size_t i = 0; i < run->answer->count; i++) {
        const struct aoai_reading *reading = &run->answer->readings[i];

        if (!reading->failure || !reading->reason)
            continue;
        if (first && strcmp(first->reason, reading->reason) != 0)
            return false;
        first = reading;
    }
    if (first)
        aoai_error_set(error, first->failure, "%s", first->reason);
    return first;
}

/* Notes ERROR in every reading that lacks something it was to be asked for. */
static void fail_incomplete(const struct run *run,
                            const struct aoai_error *error)
{
    const struct aoai_resource_id *resources = run->poll->setup->resources;
    bool lists = !all_seen(run);

    for (size_t i = 0; i < run->answer->count; i++) {
        struct aoai_reading *reading = &run->answer->readings[i];

        if (reading->read_at < run->fresh ||
            (lists && resources[i].is_account &&
             reading->listed_at < run->fresh))
            aoai_reading_fail(reading, error);
    }
}

/* Asks while holding the lock, and shares what came of it. */
static void ask_for_all(struct run *run)
{
    const struct aoai_poll *poll = run->poll;
    struct aoai_cache_lock lock;
    struct aoai_error error;
    bool failed;

    if (aoai_cache_lock(poll->cache, run->name, poll->clock, poll->deadline,
                        &lock, &error)) {
        load(run);
        fail_incomplete(run, &error);
        return;
    }
    load(run);
    if (is_complete(run)) {
        aoai_cache_unlock(&lock, NULL);
        return;
    }
    ask(run);
    if (has_news(run))
        store(run);
    failed = common_failure(run, &error);
    aoai_cache_unlock(&lock, failed ? &error : NULL);
}

/* Keeps an old reading only where its failure may pass by itself. */
static void drop_refused(const struct run *run)
{
    for (size_t i = 0; i < run->answer->count; i++) {
        struct aoai_reading *reading = &run->answer->readings[i];

        if (!reading->failure || aoai_error_is_passing(reading->failure) ||
            reading->read_at >= run->fresh)
            continue;
        aoai_usage_free(&reading->usage);
        reading->read_at = 0;
    }
}

int aoai_poll_run(const struct aoai_poll *poll, struct aoai_answer *answer,
                  struct aoai_error *error)
{
    const struct aoai_setup *setup = poll->setup;
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf question = {.max = RECORD_MAX};
    struct run run = {
        .poll = poll,
        .answer = answer,
        .shares = setup->settings->max_age > 0,
        .fresh = setup->now - setup->settings->max_age,
    };

    if (!run.shares) {
        ask(&run);
        return 0;
    }
    aoai_answer_write_question(&question, setup);
    if (aoai_buf_check(&question, error))
        return -1;
    run.question = question;
    aoai_cache_name(run.name, "answer", aoai_buf_text(&question));
    load(&run);
    if (is_complete(&run)) {
        aoai_note(poll->notes, AOAI_NOTE_DECISION,
                  "answered from the cache, without asking Azure");
        return 0;
    }
    ask_for_all(&run);
    drop_refused(&run);
    return 0;
}
