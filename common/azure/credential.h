/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* A credential gives tokens for an audience.
 *
 * Each way to sign in is a credential of its own file; the chain is a
 * credential made of credentials, and the token cache is one wrapped round
 * another. One that is not configured on this machine says so with
 * AOAI_ERROR_UNAVAILABLE, and the chain goes on; any other failure is final.
 * The order and the rules are those of Azure's DefaultAzureCredential
 * (https://learn.microsoft.com/azure/developer/javascript/sdk/authentication/
 * credential-chains). */
#ifndef AOAI_AZURE_CREDENTIAL_H
#define AOAI_AZURE_CREDENTIAL_H

#include <stdbool.h>
#include <stdint.h>

#include "core/attr.h"
#include "core/buf.h"
#include "core/error.h"
#include "core/notes.h"
#include "net/http.h"
#include "net/platform.h"

/* A bearer token. The text is secret: wiped by aoai_token_free(). */
struct aoai_token {
    struct aoai_buf text;
    int64_t obtained;       /* UTC seconds */
    int64_t expires;        /* UTC seconds; 0 = not told */
    const char *credential; /* name of the one that gave it; NULL: kept from an
                               earlier run */
};

struct aoai_credential {
    const char *name; /* as --credential spells it */
    void *self;

    /* Gets a token for AUDIENCE ("https://management.azure.com", no slash, no
     * "/.default"), working until DEADLINE (monotonic ms) at most. Returns 0
     * with *TOKEN, which is empty on entry, to release; or -1 with ERROR. */
    int (*get)(void *self, const char *audience, int64_t deadline,
               struct aoai_token *token, struct aoai_error *error);

    /* Drops what is remembered for AUDIENCE: the service refused the token
     * TEXT. May be NULL where nothing is remembered. */
    void (*forget)(void *self, const char *audience, const char *text);

    /* Releases the credential. */
    void (*free)(void *self);
};

/* What credentials need to know; all borrowed for their life. Texts are NULL
 * where not given. */
struct aoai_credential_setup {
    struct aoai_http *http;
    const struct aoai_clock *clock;
    struct aoai_notes *notes;

    const char *pinned; /* the only one to use, as --credential spells it */
    const char *group;  /* "prod" or "dev": that part of the chain alone */

    /* An application: at most one of secret, its file and certificate. */
    const char *authority; /* endpoint, no trailing slash */
    const char *tenant_id;
    const char *client_id;
    const char *client_secret;
    const char *client_secret_file;
    const char *client_certificate;          /* PEM or PKCS#12 file */
    const char *client_certificate_password; /* of its key */
    const char *client_certificate_password_file;
    const char *assertion_algorithm; /* "PS256" or "RS256"; NULL: PS256 */
    bool send_certificate_chain;
    const char *federated_token_file;

    const char *token_file;

    /* A managed identity, and where it is to be had. */
    const char *managed_identity_id; /* client, object or resource id */
    const char *imds;                /* endpoint of IMDS where not the usual */
    const char *identity_endpoint;   /* App Service, Container Apps, Arc */
    const char *identity_header;
    const char *identity_thumbprint; /* Service Fabric */
    const char *imds_endpoint;       /* Arc, beside the identity endpoint */
    const char *msi_endpoint;        /* Machine Learning, Cloud Shell */
    const char *msi_secret;
    const char *default_client_id; /* Machine Learning's own identity */

    /* Where az keeps who is logged in, itself or a folder in it; az reads the
     * variables itself. */
    const char *azure_config_dir;
};

/* Reads into the members of SETUP that are still NULL what the environment
 * variables of Azure's SDKs name, but for authority and imds: whoever takes
 * those has to check where they lead. A secret, certificate or federated token
 * that SETUP names already leaves the environment's other two aside, a secret
 * in the environment its certificate, and the file of a password the variable
 * for it. The texts live as long as the environment. */
void aoai_credential_environment(struct aoai_credential_setup *setup);

/* True when SETUP names by what an application proves who it is: a secret, its
 * file, a certificate or a federated token. */
bool aoai_credential_proves(const struct aoai_credential_setup *setup);

/* True when SETUP lets the credential NAME, of the part GROUP of the chain
 * (NULL: of none), be asked: it is the one pinned, or none is and the chain, or
 * the part of it that SETUP wants, has it. */
bool aoai_credential_allows(const struct aoai_credential_setup *setup,
                            const char *name, const char *group);

/* Appends to the record OUT what chooses the identity, without any secret: two
 * setups that write the same get the same tokens. */
void aoai_credential_write_identity(struct aoai_buf *out,
                                    const struct aoai_credential_setup *setup);

/* True when TEXT may stand in an Authorization header: visible ASCII without
 * blanks, at least one (RFC 6750 section 2.1). NULL is none. */
bool aoai_token_is_bearer(const char *text);

/* Releases TOKEN's text, wiped. Accepts the all-zero object. */
void aoai_token_free(struct aoai_token *token);

/* Releases CREDENTIAL. Accepts the all-zero object. */
void aoai_credential_free(struct aoai_credential *credential);

#endif
