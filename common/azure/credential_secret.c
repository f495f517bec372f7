/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "azure/credential_secret.h"

#include "azure/entra.h"
#include "net/file.h"

/* Appends the secret, the file's before the environment's. */
static int read_secret(const struct aoai_credential_setup *setup,
                       struct aoai_buf *secret, struct aoai_error *error)
{
    if (setup->client_secret_file)
        return aoai_file_read_secret(secret, setup->client_secret_file, error);
    aoai_buf_puts(secret, setup->client_secret);
    return aoai_buf_check(secret, error);
}

static int get(void *self, const char *audience, int64_t deadline,
               struct aoai_token *token, struct aoai_error *error)
{
    const struct aoai_credential_setup *setup = self;
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf secret = {.secret = true};
    struct aoai_entra_proof proof = {0};

    if (read_secret(setup, &secret, error))
        return aoai_entra_wrap(setup, error);
    proof.secret = aoai_buf_text(&secret);
    if (aoai_entra_ask(setup, audience, &proof, deadline, token, error))
        return aoai_entra_wrap(setup, error);
    return 0;
}

void aoai_credential_secret_new(struct aoai_credential *credential,
                                const struct aoai_credential_setup *setup)
{
    *credential = (struct aoai_credential){
        .name = "environment", .self = (void *)(uintptr_t)setup, .get = get};
}
