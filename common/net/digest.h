/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Hashes and message authentication codes, of OpenSSL. For the module
 * aoai_crypto.so: see net/crypto.h. */
#ifndef AOAI_NET_DIGEST_H
#define AOAI_NET_DIGEST_H

#include <stddef.h>

#include "core/attr.h"
#include "core/buf.h"
#include "core/error.h"

/* Sizes in bytes. */
enum { AOAI_DIGEST_SHA1 = 20, AOAI_DIGEST_SHA256 = 32 };

/* The SHA-1 (FIPS 180-4) of LENGTH bytes: for names, not for secrets. Returns
 * 0, or -1 with ERROR when OpenSSL has none or memory is short. */
int aoai_digest_sha1(unsigned char hash[AOAI_DIGEST_SHA1], const void *bytes,
                     size_t length, struct aoai_error *error) AOAI_MUST_USE;

/* The SHA-256 of LENGTH bytes. Returns 0, or -1 with ERROR. */
int aoai_digest_sha256(unsigned char hash[AOAI_DIGEST_SHA256],
                       const void *bytes, size_t length,
                       struct aoai_error *error) AOAI_MUST_USE;

/* The HMAC-SHA256 (RFC 2104) of LENGTH bytes under KEY. Returns 0, or -1 with
 * ERROR. */
int aoai_digest_hmac_sha256(unsigned char mac[AOAI_DIGEST_SHA256],
                            const struct aoai_buf *key, const void *bytes,
                            size_t length,
                            struct aoai_error *error) AOAI_MUST_USE;

#endif
