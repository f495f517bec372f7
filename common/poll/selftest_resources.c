/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "poll/selftest_steps.h"

#include <inttypes.h>
#include <string.h>

#include "azure/service_error.h"
#include "core/glob.h"
#include "poll/fetch.h"

/* Hands out the token that the walk has. */
static int get_held(void *self, const char *audience, int64_t deadline,
                    struct aoai_token *token, struct aoai_error *error)
{
    const struct aoai_selftest_walk *walk = self;

    (void)audience;
    (void)deadline;
    token->text.secret = true;
    aoai_buf_puts(&token->text, aoai_buf_text(&walk->token.text));
    return aoai_buf_check(&token->text, error);
}

/* A function of poll/fetch.h. */
typedef void fetch_part(const struct aoai_fetch *fetch,
                        struct aoai_answer *answer, int64_t fresh);

/* Fetches a part of what there is to know of resource INDEX alone, as a check
 * does. */
static void fetch_one(struct aoai_selftest_walk *walk, size_t index,
                      fetch_part *fetch)
{
    struct aoai_setup one = *walk->setup;
    struct aoai_answer answer = {&walk->selftest->answer.readings[index], 1};
    struct aoai_credential held = {
        .name = "held", .self = walk, .get = get_held};
    const struct aoai_fetch with = {
        .setup = &one,
        .http = &walk->session->http,
        .credential = &held,
        .clock = &walk->session->clock,
        .deadline = walk->deadline,
    };

    one.resources = &walk->setup->resources[index];
    one.resource_count = 1;
    fetch(&with, &answer, one.now);
}

/* Appends the command that grants the role at RESOURCE to who signed in. */
static void add_grant(struct aoai_buf *say,
                      const struct aoai_selftest_walk *walk,
                      const struct aoai_resource_id *resource)
{
    const struct aoai_token_claims *claims = &walk->claims;

    aoai_buf_printf(say, "grant the role Monitoring Reader at scope %s to ",
                    resource->text);
    if (claims->object[0])
        aoai_buf_printf(say, "object %s", claims->object);
    else
        aoai_buf_puts(say, "the identity that signs in");
    aoai_buf_printf(say,
                    ": az role assignment create --role \"Monitoring Reader\" "
                    "--scope \"%s\" --assignee-object-id %s "
                    "--assignee-principal-type %s",
                    resource->text,
                    claims->object[0] ? claims->object : "OBJECT-ID",
                    claims->is_user ? "User" : "ServicePrincipal");
}

/* Appends why RESOURCE could not be read, and what to do. */
static void add_reason(struct aoai_buf *say,
                       const struct aoai_selftest_walk *walk,
                       const struct aoai_resource_id *resource,
                       const char *reason)
{
    const char *grant = strstr(reason, AOAI_SERVICE_ERROR_GRANT);

    if (!grant) {
        aoai_buf_puts(say, reason);
        return;
    }
    aoai_buf_add(say, reason, (size_t)(grant - reason));
    add_grant(say, walk, resource);
}

/* Adds the step NAME about RESOURCE, whose READING has failed. */
static void add_failure(struct aoai_selftest_walk *walk,
                        enum aoai_selftest_outcome outcome, const char *name,
                        const struct aoai_resource_id *resource,
                        const struct aoai_reading *reading)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf say = {0};

    add_reason(&say, walk, resource,
               reading->reason ? reading->reason : "out of memory");
    aoai_selftest_add(walk, outcome, name, "%s", aoai_buf_text(&say));
}

/* Adds the step NAME: what READING tells. */
static void add_totals(struct aoai_selftest_walk *walk, const char *name,
                       const struct aoai_reading *reading)
{
    const struct aoai_setup *setup = walk->setup;
    const struct aoai_usage *usage = &reading->usage;
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf sum = {0};
    uint64_t total = 0;
    bool fits = true;

    for (size_t i = 0; i < usage->count && fits; i++)
        fits = aoai_usage_sum(&total, usage->rows[i].tokens[0]) == 0;
    if (fits)
        aoai_buf_number(&sum, total);
    else
        aoai_buf_puts(&sum, "more than 2^63-1");
    aoai_selftest_add(walk, AOAI_SELFTEST_OK, name,
                      "%s by %s, %zu deployment%s used %s tokens in %s",
                      setup->query.metrics[0], setup->query.dimension,
                      usage->count, usage->count == 1 ? "" : "s",
                      aoai_buf_text(&sum), setup->month.text);
}

/* The name of the step PART about RESOURCE. */
static const char *step_name(struct aoai_buf *name,
                             const struct aoai_resource_id *resource,
                             const char *part)
{
    aoai_buf_printf(name, "%s %s", resource->name, part);
    return aoai_buf_text(name);
}

/* The step that stands in the way of asking about any resource; NULL: none. */
static const char *find_block(const struct aoai_selftest_walk *walk)
{
    return walk->no_token ? walk->no_token : walk->no_arm;
}

/* Reads the totals of resource INDEX. */
static void try_totals(struct aoai_selftest_walk *walk, size_t index)
{
    const struct aoai_resource_id *resource = &walk->setup->resources[index];
    const struct aoai_reading *reading =
        &walk->selftest->answer.readings[index];
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf buf = {0};
    const char *name = step_name(&buf, resource, "metrics");

    if (aoai_selftest_skips(walk, name, find_block(walk)))
        return;
    fetch_one(walk, index, aoai_fetch_totals);
    if (reading->failure)
        add_failure(walk, AOAI_SELFTEST_FAILED, name, resource, reading);
    else
        add_totals(walk, name, reading);
}

/* Reads the deployments of the account INDEX. A failure is for now one that a
 * check does not meet. */
static void try_list(struct aoai_selftest_walk *walk, size_t index)
{
    const struct aoai_resource_id *resource = &walk->setup->resources[index];
    const struct aoai_reading *reading =
        &walk->selftest->answer.readings[index];
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf buf = {0}, totals = {0};
    const char *name = step_name(&buf, resource, "deployments");
    const char *block = find_block(walk);

    if (!block && reading->failure)
        block = step_name(&totals, resource, "metrics");
    if (aoai_selftest_skips(walk, name, block))
        return;
    fetch_one(walk, index, aoai_fetch_deployments);
    if (reading->failure)
        add_failure(walk, AOAI_SELFTEST_WARNING, name, resource, reading);
    else
        aoai_selftest_add(walk, AOAI_SELFTEST_OK, name, "%zu",
                          reading->deployments.count);
}

/* True when a deployment that was asked for by name is neither used nor in any
 * list that was read, so that a check misses the other lists. */
static bool misses_lists(const struct aoai_selftest_walk *walk)
{
    const struct aoai_text_list *asked = &walk->setup->settings->deployment;
    const struct aoai_answer *answer = &walk->selftest->answer;

    for (size_t i = 0; i < asked->count; i++) {
        const char *name = asked->items[i];
        bool listed = false;

        for (size_t j = 0; j < answer->count && !listed; j++)
            listed = aoai_reading_lists(&answer->readings[j], name);
        if (aoai_glob_is_exact(name) && !listed &&
            !aoai_answer_has_used(answer, name))
            return true;
    }
    return false;
}

void aoai_selftest_try_resources(struct aoai_selftest_walk *walk)
{
    struct aoai_selftest *selftest = walk->selftest;
    size_t first;

    for (size_t i = 0; i < walk->setup->resource_count; i++)
        try_totals(walk, i);
    first = selftest->count;
    for (size_t i = 0; i < walk->setup->resource_count; i++)
        if (walk->setup->resources[i].is_account)
            try_list(walk, i);
    if (!misses_lists(walk))
        return;
    for (size_t i = first; i < selftest->count; i++)
        if (selftest->steps[i].outcome == AOAI_SELFTEST_WARNING)
            selftest->steps[i].outcome = AOAI_SELFTEST_FAILED;
}

/* The step that leaves nothing to judge: what stands in the way of all
 * resources, or the metrics of the first where each failed; NULL: none. */
static const char *find_nothing(const struct aoai_selftest_walk *walk,
                                struct aoai_buf *name)
{
    const struct aoai_answer *answer = &walk->selftest->answer;

    if (find_block(walk))
        return find_block(walk);
    for (size_t i = 0; i < answer->count; i++)
        if (answer->readings[i].read_at)
            return NULL;
    return step_name(name, &walk->setup->resources[0], "metrics");
}

void aoai_selftest_try_check(struct aoai_selftest_walk *walk)
{
    static const char name[] = "check";
    struct aoai_report *report = &walk->selftest->report;
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf buf = {0};
    const struct aoai_report_failure *failure;
    struct aoai_error ignored = {0};

    if (aoai_selftest_skips(walk, name, find_nothing(walk, &buf)))
        return;
    if (aoai_report_make(report, walk->setup, &walk->selftest->answer,
                         walk->setup->now, walk->session->notes, &ignored)) {
        walk->no_memory = true;
        return;
    }
    if (report->failure_count == 0) {
        aoai_selftest_add_check(walk);
        return;
    }
    failure = &report->failures[0];
    aoai_selftest_add(walk, AOAI_SELFTEST_FAILED, name, "%s%s%s",
                      failure->resource ? failure->resource->name : "",
                      failure->resource ? ": " : "", failure->text);
}
