/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "net/http_curl.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/url.h"
#include "net/http_curl_try.h"

/* The longest poll, in ms, when nothing says when to look again. */
enum { POLL_MOST = 1000 };

struct transport {
    const struct aoai_http_setup *setup;
    struct aoai_http_curl_trust trust;
    CURLM *multi;
    struct aoai_http_curl_try places[AOAI_HTTP_CURL_IN_FLIGHT];
    size_t running;
    struct aoai_http_curl_queue queue; /* not yet sent */
};

/* Monotonic ms. */
static int64_t read_clock(const struct transport *self)
{
    return self->setup->clock->monotonic(self->setup->clock->self);
}

/* What is wrong with the request as such; NULL when nothing is. */
static const char *find_fault(const struct aoai_http_exchange *exchange)
{
    const char *url = exchange->url;

    if (strncasecmp(url, "https://", 8) != 0 &&
        strncasecmp(url, "http://", 7) != 0)
        return "the URL is neither https nor http";
    if (url[strcspn(url, " \t\r\n")] != '\0')
        return "the URL holds a blank";
    for (size_t i = 0; i < AOAI_HTTP_HEADERS; i++) {
        const char *line = exchange->headers[i];
        if (line == NULL)
            break;
        if (line[strcspn(line, "\r\n")] != '\0')
            return "a header or the token in it holds a line break";
    }
    return NULL;
}

/* Puts EXCHANGE at the end of those who wait. */
static int submit(void *context, struct aoai_http_exchange *exchange,
                  struct aoai_error *error)
{
    struct transport *self = context;
    const char *fault = find_fault(exchange);
    char host[AOAI_URL_HOST_SIZE];
    int tries = exchange->tries;

    if (fault != NULL) {
        aoai_url_host(host, exchange->url);
        return aoai_error_set(error, AOAI_ERROR_INPUT, "%s: %s", host, fault);
    }
    aoai_http_free_answer(exchange);
    exchange->tries = tries;
    exchange->answer.max = exchange->answer_max > 0
                               ? exchange->answer_max
                               : (size_t)AOAI_HTTP_ANSWER_MAX;
    aoai_http_curl_queue_put(&self->queue, exchange);
    return 0;
}

/* True while one more may be sent. */
static bool has_room(const struct transport *self)
{
    return self->running < AOAI_HTTP_CURL_IN_FLIGHT;
}

/* A place that is free; there is one. */
static struct aoai_http_curl_try *find_place(struct transport *self)
{
    struct aoai_http_curl_try *place = self->places;

    while (place->exchange != NULL)
        place++;
    return place;
}

/* Sends EXCHANGE. */
static int start(struct transport *self, struct aoai_http_exchange *exchange,
                 int64_t now, struct aoai_error *error)
{
    struct aoai_http_curl_try *place = NULL;
    char host[AOAI_URL_HOST_SIZE];

    if (exchange->deadline <= now) {
        aoai_url_host(host, exchange->url);
        return aoai_error_set(error, AOAI_ERROR_DEADLINE,
                              "%s: the time ran out before it could be asked",
                              host);
    }
    place = find_place(self);
    if (aoai_http_curl_try_begin(place, exchange, now, error) != 0)
        return -1;
    if (curl_multi_add_handle(self->multi, place->easy) != CURLM_OK) {
        (void)aoai_http_curl_try_end(place, CURLE_OUT_OF_MEMORY, now);
        return -1;
    }
    self->running++;
    return 0;
}

/* Sends what can be sent and gives back what is too late. */
static void start_ready(struct transport *self)
{
    struct aoai_http_exchange *exchange = NULL;
    int64_t now = read_clock(self);

    while ((exchange = aoai_http_curl_queue_take_ready(
                &self->queue, has_room(self), now)) != NULL)
        if (start(self, exchange, now, &exchange->error) != 0)
            exchange->done(exchange);
}

/* Takes PLACE's exchange, which ended with RESULT, out of flight. */
static void finish(struct transport *self, struct aoai_http_curl_try *place,
                   CURLcode result)
{
    struct aoai_http_exchange *exchange = NULL;

    curl_multi_remove_handle(self->multi, place->easy);
    exchange = aoai_http_curl_try_end(place, result, read_clock(self));
    self->running--;
    exchange->done(exchange);
}

/* Gives back what is done. True when something was. */
static bool finish_done(struct transport *self)
{
    bool any = false;
    int left = 0;
    CURLMsg *message = NULL;
    void *place = NULL;

    while ((message = curl_multi_info_read(self->multi, &left)) != NULL) {
        CURLcode result = message->data.result;
        if (message->msg != CURLMSG_DONE)
            continue;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &place);
        finish(self, place, result);
        any = true;
    }
    return any;
}

/* Milliseconds until something in the queue wants attention. */
static int find_pause(const struct transport *self)
{
    int64_t now = read_clock(self);
    int64_t due =
        aoai_http_curl_queue_due(&self->queue, has_room(self), now + POLL_MOST);

    return due > now ? (int)(due - now) : 0;
}

/* Waits for the network or, with nothing in flight, for the clock. */
static CURLMcode wait(struct transport *self)
{
    int pause = find_pause(self);
    const struct aoai_clock *clock = self->setup->clock;

    if (self->running > 0)
        return curl_multi_poll(self->multi, NULL, 0, pause, NULL);
    clock->sleep(clock->self, pause);
    return CURLM_OK;
}

/* Gives everything back with what broke the transport. */
static int break_down(struct transport *self, CURLMcode reason,
                      struct aoai_error *error)
{
    struct aoai_error why = {0};
    struct aoai_http_exchange *exchange = NULL;

    if (reason == CURLM_OUT_OF_MEMORY)
        aoai_error_memory(&why);
    else
        aoai_error_set(&why, AOAI_ERROR_NETWORK, "the transport failed: %s",
                       curl_multi_strerror(reason));
    for (size_t i = 0; i < AOAI_HTTP_CURL_IN_FLIGHT; i++) {
        struct aoai_http_curl_try *place = &self->places[i];
        if (place->exchange == NULL)
            continue;
        curl_multi_remove_handle(self->multi, place->easy);
        exchange = aoai_http_curl_try_end(place, CURLE_ABORTED_BY_CALLBACK, 0);
        self->running--;
        exchange->error = why;
        exchange->lasting = true;
        exchange->done(exchange);
    }
    while ((exchange = aoai_http_curl_queue_take(&self->queue)) != NULL) {
        exchange->error = why;
        exchange->lasting = true;
        exchange->done(exchange);
    }
    return aoai_error_set(error, why.kind, "%s", why.text);
}

/* Works until nothing is in flight or waits. */
static int run(void *context, struct aoai_error *error)
{
    struct transport *self = context;
    CURLMcode result = CURLM_OK;
    int busy = 0;

    for (;;) {
        start_ready(self);
        if (self->running == 0 && self->queue.first == NULL)
            return 0;
        if (self->running > 0)
            result = curl_multi_perform(self->multi, &busy);
        /* Removing a handle leaves libcurl work to do before it may poll. */
        if (result == CURLM_OK && finish_done(self))
            continue;
        if (result == CURLM_OK)
            result = wait(self);
        if (result != CURLM_OK)
            return break_down(self, result, error);
    }
}

/* Releases the transport. */
static void release(void *context)
{
    struct transport *self = context;

    for (size_t i = 0; i < AOAI_HTTP_CURL_IN_FLIGHT; i++)
        aoai_http_curl_try_free(&self->places[i]);
    curl_multi_cleanup(self->multi);
    free(self);
}

/* Makes the multi handle and bounds it. */
static CURLM *open_multi(void)
{
    CURLM *multi = NULL;

    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return NULL;
    multi = curl_multi_init();
    if (multi == NULL)
        return NULL;
    curl_multi_setopt(multi, CURLMOPT_PIPELINING, (long)CURLPIPE_MULTIPLEX);
    curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS,
                      (long)AOAI_HTTP_CURL_IN_FLIGHT);
    curl_multi_setopt(multi, CURLMOPT_MAX_HOST_CONNECTIONS,
                      (long)AOAI_HTTP_CURL_IN_FLIGHT);
    return multi;
}

int aoai_http_curl_new(struct aoai_http *http,
                       const struct aoai_http_setup *setup,
                       struct aoai_error *error)
{
    struct transport *self = calloc(1, sizeof *self);

    *http = (struct aoai_http){0};
    if (self == NULL)
        return aoai_error_memory(error);
    self->setup = setup;
    self->multi = open_multi();
    if (self->multi == NULL) {
        free(self);
        return aoai_error_set(error, AOAI_ERROR_MEMORY,
                              "libcurl can not be started");
    }
    self->trust = aoai_http_curl_trust_find(setup);
    for (size_t i = 0; i < AOAI_HTTP_CURL_IN_FLIGHT; i++) {
        self->places[i].setup = setup;
        self->places[i].trust = &self->trust;
    }
    *http = (struct aoai_http){
        .self = self, .submit = submit, .run = run, .free = release};
    return 0;
}
