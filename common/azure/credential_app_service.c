/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "azure/credential_app_service.h"

#include "azure/identity_source.h"

enum { TRY_MS = 10000 };

static const struct aoai_identity_source app_service = {
    .name = "App Service",
    .place = "this app",
    .api_version = "2019-08-01",
    .client_id = "client_id",
    .object_id = "object_id",
    .resource_id = "mi_res_id",
    .rules = AOAI_HTTP_IDENTITY,
    .try_limit = TRY_MS,
    .broken = "often a wrong --cloud",
};

int aoai_credential_app_service_ask(const struct aoai_credential_setup *setup,
                                    const char *audience, int64_t deadline,
                                    struct aoai_token *token,
                                    struct aoai_error *error)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf url = {0};
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf header = {.secret = true};
    struct aoai_identity_place place = {0};

    if (aoai_identity_source_endpoint(&url, "IDENTITY_ENDPOINT",
                                      setup->identity_endpoint, error) ||
        aoai_identity_source_header(&header, "X-IDENTITY-HEADER",
                                    "IDENTITY_HEADER", setup->identity_header,
                                    error))
        return -1;
    place.endpoint = aoai_buf_text(&url);
    place.headers[0] = aoai_buf_text(&header);
    return aoai_identity_source_ask(&app_service, &place, setup, audience,
                                    deadline, token, error);
}
