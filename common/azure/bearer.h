/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The header that shows a service a bearer token (RFC 6750 section 2.1). */
#ifndef AOAI_AZURE_BEARER_H
#define AOAI_AZURE_BEARER_H

#include <stdbool.h>
#include <stdint.h>

#include "azure/credential.h"
#include "core/attr.h"
#include "core/buf.h"
#include "core/error.h"

/* Replaces what HEADER, which is made secret, holds by the header line with a
 * fresh or kept token of CREDENTIAL for AUDIENCE, working until DEADLINE
 * (monotonic ms). Returns 0, or -1 with ERROR when there is none to be had or
 * memory is short. */
int aoai_bearer_write(struct aoai_buf *header,
                      struct aoai_credential *credential, const char *audience,
                      int64_t deadline, struct aoai_error *error) AOAI_MUST_USE;

/* Has CREDENTIAL drop the token in the line HEADER, which the service of
 * AUDIENCE refused. Returns whether a new one may be had. */
bool aoai_bearer_forget(const char *header, struct aoai_credential *credential,
                        const char *audience);

/* The token in the line HEADER, borrowed; "" where there is none. */
const char *aoai_bearer_token(const char *header);

#endif
