/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "poll/call.h"

#include "azure/bearer.h"
#include "azure/service_error.h"

/* Judges the answer to CALL. */
static int take(struct aoai_call *call)
{
    struct aoai_http_exchange *exchange = &call->exchange;

    if (exchange->error.kind != AOAI_ERROR_NONE)
        return aoai_error_set(call->error, exchange->error.kind, "%s",
                              exchange->error.text);
    call->denied = exchange->status == 401;
    if (exchange->status != 200)
        return aoai_service_error(exchange, call->error);
    return call->take(call, call->error);
}

static void send_call(struct aoai_call *call);

/* Takes the answer, and goes on to the next page if there is one. */
static void finish(struct aoai_http_exchange *exchange)
{
    struct aoai_call *call = exchange->context;

    call->more = false;
    if (take(call) == 0) {
        call->error->kind = AOAI_ERROR_NONE;
    } else {
        aoai_error_conceal(call->error, aoai_bearer_token(call->authorization));
        call->more = false;
    }
    aoai_http_free_answer(exchange);
    if (call->more)
        send_call(call);
}

/* Hands CALL to the transport. */
static void send_call(struct aoai_call *call)
{
    struct aoai_http *http = call->fetch->http;

    call->denied = false;
    call->exchange = (struct aoai_http_exchange){
        .method = "GET",
        .url = aoai_buf_text(&call->url),
        .headers = {call->authorization, "Accept: application/json"},
        .answer_max = call->answer_max,
        .deadline = call->fetch->deadline,
        .done = finish,
        .context = call,
    };
    if (aoai_buf_check(&call->url, call->error) == 0)
        (void)!http->submit(http->self, &call->exchange, call->error);
}

/* Makes all calls, or those that were denied. */
static void run(const struct aoai_fetch *fetch, struct aoai_call *calls,
                size_t count, bool denied_only, const char *authorization)
{
    struct aoai_error ignored; /* every call has been told */

    for (size_t i = 0; i < count; i++) {
        if (denied_only && !calls[i].denied)
            continue;
        calls[i].fetch = fetch;
        calls[i].authorization = authorization;
        send_call(&calls[i]);
    }
    (void)!fetch->http->run(fetch->http->self, &ignored);
}

/* True when one of the calls was denied. */
static bool any_denied(const struct aoai_call *calls, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (calls[i].denied)
            return true;
    return false;
}

void aoai_call_all(const struct aoai_fetch *fetch, struct aoai_call *calls,
                   size_t count)
{
    struct aoai_credential *credential = fetch->credential;
    const char *audience = fetch->setup->audience;
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf header = {.secret = true};
    struct aoai_error error;

    if (aoai_bearer_write(&header, credential, audience, fetch->deadline,
                          &error)) {
        for (size_t i = 0; i < count; i++)
            *calls[i].error = error;
        return;
    }
    run(fetch, calls, count, false, aoai_buf_text(&header));
    if (!any_denied(calls, count) ||
        !aoai_bearer_forget(aoai_buf_text(&header), credential, audience))
        return;
    if (aoai_bearer_write(&header, credential, audience, fetch->deadline,
                          &error)) {
        for (size_t i = 0; i < count; i++)
            if (calls[i].denied)
                *calls[i].error = error;
        return;
    }
    run(fetch, calls, count, true, aoai_buf_text(&header));
}

void aoai_call_free(struct aoai_call *calls, size_t count)
{
    for (size_t i = 0; i < count; i++)
        aoai_buf_free(&calls[i].url);
}
