/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* What is remembered of one deployment in one month, as the stores keep it.
 *
 * Its first three properties are those of the Azure Functions program that
 * aoai-tokens replaces, so that either continues what the other began:
 *
 *   SumToken      Edm.Int64    tokens of the month; never falls
 *   ActionDone    Edm.Boolean  the critical mail of this month is out
 *   LastUpdated   Edm.String   when it was written, ISO 8601 UTC
 *   WarningDone   Edm.Boolean  the warning mail is out
 *   ClaimLevel    Edm.String   of the mail being sent: warning, critical; ""
 *   ClaimAccepted Edm.Boolean  the mail service has taken that mail
 *   ClaimUntil    Edm.String   end of the lease, ISO 8601 UTC; "" without one
 *   ClaimOwner    Edm.String   who claims: host, process and a random number
 *   ClaimOperation Edm.String  the mail's Operation-Id
 *   ClaimShare    Edm.Int32    deployments that share this mail (a digest)
 *   ClaimAttempt  Edm.Int32    mails that were definitely not sent so far */
#ifndef AOAI_STATE_ENTITY_H
#define AOAI_STATE_ENTITY_H

#include <stdbool.h>
#include <stdint.h>

#include "core/alert.h"
#include "core/attr.h"
#include "core/buf.h"
#include "core/error.h"
#include "core/resource_id.h"
#include "net/crypto.h"
#include "net/uuid.h"

enum {
    AOAI_ENTITY_OWNER_SIZE = 128,
    AOAI_ENTITY_VERSION_SIZE = 128, /* an ETag, or a number */
    /* Bytes of a key. Azure allows 1 KiB, which is 512 characters where it
     * counts UTF-16. */
    AOAI_ENTITY_KEY_MOST = 500
};

struct aoai_entity {
    uint64_t sum_token; /* at most 2^63-1 */
    int64_t updated;    /* UTC seconds; 0: not told */
    struct aoai_alert_memory memory;
    uint32_t share;
    uint32_t attempt;
    char operation[AOAI_UUID_SIZE];
    char owner[AOAI_ENTITY_OWNER_SIZE];
    char version[AOAI_ENTITY_VERSION_SIZE]; /* of the store; "": not in it */
};

/* Appends the partition that belongs to RESOURCE: its id in lower case, with
 * "|" in place of the slashes, which keys forbid; what else keys forbid is
 * escaped as below, and so is a "|" of the id itself (%7C). */
void aoai_entity_partition(struct aoai_buf *out,
                           const struct aoai_resource_id *resource);

/* Appends NAME as it stands in keys: "/", "\", "#", "?", "%", control
 * characters (U+0000 to U+001F, U+007F to U+009F) and bytes that are no UTF-8
 * become %XX, byte by byte, in upper case, so that no two names become the same
 * (https://learn.microsoft.com/rest/api/storageservices/understanding-the-
 * table-service-data-model). */
void aoai_entity_escape(struct aoai_buf *out, const char *name);

/* Appends the row of NAME in MONTH ("YYYY-MM"): "NAME-YYYY-MM", escaped. Where
 * that would not be shorter than AOAI_ENTITY_KEY_MOST the name is cut, between
 * two characters, and followed by "-" and hex digits of its SHA-256, 32 or a
 * few more, that fill the row up to exactly this length: so it is no other
 * name's row. Returns 0, or -1 with ERROR when memory is short or CRYPTO
 * fails. */
int aoai_entity_row(struct aoai_buf *out, const char *name, const char *month,
                    const struct aoai_crypto *crypto,
                    struct aoai_error *error) AOAI_MUST_USE;

#endif
