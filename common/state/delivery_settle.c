/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* What earlier runs left: claims whose lease has ended. */
#include "state/delivery_steps.h"

#include <string.h>

/* Gives every item that is to be settled the mail of its operation. */
static void group(struct aoai_delivery_work *work)
{
    for (size_t i = 0; i < work->count; i++) {
        struct aoai_delivery_item *item = &work->items[i];
        const char *operation = item->entry.entity.operation;

        if (item->entry.decision.action != AOAI_ALERT_SETTLE)
            continue;
        for (size_t j = 0; j < work->mail_count && item->mail == 0; j++)
            if (strcmp(work->mails[j].operation.id, operation) == 0)
                item->mail = j + 1;
        if (item->mail == 0)
            item->mail = aoai_delivery_add_mail(work, operation);
    }
}

/* Takes the claims of mail NUMBER over; whose claim somebody else got is no
 * item of it any more. */
static int take_over(struct aoai_delivery_work *work, size_t number,
                     struct aoai_error *error)
{
    (void)aoai_delivery_collect(work, number);
    for (size_t i = 0; i < work->member_count; i++) {
        struct aoai_delivery_item *item = work->members[i];
        bool won;

        if (aoai_alert_log_claim(work->delivery->log, &item->entry, NULL, 0,
                                 &won, error))
            return -1;
        if (!won)
            item->mail = 0;
        memcpy(item->operation, work->mails[number - 1].operation.id,
               sizeof(item->operation));
    }
    return 0;
}

/* What would be due for ITEM if it had not been claimed. */
static struct aoai_alert_decision
decide_unclaimed(const struct aoai_delivery_item *item)
{
    struct aoai_alert_memory memory = item->entry.entity.memory;

    memory.claimed = AOAI_ALERT_NO_LEVEL;
    return aoai_alert_decide(&memory, item->entry.level, 0);
}

/* True when the members at hand are all that share their mail, and each still
 * calls for the level that was claimed. */
static bool is_whole(const struct aoai_delivery_work *work)
{
    for (size_t i = 0; i < work->member_count; i++) {
        const struct aoai_delivery_item *item = work->members[i];
        struct aoai_alert_decision due = decide_unclaimed(item);

        if (due.action != AOAI_ALERT_SEND ||
            due.level != item->entry.entity.memory.claimed ||
            item->entry.entity.share > work->member_count)
            return false;
    }
    return true;
}

/* True when the service has taken the members' mail, as far as is noted. */
static bool was_accepted(const struct aoai_delivery_work *work)
{
    for (size_t i = 0; i < work->member_count; i++)
        if (work->members[i]->entry.entity.memory.accepted)
            return true;
    return false;
}

/* Deals with a mail that the service does not know. What it once accepted
 * counts as sent; else it never arrived. */
static int settle_unseen(struct aoai_delivery_work *work, size_t number,
                         struct aoai_error *error)
{
    bool go_on;

    if (was_accepted(work)) {
        aoai_note(work->delivery->notes, AOAI_NOTE_DECISION,
                  "%s: accepted earlier and meanwhile forgotten by the mail "
                  "service: counts as sent",
                  work->mails[number - 1].operation.id);
        if (aoai_delivery_each(work, aoai_alert_log_confirm, error))
            return -1;
        return aoai_delivery_conclude(work, AOAI_DELIVERY_SETTLED, NULL, error);
    }
    if (!is_whole(work)) {
        for (size_t i = 0; i < work->member_count; i++)
            work->members[i]->mail = 0;
        return aoai_delivery_each(work, aoai_alert_log_release, error);
    }
    for (size_t i = 0; i < work->member_count; i++)
        work->members[i]->due = decide_unclaimed(work->members[i]);
    return aoai_delivery_submit(work, number, &go_on, error);
}

/* The members' mail is with the service: says so, and lets the next run ask. */
static int settle_accepted(struct aoai_delivery_work *work, size_t number,
                           enum aoai_delivery_result result,
                           const struct aoai_error *why,
                           struct aoai_error *error)
{
    const char *operation = work->mails[number - 1].operation.id;

    for (size_t i = 0; i < work->member_count; i++)
        if (aoai_alert_log_accept(work->delivery->log, &work->members[i]->entry,
                                  operation, error))
            return -1;
    if (aoai_delivery_each(work, aoai_alert_log_leave, error))
        return -1;
    return aoai_delivery_conclude(work, result, why, error);
}

/* The members' mail has failed: the next one is decided anew. */
static int settle_failed(struct aoai_delivery_work *work,
                         const struct aoai_error *why, struct aoai_error *error)
{
    aoai_note(work->delivery->notes, AOAI_NOTE_DECISION,
              "the mail of an earlier run was not sent: %s", why->text);
    for (size_t i = 0; i < work->member_count; i++)
        work->members[i]->mail = 0;
    return aoai_delivery_each(work, aoai_alert_log_release, error);
}

/* Finds out what became of mail NUMBER, whose claims are ours now. */
static int settle(struct aoai_delivery_work *work, size_t number,
                  struct aoai_error *error)
{
    struct aoai_acs_email_operation *operation =
        &work->mails[number - 1].operation;
    struct aoai_error why = {.kind = AOAI_ERROR_NONE};

    operation->wait = 0;
    switch (aoai_acs_email_follow(work->delivery->mail, operation,
                                  work->deadline, &why)) {
    case AOAI_ACS_EMAIL_SENT:
        if (aoai_delivery_each(work, aoai_alert_log_confirm, error))
            return -1;
        return aoai_delivery_conclude(work, AOAI_DELIVERY_SETTLED, NULL, error);
    case AOAI_ACS_EMAIL_REFUSED:
        return settle_failed(work, &why, error);
    case AOAI_ACS_EMAIL_UNSEEN:
        return settle_unseen(work, number, error);
    case AOAI_ACS_EMAIL_ACCEPTED:
        return settle_accepted(work, number, AOAI_DELIVERY_ACCEPTED, &why,
                               error);
    case AOAI_ACS_EMAIL_LATE:
        return settle_accepted(work, number, AOAI_DELIVERY_LATE, &why, error);
    case AOAI_ACS_EMAIL_UNKNOWN:
        break;
    }
    if (aoai_delivery_each(work, aoai_alert_log_leave, error))
        return -1;
    return aoai_delivery_conclude(work, AOAI_DELIVERY_FAILED, &why, error);
}

int aoai_delivery_settle(struct aoai_delivery_work *work,
                         struct aoai_error *error)
{
    group(work);
    for (size_t number = 1; number <= work->mail_count; number++) {
        if (take_over(work, number, error))
            return -1;
        if (aoai_delivery_collect(work, number) && settle(work, number, error))
            return -1;
    }
    return 0;
}
