/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include <string.h>

#include "azure/table.h"

/* What a query is made of (RFC 3986, section 3.4), but for "?" and "'". */
#define QUERY_BYTES                                                            \
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"           \
    "-._~%&=:/+,;!$*()@"

#define BLANKS " \t\r\n"

/* True when the LENGTH bytes at TEXT have a parameter sig=, which every SAS
 * has. A key in base64 can end in these letters, but nothing follows then. */
static bool has_signature(const char *text, size_t length)
{
    static const char name[] = "sig=";
    size_t size = strlen(name);

    for (size_t i = 0; i + size < length; i++)
        if (strncmp(text + i, name, size) == 0 &&
            (i == 0 || strchr("?&", text[i - 1]) != NULL))
            return true;
    return false;
}

/* Reads the LENGTH bytes at TEXT as a SAS. */
static int read_sas(struct aoai_buf *sas, const char *text, size_t length,
                    struct aoai_error *error)
{
    if (text[0] == '?') {
        text++;
        length--;
    }
    if (strspn(text, QUERY_BYTES) < length)
        return aoai_error_set(error, AOAI_ERROR_INPUT,
                              "the SAS holds a character that no query has: "
                              "give what stands behind the '?' of its URL, as "
                              "it stands there");
    aoai_buf_add(sas, text, length);
    return aoai_buf_check(sas, error);
}

/* Reads the LENGTH bytes at TEXT as the base64 of an account key. */
static int read_key(struct aoai_buf *key, const char *text, size_t length,
                    const struct aoai_crypto *crypto, struct aoai_error *error)
{
    struct aoai_error reason = {0};

    if (crypto->base64_decode(key, text, length, &reason) == 0 &&
        key->length > 0)
        return 0;
    if (reason.kind == AOAI_ERROR_MEMORY)
        return aoai_error_memory(error);
    if (strchr(text, ';') != NULL)
        return aoai_error_set(error, AOAI_ERROR_INPUT,
                              "it holds a connection string: give what stands "
                              "behind its AccountKey= alone");
    return aoai_error_set(error, AOAI_ERROR_INPUT,
                          "it holds neither an account key, which is one line "
                          "of base64, nor a SAS");
}

int aoai_table_key_parse(struct aoai_table_key *key, const char *text,
                         const struct aoai_crypto *crypto,
                         struct aoai_error *error)
{
    size_t length;

    *key = (struct aoai_table_key){.key = {.secret = true},
                                   .sas = {.secret = true}};
    text += strspn(text, BLANKS);
    length = strlen(text);
    while (length > 0 && strchr(BLANKS, text[length - 1]) != NULL)
        length--;
    if (has_signature(text, length))
        return read_sas(&key->sas, text, length, error);
    return read_key(&key->key, text, length, crypto, error);
}

void aoai_table_key_free(struct aoai_table_key *key)
{
    aoai_buf_free(&key->key);
    aoai_buf_free(&key->sas);
}
