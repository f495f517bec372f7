/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Between the files certificate*.c: what a certificate is made of. */
#ifndef AOAI_NET_CERTIFICATE_PARTS_H
#define AOAI_NET_CERTIFICATE_PARTS_H

#include <openssl/evp.h>
#include <openssl/x509.h>

#include "net/certificate.h"

struct aoai_certificate {
    EVP_PKEY *key;                 /* NULL until one was found */
    STACK_OF(X509) * certificates; /* in order */
};

/* Adds what stands in FILE, PEM, to CERTIFICATE. Returns 0, or -1 with ERROR:
 * a block that can not be read or decrypted. */
int aoai_certificate_pem_read(struct aoai_certificate *certificate,
                              const struct aoai_buf *file, const char *password,
                              struct aoai_error *error) AOAI_MUST_USE;

/* Adds what stands in FILE to CERTIFICATE. Returns 0, or -1 with ERROR: it is
 * no PKCS#12, or can not be decrypted. */
int aoai_certificate_pkcs12_read(struct aoai_certificate *certificate,
                                 const struct aoai_buf *file,
                                 const char *password,
                                 struct aoai_error *error) AOAI_MUST_USE;

/* Adds ONE, taken over in any case, at the end. Returns 0, or -1 with ERROR
 * when memory is short. */
int aoai_certificate_add(struct aoai_certificate *certificate, X509 *one,
                         struct aoai_error *error) AOAI_MUST_USE;

/* Sets ERROR to why decrypting with PASSWORD did not work, as OpenSSL's own
 * errors tell, and returns -1. */
int aoai_certificate_locked(const char *password, struct aoai_error *error);

#endif
