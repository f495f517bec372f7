/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The module aoai_crypto.so: what needs OpenSSL. */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include "net/module_entry.h"

#include <stdio.h>
#include <string.h>

const char aoai_module_version[] = PACKAGE_VERSION;

aoai_module_crypto_entry aoai_module_entry;

/* See aoai_module_sha256_8(). */
static int sha256_8(char hex[9], const char *text, struct aoai_error *error)
{
    unsigned char hash[AOAI_DIGEST_SHA256];

    if (aoai_digest_sha256(hash, text, strlen(text), error))
        return -1;
    (void)snprintf(hex, 9, "%02x%02x%02x%02x", hash[0], hash[1], hash[2],
                   hash[3]);
    return 0;
}

void aoai_module_entry(struct aoai_crypto *crypto)
{
    *crypto = (struct aoai_crypto){
        .sha256_8 = sha256_8,
        .sha1 = aoai_digest_sha1,
        .sha256 = aoai_digest_sha256,
        .hmac_sha256 = aoai_digest_hmac_sha256,
        .certificate_open = aoai_certificate_open,
        .certificate_free = aoai_certificate_free,
        .certificate_check_dates = aoai_certificate_check_dates,
        .certificate_thumbprint = aoai_certificate_thumbprint,
        .certificate_count = aoai_certificate_count,
        .certificate_write = aoai_certificate_write,
        .certificate_sign = aoai_certificate_sign,
        .base64_encode = aoai_base64_encode,
        .base64_decode = aoai_base64_decode,
        .base64_url_encode = aoai_base64_url_encode,
        .base64_url_decode = aoai_base64_url_decode,
    };
}
