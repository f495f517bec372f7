/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* One authorized request to Azure Communication Services and its answer. */
#ifndef AOAI_AZURE_ACS_CALL_H
#define AOAI_AZURE_ACS_CALL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "azure/acs_email.h"
#include "azure/acs_sign.h"
#include "core/attr.h"
#include "core/buf.h"
#include "core/error.h"
#include "net/http.h"

struct aoai_acs_call {
    /* The request, borrowed. */
    const struct aoai_acs_email_setup *setup;
    const char *method;
    const char *url;
    const char *body; /* JSON; NULL: none */
    size_t body_length;
    const char *operation; /* "Operation-Id: ..."; NULL: none */
    int64_t not_before;    /* monotonic ms: send no earlier; 0 = now */
    int64_t deadline;      /* monotonic ms */
    bool no_retry;         /* leave 429, 5xx and the network to the caller */

    struct aoai_http_exchange exchange; /* with the answer */

    /* Private. */
    struct aoai_acs_sign sign;
    struct aoai_buf bearer; /* the header with the token; secret */
    int64_t clock_ahead;    /* see azure/acs_error.h */
};

/* Sends CALL, signed or with a token, each try for the moment at which it goes
 * out. A 401 is tried once more: with a date of a second later, as a refusal of
 * a good one is on record (firezone/firezone#12835 on GitHub), or with a
 * new token where the refused one can be forgotten. Returns 0 when an answer
 * came, whatever its status; else -1 with ERROR: where exchange.tries is 0
 * then, nothing was sent or what was sent was refused. Release with
 * aoai_acs_call_free() in any case. */
int aoai_acs_call_send(struct aoai_acs_call *call,
                       struct aoai_error *error) AOAI_MUST_USE;

/* Sets ERROR to what the answer of CALL, which is not the one hoped for, means,
 * and returns -1. What authorized the request is not repeated. */
int aoai_acs_call_refusal(const struct aoai_acs_call *call,
                          struct aoai_error *error);

/* Wipes and releases what CALL holds. Accepts the all-zero object. */
void aoai_acs_call_free(struct aoai_acs_call *call);

#endif
