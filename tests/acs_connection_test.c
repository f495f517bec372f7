/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The connection string of Communication Services. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "azure/acs_connection.h"
#include "net/module.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))
#define HOST "https://contoso.communication.azure.com"
#define KEY "a2V5LW9mLWNvbnRvc28=" /* "key-of-contoso" */
#define ENDPOINT "endpoint=" HOST "/"
#define WHAT "the connection string of Communication Services "
#define REMEDY ": copy it anew from the page Keys of the resource"

/* Reads TEXT into CONNECTION. */
static int parse(struct aoai_acs_connection *connection, const char *text,
                 struct aoai_error *error)
{
    struct aoai_crypto crypto;

    assert_int_equal(aoai_module_crypto(&crypto, NULL), 0);
    return aoai_acs_connection_parse(connection, text, &crypto, error);
}

static void the_parts_come_in_any_form(void **state)
{
    static const struct {
        const char *text;
        const char *endpoint;
        const char *key;
    } rows[] = {
        {ENDPOINT ";accesskey=" KEY, HOST, "key-of-contoso"},
        {ENDPOINT ";accesskey=" KEY ";", HOST, "key-of-contoso"},
        {"AccessKey=" KEY ";EndPoint=" HOST, HOST, "key-of-contoso"},
        {"ACCESSKEY=" KEY ";;ENDPOINT=" HOST "//;;", HOST, "key-of-contoso"},
        /* as copied, with blanks and line ends round the parts */
        {" endpoint = " HOST "/ ;\r\n accesskey = " KEY " \n", HOST,
         "key-of-contoso"},
        /* padding belongs to the key */
        {ENDPOINT ";accesskey=YQ==", HOST, "a"},
        {ENDPOINT ";accesskey=YWJj", HOST, "abc"},
        {ENDPOINT ";accesskey=/+8=", HOST, "\xff\xef"},
        /* what other services have beside it, even empty */
        {"region=;" ENDPOINT ";accesskey=" KEY ";x=a=b", HOST,
         "key-of-contoso"},
        /* hosts are signed in lower case, paths as they stand */
        {"endpoint=HTTPS://ConToso.communication.azure.com:8443/Base/"
         ";accesskey=" KEY,
         HOST ":8443/Base", "key-of-contoso"},
        /* simulators on this machine */
        {"endpoint=http://localhost:8443/;accesskey=" KEY,
         "http://localhost:8443", "key-of-contoso"},
        {"endpoint=http://127.0.0.1/;accesskey=" KEY, "http://127.0.0.1",
         "key-of-contoso"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct aoai_acs_connection connection;
        struct aoai_error error = {0};

        if (parse(&connection, rows[i].text, &error))
            fail_msg("row %zu: %s", i, error.text);
        assert_string_equal(connection.endpoint, rows[i].endpoint);
        assert_string_equal(aoai_buf_text(&connection.key), rows[i].key);
        assert_int_equal(connection.key.length, strlen(rows[i].key));
        assert_true(connection.key.secret);
        aoai_acs_connection_free(&connection);
        aoai_acs_connection_free(&connection); /* again: does nothing */
    }
}

static void what_is_wrong_is_said_and_not_shown(void **state)
{
    static const struct {
        const char *text;
        const char *why;
    } rows[] = {
        {"", "has no endpoint="},
        {";;", "has no endpoint="},
        {"accesskey=" KEY, "has no endpoint="},
        {ENDPOINT, "has no accesskey="},
        {ENDPOINT ";", "has no accesskey="},
        {"endpoint=;accesskey=" KEY, "has an empty part"},
        {ENDPOINT ";accesskey=", "has an empty part"},
        {ENDPOINT ";accesskey= \t", "has an empty part"},
        {ENDPOINT ";" ENDPOINT ";accesskey=" KEY, "has a part twice"},
        {ENDPOINT ";accesskey=" KEY ";AccessKey=" KEY, "has a part twice"},
        /* the key alone, as the portal shows it beside */
        {"c2VjcmV0", "has a part without '='"},
        {KEY, "has no endpoint="},
        {ENDPOINT ";accesskey=" KEY ";c2VjcmV0", "has a part without '='"},
        /* a key that is none: cut, of another alphabet, with blanks within */
        {ENDPOINT ";accesskey=a2V5LW9mLWNvbnRvc28",
         "has an access key that is no base64"},
        {ENDPOINT ";accesskey=a2V5LW9m_-==",
         "has an access key that is no base64"},
        {ENDPOINT ";accesskey=a2V5 LW9m",
         "has an access key that is no base64"},
        {ENDPOINT ";accesskey=a2V5\nLW9m",
         "has an access key that is no base64"},
        {ENDPOINT ";accesskey=a2V5====", "has an access key that is no base64"},
        {ENDPOINT ";accesskey=\xff\xfe\xfd\xfc",
         "has an access key that is no base64"},
        /* endpoints that a secret must not be sent to */
        {"endpoint=http://contoso.communication.azure.com/;accesskey=" KEY,
         "has an endpoint that is no https:// address"},
        {"endpoint=contoso.communication.azure.com;accesskey=" KEY,
         "has an endpoint that is no https:// address"},
        {"endpoint=https://user:c2VjcmV0@contoso.example/;accesskey=" KEY,
         "has an endpoint that is no https:// address"},
        {"endpoint=https://contoso.example/?c2VjcmV0;accesskey=" KEY,
         "has an endpoint that is no https:// address"},
        {"endpoint=https://;accesskey=" KEY,
         "has an endpoint that is no https:// address"},
        {"endpoint=ftp://contoso.example/;accesskey=" KEY,
         "has an endpoint that is no https:// address"},
        {"endpoint=https://contoso.example/\r\nX: c2VjcmV0;accesskey=" KEY,
         "has an endpoint that is no https:// address"},
        /* the ';' forgotten: the key must not come out with the address */
        {ENDPOINT "accesskey=c2VjcmV0", "has no accesskey="},
        /* of another service */
        {"DefaultEndpointsProtocol=https;AccountName=a;AccountKey=c2VjcmV0",
         "has no endpoint="},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct aoai_acs_connection connection;
        struct aoai_error error = {0};
        char wanted[256];

        if (parse(&connection, rows[i].text, &error) == 0)
            fail_msg("row %zu was taken", i);
        (void)snprintf(wanted, sizeof(wanted), WHAT "%s" REMEDY, rows[i].why);
        assert_string_equal(error.text, wanted);
        assert_int_equal(error.kind, AOAI_ERROR_INPUT);
        aoai_acs_connection_free(&connection);
    }
}

static void every_cut_of_a_string_is_refused_or_whole(void **state)
{
    static const char whole[] = ENDPOINT ";accesskey=" KEY;
    char text[sizeof(whole)];

    (void)state;
    for (size_t length = 0; length < sizeof(whole) - 1; length++) {
        struct aoai_acs_connection connection;
        struct aoai_error error = {0};

        memcpy(text, whole, length);
        text[length] = '\0';
        if (parse(&connection, text, &error))
            assert_null(strstr(error.text, "a2V5"));
        else /* cut after whole groups of base64 */
            assert_int_equal((sizeof(whole) - 1 - length) % 4, 0);
        aoai_acs_connection_free(&connection);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_parts_come_in_any_form),
        cmocka_unit_test(what_is_wrong_is_said_and_not_shown),
        cmocka_unit_test(every_cut_of_a_string_is_refused_or_whole),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
