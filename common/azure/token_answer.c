/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "azure/token_answer.h"

#include <string.h>

#include "azure/aadsts.h"
#include "azure/token_life.h"

/* What STATUS alone means; NULL when it tells nothing. */
static const char *status_meaning(int status)
{
    if (status >= 300 && status < 400)
        return "a redirect, which is not followed: check the endpoint";
    if (status == 404)
        return "check the endpoint";
    if (status == 410)
        return "the service is being renewed, for 70 s at most";
    if (status == 429)
        return "asked too often: try again later";
    return status >= 500 ? "the service fails: try again later" : NULL;
}

/* Says what a refusal without a description, called NAME (may be NULL),
 * means. */
static int refuse_status(const struct aoai_http_exchange *exchange,
                         enum aoai_error_kind kind, const char *name,
                         struct aoai_error *error)
{
    const char *meaning = status_meaning(exchange->status);
    bool puts_off = kind == AOAI_ERROR_THROTTLED || kind == AOAI_ERROR_SERVICE;

    if (puts_off && exchange->retry_after > 0)
        return aoai_error_set(
            error, kind,
            "answered %d%s%s: it wants to be left alone for "
            "another %lld s",
            exchange->status, name ? " " : "", name ? name : "",
            (long long)aoai_http_seconds(exchange->retry_after));
    return aoai_error_set(error, kind, "answered %d%s%s%s%s", exchange->status,
                          name ? " " : "", name ? name : "",
                          meaning ? ": " : "", meaning ? meaning : "");
}

enum aoai_error_kind aoai_token_answer_kind(int status)
{
    enum aoai_error_kind kind = aoai_http_status_kind(status);

    if (kind == AOAI_ERROR_NONE) /* a success, but no token */
        return AOAI_ERROR_ANSWER;
    if (kind == AOAI_ERROR_REFUSED || kind == AOAI_ERROR_NOT_FOUND)
        return AOAI_ERROR_DENIED;
    return kind;
}

int aoai_token_answer_refused(const struct aoai_http_exchange *exchange,
                              struct aoai_error *error)
{
    AOAI_CLEANUP(aoai_json_close) struct aoai_json *json = NULL;
    enum aoai_error_kind kind = aoai_token_answer_kind(exchange->status);
    struct aoai_error ignored;
    const struct aoai_value *root = NULL;
    const char *name, *text;

    if (aoai_json_parse(&json, aoai_buf_text(&exchange->answer),
                        exchange->answer.length, &ignored) == 0)
        root = aoai_json_root(json);
    name = aoai_json_member_text(root, "error");
    text = aoai_json_member_text(root, "error_description");
    if (aoai_aadsts_explain(aoai_aadsts_code(root), text, kind, error))
        return -1;
    if (text)
        return aoai_error_set(error, kind, "%d%s%s: %.*s", exchange->status,
                              name ? " " : "", name ? name : "",
                              aoai_aadsts_length(text), text);
    return refuse_status(exchange, kind, name, error);
}

const char *aoai_token_answer_text(const struct aoai_value *root,
                                   const char *name)
{
    const struct aoai_value *value = aoai_json_member(root, name);
    const char *text = aoai_json_text(value);

    if (!aoai_token_is_bearer(text) ||
        strlen(text) != aoai_json_text_length(value))
        return NULL;
    return text;
}

/* Says what it means that an answer is not JSON: most often somebody else has
 * given it, as a network that wants a login first. */
static int refuse_page(struct aoai_error *error)
{
    if (!error || error->kind != AOAI_ERROR_ANSWER)
        return -1;
    return aoai_error_set(error, error->kind,
                          "the answer is no token (%s): check the endpoint, or "
                          "what stands in between",
                          error->text);
}

int aoai_token_answer_read(struct aoai_token *token,
                           const struct aoai_http_exchange *exchange,
                           int64_t now, struct aoai_error *error)
{
    AOAI_CLEANUP(aoai_json_close) struct aoai_json *json = NULL;
    const struct aoai_value *root;
    const char *text;

    if (aoai_json_parse(&json, aoai_buf_text(&exchange->answer),
                        exchange->answer.length, error))
        return refuse_page(error);
    root = aoai_json_root(json);
    text = aoai_token_answer_text(root, "access_token");
    if (!text)
        return aoai_error_set(error, AOAI_ERROR_ANSWER,
                              "the answer holds no usable access_token");
    token->obtained = now;
    token->expires = aoai_token_life_end(root, now);
    if (token->expires == 0)
        return aoai_error_set(error, AOAI_ERROR_ANSWER,
                              "the answer does not tell how long the token "
                              "lives");
    token->text.secret = true;
    aoai_buf_puts(&token->text, text);
    return aoai_buf_check(&token->text, error);
}

int aoai_token_answer_ask(const struct aoai_credential_setup *setup,
                          struct aoai_http_exchange *exchange,
                          struct aoai_token *token, struct aoai_error *error)
{
    exchange->answer.secret = true;
    if (aoai_http_send(setup->http, exchange, error))
        return -1;
    if (exchange->status != 200)
        return aoai_token_answer_refused(exchange, error);
    return aoai_token_answer_read(
        token, exchange, setup->clock->wall(setup->clock->self), error);
}
