/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Managed identities of virtual machines and scale sets, and of pods on them:
 * Azure's instance metadata service (https://learn.microsoft.com/entra/
 * identity/managed-identities-azure-resources/how-to-use-vm-token). */
#ifndef AOAI_AZURE_CREDENTIAL_IMDS_H
#define AOAI_AZURE_CREDENTIAL_IMDS_H

#include "azure/credential.h"
#include "core/attr.h"

/* Asks for a token as aoai_identity_source_ask() does. In a chain the service
 * is probed first, by a request that it refuses, for a second at most: no
 * answer is unavailable, and so are 401 and 404, which are other clouds', and
 * a 403 that says "unreachable", which is Docker Desktop's. The probe is made
 * wherever SETUP says that the service is (Microsoft's libraries leave it out
 * where AZURE_POD_IDENTITY_AUTHORITY_HOST names a place), so that an address
 * that nobody answers at ends neither the chain nor the run. Pinned, there is
 * no probe and nothing is unavailable. */
int aoai_credential_imds_ask(const struct aoai_credential_setup *setup,
                             const char *audience, int64_t deadline,
                             struct aoai_token *token,
                             struct aoai_error *error) AOAI_MUST_USE;

#endif
