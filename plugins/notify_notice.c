/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Mails that a host or an operator asks for: notifications and tests. */
#include "plugins/notify.h"

#include <string.h>

#include "state/alert_log.h"

/* The partition of what is remembered for --once=month. */
#define PARTITION "notifications"

/* Says that the message is out, or with the service. */
static void say_sent(const struct aoai_notify *notify, const char *what,
                     const char *operation)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf list = {0};

    aoai_notify_sender_list(&notify->sender, &list);
    aoai_notify_say(notify, "%s: %s to %s, operation %s", what,
                    aoai_buf_text(&notify->message.subject),
                    aoai_buf_text(&list), operation);
}

/* Tells what became of a mail that nobody remembers. */
static void tell_fate(struct aoai_notify *notify, enum aoai_acs_email_fate fate,
                      const struct aoai_acs_email_operation *operation,
                      const struct aoai_error *why)
{
    switch (fate) {
    case AOAI_ACS_EMAIL_SENT:
        say_sent(notify, "sent", operation->id);
        return;
    case AOAI_ACS_EMAIL_ACCEPTED:
    case AOAI_ACS_EMAIL_UNSEEN: /* it was accepted, and forgotten at once */
        say_sent(notify, "accepted", operation->id);
        return;
    case AOAI_ACS_EMAIL_LATE:
    case AOAI_ACS_EMAIL_REFUSED:
    case AOAI_ACS_EMAIL_UNKNOWN:
        aoai_notify_fail(notify, "%s", why->text);
    }
}

/* Sends the message without remembering it. */
static int send_plainly(struct aoai_notify *notify, struct aoai_error *error)
{
    struct aoai_acs_email_operation operation = {.wait = -1};
    struct aoai_error why = {.kind = AOAI_ERROR_NONE};
    struct aoai_acs_email mail;
    enum aoai_acs_email_fate fate;

    if (aoai_notify_name_operation(notify, &operation, error))
        return -1;
    aoai_notify_mail(notify, &mail);
    fate = aoai_acs_email_submit(&notify->sender.mail, &mail, &operation,
                                 notify->deadline, &why);
    if (fate == AOAI_ACS_EMAIL_ACCEPTED)
        fate = aoai_acs_email_follow(&notify->sender.mail, &operation,
                                     notify->deadline, &why);
    tell_fate(notify, fate, &operation, &why);
    return 0;
}

/* Writes the mail of a notification; see aoai_delivery_write. */
static int write_mail(void *context, struct aoai_delivery_item *const *items,
                      size_t count, struct aoai_acs_email *mail,
                      struct aoai_error *error)
{
    (void)items;
    (void)count;
    (void)error;
    aoai_notify_mail(context, mail);
    return 0;
}

/* Appends what the month remembers the notification by. */
static int make_row(const struct aoai_notify *notify, struct aoai_buf *row,
                    struct aoai_error *error)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf name = {0};
    const struct aoai_notify_event *event = &notify->event;

    aoai_buf_printf(&name, "%s!%s!%s!", event->host, event->service,
                    event->state);
    aoai_notify_sender_list(&notify->sender, &name);
    if (aoai_buf_check(&name, error))
        return -1;
    return aoai_entity_row(row, aoai_buf_text(&name), notify->setup.month.text,
                           &notify->crypto, error);
}

/* Tells what became of the notification that is sent once. */
static void tell_item(struct aoai_notify *notify,
                      const struct aoai_delivery_item *item)
{
    enum aoai_alert_reason reason = item->entry.decision.reason;

    switch (item->result) {
    case AOAI_DELIVERY_SENT:
    case AOAI_DELIVERY_SETTLED:
        say_sent(notify, "sent", item->operation);
        return;
    case AOAI_DELIVERY_ACCEPTED:
        say_sent(notify, "accepted", item->operation);
        return;
    case AOAI_DELIVERY_RESTED:
        aoai_notify_say(notify, "not due: %s (%s: %s)",
                        aoai_buf_text(&notify->message.subject),
                        aoai_alert_reason_name(reason),
                        aoai_alert_reason_text(reason));
        return;
    case AOAI_DELIVERY_LATE:
    case AOAI_DELIVERY_FAILED:
        aoai_notify_fail(notify, "%s",
                         item->sentence ? item->sentence : "not sent");
    }
}

/* Sends the message, or shows it, unless the month remembers it in ITEM. */
static int deliver(struct aoai_notify *notify, struct aoai_delivery_item *item,
                   struct aoai_error *error)
{
    struct aoai_alert_log log;
    const struct aoai_delivery delivery = {.log = &log,
                                           .mail = &notify->sender.mail,
                                           .notes = &notify->notes,
                                           .write = write_mail,
                                           .context = notify};

    aoai_alert_log_init(&log, &notify->state.store, &notify->clock,
                        &notify->crypto, notify->deadline);
    if (!notify->own.dry_run) {
        if (aoai_delivery_run(&delivery, item, 1, error))
            return -1;
        tell_item(notify, item);
        return 0;
    }
    if (aoai_alert_log_look(&log, &item->entry, error))
        return -1;
    if (item->entry.decision.action == AOAI_ALERT_SEND)
        aoai_notify_show(notify,
                         aoai_alert_reason_text(item->entry.decision.reason));
    else
        tell_item(notify, item);
    return 0;
}

/* Sends the message at most once this month. */
static int send_once(struct aoai_notify *notify, struct aoai_error *error)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf row = {0};
    struct aoai_delivery_item item = {0};
    int failed;

    if (make_row(notify, &row, error) ||
        aoai_notify_state_open(&notify->state, &notify->session,
                               &notify->crypto, notify->deadline, error))
        return -1;
    item.entry = (struct aoai_alert_entry){
        .key = {PARTITION, aoai_buf_text(&row)}, .level = AOAI_ALERT_CRITICAL};
    failed = deliver(notify, &item, error);
    aoai_delivery_free(&item, 1);
    return failed;
}

int aoai_notify_pass_on(struct aoai_notify *notify, struct aoai_error *error)
{
    if (aoai_notify_message_event(&notify->message, &notify->event, error))
        return -1;
    if (notify->own.once)
        return send_once(notify, error);
    if (!notify->own.dry_run)
        return send_plainly(notify, error);
    aoai_notify_show(notify, "every notification is sent without --once");
    return 0;
}

int aoai_notify_test(struct aoai_notify *notify, struct aoai_error *error)
{
    char host[AOAI_ENTITY_OWNER_SIZE];

    aoai_platform_process_name(host, sizeof(host));
    host[strcspn(host, "/")] = '\0';
    if (aoai_notify_message_test(&notify->message, notify->setup.now, host,
                                 error))
        return -1;
    if (!notify->own.dry_run)
        return send_plainly(notify, error);
    aoai_notify_show(notify, "a test");
    return 0;
}
