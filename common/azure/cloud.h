/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The Azure clouds: one row each. */
#ifndef AOAI_AZURE_CLOUD_H
#define AOAI_AZURE_CLOUD_H

/* All texts without a trailing slash. Hosts: @azure/identity constants.js,
 * @azure/msal-common AuthorityMetadata, @azure/monitor-query constants.js,
 * azure-cli-core cloud.py; the regional metrics hosts of usgov and china are
 * those of public by analogy. Portals:
 * https://learn.microsoft.com/azure/azure-government/
 * compare-azure-government-global-azure and
 * https://learn.microsoft.com/azure/china/resources-developer-guide */
struct aoai_cloud {
    const char *name;                 /* as --cloud spells it */
    const char *authority;            /* where to sign in */
    const char *authority_aliases[3]; /* other names of it; NULL: no more */
    const char *arm;              /* Azure Resource Manager, and its audience */
    const char *metrics;          /* metrics by region: {region} is replaced */
    const char *metrics_audience; /* of these */
    const char *storage_suffix;   /* ACCOUNT.table.SUFFIX */
    const char *mail_suffix;      /* of Communication Services; NULL where it is
                                     not offered */
    const char *portal;           /* for people */
};

/* The row called NAME; NULL when there is none. */
const struct aoai_cloud *aoai_cloud_find(const char *name);

/* The cloud whose authority, by any of its names, the endpoint URL is; NULL
 * where it is none's. */
const struct aoai_cloud *aoai_cloud_of_authority(const char *url);

/* The cloud whose Azure Resource Manager the endpoint URL is; NULL where it is
 * none's. */
const struct aoai_cloud *aoai_cloud_of_arm(const char *url);

#endif
