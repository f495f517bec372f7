/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* What an application proves with who it is: a private key, the certificate
 * of its public key, and those of the issuers. RSA only, as Entra's PS256 and
 * RS256 are (https://learn.microsoft.com/entra/identity-platform/
 * certificate-credentials). For the module aoai_crypto.so: see net/crypto.h.
 *
 * OpenSSL follows the machine's configuration, as it does for TLS, and never
 * asks anybody for a password. */
#ifndef AOAI_NET_CERTIFICATE_H
#define AOAI_NET_CERTIFICATE_H

#include <stddef.h>
#include <stdint.h>

#include "core/attr.h"
#include "core/buf.h"
#include "core/error.h"

struct aoai_certificate;

/* Signatures (RFC 7518 sections 3.3 and 3.5), both over a SHA-256. */
enum aoai_certificate_algorithm {
    AOAI_CERTIFICATE_PS256, /* RSASSA-PSS, MGF1 with SHA-256, 32 bytes of salt;
                               another one each time */
    AOAI_CERTIFICATE_RS256  /* RSASSA-PKCS1-v1_5 */
};

enum aoai_certificate_hash { AOAI_CERTIFICATE_SHA1, AOAI_CERTIFICATE_SHA256 };

/* Opens the bytes of a FILE, PEM or PKCS#12; PASSWORD is NULL for none. In PEM
 * the key (PKCS#8 or PKCS#1, plain or encrypted) and the certificates stand in
 * any order; the first certificate must be the key's, as it must for
 * Microsoft's own libraries, and the first key counts. In PKCS#12 the
 * certificate that fits the key counts. Other blocks are passed over.
 *
 * Returns 0 with *CERTIFICATE to release by aoai_certificate_free(), or -1
 * with an AOAI_ERROR_INPUT that tells apart: neither of the two, no key, no RSA
 * key, no certificate, a key of another certificate, encrypted but no PASSWORD,
 * a wrong one, encrypted in a way that is not supported, damaged; or
 * AOAI_ERROR_MEMORY. *CERTIFICATE is then NULL. */
int aoai_certificate_open(struct aoai_certificate **certificate,
                          const struct aoai_buf *file, const char *password,
                          struct aoai_error *error) AOAI_MUST_USE;

/* Releases CERTIFICATE, its key wiped. Accepts NULL. */
void aoai_certificate_free(struct aoai_certificate *certificate);

/* Returns 0 when the certificate is valid at NOW (UTC seconds); else -1 with
 * an AOAI_ERROR_DENIED that names the date, as Entra would refuse it, or an
 * AOAI_ERROR_INPUT where its dates are none. */
int aoai_certificate_check_dates(const struct aoai_certificate *certificate,
                                 int64_t now,
                                 struct aoai_error *error) AOAI_MUST_USE;

/* Appends the HASH, in bytes, of the certificate in DER: its thumbprint.
 * Returns 0, or -1 with ERROR. */
int aoai_certificate_thumbprint(const struct aoai_certificate *certificate,
                                enum aoai_certificate_hash hash,
                                struct aoai_buf *out,
                                struct aoai_error *error) AOAI_MUST_USE;

/* How many certificates there are, at least one. */
size_t aoai_certificate_count(const struct aoai_certificate *certificate);

/* Appends certificate INDEX in DER as base64: 0 is the key's own, the others
 * follow in the order of the file. Returns 0, or -1 with ERROR. */
int aoai_certificate_write(const struct aoai_certificate *certificate,
                           size_t index, struct aoai_buf *out,
                           struct aoai_error *error) AOAI_MUST_USE;

/* Appends the signature, in bytes, of BYTES by ALGORITHM to OUT. Returns 0, or
 * -1 with ERROR. */
int aoai_certificate_sign(const struct aoai_certificate *certificate,
                          enum aoai_certificate_algorithm algorithm,
                          const struct aoai_buf *bytes, struct aoai_buf *out,
                          struct aoai_error *error) AOAI_MUST_USE;

#endif
