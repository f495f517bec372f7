/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Delivering what is due: look, settle what earlier runs left, claim, send,
 * confirm. Any number of processes may do this at the same time over one store.
 *
 * All mails are handed over before the first is followed to its end, so that
 * one that takes long holds up no other. What can not be known, and what is
 * then done, stands in state/alert_log.h. */
#ifndef AOAI_STATE_DELIVERY_H
#define AOAI_STATE_DELIVERY_H

#include <stdbool.h>
#include <stddef.h>

#include "azure/acs_email.h"
#include "core/attr.h"
#include "core/error.h"
#include "core/notes.h"
#include "state/alert_log.h"

enum aoai_delivery_result {
    AOAI_DELIVERY_RESTED,  /* nothing was due: the decision says why */
    AOAI_DELIVERY_SENT,    /* its mail is out */
    AOAI_DELIVERY_SETTLED, /* the mail of an earlier run turned out to be out */
    AOAI_DELIVERY_ACCEPTED, /* the service has it, and wants to be asked later
                               than this run lasts: the next run asks */
    AOAI_DELIVERY_LATE,     /* the same, after waiting until the deadline */
    AOAI_DELIVERY_FAILED    /* not sent, or not known: the next run goes on */
};

/* One deployment. The caller sets entry.key, entry.tokens and entry.level; all
 * else begins as zero. */
struct aoai_delivery_item {
    struct aoai_alert_entry entry;
    enum aoai_delivery_result result;
    struct aoai_alert_decision due; /* what its mail was sent for */
    char operation[AOAI_UUID_SIZE]; /* of its mail; "" none */
    char *sentence;                 /* why it failed, or waits; owned */
    size_t mail;                    /* private: its number, from 1 */
};

/* Writes the mail about COUNT items (their due says why) into MAIL; its texts
 * stay valid until the next call. Returns 0, or -1 with ERROR. */
typedef int aoai_delivery_write(void *context,
                                struct aoai_delivery_item *const *items,
                                size_t count, struct aoai_acs_email *mail,
                                struct aoai_error *error);

/* What deliveries work with, all borrowed. */
struct aoai_delivery {
    const struct aoai_alert_log *log;
    const struct aoai_acs_email_setup *mail;
    struct aoai_notes *notes; /* may be NULL */
    aoai_delivery_write *write;
    void *context;
    bool digest; /* several new mails go as one */
};

/* Delivers what is due for COUNT ITEMS and remembers the tokens of all. Each
 * item tells its result afterwards. Returns 0, also when mails failed; or -1
 * with ERROR when the store can not be reached or written, or memory is short:
 * what had not been claimed by then was not sent. Release the items with
 * aoai_delivery_free() in any case. */
int aoai_delivery_run(const struct aoai_delivery *delivery,
                      struct aoai_delivery_item *items, size_t count,
                      struct aoai_error *error) AOAI_MUST_USE;

/* Releases what COUNT ITEMS own; not the array. */
void aoai_delivery_free(struct aoai_delivery_item *items, size_t count);

#endif
