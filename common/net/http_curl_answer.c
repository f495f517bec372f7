/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "net/http_curl_try.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "net/http_date.h"
#include "net/http_retry.h"

/* Bytes of a header's value that are looked at. */
enum { VALUE_SIZE = 256 };

/* Forgets the headers of an answer that another one follows (100 Continue). */
static void start_headers(struct aoai_http_curl_try *place)
{
    struct aoai_http_exchange *exchange = place->exchange;

    place->exact_wait = false;
    exchange->retry_after = -1;
    exchange->server_date = 0;
    exchange->challenge[0] = '\0';
    exchange->remaining_reads[0] = '\0';
    exchange->etag[0] = '\0';
    exchange->error_code[0] = '\0';
}

/* Retry-After: VALUE is seconds or a date. */
static void take_wait(struct aoai_http_curl_try *place, const char *value)
{
    const struct aoai_clock *clock = place->setup->clock;

    if (!place->exact_wait)
        place->exchange->retry_after =
            aoai_http_retry_after(value, clock->wall(clock->self));
}

/* x-ms-retry-after-ms: VALUE is milliseconds. */
static void take_exact_wait(struct aoai_http_curl_try *place, const char *value)
{
    /* The seconds of a number a thousand times too large. */
    int64_t wait = aoai_http_retry_after(value, INT64_MAX);

    if (value[0] < '0' || value[0] > '9' || wait < 0)
        return;
    place->exchange->retry_after = wait / 1000;
    place->exact_wait = true;
}

/* Date. */
static void take_date(struct aoai_http_curl_try *place, const char *value)
{
    (void)aoai_http_date_parse(value, &place->exchange->server_date);
}

/* WWW-Authenticate: the first one counts. */
static void take_challenge(struct aoai_http_curl_try *place, const char *value)
{
    if (place->exchange->challenge[0] == '\0')
        (void)snprintf(place->exchange->challenge,
                       sizeof place->exchange->challenge, "%s", value);
}

/* x-ms-ratelimit-remaining-subscription-reads: digits. */
static void take_remaining(struct aoai_http_curl_try *place, const char *value)
{
    size_t length = strspn(value, "0123456789");

    if (length < sizeof place->exchange->remaining_reads &&
        value[length] == '\0')
        memcpy(place->exchange->remaining_reads, value, length + 1);
}

/* ETag: one that does not fit is as good as none. */
static void take_etag(struct aoai_http_curl_try *place, const char *value)
{
    if (strlen(value) < sizeof place->exchange->etag)
        memcpy(place->exchange->etag, value, strlen(value) + 1);
}

/* x-ms-error-code. */
static void take_error_code(struct aoai_http_curl_try *place, const char *value)
{
    (void)snprintf(place->exchange->error_code,
                   sizeof place->exchange->error_code, "%s", value);
}

/* Content-Encoding: anything but identity is refused. */
static void take_encoding(struct aoai_http_curl_try *place, const char *value)
{
    if (value[0] != '\0' && strcasecmp(value, "identity") != 0)
        place->stop = AOAI_HTTP_CURL_ENCODED;
}

/* Content-Length: room is made at once, or the answer refused. */
static void take_length(struct aoai_http_curl_try *place, const char *value)
{
    struct aoai_buf *answer = &place->exchange->answer;
    unsigned long long length = strtoull(value, NULL, 10);

    if (strcmp(place->exchange->method, "HEAD") == 0)
        return;
    if (length > answer->max)
        place->stop = AOAI_HTTP_CURL_LARGE;
    else
        aoai_buf_reserve(answer, (size_t)length);
}

/* Gives VALUE to the function that the header NAME has. */
static void take_header(struct aoai_http_curl_try *place, const char *name,
                        size_t name_length, const char *value)
{
    static const struct {
        const char *name;
        void (*take)(struct aoai_http_curl_try *place, const char *value);
    } rows[] = {
        {"retry-after", take_wait},
        {"x-ms-retry-after-ms", take_exact_wait},
        {"date", take_date},
        {"www-authenticate", take_challenge},
        {"x-ms-ratelimit-remaining-subscription-reads", take_remaining},
        {"etag", take_etag},
        {"x-ms-error-code", take_error_code},
        {"content-encoding", take_encoding},
        {"content-length", take_length},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (strlen(rows[i].name) == name_length &&
            strncasecmp(rows[i].name, name, name_length) == 0) {
            rows[i].take(place, value);
            return;
        }
}

size_t aoai_http_curl_answer_header(char *line, size_t size, size_t count,
                                    void *context)
{
    struct aoai_http_curl_try *place = context;
    size_t length = size * count;
    const char *colon = memchr(line, ':', length);
    const char *start = colon;
    const char *end = line + length;
    char value[VALUE_SIZE];

    place->header_bytes += length;
    if (place->header_bytes > AOAI_HTTP_CURL_HEADER_BYTES) {
        place->stop = AOAI_HTTP_CURL_HEADERS;
        return 0;
    }
    if (length >= 5 && memcmp(line, "HTTP/", 5) == 0) {
        start_headers(place);
        return length;
    }
    if (colon == NULL)
        return length;
    do {
        start++;
    } while (start < end && (*start == ' ' || *start == '\t'));
    while (end > start && strchr(" \t\r\n", end[-1]) != NULL)
        end--;
    (void)snprintf(value, sizeof value, "%.*s", (int)(end - start), start);
    take_header(place, line, (size_t)(colon - line), value);
    return place->stop == AOAI_HTTP_CURL_RUNS ? length : 0;
}

size_t aoai_http_curl_answer_body(char *bytes, size_t size, size_t count,
                                  void *context)
{
    struct aoai_http_curl_try *place = context;
    struct aoai_buf *answer = &place->exchange->answer;

    aoai_buf_add(answer, bytes, size * count);
    if (answer->state == AOAI_BUF_FINE)
        return size * count;
    if (answer->state == AOAI_BUF_TOO_LARGE)
        place->stop = AOAI_HTTP_CURL_LARGE;
    return 0;
}
