/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* New mails: claimed, handed over, followed to their end. */
#include "state/delivery_steps.h"

#include <string.h>

#include "core/buf.h"

/* The time, monotonic ms. */
static int64_t monotonic(const struct aoai_delivery_work *work)
{
    const struct aoai_clock *clock = work->delivery->log->clock;

    return clock->monotonic(clock->self);
}

/* The members' mail is in the service's hands. */
static int note_accepted(struct aoai_delivery_work *work, size_t number,
                         struct aoai_error *error)
{
    struct aoai_delivery_mail *mail = &work->mails[number - 1];

    mail->accepted = true;
    mail->due =
        monotonic(work) + (mail->operation.wait > 0 ? mail->operation.wait : 0);
    for (size_t i = 0; i < work->member_count; i++) {
        struct aoai_delivery_item *item = work->members[i];

        memcpy(item->operation, mail->operation.id, sizeof(item->operation));
        if (aoai_alert_log_accept(work->delivery->log, &item->entry,
                                  mail->operation.id, error))
            return -1;
    }
    return 0;
}

/* Concludes what FATE says of the members' mail, number NUMBER. */
static int conclude(struct aoai_delivery_work *work, size_t number,
                    enum aoai_acs_email_fate fate, const struct aoai_error *why,
                    struct aoai_error *error)
{
    enum aoai_delivery_result result = AOAI_DELIVERY_FAILED;
    aoai_delivery_step *step = aoai_alert_log_leave;

    work->mails[number - 1].accepted = false;
    switch (fate) {
    case AOAI_ACS_EMAIL_SENT:
    case AOAI_ACS_EMAIL_UNSEEN: /* forgotten at once, but it was accepted */
        result = AOAI_DELIVERY_SENT;
        step = aoai_alert_log_confirm;
        why = NULL;
        break;
    case AOAI_ACS_EMAIL_REFUSED:
        step = aoai_alert_log_release;
        break;
    case AOAI_ACS_EMAIL_ACCEPTED:
        result = AOAI_DELIVERY_ACCEPTED;
        break;
    case AOAI_ACS_EMAIL_LATE:
        result = AOAI_DELIVERY_LATE;
        break;
    case AOAI_ACS_EMAIL_UNKNOWN:
        break;
    }
    if (aoai_delivery_conclude(work, result, why, error))
        return -1;
    return aoai_delivery_each(work, step, error);
}

/* True when the next mail would be refused for the same reason. */
static bool is_general(enum aoai_error_kind kind)
{
    return kind == AOAI_ERROR_THROTTLED || kind == AOAI_ERROR_DENIED;
}

int aoai_delivery_submit(struct aoai_delivery_work *work, size_t number,
                         bool *go_on, struct aoai_error *error)
{
    const struct aoai_delivery *delivery = work->delivery;
    struct aoai_delivery_mail *mail = &work->mails[number - 1];
    struct aoai_acs_email text = {.from = NULL};
    struct aoai_error why = {.kind = AOAI_ERROR_NONE};
    enum aoai_acs_email_fate fate;

    *go_on = true;
    if (delivery->write(delivery->context, work->members, work->member_count,
                        &text, error))
        return -1;
    fate = aoai_acs_email_submit(delivery->mail, &text, &mail->operation,
                                 work->deadline, &why);
    if (fate == AOAI_ACS_EMAIL_ACCEPTED)
        return note_accepted(work, number, error);
    *go_on = fate != AOAI_ACS_EMAIL_REFUSED || !is_general(why.kind);
    return conclude(work, number, fate, &why, error);
}

/* Writes the id of the mail to the COUNT members at hand into TEXT: its own
 * where it is alone; that of a digest is also made of who sends it, for another
 * sender may win other members. */
static int name_operation(const struct aoai_delivery_work *work,
                          char text[AOAI_UUID_SIZE], struct aoai_error *error)
{
    const struct aoai_alert_log *log = work->delivery->log;
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf name = {0};

    aoai_buf_puts(&name, log->owner);
    for (size_t i = 0; i < work->member_count; i++) {
        if (aoai_alert_log_operation(log, &work->members[i]->entry, text,
                                     error))
            return -1;
        aoai_buf_printf(&name, "\n%s", text);
    }
    if (work->member_count == 1)
        return 0;
    if (aoai_buf_check(&name, error))
        return -1;
    return aoai_uuid_of_name(text, aoai_buf_text(&name), log->crypto, error);
}

/* Claims mail NUMBER for the members at hand; who was claimed by another sender
 * is no member any more. */
static int claim(struct aoai_delivery_work *work, size_t number,
                 struct aoai_error *error)
{
    struct aoai_acs_email_operation *operation =
        &work->mails[number - 1].operation;
    uint32_t share = (uint32_t)work->member_count;

    if (name_operation(work, operation->id, error))
        return -1;
    for (size_t i = 0; i < work->member_count; i++) {
        struct aoai_delivery_item *item = work->members[i];
        struct aoai_alert_decision due = item->entry.decision;
        bool won;

        if (aoai_alert_log_claim(work->delivery->log, &item->entry,
                                 operation->id, share, &won, error))
            return -1;
        if (!won) {
            item->mail = 0;
            continue;
        }
        item->due = due;
        memcpy(item->operation, operation->id, sizeof(item->operation));
    }
    return 0;
}

/* Fails the members at hand without having claimed them. */
static int pass_over(struct aoai_delivery_work *work,
                     const struct aoai_error *why, struct aoai_error *error)
{
    for (size_t i = 0; i < work->member_count; i++)
        work->members[i]->mail = 0;
    return aoai_delivery_conclude(work, AOAI_DELIVERY_FAILED, why, error);
}

/* Gives each item that is due a mail of its own, or all of them one. */
static void group(struct aoai_delivery_work *work)
{
    size_t digest = 0;

    for (size_t i = 0; i < work->count; i++) {
        struct aoai_delivery_item *item = &work->items[i];

        if (item->entry.decision.action != AOAI_ALERT_SEND || item->mail)
            continue;
        item->mail = digest ? digest : aoai_delivery_add_mail(work, "");
        if (work->delivery->digest)
            digest = item->mail;
    }
}

/* Claims and hands over mail NUMBER. *WHY tells, where its kind is set, why no
 * further one can be. */
static int send_one(struct aoai_delivery_work *work, size_t number,
                    struct aoai_error *why, struct aoai_error *error)
{
    bool go_on = true;

    (void)aoai_delivery_collect(work, number);
    if (why->kind == AOAI_ERROR_NONE && monotonic(work) >= work->deadline)
        (void)aoai_error_set(why, AOAI_ERROR_DEADLINE,
                             "no time was left to send this mail: the next "
                             "run will; see --timeout");
    if (why->kind != AOAI_ERROR_NONE)
        return pass_over(work, why, error);
    if (claim(work, number, error))
        return -1;
    if (aoai_delivery_collect(work, number) == 0)
        return 0;
    if (aoai_delivery_submit(work, number, &go_on, error))
        return -1;
    if (!go_on)
        (void)aoai_error_set(why, AOAI_ERROR_REFUSED, "%s",
                             work->members[0]->sentence);
    return 0;
}

int aoai_delivery_send(struct aoai_delivery_work *work,
                       struct aoai_error *error)
{
    struct aoai_error why = {.kind = AOAI_ERROR_NONE};
    size_t settled = work->mail_count;

    group(work);
    for (size_t number = settled + 1; number <= work->mail_count; number++)
        if (send_one(work, number, &why, error))
            return -1;
    return 0;
}

int aoai_delivery_follow(struct aoai_delivery_work *work,
                         struct aoai_error *error)
{
    for (size_t number = 1; number <= work->mail_count; number++) {
        struct aoai_delivery_mail *mail = &work->mails[number - 1];
        struct aoai_error why = {.kind = AOAI_ERROR_NONE};
        enum aoai_acs_email_fate fate;

        if (!mail->accepted)
            continue;
        (void)aoai_delivery_collect(work, number);
        if (mail->operation.wait >= 0 && mail->due > monotonic(work))
            mail->operation.wait = mail->due - monotonic(work);
        else if (mail->operation.wait >= 0)
            mail->operation.wait = 0;
        fate = aoai_acs_email_follow(work->delivery->mail, &mail->operation,
                                     work->deadline, &why);
        if (conclude(work, number, fate, &why, error))
            return -1;
    }
    return 0;
}
