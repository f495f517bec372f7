/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* UUIDs made of names. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "net/module.h"
#include "net/uuid.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

static void a_name_has_one_uuid_on_every_machine(void **state)
{
    static const struct {
        const char *name;
        const char *uuid;
    } rows[] = {
        /* Python: uuid.uuid5(UUID("a1fa0417-96f2-45e4-a32f-fc2efc525677"),
           name) */
        {"", "43250df2-f071-56b4-92b8-3f1a8c597c88"},
        {"gpt-4o/2024-10/critical", "96680bd5-6d75-5b5a-88f8-a30d6c176a07"},
        {"/subscriptions/s/accounts/a/gpt-4o/2024-10",
         "cce732b4-4429-5e6e-8ba7-1ed8218b27d0"},
        {"\xe6\x97\xa5\xe6\x9c\xac \xc3\xa9",
         "81f805e2-2a3d-5ffa-9a52-af83630ab303"},
    };
    struct aoai_crypto crypto;

    (void)state;
    assert_int_equal(aoai_module_crypto(&crypto, NULL), 0);
    for (size_t i = 0; i < COUNT(rows); i++) {
        char text[AOAI_UUID_SIZE];

        assert_int_equal(aoai_uuid_of_name(text, rows[i].name, &crypto, NULL),
                         0);
        assert_string_equal(text, rows[i].uuid);
        assert_true(aoai_uuid_is_valid(text));
    }
}

/* An OpenSSL without SHA-1. */
static int refuse(unsigned char hash[AOAI_DIGEST_SHA1], const void *bytes,
                  size_t length, struct aoai_error *error)
{
    (void)hash;
    (void)bytes;
    (void)length;
    return aoai_error_set(error, AOAI_ERROR_MEMORY, "none");
}

static void without_sha1_there_is_none(void **state)
{
    const struct aoai_crypto crypto = {.sha1 = refuse};
    struct aoai_error error = {0};
    char text[AOAI_UUID_SIZE];

    (void)state;
    assert_int_equal(aoai_uuid_of_name(text, "a", &crypto, &error), -1);
    assert_string_equal(error.text, "none");
}

static void only_the_usual_form_is_a_uuid(void **state)
{
    static const struct {
        const char *text;
        bool is_valid;
    } rows[] = {
        {"8540c0de-899f-5cce-acb5-3ec493af3800", true},
        /* as Microsoft's examples have it */
        {"F9168C5E-CEB2-4faa-B6BF-329BF39FA1E4", true},
        {"00000000-0000-0000-0000-000000000000", true},
        {"", false},
        {"8540c0de-899f-5cce-acb5-3ec493af380", false},
        {"8540c0de-899f-5cce-acb5-3ec493af38000", false},
        {"8540c0de-899f-5cce-acb5-3ec493af380g", false},
        {"8540c0de-899f-5cce-acb5-3ec493af380\n", false},
        {"8540c0de-899f-5cce-acb5 3ec493af3800", false},
        {"8540c0de899f-5cce-acb5-3ec493af38000", false},
        {"8540c0de--99f-5cce-acb5-3ec493af3800", false},
        {"{8540c0de-899f-5cce-acb5-3ec493af380}", false},
        {"8540c0de-899f-5cce-acb5-3ec493af38\xc3\xa9", false},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        if (aoai_uuid_is_valid(rows[i].text) != rows[i].is_valid)
            fail_msg("'%s'", rows[i].text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_has_one_uuid_on_every_machine),
        cmocka_unit_test(without_sha1_there_is_none),
        cmocka_unit_test(only_the_usual_form_is_a_uuid),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
