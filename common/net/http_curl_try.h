/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* One request on its way through libcurl: what the files http_curl*.c share,
 * and nobody else includes. */
#ifndef AOAI_NET_HTTP_CURL_TRY_H
#define AOAI_NET_HTTP_CURL_TRY_H

#include <curl/curl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/attr.h"
#include "core/error.h"
#include "net/http.h"
#include "net/http_curl.h"

/* Bytes of header lines in one answer at most. */
enum { AOAI_HTTP_CURL_HEADER_BYTES = 64 * 1024 };

/* What is trusted: either may be NULL. */
struct aoai_http_curl_trust {
    const char *file;
    const char *path;
};

/* Why a callback of ours stopped libcurl. */
enum aoai_http_curl_stop {
    AOAI_HTTP_CURL_RUNS,
    AOAI_HTTP_CURL_LARGE,   /* the body passes its ceiling */
    AOAI_HTTP_CURL_HEADERS, /* the header lines pass theirs */
    AOAI_HTTP_CURL_ENCODED  /* compressed, which nobody asked for */
};

/* A place in flight. Its easy handle is kept from one request to the next. */
struct aoai_http_curl_try {
    CURL *easy; /* NULL until first used */
    const struct aoai_http_setup *setup;
    const struct aoai_http_curl_trust *trust;
    struct aoai_http_exchange *exchange; /* NULL: free */
    struct curl_slist *headers;
    int64_t started;     /* monotonic ms */
    int64_t limit;       /* ms from then on */
    size_t header_bytes; /* so far */
    bool exact_wait;     /* x-ms-retry-after-ms was there */
    CURLcode refusal;    /* the first option that libcurl did not take */
    enum aoai_http_curl_stop stop;
    char detail[CURL_ERROR_SIZE]; /* libcurl's own words, not for people */
};

/* What SETUP says is trusted, or what libcurl was built to trust: its folder
 * where that has hashed names, else its bundle. Borrowed. */
struct aoai_http_curl_trust
aoai_http_curl_trust_find(const struct aoai_http_setup *setup);

/* Makes the place ready to send EXCHANGE at NOW. Returns 0, or -1 with ERROR:
 * the place is then free again. */
int aoai_http_curl_try_begin(struct aoai_http_curl_try *place,
                             struct aoai_http_exchange *exchange, int64_t now,
                             struct aoai_error *error) AOAI_MUST_USE;

/* Fills in the answer of the place's exchange, which ended with RESULT at NOW,
 * and frees the place. Returns the exchange; its done was not called. */
struct aoai_http_exchange *
aoai_http_curl_try_end(struct aoai_http_curl_try *place, CURLcode result,
                       int64_t now);

/* Releases the easy handle. */
void aoai_http_curl_try_free(struct aoai_http_curl_try *place);

/* Sets a number or flag. A refusal stays in place->refusal. */
void aoai_http_curl_option_long(struct aoai_http_curl_try *place,
                                CURLoption option, long value);

/* The same for a text; NULL takes libcurl's default away. */
void aoai_http_curl_option_text(struct aoai_http_curl_try *place,
                                CURLoption option, const char *value);

/* The same for an address. */
void aoai_http_curl_option_pointer(struct aoai_http_curl_try *place,
                                   CURLoption option, void *value);

/* Keeps RESULT in place->refusal if it is the first that is not CURLE_OK. */
void aoai_http_curl_option_check(struct aoai_http_curl_try *place,
                                 CURLcode result);

/* Sets what is the same for every request: rules, trust, callbacks. */
void aoai_http_curl_option_fixed(struct aoai_http_curl_try *place);

/* libcurl's callback for one header line; PLACE is the struct
 * aoai_http_curl_try. Returns the bytes taken, less than there are to end it.
 */
size_t aoai_http_curl_answer_header(char *line, size_t size, size_t count,
                                    void *place);

/* The same for bytes of the body. */
size_t aoai_http_curl_answer_body(char *bytes, size_t size, size_t count,
                                  void *place);

/* Says in the exchange's error, and its mark lasting, why the place's exchange
 * has no answer. NOW: monotonic ms. */
void aoai_http_curl_fault_set(const struct aoai_http_curl_try *place,
                              CURLcode result, int64_t now);

/* Those who wait to be sent, linked by their transport member. All zero: none.
 */
struct aoai_http_curl_queue {
    struct aoai_http_exchange *first;
    struct aoai_http_exchange *last;
};

/* Puts EXCHANGE at the end. */
void aoai_http_curl_queue_put(struct aoai_http_curl_queue *queue,
                              struct aoai_http_exchange *exchange);

/* Takes the first one out; NULL when none is there. */
struct aoai_http_exchange *
aoai_http_curl_queue_take(struct aoai_http_curl_queue *queue);

/* Takes the first one out whose deadline has passed at NOW or, where there is
 * ROOM in flight, that may be sent; NULL when there is none. */
struct aoai_http_exchange *
aoai_http_curl_queue_take_ready(struct aoai_http_curl_queue *queue, bool room,
                                int64_t now);

/* When to call that again, monotonic ms, at the latest at LATEST. */
int64_t aoai_http_curl_queue_due(const struct aoai_http_curl_queue *queue,
                                 bool room, int64_t latest);

#endif
