/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* What a mail says: subject, plain text, and the same as HTML.
 *
 * Names and texts come from outside. In the subject control characters become
 * blanks and it is cut to a length that mail programs show; in HTML all text is
 * escaped; bytes that are no UTF-8, and characters that turn the direction of
 * writing, become U+FFFD everywhere. Names, texts and the whole are cut to
 * bounds. The HTML needs no images, no scripts and no style sheets; the bar is
 * a table (plugins/notify_page.h). */
#ifndef AOAI_PLUGINS_NOTIFY_MESSAGE_H
#define AOAI_PLUGINS_NOTIFY_MESSAGE_H

#include <stddef.h>

#include "core/alert.h"
#include "core/attr.h"
#include "core/buf.h"
#include "core/error.h"
#include "plugins/notify_event.h"
#include "poll/report.h"
#include "poll/setup.h"

/* Bytes at most: of a subject, and of plain text and HTML together. */
enum { AOAI_NOTIFY_SUBJECT_MOST = 200, AOAI_NOTIFY_BODY_MOST = 262144 };

struct aoai_notify_message {
    struct aoai_buf subject, plain, html;
};

/* A deployment that has crossed a threshold. */
struct aoai_notify_crossing {
    const struct aoai_report_row *row;
    enum aoai_alert_level level;
    enum aoai_alert_reason reason;
};

/* Writes the mail about COUNT crossings (at least one): one in detail, several
 * as a digest in the order given. Of each: deployment, account, month, tokens,
 * the thresholds, budget and share as a bar, the projected month end (after the
 * month's first day and while it runs, see core/projection.h), why it is told,
 * and how to look closer (a command, the resource in the portal). SETUP tells
 * month, zone and cloud. A digest begins with a line about each, as far as
 * there is room, and how many more there are; up to 20 follow in detail.
 * Returns 0, or -1 with ERROR when memory is short. Release with
 * aoai_notify_message_free() in any case. */
int aoai_notify_message_crossings(struct aoai_notify_message *message,
                                  const struct aoai_setup *setup,
                                  const struct aoai_notify_crossing *crossings,
                                  size_t count,
                                  struct aoai_error *error) AOAI_MUST_USE;

/* Writes the mail about a notification of Nagios or Icinga, with the facts and
 * the subject that Icinga's own mail scripts have. Returns as above. */
int aoai_notify_message_event(struct aoai_notify_message *message,
                              const struct aoai_notify_event *event,
                              struct aoai_error *error) AOAI_MUST_USE;

/* Writes the mail of --test-mail, sent at NOW (UTC seconds) from the machine
 * HOST. Returns as above. */
int aoai_notify_message_test(struct aoai_notify_message *message, int64_t now,
                             const char *host,
                             struct aoai_error *error) AOAI_MUST_USE;

/* Releases the texts. Accepts the all-zero object. */
void aoai_notify_message_free(struct aoai_notify_message *message);

#endif
