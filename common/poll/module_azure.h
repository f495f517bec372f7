/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The module aoai_azure.so: all that asks Azure and reads its JSON.
 *
 * A run that the cache answers needs none of it, nor json-c, which takes a
 * tenth of such a run to load. A program that links azure_late.c gets what
 * fetch.c, credential_chain.c and selftest.c define from the module, when it is
 * first called; one that does not has it built in. */
#ifndef AOAI_POLL_MODULE_AZURE_H
#define AOAI_POLL_MODULE_AZURE_H

#include "azure/credential.h"
#include "poll/answer.h"
#include "poll/fetch.h"
#include "poll/selftest.h"

/* The functions of these names: see poll/fetch.h, azure/credential_chain.h,
 * poll/selftest.h. */
struct aoai_module_azure {
    void (*fetch_totals)(const struct aoai_fetch *fetch,
                         struct aoai_answer *answer, int64_t fresh);
    void (*fetch_deployments)(const struct aoai_fetch *fetch,
                              struct aoai_answer *answer, int64_t fresh);
    int (*credential_default_new)(struct aoai_credential *credential,
                                  const struct aoai_credential_setup *setup,
                                  struct aoai_error *error);
    int (*selftest_run)(struct aoai_selftest *selftest,
                        struct aoai_session *session, int64_t deadline,
                        struct aoai_error *error);
};

/* aoai_module_entry() of aoai_azure.so: fills AZURE. */
typedef void aoai_module_azure_entry(struct aoai_module_azure *azure);

#endif
