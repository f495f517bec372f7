/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "azure/credential_machine_learning.h"

#include "azure/identity_source.h"

enum { TRY_MS = 10000 };

static const struct aoai_identity_source machine_learning = {
    .name = "Azure Machine Learning",
    .place = "this compute",
    .api_version = "2017-09-01",
    .client_id = "clientid",
    .rules = AOAI_HTTP_IDENTITY,
    .try_limit = TRY_MS,
};

int aoai_credential_machine_learning_ask(
    const struct aoai_credential_setup *setup, const char *audience,
    int64_t deadline, struct aoai_token *token, struct aoai_error *error)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf url = {0};
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf header = {.secret = true};
    struct aoai_identity_place place = {
        .headers = {"Metadata: true"},
        .default_id = setup->default_client_id,
    };

    if (aoai_identity_source_endpoint(&url, "MSI_ENDPOINT", setup->msi_endpoint,
                                      error) ||
        aoai_identity_source_header(&header, "secret", "MSI_SECRET",
                                    setup->msi_secret, error))
        return -1;
    place.endpoint = aoai_buf_text(&url);
    place.headers[1] = aoai_buf_text(&header);
    return aoai_identity_source_ask(&machine_learning, &place, setup, audience,
                                    deadline, token, error);
}
