/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The check that mails by itself: no host needed. */
#include "plugins/notify_check.h"

#include <stdlib.h>
#include <string.h>

static void free_check(struct aoai_notify_check_work *check)
{
    for (size_t i = 0; i < check->count; i++) {
        aoai_buf_free(&check->keys[i].partition);
        aoai_buf_free(&check->keys[i].row);
    }
    aoai_delivery_free(check->items, check->count);
    free(check->keys);
    free(check->items);
    free(check->crossings);
    aoai_report_free(&check->report);
    aoai_answer_free(&check->answer);
}

/* Reads and judges the tokens of all deployments. */
static int read_report(struct aoai_notify_check_work *check,
                       struct aoai_error *error)
{
    struct aoai_notify *notify = check->notify;
    const struct aoai_setup *setup = &notify->setup;

    if (aoai_answer_init(&check->answer, setup->resource_count, error) ||
        aoai_session_poll(&notify->session, notify->deadline, &check->answer,
                          error))
        return -1;
    return aoai_report_make(&check->report, setup, &check->answer,
                            setup->now - notify->shared.max_age, &notify->notes,
                            error);
}

/* Tells what could not be read. */
static void tell_failures(const struct aoai_notify_check_work *check)
{
    for (size_t i = 0; i < check->report.failure_count; i++) {
        const struct aoai_report_failure *failure = &check->report.failures[i];

        if (failure->resource)
            aoai_notify_fail(check->notify, "%s: %s", failure->resource->text,
                             failure->text);
        else
            aoai_notify_fail(check->notify, "%s", failure->text);
    }
}

/* The level at which a deployment in STATE stands. */
static enum aoai_alert_level level_of(enum aoai_state state)
{
    if (state == AOAI_STATE_CRITICAL)
        return AOAI_ALERT_CRITICAL;
    return state == AOAI_STATE_WARNING ? AOAI_ALERT_WARNING
                                       : AOAI_ALERT_NO_LEVEL;
}

/* Makes room for COUNT items. */
static int make_room(struct aoai_notify_check_work *check, size_t count,
                     struct aoai_error *error)
{
    size_t room = count ? count : 1;

    check->keys = calloc(room, sizeof(check->keys[0]));
    check->items = calloc(room, sizeof(check->items[0]));
    check->crossings = calloc(room, sizeof(check->crossings[0]));
    if (!check->keys || !check->items || !check->crossings)
        return aoai_error_memory(error);
    check->count = count;
    return 0;
}

/* Writes the key of the report's row INDEX. */
static int make_key(struct aoai_notify_check_work *check, size_t index,
                    struct aoai_error *error)
{
    struct aoai_notify *notify = check->notify;
    const struct aoai_report_row *row = &check->report.rows[index];
    struct aoai_notify_check_key *key = &check->keys[index];

    if (notify->state.place.partition)
        aoai_buf_puts(&key->partition, notify->state.place.partition);
    else
        aoai_entity_partition(&key->partition, row->resource);
    if (aoai_entity_row(&key->row, row->deployment, notify->setup.month.text,
                        &notify->crypto, error) ||
        aoai_buf_check(&key->partition, error))
        return -1;
    check->items[index].entry = (struct aoai_alert_entry){
        .key = {aoai_buf_text(&key->partition), aoai_buf_text(&key->row)},
        .tokens = row->tokens,
        .level = level_of(row->verdict.state)};
    return 0;
}

/* Refuses two deployments of one name where keys carry no resource. */
static int check_partition(const struct aoai_notify_check_work *check,
                           struct aoai_error *error)
{
    if (!check->notify->state.place.partition)
        return 0;
    for (size_t i = 0; i < check->count; i++)
        for (size_t j = 0; j < i; j++)
            if (strcmp(check->items[i].entry.key.row,
                       check->items[j].entry.key.row) == 0)
                return aoai_error_set(
                    error, AOAI_ERROR_INPUT,
                    "--state: partition=%s holds one deployment of each name, "
                    "and %s is in %s and in %s: leave partition out, or check "
                    "one account with it",
                    check->notify->state.place.partition,
                    check->report.rows[i].deployment,
                    check->report.rows[j].resource->name,
                    check->report.rows[i].resource->name);
    return 0;
}

/* Makes an item of each row of the report. */
static int make_items(struct aoai_notify_check_work *check,
                      struct aoai_error *error)
{
    if (make_room(check, check->report.count, error))
        return -1;
    for (size_t i = 0; i < check->count; i++)
        if (make_key(check, i, error))
            return -1;
    return check_partition(check, error);
}

const struct aoai_report_row *
aoai_notify_check_row(const struct aoai_notify_check_work *check,
                      const struct aoai_delivery_item *item)
{
    return &check->report.rows[item - check->items];
}

int aoai_notify_check_message(struct aoai_notify_check_work *check,
                              struct aoai_delivery_item *const *items,
                              size_t count, struct aoai_error *error)
{
    struct aoai_notify *notify = check->notify;

    for (size_t i = 0; i < count; i++)
        check->crossings[i] = (struct aoai_notify_crossing){
            .row = aoai_notify_check_row(check, items[i]),
            .level = items[i]->due.level,
            .reason = items[i]->due.reason,
        };
    aoai_notify_message_free(&notify->message);
    return aoai_notify_message_crossings(&notify->message, &notify->setup,
                                         check->crossings, count, error);
}

/* Writes a mail; see aoai_delivery_write. */
static int write_mail(void *context, struct aoai_delivery_item *const *items,
                      size_t count, struct aoai_acs_email *mail,
                      struct aoai_error *error)
{
    struct aoai_notify_check_work *check = context;

    if (aoai_notify_check_message(check, items, count, error))
        return -1;
    aoai_notify_mail(check->notify, mail);
    return 0;
}

/* Sends what is due. */
static int deliver(struct aoai_notify_check_work *check,
                   struct aoai_error *error)
{
    struct aoai_notify *notify = check->notify;
    const struct aoai_delivery delivery = {
        .log = &check->log,
        .mail = &notify->sender.mail,
        .notes = &notify->notes,
        .write = write_mail,
        .context = check,
        .digest = notify->own.digest,
    };
    int failed =
        aoai_delivery_run(&delivery, check->items, check->count, error);

    for (size_t i = 0; i < check->count; i++)
        if (!failed || check->items[i].result != AOAI_DELIVERY_RESTED)
            aoai_notify_check_say(check, &check->items[i]);
    return failed;
}

int aoai_notify_check(struct aoai_notify *notify, struct aoai_error *error)
{
    AOAI_CLEANUP(free_check)
    struct aoai_notify_check_work check = {.notify = notify};

    if (read_report(&check, error))
        return -1;
    tell_failures(&check);
    if (make_items(&check, error) ||
        aoai_notify_state_open(&notify->state, &notify->session,
                               &notify->crypto, notify->deadline, error))
        return -1;
    aoai_alert_log_init(&check.log, &notify->state.store, &notify->clock,
                        &notify->crypto, notify->deadline);
    return notify->own.dry_run ? aoai_notify_check_show(&check, error)
                               : deliver(&check, error);
}
