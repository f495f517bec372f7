/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Signing in as whoever is logged in to the Azure CLI as this user
 * (https://learn.microsoft.com/cli/azure/account#az-account-get-access-token).
 * "azure-cli" in --credential. */
#ifndef AOAI_AZURE_CREDENTIAL_AZURE_CLI_H
#define AOAI_AZURE_CREDENTIAL_AZURE_CLI_H

#include "azure/credential.h"

/* Makes the credential from SETUP (borrowed): it runs "az account
 * get-access-token", found in $PATH, for at most 13 seconds, with --tenant
 * where SETUP names one and with this process's environment. Where there is no
 * az, or nobody is logged in, get() is unavailable; pinned, it fails and says
 * what to do. Any other failure is final, az's own message in it. What az
 * prints as its answer is never repeated.
 *
 * The token's end is expires_on, which az tells since 2.54.0. Older ones tell
 * expiresOn alone, local time without a zone, which can not be read safely:
 * expires is 0 then, and such a token is not kept between runs. A kept one is
 * used until its end, though somebody else may have logged in meanwhile. */
void aoai_credential_azure_cli_new(struct aoai_credential *credential,
                                   const struct aoai_credential_setup *setup);

#endif
