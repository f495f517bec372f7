/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Stands in for fetch.c, credential_chain.c and selftest.c: see
 * poll/module_azure.h. */
#include "poll/module_azure.h"

#include <stdlib.h>
#include <string.h>

#include "azure/credential_chain.h"
#include "net/module.h"

/* Loads the module, unless it is there, and fills AZURE. */
static int load(struct aoai_module_azure *azure, struct aoai_error *error)
{
    aoai_module_azure_entry *entry = NULL;
    void *address = aoai_module_load("aoai_azure.so", error);

    if (!address)
        return -1;
    memcpy(&entry, &address, sizeof(entry));
    entry(azure);
    return 0;
}

void aoai_fetch_totals(const struct aoai_fetch *fetch,
                       struct aoai_answer *answer, int64_t fresh)
{
    struct aoai_module_azure azure;
    struct aoai_error error;

    if (load(&azure, &error))
        aoai_answer_fail(answer, &error);
    else
        azure.fetch_totals(fetch, answer, fresh);
}

void aoai_fetch_deployments(const struct aoai_fetch *fetch,
                            struct aoai_answer *answer, int64_t fresh)
{
    struct aoai_module_azure azure;
    struct aoai_error error;

    if (load(&azure, &error))
        aoai_answer_fail(answer, &error);
    else
        azure.fetch_deployments(fetch, answer, fresh);
}

/* A credential that is not there before a token is needed. */
struct late {
    const struct aoai_credential_setup *setup;
    struct aoai_credential inner; /* all zero until then */
};

/* Makes the credential unless it is there. */
static int open_inner(struct late *self, struct aoai_error *error)
{
    struct aoai_module_azure azure;

    if (self->inner.get)
        return 0;
    if (load(&azure, error))
        return -1;
    return azure.credential_default_new(&self->inner, self->setup, error);
}

static int get(void *self_, const char *audience, int64_t deadline,
               struct aoai_token *token, struct aoai_error *error)
{
    struct late *self = self_;

    if (open_inner(self, error))
        return -1;
    return self->inner.get(self->inner.self, audience, deadline, token, error);
}

static void free_late(void *self_)
{
    struct late *self = self_;

    aoai_credential_free(&self->inner);
    free(self);
}

int aoai_credential_default_new(struct aoai_credential *credential,
                                const struct aoai_credential_setup *setup,
                                struct aoai_error *error)
{
    struct late *self = calloc(1, sizeof(*self));

    if (!self)
        return aoai_error_memory(error);
    self->setup = setup;
    *credential = (struct aoai_credential){
        .name = "default", .self = self, .get = get, .free = free_late};
    return 0;
}

int aoai_selftest_run(struct aoai_selftest *selftest,
                      struct aoai_session *session, int64_t deadline,
                      struct aoai_error *error)
{
    struct aoai_module_azure azure;

    *selftest = (struct aoai_selftest){0};
    if (load(&azure, error))
        return -1;
    return azure.selftest_run(selftest, session, deadline, error);
}
