/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Signing in as an application with a client secret: see azure/entra.h. One
 * half of "environment" in --credential. */
#ifndef AOAI_AZURE_CREDENTIAL_SECRET_H
#define AOAI_AZURE_CREDENTIAL_SECRET_H

#include "azure/credential.h"

/* Makes the credential from SETUP (borrowed), which has tenant, client and the
 * secret or its file; the file is read each time a token is asked for. */
void aoai_credential_secret_new(struct aoai_credential *credential,
                                const struct aoai_credential_setup *setup);

#endif
