/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Managed identities of Azure Machine Learning's compute
 * (https://learn.microsoft.com/azure/machine-learning/
 * how-to-setup-authentication#configure-a-managed-identity). */
#ifndef AOAI_AZURE_CREDENTIAL_MACHINE_LEARNING_H
#define AOAI_AZURE_CREDENTIAL_MACHINE_LEARNING_H

#include "azure/credential.h"
#include "core/attr.h"

/* Asks msi_endpoint, with msi_secret, both of which SETUP has, for a token as
 * aoai_identity_source_ask() does; where no identity was chosen, for the one
 * that default_client_id names. Client ids alone are known there. */
int aoai_credential_machine_learning_ask(
    const struct aoai_credential_setup *setup, const char *audience,
    int64_t deadline, struct aoai_token *token,
    struct aoai_error *error) AOAI_MUST_USE;

#endif
