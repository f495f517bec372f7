/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The Azure clouds: one row each. */
#ifndef AOAI_AZURE_CLOUD_H
#define AOAI_AZURE_CLOUD_H

/* All texts without a trailing slash. The audience of Azure Resource Manager
 * is its own endpoint in every cloud; it stays the cloud's where the endpoint
 * is overridden. Hosts: @azure/identity constants.js, @azure/monitor-query
 * constants.js, azure-cli-core cloud.py. */
struct aoai_cloud {
    const char *name;      /* as --cloud spells it */
    const char *authority; /* where to sign in */
    const char *arm;       /* Azure Resource Manager, and its audience */
};

/* The row called NAME; NULL when there is none. */
const struct aoai_cloud *aoai_cloud_find(const char *name);

#endif
