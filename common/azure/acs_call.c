/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "azure/acs_call.h"

#include <string.h>

#include "azure/acs_error.h"
#include "azure/bearer.h"

#define SIGNATURE "&Signature="

enum {
    ANSWER_MOST = 65536, /* bytes */
    TRY_LIMIT = 10000,   /* ms for one try: a lost one leaves time to ask */
    FRESH_AFTER = 1000   /* ms until a date is another one */
};

/* True when CALL is signed with the access key. */
static bool is_signed(const struct aoai_acs_call *call)
{
    return call->setup->key && call->setup->key->length > 0;
}

/* Monotonic ms. */
static int64_t now(const struct aoai_acs_call *call)
{
    const struct aoai_clock *clock = call->setup->clock;

    return clock->monotonic(clock->self);
}

/* Signs CALL for being sent at DUE (monotonic ms), or now if that is over. */
static int sign(struct aoai_acs_call *call, int64_t due,
                struct aoai_error *error)
{
    const struct aoai_acs_email_setup *setup = call->setup;
    int64_t wait = due - now(call);
    int64_t at = setup->clock->wall(setup->clock->self);

    if (wait > 0)
        at += wait / 1000;
    return aoai_acs_sign_make(&call->sign, call->method, call->url, call->body,
                              call->body_length, at, setup->key, setup->crypto,
                              error);
}

/* Points the request at its header lines. */
static void set_headers(struct aoai_acs_call *call)
{
    const char **at = call->exchange.headers;

    memset(at, 0, sizeof(call->exchange.headers));
    if (is_signed(call)) {
        *at++ = aoai_buf_text(&call->sign.date);
        *at++ = aoai_buf_text(&call->sign.hash);
        *at++ = aoai_buf_text(&call->sign.authorization);
    } else {
        *at++ = aoai_buf_text(&call->bearer);
    }
    *at++ = "Accept: application/json";
    if (call->body)
        *at++ = "Content-Type: application/json";
    if (call->operation)
        *at++ = call->operation;
}

/* Signs a further try of EXCHANGE; where memory is short the old signature may
 * still do. */
static void renew(struct aoai_http_exchange *exchange)
{
    struct aoai_acs_call *call = exchange->context;

    (void)!sign(call, exchange->not_before, NULL);
    set_headers(call);
}

/* Authorizes and sends CALL. */
static int send_once(struct aoai_acs_call *call, struct aoai_error *error)
{
    struct aoai_http_exchange *exchange = &call->exchange;

    aoai_http_free_answer(exchange);
    if (is_signed(call)
            ? sign(call, call->not_before, error)
            : aoai_bearer_write(&call->bearer, call->setup->credential,
                                AOAI_ACS_EMAIL_AUDIENCE, call->deadline, error))
        return -1;
    *exchange = (struct aoai_http_exchange){
        .method = call->method,
        .url = call->url,
        .body = call->body,
        .body_length = call->body_length,
        .no_retry = call->no_retry,
        .answer_max = ANSWER_MOST,
        .deadline = call->deadline,
        .try_limit = TRY_LIMIT,
        .not_before = call->not_before,
        .renew = is_signed(call) ? renew : NULL,
        .context = call,
    };
    set_headers(call);
    return aoai_http_send(call->setup->http, exchange, error);
}

/* Learns from the answer's date how wrong the clock is. */
static void compare_clocks(struct aoai_acs_call *call)
{
    const struct aoai_clock *clock = call->setup->clock;

    call->clock_ahead = 0;
    if (call->exchange.server_date > 0)
        call->clock_ahead =
            clock->wall(clock->self) - call->exchange.server_date;
}

/* Makes CALL, which was answered 401, ready for another try. Returns whether
 * that can bring anything. */
static bool start_again(struct aoai_acs_call *call)
{
    if (!is_signed(call))
        return aoai_bearer_forget(aoai_buf_text(&call->bearer),
                                  call->setup->credential,
                                  AOAI_ACS_EMAIL_AUDIENCE);
    call->not_before = now(call) + FRESH_AFTER;
    return call->not_before < call->deadline;
}

int aoai_acs_call_send(struct aoai_acs_call *call, struct aoai_error *error)
{
    int failed = send_once(call, error);

    if (!failed && call->exchange.status == 401 && start_again(call))
        failed = send_once(call, error);
    compare_clocks(call);
    return failed;
}

/* What authorized CALL. */
static const char *find_secret(const struct aoai_acs_call *call)
{
    const char *text = aoai_buf_text(&call->sign.authorization);

    if (!is_signed(call))
        return aoai_bearer_token(aoai_buf_text(&call->bearer));
    return strstr(text, SIGNATURE) + strlen(SIGNATURE);
}

int aoai_acs_call_refusal(const struct aoai_acs_call *call,
                          struct aoai_error *error)
{
    const struct aoai_acs_error_proof proof = {is_signed(call),
                                               call->clock_ahead};

    aoai_acs_error_answer(&call->exchange, &proof, error);
    aoai_error_conceal(error, find_secret(call));
    return -1;
}

void aoai_acs_call_free(struct aoai_acs_call *call)
{
    aoai_http_free_answer(&call->exchange);
    aoai_acs_sign_free(&call->sign);
    aoai_buf_free(&call->bearer);
}
