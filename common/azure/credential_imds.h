/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Signing in as a managed identity of a virtual machine, by Azure's instance
 * metadata service (https://learn.microsoft.com/entra/identity/
 * managed-identities-azure-resources/how-to-use-vm-token).
 * "managed-identity" in --credential. */
#ifndef AOAI_AZURE_CREDENTIAL_IMDS_H
#define AOAI_AZURE_CREDENTIAL_IMDS_H

#include "azure/credential.h"

/* Makes the credential from SETUP (borrowed). The identity is
 * managed_identity_id, else client_id, else the machine's own. An id that
 * begins with "/" is a resource id, any other a client id and, where the
 * service knows no such client, an object id. In a chain the service is probed
 * for a second first; no answer, or no identity assigned where none was
 * chosen, is unavailable. Pinned, there is no probe and nothing is
 * unavailable. */
void aoai_credential_imds_new(struct aoai_credential *credential,
                              const struct aoai_credential_setup *setup);

#endif
