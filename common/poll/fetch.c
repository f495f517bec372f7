/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "poll/fetch.h"

#include <stdlib.h>
#include <string.h>

#include "azure/deployments.h"
#include "azure/metrics.h"
#include "poll/call.h"

/* What one step works on: calls, each with room for its failure, and for each
 * reading what is being read. */
struct step {
    const struct aoai_fetch *fetch;
    struct aoai_answer fresh; /* filled by the calls */
    struct aoai_call *calls;
    struct aoai_error *errors; /* one for each call */
    size_t count;
    size_t pages; /* pages of lists taken so far */
    struct aoai_span parts[AOAI_MONTH_PARTS];
    size_t part_count;
};

static void free_step(struct step *step)
{
    aoai_call_free(step->calls, step->count);
    free(step->calls);
    free(step->errors);
    aoai_answer_free(&step->fresh);
}

/* Makes room for at most CALLS calls about READINGS readings. */
static int init_step(struct step *step, const struct aoai_fetch *fetch,
                     size_t readings, size_t calls, struct aoai_error *error)
{
    step->fetch = fetch;
    if (aoai_answer_init(&step->fresh, readings, error))
        return -1;
    step->calls = calloc(calls ? calls : 1, sizeof(step->calls[0]));
    step->errors = calloc(calls ? calls : 1, sizeof(step->errors[0]));
    if (!step->calls || !step->errors)
        return aoai_error_memory(error);
    return 0;
}

/* Adds a call for reading INDEX and returns it. */
static struct aoai_call *add_call(struct step *step, size_t index,
                                  aoai_call_take *take, size_t answer_max)
{
    struct aoai_call *call = &step->calls[step->count];

    call->take = take;
    call->context = step;
    call->index = index;
    call->answer_max = answer_max;
    call->error = &step->errors[step->count++];
    return call;
}

/* Notes each failed call in its reading. */
static void note_failures(const struct step *step, struct aoai_answer *answer)
{
    for (size_t i = 0; i < step->count; i++)
        if (step->errors[i].kind)
            aoai_reading_fail(&answer->readings[step->calls[i].index],
                              &step->errors[i]);
}

/* The part of the month that CALL asks for. */
static const struct aoai_span *part_of(const struct step *step,
                                       const struct aoai_call *call)
{
    return &step->parts[(size_t)(call - step->calls) % step->part_count];
}

/* Folds one answer with totals into the reading it is for. */
static int take_totals(struct aoai_call *call, struct aoai_error *error)
{
    struct step *step = call->context;
    const struct aoai_buf *body = &call->exchange.answer;

    return aoai_metrics_read(&step->fresh.readings[call->index].usage,
                             aoai_buf_text(body), body->length,
                             &step->fetch->setup->query, part_of(step, call),
                             AOAI_METRICS_TOP, error);
}

/* Adds the calls that read resource INDEX, one for each part of the month. */
static void ask_totals(struct step *step, size_t index)
{
    const struct aoai_setup *setup = step->fetch->setup;

    for (size_t part = 0; part < step->part_count; part++) {
        struct aoai_call *call =
            add_call(step, index, take_totals, AOAI_METRICS_ANSWER_MAX);

        aoai_metrics_url(&call->url, setup->arm, &setup->resources[index],
                         &setup->query, &step->parts[part]);
    }
}

/* When an answer that has just come was given: no earlier than this run, even
 * where the clock was set back meanwhile. */
static int64_t given_at(const struct aoai_fetch *fetch)
{
    int64_t now = fetch->clock->wall(fetch->clock->self);

    return now > fetch->setup->now ? now : fetch->setup->now;
}

/* Settles what was read of OLD's resource into OLD, unless it failed. */
static void adopt_totals(const struct step *step, struct aoai_reading *fresh,
                         struct aoai_reading *old)
{
    struct aoai_error error;

    if (old->failure)
        return;
    if (aoai_usage_settle(&fresh->usage, &error)) {
        aoai_reading_fail(old, &error);
        return;
    }
    aoai_usage_free(&old->usage);
    old->usage = fresh->usage;
    memset(&fresh->usage, 0, sizeof(fresh->usage));
    old->read_at = given_at(step->fetch);
}

void aoai_fetch_totals(const struct aoai_fetch *fetch,
                       struct aoai_answer *answer, int64_t fresh)
{
    AOAI_CLEANUP(free_step) struct step step = {0};
    struct aoai_error error;

    if (init_step(&step, fetch, answer->count, answer->count * AOAI_MONTH_PARTS,
                  &error)) {
        aoai_answer_fail(answer, &error);
        return;
    }
    step.part_count =
        aoai_month_parts(&fetch->setup->month, fetch->setup->now, step.parts);
    for (size_t i = 0; i < answer->count; i++)
        if (answer->readings[i].read_at < fresh)
            ask_totals(&step, i);
    aoai_call_all(fetch, step.calls, step.count);
    note_failures(&step, answer);
    for (size_t i = 0; i < step.count; i += step.part_count) {
        size_t index = step.calls[i].index;

        adopt_totals(&step, &step.fresh.readings[index],
                     &answer->readings[index]);
    }
}

/* Takes one page of an account's deployments and asks for the next. */
static int take_page(struct aoai_call *call, struct aoai_error *error)
{
    struct step *step = call->context;
    const struct aoai_buf *body = &call->exchange.answer;
    struct aoai_reading *fresh = &step->fresh.readings[call->index];
    struct aoai_buf next = {0};

    if (aoai_deployments_read(&fresh->deployments, &next,
                              aoai_buf_text(&call->url), aoai_buf_text(body),
                              body->length, error)) {
        aoai_buf_free(&next);
        return -1;
    }
    if (next.length == 0)
        return 0;
    aoai_buf_free(&call->url);
    call->url = next;
    if (++step->pages >= AOAI_DEPLOYMENTS_PAGES)
        return aoai_error_set(error, AOAI_ERROR_ANSWER,
                              "the list of deployments does not end");
    call->more = true;
    return 0;
}

/* True when the list of deployments of resource INDEX is to be asked for. */
static bool wants_list(const struct aoai_fetch *fetch,
                       const struct aoai_answer *answer, size_t index,
                       int64_t fresh)
{
    const struct aoai_reading *reading = &answer->readings[index];

    return fetch->setup->resources[index].is_account && !reading->failure &&
           reading->listed_at < fresh;
}

/* Hands the lists that were read whole over to ANSWER. */
static void adopt_lists(struct step *step, struct aoai_answer *answer)
{
    for (size_t i = 0; i < step->count; i++) {
        size_t index = step->calls[i].index;
        struct aoai_reading *old = &answer->readings[index];
        struct aoai_text_list *list = &step->fresh.readings[index].deployments;

        if (step->errors[i].kind)
            continue;
        aoai_text_list_free(&old->deployments);
        old->deployments = *list;
        memset(list, 0, sizeof(*list));
        old->listed_at = given_at(step->fetch);
    }
}

void aoai_fetch_deployments(const struct aoai_fetch *fetch,
                            struct aoai_answer *answer, int64_t fresh)
{
    AOAI_CLEANUP(free_step) struct step step = {0};
    struct aoai_error error;

    if (init_step(&step, fetch, answer->count, answer->count, &error)) {
        aoai_answer_fail(answer, &error);
        return;
    }
    for (size_t i = 0; i < answer->count; i++)
        if (wants_list(fetch, answer, i, fresh))
            aoai_deployments_url(
                &add_call(&step, i, take_page, AOAI_DEPLOYMENTS_PAGE_MAX)->url,
                fetch->setup->arm, &fetch->setup->resources[i]);
    if (step.count == 0)
        return;
    aoai_call_all(fetch, step.calls, step.count);
    note_failures(&step, answer);
    adopt_lists(&step, answer);
}
