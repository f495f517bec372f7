/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/fake_http.h"

/* A copy of LENGTH bytes at BYTES as text; NULL gives "". */
static char *copy(const char *bytes, size_t length)
{
    char *text = calloc(1, length + 1);

    assert_non_null(text);
    if (bytes)
        memcpy(text, bytes, length);
    return text;
}

/* The header lines of EXCHANGE in one text. */
static char *copy_headers(const struct aoai_http_exchange *exchange)
{
    struct aoai_buf text = {0};

    for (size_t i = 0; i < AOAI_HTTP_HEADERS && exchange->headers[i]; i++)
        aoai_buf_printf(&text, "%s\n", exchange->headers[i]);
    return aoai_buf_take(&text, NULL);
}

/* Lets the time pass until EXCHANGE is to be sent, and returns when that is. */
static int64_t pass_time(const struct fake_http *fake,
                         const struct aoai_http_exchange *exchange)
{
    struct aoai_clock clock;

    if (!fake->clock)
        return 0;
    clock = fake_clock(fake->clock);
    if (exchange->not_before > fake->clock->monotonic)
        clock.sleep(clock.self, exchange->not_before - fake->clock->monotonic);
    return fake->clock->monotonic;
}

/* Remembers what EXCHANGE asks. */
static void remember(struct fake_http *fake,
                     const struct aoai_http_exchange *exchange)
{
    assert_true(fake->request_count < FAKE_HTTP_REQUESTS);
    fake->requests[fake->request_count++] = (struct fake_request){
        .method = copy(exchange->method, strlen(exchange->method)),
        .url = copy(exchange->url, strlen(exchange->url)),
        .body = copy(exchange->body, exchange->body_length),
        .headers = copy_headers(exchange),
        .deadline = exchange->deadline,
        .try_limit = exchange->try_limit,
        .not_before = exchange->not_before,
        .sent = pass_time(fake, exchange),
        .repeatable = exchange->repeatable,
        .no_retry = exchange->no_retry,
        .rules = exchange->rules,
    };
}

static int submit(void *self, struct aoai_http_exchange *exchange,
                  struct aoai_error *error)
{
    struct fake_http *fake = self;

    (void)error;
    remember(fake, exchange);
    assert_true(fake->queue_count < FAKE_HTTP_REQUESTS);
    fake->queue[fake->queue_count++] = exchange;
    return 0;
}

/* How often REPLY may be given. */
static size_t times_of(const struct fake_reply *reply)
{
    return reply->times ? reply->times : 1;
}

/* The next reply for URL. */
static const struct fake_reply *choose(struct fake_http *fake, const char *url)
{
    for (size_t i = 0; i < fake->reply_count; i++) {
        const struct fake_reply *reply = &fake->replies[i];

        if (fake->given[i] == times_of(reply) || !strstr(url, reply->url_part))
            continue;
        fake->given[i]++;
        return reply;
    }
    fail_msg("no reply is left for %s", url);
    return NULL;
}

/* Fills in the answer and calls back. */
static void answer(struct fake_http *fake, struct aoai_http_exchange *exchange)
{
    const struct fake_reply *reply = choose(fake, exchange->url);
    int tries = exchange->tries + !reply->unsent;

    aoai_http_free_answer(exchange);
    if (reply->status == 0)
        aoai_error_set(&exchange->error, reply->kind, "no answer");
    exchange->status = reply->status;
    exchange->tries = tries;
    exchange->lasting = reply->lasting;
    if (reply->retry_after)
        exchange->retry_after = reply->retry_after;
    exchange->server_date = reply->server_date;
    if (reply->challenge)
        (void)snprintf(exchange->challenge, sizeof(exchange->challenge), "%s",
                       reply->challenge);
    if (reply->etag)
        (void)snprintf(exchange->etag, sizeof(exchange->etag), "%s",
                       reply->etag);
    if (reply->error_code)
        (void)snprintf(exchange->error_code, sizeof(exchange->error_code), "%s",
                       reply->error_code);
    exchange->answer.max = exchange->answer_max;
    if (reply->body)
        aoai_buf_puts(&exchange->answer, reply->body);
    exchange->done(exchange);
}

static int run(void *self, struct aoai_error *error)
{
    struct fake_http *fake = self;

    (void)error;
    for (size_t i = 0; i < fake->queue_count; i++)
        answer(fake, fake->queue[i]);
    fake->queue_count = 0;
    return 0;
}

struct aoai_http fake_http(struct fake_http *fake)
{
    return (struct aoai_http){fake, submit, run, NULL};
}

void fake_http_free(struct fake_http *fake)
{
    for (size_t i = 0; i < fake->request_count; i++) {
        free(fake->requests[i].method);
        free(fake->requests[i].url);
        free(fake->requests[i].body);
        free(fake->requests[i].headers);
    }
    memset(fake, 0, sizeof(*fake));
}

void fake_http_script(struct fake_http *fake, const struct fake_reply *replies,
                      size_t count)
{
    struct fake_clock *clock = fake->clock;

    fake_http_free(fake);
    fake->clock = clock;
    assert_true(count <= FAKE_HTTP_REPLIES);
    fake->replies = replies;
    fake->reply_count = count;
}

bool fake_http_is_over(const struct fake_http *fake)
{
    for (size_t i = 0; i < fake->reply_count; i++)
        if (fake->given[i] != times_of(&fake->replies[i]))
            return false;
    return true;
}
