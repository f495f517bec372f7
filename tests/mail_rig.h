/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Mails to test with, and the files of tests/fixtures/mail. */
#ifndef AOAI_TESTS_MAIL_RIG_H
#define AOAI_TESTS_MAIL_RIG_H

#include "plugins/notify_message.h"
#include "tests/sample.h"

/* Two accounts with ids as Azure gives them. */
#define MAIL_ID                                                                \
    "/subscriptions/0a1b2c3d-1111-2222-3333-444455556666/resourceGroups/"      \
    "ai-prod/providers/Microsoft.CognitiveServices/accounts/momo"
#define MAIL_OTHER                                                             \
    "/subscriptions/0a1b2c3d-1111-2222-3333-444455556666/resourceGroups/"      \
    "ai-test/providers/Microsoft.CognitiveServices/accounts/kiki"

/* A service's notification without any text but names, type and state. */
struct aoai_notify_event mail_event(void);

/* Writes the mail about the first COUNT rows of SAMPLE's report, which are
 * critical, for REASON, or else first warnings. */
struct aoai_notify_message mail_about(const struct sample *sample, size_t count,
                                      enum aoai_alert_reason reason);

/* Fails unless MESSAGE is, to the byte, what the files NAME.txt (subject, blank
 * line, plain text) and NAME.html hold, and releases it. What it was instead is
 * then left in NAME.txt and NAME.html of the current folder. */
void mail_expect(struct aoai_notify_message *message, const char *name);

/* Fails unless MESSAGE keeps what every mail keeps: bounds, valid UTF-8, no
 * control characters, a subject of one line, and in HTML only tags, attributes
 * and links that the project writes. */
void mail_check(const struct aoai_notify_message *message);

#endif
