/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "net/certificate_parts.h"

#include <openssl/pkcs12.h>

/* PKCS12_free() for AOAI_CLEANUP. */
static void close_pkcs12(PKCS12 **pkcs12)
{
    PKCS12_free(*pkcs12);
}

/* Releases a list of certificates. */
static void close_list(STACK_OF(X509) * *list)
{
    sk_X509_pop_free(*list, X509_free);
}

/* Adds OWN, if there is one, and all of OTHERS. */
static int add_all(struct aoai_certificate *certificate, X509 *own,
                   STACK_OF(X509) * others, struct aoai_error *error)
{
    X509 *next;

    if (own && aoai_certificate_add(certificate, own, error))
        return -1;
    while ((next = sk_X509_shift(others)) != NULL)
        if (aoai_certificate_add(certificate, next, error))
            return -1;
    return 0;
}

int aoai_certificate_pkcs12_read(struct aoai_certificate *certificate,
                                 const struct aoai_buf *file,
                                 const char *password, struct aoai_error *error)
{
    const unsigned char *at = (const unsigned char *)file->data;
    AOAI_CLEANUP(close_pkcs12)
    PKCS12 *pkcs12 =
        file->length ? d2i_PKCS12(NULL, &at, (long)file->length) : NULL;
    AOAI_CLEANUP(close_list) STACK_OF(X509) *others = NULL;
    X509 *own = NULL;

    if (!pkcs12)
        return aoai_error_set(error, AOAI_ERROR_INPUT,
                              "neither PEM nor PKCS#12: give a file with a "
                              "certificate and its private key");
    if (PKCS12_parse(pkcs12, password, &certificate->key, &own, &others) != 1)
        return aoai_certificate_locked(password, error);
    return add_all(certificate, own, others, error);
}
