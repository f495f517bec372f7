/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "azure/identity_answer.h"

#include <string.h>

#include "azure/token_answer.h"
#include "core/fold.h"
#include "net/json.h"

/* The words of a refusal; each NULL where it has none. */
struct words {
    const char *code;
    const char *message;
};

/* The refusal's words, borrowed from ROOT. */
static struct words find_words(const struct aoai_value *root)
{
    const struct aoai_value *inner = aoai_json_member(root, "error");
    const char *message = aoai_json_member_text(root, "message");

    if (message)
        return (struct words){NULL, message};
    return (struct words){aoai_json_member_text(inner, "code"),
                          aoai_json_member_text(inner, "message")};
}

int aoai_identity_answer_refused(const struct aoai_http_exchange *exchange,
                                 const char *broken, struct aoai_error *error)
{
    AOAI_CLEANUP(aoai_json_close) struct aoai_json *json = NULL;
    struct aoai_error ignored;
    struct words words = {0};

    if (aoai_json_parse(&json, aoai_buf_text(&exchange->answer),
                        exchange->answer.length, &ignored) == 0)
        words = find_words(aoai_json_root(json));
    if (!words.message)
        aoai_token_answer_refused(exchange, error);
    else
        aoai_error_set(error, aoai_token_answer_kind(exchange->status),
                       "%d%s%.*s: %s", exchange->status, words.code ? " " : "",
                       AOAI_QUOTE_MAX, words.code ? words.code : "",
                       aoai_error_quote(words.message).text);
    if (broken && error && exchange->status == 500)
        aoai_error_set(error, error->kind, "%s (%s)", error->text, broken);
    return -1;
}

bool aoai_identity_answer_is_unknown(const struct aoai_http_exchange *exchange)
{
    return exchange->status == 400 &&
           !strstr(aoai_buf_text(&exchange->answer), "AADSTS");
}

bool aoai_identity_answer_confirms(const struct aoai_http_exchange *exchange,
                                   const char *name, const char *id)
{
    AOAI_CLEANUP(aoai_json_close) struct aoai_json *json = NULL;
    struct aoai_error ignored;
    const char *text;

    if (aoai_json_parse(&json, aoai_buf_text(&exchange->answer),
                        exchange->answer.length, &ignored))
        return false;
    text = aoai_json_member_text(aoai_json_root(json), name);
    return text && aoai_fold_equal(text, id);
}
