/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* What the sources of managed identities' tokens share: the request, which
 * identity it asks for, and what the answers mean.
 *
 * A source describes itself as data, and names where it is and what proves
 * that it may be asked each time a token is wanted. The identity is
 * managed_identity_id, else client_id, else the source's default, else its own.
 * An id that begins with "/" is a resource id. Any other is a client id; where
 * the source knows no such client and managed_identity_id named it, it is tried
 * as an object id. An identity that was chosen is never replaced by another
 * one: what can not be chosen is a failure. */
#ifndef AOAI_AZURE_IDENTITY_SOURCE_H
#define AOAI_AZURE_IDENTITY_SOURCE_H

#include <stdbool.h>
#include <stdint.h>

#include "azure/credential.h"
#include "core/attr.h"
#include "core/buf.h"
#include "core/error.h"
#include "net/http.h"

/* Header lines that a place asks for, at most; what proves or posts is added.
 */
enum { AOAI_IDENTITY_SOURCE_HEADERS = 2 };

/* What a source is like. */
struct aoai_identity_source {
    const char *name;        /* in sentences: "Azure Arc" */
    const char *place;       /* what has identities there: "this machine" */
    const char *api_version; /* NULL: the resource is posted as a form */

    /* What the parameters for a chosen identity are called; NULL: it can not be
     * chosen so. */
    const char *client_id, *object_id, *resource_id;

    enum aoai_http_rules rules; /* for answers worth another try */
    int64_t try_limit;          /* ms for one try */
    bool may_lack;      /* refuses with 400 where no identity is assigned */
    bool confirms;      /* its answer repeats the id that was chosen */
    const char *broken; /* what a 500 often stands for there; NULL: nothing */
};

/* Where it is, and how it is asked. */
struct aoai_identity_place {
    const char *endpoint; /* the URL up to the query */
    const char *headers[AOAI_IDENTITY_SOURCE_HEADERS]; /* NULL: none */
    const char *default_id; /* client id where none was chosen; NULL: none */

    /* Appends to HEADER, which is secret, the line that answers CHALLENGE (the
     * WWW-Authenticate header of a 401, "" where there was none). Returns 0, or
     * -1 with ERROR. NULL: a 401 is a refusal. */
    int (*prove)(const char *folder, const char *challenge,
                 struct aoai_buf *header, struct aoai_error *error);
    const char *folder; /* given to prove */
};

/* Asks SOURCE at PLACE for a token of AUDIENCE, until DEADLINE (monotonic ms)
 * at most, for the identity that SETUP chooses. Returns 0 with TOKEN, or -1
 * with ERROR. In a chain (nothing pinned) it is AOAI_ERROR_UNAVAILABLE where
 * the source may lack identities, has none and none was chosen; every other
 * failure is final. Where the source proves itself, the second request goes
 * where the first one went. */
int aoai_identity_source_ask(const struct aoai_identity_source *source,
                             const struct aoai_identity_place *place,
                             const struct aoai_credential_setup *setup,
                             const char *audience, int64_t deadline,
                             struct aoai_token *token,
                             struct aoai_error *error) AOAI_MUST_USE;

/* Appends the endpoint TEXT, which the environment variable VARIABLE holds, to
 * URL, as aoai_url_endpoint() takes it, except that a slash at its end stays:
 * some of these services know their path with it alone. Returns 0, or -1 with
 * an AOAI_ERROR_INPUT that names VARIABLE. */
int aoai_identity_source_endpoint(struct aoai_buf *url, const char *variable,
                                  const char *text,
                                  struct aoai_error *error) AOAI_MUST_USE;

/* Appends the header line "NAME: SECRET" to LINE, which becomes secret. SECRET
 * is what the environment variable VARIABLE holds. Returns 0, or -1 with an
 * AOAI_ERROR_INPUT that names VARIABLE where SECRET holds bytes that can not
 * stand in a header. */
int aoai_identity_source_header(struct aoai_buf *line, const char *name,
                                const char *variable, const char *secret,
                                struct aoai_error *error) AOAI_MUST_USE;

#endif
