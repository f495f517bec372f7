/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Managed identities of App Service, Functions and Container Apps
 * (https://learn.microsoft.com/azure/app-service/
 * overview-managed-identity#rest-endpoint-reference). */
#ifndef AOAI_AZURE_CREDENTIAL_APP_SERVICE_H
#define AOAI_AZURE_CREDENTIAL_APP_SERVICE_H

#include "azure/credential.h"
#include "core/attr.h"

/* Asks identity_endpoint, with identity_header, both of which SETUP has, for a
 * token as aoai_identity_source_ask() does. */
int aoai_credential_app_service_ask(const struct aoai_credential_setup *setup,
                                    const char *audience, int64_t deadline,
                                    struct aoai_token *token,
                                    struct aoai_error *error) AOAI_MUST_USE;

#endif
