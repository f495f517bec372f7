/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "net/http_curl_try.h"

/* The exchange that waits behind EXCHANGE. */
static struct aoai_http_exchange *
next_of(const struct aoai_http_exchange *exchange)
{
    return exchange->transport;
}

/* Takes the exchange behind BEFORE (NULL: the first) out. */
static struct aoai_http_exchange *take_out(struct aoai_http_curl_queue *queue,
                                           struct aoai_http_exchange *before)
{
    struct aoai_http_exchange *exchange =
        before != NULL ? next_of(before) : queue->first;

    if (before != NULL)
        before->transport = exchange->transport;
    else
        queue->first = next_of(exchange);
    if (queue->last == exchange)
        queue->last = before;
    exchange->transport = NULL;
    return exchange;
}

void aoai_http_curl_queue_put(struct aoai_http_curl_queue *queue,
                              struct aoai_http_exchange *exchange)
{
    exchange->transport = NULL;
    if (queue->last != NULL)
        queue->last->transport = exchange;
    else
        queue->first = exchange;
    queue->last = exchange;
}

struct aoai_http_exchange *
aoai_http_curl_queue_take(struct aoai_http_curl_queue *queue)
{
    return queue->first != NULL ? take_out(queue, NULL) : NULL;
}

struct aoai_http_exchange *
aoai_http_curl_queue_take_ready(struct aoai_http_curl_queue *queue, bool room,
                                int64_t now)
{
    struct aoai_http_exchange *before = NULL;
    struct aoai_http_exchange *at = queue->first;

    for (; at != NULL; before = at, at = next_of(at))
        if (at->deadline <= now || (room && at->not_before <= now))
            return take_out(queue, before);
    return NULL;
}

int64_t aoai_http_curl_queue_due(const struct aoai_http_curl_queue *queue,
                                 bool room, int64_t latest)
{
    const struct aoai_http_exchange *at = queue->first;
    int64_t due = latest;

    for (; at != NULL; at = next_of(at)) {
        if (at->deadline < due)
            due = at->deadline;
        if (room && at->not_before < due)
            due = at->not_before;
    }
    return due;
}
