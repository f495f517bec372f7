/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Azure Cloud Shell, which signs in as the user whose shell it is
 * (https://learn.microsoft.com/azure/cloud-shell/msi-authorization). */
#ifndef AOAI_AZURE_CREDENTIAL_CLOUD_SHELL_H
#define AOAI_AZURE_CREDENTIAL_CLOUD_SHELL_H

#include "azure/credential.h"
#include "core/attr.h"

/* Asks msi_endpoint, which SETUP has, for a token as aoai_identity_source_ask()
 * does. No identity can be chosen there. */
int aoai_credential_cloud_shell_ask(const struct aoai_credential_setup *setup,
                                    const char *audience, int64_t deadline,
                                    struct aoai_token *token,
                                    struct aoai_error *error) AOAI_MUST_USE;

#endif
