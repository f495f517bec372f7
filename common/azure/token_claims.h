/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Whose token it is, as the token itself tells: for showing alone.
 *
 * Clients must not decide by what is in an access token; its form may change
 * at any time (https://learn.microsoft.com/entra/identity-platform/
 * access-tokens). Entra's are JWTs (RFC 7519), though, and an operator who has
 * to grant a role wants to know to whom. No signature is checked. */
#ifndef AOAI_AZURE_TOKEN_CLAIMS_H
#define AOAI_AZURE_TOKEN_CLAIMS_H

#include <stdbool.h>
#include <stdint.h>

#include "core/attr.h"

/* An id is a GUID of 36 characters; longer ones than this count as not told. */
enum { AOAI_TOKEN_CLAIMS_ID_SIZE = 64 };

/* Names of the claims: https://learn.microsoft.com/entra/identity-platform/
 * access-token-claims-reference. Ids are letters, digits and "-", or "". */
struct aoai_token_claims {
    char tenant[AOAI_TOKEN_CLAIMS_ID_SIZE];      /* tid */
    char application[AOAI_TOKEN_CLAIMS_ID_SIZE]; /* appid, else azp */
    char object[AOAI_TOKEN_CLAIMS_ID_SIZE];      /* oid */
    bool is_user;                                /* scp: of a person, not an
                                                    application */
    int64_t expires;                             /* exp, UTC seconds; 0: not
                                                    told */
};

/* Reads TOKEN into CLAIMS. Returns false, CLAIMS being all zero, when it is no
 * JWT, names none of the ids, or can not be decoded (see net/module.h). */
bool aoai_token_claims_read(struct aoai_token_claims *claims,
                            const char *token) AOAI_MUST_USE;

#endif
