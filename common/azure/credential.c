/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "azure/credential.h"

#include <string.h>

/* Sets *FIELD from the environment variable NAME unless it has a value. */
static void fill(const char **field, const char *name)
{
    if (!*field)
        *field = aoai_platform_env(name);
}

void aoai_credential_environment(struct aoai_credential_setup *setup)
{
    fill(&setup->tenant_id, "AZURE_TENANT_ID");
    fill(&setup->client_id, "AZURE_CLIENT_ID");
    fill(&setup->client_secret, "AZURE_CLIENT_SECRET");
    fill(&setup->authority, "AZURE_AUTHORITY_HOST");
    fill(&setup->imds, "AZURE_POD_IDENTITY_AUTHORITY_HOST");
}

bool aoai_token_is_bearer(const char *text)
{
    if (!text || !*text)
        return false;
    for (; *text; text++)
        if (*text <= ' ' || *text > '~')
            return false;
    return true;
}

void aoai_token_free(struct aoai_token *token)
{
    token->text.secret = true;
    aoai_buf_free(&token->text);
    memset(token, 0, sizeof(*token));
}

void aoai_credential_free(struct aoai_credential *credential)
{
    if (credential->free)
        credential->free(credential->self);
    memset(credential, 0, sizeof(*credential));
}
