/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* base64 and base64url. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "net/base64.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

struct row {
    const char *bytes;
    size_t length;
    const char *base64;
    const char *url;
};

static const struct row rows[] = {
    /* RFC 4648 section 10 */
    {"", 0, "", ""},
    {"f", 1, "Zg==", "Zg"},
    {"fo", 2, "Zm8=", "Zm8"},
    {"foo", 3, "Zm9v", "Zm9v"},
    {"foob", 4, "Zm9vYg==", "Zm9vYg"},
    {"fooba", 5, "Zm9vYmE=", "Zm9vYmE"},
    {"foobar", 6, "Zm9vYmFy", "Zm9vYmFy"},
    /* RFC 7515 appendix C */
    {"\x03\xec\xff\xe0\xc1", 5, "A+z/4ME=", "A-z_4ME"},
    /* bytes that end texts */
    {"\0\0\0\0", 4, "AAAAAA==", "AAAAAA"},
    /* one block, and one byte more */
    {"0123456789abcdef0123456789abcdef0123456789abcdef", 48,
     "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWYwMTIzNDU2Nzg5YWJjZGVm",
     "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWYwMTIzNDU2Nzg5YWJjZGVm"},
    {"0123456789abcdef0123456789abcdef0123456789abcdef\xff", 49,
     "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWYwMTIzNDU2Nzg5YWJjZGVm/w==",
     "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWYwMTIzNDU2Nzg5YWJjZGVm_w"},
};

static void bytes_become_characters(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf base64 = {0};
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf url = {0};

        aoai_base64_encode(&base64, rows[i].bytes, rows[i].length);
        aoai_base64_url_encode(&url, rows[i].bytes, rows[i].length);
        assert_string_equal(aoai_buf_text(&base64), rows[i].base64);
        assert_string_equal(aoai_buf_text(&url), rows[i].url);
    }
}

static void characters_become_the_bytes_again(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf bytes = {0};

        aoai_buf_putc(&bytes, '>');
        assert_int_equal(aoai_base64_url_decode(&bytes, rows[i].url,
                                                strlen(rows[i].url), NULL),
                         0);
        assert_int_equal(bytes.length, 1 + rows[i].length);
        assert_memory_equal(bytes.data + 1, rows[i].bytes, rows[i].length);
        aoai_buf_truncate(&bytes, 1);
        assert_int_equal(aoai_base64_decode(&bytes, rows[i].base64,
                                            strlen(rows[i].base64), NULL),
                         0);
        assert_int_equal(bytes.length, 1 + rows[i].length);
        assert_memory_equal(bytes.data + 1, rows[i].bytes, rows[i].length);
    }
}

static void every_length_comes_back(void **state)
{
    unsigned char bytes[256];

    (void)state;
    for (size_t i = 0; i < sizeof(bytes); i++)
        bytes[i] = (unsigned char)(i * 167);
    for (size_t length = 0; length <= sizeof(bytes); length++) {
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf text = {0};
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf again = {0};

        aoai_base64_url_encode(&text, bytes, length);
        assert_int_equal(text.length, (length * 4 + 2) / 3);
        assert_int_equal(aoai_base64_url_decode(&again, aoai_buf_text(&text),
                                                text.length, NULL),
                         0);
        assert_int_equal(again.length, length);
        assert_memory_equal(aoai_buf_text(&again), bytes, length);
        aoai_buf_free(&text);
        aoai_buf_free(&again);
        aoai_base64_encode(&text, bytes, length);
        assert_int_equal(text.length, (length + 2) / 3 * 4);
        assert_int_equal(
            aoai_base64_decode(&again, aoai_buf_text(&text), text.length, NULL),
            0);
        assert_int_equal(again.length, length);
        assert_memory_equal(aoai_buf_text(&again), bytes, length);
    }
}

static void what_is_no_base64url_is_refused(void **state)
{
    static const struct {
        const char *text;
        size_t length;
    } bad[] = {
        {"A", 1},         /* six bits are no byte */
        {"Zm9vA", 5},     /* the same further on */
        {"Zg==", 4},      /* padding */
        {"Zm8=", 4},      /* one of it */
        {"A+z/", 4},      /* the other alphabet */
        {" Zm9v", 5},     /* OpenSSL would pass over blanks */
        {"Zm9v\n", 5},    /* and line ends */
        {"Zm9v ", 5},     /* at the end too */
        {"Zm\0v", 4},     /* a NUL */
        {"Zm9\xc3", 4},   /* a byte beyond ASCII */
        {"Zh", 2},        /* bits left over that are not zero: 4 of them */
        {"Zm9", 3},       /* 2 of them */
        {"Zm9vYmF.", 8},  /* what stands between the parts of a token */
        {"----Zm9v.", 9}, /* OpenSSL takes "-" for an end */
    };

    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf bytes = {0};
        struct aoai_error error = {0};

        if (aoai_base64_url_decode(&bytes, bad[i].text, bad[i].length,
                                   &error) == 0)
            fail_msg("row %zu was taken", i);
        assert_int_equal(error.kind, AOAI_ERROR_ANSWER);
        assert_string_equal(error.text, "what should be base64url is not");
        assert_int_equal(bytes.length, 0);
    }
}

static void what_is_no_base64_is_refused(void **state)
{
    static const struct {
        const char *text;
        size_t length;
    } bad[] = {
        {"Zg", 2},        /* padding is missing */
        {"Zm8", 3},       /* one of it */
        {"Zg=", 3},       /* the half of it */
        {"Zg===", 5},     /* too much of it */
        {"Zm9v====", 8},  /* where none belongs */
        {"Zg==Zg==", 8},  /* in the middle */
        {"=", 1},         /* nothing but padding */
        {"==", 2},        /* the same */
        {"====", 4},      /* the same, as long as a group */
        {"A===", 4},      /* six bits are no byte */
        {"A-z_4ME=", 8},  /* the other alphabet */
        {" Zm9", 4},      /* OpenSSL would pass over blanks */
        {"Zm9vZg=\n", 8}, /* and line ends */
        {"Zm9v\n", 5},    /* at the end too */
        {"Zm\0v", 4},     /* a NUL */
        {"Zm9\xc3", 4},   /* a byte beyond ASCII */
        {"Zh==", 4},      /* bits left over that are not zero: 4 of them */
        {"Zm9=", 4},      /* 2 of them */
    };

    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf bytes = {0};
        struct aoai_error error = {0};

        if (aoai_base64_decode(&bytes, bad[i].text, bad[i].length, &error) == 0)
            fail_msg("row %zu was taken", i);
        assert_int_equal(error.kind, AOAI_ERROR_ANSWER);
        assert_string_equal(error.text, "what should be base64 is not");
        assert_int_equal(bytes.length, 0);
    }
}

static void a_full_buffer_keeps_what_it_had(void **state)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf bytes = {.max = 4};
    struct aoai_error error = {0};

    (void)state;
    aoai_buf_puts(&bytes, "ab");
    assert_int_equal(aoai_base64_url_decode(&bytes, "Zm9v", 4, &error), -1);
    assert_string_equal(error.text, "larger than 4 bytes");
    assert_string_equal(aoai_buf_text(&bytes), "ab");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_become_characters),
        cmocka_unit_test(characters_become_the_bytes_again),
        cmocka_unit_test(every_length_comes_back),
        cmocka_unit_test(what_is_no_base64url_is_refused),
        cmocka_unit_test(what_is_no_base64_is_refused),
        cmocka_unit_test(a_full_buffer_keeps_what_it_had),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
