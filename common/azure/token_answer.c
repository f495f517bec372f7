/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "azure/token_answer.h"

#include <stdlib.h>
#include <string.h>

#include "azure/token_life.h"
#include "net/json.h"

/* An Entra error code and what the operator can do about it. */
struct remedy {
    int code;
    const char *text;
};

static const struct remedy remedies[] = {
    {7000215, "the client secret is wrong: use its value, not its id"},
    {7000222, "the client secret has expired: create a new one"},
    {700016, "the application is not in this tenant: check client id and "
             "tenant id"},
    {90002, "no such tenant: check the tenant id and --cloud"},
    {900023, "the tenant id is neither an id nor a domain"},
    {900144, "the request lacks a part"},
    {7000218, "the application needs a secret or a certificate"},
    {700027, "the certificate is not registered for the application"},
    {7000112, "the application is disabled"},
    {500011, "the audience is unknown in this tenant: check --cloud"},
    {70011, "the audience is not valid: check --cloud"},
    {53003, "a Conditional Access policy blocks this sign-in"},
};

/* The remedy for CODE; NULL when there is none. */
static const char *find_remedy(int code)
{
    for (size_t i = 0; i < sizeof(remedies) / sizeof(remedies[0]); i++)
        if (remedies[i].code == code)
            return remedies[i].text;
    return NULL;
}

/* The number after "AADSTS" in TEXT; 0 when there is none. */
static int aadsts_code(const char *text)
{
    const char *at = text ? strstr(text, "AADSTS") : NULL;

    return at ? (int)strtol(at + strlen("AADSTS"), NULL, 10) : 0;
}

/* Bytes of TEXT up to its first line end. */
static int first_line(const char *text)
{
    return (int)strcspn(text, "\r\n");
}

int aoai_token_answer_refused(const struct aoai_http_exchange *exchange,
                              struct aoai_error *error)
{
    AOAI_CLEANUP(aoai_json_close) struct aoai_json *json = NULL;
    enum aoai_error_kind kind = aoai_http_status_kind(exchange->status);
    struct aoai_error ignored;
    const struct aoai_value *root = NULL;
    const char *name, *text, *remedy;
    int code;

    if (aoai_json_parse(&json, aoai_buf_text(&exchange->answer),
                        exchange->answer.length, &ignored) == 0)
        root = aoai_json_root(json);
    name = aoai_json_member_text(root, "error");
    text = aoai_json_member_text(root, "error_description");
    code = aadsts_code(text);
    remedy = find_remedy(code);
    if (kind == AOAI_ERROR_NONE) /* a success, but no token */
        kind = AOAI_ERROR_ANSWER;
    if (kind == AOAI_ERROR_REFUSED || kind == AOAI_ERROR_NOT_FOUND)
        kind = AOAI_ERROR_DENIED;
    if (remedy)
        return aoai_error_set(error, kind, "AADSTS%d: %s", code, remedy);
    if (text)
        return aoai_error_set(error, kind, "%d%s%s: %.*s", exchange->status,
                              name ? " " : "", name ? name : "",
                              first_line(text), text);
    return aoai_error_set(error, kind, "answered %d%s%s", exchange->status,
                          name ? " " : "", name ? name : "");
}

int aoai_token_answer_read(struct aoai_token *token,
                           const struct aoai_http_exchange *exchange,
                           int64_t now, struct aoai_error *error)
{
    AOAI_CLEANUP(aoai_json_close) struct aoai_json *json = NULL;
    const struct aoai_value *root, *value;
    const char *text;

    if (aoai_json_parse(&json, aoai_buf_text(&exchange->answer),
                        exchange->answer.length, error))
        return -1;
    root = aoai_json_root(json);
    value = aoai_json_member(root, "access_token");
    text = aoai_json_text(value);
    if (!aoai_token_is_bearer(text) ||
        strlen(text) != aoai_json_text_length(value))
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
