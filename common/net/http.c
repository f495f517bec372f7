/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "net/http.h"

#include <string.h>

/* The done function of those who wait in aoai_http_send(). */
static void arrive(struct aoai_http_exchange *exchange)
{
    (void)exchange;
}

int aoai_http_send(struct aoai_http *http, struct aoai_http_exchange *exchange,
                   struct aoai_error *error)
{
    exchange->done = arrive;
    if (http->submit(http->self, exchange, error) != 0)
        return -1;
    if (http->run(http->self, error) != 0)
        return -1;
    if (exchange->error.kind == AOAI_ERROR_NONE)
        return 0;
    return aoai_error_set(error, exchange->error.kind, "%s",
                          exchange->error.text);
}

void aoai_http_free_answer(struct aoai_http_exchange *exchange)
{
    aoai_buf_free(&exchange->answer);
    exchange->error.kind = AOAI_ERROR_NONE;
    exchange->error.text[0] = '\0';
    exchange->lasting = false;
    exchange->status = 0;
    exchange->retry_after = -1;
    exchange->server_date = 0;
    exchange->challenge[0] = '\0';
    exchange->etag[0] = '\0';
    exchange->error_code[0] = '\0';
    exchange->remaining_reads[0] = '\0';
    exchange->took = 0;
    exchange->tries = 0;
}

void aoai_http_free(struct aoai_http *http)
{
    if (http->free != NULL)
        http->free(http->self);
    *http = (struct aoai_http){0};
}

int64_t aoai_http_seconds(int64_t ms)
{
    return ms / 1000 + (ms % 1000 != 0);
}

enum aoai_error_kind aoai_http_status_kind(int status)
{
    if (status < 300)
        return AOAI_ERROR_NONE;
    if (status == 401 || status == 403)
        return AOAI_ERROR_DENIED;
    if (status == 404)
        return AOAI_ERROR_NOT_FOUND;
    if (status == 429)
        return AOAI_ERROR_THROTTLED;
    if (status == 408 || status >= 500)
        return AOAI_ERROR_SERVICE;
    return AOAI_ERROR_REFUSED;
}
