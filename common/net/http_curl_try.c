/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "net/http_curl_try.h"

#include <string.h>

#include "core/url.h"

enum {
    CONNECT_MOST = 10000,     /* ms to reach a host */
    CONNECT_MOST_IMDS = 2000, /* ms: it is near or not there at all */
    LIMIT_MOST = 86400000     /* ms: a day, for whoever sets no deadline */
};

/* Makes the easy handle unless there is one. */
static void open_easy(struct aoai_http_curl_try *place)
{
    if (place->easy != NULL)
        return;
    place->easy = curl_easy_init();
    if (place->easy != NULL)
        aoai_http_curl_option_fixed(place);
}

/* Sets the body, which may be empty; it is not copied. */
static void set_body(struct aoai_http_curl_try *place,
                     const struct aoai_http_exchange *exchange)
{
    bool none = exchange->body == NULL;
    curl_off_t length = none ? 0 : (curl_off_t)exchange->body_length;

    aoai_http_curl_option_long(place, CURLOPT_POST, 1);
    aoai_http_curl_option_check(
        place,
        curl_easy_setopt(place->easy, CURLOPT_POSTFIELDSIZE_LARGE, length));
    aoai_http_curl_option_check(
        place, curl_easy_setopt(place->easy, CURLOPT_POSTFIELDS,
                                none ? "" : exchange->body));
}

/* Sets method and body. */
static void set_request(struct aoai_http_curl_try *place,
                        const struct aoai_http_exchange *exchange)
{
    const char *method = exchange->method;
    bool is_post = strcmp(method, "POST") == 0;
    bool has_body = exchange->body != NULL || is_post ||
                    strcmp(method, "PUT") == 0 || strcmp(method, "PATCH") == 0;
    bool is_named = has_body ? !is_post : strcmp(method, "GET") != 0;

    aoai_http_curl_option_long(place, CURLOPT_HTTPGET, 1);
    if (strcmp(method, "HEAD") == 0) {
        aoai_http_curl_option_long(place, CURLOPT_NOBODY, 1);
        is_named = false;
    }
    if (has_body)
        set_body(place, exchange);
    aoai_http_curl_option_text(place, CURLOPT_CUSTOMREQUEST,
                               is_named ? method : NULL);
}

/* Appends LINE to the request's header lines. */
static void add_header(struct aoai_http_curl_try *place, const char *line)
{
    struct curl_slist *longer = curl_slist_append(place->headers, line);

    if (longer == NULL)
        aoai_http_curl_option_check(place, CURLE_OUT_OF_MEMORY);
    else
        place->headers = longer;
}

/* Sets the header lines: the exchange's, and none that libcurl invents for a
 * body. */
static void set_headers(struct aoai_http_curl_try *place,
                        const struct aoai_http_exchange *exchange)
{
    bool typed = false;

    for (size_t i = 0; i < AOAI_HTTP_HEADERS; i++) {
        if (exchange->headers[i] == NULL)
            break;
        add_header(place, exchange->headers[i]);
        if (curl_strnequal(exchange->headers[i], "Content-Type:", 13))
            typed = true;
    }
    if (exchange->body != NULL)
        add_header(place, "Expect:");
    if (!typed && strcmp(exchange->method, "GET") != 0)
        add_header(place, "Content-Type:");
    aoai_http_curl_option_pointer(place, CURLOPT_HTTPHEADER, place->headers);
}

/* Sets where to send it and how long to wait. */
static void set_target(struct aoai_http_curl_try *place,
                       const struct aoai_http_exchange *exchange)
{
    char host[AOAI_URL_HOST_SIZE];
    int64_t connect = CONNECT_MOST;
    const char *proxy = place->setup->proxy;

    aoai_url_host(host, exchange->url);
    if (strncmp(host, "169.254.169.254", 15) == 0)
        connect = CONNECT_MOST_IMDS;
    aoai_http_curl_option_text(place, CURLOPT_URL, exchange->url);
    aoai_http_curl_option_long(place, CURLOPT_TIMEOUT_MS, (long)place->limit);
    aoai_http_curl_option_long(
        place, CURLOPT_CONNECTTIMEOUT_MS,
        (long)(connect < place->limit ? connect : place->limit));
    if (proxy == NULL || aoai_url_is_local(exchange->url))
        proxy = "";
    aoai_http_curl_option_text(place, CURLOPT_PROXY, proxy);
}

/* Makes the place free and wipes the copies of its header lines. */
static void clear(struct aoai_http_curl_try *place)
{
    for (struct curl_slist *at = place->headers; at != NULL; at = at->next)
        aoai_wipe(at->data, strlen(at->data));
    curl_slist_free_all(place->headers);
    place->headers = NULL;
    place->exchange = NULL;
}

/* How long this try may take, in ms; at most 0: no time is left. */
static int64_t find_limit(const struct aoai_http_exchange *exchange,
                          int64_t now)
{
    int64_t limit = LIMIT_MOST;

    if (exchange->deadline < now + limit)
        limit = exchange->deadline - now;
    if (exchange->try_limit > 0 && exchange->try_limit < limit)
        limit = exchange->try_limit;
    return limit;
}

int aoai_http_curl_try_begin(struct aoai_http_curl_try *place,
                             struct aoai_http_exchange *exchange, int64_t now,
                             struct aoai_error *error)
{
    place->refusal = CURLE_OK;
    open_easy(place);
    if (place->easy == NULL)
        return aoai_error_memory(error);
    place->exchange = exchange;
    place->started = now;
    place->limit = find_limit(exchange, now);
    place->header_bytes = 0;
    place->exact_wait = false;
    place->stop = AOAI_HTTP_CURL_RUNS;
    place->detail[0] = '\0';
    set_request(place, exchange);
    set_headers(place, exchange);
    set_target(place, exchange);
    if (place->refusal == CURLE_OK) {
        exchange->tries++;
        return 0;
    }
    clear(place);
    aoai_http_curl_try_free(place);
    if (place->refusal == CURLE_OUT_OF_MEMORY)
        return aoai_error_memory(error);
    return aoai_error_set(error, AOAI_ERROR_INPUT,
                          "libcurl can not be set up: %s",
                          curl_easy_strerror(place->refusal));
}

struct aoai_http_exchange *
aoai_http_curl_try_end(struct aoai_http_curl_try *place, CURLcode result,
                       int64_t now)
{
    struct aoai_http_exchange *exchange = place->exchange;
    long status = 0;

    exchange->took = now - place->started;
    if (result == CURLE_OK && exchange->answer.state == AOAI_BUF_FINE) {
        curl_easy_getinfo(place->easy, CURLINFO_RESPONSE_CODE, &status);
        exchange->status = (int)status;
    } else {
        aoai_http_curl_fault_set(place, result, now);
        aoai_buf_free(&exchange->answer);
    }
    clear(place);
    return exchange;
}

void aoai_http_curl_try_free(struct aoai_http_curl_try *place)
{
    if (place->easy != NULL)
        curl_easy_cleanup(place->easy);
    place->easy = NULL;
}
