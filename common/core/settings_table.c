/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "core/settings.h"

#include <string.h>

#define AT(field) offsetof(struct aoai_settings, field)

static const struct aoai_setting table[] = {
    /* What to read */
    {"resource", 'r', AOAI_SETTING_LIST, AT(resource), 0, 0, NULL, NULL, "ID",
     "What to read",
     "ARM id of an Azure OpenAI or Foundry account; repeatable; "
     "else $AOAI_RESOURCE_URI"},
    {"deployment", 'd', AOAI_SETTING_LIST, AT(deployment), 0, 0, NULL, NULL,
     "GLOB", NULL, "only these deployments (* ? [...]); repeatable"},
    {"exclude", 'x', AOAI_SETTING_LIST, AT(exclude), 0, 0, NULL, NULL, "GLOB",
     NULL, "leave these deployments out; repeatable"},
    {"metric", 'm', AOAI_SETTING_TEXT, AT(metric), 0, 0, "total", NULL, "NAME",
     NULL, "total, prompt, completion, or any Azure metric's name"},
    {"metric-family", 0, AOAI_SETTING_CHOICE, AT(metric_family), 0, 0,
     "azure-openai", "azure-openai models", "NAME", NULL,
     "what total, prompt, completion mean: azure-openai (TokenTransaction, "
     "...) or models (TotalTokens, ...)"},
    {"metric-namespace", 0, AOAI_SETTING_TEXT, AT(metric_namespace), 0, 0, NULL,
     NULL, "NS", NULL, "read custom metrics of this namespace"},
    {"dimension", 0, AOAI_SETTING_TEXT, AT(dimension), 0, 0,
     "ModelDeploymentName", NULL, "NAME", NULL, "what to split by"},
    {"month", 0, AOAI_SETTING_TEXT, AT(month), 0, 0, "current", NULL, "MONTH",
     NULL, "current, previous or YYYY-MM"},
    {"timezone", 0, AOAI_SETTING_TEXT, AT(timezone), 0, 0, "UTC", NULL, "ZONE",
     NULL, "where the month begins, as Europe/Berlin"},

    /* How to judge */
    {"warning", 'w', AOAI_SETTING_LIST, AT(warning), 0, 0, NULL, NULL,
     "[GLOB=]RANGE", "How to judge",
     "warn outside RANGE: tokens with k, M, G, or % of the budget; "
     "repeatable, the first row that fits counts"},
    {"critical", 'c', AOAI_SETTING_LIST, AT(critical), 0, 0, NULL, NULL,
     "[GLOB=]RANGE", NULL, "critical outside RANGE; likewise"},
    {"budget", 'b', AOAI_SETTING_LIST, AT(budget), 0, 0, NULL, NULL,
     "[GLOB=]TOKENS", NULL, "monthly budget of a deployment, for %; likewise"},
    {"require", 0, AOAI_SETTING_FLAG, AT(require), 0, 0, NULL, NULL, NULL, NULL,
     "UNKNOWN when no deployment is left to judge"},

    /* How to sign in */
    {"cloud", 0, AOAI_SETTING_CHOICE, AT(cloud), 0, 0, "public",
     "public usgov china", "NAME", "How to sign in",
     "which Azure: public, usgov, china"},
    {"tenant-id", 0, AOAI_SETTING_TEXT, AT(tenant_id), 0, 0, NULL, NULL, "ID",
     NULL, "Entra tenant; else $AZURE_TENANT_ID"},
    {"client-id", 0, AOAI_SETTING_TEXT, AT(client_id), 0, 0, NULL, NULL, "ID",
     NULL, "application (client) id; else $AZURE_CLIENT_ID"},
    {"client-secret-file", 0, AOAI_SETTING_TEXT, AT(client_secret_file), 0, 0,
     NULL, NULL, "FILE", NULL,
     "file with the client secret; else $AZURE_CLIENT_SECRET"},
    {"client-certificate", 0, AOAI_SETTING_TEXT, AT(client_certificate), 0, 0,
     NULL, NULL, "FILE", NULL,
     "certificate and its key, PEM or PKCS#12; else "
     "$AZURE_CLIENT_CERTIFICATE_PATH"},
    {"client-certificate-password-file", 0, AOAI_SETTING_TEXT,
     AT(client_certificate_password_file), 0, 0, NULL, NULL, "FILE", NULL,
     "file with the key's password; else $AZURE_CLIENT_CERTIFICATE_PASSWORD"},
    {"send-certificate-chain", 0, AOAI_SETTING_FLAG, AT(send_certificate_chain),
     0, 0, NULL, NULL, NULL, NULL,
     "for applications that trust an issuer; else "
     "$AZURE_CLIENT_SEND_CERTIFICATE_CHAIN"},
    {"assertion-algorithm", 0, AOAI_SETTING_CHOICE, AT(assertion_algorithm), 0,
     0, "PS256", "PS256 RS256", "NAME", NULL,
     "how a certificate signs: PS256, or RS256 as older clients do"},
    {"federated-token-file", 0, AOAI_SETTING_TEXT, AT(federated_token_file), 0,
     0, NULL, NULL, "FILE", NULL,
     "workload identity's token; else $AZURE_FEDERATED_TOKEN_FILE"},
    {"managed-identity-id", 0, AOAI_SETTING_TEXT, AT(managed_identity_id), 0, 0,
     NULL, NULL, "ID", NULL,
     "client, object or resource id of a user-assigned identity"},
    {"token-file", 0, AOAI_SETTING_TEXT, AT(token_file), 0, 0, NULL, NULL,
     "FILE", NULL, "file with a ready bearer token, read on each run"},
    {"credential", 0, AOAI_SETTING_CHOICE, AT(credential), 0, 0, NULL,
     "environment workload-identity managed-identity azure-cli token-file",
     "NAME", NULL,
     "only this one: environment, workload-identity, managed-identity, "
     "azure-cli, token-file; else $AZURE_TOKEN_CREDENTIALS, else the first "
     "that is configured"},
    {"client-secret", 0, AOAI_SETTING_SECRET, 0, 0, 0, NULL, NULL, "", NULL,
     "put it into a file for --client-secret-file or into "
     "$AZURE_CLIENT_SECRET"},
    {"client-certificate-password", 0, AOAI_SETTING_SECRET, 0, 0, 0, NULL, NULL,
     "", NULL,
     "put it into a file for --client-certificate-password-file or into "
     "$AZURE_CLIENT_CERTIFICATE_PASSWORD"},
    {"connection-string", 0, AOAI_SETTING_SECRET, 0, 0, 0, NULL, NULL, "", NULL,
     "put it into a file or into $COMMUNICATION_SERVICES_CONNECTION_STRING"},
    {"token", 0, AOAI_SETTING_SECRET, 0, 0, 0, NULL, NULL, "", NULL,
     "put it into a file for --token-file"},

    /* How to reach Azure */
    {"authority-host", 0, AOAI_SETTING_TEXT, AT(authority_host), 0, 0, NULL,
     NULL, "URL", "How to reach Azure",
     "where to sign in, instead of the cloud's; else $AZURE_AUTHORITY_HOST"},
    {"arm-endpoint", 0, AOAI_SETTING_TEXT, AT(arm_endpoint), 0, 0, NULL, NULL,
     "URL", NULL, "Azure Resource Manager, instead of the cloud's"},
    {"ca-file", 0, AOAI_SETTING_TEXT, AT(ca_file), 0, 0, NULL, NULL, "FILE",
     NULL, "certificates to trust; else $SSL_CERT_FILE, else the system's"},
    {"ca-path", 0, AOAI_SETTING_TEXT, AT(ca_path), 0, 0, NULL, NULL, "DIR",
     NULL, "folder of certificates with hashed names; else $SSL_CERT_DIR"},
    {"proxy", 0, AOAI_SETTING_TEXT, AT(proxy), 0, 0, NULL, NULL, "URL", NULL,
     "proxy; else $HTTPS_PROXY, with $NO_PROXY"},
    {"timeout", 't', AOAI_SETTING_TIMEOUT, AT(timeout), 1, 86400, "30", NULL,
     "SECONDS[:STATE]", NULL,
     "time for the whole run; STATE, else UNKNOWN, is the answer when it "
     "is over"},
    {"cache-dir", 0, AOAI_SETTING_TEXT, AT(cache_dir), 0, 0, NULL, NULL, "DIR",
     NULL, "where tokens and recent answers are kept"},
    {"max-age", 0, AOAI_SETTING_NUMBER, AT(max_age), 0, 86400, "60", NULL,
     "SECONDS", NULL, "share answers no older than this; 0 = never"},

    /* How to answer */
    {"format", 0, AOAI_SETTING_CHOICE, AT(format), 0, 0, "nagios",
     "nagios json", "NAME", "How to answer", "nagios or json"},
    {"max-output", 0, AOAI_SETTING_NUMBER, AT(max_output), 256, 1048576, "4096",
     NULL, "BYTES", NULL, "most bytes printed"},
    {"selftest", 0, AOAI_SETTING_FLAG, AT(selftest), 0, 0, NULL, NULL, NULL,
     NULL, "try each step of a check and say how it went"},
    {"verbose", 'v', AOAI_SETTING_COUNT, AT(verbose), 0, 3, NULL, NULL, NULL,
     NULL, "say more; repeat up to three times"},
};

_Static_assert(sizeof(table) / sizeof(table[0]) == AOAI_SETTINGS,
               "AOAI_SETTINGS counts the rows");

const struct aoai_setting *aoai_settings_table(size_t *count)
{
    *count = AOAI_SETTINGS;
    return table;
}

const struct aoai_setting *aoai_settings_find(const char *key)
{
    for (size_t i = 0; i < AOAI_SETTINGS; i++)
        if (strcmp(table[i].key, key) == 0)
            return &table[i];
    return NULL;
}
