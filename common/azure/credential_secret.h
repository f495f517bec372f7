/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Signing in as an application with a client secret: OAuth 2.0 client
 * credentials (https://learn.microsoft.com/entra/identity-platform/
 * v2-oauth2-client-creds-grant-flow). "environment" in --credential. */
#ifndef AOAI_AZURE_CREDENTIAL_SECRET_H
#define AOAI_AZURE_CREDENTIAL_SECRET_H

#include "azure/credential.h"

/* Makes the credential from SETUP (borrowed): tenant, client and the secret or
 * its file, which is read each time a token is asked for. Where one of the
 * three is missing, its get() is unavailable and names it. */
void aoai_credential_secret_new(struct aoai_credential *credential,
                                const struct aoai_credential_setup *setup);

#endif
