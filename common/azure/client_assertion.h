/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* A client assertion: the JSON Web Token, signed by its certificate's key, by
 * which an application proves who it is (https://learn.microsoft.com/entra/
 * identity-platform/certificate-credentials; RFC 7523 section 2.2). */
#ifndef AOAI_AZURE_CLIENT_ASSERTION_H
#define AOAI_AZURE_CLIENT_ASSERTION_H

#include <stdbool.h>
#include <stdint.h>

#include "core/attr.h"
#include "core/buf.h"
#include "core/error.h"
#include "net/crypto.h"

/* Seconds that an assertion is good for. */
enum { AOAI_CLIENT_ASSERTION_LIFE = 600 };

/* What an assertion says; the texts are borrowed. */
struct aoai_client_assertion {
    const char *audience;  /* the URL of the token endpoint, exactly */
    const char *client_id; /* issuer and subject */
    const char *id;        /* another one each time */
    int64_t now;           /* UTC seconds */
    enum aoai_certificate_algorithm algorithm; /* PS256 with the thumbprint
                                                  x5t#S256, RS256 with x5t */
    bool with_chain; /* all certificates in x5c, for applications that trust a
                        subject name and its issuer */
};

/* Appends the token that says ASSERTION, signed by CERTIFICATE, to OUT, which
 * is made secret: who has it can sign in. CRYPTO is what opened CERTIFICATE.
 * Returns 0, or -1 with ERROR. */
int aoai_client_assertion_write(struct aoai_buf *out,
                                const struct aoai_client_assertion *assertion,
                                const struct aoai_crypto *crypto,
                                const struct aoai_certificate *certificate,
                                struct aoai_error *error) AOAI_MUST_USE;

#endif
