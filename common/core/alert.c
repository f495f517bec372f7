/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "core/alert.h"

#include <stddef.h>
#include <string.h>

static const struct {
    const char *name, *text;
} reasons[] = {
    [AOAI_ALERT_NONE] = {"none", "below every threshold"},
    [AOAI_ALERT_FIRST] = {"first", "the first crossing of this month"},
    [AOAI_ALERT_WORSE] = {"worse", "warned earlier this month, now critical"},
    [AOAI_ALERT_REPEAT] = {"repeat", "told earlier this month"},
    [AOAI_ALERT_CLAIMED] = {"claimed", "another sender is at work on it"},
    [AOAI_ALERT_UNSETTLED] = {"unsettled",
                              "an earlier sender did not say whether it sent "
                              "its mail"},
    [AOAI_ALERT_UNFINISHED] = {"unfinished",
                               "the mail service has taken an earlier mail and "
                               "not yet said how it ended"},
};

static const char *const levels[] = {
    [AOAI_ALERT_NO_LEVEL] = "",
    [AOAI_ALERT_WARNING] = "warning",
    [AOAI_ALERT_CRITICAL] = "critical",
};

/* True while the claim in MEMORY holds. */
static bool is_held(const struct aoai_alert_memory *memory, int64_t now)
{
    return memory->lease_end > now &&
           memory->lease_end - now <= AOAI_ALERT_LEASE_MOST;
}

/* Decides about the claimed mail in MEMORY. */
static struct aoai_alert_decision
decide_claim(const struct aoai_alert_memory *memory, int64_t now)
{
    if (is_held(memory, now))
        return (struct aoai_alert_decision){AOAI_ALERT_REST, memory->claimed,
                                            AOAI_ALERT_CLAIMED};
    return (struct aoai_alert_decision){
        AOAI_ALERT_SETTLE, memory->claimed,
        memory->accepted ? AOAI_ALERT_UNFINISHED : AOAI_ALERT_UNSETTLED};
}

struct aoai_alert_decision
aoai_alert_decide(const struct aoai_alert_memory *memory,
                  enum aoai_alert_level current, int64_t now)
{
    struct aoai_alert_decision decision = {AOAI_ALERT_REST, current,
                                           AOAI_ALERT_NONE};

    if (memory->claimed != AOAI_ALERT_NO_LEVEL)
        return decide_claim(memory, now);
    if (current == AOAI_ALERT_NO_LEVEL)
        return decision;
    decision.reason = AOAI_ALERT_REPEAT;
    if (memory->critical_done)
        return decision;
    if (memory->warning_done && current == AOAI_ALERT_WARNING)
        return decision;
    decision.action = AOAI_ALERT_SEND;
    decision.reason =
        memory->warning_done ? AOAI_ALERT_WORSE : AOAI_ALERT_FIRST;
    return decision;
}

const char *aoai_alert_reason_name(enum aoai_alert_reason reason)
{
    return reasons[reason].name;
}

const char *aoai_alert_reason_text(enum aoai_alert_reason reason)
{
    return reasons[reason].text;
}

const char *aoai_alert_level_name(enum aoai_alert_level level)
{
    return levels[level];
}

bool aoai_alert_level_parse(const char *text, enum aoai_alert_level *level)
{
    for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++)
        if (strcmp(levels[i], text) == 0) {
            *level = (enum aoai_alert_level)i;
            return true;
        }
    return false;
}
