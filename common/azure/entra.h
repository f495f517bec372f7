/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Entra's token endpoint, where an application signs in: OAuth 2.0 client
 * credentials (https://learn.microsoft.com/entra/identity-platform/
 * v2-oauth2-client-creds-grant-flow). */
#ifndef AOAI_AZURE_ENTRA_H
#define AOAI_AZURE_ENTRA_H

#include <stdint.h>

#include "azure/credential.h"
#include "core/attr.h"
#include "core/buf.h"
#include "core/error.h"

/* By what an application proves who it is: one of the two, borrowed. */
struct aoai_entra_proof {
    const char *secret;
    const char *assertion; /* a JSON Web Token (RFC 7523) */
};

/* What SETUP lacks to name an application, as the end of an operator's
 * sentence: "no AZURE_TENANT_ID"; NULL: nothing. */
const char *aoai_entra_missing(const struct aoai_credential_setup *setup);

/* Appends the URL of the token endpoint of SETUP's tenant. Returns 0, or -1
 * with ERROR when memory is short. */
int aoai_entra_url(const struct aoai_credential_setup *setup,
                   struct aoai_buf *url,
                   struct aoai_error *error) AOAI_MUST_USE;

/* Signs in as SETUP's application for AUDIENCE by PROOF: see
 * aoai_token_answer_ask(). Asking twice does no harm, so that it is repeated
 * like any other reading. */
int aoai_entra_ask(const struct aoai_credential_setup *setup,
                   const char *audience, const struct aoai_entra_proof *proof,
                   int64_t deadline, struct aoai_token *token,
                   struct aoai_error *error) AOAI_MUST_USE;

/* Adds to ERROR that signing in failed and, at its end, for which application,
 * and returns -1. What to do stands before the id: lines are cut. */
int aoai_entra_wrap(const struct aoai_credential_setup *setup,
                    struct aoai_error *error);

#endif
