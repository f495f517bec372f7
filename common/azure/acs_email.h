/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Mail by Azure Communication Services
 * (https://learn.microsoft.com/rest/api/communication/email/email,
 * api-version 2023-03-31, the oldest stable one, which every cloud has).
 *
 * A mail is an operation that the sender names. Handing it over and following
 * it are two steps, so that the caller can remember in between that the service
 * has taken it. What became of it is a fate; the sentence beside it says why,
 * for every fate but SENT. */
#ifndef AOAI_AZURE_ACS_EMAIL_H
#define AOAI_AZURE_ACS_EMAIL_H

#include <stdbool.h>
#include <stdint.h>

#include "azure/credential.h"
#include "core/attr.h"
#include "core/buf.h"
#include "core/error.h"
#include "core/text_list.h"
#include "net/crypto.h"
#include "net/http.h"
#include "net/platform.h"
#include "net/uuid.h"

/* The audience of its tokens. */
#define AOAI_ACS_EMAIL_AUDIENCE "https://communication.azure.com"

/* Recipients of one mail at most, to, cc and bcc together
 * (https://learn.microsoft.com/azure/communication-services/concepts/
 * service-limits#email). */
enum { AOAI_ACS_EMAIL_RECIPIENTS = 50 };

/* A mail; texts are borrowed, UTF-8. */
struct aoai_acs_email {
    const char *from;
    const struct aoai_text_list *to, *cc, *bcc, *reply_to; /* addresses; NULL
                                                              as none */
    const char *subject;
    const char *plain, *html; /* NULL: none */
};

/* What requests need, all borrowed. */
struct aoai_acs_email_setup {
    const char *endpoint;               /* no trailing slash */
    const struct aoai_buf *key;         /* the access key, decoded; empty: */
    struct aoai_credential *credential; /* sign in with Entra instead */
    const struct aoai_crypto *crypto;
    struct aoai_http *http; /* with its retries */
    const struct aoai_clock *clock;
};

enum aoai_acs_email_fate {
    AOAI_ACS_EMAIL_REFUSED,  /* definitely not sent: 4xx, 429 beyond the
                                deadline, Failed, Canceled; or it never left
                                this machine (no token, no time) */
    AOAI_ACS_EMAIL_UNKNOWN,  /* nobody can tell: the answer was lost, 5xx, the
                                deadline; asking again needs the same id */
    AOAI_ACS_EMAIL_UNSEEN,   /* the service knows no such operation */
    AOAI_ACS_EMAIL_ACCEPTED, /* the service has it and has not said how it
                                ended; it wants to be asked later than the
                                deadline */
    AOAI_ACS_EMAIL_LATE,     /* as ACCEPTED, after having been asked at least
                                once */
    AOAI_ACS_EMAIL_SENT      /* Succeeded: handed on to the recipients' mail
                                servers */
};

/* A mail on its way. */
struct aoai_acs_email_operation {
    char id[AOAI_UUID_SIZE]; /* as sent; replaced where the service names
                                another */
    int64_t wait;            /* ms that the service wants before it is asked;
                                -1: it did not tell */
};

/* Hands MAIL over under OPERATION->id, working until DEADLINE (monotonic ms).
 * A POST whose answer was lost (network, 5xx) is looked up, and sent again
 * under the same id where the service does not know it. What refuses the id
 * (409), or a mail that may have been taken before, is not believed before it
 * was looked up. A refused signature or token is renewed and tried once more.
 * Returns ACCEPTED (OPERATION->wait is then set), SENT, REFUSED or UNKNOWN;
 * ERROR says why for the last two. REFUSED speaks of this call alone: whoever
 * uses an id again has followed it before. */
enum aoai_acs_email_fate
aoai_acs_email_submit(const struct aoai_acs_email_setup *setup,
                      const struct aoai_acs_email *mail,
                      struct aoai_acs_email_operation *operation,
                      int64_t deadline, struct aoai_error *error);

/* Asks what became of OPERATION, waiting as the service says and never less
 * (10 s where it does not tell), until it has ended or DEADLINE comes, and five
 * times at most; with OPERATION->wait 0 the first question is asked at once.
 * A wait that goes beyond DEADLINE ends it without waiting. Returns SENT; or
 * REFUSED, UNSEEN, ACCEPTED, LATE, or UNKNOWN (it could not be asked), with
 * ERROR. */
enum aoai_acs_email_fate
aoai_acs_email_follow(const struct aoai_acs_email_setup *setup,
                      struct aoai_acs_email_operation *operation,
                      int64_t deadline, struct aoai_error *error);

#endif
