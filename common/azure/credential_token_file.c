/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "azure/credential_token_file.h"

#include <string.h>

#include "azure/token_answer.h"
#include "net/file.h"

static int get(void *self, const char *audience, int64_t deadline,
               struct aoai_token *token, struct aoai_error *error)
{
    const struct aoai_credential_setup *setup = self;

    (void)audience;
    (void)deadline;
    if (!setup->token_file)
        return aoai_error_set(error, AOAI_ERROR_UNAVAILABLE,
                              "--token-file is not given");
    if (aoai_file_read_secret(&token->text, setup->token_file, error))
        return -1;
    if (!aoai_token_is_bearer(aoai_buf_text(&token->text)) ||
        strlen(aoai_buf_text(&token->text)) != token->text.length)
        return aoai_error_set(error, AOAI_ERROR_INPUT,
                              "%s holds no bearer token: one line of visible "
                              "characters",
                              setup->token_file);
    return 0;
}

void aoai_credential_token_file_new(struct aoai_credential *credential,
                                    const struct aoai_credential_setup *setup)
{
    *credential = (struct aoai_credential){
        .name = "token-file", .self = (void *)(uintptr_t)setup, .get = get};
}
