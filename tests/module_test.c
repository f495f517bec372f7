/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "net/module.h"
#include "net/platform.h"

static void the_hash_is_sha256(void **state)
{
    static const struct {
        const char *text;
        const char *hex;
    } rows[] = {
        {"abc", "ba7816bf"}, /* FIPS 180-4 */
        {"", "e3b0c442"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
         "248d6a61"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char hex[9] = "";
        struct aoai_error error = {0};
        int result = aoai_module_sha256_8(hex, rows[i].text, &error);

        if (result != 0)
            print_error("%s\n", error.text);
        assert_int_equal(result, 0);
        assert_string_equal(hex, rows[i].hex);
    }
}

static void what_needs_openssl_comes_whole(void **state)
{
    struct aoai_crypto crypto;
    void (*functions[sizeof crypto / sizeof(void (*)(void))])(void);

    (void)state;
    assert_int_equal(aoai_module_crypto(&crypto, NULL), 0);
    memcpy(functions, &crypto, sizeof crypto);
    for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++)
        assert_true(functions[i] != NULL);
}

static void an_http_that_is_never_used_loads_nothing(void **state)
{
    struct aoai_clock clock = aoai_platform_clock();
    struct aoai_http_setup setup = {.clock = &clock};
    struct aoai_http http;
    struct aoai_error error = {0};

    (void)state;
    assert_int_equal(aoai_module_http(&http, &setup, &error), 0);
    assert_int_equal(http.run(http.self, &error), 0);
    aoai_http_free(&http);
    aoai_http_free(&http); /* again: does nothing */
}

static void the_transport_is_loaded_with_the_first_exchange(void **state)
{
    struct aoai_clock clock = aoai_platform_clock();
    struct aoai_http_setup setup = {.clock = &clock};
    struct aoai_http http;
    struct aoai_error error = {0};
    struct aoai_http_exchange exchange = {
        .method = "GET",
        .url = "http://127.0.0.1:1/", /* nobody listens there */
        .deadline = clock.monotonic(clock.self) + 5000,
    };

    (void)state;
    assert_int_equal(aoai_module_http(&http, &setup, &error), 0);
    assert_int_equal(aoai_http_send(&http, &exchange, &error), -1);
    assert_int_equal(error.kind, AOAI_ERROR_NETWORK);
    assert_string_equal(error.text, "127.0.0.1:1: connection refused");
    assert_int_equal(exchange.tries, 1);
    aoai_http_free_answer(&exchange);
    aoai_http_free(&http);
}

static void a_missing_part_is_named(void **state)
{
    struct aoai_error error = {0};

    (void)state;
    assert_null(aoai_module_load("aoai_none.so", &error));
    assert_int_equal(error.kind, AOAI_ERROR_INPUT);
    assert_non_null(strstr(error.text, "/aoai_none.so can not be loaded"));
    assert_non_null(strstr(error.text, "package aoai-tokens"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_http_that_is_never_used_loads_nothing),
        cmocka_unit_test(a_missing_part_is_named),
        cmocka_unit_test(the_hash_is_sha256),
        cmocka_unit_test(what_needs_openssl_comes_whole),
        cmocka_unit_test(the_transport_is_loaded_with_the_first_exchange),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
