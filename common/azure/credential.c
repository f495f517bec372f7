/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "azure/credential.h"

#include <string.h>
#include <strings.h>

#include "core/record.h"

/* Sets *FIELD from the environment variable NAME unless it has a value. */
static void fill(const char **field, const char *name)
{
    if (!*field)
        *field = aoai_platform_env(name);
}

bool aoai_credential_proves(const struct aoai_credential_setup *setup)
{
    return setup->client_secret || setup->client_secret_file ||
           setup->client_certificate || setup->federated_token_file;
}

/* Reads how an application proves who it is. */
static void fill_proof(struct aoai_credential_setup *setup)
{
    if (aoai_credential_proves(setup))
        return;
    fill(&setup->federated_token_file, "AZURE_FEDERATED_TOKEN_FILE");
    fill(&setup->client_secret, "AZURE_CLIENT_SECRET");
    if (!setup->client_secret)
        fill(&setup->client_certificate, "AZURE_CLIENT_CERTIFICATE_PATH");
}

/* Reads how to handle a certificate. */
static void fill_certificate(struct aoai_credential_setup *setup)
{
    const char *chain =
        aoai_platform_env("AZURE_CLIENT_SEND_CERTIFICATE_CHAIN");

    if (!setup->client_certificate_password_file)
        fill(&setup->client_certificate_password,
             "AZURE_CLIENT_CERTIFICATE_PASSWORD");
    if (chain && (strcmp(chain, "1") == 0 || strcasecmp(chain, "true") == 0))
        setup->send_certificate_chain = true;
}

void aoai_credential_environment(struct aoai_credential_setup *setup)
{
    fill(&setup->tenant_id, "AZURE_TENANT_ID");
    fill(&setup->client_id, "AZURE_CLIENT_ID");
    fill_proof(setup);
    fill_certificate(setup);
    fill(&setup->identity_endpoint, "IDENTITY_ENDPOINT");
    fill(&setup->identity_header, "IDENTITY_HEADER");
    fill(&setup->identity_thumbprint, "IDENTITY_SERVER_THUMBPRINT");
    fill(&setup->imds_endpoint, "IMDS_ENDPOINT");
    fill(&setup->msi_endpoint, "MSI_ENDPOINT");
    fill(&setup->msi_secret, "MSI_SECRET");
    fill(&setup->default_client_id, "DEFAULT_IDENTITY_CLIENT_ID");
    fill(&setup->azure_config_dir, "AZURE_CONFIG_DIR");
    fill(&setup->azure_config_dir, "HOME");
}

bool aoai_credential_allows(const struct aoai_credential_setup *setup,
                            const char *name, const char *group)
{
    if (setup->pinned)
        return strcmp(setup->pinned, name) == 0;
    return group && (!setup->group || strcmp(setup->group, group) == 0);
}

/* True when SETUP may come to ask the Azure CLI: nothing before it in the
 * chain is configured for certain. */
static bool may_ask_az(const struct aoai_credential_setup *setup)
{
    if (!aoai_credential_allows(setup, "azure-cli", "dev"))
        return false;
    return setup->pinned || setup->group || !setup->tenant_id ||
           !setup->client_id || !aoai_credential_proves(setup);
}

void aoai_credential_write_identity(struct aoai_buf *out,
                                    const struct aoai_credential_setup *setup)
{
    const char *const texts[] = {
        setup->pinned,
        setup->group,
        setup->authority,
        setup->tenant_id,
        setup->client_id,
        setup->client_secret ? "secret" : NULL,
        setup->client_secret_file,
        setup->client_certificate,
        setup->federated_token_file,
        setup->token_file,
        setup->managed_identity_id,
        setup->imds,
        setup->identity_endpoint,
        setup->identity_header ? "header" : NULL,
        setup->identity_thumbprint,
        setup->imds_endpoint,
        setup->msi_endpoint,
        setup->msi_secret ? "secret" : NULL,
        setup->default_client_id,
        may_ask_az(setup) ? setup->azure_config_dir : NULL,
    };

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        aoai_record_add_text(out, texts[i] ? texts[i] : "");
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
