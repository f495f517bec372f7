/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* What a mail says about one crossing, in pieces. */
#ifndef AOAI_PLUGINS_NOTIFY_CROSSING_H
#define AOAI_PLUGINS_NOTIFY_CROSSING_H

#include "core/buf.h"
#include "plugins/notify_message.h"
#include "plugins/notify_page.h"
#include "poll/setup.h"

/* Bytes of a name, and of a resource's id, in a page at most. */
enum { AOAI_NOTIFY_NAME_MOST = 128, AOAI_NOTIFY_ID_MOST = 512 };

/* "CRITICAL" or "WARNING". */
const char *aoai_notify_crossing_word(const struct aoai_notify_crossing *one);

/* The colour of that. */
enum aoai_notify_tone
aoai_notify_crossing_tone(const struct aoai_notify_crossing *one);

/* Appends the deployment's name, with its account before it where SETUP has
 * several, in at most MOST bytes. */
void aoai_notify_crossing_name(struct aoai_buf *out,
                               const struct aoai_setup *setup,
                               const struct aoai_notify_crossing *one,
                               size_t most);

/* Appends " (critical 80% = 800)", for a subject: the threshold crossed as
 * given and, for a percentage, as tokens. Nothing where the settings name none
 * any more. */
void aoai_notify_crossing_reason(struct aoai_buf *out,
                                 const struct aoai_notify_crossing *one);

/* Puts how much was used in which month, and what that crosses, without a final
 * period. */
void aoai_notify_crossing_used(struct aoai_notify_page *page,
                               const struct aoai_setup *setup,
                               const struct aoai_notify_crossing *one);

/* The bar: the share of the budget or, without one, of the threshold. Nothing
 * where there is neither. */
void aoai_notify_crossing_bar(struct aoai_notify_page *page,
                              const struct aoai_notify_crossing *one);

/* Facts, within a block of them: the thresholds, the budget, and where the
 * month will end while that can be told. */
void aoai_notify_crossing_limits(struct aoai_notify_page *page,
                                 const struct aoai_setup *setup,
                                 const struct aoai_notify_crossing *one);

/* Facts, within a block of them: the names of deployment and account, and of
 * what holds these. */
void aoai_notify_crossing_names(struct aoai_notify_page *page,
                                const struct aoai_notify_crossing *one);

/* Facts, within a block of them: the resource's id, and when it was read. */
void aoai_notify_crossing_source(struct aoai_notify_page *page,
                                 const struct aoai_setup *setup,
                                 const struct aoai_notify_crossing *one);

/* Facts, within a block of them: what all crossings of SETUP have in common. */
void aoai_notify_crossing_month(struct aoai_notify_page *page,
                                const struct aoai_setup *setup);

#endif
