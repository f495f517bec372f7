/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "azure/token_claims.h"

#include <string.h>

#include "core/buf.h"
#include "net/json.h"
#include "net/module.h"

/* Appends the bytes that LENGTH characters of base64url at TEXT stand for.
 * Returns false when they are none. */
static bool decode(struct aoai_buf *out, const char *text, size_t length)
{
    struct aoai_crypto crypto;
    struct aoai_error ignored;

    return aoai_module_crypto(&crypto, &ignored) == 0 &&
           crypto.base64_url_decode(out, text, length, &ignored) == 0;
}

/* Finds the middle one of the three parts of TOKEN. Returns NULL when there
 * are more or fewer. */
static const char *find_payload(const char *token, size_t *length)
{
    const char *first = strchr(token, '.');
    const char *second = first ? strchr(first + 1, '.') : NULL;

    if (!second || strchr(second + 1, '.'))
        return NULL;
    *length = (size_t)(second - first - 1);
    return first + 1;
}

/* Copies the claim NAME into ID if it looks like an id. */
static void take_id(char id[AOAI_TOKEN_CLAIMS_ID_SIZE],
                    const struct aoai_value *claims, const char *name)
{
    const struct aoai_value *value = aoai_json_member(claims, name);
    const char *text = aoai_json_text(value);
    size_t length = text ? strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                        "abcdefghijklmnopqrstuvwxyz"
                                        "0123456789-")
                         : 0;

    if (length == aoai_json_text_length(value) &&
        length < AOAI_TOKEN_CLAIMS_ID_SIZE && length > 0)
        memcpy(id, text, length + 1);
}

/* Takes what is shown of the object ROOT. */
static void take(struct aoai_token_claims *claims,
                 const struct aoai_value *root)
{
    take_id(claims->tenant, root, "tid");
    take_id(claims->application, root, "appid");
    if (!claims->application[0])
        take_id(claims->application, root, "azp");
    take_id(claims->object, root, "oid");
    claims->is_user = aoai_json_member_text(root, "scp") != NULL;
    if (!aoai_json_seconds(aoai_json_member(root, "exp"), &claims->expires))
        claims->expires = 0;
}

bool aoai_token_claims_read(struct aoai_token_claims *claims, const char *token)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf bytes = {.secret = true};
    AOAI_CLEANUP(aoai_json_close) struct aoai_json *json = NULL;
    struct aoai_error ignored;
    size_t length = 0;
    const char *payload = find_payload(token, &length);

    memset(claims, 0, sizeof(*claims));
    if (!payload || !decode(&bytes, payload, length) ||
        aoai_json_parse(&json, aoai_buf_text(&bytes), bytes.length, &ignored))
        return false;
    take(claims, aoai_json_root(json));
    if (claims->tenant[0] || claims->application[0] || claims->object[0])
        return true;
    memset(claims, 0, sizeof(*claims));
    return false;
}
