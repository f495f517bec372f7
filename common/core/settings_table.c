/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "core/settings.h"

#include <string.h>

#define AT(field) offsetof(struct aoai_settings, field)

static const struct aoai_setting table[] = {
    /* What to read */
    {"resource", 'r', AOAI_SETTING_LIST, AT(resource), .argument = "ID",
     .heading = "What to read",
     .help = "ARM id of an Azure OpenAI or Foundry account; repeatable; "
             "else $AOAI_RESOURCE_URI"},
    {"deployment", 'd', AOAI_SETTING_LIST, AT(deployment), .argument = "GLOB",
     .help = "only these deployments (* ? [...]); repeatable"},
    {"exclude", 'x', AOAI_SETTING_LIST, AT(exclude), .argument = "GLOB",
     .help = "leave these deployments out; repeatable"},
    {"metric", 'm', AOAI_SETTING_TEXT, AT(metric), .fallback = "total",
     .argument = "NAME",
     .help = "total, prompt, completion, or any Azure metric's name"},
    {"metric-family", 0, AOAI_SETTING_CHOICE, AT(metric_family),
     .fallback = "azure-openai", .choices = "azure-openai models",
     .argument = "NAME",
     .help =
         "what total, prompt, completion mean: azure-openai (TokenTransaction, "
         "...) or models (TotalTokens, ...)"},
    {"metric-namespace", 0, AOAI_SETTING_TEXT, AT(metric_namespace),
     .argument = "NS", .help = "read custom metrics of this namespace"},
    {"dimension", 0, AOAI_SETTING_TEXT, AT(dimension),
     .fallback = "ModelDeploymentName", .argument = "NAME",
     .help = "what to split by"},
    {"month", 0, AOAI_SETTING_TEXT, AT(month), .fallback = "current",
     .argument = "MONTH", .help = "current, previous or YYYY-MM"},
    {"timezone", 0, AOAI_SETTING_TEXT, AT(timezone), .fallback = "UTC",
     .argument = "ZONE", .help = "where the month begins, as Europe/Berlin"},

    /* How to judge */
    {"warning", 'w', AOAI_SETTING_LIST, AT(warning), .argument = "[GLOB=]RANGE",
     .heading = "How to judge",
     .help = "warn outside RANGE: tokens with k, M, G, or % of the budget; "
             "repeatable, the first row that fits counts"},
    {"critical", 'c', AOAI_SETTING_LIST, AT(critical),
     .argument = "[GLOB=]RANGE", .help = "critical outside RANGE; likewise"},
    {"budget", 'b', AOAI_SETTING_LIST, AT(budget), .argument = "[GLOB=]TOKENS",
     .help = "monthly budget of a deployment, for %; likewise"},
    {"require", 0, AOAI_SETTING_FLAG, AT(require),
     .help = "UNKNOWN when no deployment is left to judge"},

    /* How to sign in */
    {"cloud", 0, AOAI_SETTING_CHOICE, AT(cloud), .fallback = "public",
     .choices = "public usgov china", .argument = "NAME",
     .heading = "How to sign in", .help = "which Azure: public, usgov, china"},
    {"tenant-id", 0, AOAI_SETTING_TEXT, AT(tenant_id), .argument = "ID",
     .help = "Entra tenant; else $AZURE_TENANT_ID"},
    {"client-id", 0, AOAI_SETTING_TEXT, AT(client_id), .argument = "ID",
     .help = "application (client) id; else $AZURE_CLIENT_ID"},
    {"client-secret-file", 0, AOAI_SETTING_TEXT, AT(client_secret_file),
     .argument = "FILE",
     .help = "file with the client secret; else $AZURE_CLIENT_SECRET"},
    {"client-certificate", 0, AOAI_SETTING_TEXT, AT(client_certificate),
     .argument = "FILE",
     .help = "certificate and its key, PEM or PKCS#12; else "
             "$AZURE_CLIENT_CERTIFICATE_PATH"},
    {"client-certificate-password-file", 0, AOAI_SETTING_TEXT,
     AT(client_certificate_password_file), .argument = "FILE",
     .help = "file with the key's password; else "
             "$AZURE_CLIENT_CERTIFICATE_PASSWORD"},
    {"send-certificate-chain", 0, AOAI_SETTING_FLAG, AT(send_certificate_chain),
     .help = "for applications that trust an issuer; else "
             "$AZURE_CLIENT_SEND_CERTIFICATE_CHAIN"},
    {"assertion-algorithm", 0, AOAI_SETTING_CHOICE, AT(assertion_algorithm),
     .fallback = "PS256", .choices = "PS256 RS256", .argument = "NAME",
     .help = "how a certificate signs: PS256, or RS256 as older clients do"},
    {"federated-token-file", 0, AOAI_SETTING_TEXT, AT(federated_token_file),
     .argument = "FILE",
     .help = "workload identity's token; else $AZURE_FEDERATED_TOKEN_FILE"},
    {"managed-identity-id", 0, AOAI_SETTING_TEXT, AT(managed_identity_id),
     .argument = "ID",
     .help = "client, object or resource id of a user-assigned identity"},
    {"token-file", 0, AOAI_SETTING_TEXT, AT(token_file), .argument = "FILE",
     .help = "file with a ready bearer token, read on each run"},
    {"credential", 0, AOAI_SETTING_CHOICE, AT(credential),
     .choices =
         "environment workload-identity managed-identity azure-cli token-file",
     .argument = "NAME",
     .help =
         "only this one: environment, workload-identity, managed-identity, "
         "azure-cli, token-file; else $AZURE_TOKEN_CREDENTIALS, else the first "
         "that is configured"},
    {"client-secret", 0, AOAI_SETTING_SECRET, 0, .argument = "",
     .help = "put it into a file for --client-secret-file or into "
             "$AZURE_CLIENT_SECRET"},
    {"client-certificate-password", 0, AOAI_SETTING_SECRET, 0, .argument = "",
     .help =
         "put it into a file for --client-certificate-password-file or into "
         "$AZURE_CLIENT_CERTIFICATE_PASSWORD"},
    {"connection-string", 0, AOAI_SETTING_SECRET, 0, .argument = "",
     .help = "put it into a file or into "
             "$COMMUNICATION_SERVICES_CONNECTION_STRING"},
    {"token", 0, AOAI_SETTING_SECRET, 0, .argument = "",
     .help = "put it into a file for --token-file"},

    /* How to reach Azure */
    {"authority-host", 0, AOAI_SETTING_TEXT, AT(authority_host),
     .argument = "URL", .heading = "How to reach Azure",
     .help = "where to sign in, instead of the cloud's; else "
             "$AZURE_AUTHORITY_HOST"},
    {"arm-endpoint", 0, AOAI_SETTING_TEXT, AT(arm_endpoint), .argument = "URL",
     .help = "Azure Resource Manager, instead of the cloud's"},
    {"ca-file", 0, AOAI_SETTING_TEXT, AT(ca_file), .argument = "FILE",
     .help = "certificates to trust; else $SSL_CERT_FILE, else the system's"},
    {"ca-path", 0, AOAI_SETTING_TEXT, AT(ca_path), .argument = "DIR",
     .help = "folder of certificates with hashed names; else $SSL_CERT_DIR"},
    {"proxy", 0, AOAI_SETTING_TEXT, AT(proxy), .argument = "URL",
     .help = "proxy; else $HTTPS_PROXY, with $NO_PROXY"},
    {"timeout", 't', AOAI_SETTING_TIMEOUT, AT(timeout), .low = 1, .high = 86400,
     .fallback = "30", .argument = "SECONDS[:STATE]",
     .help =
         "time for the whole run; STATE, else UNKNOWN, is the answer when it "
         "is over"},
    {"cache-dir", 0, AOAI_SETTING_TEXT, AT(cache_dir), .argument = "DIR",
     .help = "where tokens and recent answers are kept"},
    {"max-age", 0, AOAI_SETTING_NUMBER, AT(max_age), .high = 86400,
     .fallback = "60", .argument = "SECONDS",
     .help = "share answers no older than this; 0 = never"},

    /* How to answer */
    {"format", 0, AOAI_SETTING_CHOICE, AT(format), .fallback = "nagios",
     .choices = "nagios json", .argument = "NAME", .heading = "How to answer",
     .help = "nagios or json"},
    {"max-output", 0, AOAI_SETTING_NUMBER, AT(max_output), .low = 256,
     .high = 1048576, .fallback = "4096", .argument = "BYTES",
     .help = "most bytes printed"},
    {"selftest", 0, AOAI_SETTING_FLAG, AT(selftest),
     .help = "try each step of a check and say how it went"},
    {"verbose", 'v', AOAI_SETTING_COUNT, AT(verbose), .high = 3,
     .help = "say more; repeat up to three times"},
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
