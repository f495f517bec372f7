/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* What a check says, and shows with --dry-run. */
#include "plugins/notify_check.h"

void aoai_notify_check_say_rest(const struct aoai_notify_check_work *check,
                                const struct aoai_delivery_item *item)
{
    const struct aoai_report_row *row = aoai_notify_check_row(check, item);
    enum aoai_alert_reason reason = item->entry.decision.reason;

    if (check->notify->shared.verbose > 0 || check->notify->own.dry_run)
        aoai_notify_say(
            check->notify, "not due: %s of %s, %llu tokens in %s (%s: %s)",
            row->deployment, row->resource->name,
            (unsigned long long)row->tokens, check->notify->setup.month.text,
            aoai_alert_reason_name(reason), aoai_alert_reason_text(reason));
}

/* Says that the mail about ITEM is out, or with the service. */
static void say_sent(const struct aoai_notify_check_work *check,
                     const struct aoai_delivery_item *item, const char *what)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf list = {0};
    const struct aoai_report_row *row = aoai_notify_check_row(check, item);

    aoai_notify_sender_list(&check->notify->sender, &list);
    aoai_notify_say(check->notify,
                    "%s: %s of %s, %llu tokens in %s (%s: %s) to %s, "
                    "operation %s",
                    what, row->deployment, row->resource->name,
                    (unsigned long long)row->tokens,
                    check->notify->setup.month.text,
                    aoai_state_name(row->verdict.state),
                    aoai_alert_reason_name(item->due.reason),
                    aoai_buf_text(&list), item->operation);
}

void aoai_notify_check_say(struct aoai_notify_check_work *check,
                           const struct aoai_delivery_item *item)
{
    const struct aoai_report_row *row = aoai_notify_check_row(check, item);

    switch (item->result) {
    case AOAI_DELIVERY_RESTED:
        aoai_notify_check_say_rest(check, item);
        return;
    case AOAI_DELIVERY_SENT:
        say_sent(check, item, "sent");
        return;
    case AOAI_DELIVERY_ACCEPTED:
        say_sent(check, item, "accepted");
        return;
    case AOAI_DELIVERY_SETTLED:
        aoai_notify_say(check->notify,
                        "settled: the mail of an earlier run about %s of %s is "
                        "out, operation %s",
                        row->deployment, row->resource->name, item->operation);
        return;
    case AOAI_DELIVERY_LATE:
    case AOAI_DELIVERY_FAILED:
        aoai_notify_fail(check->notify, "%s of %s: %s", row->deployment,
                         row->resource->name,
                         item->sentence ? item->sentence : "not sent");
    }
}

/* Shows the mail about COUNT items. */
static int show_mail(struct aoai_notify_check_work *check,
                     struct aoai_delivery_item *const *items, size_t count,
                     struct aoai_error *error)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf why = {0};

    for (size_t i = 0; i < count; i++)
        aoai_buf_printf(&why, "%s%s: %s: %s", i ? "; " : "",
                        aoai_notify_check_row(check, items[i])->deployment,
                        aoai_alert_reason_name(items[i]->due.reason),
                        aoai_alert_reason_text(items[i]->due.reason));
    if (aoai_notify_check_message(check, items, count, error))
        return -1;
    aoai_notify_show(check->notify, aoai_buf_text(&why));
    return 0;
}

/* Looks at ITEM. Returns 1 when its mail is to be shown, 0 when not, or -1. */
static int look(struct aoai_notify_check_work *check,
                struct aoai_delivery_item *item, struct aoai_error *error)
{
    struct aoai_alert_decision *decision = &item->entry.decision;

    if (aoai_alert_log_look(&check->log, &item->entry, error))
        return -1;
    item->due = *decision;
    if (decision->action == AOAI_ALERT_SEND)
        return 1;
    if (decision->action == AOAI_ALERT_REST)
        aoai_notify_check_say_rest(check, item);
    else
        aoai_notify_say(check->notify,
                        "would ask about operation %s: %s of %s (%s: %s)",
                        item->entry.entity.operation,
                        aoai_notify_check_row(check, item)->deployment,
                        aoai_notify_check_row(check, item)->resource->name,
                        aoai_alert_reason_name(decision->reason),
                        aoai_alert_reason_text(decision->reason));
    return 0;
}

int aoai_notify_check_show(struct aoai_notify_check_work *check,
                           struct aoai_error *error)
{
    bool digest = check->notify->own.digest;
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf due = {.max = SIZE_MAX};
    struct aoai_delivery_item **items;
    size_t count;

    for (size_t i = 0; i < check->count; i++) {
        struct aoai_delivery_item *item = &check->items[i];
        int is_due = look(check, item, error);

        if (is_due < 0)
            return -1;
        if (is_due)
            aoai_buf_add(&due, &item, sizeof(item));
    }
    if (aoai_buf_check(&due, error))
        return -1;
    items = (struct aoai_delivery_item **)(void *)due.data;
    count = due.length / sizeof(items[0]);
    if (digest && count)
        return show_mail(check, items, count, error);
    for (size_t i = 0; i < count; i++)
        if (show_mail(check, &items[i], 1, error))
            return -1;
    return 0;
}
