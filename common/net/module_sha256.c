/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The module aoai_sha256.so: hashes, by OpenSSL. */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include "net/module_entry.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>

const char aoai_module_version[] = PACKAGE_VERSION;

aoai_module_sha256_entry aoai_module_entry;

int aoai_module_entry(char hex[9], const char *text, struct aoai_error *error)
{
    unsigned char hash[EVP_MAX_MD_SIZE];

    if (EVP_Digest(text, strlen(text), hash, NULL, EVP_sha256(), NULL) != 1)
        return aoai_error_set(error, AOAI_ERROR_MEMORY,
                              "OpenSSL can not make a SHA-256");
    (void)snprintf(hex, 9, "%02x%02x%02x%02x", hash[0], hash[1], hash[2],
                   hash[3]);
    return 0;
}
