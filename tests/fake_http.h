/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* An http that never leaves the process: it answers from a script and
 * remembers what it was asked. */
#ifndef AOAI_TESTS_FAKE_HTTP_H
#define AOAI_TESTS_FAKE_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/buf.h"
#include "core/error.h"
#include "net/http.h"
#include "tests/fake_clock.h"

/* Replies of a script, and requests remembered, at most. */
enum { FAKE_HTTP_REPLIES = 32, FAKE_HTTP_REQUESTS = 512 };

/* One reply of a script. It is given to the first requests whose URL holds
 * URL_PART, in the order of the script. */
struct fake_reply {
    const char *url_part;      /* "" fits every URL */
    int status;                /* 0: no answer, but the failure below */
    const char *body;          /* NULL: none */
    enum aoai_error_kind kind; /* of the failure */
    int64_t retry_after;       /* ms; 0: nothing was said */
    size_t times;              /* how often at most; 0: once */
    int64_t server_date;       /* UTC seconds; 0: nothing was said */
    const char *challenge;     /* its WWW-Authenticate header; NULL: none */
    const char *etag;          /* its ETag header; NULL: none */
    const char *error_code;    /* its x-ms-error-code header; NULL: none */
    bool lasting;              /* the failure will be the same next time */
    bool unsent;               /* it came before anything was sent */
};

/* A request as it was sent; the texts are copies. */
struct fake_request {
    char *method, *url, *body;
    char *headers; /* each followed by a line end */
    int64_t deadline, try_limit, not_before;
    int64_t sent; /* monotonic ms; 0 without a clock */
    enum aoai_http_rules rules;
    bool repeatable, no_retry;
};

struct fake_http {
    const struct fake_reply *replies; /* borrowed */
    size_t reply_count;
    size_t given[FAKE_HTTP_REPLIES]; /* how often each was given */
    struct fake_request requests[FAKE_HTTP_REQUESTS];
    size_t request_count;
    struct aoai_http_exchange *queue[FAKE_HTTP_REQUESTS];
    size_t queue_count;
    struct fake_clock *clock; /* moved on to when each is to be sent; stays;
                                 NULL: none */
};

/* Starts a script of COUNT replies, borrowed; what was remembered is dropped.
 * FAKE is all zero or was used before. */
void fake_http_script(struct fake_http *fake, const struct fake_reply *replies,
                      size_t count);

/* The http that answers from FAKE, borrowed. A request that no reply is left
 * for fails the test. */
struct aoai_http fake_http(struct fake_http *fake);

/* True when every reply of the script was given as often as it may be. */
bool fake_http_is_over(const struct fake_http *fake);

/* Releases what is remembered. */
void fake_http_free(struct fake_http *fake);

#endif
