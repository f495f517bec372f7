/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The log of what has been told: claims on mails, each step one conditional
 * write.
 *
 * A sender looks, claims, hands the mail over, notes that it was accepted, and
 * confirms. Others see the claim and keep away until its lease has ended; then
 * one of them takes it over, with the same Operation-Id. Whoever finds that a
 * claim is no longer his leaves it to the new owner.
 *
 * WHAT CAN NOT BE KNOWN, and what is done about it. A mail is never silently
 * lost; it comes twice only where every one of several unlikely things has
 * happened, which are named here.
 *
 *  1 The answer to a claim was lost. Nothing is sent. If the claim was written
 *    it runs out; the next run takes it over, finds that the mail service knows
 *    no such operation, and sends.
 *  2 The sender dies between claim and mail: as 1.
 *  3 The answer to the mail was lost, or the service failed (5xx). The
 *    operation is looked up by its id. Known: as if it had been answered.
 *    Unknown: sent again under the same id, which the service takes for the
 *    same mail. The service can not be asked: the claim stays with its id and
 *    its lease ends at once, so that the next run does the same.
 *  4 The sender dies after the mail was accepted and before that was noted: the
 *    next run looks the operation up and finds it. A service that has forgotten
 *    the id by then gets the mail again: this is the one way to a second mail.
 *    The next run should therefore not be days away.
 *  5 Accepted was noted, but not how it ended. The next run asks. Sent:
 *    confirmed. Failed: released, and sent anew under a new id. Forgotten by
 *    the service: counts as sent, for it was accepted and nothing speaks
 *    against it.
 *  6 The answer to the confirmation was lost, or the store has gone away after
 *    the mail was sent: the run fails, the claim stays, the next run finds the
 *    operation and confirms.
 *  7 A definite refusal (4xx, Failed, 429 beyond the deadline): released at
 *    once; the next try has a new id. If the release can not be written the
 *    claim runs out: as 1.
 *  8 The sender of a digest dies: whoever takes over all of its claims acts as
 *    above. Who gets only some of them, because others are faster or his
 * filters know fewer deployments, must not send a part under the id of the
 * whole: where the service does not know the id, he releases and sends anew. 9
 * A sender stalls for longer than its lease and goes on afterwards while
 *    another has taken over: both use the same id, so the service sends one
 *    mail. */
#ifndef AOAI_STATE_ALERT_LOG_H
#define AOAI_STATE_ALERT_LOG_H

#include <stdbool.h>
#include <stdint.h>

#include "core/alert.h"
#include "core/attr.h"
#include "core/error.h"
#include "net/crypto.h"
#include "net/platform.h"
#include "state/entity.h"
#include "state/store.h"

struct aoai_alert_log {
    struct aoai_store *store; /* borrowed, as the two below */
    const struct aoai_clock *clock;
    const struct aoai_crypto *crypto;
    int64_t deadline; /* of the run, monotonic ms */
    char owner[AOAI_ENTITY_OWNER_SIZE];
};

/* One deployment in one month. */
struct aoai_alert_entry {
    struct aoai_store_key key;   /* borrowed */
    uint64_t tokens;             /* of the month so far */
    enum aoai_alert_level level; /* at which it stands now */

    struct aoai_entity entity; /* as last read or written */
    struct aoai_alert_decision decision;
};

/* Makes LOG over STORE for a run that ends at DEADLINE, with an owner's name
 * that no other process has. */
void aoai_alert_log_init(struct aoai_alert_log *log, struct aoai_store *store,
                         const struct aoai_clock *clock,
                         const struct aoai_crypto *crypto, int64_t deadline);

/* Reads ENTRY's entity and decides. Returns 0, or -1 with ERROR when the store
 * can not be asked. */
int aoai_alert_log_look(const struct aoai_alert_log *log,
                        struct aoai_alert_entry *entry,
                        struct aoai_error *error) AOAI_MUST_USE;

/* Writes the Operation-Id of the mail that ENTRY's decision asks for into TEXT:
 * made of its key, level and the number of earlier refusals, so that every
 * sender finds the same one. Returns 0, or -1 with ERROR. */
int aoai_alert_log_operation(const struct aoai_alert_log *log,
                             const struct aoai_alert_entry *entry,
                             char text[AOAI_UUID_SIZE],
                             struct aoai_error *error) AOAI_MUST_USE;

/* Claims the mail that ENTRY's decision asks for, under OPERATION, which SHARE
 * deployments share; or, where it says SETTLE, takes the claim over with what
 * it holds (OPERATION is NULL).
 * Returns 0 with *WON. Not won: somebody was faster; ENTRY is as it stands now,
 * with a new decision. Returns -1 with ERROR when the store can not be written
 * or it is not known whether it was. */
int aoai_alert_log_claim(const struct aoai_alert_log *log,
                         struct aoai_alert_entry *entry, const char *operation,
                         uint32_t share, bool *won,
                         struct aoai_error *error) AOAI_MUST_USE;

/* Notes that the service has taken the claimed mail as OPERATION. Returns 0,
 * also when the claim is no longer ours; or -1 with ERROR. */
int aoai_alert_log_accept(const struct aoai_alert_log *log,
                          struct aoai_alert_entry *entry, const char *operation,
                          struct aoai_error *error) AOAI_MUST_USE;

/* Confirms that the claimed mail is out: a critical one counts as the warning
 * too. Returns as above. */
int aoai_alert_log_confirm(const struct aoai_alert_log *log,
                           struct aoai_alert_entry *entry,
                           struct aoai_error *error) AOAI_MUST_USE;

/* Releases the claim on a mail that was definitely not sent; the next try has
 * a new Operation-Id. ENTRY's decision is made anew. Returns as above. */
int aoai_alert_log_release(const struct aoai_alert_log *log,
                           struct aoai_alert_entry *entry,
                           struct aoai_error *error) AOAI_MUST_USE;

/* Leaves the claim to the next run, which may take it over at once. Returns as
 * above. */
int aoai_alert_log_leave(const struct aoai_alert_log *log,
                         struct aoai_alert_entry *entry,
                         struct aoai_error *error) AOAI_MUST_USE;

/* Writes ENTRY's tokens where they are more than those remembered, or nothing
 * is remembered yet. Returns 0, or -1 with ERROR. */
int aoai_alert_log_total(const struct aoai_alert_log *log,
                         struct aoai_alert_entry *entry,
                         struct aoai_error *error) AOAI_MUST_USE;

#endif
