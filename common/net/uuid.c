/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "net/uuid.h"

#include <string.h>

/* Where the groups of hex digits are separated. */
#define GROUPS "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"

enum { BYTES = 16 };

/* The namespace, a1fa0417-96f2-45e4-a32f-fc2efc525677: another one would give
 * mails that are on their way other names. */
static const unsigned char name_space[BYTES] = {
    0xa1, 0xfa, 0x04, 0x17, 0x96, 0xf2, 0x45, 0xe4,
    0xa3, 0x2f, 0xfc, 0x2e, 0xfc, 0x52, 0x56, 0x77};

/* Writes BYTES in the usual form. */
static void format(char text[AOAI_UUID_SIZE], const unsigned char bytes[BYTES])
{
    static const char digits[] = "0123456789abcdef";
    size_t nibble = 0;

    memcpy(text, GROUPS, AOAI_UUID_SIZE);
    for (char *at = text; *at != '\0'; at++) {
        unsigned byte = bytes[nibble / 2];

        if (*at == '-')
            continue;
        *at = digits[nibble % 2 == 0 ? byte >> 4 : byte & 15];
        nibble++;
    }
}

int aoai_uuid_of_name(char text[AOAI_UUID_SIZE], const char *name,
                      const struct aoai_crypto *crypto,
                      struct aoai_error *error)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf named = {0};
    unsigned char hash[AOAI_DIGEST_SHA1];

    aoai_buf_add(&named, name_space, sizeof(name_space));
    aoai_buf_puts(&named, name);
    if (aoai_buf_check(&named, error) ||
        crypto->sha1(hash, named.data, named.length, error))
        return -1;
    hash[6] = (unsigned char)((hash[6] & 0x0f) | 0x50); /* version 5 */
    hash[8] = (unsigned char)((hash[8] & 0x3f) | 0x80); /* of RFC 9562 */
    format(text, hash);
    return 0;
}

bool aoai_uuid_is_valid(const char *text)
{
    if (strnlen(text, AOAI_UUID_SIZE) != AOAI_UUID_SIZE - 1)
        return false;
    for (size_t i = 0; i < AOAI_UUID_SIZE - 1; i++) {
        bool is_dash = GROUPS[i] == '-';

        if (is_dash ? text[i] != '-'
                    : strchr("0123456789abcdefABCDEF", text[i]) == NULL)
            return false;
    }
    return true;
}
