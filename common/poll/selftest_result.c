/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The steps as they are kept: the part of the selftest that needs no JSON, see
 * poll/module_azure.h. */
#include "poll/selftest_steps.h"

#include <stdlib.h>
#include <string.h>

/* Keeps a step, whose TEXT it takes over; NULL has none. */
static void keep(struct aoai_selftest_walk *walk,
                 enum aoai_selftest_outcome outcome, const char *name,
                 char *text)
{
    struct aoai_selftest *selftest = walk->selftest;
    const struct aoai_clock *clock = &walk->session->clock;
    int64_t now = clock->monotonic(clock->self);
    struct aoai_selftest_step *grown =
        realloc(selftest->steps, (selftest->count + 1) * sizeof(*grown));
    struct aoai_selftest_step step = {outcome, strdup(name), text,
                                      now - walk->began};

    if (grown)
        selftest->steps = grown;
    if (!grown || !step.name) {
        walk->no_memory = true;
        free(step.name);
        free(step.text);
        return;
    }
    selftest->steps[selftest->count++] = step;
    selftest->milliseconds += now - walk->began;
    walk->began = now;
}

void aoai_selftest_add(struct aoai_selftest_walk *walk,
                       enum aoai_selftest_outcome outcome, const char *name,
                       const char *format, ...)
{
    struct aoai_buf text = {0};
    struct aoai_error ignored;
    char *taken;
    va_list arguments;

    va_start(arguments, format);
    aoai_buf_vprintf(&text, format, arguments);
    va_end(arguments);
    taken = aoai_buf_take(&text, &ignored);
    if (taken)
        keep(walk, outcome, name, taken);
    else
        walk->no_memory = true;
}

void aoai_selftest_add_check(struct aoai_selftest_walk *walk)
{
    keep(walk, AOAI_SELFTEST_OK, "check", NULL);
}

bool aoai_selftest_skips(struct aoai_selftest_walk *walk, const char *name,
                         const char *blocked)
{
    const struct aoai_clock *clock = &walk->session->clock;

    if (clock->monotonic(clock->self) >= walk->deadline)
        aoai_selftest_add(walk, AOAI_SELFTEST_SKIPPED, name,
                          "the time is over (-t)");
    else if (blocked)
        aoai_selftest_add(walk, AOAI_SELFTEST_SKIPPED, name,
                          "not tried: %s failed", blocked);
    else
        return false;
    return true;
}

bool aoai_selftest_works(const struct aoai_selftest *selftest)
{
    for (size_t i = 0; i < selftest->count; i++)
        if (selftest->steps[i].outcome == AOAI_SELFTEST_FAILED ||
            selftest->steps[i].outcome == AOAI_SELFTEST_SKIPPED)
            return false;
    return true;
}

void aoai_selftest_free(struct aoai_selftest *selftest)
{
    for (size_t i = 0; i < selftest->count; i++) {
        free(selftest->steps[i].name);
        free(selftest->steps[i].text);
    }
    free(selftest->steps);
    aoai_report_free(&selftest->report);
    aoai_answer_free(&selftest->answer);
    memset(selftest, 0, sizeof(*selftest));
}
