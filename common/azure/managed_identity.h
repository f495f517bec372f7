/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Signing in as a managed identity, wherever this runs. "managed-identity" in
 * --credential.
 *
 * The platform tells by environment variables that it has identities; they are
 * in the setup. The first source that fits is asked, in the order of
 * Microsoft's authentication libraries:
 *
 *   Service Fabric          IDENTITY_ENDPOINT, IDENTITY_HEADER and
 *                           IDENTITY_SERVER_THUMBPRINT; not supported
 *   App Service, Functions, IDENTITY_ENDPOINT and IDENTITY_HEADER
 *     Container Apps
 *   Machine Learning        MSI_ENDPOINT and MSI_SECRET
 *   Cloud Shell             MSI_ENDPOINT
 *   Azure Arc               IDENTITY_ENDPOINT and IMDS_ENDPOINT, or its agent
 *                           is installed
 *   virtual machine         nothing of these: the metadata service
 *
 * What they share is in identity_source.h. (https://learn.microsoft.com/entra/
 * msal/dotnet/advanced/managed-identity) */
#ifndef AOAI_AZURE_MANAGED_IDENTITY_H
#define AOAI_AZURE_MANAGED_IDENTITY_H

#include "azure/credential.h"

/* Makes the credential from SETUP (borrowed). Unavailable in a chain, and a
 * failure where it is pinned, are: no metadata service, one that says that no
 * identity is assigned where none was chosen, and Service Fabric. All other
 * failures are final. */
void aoai_managed_identity_new(struct aoai_credential *credential,
                               const struct aoai_credential_setup *setup);

#endif
