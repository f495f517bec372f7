/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "azure/bearer.h"

#include <string.h>

#define BEGINNING "Authorization: Bearer "

int aoai_bearer_write(struct aoai_buf *header,
                      struct aoai_credential *credential, const char *audience,
                      int64_t deadline, struct aoai_error *error)
{
    AOAI_CLEANUP(aoai_token_free) struct aoai_token token = {0};

    header->secret = true;
    aoai_buf_truncate(header, 0);
    if (credential->get(credential->self, audience, deadline, &token, error))
        return -1;
    aoai_buf_puts(header, BEGINNING);
    aoai_buf_puts(header, aoai_buf_text(&token.text));
    return aoai_buf_check(header, error);
}

bool aoai_bearer_forget(const char *header, struct aoai_credential *credential,
                        const char *audience)
{
    if (!credential->forget)
        return false;
    credential->forget(credential->self, audience, aoai_bearer_token(header));
    return true;
}

const char *aoai_bearer_token(const char *header)
{
    if (strncmp(header, BEGINNING, strlen(BEGINNING)) != 0)
        return "";
    return header + strlen(BEGINNING);
}
