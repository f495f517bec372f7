/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* What a token endpoint answers: Entra's, and the managed identity's. */
#ifndef AOAI_AZURE_TOKEN_ANSWER_H
#define AOAI_AZURE_TOKEN_ANSWER_H

#include <stdint.h>

#include "azure/credential.h"
#include "core/attr.h"
#include "core/error.h"
#include "net/http.h"
#include "net/json.h"

/* Sends EXCHANGE, which asks for a token, through SETUP's http and reads the
 * answer, which is made secret (see http.h), into TOKEN. Returns 0, or -1 with
 * ERROR: no answer, a refusal (exchange->status tells), or one that can not be
 * read. */
int aoai_token_answer_ask(const struct aoai_credential_setup *setup,
                          struct aoai_http_exchange *exchange,
                          struct aoai_token *token,
                          struct aoai_error *error) AOAI_MUST_USE;

/* Reads the answer of EXCHANGE, whose status is 200, received at NOW (UTC
 * seconds), into TOKEN. Its life is read as in token_life.h. Returns 0, or -1
 * with an AOAI_ERROR_ANSWER when it is no JSON, has no usable access_token
 * (bytes that can not stand in a header) or no life. */
int aoai_token_answer_read(struct aoai_token *token,
                           const struct aoai_http_exchange *exchange,
                           int64_t now, struct aoai_error *error) AOAI_MUST_USE;

/* The token that the member NAME of the answer ROOT holds, borrowed; NULL where
 * there is none that can stand in a header. */
const char *aoai_token_answer_text(const struct aoai_value *root,
                                   const char *name);

/* The kind of failure that the refusal STATUS (not 200) is for somebody who
 * wants to sign in: a definite no is AOAI_ERROR_DENIED. */
enum aoai_error_kind aoai_token_answer_kind(int status);

/* Sets ERROR to what the refusal in EXCHANGE (status not 200) means and
 * returns -1. Entra's AADSTS code is kept and put into words, with what to do
 * about it (https://learn.microsoft.com/entra/identity-platform/
 * reference-error-codes). */
int aoai_token_answer_refused(const struct aoai_http_exchange *exchange,
                              struct aoai_error *error);

#endif
