/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "poll/report_steps.h"

#include "core/fold.h"
#include "core/glob.h"

/* Adds a row of 0 tokens for each account that lists NAME. Returns how many,
 * or -1 when memory is short. */
static int add_listed(struct aoai_report_making *making, const char *name)
{
    int found = 0;

    for (size_t i = 0; i < making->answer->count; i++) {
        const char *listed =
            aoai_reading_lists(&making->answer->readings[i], name);

        found += listed != NULL;
        if (listed && aoai_report_is_wanted(making, listed) &&
            aoai_report_add_row(making, &making->setup->resources[i], listed,
                                0))
            return -1;
    }
    return found;
}

/* Says that the deployment NAME is nowhere, or could not be looked for. */
static int add_missing(struct aoai_report_making *making, const char *name)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf say = {0};

    for (size_t i = 0; i < making->answer->count; i++) {
        const struct aoai_reading *reading = &making->answer->readings[i];

        if (reading->failure && reading->read_at == 0)
            return 0; /* it may be there: that failure is told already */
        if (!reading->failure || reading->listed_at)
            continue;
        aoai_buf_printf(&say, "deployment %s could not be looked for: %s", name,
                        reading->reason ? reading->reason : "out of memory");
        return aoai_report_add_sentence(
            making, &say, aoai_report_failure_state(making, reading->failure));
    }
    aoai_buf_printf(&say,
                    "no deployment %s: no usage in %s and not among the "
                    "deployments of the account: check --deployment",
                    name, making->setup->month.text);
    return aoai_report_add_sentence(making, &say, AOAI_STATE_UNKNOWN);
}

/* True when item INDEX of ASKED stands there before, in any case. */
static bool is_repeated(const struct aoai_text_list *asked, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (aoai_fold_equal(asked->items[i], asked->items[index]))
            return true;
    return false;
}

/* Remembers the old lists of deployments that were used beside new totals: what
 * failed there is the list, and it was needed. */
static void note_old_lists(struct aoai_report_making *making)
{
    for (size_t i = 0; i < making->answer->count; i++) {
        const struct aoai_reading *reading = &making->answer->readings[i];

        if (reading->failure && reading->read_at >= making->fresh &&
            reading->listed_at && reading->listed_at < making->fresh)
            aoai_report_note_stale(making, i, reading->listed_at);
    }
}

int aoai_report_add_unseen(struct aoai_report_making *making)
{
    const struct aoai_text_list *asked = &making->setup->settings->deployment;

    for (size_t i = 0; i < asked->count; i++) {
        const char *name = asked->items[i];
        int found;

        if (!aoai_glob_is_exact(name) || is_repeated(asked, i) ||
            aoai_answer_has_used(making->answer, name))
            continue;
        found = add_listed(making, name);
        if (found < 0 || (found == 0 && add_missing(making, name)))
            return -1;
    }
    note_old_lists(making);
    return 0;
}
