/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Who sends to whom, and by what: the sender's part of the settings. */
#ifndef AOAI_PLUGINS_NOTIFY_SENDER_H
#define AOAI_PLUGINS_NOTIFY_SENDER_H

#include <stdbool.h>

#include "azure/acs_connection.h"
#include "azure/acs_email.h"
#include "core/attr.h"
#include "core/buf.h"
#include "core/error.h"
#include "core/text_list.h"
#include "net/crypto.h"
#include "plugins/notify_settings.h"
#include "poll/session.h"

struct aoai_notify_sender {
    struct aoai_acs_connection connection; /* its key empty: with Entra */
    char *from;
    struct aoai_text_list to, cc, bcc, reply_to;
    struct aoai_acs_email_setup mail; /* filled by aoai_notify_sender_open() */
};

/* Takes the settings, else the environment:
 * COMMUNICATION_SERVICES_CONNECTION_STRING, EMAIL_SENDER_ADDRESS,
 * EMAIL_RECIPIENT_ADDRESS; for a notification (IS_EVENT) what Nagios and Icinga
 * put there comes before the last two. Addresses may stand in lists with
 * commas, and with a name before them ("Name <address>"), which is left out.
 * What is wrong is added to MISTAKES. Returns 0, also with mistakes; -1 with
 * ERROR when memory is short. Release with aoai_notify_sender_free() in any
 * case. */
int aoai_notify_sender_take(struct aoai_notify_sender *sender,
                            const struct aoai_notify_settings *settings,
                            bool is_event, const struct aoai_crypto *crypto,
                            struct aoai_text_list *mistakes,
                            struct aoai_error *error) AOAI_MUST_USE;

/* Completes SENDER by what SESSION sends and signs in with; both borrowed. */
void aoai_notify_sender_open(struct aoai_notify_sender *sender,
                             struct aoai_session *session,
                             const struct aoai_crypto *crypto);

/* Fills the addresses of MAIL, borrowed from SENDER. */
void aoai_notify_sender_address(const struct aoai_notify_sender *sender,
                                struct aoai_acs_email *mail);

/* Appends all recipients, separated by ", ". */
void aoai_notify_sender_list(const struct aoai_notify_sender *sender,
                             struct aoai_buf *out);

/* Wipes and releases it. Accepts the all-zero object. */
void aoai_notify_sender_free(struct aoai_notify_sender *sender);

#endif
