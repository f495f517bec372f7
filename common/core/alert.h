/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Whether a mail is due: decided from what is remembered of a deployment in a
 * month and from how it stands now. Pure; the reasons have names, as those of
 * Alertmanager's notification log have.
 *
 * Each level is told once in a month. A deployment that jumps over both is
 * told once, as critical, which counts as the month's warning too. What is
 * remembered belongs to one month: a new month begins with nothing and is no
 * recovery. */
#ifndef AOAI_CORE_ALERT_H
#define AOAI_CORE_ALERT_H

#include <stdbool.h>
#include <stdint.h>

/* A claim that was never confirmed is free after at most this many seconds.
 * One that seems to hold longer was made by a clock that was wrong, and is
 * free. */
enum { AOAI_ALERT_LEASE_MOST = 900 };

enum aoai_alert_level {
    AOAI_ALERT_NO_LEVEL,
    AOAI_ALERT_WARNING,
    AOAI_ALERT_CRITICAL
};

enum aoai_alert_reason {
    AOAI_ALERT_NONE,      /* below every threshold */
    AOAI_ALERT_FIRST,     /* the month's first crossing */
    AOAI_ALERT_WORSE,     /* warned this month, now critical */
    AOAI_ALERT_REPEAT,    /* told this month already */
    AOAI_ALERT_CLAIMED,   /* another sender is at work on it */
    AOAI_ALERT_UNSETTLED, /* a claim has run out: its mail's fate is unknown */
    AOAI_ALERT_UNFINISHED /* accepted by the service, which has not said yet
                             how it ended */
};

enum aoai_alert_action {
    AOAI_ALERT_REST,  /* nothing to do */
    AOAI_ALERT_SEND,  /* claim and send a new mail */
    AOAI_ALERT_SETTLE /* ask what became of the claimed mail first */
};

/* What is remembered of one deployment in one month. */
struct aoai_alert_memory {
    bool warning_done, critical_done; /* the mail of this level is out */
    enum aoai_alert_level claimed;    /* of the mail being sent; NO_LEVEL: no
                                         claim */
    bool accepted;                    /* the service has taken that mail */
    int64_t lease_end;                /* of the claim, UTC seconds */
};

struct aoai_alert_decision {
    enum aoai_alert_action action;
    enum aoai_alert_level level; /* of the mail to send */
    enum aoai_alert_reason reason;
};

/* Decides at the time NOW (UTC seconds) for a deployment that stands at
 * CURRENT. */
struct aoai_alert_decision
aoai_alert_decide(const struct aoai_alert_memory *memory,
                  enum aoai_alert_level current, int64_t now);

/* "none", "first", "worse", "repeat", "claimed", "unsettled", "unfinished". */
const char *aoai_alert_reason_name(enum aoai_alert_reason reason);

/* What REASON means, as part of a sentence. */
const char *aoai_alert_reason_text(enum aoai_alert_reason reason);

/* "", "warning" or "critical". */
const char *aoai_alert_level_name(enum aoai_alert_level level);

/* Reads such a name, spelled exactly. Returns false for anything else. */
bool aoai_alert_level_parse(const char *text, enum aoai_alert_level *level);

#endif
