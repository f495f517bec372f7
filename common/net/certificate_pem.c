/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "net/certificate_parts.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <string.h>

/* A block between "-----BEGIN NAME-----" and "-----END NAME-----". */
struct block {
    char *name;
    char *header; /* how it is encrypted, where PKCS#1 is */
    unsigned char *data;
    long length;
    long space; /* bytes of data to wipe */
};

static void free_block(struct block *block)
{
    OPENSSL_secure_free(block->name);
    OPENSSL_secure_free(block->header);
    OPENSSL_secure_clear_free(block->data, (size_t)block->space);
}

static void close_bio(BIO **bio)
{
    BIO_free(*bio);
}

/* Reads the next block. Returns 1, 0 when there is none, or -1 when what
 * begins there is none. */
static int next_block(BIO *bio, struct block *block)
{
    int got = PEM_read_bio_ex(bio, &block->name, &block->header, &block->data,
                              &block->length,
                              PEM_FLAG_SECURE | PEM_FLAG_EAY_COMPATIBLE);

    if (got == 1) {
        block->space = block->length;
        return 1;
    }
    got = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE ? 0 : -1;
    ERR_clear_error();
    return got;
}

/* True when NAME is that of a certificate. */
static bool is_certificate(const char *name)
{
    return strcmp(name, PEM_STRING_X509) == 0 ||
           strcmp(name, PEM_STRING_X509_OLD) == 0 ||
           strcmp(name, PEM_STRING_X509_TRUSTED) == 0;
}

/* True when NAME is that of a private key of whatever kind. */
static bool is_key(const char *name)
{
    static const char end[] = "PRIVATE KEY";
    size_t length = strlen(name);

    return length >= sizeof(end) - 1 &&
           strcmp(name + length - (sizeof(end) - 1), end) == 0;
}

/* Says that BLOCK can not be read. */
static int refuse(const struct block *block, struct aoai_error *error)
{
    return aoai_error_set(error, AOAI_ERROR_INPUT,
                          "its %s can not be read: is the file whole?",
                          aoai_error_quote(block->name).text);
}

/* Hands the password to OpenSSL; one that is too long is none. */
static int give_password(char *out, int size, int for_writing, void *password)
{
    size_t length = strlen(password);

    (void)for_writing;
    if (length > (size_t)size)
        return -1;
    memcpy(out, password, length);
    return (int)length;
}

/* Decrypts PKCS#8. Returns the key, or NULL with ERROR. */
static EVP_PKEY *decrypt_pkcs8(const struct block *block, const char *password,
                               struct aoai_error *error)
{
    const unsigned char *at = block->data;
    X509_SIG *sealed = d2i_X509_SIG(NULL, &at, block->length);
    PKCS8_PRIV_KEY_INFO *plain;
    EVP_PKEY *key = NULL;

    if (!sealed) {
        refuse(block, error);
        return NULL;
    }
    plain = password ? PKCS8_decrypt(sealed, password, (int)strlen(password))
                     : NULL;
    if (!plain)
        aoai_certificate_locked(password, error);
    else if (!(key = EVP_PKCS82PKEY(plain)))
        refuse(block, error);
    PKCS8_PRIV_KEY_INFO_free(plain);
    X509_SIG_free(sealed);
    return key;
}

/* Decrypts BLOCK in place where its header says that it is encrypted, told by
 * *WAS_ENCRYPTED. */
static int decrypt_header(struct block *block, const char *password,
                          bool *was_encrypted, struct aoai_error *error)
{
    EVP_CIPHER_INFO how = {0};

    if (PEM_get_EVP_CIPHER_INFO(block->header, &how) != 1)
        return refuse(block, error);
    *was_encrypted = how.cipher != NULL;
    if (!how.cipher)
        return 0;
    if (password &&
        PEM_do_header(&how, block->data, &block->length, give_password,
                      (void *)(uintptr_t)password) == 1)
        return 0;
    return aoai_certificate_locked(password, error);
}

/* Reads a key that is PKCS#1, or plain PKCS#8. Returns it, or NULL with
 * ERROR. */
static EVP_PKEY *read_plain(struct block *block, const char *password,
                            struct aoai_error *error)
{
    const unsigned char *at = block->data;
    bool was_encrypted = false;
    EVP_PKEY *key;

    if (decrypt_header(block, password, &was_encrypted, error))
        return NULL;
    key = d2i_AutoPrivateKey(NULL, &at, block->length);
    if (key)
        return key;
    ERR_clear_error();
    if (was_encrypted) /* one wrong password in 256 decrypts to something */
        aoai_certificate_locked(password, error);
    else
        refuse(block, error);
    return NULL;
}

/* Takes what BLOCK holds, if that is of use. */
static int take_block(struct aoai_certificate *certificate, struct block *block,
                      const char *password, struct aoai_error *error)
{
    const unsigned char *at = block->data;
    X509 *one;

    if (is_certificate(block->name)) {
        one = d2i_X509(NULL, &at, block->length);
        return one ? aoai_certificate_add(certificate, one, error)
                   : refuse(block, error);
    }
    if (!is_key(block->name) || certificate->key)
        return 0;
    certificate->key = strcmp(block->name, PEM_STRING_PKCS8) == 0
                           ? decrypt_pkcs8(block, password, error)
                           : read_plain(block, password, error);
    return certificate->key ? 0 : -1;
}

int aoai_certificate_pem_read(struct aoai_certificate *certificate,
                              const struct aoai_buf *file, const char *password,
                              struct aoai_error *error)
{
    AOAI_CLEANUP(close_bio)
    BIO *bio = BIO_new_mem_buf(file->data, (int)file->length);
    int got;

    if (!bio)
        return aoai_error_memory(error);
    do {
        AOAI_CLEANUP(free_block) struct block block = {0};

        got = next_block(bio, &block);
        if (got > 0 && take_block(certificate, &block, password, error))
            return -1;
    } while (got > 0);
    if (got < 0)
        return aoai_error_set(error, AOAI_ERROR_INPUT,
                              "a block in it is damaged: is the file whole?");
    return 0;
}
