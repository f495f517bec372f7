/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "net/digest.h"

#include <limits.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

/* Says that OpenSSL has no NAME: a provider or a policy leaves it out, or
 * memory is short. */
static int fail(struct aoai_error *error, const char *name)
{
    return aoai_error_set(error, AOAI_ERROR_MEMORY, "OpenSSL can not make %s",
                          name);
}

int aoai_digest_sha1(unsigned char hash[AOAI_DIGEST_SHA1], const void *bytes,
                     size_t length, struct aoai_error *error)
{
    if (EVP_Digest(bytes, length, hash, NULL, EVP_sha1(), NULL) != 1)
        return fail(error, "a SHA-1");
    return 0;
}

int aoai_digest_sha256(unsigned char hash[AOAI_DIGEST_SHA256],
                       const void *bytes, size_t length,
                       struct aoai_error *error)
{
    if (EVP_Digest(bytes, length, hash, NULL, EVP_sha256(), NULL) != 1)
        return fail(error, "a SHA-256");
    return 0;
}

int aoai_digest_hmac_sha256(unsigned char mac[AOAI_DIGEST_SHA256],
                            const struct aoai_buf *key, const void *bytes,
                            size_t length, struct aoai_error *error)
{
    if (key->length > INT_MAX ||
        !HMAC(EVP_sha256(), aoai_buf_text(key), (int)key->length, bytes, length,
              mac, NULL))
        return fail(error, "an HMAC of SHA-256");
    return 0;
}
