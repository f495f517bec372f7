/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "azure/credential_secret.h"

#include "azure/token_answer.h"
#include "core/url.h"
#include "net/file.h"

/* What is missing in SETUP, as an operator would set it; NULL: nothing. */
static const char *find_missing(const struct aoai_credential_setup *setup)
{
    if (!setup->tenant_id)
        return "AZURE_TENANT_ID is not set";
    if (!setup->client_id)
        return "AZURE_CLIENT_ID is not set";
    if (!setup->client_secret && !setup->client_secret_file)
        return "AZURE_CLIENT_SECRET is not set";
    return NULL;
}

/* Appends the secret, the file's before the environment's. */
static int read_secret(const struct aoai_credential_setup *setup,
                       struct aoai_buf *secret, struct aoai_error *error)
{
    if (setup->client_secret_file)
        return aoai_file_read_secret(secret, setup->client_secret_file, error);
    aoai_buf_puts(secret, setup->client_secret);
    return aoai_buf_check(secret, error);
}

/* Writes the form that asks for a token of AUDIENCE. */
static int write_form(const struct aoai_credential_setup *setup,
                      const char *audience, struct aoai_buf *form,
                      struct aoai_error *error)
{
    AOAI_CLEANUP(aoai_buf_free)
    struct aoai_buf secret = {.secret = true};

    if (read_secret(setup, &secret, error))
        return -1;
    aoai_buf_puts(form, "grant_type=client_credentials&client_id=");
    aoai_url_escape(form, setup->client_id);
    aoai_buf_puts(form, "&scope=");
    aoai_url_escape(form, audience);
    aoai_url_escape(form, "/.default");
    aoai_buf_puts(form, "&client_secret=");
    aoai_url_escape(form, aoai_buf_text(&secret));
    return aoai_buf_check(form, error);
}

/* Sends FORM to the tenant's token endpoint and reads the answer. */
static int ask(const struct aoai_credential_setup *setup,
               const struct aoai_buf *form, int64_t deadline,
               struct aoai_token *token, struct aoai_error *error)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf url = {0};
    AOAI_CLEANUP(aoai_http_free_answer)
    struct aoai_http_exchange exchange = {
        .method = "POST",
        .headers = {"Content-Type: application/x-www-form-urlencoded",
                    "Accept: application/json"},
        .body = aoai_buf_text(form),
        .body_length = form->length,
        .repeatable = true, /* a token more is no harm */
        .deadline = deadline,
    };

    aoai_buf_puts(&url, setup->authority);
    aoai_buf_putc(&url, '/');
    aoai_url_escape(&url, setup->tenant_id);
    aoai_buf_puts(&url, "/oauth2/v2.0/token");
    if (aoai_buf_check(&url, error))
        return -1;
    exchange.url = aoai_buf_text(&url);
    return aoai_token_answer_ask(setup, &exchange, token, error);
}

static int get(void *self, const char *audience, int64_t deadline,
               struct aoai_token *token, struct aoai_error *error)
{
    const struct aoai_credential_setup *setup = self;
    const char *missing = find_missing(setup);
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf form = {.secret = true};

    if (missing)
        return aoai_error_set(error, AOAI_ERROR_UNAVAILABLE, "%s", missing);
    if (write_form(setup, audience, &form, error) ||
        ask(setup, &form, deadline, token, error))
        return aoai_error_wrap(error, "sign-in as application %s",
                               setup->client_id);
    return 0;
}

void aoai_credential_secret_new(struct aoai_credential *credential,
                                const struct aoai_credential_setup *setup)
{
    *credential = (struct aoai_credential){
        .name = "environment", .self = (void *)(uintptr_t)setup, .get = get};
}
