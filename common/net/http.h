/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* HTTP, as a contract: send exchanges, be called back when each is done.
 *
 * An exchange is one request with its answer. It belongs to the caller, who
 * fills in the request, submits it and keeps it alive until its done function
 * has been called, exactly once. Many may be in flight; the transport bounds
 * how many, and may reuse connections. A done function may submit further
 * exchanges (the same one too). Redirects are never followed. */
#ifndef AOAI_NET_HTTP_H
#define AOAI_NET_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/attr.h"
#include "core/buf.h"
#include "core/error.h"

/* Largest answer accepted where the request names no other ceiling, bytes. */
enum { AOAI_HTTP_ANSWER_MAX = 1 << 20 };

/* Header lines of one request at most. */
enum { AOAI_HTTP_HEADERS = 8 };

/* Which answers are worth another try, and when: see http_retry.h. */
enum aoai_http_rules {
    AOAI_HTTP_USUAL,
    AOAI_HTTP_IMDS,    /* Azure's instance metadata service */
    AOAI_HTTP_IDENTITY /* any other endpoint of managed identities */
};

struct aoai_http_exchange;

typedef void aoai_http_done(struct aoai_http_exchange *exchange);

struct aoai_http_exchange {
    /* The request: borrowed until done. */
    const char *method;                     /* "GET", "POST", ... */
    const char *url;                        /* absolute, already escaped */
    const char *headers[AOAI_HTTP_HEADERS]; /* "Name: value", NULL-terminated
                                               unless full */
    const char *body;                       /* NULL: none */
    size_t body_length;
    enum aoai_http_rules rules;
    bool repeatable;    /* may be sent again though the first may have counted;
                           GET always may */
    bool no_retry;      /* a probe: one try only */
    size_t answer_max;  /* bytes; 0 = AOAI_HTTP_ANSWER_MAX */
    int64_t deadline;   /* monotonic ms: not a moment longer */
    int64_t try_limit;  /* ms for one try; 0 = up to the deadline */
    int64_t not_before; /* monotonic ms: send no earlier; 0 = now */
    bool query_is_secret;  /* notes show the URL up to its "?" only */
    aoai_http_done *renew; /* called before each further try, which it may give
                              fresh headers (a signature that ages); or NULL */
    aoai_http_done *done;
    void *context; /* the submitter's own */

    /* The answer: filled before done, released by aoai_http_free_answer().
     * Whoever asks for a secret sets answer.secret before submitting; it
     * stays set. */
    struct aoai_error error;  /* kind NONE: an answer came, whatever status */
    bool lasting;             /* the error is one of trust or set-up: sending
                                 again without a change is no use */
    int status;               /* 200, 404, ...; 0 without an answer */
    struct aoai_buf answer;   /* the body */
    int64_t retry_after;      /* ms the service asks to wait; -1: nothing */
    int64_t server_date;      /* its Date header, UTC seconds; 0: none */
    char challenge[256];      /* its WWW-Authenticate header, cut; "" none */
    char remaining_reads[16]; /* x-ms-ratelimit-remaining-subscription-reads */
    char etag[128];           /* its ETag header as it stands; "" none */
    char error_code[64];      /* its x-ms-error-code header, cut; "" none */
    int64_t took;             /* ms of the last try */
    int tries;                /* how often it was sent */

    /* Private to the layers in between. */
    aoai_http_done *outer_done; /* what a wrapper calls when it is done */
    void *outer;                /* that wrapper */
    int64_t began;              /* when it came there, monotonic ms */
    void *transport;            /* of the innermost layer */
};

struct aoai_http {
    void *self;

    /* Takes EXCHANGE over until its done function is called, from within this
     * call or run(). Returns 0, or -1 with ERROR when it can not be taken at
     * all (memory, a URL that is refused, no transport): done is then not
     * called. */
    int (*submit)(void *self, struct aoai_http_exchange *exchange,
                  struct aoai_error *error);

    /* Works until every exchange submitted is done. Returns 0, or -1 with
     * ERROR when the transport itself broke: everything in flight has then
     * been called back with that error. */
    int (*run)(void *self, struct aoai_error *error);

    /* Releases the transport; nothing may be in flight. */
    void (*free)(void *self);
};

/* Submits EXCHANGE and runs until it is done; its done function is replaced.
 * Returns 0 when an answer came, whatever its status, else -1 with ERROR. */
int aoai_http_send(struct aoai_http *http, struct aoai_http_exchange *exchange,
                   struct aoai_error *error) AOAI_MUST_USE;

/* Releases the answer's memory, wiped where the buffer is secret, and makes
 * the exchange ready to be submitted again. */
void aoai_http_free_answer(struct aoai_http_exchange *exchange);

/* Releases HTTP. Accepts the all-zero object. */
void aoai_http_free(struct aoai_http *http);

/* A wait of MS, not negative, in whole seconds: none is told too short. */
int64_t aoai_http_seconds(int64_t ms);

/* The kind of failure that STATUS stands for; NONE below 300. */
enum aoai_error_kind aoai_http_status_kind(int status);

#endif
