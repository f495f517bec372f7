/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "azure/credential_chain.h"

#include <stdlib.h>
#include <string.h>

#include "azure/credential_azure_cli.h"
#include "azure/credential_environment.h"
#include "azure/credential_federated.h"
#include "azure/credential_token_file.h"
#include "azure/managed_identity.h"

struct chain {
    struct aoai_notes *notes;
    size_t count;
    struct aoai_credential links[];
};

static void free_chain(void *self)
{
    struct chain *chain = self;

    for (size_t i = 0; i < chain->count; i++)
        aoai_credential_free(&chain->links[i]);
    free(chain);
}

/* Asks the links in turn, collecting in REASONS why each is unavailable.
 * Returns 0; -1 with ERROR, whose kind tells whether all were unavailable. */
static int try_links(struct chain *chain, const char *audience,
                     int64_t deadline, struct aoai_token *token,
                     struct aoai_buf *reasons, struct aoai_error *error)
{
    for (size_t i = 0; i < chain->count; i++) {
        struct aoai_credential *link = &chain->links[i];

        if (link->get(link->self, audience, deadline, token, error) == 0) {
            token->credential = link->name;
            aoai_note(chain->notes, AOAI_NOTE_DECISION,
                      "signed in by %s, for %s", link->name, audience);
            return 0;
        }
        aoai_token_free(token);
        if (error->kind != AOAI_ERROR_UNAVAILABLE)
            return -1;
        aoai_note(chain->notes, AOAI_NOTE_DECISION,
                  "credential %s passed over: %s", link->name, error->text);
        aoai_buf_printf(reasons, "%s%s", i ? ", " : "", error->text);
    }
    return -1;
}

static int get(void *self, const char *audience, int64_t deadline,
               struct aoai_token *token, struct aoai_error *error)
{
    const struct chain *chain = self;
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf reasons = {0};

    error->kind = AOAI_ERROR_UNAVAILABLE;
    if (try_links(self, audience, deadline, token, &reasons, error) == 0)
        return 0;
    if (error->kind != AOAI_ERROR_UNAVAILABLE)
        return -1;
    if (chain->count == 1)
        return aoai_error_set(error, AOAI_ERROR_DENIED,
                              "credential %s is not configured: %s",
                              chain->links[0].name, aoai_buf_text(&reasons));
    return aoai_error_set(error, AOAI_ERROR_DENIED,
                          "no credential is configured: %s",
                          aoai_buf_text(&reasons));
}

int aoai_credential_chain_new(struct aoai_credential *credential,
                              struct aoai_credential *links, size_t count,
                              struct aoai_notes *notes,
                              struct aoai_error *error)
{
    struct chain *chain =
        calloc(1, sizeof(*chain) + count * sizeof(chain->links[0]));

    if (!chain) {
        for (size_t i = 0; i < count; i++)
            aoai_credential_free(&links[i]);
        return aoai_error_memory(error);
    }
    chain->notes = notes;
    chain->count = count;
    memcpy(chain->links, links, count * sizeof(links[0]));
    *credential = (struct aoai_credential){
        .name = "chain", .self = chain, .get = get, .free = free_chain};
    return 0;
}

/* A way to sign in, its maker and the part of the chain that has it. */
struct way {
    const char *name;
    void (*make)(struct aoai_credential *credential,
                 const struct aoai_credential_setup *setup);
    const char *group; /* "prod" or "dev"; NULL: only where it is pinned */
};

/* In the order of the chain. */
static const struct way ways[] = {
    {"environment", aoai_credential_environment_new, "prod"},
    {"workload-identity", aoai_credential_federated_new, "prod"},
    {"managed-identity", aoai_managed_identity_new, "prod"},
    {"azure-cli", aoai_credential_azure_cli_new, "dev"},
    {"token-file", aoai_credential_token_file_new, NULL},
};

enum { WAYS = sizeof(ways) / sizeof(ways[0]) };

int aoai_credential_default_new(struct aoai_credential *credential,
                                const struct aoai_credential_setup *setup,
                                struct aoai_error *error)
{
    struct aoai_credential links[WAYS];
    size_t count = 0;

    for (size_t i = 0; i < WAYS; i++)
        if (aoai_credential_allows(setup, ways[i].name, ways[i].group))
            ways[i].make(&links[count++], setup);
    return aoai_credential_chain_new(credential, links, count, setup->notes,
                                     error);
}
