/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* What the sources of managed identities' tokens answer, as far as it differs
 * from token_answer.h. */
#ifndef AOAI_AZURE_IDENTITY_ANSWER_H
#define AOAI_AZURE_IDENTITY_ANSWER_H

#include <stdbool.h>

#include "core/error.h"
#include "net/http.h"

/* Sets ERROR to what the refusal in EXCHANGE (status not 200) means and returns
 * -1: as aoai_token_answer_refused(), and in the words of App Service
 * ({"statusCode","message"}) and Cloud Shell ({"error":{"code","message"}}).
 * BROKEN, unless NULL, is added to a 500: what it often stands for. */
int aoai_identity_answer_refused(const struct aoai_http_exchange *exchange,
                                 const char *broken, struct aoai_error *error);

/* True when EXCHANGE was refused because there is no such identity, or none:
 * 400, unless it is Entra who refused (AADSTS), who knows the identity. */
bool aoai_identity_answer_is_unknown(const struct aoai_http_exchange *exchange);

/* True when the answer of EXCHANGE repeats ID, in any case of letters, in its
 * member NAME. */
bool aoai_identity_answer_confirms(const struct aoai_http_exchange *exchange,
                                   const char *name, const char *id);

#endif
