/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The keys under which the stores keep what is remembered. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "core/utf8.h"
#include "state/entity.h"

enum { LEAST_HASH = 32 };

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

/* Nothing but a hash that differs where texts do: which one it is does not
 * matter here. */
static int hash(unsigned char out[AOAI_DIGEST_SHA256], const void *bytes,
                size_t length, struct aoai_error *error)
{
    const unsigned char *text = bytes;
    uint64_t number = 1469598103934665603u;

    (void)error;
    for (size_t i = 0; i < length; i++)
        number = (number ^ text[i]) * 1099511628211u;
    for (size_t i = 0; i < AOAI_DIGEST_SHA256; i++)
        out[i] = (unsigned char)(number >> (8 * (i % 8)));
    return 0;
}

static int refuse(unsigned char out[AOAI_DIGEST_SHA256], const void *bytes,
                  size_t length, struct aoai_error *error)
{
    (void)out;
    (void)bytes;
    (void)length;
    return aoai_error_set(error, AOAI_ERROR_UNAVAILABLE, "no hashes today");
}

/* The row of NAME in October 2024; the caller frees it. */
static char *row_of(const char *name)
{
    const struct aoai_crypto crypto = {.sha256 = hash};
    struct aoai_buf out = {0};
    struct aoai_error error = {0};

    if (aoai_entity_row(&out, name, "2024-10", &crypto, &error) != 0)
        fail_msg("%s", error.text);
    char *text = aoai_buf_take(&out, &error);
    assert_non_null(text);
    return text;
}

static void names_become_keys(void **state)
{
    static const struct {
        const char *name, *key;
    } rows[] = {
        {"", ""},
        {"gpt-4o", "gpt-4o"},
        /* what keys forbid, and the sign of escapes itself */
        {"a/b\\c#d?e%f", "a%2Fb%5Cc%23d%3Fe%25f"},
        {"%2F", "%252F"},
        {"100%", "100%25"},
        /* what they allow, though URLs do not */
        {"a b'c\"d&e+f|g<h>i", "a b'c\"d&e+f|g<h>i"},
        /* control characters, first and last of each range */
        {"\x01\x1f \x7e\x7f", "%01%1F ~%7F"},
        {"a\r\nb\tc", "a%0D%0Ab%09c"},
        {"\xc2\x80\xc2\x9f\xc2\xa0", "%C2%80%C2%9F\xc2\xa0"},
        /* UTF-8 of two, three and four bytes */
        {"\xc3\xa9\xe6\x97\xa5\xf0\x9f\x98\x80",
         "\xc3\xa9\xe6\x97\xa5\xf0\x9f\x98\x80"},
        /* the second byte of a character is no control character */
        {"\xc4\x80\xe2\x80\x9f", "\xc4\x80\xe2\x80\x9f"},
        /* no UTF-8: Latin 1, a lone byte, overlong, a surrogate, too high */
        {"caf\xe9", "caf%E9"},
        {"\x80x\xbf", "%80x%BF"},
        {"\xc0\xaf", "%C0%AF"},
        {"\xed\xa0\x80", "%ED%A0%80"},
        {"\xf4\x90\x80\x80", "%F4%90%80%80"},
        /* cut off, at the end and before a letter */
        {"\xe6\x97", "%E6%97"},
        {"\xe6\x97z", "%E6%97z"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf out = {0};

        aoai_entity_escape(&out, rows[i].name);
        assert_string_equal(aoai_buf_text(&out), rows[i].key);
    }
}

static void keys_are_appended(void **state)
{
    const struct aoai_crypto crypto = {.sha256 = hash};
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf out = {0};
    struct aoai_error error = {0};

    (void)state;
    aoai_buf_puts(&out, "before ");
    aoai_entity_escape(&out, "a/b");
    aoai_buf_putc(&out, ' ');
    assert_int_equal(aoai_entity_row(&out, "gpt/4", "2024-10", &crypto, &error),
                     0);
    assert_string_equal(aoai_buf_text(&out), "before a%2Fb gpt%2F4-2024-10");
}

static void partitions_are_ids_in_lower_case_without_slashes(void **state)
{
    static const struct {
        const char *id, *partition;
    } rows[] = {
        {"/subscriptions/66666666-AAAA-6666-6666-666666666666/resourceGroups/"
         "RG/providers/Microsoft.CognitiveServices/accounts/Aoai",
         "|subscriptions|66666666-aaaa-6666-6666-666666666666|resourcegroups|"
         "rg|providers|microsoft.cognitiveservices|accounts|aoai"},
        /* as without the slash */
        {"subscriptions/s/providers/n/t/a", "|subscriptions|s|providers|n|t|a"},
        /* a name may hold the sign that stands for the slash */
        {"/subscriptions/s/providers/n/t/a|b",
         "|subscriptions|s|providers|n|t|a%7Cb"},
        /* letters beyond ASCII keep their case; no UTF-8, C1 */
        {"/subscriptions/s/providers/n/t/\xc3\x89\xe9\xc2\x85z",
         "|subscriptions|s|providers|n|t|\xc3\x89%E9%C2%85z"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf out = {0};
        AOAI_CLEANUP(aoai_resource_id_free) struct aoai_resource_id id = {0};
        struct aoai_error error = {0};

        if (aoai_resource_id_parse(&id, rows[i].id, &error) != 0)
            fail_msg("%s", error.text);
        aoai_entity_partition(&out, &id);
        assert_string_equal(aoai_buf_text(&out), rows[i].partition);
    }
}

/* KEY has only whole characters and whole escapes before its last hyphens. */
static void assert_whole(const char *key)
{
    for (size_t length = 0; *key != '\0'; key += length) {
        length = aoai_utf8_length(key);
        assert_true(length > 0);
        if (*key != '%')
            continue;
        assert_int_equal(strspn(key + 1, "0123456789ABCDEF") >= 2, 1);
        if (strncmp(key, "%C2", 3) == 0) /* one character's two bytes */
            assert_int_equal(key[3], '%');
    }
}

static void a_long_row_is_cut_between_characters(void **state)
{
    static const struct {
        const char *unit; /* repeated */
        size_t width;     /* in keys */
    } rows[] = {
        {"x", 1},
        {"/", 3},
        {"\xff", 3},
        {"\xc2\x85", 6}, /* one character, two escapes */
        {"\xc3\xa9", 2},
        {"\xe6\x97\xa5", 3},
        {"\xf0\x9f\x98\x80", 4},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        for (size_t before = 0; before < 6; before++) { /* every offset */
            AOAI_CLEANUP(aoai_buf_free) struct aoai_buf name = {0};
            const char *tail = NULL;

            for (size_t j = 0; j < before; j++)
                aoai_buf_putc(&name, 'a');
            for (size_t j = 0; j < AOAI_ENTITY_KEY_MOST; j++)
                aoai_buf_puts(&name, rows[i].unit);
            char *key = row_of(aoai_buf_text(&name));
            assert_int_equal(strlen(key), AOAI_ENTITY_KEY_MOST);
            assert_whole(key);
            tail = key + AOAI_ENTITY_KEY_MOST - strlen("-2024-10");
            assert_string_equal(tail, "-2024-10");

            size_t digits = 0;
            while (strchr("0123456789abcdef", tail[-1 - (int)digits]))
                digits++;
            assert_in_range(digits, LEAST_HASH, LEAST_HASH + rows[i].width - 1);
            assert_int_equal(tail[-1 - (int)digits], '-');
            free(key);
        }
}

static void a_row_that_just_fits_is_whole(void **state)
{
    char name[AOAI_ENTITY_KEY_MOST];
    const size_t most = AOAI_ENTITY_KEY_MOST - 1 - strlen("-2024-10");

    (void)state;
    memset(name, 'n', sizeof name);
    name[most] = '\0';
    char *fits = row_of(name);
    assert_int_equal(strlen(fits), AOAI_ENTITY_KEY_MOST - 1);
    assert_memory_equal(fits, name, most);
    assert_string_equal(fits + most, "-2024-10");
    free(fits);

    name[most] = 'n';
    name[most + 1] = '\0';
    char *cut = row_of(name);
    assert_int_equal(strlen(cut), AOAI_ENTITY_KEY_MOST);
    assert_string_not_equal(cut + most + 1, "-2024-10n");
    free(cut);
}

static void long_names_that_differ_have_different_rows(void **state)
{
    char one[AOAI_ENTITY_KEY_MOST * 2];
    char other[sizeof one];

    (void)state;
    memset(one, 'n', sizeof one);
    one[sizeof one - 1] = '\0';
    memcpy(other, one, sizeof one);
    other[sizeof other - 2] = 'm'; /* far behind the cut */
    char *first = row_of(one);
    char *second = row_of(other);
    char *again = row_of(one);
    assert_string_not_equal(first, second);
    assert_string_equal(first, again);
    free(again);
    free(second);

    /* somebody calls a deployment as the row of a long one begins */
    memcpy(one, first, strlen(first) - strlen("-2024-10"));
    one[strlen(first) - strlen("-2024-10")] = '\0';
    second = row_of(one);
    assert_string_not_equal(first, second);
    free(second);
    free(first);
}

static void a_hash_that_can_not_be_made_is_told(void **state)
{
    const struct aoai_crypto crypto = {.sha256 = refuse};
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf out = {0};
    struct aoai_error error = {0};
    char name[AOAI_ENTITY_KEY_MOST + 1];

    (void)state;
    memset(name, 'n', sizeof name);
    name[sizeof name - 1] = '\0';
    assert_int_equal(aoai_entity_row(&out, name, "2024-10", &crypto, &error),
                     -1);
    assert_string_equal(error.text, "no hashes today");
    /* short names need none */
    aoai_buf_free(&out);
    assert_int_equal(aoai_entity_row(&out, "n", "2024-10", &crypto, &error), 0);
}

static void a_full_buffer_is_told(void **state)
{
    const struct aoai_crypto crypto = {.sha256 = hash};
    char name[AOAI_ENTITY_KEY_MOST * 2];

    (void)state;
    memset(name, 'n', sizeof name);
    name[sizeof name - 1] = '\0';
    for (size_t max = 1; max < AOAI_ENTITY_KEY_MOST; max += 7) {
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf out = {.max = max};
        struct aoai_error error = {0};

        assert_int_equal(
            aoai_entity_row(&out, name, "2024-10", &crypto, &error), -1);
        assert_int_equal(error.kind, AOAI_ERROR_ANSWER);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_become_keys),
        cmocka_unit_test(keys_are_appended),
        cmocka_unit_test(partitions_are_ids_in_lower_case_without_slashes),
        cmocka_unit_test(a_long_row_is_cut_between_characters),
        cmocka_unit_test(a_row_that_just_fits_is_whole),
        cmocka_unit_test(long_names_that_differ_have_different_rows),
        cmocka_unit_test(a_hash_that_can_not_be_made_is_told),
        cmocka_unit_test(a_full_buffer_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
