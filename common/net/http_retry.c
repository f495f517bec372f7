/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "net/http_retry.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "net/http_date.h"

enum {
    WAIT_FIRST = 500,   /* ms before the second try */
    WAIT_MOST = 16000,  /* ms */
    WAIT_LEAST = 100,   /* ms: whatever the service says */
    NETWORK_TRIES = 4,  /* at most, without any answer */
    NOTE_URL_MOST = 800 /* bytes of a URL in a note */
};

/* Longer than any deadline, in seconds. */
#define AFTER_MOST INT64_C(1000000000)

struct retry {
    struct aoai_http inner;
    const struct aoai_clock *clock;
    struct aoai_notes *notes;
};

int64_t aoai_http_retry_wait(int tries, uint32_t random)
{
    int64_t wait = WAIT_FIRST;

    for (int i = 1; i < tries && wait < WAIT_MOST; i++)
        wait *= 2;
    wait = wait < WAIT_MOST ? wait : WAIT_MOST;
    return wait - (int64_t)(random % 1001) * (wait / 4) / 1000;
}

int64_t aoai_http_retry_after(const char *text, int64_t now)
{
    int64_t seconds = 0;
    const char *at = text + strspn(text, " \t");

    if (*at >= '0' && *at <= '9') {
        for (; *at >= '0' && *at <= '9'; at++)
            if (seconds < AFTER_MOST)
                seconds = seconds * 10 + (*at - '0');
        at += strspn(at, " \t\r\n");
        return *at == '\0' ? seconds * 1000 : -1;
    }
    if (!aoai_http_date_parse(at, &seconds))
        return -1;
    return seconds > now ? (seconds - now) * 1000 : 0;
}

/* Leaves a line about the try that just ended. */
static void note_try(const struct retry *self,
                     const struct aoai_http_exchange *exchange)
{
    char remaining[48] = "";

    if (self->notes == NULL || self->notes->level < AOAI_NOTE_REQUEST)
        return;
    if (exchange->remaining_reads[0] != '\0')
        (void)snprintf(remaining, sizeof remaining, ", %s reads left",
                       exchange->remaining_reads);
    if (exchange->error.kind == AOAI_ERROR_NONE)
        aoai_note(self->notes, AOAI_NOTE_REQUEST, "%s %.*s %d %" PRId64 " ms%s",
                  exchange->method, NOTE_URL_MOST, exchange->url,
                  exchange->status, exchange->took, remaining);
    else
        aoai_note(self->notes, AOAI_NOTE_REQUEST,
                  "%s %.*s failed after %" PRId64 " ms: %s", exchange->method,
                  NOTE_URL_MOST, exchange->url, exchange->took,
                  exchange->error.text);
}

/* True for a status that may be another one next time. */
static bool is_passing(int status)
{
    static const int rows[] = {408, 429, 500, 502, 503, 504, 529};

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (status == rows[i])
            return true;
    return false;
}

/* True when EXCHANGE, just done, should be sent again. */
static bool is_wanted_again(const struct aoai_http_exchange *exchange)
{
    bool repeatable = exchange->repeatable ||
                      strcmp(exchange->method, "GET") == 0 ||
                      strcmp(exchange->method, "HEAD") == 0;

    if (exchange->no_retry || exchange->lasting)
        return false;
    if (exchange->error.kind != AOAI_ERROR_NONE)
        return repeatable && exchange->error.kind == AOAI_ERROR_NETWORK &&
               exchange->tries < NETWORK_TRIES;
    if (repeatable)
        return is_passing(exchange->status);
    /* Refused before anything was done. */
    return exchange->status == 429 ||
           (exchange->status == 503 && exchange->retry_after >= 0);
}

/* When to send EXCHANGE again, monotonic ms. */
static int64_t next_try(const struct retry *self,
                        const struct aoai_http_exchange *exchange)
{
    int64_t wait = exchange->retry_after;

    if (exchange->error.kind != AOAI_ERROR_NONE || wait <= 0)
        wait = aoai_http_retry_wait(exchange->tries,
                                    (uint32_t)aoai_platform_random());
    wait = wait > WAIT_LEAST ? wait : WAIT_LEAST;
    return self->clock->monotonic(self->clock->self) + wait;
}

/* Gives EXCHANGE back to its submitter. */
static void hand_over(struct aoai_http_exchange *exchange)
{
    exchange->done = exchange->outer_done;
    exchange->not_before = 0;
    exchange->done(exchange);
}

/* A try is over: sends it again or hands it over. */
static void finish_try(struct aoai_http_exchange *exchange)
{
    struct retry *self = exchange->outer;
    int tries = exchange->tries;
    int64_t due = 0;

    note_try(self, exchange);
    if (!is_wanted_again(exchange)) {
        hand_over(exchange);
        return;
    }
    due = next_try(self, exchange);
    if (due >= exchange->deadline) {
        hand_over(exchange);
        return;
    }
    aoai_http_free_answer(exchange);
    exchange->tries = tries;
    exchange->not_before = due;
    if (self->inner.submit(self->inner.self, exchange, &exchange->error) != 0)
        hand_over(exchange);
}

/* Takes an exchange for the inner http, to be told when it is done. */
static int submit(void *context, struct aoai_http_exchange *exchange,
                  struct aoai_error *error)
{
    struct retry *self = context;

    exchange->outer_done = exchange->done;
    exchange->outer = self;
    exchange->done = finish_try;
    exchange->tries = 0;
    if (self->inner.submit(self->inner.self, exchange, error) == 0)
        return 0;
    exchange->done = exchange->outer_done;
    return -1;
}

/* Works until all is done. */
static int run(void *context, struct aoai_error *error)
{
    struct retry *self = context;

    return self->inner.run(self->inner.self, error);
}

/* Releases the wrapper and what it wraps. */
static void release(void *context)
{
    struct retry *self = context;

    aoai_http_free(&self->inner);
    free(self);
}

int aoai_http_retry_new(struct aoai_http *http, struct aoai_http inner,
                        const struct aoai_clock *clock,
                        struct aoai_notes *notes, struct aoai_error *error)
{
    struct retry *self = malloc(sizeof *self);

    *http = (struct aoai_http){0};
    if (self == NULL) {
        aoai_http_free(&inner);
        return aoai_error_memory(error);
    }
    *self = (struct retry){inner, clock, notes};
    *http = (struct aoai_http){
        .self = self, .submit = submit, .run = run, .free = release};
    return 0;
}
