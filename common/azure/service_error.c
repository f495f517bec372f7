/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "azure/service_error.h"

#include <string.h>

#include "core/utf8.h"
#include "net/json.h"

/* Longest part of Azure's own message that is repeated, bytes. */
enum { MESSAGE_MAX = 300 };

#define NO_TOKEN                                                               \
    "Azure does not accept the token: check tenant, --cloud and --token-file"

/* What to do about an error code. */
struct remedy {
    const char *code;
    const char *text;
};

static const struct remedy remedies[] = {
    {"AuthorizationFailed", AOAI_SERVICE_ERROR_GRANT},
    {"LinkedAuthorizationFailed", AOAI_SERVICE_ERROR_GRANT},
    {"SubscriptionNotFound",
     "no such subscription in this tenant: check the id, the tenant and "
     "--cloud"},
    {"InvalidSubscriptionId", "check the subscription in the resource id"},
    {"ResourceGroupNotFound", "check the resource group in the resource id"},
    {"ResourceNotFound", "check the name in the resource id"},
    {"ParentResourceNotFound", "check the name in the resource id"},
    {"InvalidAuthenticationTokenTenant",
     "the identity is of another tenant: check AZURE_TENANT_ID"},
    {"InvalidAuthenticationTokenAudience",
     "the token is for another audience: check --cloud"},
    {"InvalidAuthenticationToken", NO_TOKEN},
    {"ExpiredAuthenticationToken",
     "the token has expired: renew the --token-file, or check this machine's "
     "clock"},
    {"MissingSubscriptionRegistration",
     "register the provider Microsoft.Insights in the subscription"},
};

/* The remedy for CODE; NULL when there is none. */
static const char *find_remedy(const char *code)
{
    for (size_t i = 0; code && i < sizeof(remedies) / sizeof(remedies[0]); i++)
        if (strcmp(remedies[i].code, code) == 0)
            return remedies[i].text;
    return NULL;
}

/* The remedy where only STATUS is known; NULL when there is none. */
static const char *status_remedy(int status)
{
    if (status < 300)
        return "the answer is none to what was asked";
    if (status >= 300 && status < 400)
        return "a redirect, which is not followed: check the endpoint";
    if (status == 401)
        return NO_TOKEN;
    if (status == 403)
        return AOAI_SERVICE_ERROR_GRANT;
    if (status == 404)
        return "not found: check the resource id";
    if (status == 429)
        return "Azure throttles";
    return NULL;
}

/* Says how long a throttling service wants to be left alone. */
static int throttled(const struct aoai_http_exchange *exchange,
                     const char *code, struct aoai_error *error)
{
    const char *name = code ? code : "TooManyRequests";

    if (exchange->retry_after < 0)
        return aoai_error_set(error, AOAI_ERROR_THROTTLED,
                              "%d %s: Azure throttles", exchange->status, name);
    return aoai_error_set(error, AOAI_ERROR_THROTTLED,
                          "%d %s: Azure throttles for another %lld s",
                          exchange->status, name,
                          (long long)aoai_http_seconds(exchange->retry_after));
}

/* Bytes of MESSAGE worth repeating: its first line, bounded, no character of
 * UTF-8 cut. */
static int message_length(const char *message)
{
    size_t length = strcspn(message, "\r\n");

    return (int)(length <= MESSAGE_MAX ? length
                                       : aoai_utf8_cut(message, MESSAGE_MAX));
}

int aoai_service_error(const struct aoai_http_exchange *exchange,
                       struct aoai_error *error)
{
    AOAI_CLEANUP(aoai_json_close) struct aoai_json *json = NULL;
    enum aoai_error_kind kind = aoai_http_status_kind(exchange->status);
    const struct aoai_value *body = NULL;
    const char *code, *message, *remedy;
    struct aoai_error ignored;

    if (aoai_json_parse(&json, aoai_buf_text(&exchange->answer),
                        exchange->answer.length, &ignored) == 0)
        body = aoai_json_root(json);
    if (aoai_json_member(body, "error"))
        body = aoai_json_member(body, "error");
    if (kind == AOAI_ERROR_NONE) /* a success, but not the one asked for */
        kind = AOAI_ERROR_ANSWER;
    code = aoai_json_member_text(body, "code");
    message = aoai_json_member_text(body, "message");
    if (kind == AOAI_ERROR_THROTTLED)
        return throttled(exchange, code, error);
    remedy = find_remedy(code);
    if (remedy)
        return aoai_error_set(error, kind, "%d %s: %s", exchange->status, code,
                              remedy);
    if (message)
        return aoai_error_set(error, kind, "%d%s%s: %.*s", exchange->status,
                              code ? " " : "", code ? code : "",
                              message_length(message), message);
    remedy = status_remedy(exchange->status);
    return aoai_error_set(error, kind, "%d%s%s: %s", exchange->status,
                          code ? " " : "", code ? code : "",
                          remedy ? remedy
                                 : "Azure answers with an error of its own");
}
