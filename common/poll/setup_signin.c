/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "poll/setup_steps.h"

#include <string.h>
#include <strings.h>

#include "net/platform.h"

#define BLANKS " \t\r\n"

/* What AZURE_TOKEN_CREDENTIALS may say, whether it is a part of the chain or
 * one credential of it, and what that is called here. */
struct selection {
    const char *name;
    bool is_group;
    const char *meaning;
};

static const struct selection selections[] = {
    {"prod", true, "prod"},
    {"dev", true, "dev"},
    {"EnvironmentCredential", false, "environment"},
    {"WorkloadIdentityCredential", false, "workload-identity"},
    {"ManagedIdentityCredential", false, "managed-identity"},
    {"AzureCliCredential", false, "azure-cli"},
};

/* The row for TEXT, in any case and with blanks round it; NULL for none. */
static const struct selection *find_selection(const char *text)
{
    size_t length;

    text += strspn(text, BLANKS);
    length = strlen(text);
    while (length && strchr(BLANKS, text[length - 1]))
        length--;
    for (size_t i = 0; i < sizeof(selections) / sizeof(selections[0]); i++)
        if (strlen(selections[i].name) == length &&
            strncasecmp(selections[i].name, text, length) == 0)
            return &selections[i];
    return NULL;
}

/* Takes the variable that chooses among the credentials. */
static int take_selection(struct aoai_setup_making *making)
{
    struct aoai_credential_setup *credential = &making->setup->credential;
    const char *text = aoai_platform_env("AZURE_TOKEN_CREDENTIALS");
    const struct selection *row = text ? find_selection(text) : NULL;
    struct aoai_error error;

    if (!text || !text[strspn(text, BLANKS)] || credential->pinned)
        return 0;
    if (row) {
        credential->group = row->is_group ? row->meaning : NULL;
        credential->pinned = row->is_group ? NULL : row->meaning;
        return 0;
    }
    aoai_error_set(&error, AOAI_ERROR_INPUT,
                   "%s is none of prod, dev, EnvironmentCredential, "
                   "WorkloadIdentityCredential, ManagedIdentityCredential, "
                   "AzureCliCredential, which are those known here",
                   aoai_error_quote(text).text);
    return aoai_setup_mistake(making, "AZURE_TOKEN_CREDENTIALS", &error);
}

/* Takes --credential, or --token-file, which is pinned by being named. */
static int take_pin(struct aoai_setup_making *making)
{
    const struct aoai_settings *settings = making->settings;
    const char *pinned = settings->credential;
    bool pins_file = pinned && strcmp(pinned, "token-file") == 0;

    making->setup->credential.pinned =
        settings->token_file ? "token-file" : pinned;
    if (pinned && !pins_file && settings->token_file)
        return aoai_text_list_add(making->mistakes,
                                  "--credential and --token-file name two "
                                  "different ways to sign in",
                                  making->error);
    if (pins_file && !settings->token_file)
        return aoai_text_list_add(making->mistakes,
                                  "--credential=token-file needs "
                                  "--token-file=FILE",
                                  making->error);
    return 0;
}

/* The option that names by what an application proves who it is; NULL: none
 * does. */
static const char *find_proof(const struct aoai_settings *settings)
{
    if (settings->client_secret_file)
        return "--client-secret-file";
    if (settings->client_certificate)
        return "--client-certificate";
    return settings->federated_token_file ? "--federated-token-file" : NULL;
}

/* An application proves who it is in one way, and has to be named. */
static int check_proof(struct aoai_setup_making *making)
{
    const struct aoai_settings *settings = making->settings;
    const struct aoai_credential_setup *credential = &making->setup->credential;
    const char *proof = find_proof(settings);
    struct aoai_error error;

    if ((settings->client_secret_file != NULL) +
            (settings->client_certificate != NULL) +
            (settings->federated_token_file != NULL) >
        1)
        return aoai_text_list_add(making->mistakes,
                                  "--client-secret-file, --client-certificate "
                                  "and --federated-token-file: give one of "
                                  "them",
                                  making->error);
    if (!proof || (credential->tenant_id && credential->client_id))
        return 0;
    aoai_error_set(&error, AOAI_ERROR_INPUT, "needs %s too, or $%s",
                   credential->tenant_id ? "--client-id" : "--tenant-id",
                   credential->tenant_id ? "AZURE_CLIENT_ID"
                                         : "AZURE_TENANT_ID");
    return aoai_setup_mistake(making, proof, &error);
}

int aoai_setup_take_credential(struct aoai_setup_making *making)
{
    const struct aoai_settings *settings = making->settings;
    struct aoai_setup *setup = making->setup;

    setup->credential = (struct aoai_credential_setup){
        .authority = setup->authority,
        .tenant_id = settings->tenant_id,
        .client_id = settings->client_id,
        .client_secret_file = settings->client_secret_file,
        .client_certificate = settings->client_certificate,
        .client_certificate_password_file =
            settings->client_certificate_password_file,
        .assertion_algorithm = settings->assertion_algorithm,
        .send_certificate_chain = settings->send_certificate_chain,
        .federated_token_file = settings->federated_token_file,
        .token_file = settings->token_file,
        .managed_identity_id = settings->managed_identity_id,
        .imds = setup->imds,
    };
    aoai_credential_environment(&setup->credential);
    if (take_pin(making) || take_selection(making))
        return -1;
    return check_proof(making);
}
