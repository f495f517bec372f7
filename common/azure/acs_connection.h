/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The connection string of Azure Communication Services:
 * "endpoint=https://NAME.communication.azure.com/;accesskey=BASE64". */
#ifndef AOAI_AZURE_ACS_CONNECTION_H
#define AOAI_AZURE_ACS_CONNECTION_H

#include "core/attr.h"
#include "core/buf.h"
#include "core/error.h"
#include "net/crypto.h"

struct aoai_acs_connection {
    char *endpoint;      /* no trailing slash */
    struct aoai_buf key; /* the access key, decoded; secret */
};

/* Reads TEXT: its parts in any order and case, a trailing ";" and blanks round
 * them allowed, parts of other names left out. The endpoint is one that a
 * secret may be sent to (see core/url.h); its host comes out in lower case.
 * Returns 0, or -1 with an AOAI_ERROR_INPUT that says which part is missing,
 * there twice or wrong, and quotes nothing; or AOAI_ERROR_MEMORY. Release with
 * aoai_acs_connection_free() in any case. */
int aoai_acs_connection_parse(struct aoai_acs_connection *connection,
                              const char *text,
                              const struct aoai_crypto *crypto,
                              struct aoai_error *error) AOAI_MUST_USE;

/* Wipes and releases it. Accepts the all-zero object. */
void aoai_acs_connection_free(struct aoai_acs_connection *connection);

#endif
