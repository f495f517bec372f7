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
    GONE_SPAN = 70000,  /* ms in which a 410 of IMDS ends */
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

/* Bytes of EXCHANGE's URL that a note shows. */
static int shown_length(const struct aoai_http_exchange *exchange)
{
    size_t length = strlen(exchange->url);

    if (exchange->query_is_secret)
        length = strcspn(exchange->url, "?");
    return length < NOTE_URL_MOST ? (int)length : NOTE_URL_MOST;
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
                  exchange->method, shown_length(exchange), exchange->url,
                  exchange->status, exchange->took, remaining);
    else
        aoai_note(self->notes, AOAI_NOTE_REQUEST,
                  "%s %.*s failed after %" PRId64 " ms: %s", exchange->method,
                  shown_length(exchange), exchange->url, exchange->took,
                  exchange->error.text);
}

/* How to deal with answers, by enum aoai_http_rules. */
static const struct rules {
    int passing[8];        /* may be another status next time; ends in 0 */
    bool failing_passes;   /* every 5xx too */
    int tries;             /* at most; 0: as many as the deadline allows */
    int skipped;           /* of the growing waits, how many are left out */
    int64_t wait;          /* ms, always the same; 0: the growing ones */
    int64_t failing_least; /* ms to wait after a 5xx */
    int64_t gone_least;    /* ms to wait after a 410 */
} rule_table[] = {
    [AOAI_HTTP_USUAL] = {.passing = {408, 429, 500, 502, 503, 504, 529}},
    [AOAI_HTTP_IMDS] = {.passing = {404, 408, 410, 429},
                        .failing_passes = true,
                        .tries = 5,
                        .skipped = 1,
                        .failing_least = 1000,
                        .gone_least = 3000},
    [AOAI_HTTP_IDENTITY] = {.passing = {404, 408, 429, 500, 502, 503, 504},
                            .tries = 4,
                            .wait = 1000},
};

/* True for a status that may be another one next time. */
static bool is_passing(const struct rules *rules, int status)
{
    for (const int *at = rules->passing; *at != 0; at++)
        if (status == *at)
            return true;
    return rules->failing_passes && status / 100 == 5;
}

/* True when EXCHANGE, just done, should be sent again. */
static bool is_wanted_again(const struct aoai_http_exchange *exchange)
{
    const struct rules *rules = &rule_table[exchange->rules];
    bool repeatable = exchange->repeatable ||
                      strcmp(exchange->method, "GET") == 0 ||
                      strcmp(exchange->method, "HEAD") == 0;

    if (exchange->no_retry || exchange->lasting)
        return false;
    if (exchange->error.kind != AOAI_ERROR_NONE)
        return repeatable && exchange->error.kind == AOAI_ERROR_NETWORK &&
               exchange->tries < NETWORK_TRIES;
    if (repeatable)
        return is_passing(rules, exchange->status);
    /* Refused before anything was done. */
    return exchange->status == 429 ||
           (exchange->status == 503 && exchange->retry_after >= 0);
}

/* How long to wait after the answer of EXCHANGE when it does not tell, ms. */
static int64_t own_wait(const struct aoai_http_exchange *exchange)
{
    const struct rules *rules = &rule_table[exchange->rules];
    bool answered = exchange->error.kind == AOAI_ERROR_NONE;

    if (answered && rules->wait > 0)
        return rules->wait;
    return aoai_http_retry_wait(exchange->tries +
                                    (answered ? rules->skipped : 0),
                                (uint32_t)aoai_platform_random());
}

/* The shortest wait after EXCHANGE, whatever the service says, ms. */
static int64_t least_wait(const struct aoai_http_exchange *exchange)
{
    const struct rules *rules = &rule_table[exchange->rules];
    int64_t least = WAIT_LEAST;

    if (exchange->status >= 500 && rules->failing_least > least)
        least = rules->failing_least;
    if (exchange->status == 410 && rules->gone_least > least)
        least = rules->gone_least;
    return least;
}

/* When to send EXCHANGE again, monotonic ms. */
static int64_t next_try(const struct retry *self,
                        const struct aoai_http_exchange *exchange)
{
    int64_t wait = exchange->retry_after;
    int64_t least = least_wait(exchange);

    if (exchange->error.kind != AOAI_ERROR_NONE || wait <= 0)
        wait = own_wait(exchange);
    return self->clock->monotonic(self->clock->self) +
           (wait > least ? wait : least);
}

/* True when a try of EXCHANGE at DUE would be one too many. */
static bool is_too_often(const struct aoai_http_exchange *exchange, int64_t due)
{
    const struct rules *rules = &rule_table[exchange->rules];

    if (rules->gone_least > 0 && exchange->status == 410)
        return due > exchange->began + GONE_SPAN;
    return rules->tries > 0 && exchange->tries >= rules->tries;
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
    if (due >= exchange->deadline || is_too_often(exchange, due)) {
        hand_over(exchange);
        return;
    }
    aoai_http_free_answer(exchange);
    exchange->tries = tries;
    exchange->not_before = due;
    if (exchange->renew != NULL)
        exchange->renew(exchange);
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
    exchange->began = self->clock->monotonic(self->clock->self);
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
