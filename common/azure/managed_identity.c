/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "azure/managed_identity.h"

#include "azure/credential_app_service.h"
#include "azure/credential_arc.h"
#include "azure/credential_cloud_shell.h"
#include "azure/credential_imds.h"
#include "azure/credential_machine_learning.h"

static bool is_service_fabric(const struct aoai_credential_setup *setup)
{
    return setup->identity_endpoint && setup->identity_header &&
           setup->identity_thumbprint;
}

/* Says that this source is not asked: its certificate is one of its own that
 * the thumbprint alone vouches for. */
static int refuse_service_fabric(const struct aoai_credential_setup *setup,
                                 const char *audience, int64_t deadline,
                                 struct aoai_token *token,
                                 struct aoai_error *error)
{
    (void)audience;
    (void)deadline;
    (void)token;
    if (setup->pinned)
        return aoai_error_set(error, AOAI_ERROR_DENIED,
                              "Service Fabric is not supported: choose another "
                              "credential");
    return aoai_error_set(error, AOAI_ERROR_UNAVAILABLE,
                          "Service Fabric is not supported");
}

static bool is_app_service(const struct aoai_credential_setup *setup)
{
    return setup->identity_endpoint && setup->identity_header;
}

static bool is_machine_learning(const struct aoai_credential_setup *setup)
{
    return setup->msi_endpoint && setup->msi_secret;
}

static bool is_cloud_shell(const struct aoai_credential_setup *setup)
{
    return setup->msi_endpoint != NULL;
}

static bool is_arc(const struct aoai_credential_setup *setup)
{
    return aoai_credential_arc_is_here(setup, AOAI_CREDENTIAL_ARC_AGENT);
}

static int ask_arc(const struct aoai_credential_setup *setup,
                   const char *audience, int64_t deadline,
                   struct aoai_token *token, struct aoai_error *error)
{
    return aoai_credential_arc_ask(setup, AOAI_CREDENTIAL_ARC_KEYS, audience,
                                   deadline, token, error);
}

/* A source, when it is the one, and how it is asked. */
struct way {
    const char *name;
    bool (*is_here)(const struct aoai_credential_setup *setup);
    int (*ask)(const struct aoai_credential_setup *setup, const char *audience,
               int64_t deadline, struct aoai_token *token,
               struct aoai_error *error);
};

/* The first that is here counts; the last one is asked where none is. */
static const struct way ways[] = {
    {"Service Fabric", is_service_fabric, refuse_service_fabric},
    {"App Service", is_app_service, aoai_credential_app_service_ask},
    {"Machine Learning", is_machine_learning,
     aoai_credential_machine_learning_ask},
    {"Cloud Shell", is_cloud_shell, aoai_credential_cloud_shell_ask},
    {"Azure Arc", is_arc, ask_arc},
    {"the metadata service", NULL, aoai_credential_imds_ask},
};

static int get(void *self, const char *audience, int64_t deadline,
               struct aoai_token *token, struct aoai_error *error)
{
    const struct aoai_credential_setup *setup = self;
    const struct way *way = ways;

    while (way->is_here && !way->is_here(setup))
        way++;
    aoai_note(setup->notes, AOAI_NOTE_DECISION,
              "managed identities come from %s", way->name);
    return way->ask(setup, audience, deadline, token, error);
}

void aoai_managed_identity_new(struct aoai_credential *credential,
                               const struct aoai_credential_setup *setup)
{
    *credential = (struct aoai_credential){.name = "managed-identity",
                                           .self = (void *)(uintptr_t)setup,
                                           .get = get};
}
