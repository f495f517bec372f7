/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "net/json.h"

/* Releases the document JSON points to. */
static void free_json(struct aoai_json **json)
{
    aoai_json_free(*json);
}

/* Reads TEXT, which must be JSON. */
static struct aoai_json *read_text(const char *text)
{
    struct aoai_error error = {0};
    struct aoai_json *json = NULL;
    int result = aoai_json_parse(&json, text, strlen(text), &error);

    if (result != 0)
        print_error("%s: %s\n", text, error.text);
    assert_int_equal(result, 0);
    return json;
}

static void numbers_are_counts_only_when_they_are_exact(void **state)
{
    static const struct {
        const char *text;
        bool fits;
        uint64_t count;
    } rows[] = {
        {"5", true, 5},
        {"5.0", true, 5}, /* Azure writes counts as doubles */
        {"5e3", true, 5000},
        {"5E+3", true, 5000},
        {"5000e-3", true, 5},
        {"12.50e1", true, 125},
        {"0", true, 0},
        {"-0", true, 0},
        {"0.0", true, 0},
        {"-0.0", true, 0},
        {"0e400", true, 0},
        {"0.000e-7", true, 0},
        {"100e-2", true, 1},
        {"0.001e3", true, 1},
        /* beyond 2^53 a double would round */
        {"9007199254740993", true, UINT64_C(9007199254740993)},
        {"9007199254740993.0", true, UINT64_C(9007199254740993)},
        {"9223372036854775807", true, INT64_MAX},
        {"9.223372036854775807e18", true, INT64_MAX},
        {"9223372036854775807.000", true, INT64_MAX},
        {"9223372036854775808", false, 0},
        {"9223372036854775808.0", false, 0},
        {"9.223372036854775808e18", false, 0},
        {"18446744073709551615", false, 0},
        /* json-c clamps these */
        {"18446744073709551616", false, 0},
        {"99999999999999999999", false, 0},
        {"-99999999999999999999", false, 0},
        {"99999999999999999999.0", false, 0},
        {"1e19", false, 0},
        {"1e18", true, UINT64_C(1000000000000000000)},
        {"1e400", false, 0},
        {"1e-400", false, 0},
        {"1e99999999999999999999", false, 0},
        {"1e-99999999999999999999", false, 0},
        {"0.5", false, 0},
        {"1.5e0", false, 0},
        {"15e-1", false, 0},
        {"5.00000000000000000001", false, 0}, /* 5 as a double */
        {"-1", false, 0},
        {"-1.0", false, 0},
        {"-0.5", false, 0},
        /* not numbers at all */
        {"\"5\"", false, 0},
        {"null", false, 0},
        {"true", false, 0},
        {"[5]", false, 0},
        {"{\"a\":5}", false, 0},
        /* no JSON, though json-c takes them for numbers */
        {"1.", false, 0},
        {"NaN", false, 0},
        {"Infinity", false, 0},
        {"-Infinity", false, 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[128];
        uint64_t count = 77;
        struct aoai_error error = {0};
        AOAI_CLEANUP(free_json) struct aoai_json *json = NULL;

        (void)snprintf(text, sizeof text, "{\"total\":%s}", rows[i].text);
        /* Newer json-c refuses some of the false rows as a whole. */
        if (aoai_json_parse(&json, text, strlen(text), &error) != 0) {
            assert_int_equal(error.kind, AOAI_ERROR_ANSWER);
            assert_false(rows[i].fits);
            continue;
        }
        bool fits = aoai_json_count_value(
            aoai_json_member(aoai_json_root(json), "total"), &count);
        if (fits != rows[i].fits)
            print_error("%s\n", rows[i].text);
        assert_int_equal(fits, rows[i].fits);
        assert_int_equal(count, fits ? rows[i].count : 77);
    }
}

static void a_decimal_is_spelled_as_json_spells_it(void **state)
{
    static const char *const refused[] = {
        "",    "-",   "+5",   "05",  "5.",       ".5",  "5e",
        "5e+", "5 ",  " 5",   "0x5", "5..0",     "--5", "5e3.",
        "NaN", "1,5", "5.e1", "1_0", "\xd9\xa5",
    };
    uint64_t count = 77;

    (void)state;
    assert_false(aoai_json_decimal(NULL, &count));
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
        assert_false(aoai_json_decimal(refused[i], &count));
    assert_int_equal(count, 77);
}

static void a_decimal_of_a_million_digits_is_read(void **state)
{
    enum { DIGITS = 1000000 };
    char *text = malloc(DIGITS + 16);
    uint64_t count = 0;

    (void)state;
    assert_non_null(text);
    /* 7 and a million zeros behind the point */
    memset(text, '0', DIGITS);
    memcpy(text, "7.", 2);
    text[DIGITS] = '\0';
    assert_true(aoai_json_decimal(text, &count));
    assert_int_equal(count, 7);
    /* 0.00...07e(DIGITS - 2) */
    memcpy(text, "0.", 2);
    (void)snprintf(text + DIGITS - 1, 16, "7e%d", DIGITS - 2);
    assert_true(aoai_json_decimal(text, &count));
    assert_int_equal(count, 7);
    free(text);
}

static void what_is_not_json_is_refused(void **state)
{
    static const char *const rows[] = {
        "",           " ",
        "{",          "}",
        "[1,]",       "{\"a\":1,}",
        "{\"a\" 1}",  "{a:1}",
        "[1 2]",      "{} {}",
        "{}x",        "[] 1",
        "1 2",        "nul",
        "nullx",      "tru",
        "\"abc",      "[007]",
        "[.5]",       "[+1]",
        "[1e]",       "[0x10]",
        "/* c */ {}", "{} // c",
        "<html>",     "\xef\xbb\xbf{}",
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct aoai_error error = {0};
        struct aoai_json *json = NULL;
        int result = aoai_json_parse(&json, rows[i], strlen(rows[i]), &error);

        if (result == 0)
            print_error("accepted: %s\n", rows[i]);
        assert_int_equal(result, -1);
        assert_null(json);
        assert_int_equal(error.kind, AOAI_ERROR_ANSWER);
    }
}

static void a_nul_byte_does_not_end_the_text(void **state)
{
    static const char text[] = "{}\0{}";
    struct aoai_error error = {0};
    struct aoai_json *json = NULL;

    (void)state;
    assert_int_equal(aoai_json_parse(&json, text, 5, &error), -1);
    assert_int_equal(aoai_json_parse(&json, text, 3, &error), -1);
    assert_int_equal(aoai_json_parse(&json, text, 2, &error), 0);
    aoai_json_free(json);
}

static void the_error_tells_the_byte(void **state)
{
    static const char text[] = "{\"a\":1 ?}";
    struct aoai_error error = {0};
    struct aoai_json *json = NULL;

    (void)state;
    assert_int_equal(aoai_json_parse(&json, text, strlen(text), &error), -1);
    assert_string_equal(error.text, "not JSON at byte 7");
    assert_int_equal(aoai_json_parse(&json, text, 4, &error), -1);
    assert_string_equal(error.text, "JSON that ends too early, at byte 4");
}

static void a_text_cut_anywhere_is_refused(void **state)
{
    static const char text[] =
        "{\"value\":[{\"name\":\"gpt-\\u00e4\",\"n\":-1.5e3,\"t\":true,"
        "\"z\":null,\"e\":[],\"o\":{}}]}";

    (void)state;
    for (size_t length = 0; length < strlen(text); length++) {
        struct aoai_error error = {0};
        struct aoai_json *json = NULL;
        char *exact = malloc(length + 1);

        assert_non_null(exact);
        memcpy(exact, text, length);
        assert_int_equal(aoai_json_parse(&json, exact, length, &error), -1);
        assert_int_equal(error.kind, AOAI_ERROR_ANSWER);
        free(exact);
    }
    aoai_json_free(read_text(text));
}

static void blanks_around_are_fine(void **state)
{
    static const struct {
        const char *text;
        enum aoai_json_type type;
    } rows[] = {
        {" \r\n\t{} \n", AOAI_JSON_OBJECT}, {"[]\r\n", AOAI_JSON_ARRAY},
        {" 5 ", AOAI_JSON_NUMBER},          {"5", AOAI_JSON_NUMBER},
        {"5.5\n", AOAI_JSON_NUMBER},        {" null\n", AOAI_JSON_NULL},
        {"null", AOAI_JSON_NULL},           {"true ", AOAI_JSON_BOOLEAN},
        {"false", AOAI_JSON_BOOLEAN},       {"\"\" ", AOAI_JSON_STRING},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        AOAI_CLEANUP(free_json)
        struct aoai_json *json = read_text(rows[i].text);

        assert_int_equal(aoai_json_type(aoai_json_root(json)), rows[i].type);
    }
}

static void nesting_is_bounded(void **state)
{
    (void)state;
    for (size_t depth = 1; depth <= 100; depth++) {
        char text[256] = "";
        struct aoai_error error = {0};
        struct aoai_json *json = NULL;

        memset(text, '[', depth);
        memset(text + depth, ']', depth);
        int result = aoai_json_parse(&json, text, depth * 2, &error);
        if (depth < AOAI_JSON_DEPTH)
            assert_int_equal(result, 0);
        if (depth > AOAI_JSON_DEPTH) {
            assert_int_equal(result, -1);
            assert_non_null(strstr(error.text, "nested deeper than 32"));
        }
        aoai_json_free(json);
    }
}

static void asking_the_wrong_type_gives_absent(void **state)
{
    AOAI_CLEANUP(free_json)
    struct aoai_json *json =
        read_text("{\"null\":null,\"true\":true,\"number\":1,\"double\":1.5,"
                  "\"text\":\"t\",\"array\":[1,null],\"object\":{\"a\":1}}");
    static const struct {
        const char *name;
        enum aoai_json_type type;
    } rows[] = {
        {"missing", AOAI_JSON_ABSENT}, {"null", AOAI_JSON_NULL},
        {"true", AOAI_JSON_BOOLEAN},   {"number", AOAI_JSON_NUMBER},
        {"double", AOAI_JSON_NUMBER},  {"text", AOAI_JSON_STRING},
        {"array", AOAI_JSON_ARRAY},    {"object", AOAI_JSON_OBJECT},
    };
    const struct aoai_value *root = aoai_json_root(json);

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct aoai_value *value = aoai_json_member(root, rows[i].name);
        enum aoai_json_type type = rows[i].type;

        assert_int_equal(aoai_json_type(value), type);
        assert_int_equal(aoai_json_member(value, "a") != NULL,
                         type == AOAI_JSON_OBJECT);
        assert_int_equal(aoai_json_count(value),
                         type == AOAI_JSON_ARRAY ? 2 : 0);
        assert_int_equal(aoai_json_element(value, 0) != NULL,
                         type == AOAI_JSON_ARRAY);
        assert_int_equal(aoai_json_text(value) != NULL,
                         type == AOAI_JSON_STRING);
        assert_int_equal(aoai_json_text_length(value),
                         type == AOAI_JSON_STRING ? 1 : 0);
    }
    assert_int_equal(
        aoai_json_type(aoai_json_element(aoai_json_member(root, "array"), 1)),
        AOAI_JSON_NULL);
    assert_null(aoai_json_element(aoai_json_member(root, "array"), 2));
    assert_null(aoai_json_element(aoai_json_member(root, "array"), SIZE_MAX));
    assert_null(aoai_json_member(root, "Text")); /* spelled exactly */
    assert_string_equal(aoai_json_member_text(root, "text"), "t");
    assert_null(aoai_json_member_text(root, "number"));
    assert_null(aoai_json_root(NULL));
}

static void hostile_names_do_not_lose_the_rest(void **state)
{
    AOAI_CLEANUP(free_json)
    struct aoai_json *json =
        read_text("[\"a\xff\xfe\", \"b\\u0000c\", \"\\ud800\", 5]");
    const struct aoai_value *root = aoai_json_root(json);
    uint64_t count = 0;

    (void)state;
    assert_string_equal(aoai_json_text(aoai_json_element(root, 0)),
                        "a\xff\xfe");
    assert_int_equal(aoai_json_text_length(aoai_json_element(root, 1)), 3);
    assert_string_equal(aoai_json_text(aoai_json_element(root, 2)),
                        "\xef\xbf\xbd");
    assert_true(aoai_json_count_value(aoai_json_element(root, 3), &count));
}

static void long_texts_stay_whole(void **state)
{
    enum { LENGTH = 100000 };
    struct aoai_buf text = {0};

    (void)state;
    aoai_buf_puts(&text, "[\"");
    for (size_t i = 0; i < LENGTH; i++)
        aoai_buf_putc(&text, 'x');
    aoai_buf_puts(&text, "\"]");
    AOAI_CLEANUP(free_json)
    struct aoai_json *json = read_text(aoai_buf_text(&text));
    assert_int_equal(
        aoai_json_text_length(aoai_json_element(aoai_json_root(json), 0)),
        LENGTH);
    aoai_buf_free(&text);
}

static void the_last_of_equal_keys_counts(void **state)
{
    AOAI_CLEANUP(free_json)
    struct aoai_json *json = read_text("{\"a\":1,\"a\":2}");
    uint64_t count = 0;

    (void)state;
    assert_true(aoai_json_count_value(
        aoai_json_member(aoai_json_root(json), "a"), &count));
    assert_int_equal(count, 2);
}

static void seconds_come_as_numbers_or_texts(void **state)
{
    static const struct {
        const char *text;
        bool fits;
        int64_t seconds;
    } rows[] = {
        {"3599", true, 3599},
        {"\"3599\"", true, 3599}, /* IMDS */
        {"3599.0", true, 3599},
        {"\"1506484173\"", true, 1506484173},
        {"9223372036854775807", true, INT64_MAX},
        {"\"9223372036854775808\"", false, 0},
        {"-1", false, 0},
        {"\"-1\"", false, 0},
        {"\"\"", false, 0},
        {"\" 5\"", false, 0},
        {"\"5\\u00006\"", false, 0}, /* not 5 */
        {"\"2024-10-31T00:00:00Z\"", false, 0},
        {"null", false, 0},
        {"true", false, 0},
        {"[5]", false, 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        AOAI_CLEANUP(free_json)
        struct aoai_json *json = read_text(rows[i].text);
        int64_t seconds = -7;
        bool fits = aoai_json_seconds(aoai_json_root(json), &seconds);

        assert_int_equal(fits, rows[i].fits);
        assert_int_equal(seconds, fits ? rows[i].seconds : -7);
    }
    assert_false(aoai_json_seconds(NULL, &(int64_t){0}));
}

static void written_texts_are_json(void **state)
{
    static const struct {
        const char *text;
        const char *json;
    } rows[] = {
        {"", "\"\""},
        {"gpt-4o", "\"gpt-4o\""},
        {"a\"b\\c/d", "\"a\\\"b\\\\c/d\""},
        {"\n\r\t\x01\x1f", "\"\\n\\r\\t\\u0001\\u001f\""},
        {"\x7f", "\"\\u007f\""}, /* a control character all the same */
        {"\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80",
         "\"\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80\""},
        {"\xff", "\"\xef\xbf\xbd\""},
        {"\xc3", "\"\xef\xbf\xbd\""},                 /* cut */
        {"\xe2\x82", "\"\xef\xbf\xbd\xef\xbf\xbd\""}, /* cut */
        {"\xc0\xaf", "\"\xef\xbf\xbd\xef\xbf\xbd\""}, /* overlong */
        {"\xed\xa0\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""},
        {"\xf4\x90\x80\x80",
         "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct aoai_buf out = {0};
        struct aoai_json *json = NULL;

        aoai_json_add_string(&out, rows[i].text);
        assert_string_equal(aoai_buf_text(&out), rows[i].json);
        json = read_text(aoai_buf_text(&out));
        assert_non_null(aoai_json_text(aoai_json_root(json)));
        aoai_json_free(json);
        aoai_buf_free(&out);
    }
}

static void only_true_and_false_are_booleans(void **state)
{
    static const struct {
        const char *text;
        bool fits, flag;
    } rows[] = {
        {"true", true, true},   {"false", true, false},
        {"null", false, false}, {"1", false, false},
        {"0", false, false},    {"\"true\"", false, false},
        {"[]", false, false},   {"{}", false, false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct aoai_json *json = read_text(rows[i].text);
        bool flag = !rows[i].flag;

        assert_int_equal(aoai_json_boolean(aoai_json_root(json), &flag),
                         rows[i].fits);
        assert_int_equal(flag, rows[i].fits ? rows[i].flag : !rows[i].flag);
        aoai_json_free(json);
    }
    assert_false(aoai_json_boolean(NULL, &(bool){false}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_counts_only_when_they_are_exact),
        cmocka_unit_test(a_decimal_is_spelled_as_json_spells_it),
        cmocka_unit_test(a_decimal_of_a_million_digits_is_read),
        cmocka_unit_test(what_is_not_json_is_refused),
        cmocka_unit_test(a_nul_byte_does_not_end_the_text),
        cmocka_unit_test(the_error_tells_the_byte),
        cmocka_unit_test(a_text_cut_anywhere_is_refused),
        cmocka_unit_test(blanks_around_are_fine),
        cmocka_unit_test(nesting_is_bounded),
        cmocka_unit_test(asking_the_wrong_type_gives_absent),
        cmocka_unit_test(hostile_names_do_not_lose_the_rest),
        cmocka_unit_test(long_texts_stay_whole),
        cmocka_unit_test(the_last_of_equal_keys_counts),
        cmocka_unit_test(seconds_come_as_numbers_or_texts),
        cmocka_unit_test(only_true_and_false_are_booleans),
        cmocka_unit_test(written_texts_are_json),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
