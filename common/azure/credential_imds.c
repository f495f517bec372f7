/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "azure/credential_imds.h"

#include <string.h>

#include "azure/token_answer.h"
#include "core/url.h"

#define IMDS "http://169.254.169.254"
#define TOKEN_PATH "/metadata/identity/oauth2/token"

/* How the service begins its refusal to choose among identities. */
#define SEVERAL "Multiple user assigned identities"

enum { PROBE_MS = 1000, TRY_MS = 5000 };

/* The endpoint's URL up to the path. */
static const char *endpoint_of(const struct aoai_credential_setup *setup)
{
    return setup->imds ? setup->imds : IMDS;
}

/* The id of a user-assigned identity; NULL: the machine's own. */
static const char *identity_of(const struct aoai_credential_setup *setup)
{
    return setup->managed_identity_id ? setup->managed_identity_id
                                      : setup->client_id;
}

/* Returns 0 when something answers at the endpoint: a request without the
 * header that the service demands, so that it is refused and harmless. */
static int probe(const struct aoai_credential_setup *setup, int64_t deadline,
                 struct aoai_error *error)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf url = {0};
    AOAI_CLEANUP(aoai_http_free_answer)
    struct aoai_http_exchange exchange = {
        .method = "GET",
        .no_retry = true,
        .try_limit = PROBE_MS,
        .deadline = deadline,
    };
    struct aoai_error why = {0};

    aoai_buf_puts(&url, endpoint_of(setup));
    aoai_buf_puts(&url, TOKEN_PATH);
    if (aoai_buf_check(&url, error))
        return -1;
    exchange.url = aoai_buf_text(&url);
    if (aoai_http_send(setup->http, &exchange, &why) == 0)
        return 0;
    if (why.kind == AOAI_ERROR_MEMORY || why.kind == AOAI_ERROR_INPUT ||
        why.kind == AOAI_ERROR_DEADLINE)
        return aoai_error_set(error, why.kind, "%s", why.text);
    return aoai_error_set(error, AOAI_ERROR_UNAVAILABLE,
                          "no instance metadata service answers here");
}

/* Appends the token URL; PARAMETER names what ID is, both NULL: none. */
static int write_url(const struct aoai_credential_setup *setup,
                     const char *audience, const char *parameter,
                     const char *id, struct aoai_buf *url,
                     struct aoai_error *error)
{
    aoai_buf_puts(url, endpoint_of(setup));
    aoai_buf_puts(url, TOKEN_PATH "?api-version=2018-02-01&resource=");
    aoai_url_escape(url, audience);
    if (id) {
        aoai_buf_printf(url, "&%s=", parameter);
        aoai_url_escape(url, id);
    }
    return aoai_buf_check(url, error);
}

/* Asks once; a 400 is told apart by *NO_IDENTITY. */
static int ask(const struct aoai_credential_setup *setup, const char *audience,
               const char *parameter, int64_t deadline,
               struct aoai_token *token, bool *no_identity,
               struct aoai_error *error)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf url = {0};
    AOAI_CLEANUP(aoai_http_free_answer)
    struct aoai_http_exchange exchange = {
        .method = "GET",
        .headers = {"Metadata: true"},
        .try_limit = TRY_MS,
        .deadline = deadline,
    };
    int failed;

    *no_identity = false;
    if (write_url(setup, audience, parameter, identity_of(setup), &url, error))
        return -1;
    exchange.url = aoai_buf_text(&url);
    failed = aoai_token_answer_ask(setup, &exchange, token, error);
    *no_identity = exchange.status == 400;
    return failed;
}

/* Asks with each meaning the identity's id may have. */
static int ask_each(const struct aoai_credential_setup *setup,
                    const char *audience, int64_t deadline,
                    struct aoai_token *token, bool *no_identity,
                    struct aoai_error *error)
{
    const char *id = identity_of(setup);

    if (id && *id == '/')
        return ask(setup, audience, "msi_res_id", deadline, token, no_identity,
                   error);
    if (ask(setup, audience, "client_id", deadline, token, no_identity,
            error) == 0)
        return 0;
    if (!*no_identity || !setup->managed_identity_id)
        return -1;
    return ask(setup, audience, "object_id", deadline, token, no_identity,
               error);
}

static int get(void *self, const char *audience, int64_t deadline,
               struct aoai_token *token, struct aoai_error *error)
{
    const struct aoai_credential_setup *setup = self;
    const char *id = identity_of(setup);
    bool no_identity;

    if (!setup->pinned && probe(setup, deadline, error))
        return -1;
    if (ask_each(setup, audience, deadline, token, &no_identity, error) == 0)
        return 0;
    if (no_identity && id)
        return aoai_error_wrap(error,
                               "managed identity %s is not assigned to this "
                               "machine",
                               id);
    if (no_identity && strstr(error->text, SEVERAL))
        return aoai_error_set(error, AOAI_ERROR_DENIED,
                              "several managed identities are assigned to this "
                              "machine: choose one with --managed-identity-id");
    if (no_identity)
        return aoai_error_set(
            error, setup->pinned ? AOAI_ERROR_DENIED : AOAI_ERROR_UNAVAILABLE,
            "no managed identity is assigned to this "
            "machine: assign one, or choose another "
            "credential");
    return aoai_error_wrap(error, "managed identity");
}

void aoai_credential_imds_new(struct aoai_credential *credential,
                              const struct aoai_credential_setup *setup)
{
    *credential = (struct aoai_credential){.name = "managed-identity",
                                           .self = (void *)(uintptr_t)setup,
                                           .get = get};
}
