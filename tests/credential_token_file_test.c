/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* A ready bearer token in a file. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "azure/credential_token_file.h"
#include "tests/temp_folder.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

static int get_token(const struct aoai_credential_setup *setup,
                     struct aoai_token *token, struct aoai_error *error)
{
    struct aoai_credential credential;
    int failed;

    aoai_credential_token_file_new(&credential, setup);
    assert_string_equal(credential.name, "token-file");
    assert_null(credential.forget); /* a file can not be renewed from here */
    failed = credential.get(credential.self, "https://any", 0, token, error);
    aoai_credential_free(&credential);
    return failed;
}

static void a_token_is_one_line_of_visible_characters(void **state)
{
    static const struct {
        const char *bytes;
        size_t length;
        const char *token; /* NULL: refused */
    } rows[] = {
        {"eyJ0.e30.", 9, "eyJ0.e30."},
        {"eyJ0\n", 5, "eyJ0"},
        {"eyJ0\r\n", 6, "eyJ0"},
        {"", 0, NULL},
        {"\n", 1, NULL},
        {"eyJ0\n\n", 6, NULL},
        {"eyJ0\nX-Evil: 1\n", 15, NULL},
        {"Bearer eyJ0", 11, NULL},
        {" eyJ0", 5, NULL},
        {"eyJ0 ", 5, NULL},
        {"ey\tJ0", 5, NULL},
        {"ey\0J0", 5, NULL},
        {"eyJ0\0", 5, NULL},
        {"\xef\xbb\xbf"
         "eyJ0",
         7, NULL},
    };
    struct temp_folder folder = temp_folder_make();
    char path[TEMP_FOLDER_PATH];

    (void)state;
    temp_folder_path(&folder, "token", path);
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct aoai_credential_setup setup = {.token_file = path};
        AOAI_CLEANUP(aoai_token_free) struct aoai_token token = {0};
        struct aoai_error error = {0};

        temp_folder_write(&folder, "token", rows[i].bytes, rows[i].length);
        assert_int_equal(get_token(&setup, &token, &error),
                         rows[i].token ? 0 : -1);
        assert_true(token.text.secret);
        if (rows[i].token) {
            assert_string_equal(aoai_buf_text(&token.text), rows[i].token);
            continue;
        }
        assert_int_equal(error.kind, AOAI_ERROR_INPUT);
        assert_non_null(strstr(error.text, path));
        assert_null(strstr(error.text, "eyJ0"));
    }
    temp_folder_remove(&folder);
}

static void without_a_file_it_is_unavailable(void **state)
{
    const struct aoai_credential_setup setup = {0};
    AOAI_CLEANUP(aoai_token_free) struct aoai_token token = {0};
    struct aoai_error error = {0};

    (void)state;
    assert_int_equal(get_token(&setup, &token, &error), -1);
    assert_int_equal(error.kind, AOAI_ERROR_UNAVAILABLE);
}

static void a_file_that_is_not_there_is_final(void **state)
{
    const struct aoai_credential_setup setup = {.token_file = "/nowhere/t"};
    AOAI_CLEANUP(aoai_token_free) struct aoai_token token = {0};
    struct aoai_error error = {0};

    (void)state;
    assert_int_equal(get_token(&setup, &token, &error), -1);
    assert_int_equal(error.kind, AOAI_ERROR_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_token_is_one_line_of_visible_characters),
        cmocka_unit_test(without_a_file_it_is_unavailable),
        cmocka_unit_test(a_file_that_is_not_there_is_final),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
