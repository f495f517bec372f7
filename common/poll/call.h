/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Authorized calls to Azure Resource Manager, many at once. */
#ifndef AOAI_POLL_CALL_H
#define AOAI_POLL_CALL_H

#include <stdbool.h>
#include <stddef.h>

#include "poll/fetch.h"

struct aoai_call;

/* Takes the answer of CALL (HTTP 200). Returns 0, or -1 with ERROR. A function
 * that writes another URL into call->url and sets call->more asks for that
 * next. */
typedef int aoai_call_take(struct aoai_call *call, struct aoai_error *error);

/* One call: a GET whose answer TAKE gets. */
struct aoai_call {
    struct aoai_buf url;
    size_t answer_max; /* bytes */
    aoai_call_take *take;
    void *context;            /* the caller's own */
    size_t index;             /* the reading it is for */
    struct aoai_error *error; /* where a failure goes; kind NONE on success */
    bool more;                /* set by TAKE: another page is to come */

    /* Private. */
    struct aoai_http_exchange exchange;
    const struct aoai_fetch *fetch;
    const char *authorization;
    bool denied; /* answered 401: to be asked once more */
};

/* Makes the COUNT calls and returns when all are done; each has then had its
 * answer taken or its failure written to *error. A 401 makes the token be
 * forgotten and those calls be made once more. */
void aoai_call_all(const struct aoai_fetch *fetch, struct aoai_call *calls,
                   size_t count);

/* Releases what the COUNT calls hold. */
void aoai_call_free(struct aoai_call *calls, size_t count);

#endif
