/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* What needs OpenSSL, as a struct of functions: the module aoai_crypto.so
 * fills it, so that a run that needs none of it does not load libcrypto. */
#ifndef AOAI_NET_CRYPTO_H
#define AOAI_NET_CRYPTO_H

#include "core/attr.h"
#include "core/error.h"
#include "net/base64.h"
#include "net/certificate.h"
#include "net/digest.h"

/* The functions of these names: see net/module.h (sha256_8), net/digest.h,
 * net/certificate.h and net/base64.h. */
struct aoai_crypto {
    int (*sha256_8)(char hex[9], const char *text, struct aoai_error *error);

    int (*sha1)(unsigned char hash[AOAI_DIGEST_SHA1], const void *bytes,
                size_t length, struct aoai_error *error);
    int (*sha256)(unsigned char hash[AOAI_DIGEST_SHA256], const void *bytes,
                  size_t length, struct aoai_error *error);
    int (*hmac_sha256)(unsigned char mac[AOAI_DIGEST_SHA256],
                       const struct aoai_buf *key, const void *bytes,
                       size_t length, struct aoai_error *error);

    int (*certificate_open)(struct aoai_certificate **certificate,
                            const struct aoai_buf *file, const char *password,
                            struct aoai_error *error);
    void (*certificate_free)(struct aoai_certificate *certificate);
    int (*certificate_check_dates)(const struct aoai_certificate *certificate,
                                   int64_t now, struct aoai_error *error);
    int (*certificate_thumbprint)(const struct aoai_certificate *certificate,
                                  enum aoai_certificate_hash hash,
                                  struct aoai_buf *out,
                                  struct aoai_error *error);
    size_t (*certificate_count)(const struct aoai_certificate *certificate);
    int (*certificate_write)(const struct aoai_certificate *certificate,
                             size_t index, struct aoai_buf *out,
                             struct aoai_error *error);
    int (*certificate_sign)(const struct aoai_certificate *certificate,
                            enum aoai_certificate_algorithm algorithm,
                            const struct aoai_buf *bytes, struct aoai_buf *out,
                            struct aoai_error *error);

    void (*base64_encode)(struct aoai_buf *out, const void *bytes,
                          size_t length);
    int (*base64_decode)(struct aoai_buf *out, const char *text, size_t length,
                         struct aoai_error *error);
    void (*base64_url_encode)(struct aoai_buf *out, const void *bytes,
                              size_t length);
    int (*base64_url_decode)(struct aoai_buf *out, const char *text,
                             size_t length, struct aoai_error *error);
};

#endif
