/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Records: what is written comes back, and nothing else does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "core/record.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

/* BYTES in a buffer of exactly that size, so that a sanitizer sees a read
 * beyond. */
static struct aoai_buf exact(const void *bytes, size_t length)
{
    struct aoai_buf buf = {.length = length, .space = length};

    buf.data = malloc(length ? length : 1);
    assert_non_null(buf.data);
    memcpy(buf.data, bytes, length);
    return buf;
}

static void numbers_and_texts_come_back(void **state)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf buf = {0};
    static const uint64_t numbers[] = {0, 9, 10, 1261, INT64_MAX};
    static const char *const texts[] = {
        "", "gpt-4o-momo", "5:a\n7\n", "\n", ":", "\xff\xfe", "end", "0",
    };
    uint64_t number;

    (void)state;
    for (size_t i = 0; i < COUNT(numbers); i++)
        aoai_record_add_number(&buf, numbers[i]);
    for (size_t i = 0; i < COUNT(texts); i++)
        aoai_record_add_text(&buf, texts[i]);
    struct aoai_record record = aoai_record_open(&buf);
    for (size_t i = 0; i < COUNT(numbers); i++) {
        assert_true(aoai_record_number(&record, &number));
        assert_true(number == numbers[i]);
    }
    for (size_t i = 0; i < COUNT(texts); i++)
        assert_string_equal(aoai_record_text(&record), texts[i]);
    assert_ptr_equal(record.at, record.end);
    assert_null(aoai_record_text(&record));
    assert_false(aoai_record_number(&record, &number));
}

static void the_form_on_disk_is_what_the_header_shows(void **state)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf buf = {0};

    (void)state;
    aoai_record_add_number(&buf, 1261);
    aoai_record_add_text(&buf, "gpt-4o-momo");
    aoai_record_add_number(&buf, UINT64_MAX);
    assert_string_equal(aoai_buf_text(&buf),
                        "1261\n11:gpt-4o-momo\n18446744073709551615\n");
}

static void a_field_that_is_none_is_not_read(void **state)
{
    static const char *const numbers[] = {
        "",
        "\n",
        "5",
        "-5\n",
        "+5\n",
        " 5\n",
        "5 \n",
        "5:a\n",
        "x\n",
        "5.0\n",
        "0x5\n",
        /* 2^63, and numbers that would turn round in 64 bits */
        "9223372036854775808\n",
        "18446744073709551616\n",
        "18446744073709551621\n",
        "99999999999999999999999999999999\n",
    };
    static const char *const texts[] = {
        "",
        "3",
        "3:",
        "3:ab",
        "3:abc",
        "3:abcd\n",
        "3:ab\n",
        "-1:a\n",
        ":a\n",
        "a:a\n",
        " 1:a\n",
        "1 :a\n",
        "3\nabc\n",
        "1:a",
        "0:a\n",
        "+1:a\n",
        /* lengths beyond the record, and beyond what adds up to an address */
        "9223372036854775807:a\n",
        "9223372036854775806:a\n",
        "9223372036854775808:a\n",
        "18446744073709551615:a\n",
        "18446744073709551617:a\n",
        "4294967297:a\n",
    };

    (void)state;
    for (size_t i = 0; i < COUNT(numbers); i++) {
        struct aoai_buf buf = exact(numbers[i], strlen(numbers[i]));
        struct aoai_record record = aoai_record_open(&buf);
        uint64_t number = 42;

        assert_false(aoai_record_number(&record, &number));
        assert_ptr_equal(record.at, buf.data);
        assert_true(number == 42);
        aoai_buf_free(&buf);
    }
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct aoai_buf buf = exact(texts[i], strlen(texts[i]));
        struct aoai_record record = aoai_record_open(&buf);

        assert_null(aoai_record_text(&record));
        assert_ptr_equal(record.at, buf.data);
        aoai_buf_free(&buf);
    }
}

static void a_text_with_a_nul_byte_is_none(void **state)
{
    static const char bytes[] = "3:a\0b\n";
    struct aoai_buf buf = exact(bytes, sizeof(bytes) - 1);
    struct aoai_record record = aoai_record_open(&buf);

    (void)state;
    assert_null(aoai_record_text(&record));
    aoai_buf_free(&buf);
}

static void nothing_at_all_can_be_read_too(void **state)
{
    struct aoai_buf buf = {0};
    struct aoai_record record = aoai_record_open(&buf);
    uint64_t number;

    (void)state;
    assert_false(aoai_record_number(&record, &number));
    assert_null(aoai_record_text(&record));
    assert_false(aoai_record_expect(&record, ""));
}

static void expecting_compares_the_whole_text(void **state)
{
    static const struct {
        const char *bytes, *expected;
        bool fits;
    } rows[] = {{"3:end\n", "end", true},   {"3:end\n", "en", false},
                {"3:end\n", "endx", false}, {"3:End\n", "end", false},
                {"0:\n", "", true},         {"3\n", "3", false}};

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct aoai_buf buf = exact(rows[i].bytes, strlen(rows[i].bytes));
        struct aoai_record record = aoai_record_open(&buf);

        assert_int_equal(aoai_record_expect(&record, rows[i].expected),
                         rows[i].fits);
        aoai_buf_free(&buf);
    }
}

/* The record that is damaged below. */
static const char whole[] = "5:first\n4:name\n1261\n0:\n7\n3:end\n";

/* Reads the fields of the record above. Returns how many there were. */
static size_t read_all(struct aoai_buf *buf)
{
    struct aoai_record record = aoai_record_open(buf);
    uint64_t number;

    if (!aoai_record_expect(&record, "first"))
        return 0;
    if (!aoai_record_text(&record))
        return 1;
    if (!aoai_record_number(&record, &number))
        return 2;
    if (!aoai_record_text(&record))
        return 3;
    if (!aoai_record_number(&record, &number))
        return 4;
    return aoai_record_expect(&record, "end") ? 6 : 5;
}

static void a_record_cut_anywhere_is_never_read_to_its_end(void **state)
{
    (void)state;
    for (size_t length = 0; length < sizeof(whole); length++) {
        struct aoai_buf buf = exact(whole, length);
        size_t fields = read_all(&buf);

        assert_int_equal(fields == 6, length == sizeof(whole) - 1);
        aoai_buf_free(&buf);
    }
}

static void an_edited_byte_never_makes_a_field_grow(void **state)
{
    (void)state;
    for (size_t at = 0; at < sizeof(whole) - 1; at++)
        for (unsigned byte = 0; byte < 256; byte++) {
            struct aoai_buf buf = exact(whole, sizeof(whole) - 1);

            buf.data[at] = (char)byte;
            (void)read_all(&buf); /* the sanitizers judge */
            aoai_buf_free(&buf);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_and_texts_come_back),
        cmocka_unit_test(the_form_on_disk_is_what_the_header_shows),
        cmocka_unit_test(a_field_that_is_none_is_not_read),
        cmocka_unit_test(a_text_with_a_nul_byte_is_none),
        cmocka_unit_test(nothing_at_all_can_be_read_too),
        cmocka_unit_test(expecting_compares_the_whole_text),
        cmocka_unit_test(a_record_cut_anywhere_is_never_read_to_its_end),
        cmocka_unit_test(an_edited_byte_never_makes_a_field_grow),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
