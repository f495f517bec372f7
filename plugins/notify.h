/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* One run of notify_acs_email: what it owns, how it speaks, and the two things
 * that it does: check and mail what has crossed, or pass a notification on. */
#ifndef AOAI_PLUGINS_NOTIFY_H
#define AOAI_PLUGINS_NOTIFY_H

#include <stdint.h>

#include "azure/acs_email.h"
#include "core/attr.h"
#include "core/error.h"
#include "core/notes.h"
#include "core/settings.h"
#include "core/text_list.h"
#include "net/crypto.h"
#include "net/platform.h"
#include "plugins/notify_event.h"
#include "plugins/notify_message.h"
#include "plugins/notify_sender.h"
#include "plugins/notify_settings.h"
#include "plugins/notify_state.h"
#include "poll/session.h"
#include "poll/setup.h"
#include "state/delivery.h"

/* Exit codes. */
enum { AOAI_NOTIFY_DONE = 0, AOAI_NOTIFY_FAILED = 1, AOAI_NOTIFY_MISUSED = 3 };

struct aoai_notify {
    struct aoai_clock clock;
    int64_t deadline; /* monotonic ms */
    struct aoai_notify_settings own;
    struct aoai_settings shared;
    struct aoai_notes notes;
    struct aoai_setup setup;
    struct aoai_crypto crypto;
    struct aoai_session session;
    struct aoai_notify_sender sender;
    struct aoai_notify_state state;
    struct aoai_notify_event event;
    struct aoai_notify_message message;
    bool failed; /* something was told by aoai_notify_fail() */
};

/* Says a line on standard output, and to syslog where --syslog wants it.
 * Control characters are replaced. */
void aoai_notify_say(const struct aoai_notify *notify, const char *format, ...)
    AOAI_PRINTF(2, 3);

/* Says a line on standard error, with the program's name before it, and to
 * syslog likewise; the run has then failed. */
void aoai_notify_fail(struct aoai_notify *notify, const char *format, ...)
    AOAI_PRINTF(2, 3);

/* Writes LINES to standard output; control characters within a line are
 * replaced. */
void aoai_notify_say_lines(const char *lines);

/* Fills MAIL with the addresses and the message of NOTIFY, borrowed. */
void aoai_notify_mail(const struct aoai_notify *notify,
                      struct aoai_acs_email *mail);

/* Shows the message of NOTIFY as it would be sent, and WHY. */
void aoai_notify_show(const struct aoai_notify *notify, const char *why);

/* Gives the operation of a mail that nobody remembers a name of its own. */
int aoai_notify_name_operation(const struct aoai_notify *notify,
                               struct aoai_acs_email_operation *operation,
                               struct aoai_error *error) AOAI_MUST_USE;

/* Reads the tokens of all deployments, and mails (or shows, with --dry-run)
 * what has newly crossed a threshold. Resources that can not be read and mails
 * that can not be sent are told by aoai_notify_fail(). Returns 0, or -1 with
 * ERROR when it could not go on. */
int aoai_notify_check(struct aoai_notify *notify,
                      struct aoai_error *error) AOAI_MUST_USE;

/* Mails (or shows) the notification in NOTIFY's event: with --once=month unless
 * that was done this month. Returns as above. */
int aoai_notify_pass_on(struct aoai_notify *notify,
                        struct aoai_error *error) AOAI_MUST_USE;

/* Mails (or shows) a test. Returns as above. */
int aoai_notify_test(struct aoai_notify *notify,
                     struct aoai_error *error) AOAI_MUST_USE;

#endif
