/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Parts of aoai_notify_check(), private to it. */
#ifndef AOAI_PLUGINS_NOTIFY_CHECK_H
#define AOAI_PLUGINS_NOTIFY_CHECK_H

#include <stddef.h>

#include "core/attr.h"
#include "core/buf.h"
#include "plugins/notify.h"
#include "poll/answer.h"
#include "poll/report.h"
#include "state/alert_log.h"
#include "state/delivery.h"

/* Both parts of a key. */
struct aoai_notify_check_key {
    struct aoai_buf partition, row;
};

/* What one check works on. */
struct aoai_notify_check_work {
    struct aoai_notify *notify;
    struct aoai_answer answer;
    struct aoai_report report;
    /* One for each row of the report, in its order: */
    struct aoai_notify_check_key *keys;
    struct aoai_delivery_item *items;
    struct aoai_notify_crossing *crossings; /* room for one each */
    size_t count;
    struct aoai_alert_log log;
};

/* The report's row that ITEM stands for. */
const struct aoai_report_row *
aoai_notify_check_row(const struct aoai_notify_check_work *check,
                      const struct aoai_delivery_item *item);

/* Writes the message about COUNT items, for what is due for each. Returns 0, or
 * -1 with ERROR. */
int aoai_notify_check_message(struct aoai_notify_check_work *check,
                              struct aoai_delivery_item *const *items,
                              size_t count,
                              struct aoai_error *error) AOAI_MUST_USE;

/* Says what became of ITEM. */
void aoai_notify_check_say(struct aoai_notify_check_work *check,
                           const struct aoai_delivery_item *item);

/* Says, at -v and with --dry-run, why nothing is sent for ITEM. */
void aoai_notify_check_say_rest(const struct aoai_notify_check_work *check,
                                const struct aoai_delivery_item *item);

/* Shows what is due, and changes nothing. Returns 0, or -1 with ERROR. */
int aoai_notify_check_show(struct aoai_notify_check_work *check,
                           struct aoai_error *error) AOAI_MUST_USE;

#endif
