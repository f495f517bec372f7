/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Steps of aoai_delivery_run(), private to it. */
#ifndef AOAI_STATE_DELIVERY_STEPS_H
#define AOAI_STATE_DELIVERY_STEPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/attr.h"
#include "state/delivery.h"

/* One mail on its way; its items carry its number. */
struct aoai_delivery_mail {
    struct aoai_acs_email_operation operation;
    int64_t due;   /* monotonic ms: not to be asked about earlier */
    bool accepted; /* to be followed to its end */
};

/* What one run works on. */
struct aoai_delivery_work {
    const struct aoai_delivery *delivery;
    struct aoai_delivery_item *items;
    size_t count;
    struct aoai_delivery_item **members; /* of the mail at hand */
    size_t member_count;
    struct aoai_delivery_mail *mails; /* number 1 is the first */
    size_t mail_count;
    int64_t deadline; /* of sending, monotonic ms: within every lease */
};

/* Begins another mail under OPERATION ("": not yet known) and returns its
 * number. */
size_t aoai_delivery_add_mail(struct aoai_delivery_work *work,
                              const char *operation);

/* Collects the items of mail NUMBER as the members at hand. Returns how many
 * there are. */
size_t aoai_delivery_collect(struct aoai_delivery_work *work, size_t number);

/* Gives the members at hand RESULT, and the sentence of WHY (NULL: none).
 * Returns 0, or -1 with ERROR when memory is short. */
int aoai_delivery_conclude(struct aoai_delivery_work *work,
                           enum aoai_delivery_result result,
                           const struct aoai_error *why,
                           struct aoai_error *error) AOAI_MUST_USE;

/* Takes over the claims of earlier runs and finds out what became of their
 * mails; sends those again that never arrived. Returns 0, or -1 with ERROR. */
int aoai_delivery_settle(struct aoai_delivery_work *work,
                         struct aoai_error *error) AOAI_MUST_USE;

/* Claims and hands over what is due. Returns 0, or -1 with ERROR. */
int aoai_delivery_send(struct aoai_delivery_work *work,
                       struct aoai_error *error) AOAI_MUST_USE;

/* Writes the mail of the members at hand, number NUMBER, and hands it over.
 * Returns 0, or -1 with ERROR; *GO_ON turns false when the service would refuse
 * the next one for the same reason. */
int aoai_delivery_submit(struct aoai_delivery_work *work, size_t number,
                         bool *go_on, struct aoai_error *error) AOAI_MUST_USE;

/* Follows every mail that was accepted to its end. Returns 0, or -1 with
 * ERROR. */
int aoai_delivery_follow(struct aoai_delivery_work *work,
                         struct aoai_error *error) AOAI_MUST_USE;

/* A step of the alert log. */
typedef int aoai_delivery_step(const struct aoai_alert_log *log,
                               struct aoai_alert_entry *entry,
                               struct aoai_error *error);

/* Takes STEP for each of the members at hand. Returns 0, or -1 with ERROR. */
int aoai_delivery_each(struct aoai_delivery_work *work,
                       aoai_delivery_step *step,
                       struct aoai_error *error) AOAI_MUST_USE;

#endif
