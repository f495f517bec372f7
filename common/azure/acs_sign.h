/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* How Azure Communication Services wants requests signed: HMAC-SHA256 over
 * method, path, date, host and the body's hash
 * (https://learn.microsoft.com/azure/communication-services/tutorials/
 * hmac-header-tutorial). */
#ifndef AOAI_AZURE_ACS_SIGN_H
#define AOAI_AZURE_ACS_SIGN_H

#include <stdint.h>

#include "core/attr.h"
#include "core/buf.h"
#include "core/error.h"
#include "net/crypto.h"

/* The headers that a signed request carries, each "Name: value". */
struct aoai_acs_sign {
    struct aoai_buf date, hash, authorization; /* the last one is secret */
};

/* Signs the request METHOD URL with BODY (LENGTH bytes; NULL and 0: none) at
 * NOW (UTC seconds) with the decoded access key KEY, replacing what SIGN holds.
 * Path and query are signed as they stand in URL; the host too, with its port
 * where URL has one that is not the scheme's own, as the Host header has it.
 * Returns 0, or -1 with ERROR, SIGN being as it was, when memory is short or
 * CRYPTO fails. Release with aoai_acs_sign_free() in any case. */
int aoai_acs_sign_make(struct aoai_acs_sign *sign, const char *method,
                       const char *url, const char *body, size_t length,
                       int64_t now, const struct aoai_buf *key,
                       const struct aoai_crypto *crypto,
                       struct aoai_error *error) AOAI_MUST_USE;

/* Wipes and releases the headers. Accepts the all-zero object. */
void aoai_acs_sign_free(struct aoai_acs_sign *sign);

#endif
