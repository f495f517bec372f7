/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "azure/credential_cloud_shell.h"

#include "azure/identity_source.h"

enum { TRY_MS = 10000 };

static const struct aoai_identity_source cloud_shell = {
    .name = "Azure Cloud Shell",
    .place = "this shell",
    .rules = AOAI_HTTP_IDENTITY,
    .try_limit = TRY_MS,
};

int aoai_credential_cloud_shell_ask(const struct aoai_credential_setup *setup,
                                    const char *audience, int64_t deadline,
                                    struct aoai_token *token,
                                    struct aoai_error *error)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf url = {0};
    struct aoai_identity_place place = {.headers = {"Metadata: true"}};

    if (aoai_identity_source_endpoint(&url, "MSI_ENDPOINT", setup->msi_endpoint,
                                      error))
        return -1;
    place.endpoint = aoai_buf_text(&url);
    return aoai_identity_source_ask(&cloud_shell, &place, setup, audience,
                                    deadline, token, error);
}
