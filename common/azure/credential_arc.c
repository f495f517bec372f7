/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "azure/credential_arc.h"

#include <string.h>

#include "azure/identity_source.h"
#include "net/file.h"

#define USUAL_ENDPOINT "http://127.0.0.1:40342/metadata/identity/oauth2/token"
#define SCHEME "Basic realm="
#define KEY_END ".key"

enum { TRY_MS = 10000, KEY_MAX = 4096 };

static const struct aoai_identity_source arc = {
    .name = "Azure Arc",
    .place = "this machine",
    .api_version = "2020-06-01",
    .client_id = "client_id",
    .object_id = "object_id",
    .resource_id = "msi_res_id",
    .rules = AOAI_HTTP_IDENTITY,
    .try_limit = TRY_MS,
    .confirms = true,
};

/* True when SETUP says where the agent is. */
static bool is_named(const struct aoai_credential_setup *setup)
{
    return setup->identity_endpoint && setup->imds_endpoint;
}

bool aoai_credential_arc_is_here(const struct aoai_credential_setup *setup,
                                 const char *agent)
{
    return is_named(setup) || aoai_file_exists(agent);
}

/* True when PATH is a key directly in FOLDER. */
static bool is_key(const char *folder, const char *path)
{
    size_t start = strlen(folder);
    size_t length = strlen(path);
    const char *name;

    if (strncmp(path, folder, start) != 0 || path[start] != '/')
        return false;
    name = path + start + 1;
    return length - start - 1 > strlen(KEY_END) &&
           strcmp(path + length - strlen(KEY_END), KEY_END) == 0 &&
           !strchr(name, '/') && !strstr(path, "..");
}

/* The path in CHALLENGE of a key in FOLDER; NULL when there is none. */
static const char *find_key(const char *folder, const char *challenge)
{
    const char *path = challenge + strlen(SCHEME);

    if (strncmp(challenge, SCHEME, strlen(SCHEME)) != 0 || strchr(path, '='))
        return NULL;
    return is_key(folder, path) ? path : NULL;
}

int aoai_credential_arc_key(const char *folder, const char *challenge,
                            struct aoai_buf *header, struct aoai_error *error)
{
    AOAI_CLEANUP(aoai_buf_free)
    struct aoai_buf key = {.max = KEY_MAX, .secret = true};
    const char *path = find_key(folder, challenge);

    if (!path)
        return aoai_error_set(error, AOAI_ERROR_ANSWER,
                              "the challenge %s of Azure Arc's agent names no "
                              "key in %s: check which program answers on its "
                              "port",
                              aoai_error_quote(challenge).text, folder);
    if (aoai_file_read_secret_unlinked(&key, path, error)) {
        if (error && error->kind == AOAI_ERROR_DENIED)
            return aoai_error_set(error, AOAI_ERROR_DENIED,
                                  "%s: add the user that runs this to the "
                                  "group himds",
                                  error->text);
        return -1;
    }
    if (!aoai_token_is_bearer(aoai_buf_text(&key)))
        return aoai_error_set(error, AOAI_ERROR_INPUT,
                              "%s holds bytes that can not be sent: it is no "
                              "key of Azure Arc's agent",
                              path);
    header->secret = true;
    aoai_buf_puts(header, "Authorization: Basic ");
    aoai_buf_puts(header, aoai_buf_text(&key));
    return aoai_buf_check(header, error);
}

int aoai_credential_arc_ask(const struct aoai_credential_setup *setup,
                            const char *folder, const char *audience,
                            int64_t deadline, struct aoai_token *token,
                            struct aoai_error *error)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf url = {0};
    struct aoai_identity_place place = {
        .headers = {"Metadata: true"},
        .prove = aoai_credential_arc_key,
        .folder = folder,
    };

    if (is_named(setup)) {
        if (aoai_identity_source_endpoint(&url, "IDENTITY_ENDPOINT",
                                          setup->identity_endpoint, error))
            return -1;
    } else {
        aoai_buf_puts(&url, USUAL_ENDPOINT);
        if (aoai_buf_check(&url, error))
            return -1;
    }
    place.endpoint = aoai_buf_text(&url);
    return aoai_identity_source_ask(&arc, &place, setup, audience, deadline,
                                    token, error);
}
