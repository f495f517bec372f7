/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "azure/credential_federated.h"

#include <string.h>

#include "azure/entra.h"
#include "net/file.h"

#define BLANKS " \t\r\n"

/* Such tokens have one to two kilobytes. */
enum { FILE_MAX = 64 * 1024 };

/* What is missing in SETUP; NULL: nothing. */
static const char *find_missing(const struct aoai_credential_setup *setup)
{
    if (!setup->federated_token_file)
        return "no AZURE_FEDERATED_TOKEN_FILE";
    return aoai_entra_missing(setup);
}

/* How many of the LENGTH bytes at TEXT are left without blanks at the end. */
static size_t trim(const char *text, size_t length)
{
    while (length && text[length - 1] != '\0' &&
           strchr(BLANKS, text[length - 1]))
        length--;
    return length;
}

/* Refuses a file that holds nothing: whoever is to fill it may not run here. */
static int refuse_empty(const struct aoai_credential_setup *setup,
                        struct aoai_error *error)
{
    if (!setup->pinned)
        return aoai_error_set(error, AOAI_ERROR_UNAVAILABLE,
                              "the federated token file is empty");
    return aoai_error_set(error, AOAI_ERROR_INPUT,
                          "%s: empty: whoever issues the federated token has "
                          "to put it there",
                          setup->federated_token_file);
}

/* Reads the file into BUF; *TOKEN is the token in it. */
static int read_token(const struct aoai_credential_setup *setup,
                      struct aoai_buf *buf, const char **token,
                      struct aoai_error *error)
{
    if (aoai_file_read(buf, setup->federated_token_file, error))
        return -1;
    aoai_buf_truncate(buf, trim(aoai_buf_text(buf), buf->length));
    *token = aoai_buf_text(buf) + strspn(aoai_buf_text(buf), BLANKS);
    if (buf->length == 0)
        return refuse_empty(setup, error);
    if (aoai_token_is_bearer(*token) &&
        *token + strlen(*token) == buf->data + buf->length)
        return 0;
    return aoai_error_set(error, AOAI_ERROR_INPUT,
                          "%s holds no token: one line of visible characters",
                          setup->federated_token_file);
}

static int get(void *self, const char *audience, int64_t deadline,
               struct aoai_token *token, struct aoai_error *error)
{
    const struct aoai_credential_setup *setup = self;
    const char *missing = find_missing(setup);
    AOAI_CLEANUP(aoai_buf_free)
    struct aoai_buf file = {.max = FILE_MAX, .secret = true};
    struct aoai_entra_proof proof = {0};

    if (missing)
        return aoai_error_set(error, AOAI_ERROR_UNAVAILABLE, "%s", missing);
    if (read_token(setup, &file, &proof.assertion, error))
        return error && error->kind == AOAI_ERROR_UNAVAILABLE
                   ? -1
                   : aoai_entra_wrap(setup, error);
    if (aoai_entra_ask(setup, audience, &proof, deadline, token, error))
        return aoai_entra_wrap(setup, error);
    return 0;
}

void aoai_credential_federated_new(struct aoai_credential *credential,
                                   const struct aoai_credential_setup *setup)
{
    *credential = (struct aoai_credential){.name = "workload-identity",
                                           .self = (void *)(uintptr_t)setup,
                                           .get = get};
}
