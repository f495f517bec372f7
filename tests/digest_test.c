/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Hashes and message authentication codes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "net/digest.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))
#define TWO_BLOCKS "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"

enum { HEX_SIZE = 2 * AOAI_DIGEST_SHA256 + 1 };

/* Writes LENGTH bytes as hex digits. */
static const char *hex(char text[HEX_SIZE], const unsigned char *bytes,
                       size_t length)
{
    for (size_t i = 0; i < length; i++)
        (void)snprintf(text + 2 * i, 3, "%02x", bytes[i]);
    return text;
}

static void hashes_are_those_of_the_standard(void **state)
{
    static const struct {
        const char *text;
        const char *sha1, *sha256;
    } rows[] = {
        /* FIPS 180-4: its examples, and nothing at all */
        {"abc", "a9993e364706816aba3e25717850c26c9cd0d89d",
         "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {TWO_BLOCKS, "84983e441c3bd26ebaae4aa1f95129e5e54670f1",
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
        {"", "da39a3ee5e6b4b0d3255bfef95601890afd80709",
         "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        unsigned char hash[AOAI_DIGEST_SHA256];
        char text[HEX_SIZE];
        size_t length = strlen(rows[i].text);

        assert_int_equal(aoai_digest_sha1(hash, rows[i].text, length, NULL), 0);
        assert_string_equal(hex(text, hash, AOAI_DIGEST_SHA1), rows[i].sha1);
        assert_int_equal(aoai_digest_sha256(hash, rows[i].text, length, NULL),
                         0);
        assert_string_equal(hex(text, hash, AOAI_DIGEST_SHA256),
                            rows[i].sha256);
    }
}

/* Fails the test unless the MAC of TEXT under KEY is WANTED. */
static void check_mac(const struct aoai_buf *key, const char *text,
                      const char *wanted)
{
    unsigned char mac[AOAI_DIGEST_SHA256];
    char found[HEX_SIZE];

    assert_int_equal(
        aoai_digest_hmac_sha256(mac, key, text, strlen(text), NULL), 0);
    assert_string_equal(hex(found, mac, sizeof(mac)), wanted);
}

static void codes_are_those_of_the_standard(void **state)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf key = {.secret = true};

    (void)state;
    /* no key, nothing to sign (Python's hmac) */
    check_mac(
        &key, "",
        "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
    /* RFC 4231 section 4: test cases 2, 1 and 6 */
    aoai_buf_puts(&key, "Jefe");
    check_mac(
        &key, "what do ya want for nothing?",
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    aoai_buf_free(&key);
    for (int i = 0; i < 20; i++)
        aoai_buf_putc(&key, 0x0b);
    check_mac(
        &key, "Hi There",
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    aoai_buf_free(&key);
    /* a key that is longer than a block, of bytes beyond ASCII */
    for (int i = 0; i < 131; i++)
        aoai_buf_putc(&key, (char)0xaa);
    check_mac(
        &key, "Test Using Larger Than Block-Size Key - Hash Key First",
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    aoai_buf_free(&key);
    /* a NUL is a byte of the key as any other (Python's hmac) */
    aoai_buf_add(&key, "a\0b", 3);
    check_mac(
        &key, "x",
        "758acf85d010dbd67262388f811fe5ac923b76ed1301265a66fce397586291b4");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hashes_are_those_of_the_standard),
        cmocka_unit_test(codes_are_those_of_the_standard),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
