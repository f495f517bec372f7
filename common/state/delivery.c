/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "state/delivery_steps.h"

#include <stdlib.h>
#include <string.h>

/* Sending stays this many ms within every lease. */
enum { SEND_MOST = (AOAI_ALERT_LEASE_MOST - 60) * 1000 };

size_t aoai_delivery_add_mail(struct aoai_delivery_work *work,
                              const char *operation)
{
    struct aoai_delivery_mail *mail = &work->mails[work->mail_count++];

    *mail = (struct aoai_delivery_mail){.due = 0};
    memcpy(mail->operation.id, operation, strlen(operation) + 1);
    return work->mail_count;
}

size_t aoai_delivery_collect(struct aoai_delivery_work *work, size_t number)
{
    work->member_count = 0;
    for (size_t i = 0; i < work->count; i++)
        if (work->items[i].mail == number)
            work->members[work->member_count++] = &work->items[i];
    return work->member_count;
}

int aoai_delivery_conclude(struct aoai_delivery_work *work,
                           enum aoai_delivery_result result,
                           const struct aoai_error *why,
                           struct aoai_error *error)
{
    for (size_t i = 0; i < work->member_count; i++) {
        struct aoai_delivery_item *item = work->members[i];

        item->result = result;
        free(item->sentence);
        item->sentence = why ? strdup(why->text) : NULL;
        if (why && !item->sentence)
            return aoai_error_memory(error);
    }
    return 0;
}

int aoai_delivery_each(struct aoai_delivery_work *work,
                       aoai_delivery_step *step, struct aoai_error *error)
{
    for (size_t i = 0; i < work->member_count; i++)
        if (step(work->delivery->log, &work->members[i]->entry, error))
            return -1;
    return 0;
}

/* Looks at every entity. */
static int look(const struct aoai_delivery_work *work, struct aoai_error *error)
{
    for (size_t i = 0; i < work->count; i++)
        if (aoai_alert_log_look(work->delivery->log, &work->items[i].entry,
                                error))
            return -1;
    return 0;
}

/* Remembers the tokens of every deployment. */
static int total(const struct aoai_delivery_work *work,
                 struct aoai_error *error)
{
    for (size_t i = 0; i < work->count; i++)
        if (aoai_alert_log_total(work->delivery->log, &work->items[i].entry,
                                 error))
            return -1;
    return 0;
}

static void free_work(struct aoai_delivery_work *work)
{
    free(work->members);
    free(work->mails);
}

int aoai_delivery_run(const struct aoai_delivery *delivery,
                      struct aoai_delivery_item *items, size_t count,
                      struct aoai_error *error)
{
    const struct aoai_clock *clock = delivery->log->clock;
    AOAI_CLEANUP(free_work)
    struct aoai_delivery_work work = {
        .delivery = delivery, .items = items, .count = count};

    work.members = calloc(count ? count : 1, sizeof(work.members[0]));
    /* One to settle and one to send for each item, at most. */
    work.mails = calloc(count ? 2 * count : 1, sizeof(work.mails[0]));
    if (!work.members || !work.mails)
        return aoai_error_memory(error);
    work.deadline = clock->monotonic(clock->self) + SEND_MOST;
    if (work.deadline > delivery->log->deadline)
        work.deadline = delivery->log->deadline;
    if (look(&work, error) || aoai_delivery_settle(&work, error) ||
        aoai_delivery_send(&work, error) || aoai_delivery_follow(&work, error))
        return -1;
    return total(&work, error);
}

void aoai_delivery_free(struct aoai_delivery_item *items, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free(items[i].sentence);
        items[i].sentence = NULL;
    }
}
