/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Signing in as the application that options or the environment name, with a
 * secret or a certificate. "environment" in --credential. */
#ifndef AOAI_AZURE_CREDENTIAL_ENVIRONMENT_H
#define AOAI_AZURE_CREDENTIAL_ENVIRONMENT_H

#include "azure/credential.h"

/* Makes the credential from SETUP (borrowed): tenant, client, and the secret's
 * file, else the secret, else the certificate. Where one of the three is
 * missing, its get() is unavailable and names it. */
void aoai_credential_environment_new(struct aoai_credential *credential,
                                     const struct aoai_credential_setup *setup);

#endif
