/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Entra's errors in words: what an AADSTS code means here, and what to do.
 *
 * Codes: https://learn.microsoft.com/entra/identity-platform/
 * reference-error-codes, and https://login.microsoftonline.com/error?code=N for
 * those that the page leaves out. Entra's own descriptions change without
 * notice: they are looked at for what no code tells, and missed without harm.
 */
#ifndef AOAI_AZURE_AADSTS_H
#define AOAI_AZURE_AADSTS_H

#include <stdbool.h>

#include "core/error.h"
#include "net/json.h"

/* The code in the refusal ROOT: the first that error_description names,
 * else the first of error_codes, which is an array of numbers, or, from some
 * managed identities, a text such as "[500011]". 0 when there is none. */
int aoai_aadsts_code(const struct aoai_value *root);

/* Sets ERROR to "AADSTSnnn: what it means: what to do" and returns true; where
 * CODE is not known here, returns false and leaves ERROR alone. KIND is that of
 * the error unless the code says better. Of a federated token that no
 * credential fits, the issuer, audience or subject in DESCRIPTION (NULL: none)
 * is quoted. */
bool aoai_aadsts_explain(int code, const char *description,
                         enum aoai_error_kind kind, struct aoai_error *error);

/* The longest part of a description that is repeated, bytes. */
enum { AOAI_AADSTS_LENGTH_MAX = 300 };

/* Bytes of DESCRIPTION, Entra's own or as others pass it on, before its line
 * end or the trace ids in it, AOAI_AADSTS_LENGTH_MAX at most, no character of
 * UTF-8 cut. */
int aoai_aadsts_length(const char *description);

#endif
