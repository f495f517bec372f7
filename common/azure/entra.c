/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "azure/entra.h"

#include "azure/token_answer.h"
#include "core/url.h"

/* The only type of assertion that Entra takes (RFC 7523 section 2.2). */
#define ASSERTION_TYPE "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

/* Bytes of a client id that are told; one of Entra's has 36. */
enum { ID_SHOWN = 64 };

const char *aoai_entra_missing(const struct aoai_credential_setup *setup)
{
    if (!setup->tenant_id)
        return "no AZURE_TENANT_ID";
    if (!setup->client_id)
        return "no AZURE_CLIENT_ID";
    return NULL;
}

int aoai_entra_url(const struct aoai_credential_setup *setup,
                   struct aoai_buf *url, struct aoai_error *error)
{
    aoai_buf_puts(url, setup->authority);
    aoai_buf_putc(url, '/');
    aoai_url_escape(url, setup->tenant_id);
    aoai_buf_puts(url, "/oauth2/v2.0/token");
    return aoai_buf_check(url, error);
}

/* Appends "&NAME=VALUE" to FORM; without a VALUE nothing. */
static void add_field(struct aoai_buf *form, const char *name,
                      const char *value)
{
    if (!value)
        return;
    aoai_buf_printf(form, "&%s=", name);
    aoai_url_escape(form, value);
}

/* Writes the form that asks for a token of AUDIENCE. */
static int write_form(const struct aoai_credential_setup *setup,
                      const char *audience,
                      const struct aoai_entra_proof *proof,
                      struct aoai_buf *form, struct aoai_error *error)
{
    aoai_buf_puts(form, "grant_type=client_credentials");
    add_field(form, "client_id", setup->client_id);
    add_field(form, "scope", audience);
    aoai_url_escape(form, "/.default");
    add_field(form, "client_secret", proof->secret);
    add_field(form, "client_assertion_type",
              proof->assertion ? ASSERTION_TYPE : NULL);
    add_field(form, "client_assertion", proof->assertion);
    return aoai_buf_check(form, error);
}

/* Takes what PROOF holds out of ERROR, as it is and as it was sent. */
static void conceal(const struct aoai_entra_proof *proof,
                    struct aoai_error *error)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf sent = {.secret = true};

    aoai_error_conceal(error, proof->assertion);
    aoai_error_conceal(error, proof->secret);
    if (proof->secret)
        aoai_url_escape(&sent, proof->secret);
    aoai_error_conceal(error, aoai_buf_text(&sent));
}

int aoai_entra_ask(const struct aoai_credential_setup *setup,
                   const char *audience, const struct aoai_entra_proof *proof,
                   int64_t deadline, struct aoai_token *token,
                   struct aoai_error *error)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf url = {0};
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf form = {.secret = true};
    AOAI_CLEANUP(aoai_http_free_answer)
    struct aoai_http_exchange exchange = {
        .method = "POST",
        .headers = {"Content-Type: application/x-www-form-urlencoded",
                    "Accept: application/json"},
        .repeatable = true, /* a token more is no harm */
        .deadline = deadline,
    };

    if (aoai_entra_url(setup, &url, error) ||
        write_form(setup, audience, proof, &form, error))
        return -1;
    exchange.url = aoai_buf_text(&url);
    exchange.body = aoai_buf_text(&form);
    exchange.body_length = form.length;
    if (aoai_token_answer_ask(setup, &exchange, token, error) == 0)
        return 0;
    conceal(proof, error);
    return -1;
}

int aoai_entra_wrap(const struct aoai_credential_setup *setup,
                    struct aoai_error *error)
{
    if (!error || error->kind == AOAI_ERROR_MEMORY)
        return -1;
    return aoai_error_set(error, error->kind, "sign-in: %s (application %.*s)",
                          error->text, ID_SHOWN, setup->client_id);
}
