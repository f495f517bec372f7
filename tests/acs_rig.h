/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* A mail, a Communication Services resource that a script plays, the retry
 * policy in between, and a clock that pauses move. */
#ifndef AOAI_TESTS_ACS_RIG_H
#define AOAI_TESTS_ACS_RIG_H

#include "azure/acs_email.h"
#include "tests/fake_clock.h"
#include "tests/fake_http.h"

/* What the clocks show at the beginning: 2024-10-31T09:00:00Z, and ms. */
enum { ACS_NOW = 1730365200, ACS_START = 1000 };

/* The id of the mail, and the one that a service may choose. */
#define ACS_ID "96680bd5-6d75-5b5a-88f8-a30d6c176a07"
#define ACS_OTHER_ID "8540c0de-899f-5cce-acb5-3ec493af3800"

/* The beginnings of replies. */
#define ACS_SEND .url_part = "/emails:send?"
#define ACS_ASK .url_part = "/emails/operations/"
#define ACS_LOST .kind = AOAI_ERROR_NETWORK
#define ACS_RUNNING .body = "{\"id\":\"" ACS_ID "\",\"status\":\"Running\"}"
#define ACS_SUCCEEDED .body = "{\"id\":\"" ACS_ID "\",\"status\":\"Succeeded\"}"
#define ACS_SUPPRESSED                                                         \
    .body = "{\"id\":\"" ACS_ID "\",\"status\":\"Failed\",\"error\":{\"code\"" \
            ":\"EmailDroppedAllRecipientsSuppressed\",\"message\":\"Message "  \
            "dropped because all recipients were suppressed\"}}"
#define ACS_CANCELED .body = "{\"id\":\"" ACS_ID "\",\"status\":\"Canceled\"}"

struct acs_rig {
    struct fake_clock time;
    struct aoai_clock clock;
    struct fake_http fake;
    struct aoai_http http;
    struct aoai_crypto crypto;
    struct aoai_buf key;
    struct aoai_text_list to;
    struct aoai_acs_email mail;
    struct aoai_acs_email_operation operation;
    struct aoai_acs_email_setup setup;
    struct aoai_error error;
};

/* Begins with a mail to one recipient, signed with an access key, and a script
 * of REPLIES, which one without url_part ends. */
void acs_rig_begin(struct acs_rig *rig, const struct fake_reply *replies);

/* Ends it; every reply must have been given. */
void acs_rig_end(struct acs_rig *rig);

/* Hands the mail over, or follows it, for MS milliseconds. */
enum aoai_acs_email_fate acs_rig_submit(struct acs_rig *rig, int64_t ms);
enum aoai_acs_email_fate acs_rig_follow(struct acs_rig *rig, int64_t ms);

/* The methods of the requests so far and how many ms after the beginning each
 * was sent: "POST 0 GET 2000". Borrowed until the next call. */
const char *acs_rig_requests(const struct acs_rig *rig);

/* The value of the header NAME of request INDEX; "" when it has none. Borrowed
 * until the next call. */
const char *acs_rig_header(const struct acs_rig *rig, size_t index,
                           const char *name);

/* Fails the test unless FATE is WANTED and the sentence is TEXT (NULL: there is
 * none); says which row it was. */
void acs_rig_check(const struct acs_rig *rig, const char *row,
                   enum aoai_acs_email_fate fate,
                   enum aoai_acs_email_fate wanted, const char *text);

#endif
