/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "plugins/selftest_output.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "plugins/clean_text.h"
#include "plugins/nagios_output.h"
#include "plugins/nagios_text.h"

/* The word for OUTCOME. */
static const char *name_outcome(enum aoai_selftest_outcome outcome)
{
    switch (outcome) {
    case AOAI_SELFTEST_OK:
        return "OK";
    case AOAI_SELFTEST_WARNING:
        return "WARNING";
    case AOAI_SELFTEST_FAILED:
        return "FAILED";
    case AOAI_SELFTEST_SKIPPED:
        return "SKIPPED";
    }
    return "FAILED";
}

/* Appends what a check would say in its first line: "OK with these thresholds:
 * 1 deployment, 78 tokens in 2024-10". */
static void add_judgement(struct aoai_buf *out,
                          const struct aoai_report *report)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf first = {0};
    const char *sentence;

    aoai_nagios_text_first(&first, report);
    sentence = strstr(aoai_buf_text(&first), " - ");
    aoai_buf_printf(out, "%s with these thresholds: %s",
                    aoai_state_name(report->state),
                    sentence ? sentence + strlen(" - ") : "");
}

/* Appends the name of STEP and what was found. */
static void add_finding(struct aoai_buf *out,
                        const struct aoai_selftest *selftest,
                        const struct aoai_selftest_step *step)
{
    aoai_clean_text(out, step->name);
    aoai_buf_puts(out, ": ");
    if (step->text)
        aoai_clean_text(out, step->text);
    else
        add_judgement(out, &selftest->report);
}

/* Appends the line of STEP; one that was skipped took no time. */
static void add_line(struct aoai_buf *out, const struct aoai_selftest *selftest,
                     const struct aoai_selftest_step *step)
{
    aoai_buf_printf(out, "[%s] ", name_outcome(step->outcome));
    add_finding(out, selftest, step);
    if (step->outcome != AOAI_SELFTEST_SKIPPED)
        aoai_buf_printf(out, " (%" PRId64 " ms)", step->milliseconds);
    aoai_buf_putc(out, '\n');
}

/* How many steps had OUTCOME. */
static size_t count(const struct aoai_selftest *selftest,
                    enum aoai_selftest_outcome outcome)
{
    size_t found = 0;

    for (size_t i = 0; i < selftest->count; i++)
        found += selftest->steps[i].outcome == outcome;
    return found;
}

/* The first step with OUTCOME, of which there is one. */
static const struct aoai_selftest_step *
find(const struct aoai_selftest *selftest, enum aoai_selftest_outcome outcome)
{
    const struct aoai_selftest_step *step = selftest->steps;

    while (step->outcome != outcome)
        step++;
    return step;
}

/* Appends the first line: what failed first, which is more than what was
 * skipped for it; or that all went well. */
static void add_first(struct aoai_buf *out,
                      const struct aoai_selftest *selftest)
{
    size_t warnings = count(selftest, AOAI_SELFTEST_WARNING);
    bool failed = count(selftest, AOAI_SELFTEST_FAILED) > 0;

    if (!aoai_selftest_works(selftest)) {
        aoai_buf_puts(out, "AOAI TOKENS UNKNOWN - selftest: ");
        add_finding(out, selftest,
                    find(selftest, failed ? AOAI_SELFTEST_FAILED
                                          : AOAI_SELFTEST_SKIPPED));
        aoai_clean_cut(out, AOAI_NAGIOS_TEXT_MAX);
    } else {
        aoai_buf_printf(out,
                        "AOAI TOKENS OK - selftest: a check would work, %zu "
                        "steps in %" PRId64 " ms",
                        selftest->count, selftest->milliseconds);
        if (warnings)
            aoai_buf_printf(out, ", %zu warning%s", warnings,
                            warnings == 1 ? "" : "s");
    }
    aoai_buf_putc(out, '\n');
}

/* Marks in CHOSEN the lines that fit into ROOM bytes together: those of steps
 * that did not go well before the others. Returns how many. */
static size_t choose(const struct aoai_selftest *selftest, bool *chosen,
                     size_t room)
{
    size_t used = 0, taken = 0;

    for (int well = 0; well < 2; well++)
        for (size_t i = 0; i < selftest->count; i++) {
            AOAI_CLEANUP(aoai_buf_free) struct aoai_buf line = {0};

            if ((selftest->steps[i].outcome == AOAI_SELFTEST_OK) != well)
                continue;
            add_line(&line, selftest, &selftest->steps[i]);
            if (used + line.length > room)
                continue;
            chosen[i] = true;
            used += line.length;
            taken++;
        }
    return taken;
}

/* Appends the lines in at most ROOM bytes; CHOSEN has room for a mark of each
 * and none set. */
static void add_lines(struct aoai_buf *out,
                      const struct aoai_selftest *selftest, bool *chosen,
                      size_t room)
{
    size_t left = selftest->count - choose(selftest, chosen, room);

    if (left) {
        memset(chosen, 0, selftest->count * sizeof(chosen[0]));
        room = room > AOAI_NAGIOS_MORE_LINE ? room - AOAI_NAGIOS_MORE_LINE : 0;
        left = selftest->count - choose(selftest, chosen, room);
    }
    for (size_t i = 0; i < selftest->count; i++)
        if (chosen[i])
            add_line(out, selftest, &selftest->steps[i]);
    if (left)
        aoai_buf_printf(out, "... and %zu more\n", left);
}

int aoai_selftest_output(struct aoai_buf *out,
                         const struct aoai_selftest *selftest,
                         const char *details, size_t max,
                         struct aoai_error *error)
{
    bool *chosen =
        calloc(selftest->count ? selftest->count : 1, sizeof(chosen[0]));

    if (!chosen)
        return aoai_error_memory(error);
    add_first(out, selftest);
    add_lines(out, selftest, chosen, max > out->length ? max - out->length : 0);
    free(chosen);
    if (out->length < max)
        aoai_nagios_details(out, details, max - out->length);
    return aoai_buf_check(out, error);
}
