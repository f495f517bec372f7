/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "net/certificate.h"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/rsa.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "net/base64.h"
#include "net/certificate_parts.h"

/* Bytes of a signature at most: OpenSSL's largest RSA key has 16384 bits. */
enum { SIGNATURE_MAX = 2048, SALT = 32 };

/* Room for "2026-12-31". */
enum { DATE_SIZE = 48 };

/* True when OpenSSL's errors say that it lacks a cipher. */
static bool lacks_cipher(void)
{
    bool lacks = false;
    unsigned long code;

    while ((code = ERR_get_error()) != 0) {
        int reason = ERR_GET_REASON(code);

        lacks |= reason == ERR_R_UNSUPPORTED;
        lacks |= ERR_GET_LIB(code) == ERR_LIB_EVP &&
                 (reason == EVP_R_UNKNOWN_PBE_ALGORITHM ||
                  reason == EVP_R_UNSUPPORTED_CIPHER ||
                  reason == EVP_R_UNSUPPORTED_PRF);
    }
    return lacks;
}

int aoai_certificate_locked(const char *password, struct aoai_error *error)
{
    if (lacks_cipher())
        return aoai_error_set(error, AOAI_ERROR_INPUT,
                              "encrypted by a cipher that OpenSSL no longer "
                              "offers: export it again, with AES");
    if (!password)
        return aoai_error_set(error, AOAI_ERROR_INPUT,
                              "encrypted: give its password by "
                              "--client-certificate-password-file or "
                              "AZURE_CLIENT_CERTIFICATE_PASSWORD");
    return aoai_error_set(error, AOAI_ERROR_INPUT,
                          "the password does not open it: check "
                          "--client-certificate-password-file or "
                          "AZURE_CLIENT_CERTIFICATE_PASSWORD");
}

int aoai_certificate_add(struct aoai_certificate *certificate, X509 *one,
                         struct aoai_error *error)
{
    if (sk_X509_push(certificate->certificates, one) > 0)
        return 0;
    X509_free(one);
    return aoai_error_memory(error);
}

void aoai_certificate_free(struct aoai_certificate *certificate)
{
    if (!certificate)
        return;
    EVP_PKEY_free(certificate->key);
    sk_X509_pop_free(certificate->certificates, X509_free);
    free(certificate);
}

/* Refuses what Entra has no use for. */
static int check_parts(const struct aoai_certificate *certificate,
                       struct aoai_error *error)
{
    const EVP_PKEY *key = certificate->key;
    const char *type;

    if (!key)
        return aoai_error_set(error, AOAI_ERROR_INPUT,
                              "no private key in it: put the key into the file "
                              "of its certificate");
    type = EVP_PKEY_get0_type_name(key);
    if (!EVP_PKEY_is_a(key, "RSA"))
        return aoai_error_set(error, AOAI_ERROR_INPUT,
                              "its key is of the kind %s: Entra needs an RSA "
                              "key",
                              type ? type : "unknown");
    if (sk_X509_num(certificate->certificates) == 0)
        return aoai_error_set(error, AOAI_ERROR_INPUT,
                              "no certificate in it: put the certificate into "
                              "the file of its key");
    if (X509_check_private_key(sk_X509_value(certificate->certificates, 0),
                               key) != 1)
        return aoai_error_set(error, AOAI_ERROR_INPUT,
                              "its private key does not belong to its first "
                              "certificate: put the key's own certificate "
                              "before those of the issuers");
    return 0;
}

/* Reads FILE, whatever it is. */
static int read_parts(struct aoai_certificate *certificate,
                      const struct aoai_buf *file, const char *password,
                      struct aoai_error *error)
{
    bool is_pem = strstr(aoai_buf_text(file), "-----BEGIN ") != NULL;

    certificate->certificates = sk_X509_new_null();
    if (!certificate->certificates)
        return aoai_error_memory(error);
    if (is_pem
            ? aoai_certificate_pem_read(certificate, file, password, error)
            : aoai_certificate_pkcs12_read(certificate, file, password, error))
        return -1;
    return check_parts(certificate, error);
}

int aoai_certificate_open(struct aoai_certificate **certificate,
                          const struct aoai_buf *file, const char *password,
                          struct aoai_error *error)
{
    struct aoai_certificate *self = calloc(1, sizeof(*self));
    int failed;

    *certificate = NULL;
    if (!self)
        return aoai_error_memory(error);
    ERR_clear_error();
    failed = read_parts(self, file, password, error);
    ERR_clear_error();
    if (failed) {
        aoai_certificate_free(self);
        return -1;
    }
    *certificate = self;
    return 0;
}

/* Writes the day of TIME, "2026-12-31", into TEXT. */
static void write_date(char text[DATE_SIZE], const ASN1_TIME *time)
{
    struct tm day = {0};

    (void)ASN1_TIME_to_tm(time, &day);
    (void)snprintf(text, DATE_SIZE, "%04d-%02d-%02d", day.tm_year + 1900,
                   day.tm_mon + 1, day.tm_mday);
}

int aoai_certificate_check_dates(const struct aoai_certificate *certificate,
                                 int64_t now, struct aoai_error *error)
{
    const X509 *own = sk_X509_value(certificate->certificates, 0);
    const ASN1_TIME *begin = X509_get0_notBefore(own);
    const ASN1_TIME *end = X509_get0_notAfter(own);
    int begun = ASN1_TIME_cmp_time_t(begin, (time_t)now);
    int ended = ASN1_TIME_cmp_time_t(end, (time_t)now);
    char date[DATE_SIZE];

    if (begun == -2 || ended == -2)
        return aoai_error_set(error, AOAI_ERROR_INPUT,
                              "its certificate has no valid dates");
    if (ended < 0) {
        write_date(date, end);
        return aoai_error_set(error, AOAI_ERROR_DENIED,
                              "its certificate expired on %s: make a new one "
                              "and register it for the application",
                              date);
    }
    if (begun <= 0)
        return 0;
    write_date(date, begin);
    return aoai_error_set(error, AOAI_ERROR_DENIED,
                          "its certificate is not valid before %s: check this "
                          "machine's clock, or wait",
                          date);
}

int aoai_certificate_thumbprint(const struct aoai_certificate *certificate,
                                enum aoai_certificate_hash hash,
                                struct aoai_buf *out, struct aoai_error *error)
{
    const X509 *own = sk_X509_value(certificate->certificates, 0);
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned length = 0;

    if (X509_digest(own,
                    hash == AOAI_CERTIFICATE_SHA1 ? EVP_sha1() : EVP_sha256(),
                    digest, &length) != 1) {
        ERR_clear_error();
        return aoai_error_set(error, AOAI_ERROR_INPUT,
                              "OpenSSL can not make the thumbprint of its "
                              "certificate");
    }
    aoai_buf_add(out, digest, length);
    return aoai_buf_check(out, error);
}

size_t aoai_certificate_count(const struct aoai_certificate *certificate)
{
    return (size_t)sk_X509_num(certificate->certificates);
}

int aoai_certificate_write(const struct aoai_certificate *certificate,
                           size_t index, struct aoai_buf *out,
                           struct aoai_error *error)
{
    const X509 *one = sk_X509_value(certificate->certificates, (int)index);
    unsigned char *der = NULL;
    int length = i2d_X509(one, &der);

    if (length <= 0) {
        ERR_clear_error();
        return aoai_error_memory(error);
    }
    aoai_base64_encode(out, der, (size_t)length);
    OPENSSL_free(der);
    return aoai_buf_check(out, error);
}

/* Makes CONTEXT sign by ALGORITHM with KEY. Returns whether it can. */
static bool set_up(EVP_MD_CTX *context, EVP_PKEY *key,
                   enum aoai_certificate_algorithm algorithm)
{
    EVP_PKEY_CTX *options = NULL;

    if (EVP_DigestSignInit(context, &options, EVP_sha256(), NULL, key) != 1)
        return false;
    if (algorithm == AOAI_CERTIFICATE_RS256)
        return EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PADDING) == 1;
    return EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING) == 1 &&
           EVP_PKEY_CTX_set_rsa_mgf1_md(options, EVP_sha256()) == 1 &&
           EVP_PKEY_CTX_set_rsa_pss_saltlen(options, SALT) == 1;
}

int aoai_certificate_sign(const struct aoai_certificate *certificate,
                          enum aoai_certificate_algorithm algorithm,
                          const struct aoai_buf *bytes, struct aoai_buf *out,
                          struct aoai_error *error)
{
    unsigned char signature[SIGNATURE_MAX];
    size_t length = sizeof(signature);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool done = context && set_up(context, certificate->key, algorithm) &&
                EVP_DigestSign(context, signature, &length,
                               (const unsigned char *)aoai_buf_text(bytes),
                               bytes->length) == 1;

    EVP_MD_CTX_free(context);
    ERR_clear_error();
    if (!done)
        return aoai_error_set(error, AOAI_ERROR_INPUT,
                              "OpenSSL can not sign with its private key: is "
                              "it an RSA key of 2048 bits or more?");
    aoai_buf_add(out, signature, length);
    return aoai_buf_check(out, error);
}
