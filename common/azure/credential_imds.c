/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "azure/credential_imds.h"

#include <string.h>

#include "azure/identity_source.h"

#define IMDS "http://169.254.169.254"
#define TOKEN_PATH "/metadata/identity/oauth2/token"

enum { PROBE_MS = 1000, TRY_MS = 5000 };

static const struct aoai_identity_source imds = {
    .name = "the instance metadata service",
    .place = "this machine",
    .api_version = "2018-02-01",
    .client_id = "client_id",
    .object_id = "object_id",
    .resource_id = "msi_res_id",
    .rules = AOAI_HTTP_IMDS,
    .try_limit = TRY_MS,
    .may_lack = true,
};

/* True when EXCHANGE, answered, is the answer of Azure's metadata service,
 * which refuses the probe with 400. Other clouds have theirs at the same
 * address and know no such path, or demand to be signed in. */
static bool is_service(const struct aoai_http_exchange *exchange)
{
    if (exchange->status == 401 || exchange->status == 404)
        return false;
    return exchange->status != 403 ||
           !strstr(aoai_buf_text(&exchange->answer), "unreachable");
}

/* Returns 0 when the service answers at URL: a request without the header that
 * it demands, so that it is refused and harmless. */
static int probe(const struct aoai_credential_setup *setup, const char *url,
                 int64_t deadline, struct aoai_error *error)
{
    AOAI_CLEANUP(aoai_http_free_answer)
    struct aoai_http_exchange exchange = {
        .method = "GET",
        .url = url,
        .no_retry = true,
        .try_limit = PROBE_MS,
        .deadline = deadline,
    };
    struct aoai_error why = {0};

    if (aoai_http_send(setup->http, &exchange, &why) == 0 &&
        is_service(&exchange))
        return 0;
    if (why.kind == AOAI_ERROR_MEMORY || why.kind == AOAI_ERROR_INPUT ||
        why.kind == AOAI_ERROR_DEADLINE)
        return aoai_error_set(error, why.kind, "%s", why.text);
    return aoai_error_set(error, AOAI_ERROR_UNAVAILABLE,
                          "no metadata service here");
}

int aoai_credential_imds_ask(const struct aoai_credential_setup *setup,
                             const char *audience, int64_t deadline,
                             struct aoai_token *token, struct aoai_error *error)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf url = {0};
    struct aoai_identity_place place = {.headers = {"Metadata: true"}};

    aoai_buf_puts(&url, setup->imds ? setup->imds : IMDS);
    aoai_buf_puts(&url, TOKEN_PATH);
    if (aoai_buf_check(&url, error))
        return -1;
    place.endpoint = aoai_buf_text(&url);
    if (!setup->pinned && probe(setup, place.endpoint, deadline, error))
        return -1;
    if (aoai_identity_source_ask(&imds, &place, setup, audience, deadline,
                                 token, error) == 0)
        return 0;
    if (!setup->pinned || !error || error->kind != AOAI_ERROR_NETWORK)
        return -1;
    return aoai_error_set(error, error->kind,
                          "%s: choose another --credential where this machine "
                          "is not in Azure",
                          error->text);
}
