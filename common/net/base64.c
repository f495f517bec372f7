/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "net/base64.h"

#include <openssl/evp.h>
#include <string.h>

#define LETTERS_AND_DIGITS                                                     \
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

static const char plain_alphabet[] = LETTERS_AND_DIGITS "+/";
static const char url_alphabet[] = LETTERS_AND_DIGITS "-_";

/* So many bytes at a time, which are so many characters. */
enum { BYTES = 48, CHARACTERS = BYTES / 3 * 4 };

/* Turns the LENGTH characters of base64 at TEXT into base64url. Returns how
 * many are left without the padding. */
static size_t make_url(char *text, size_t length)
{
    while (length > 0 && text[length - 1] == '=')
        length--;
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '+')
            text[i] = '-';
        else if (text[i] == '/')
            text[i] = '_';
    }
    return length;
}

/* Appends LENGTH bytes in one alphabet or the other. */
static void encode(struct aoai_buf *out, const unsigned char *bytes,
                   size_t length, bool url)
{
    char text[CHARACTERS + 1];

    for (size_t at = 0; at < length; at += BYTES) {
        size_t some = length - at < BYTES ? length - at : BYTES;
        size_t count = (size_t)EVP_EncodeBlock((unsigned char *)text,
                                               bytes + at, (int)some);

        aoai_buf_add(out, text, url ? make_url(text, count) : count);
    }
    aoai_wipe(text, sizeof(text));
}

void aoai_base64_encode(struct aoai_buf *out, const void *bytes, size_t length)
{
    encode(out, bytes, length, false);
}

void aoai_base64_url_encode(struct aoai_buf *out, const void *bytes,
                            size_t length)
{
    encode(out, bytes, length, true);
}

/* Decodes COUNT characters, at most CHARACTERS and all of one alphabet, into
 * BLOCK. Returns how many bytes they are; what follows those in BLOCK is made
 * of the bits left over. */
static size_t decode_block(unsigned char block[BYTES], const char *text,
                           size_t count)
{
    char base64[CHARACTERS];

    memset(base64, 'A', sizeof(base64)); /* "A" is six bits of zero */
    for (size_t i = 0; i < count; i++)
        base64[i] = text[i] == '-' ? '+' : text[i] == '_' ? '/' : text[i];
    (void)EVP_DecodeBlock(block, (unsigned char *)base64, CHARACTERS);
    aoai_wipe(base64, sizeof(base64));
    return count * 3 / 4;
}

/* True when the LENGTH characters at TEXT, of ALPHABET and without padding,
 * stand for some bytes. */
static bool is_base64(const char *text, size_t length, const char *alphabet)
{
    unsigned char block[BYTES] = {0};
    size_t rest = length % 4;
    size_t whole;
    bool is_zero;

    for (size_t i = 0; i < length; i++)
        if (text[i] == '\0' || !strchr(alphabet, text[i]))
            return false;
    if (rest == 1)
        return false;
    whole = decode_block(block, text + length - rest, rest);
    is_zero = block[whole] == 0; /* the bits left over */
    aoai_wipe(block, sizeof(block));
    return is_zero;
}

/* Appends what the LENGTH characters at TEXT, which are in order, stand for. */
static int decode(struct aoai_buf *out, const char *text, size_t length,
                  struct aoai_error *error)
{
    unsigned char block[BYTES];
    size_t before = out->length;

    for (size_t at = 0; at < length; at += CHARACTERS) {
        size_t some = length - at < CHARACTERS ? length - at : CHARACTERS;

        aoai_buf_add(out, block, decode_block(block, text + at, some));
    }
    aoai_wipe(block, sizeof(block));
    if (aoai_buf_check(out, error) == 0)
        return 0;
    aoai_buf_truncate(out, before);
    return -1;
}

/* How many of the LENGTH characters at TEXT are left without the padding. */
static size_t without_padding(const char *text, size_t length)
{
    for (int i = 0; i < 2 && length > 0 && text[length - 1] == '='; i++)
        length--;
    return length;
}

int aoai_base64_decode(struct aoai_buf *out, const char *text, size_t length,
                       struct aoai_error *error)
{
    size_t count = without_padding(text, length);

    if (length % 4 != 0 || !is_base64(text, count, plain_alphabet))
        return aoai_error_set(error, AOAI_ERROR_ANSWER,
                              "what should be base64 is not");
    return decode(out, text, count, error);
}

int aoai_base64_url_decode(struct aoai_buf *out, const char *text,
                           size_t length, struct aoai_error *error)
{
    if (!is_base64(text, length, url_alphabet))
        return aoai_error_set(error, AOAI_ERROR_ANSWER,
                              "what should be base64url is not");
    return decode(out, text, length, error);
}
