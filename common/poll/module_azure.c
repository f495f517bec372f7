/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The module aoai_azure.so. */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include "poll/module_azure.h"

#include "azure/credential_chain.h"
#include "net/http.h"
#include "net/http_curl.h"
#include "net/module_entry.h"

const char aoai_module_version[] = PACKAGE_VERSION;

aoai_module_azure_entry aoai_module_entry;

void aoai_module_entry(struct aoai_module_azure *azure)
{
    *azure = (struct aoai_module_azure){
        .fetch_totals = aoai_fetch_totals,
        .fetch_deployments = aoai_fetch_deployments,
        .credential_default_new = aoai_credential_default_new,
        .selftest_run = aoai_selftest_run,
    };
}
