/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Azure Table Storage on the wire: addresses, signatures, requests, errors. */
#ifndef AOAI_AZURE_TABLE_H
#define AOAI_AZURE_TABLE_H

#include <stdbool.h>
#include <stdint.h>

#include "azure/credential.h"
#include "core/attr.h"
#include "core/buf.h"
#include "core/error.h"
#include "net/crypto.h"
#include "net/http.h"
#include "net/platform.h"

/* The audience of its tokens, in every cloud. */
#define AOAI_TABLE_AUDIENCE "https://storage.azure.com"

/* Where a table is. */
struct aoai_table_place {
    char *endpoint;  /* https://ACCOUNT.table.core.windows.net, or with the
                        account behind it where the host is a bare address or
                        localhost; no trailing slash */
    char *account;   /* as it is signed */
    char *table;     /* its name: letters and digits */
    char *partition; /* of ?partition=KEY, decoded; NULL: not given */
};

/* Reads URL, as --state has it. Returns 0, or -1 with an AOAI_ERROR_INPUT that
 * says what is wrong with it: plain http to other hosts than loopback, user
 * info, a query other than partition, no table, a table's name that Azure
 * refuses (3 to 63 letters and digits, a letter first). Release with
 * aoai_table_place_free() in any case. */
int aoai_table_place_parse(struct aoai_table_place *place, const char *url,
                           struct aoai_error *error) AOAI_MUST_USE;

/* Releases it. Accepts the all-zero object. */
void aoai_table_place_free(struct aoai_table_place *place);

/* What proves who asks: an account key, a SAS, or neither: then a token. */
struct aoai_table_key {
    struct aoai_buf key; /* decoded; secret; empty: none */
    struct aoai_buf sas; /* without "?"; secret; empty: none */
};

/* Reads TEXT, the content of --state-key-file: base64 of an account key, or a
 * SAS (with or without "?"), told apart by its "sig=". Returns 0, or -1 with
 * an AOAI_ERROR_INPUT that does not quote it. Release with
 * aoai_table_key_free() in any case. */
int aoai_table_key_parse(struct aoai_table_key *key, const char *text,
                         const struct aoai_crypto *crypto,
                         struct aoai_error *error) AOAI_MUST_USE;

/* Wipes and releases it. Accepts the all-zero object. */
void aoai_table_key_free(struct aoai_table_key *key);

/* What requests to one table need, all borrowed. */
struct aoai_table_setup {
    const struct aoai_table_place *place;
    const struct aoai_table_key *key;
    struct aoai_credential *credential; /* where KEY is empty */
    const struct aoai_crypto *crypto;
    struct aoai_http *http; /* with its retries */
    const struct aoai_clock *clock;
};

/* One request and its answer. */
struct aoai_table_call {
    const char *method; /* "GET", "POST", "PATCH" */
    const char *path;   /* behind the endpoint, escaped: "/Tables", "/t",
                           "/t(PartitionKey='p',RowKey='r')" */
    const char *match;  /* If-Match; NULL: none */
    const char *body;   /* JSON; NULL: none */
    int64_t deadline;   /* monotonic ms */

    /* Filled by aoai_table_send(), released by aoai_table_call_free(). */
    int status;
    int tries; /* how often it was sent: after more than one, 409 and 412 may
                  be about the first */
    struct aoai_buf answer;
    char etag[128];
    char code[64]; /* of an error: TableNotFound, ...; "" none */
};

/* Signs and sends CALL; anew, once, when a token was refused. Sent again as
 * http_retry.h says, also where the first may have counted. Returns 0 when an
 * answer came that the caller can go on with: 2xx, 404 ResourceNotFound and
 * TableNotFound, 409 EntityAlreadyExists and TableAlreadyExists, 412. Returns
 * -1 with ERROR for everything else, in words that name the table and what to
 * do (403: the role Storage Table Data Contributor, a wrong key, an expired
 * SAS; a signature refused: the clock difference); call->tries then still
 * tells how often it was sent. */
int aoai_table_send(const struct aoai_table_setup *setup,
                    struct aoai_table_call *call,
                    struct aoai_error *error) AOAI_MUST_USE;

/* Releases the answer and makes CALL ready to be sent again. */
void aoai_table_call_free(struct aoai_table_call *call);

/* Appends the path of the entity PARTITION, ROW of TABLE: quotes doubled, then
 * percent-encoded as Microsoft's own clients do. */
void aoai_table_entity_path(struct aoai_buf *out, const char *table,
                            const char *partition, const char *row);

/* Appends the SharedKeyLite value of the Authorization header: ACCOUNT, DATE
 * (as it stands in x-ms-date) and PATH as on the wire with what stands before
 * it in the endpoint
 * (https://learn.microsoft.com/rest/api/storageservices/authorize-with-shared-
 * key). Returns 0, or -1 with ERROR. */
int aoai_table_sign(struct aoai_buf *out, const char *account,
                    const struct aoai_buf *key, const char *date,
                    const char *path, const struct aoai_crypto *crypto,
                    struct aoai_error *error) AOAI_MUST_USE;

#endif
