/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "azure/credential_environment.h"

#include "azure/credential_certificate.h"
#include "azure/credential_secret.h"
#include "azure/entra.h"

static int get(void *self, const char *audience, int64_t deadline,
               struct aoai_token *token, struct aoai_error *error)
{
    const struct aoai_credential_setup *setup = self;
    const char *missing = aoai_entra_missing(setup);
    struct aoai_credential chosen;

    if (missing)
        return aoai_error_set(error, AOAI_ERROR_UNAVAILABLE, "%s", missing);
    if (setup->client_secret_file || setup->client_secret)
        aoai_credential_secret_new(&chosen, setup);
    else if (setup->client_certificate)
        aoai_credential_certificate_new(&chosen, setup);
    else
        return aoai_error_set(error, AOAI_ERROR_UNAVAILABLE,
                              "no AZURE_CLIENT_SECRET or certificate");
    return chosen.get(chosen.self, audience, deadline, token, error);
}

void aoai_credential_environment_new(struct aoai_credential *credential,
                                     const struct aoai_credential_setup *setup)
{
    *credential = (struct aoai_credential){
        .name = "environment", .self = (void *)(uintptr_t)setup, .get = get};
}
