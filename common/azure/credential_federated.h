/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Signing in as an application that trusts another identity provider: a token
 * of that one, as Kubernetes puts into a file, is shown to Entra
 * (https://learn.microsoft.com/azure/aks/workload-identity-overview).
 * "workload-identity" in --credential. */
#ifndef AOAI_AZURE_CREDENTIAL_FEDERATED_H
#define AOAI_AZURE_CREDENTIAL_FEDERATED_H

#include "azure/credential.h"

/* Makes the credential from SETUP (borrowed): tenant, client and the federated
 * token's file, which is read each time a token is asked for, blanks round the
 * token left out. Where one of the three is missing, its get() is unavailable
 * and names it; in a chain it is so too while the file is empty. */
void aoai_credential_federated_new(struct aoai_credential *credential,
                                   const struct aoai_credential_setup *setup);

#endif
