/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* A notification of Nagios or Icinga: what happened to which host or service.
 *
 * Options come first; each fact that they leave out is taken from the macros
 * that Nagios and Naemon put into the environment (NAGIOS_NOTIFICATIONTYPE, ...
 * with enable_environment_macros=1), else from the variables of older Icinga 2
 * set-ups (NOTIFICATIONTYPE, ...). These count only where NOTIFICATIONTYPE is
 * one of them, for HOSTNAME alone is in many an environment, and the host's
 * name is their HOSTALIAS before HOSTNAME, since they need not pass the latter
 * and it is then the machine's own. An empty value is none.
 *
 * Nagios takes quotes, angle brackets and others out of what checks say, so
 * nothing here is parsed back out of the text. Line ends in it come in several
 * ways:
 * - in --output, as Icinga passes it: as such. It is taken as it is.
 * - in --output without any, as Nagios passes $LONGSERVICEOUTPUT$, or as one
 *   writes "$SERVICEOUTPUT$\n$LONGSERVICEOUTPUT$": the two characters \n are a
 *   line end, but not within a word in which a Windows path has begun (C:\new,
 *   \\server\new). What is doubtful stays as it was written.
 * - in the macros LONGSERVICEOUTPUT and LONGHOSTOUTPUT: \n is a line end and \\
 *   a backslash, which is just how Nagios writes them. The first line, from
 *   SERVICEOUTPUT or HOSTOUTPUT, has no such signs and stays as it is. */
#ifndef AOAI_PLUGINS_NOTIFY_EVENT_H
#define AOAI_PLUGINS_NOTIFY_EVENT_H

#include <stdbool.h>

#include "core/attr.h"
#include "core/buf.h"
#include "core/error.h"
#include "core/text_list.h"
#include "plugins/notify_settings.h"

/* All texts are borrowed from the settings or the environment; "" where
 * nothing is known. */
struct aoai_notify_event {
    const char *type;         /* PROBLEM, RECOVERY, ... as given */
    const char *host;         /* its name */
    const char *host_display; /* else its name */
    const char *address, *address6;
    const char *host_notes;
    const char *service;         /* "" for a host's notification, as are */
    const char *service_display; /* (else its name) */
    const char *service_notes;
    const char *state; /* of the service, or of the host */
    const char *when;  /* the long date and time */
    const char *author, *comment;
    const char *url;        /* of Icinga Web 2 */
    struct aoai_buf output; /* with line ends, but none at the end; owned */
};

/* Puts EVENT together. Returns 0; or -1 with an AOAI_ERROR_INPUT that names
 * what is missing (host, state, type) and the options that give it, or
 * AOAI_ERROR_MEMORY. Release with aoai_notify_event_free() in any case. */
int aoai_notify_event_read(struct aoai_notify_event *event,
                           const struct aoai_notify_settings *settings,
                           struct aoai_error *error) AOAI_MUST_USE;

/* Releases what EVENT owns. Accepts the all-zero object. */
void aoai_notify_event_free(struct aoai_notify_event *event);

/* The value of the macro NAME ("CONTACTEMAIL") in the environment, as above;
 * NULL where there is none. Of the recipient: CONTACTEMAIL of Nagios, USEREMAIL
 * of Icinga. Borrowed. */
const char *aoai_notify_event_macro(const char *name);

#endif
