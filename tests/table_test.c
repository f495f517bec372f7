/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Where a table is, what proves who asks, and what is signed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "azure/table.h"
#include "azure/table_sas.h"
#include "net/json.h"
#include "tests/fixture.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

static const struct aoai_crypto crypto = {
    .hmac_sha256 = aoai_digest_hmac_sha256,
    .base64_encode = aoai_base64_encode,
    .base64_decode = aoai_base64_decode,
};

static void a_url_says_where_the_table_is(void **state)
{
    static const struct {
        const char *url, *endpoint, *account, *table, *partition;
    } rows[] = {
        {"https://contosostate.table.core.windows.net/alertstate",
         "https://contosostate.table.core.windows.net", "contosostate",
         "alertstate", NULL},
        /* TABLE_STORAGE_ENDPOINT may end in "/" */
        {"https://contosostate.table.core.windows.net//alertstate/",
         "https://contosostate.table.core.windows.net", "contosostate",
         "alertstate", NULL},
        /* other clouds, private names and Cosmos DB: the first label counts */
        {"https://a-b.table.cosmos.azure.com:443/Alert2",
         "https://a-b.table.cosmos.azure.com:443", "a-b", "Alert2", NULL},
        /* hosts have no case, what is signed has */
        {"HTTPS://ContosoState.table.core.windows.net/alertState",
         "https://ContosoState.table.core.windows.net", "contosostate",
         "alertState", NULL},
        {"http://127.0.0.1:10002/devstoreaccount1/alertstate",
         "http://127.0.0.1:10002/devstoreaccount1", "devstoreaccount1",
         "alertstate", NULL},
        {"http://localhost/Dev/abc?partition=x", "http://localhost/Dev", "Dev",
         "abc", "x"},
        {"https://[::1]:8443/dev/abc/", "https://[::1]:8443/dev", "dev", "abc",
         NULL},
        {"https://10.0.0.7/dev/abc", "https://10.0.0.7/dev", "dev", "abc",
         NULL},
        /* no bare address: a name that begins like one */
        {"https://10.example/abc", "https://10.example", "10", "abc", NULL},
        {"https://a.example/abc?partition=DeploymentType", "https://a.example",
         "a", "abc", "DeploymentType"},
        /* decoded, and "+" is no blank */
        {"https://a.example/abc?partition=O'Brien%20%26+100%25",
         "https://a.example", "a", "abc", "O'Brien &+100%"},
        {"https://a.example/abc?partition=%C3%a9=\xc3\xa9", "https://a.example",
         "a", "abc", "\xc3\xa9=\xc3\xa9"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        AOAI_CLEANUP(aoai_table_place_free) struct aoai_table_place place;
        struct aoai_error error = {0};

        if (aoai_table_place_parse(&place, rows[i].url, &error))
            fail_msg("%s: %s", rows[i].url, error.text);
        assert_string_equal(place.endpoint, rows[i].endpoint);
        assert_string_equal(place.account, rows[i].account);
        assert_string_equal(place.table, rows[i].table);
        if (rows[i].partition)
            assert_string_equal(place.partition, rows[i].partition);
        else
            assert_null(place.partition);
    }
}

static void a_url_of_no_table_is_refused(void **state)
{
    static const struct {
        const char *url, *why;
    } rows[] = {
        {"", "it is empty"},
        {"contosostate.table.core.windows.net/abc", "begin with https://"},
        {"sqlite:state.db", "begin with https://"},
        {"http://contosostate.table.core.windows.net/abc", "this machine"},
        /* loopback alone, though other tokens go to the metadata service */
        {"http://169.254.169.254/dev/abc", "this machine alone"},
        {"https://user@a.example/abc", "a user name or password"},
        {"https://a.example", "the table is missing"},
        {"https://a.example/", "the table is missing"},
        {"https://a.example/?partition=x", "the table is missing"},
        {"http://127.0.0.1:10002", "it names no account"},
        {"http://127.0.0.1:10002/dev", "the table is missing"},
        {"http://127.0.0.1/dev/abc/more", "more in its path"},
        {"http://127.0.0.1/d%65v/abc", "it names no account"},
        {"https://a.example/dev/abc", "more in its path"},
        {"https://a.example/abc(PartitionKey='x')", "not allowed there"},
        /* names that Azure refuses */
        {"https://a.example/ab", "3 to 63 letters and digits"},
        {"https://a.example/1abc", "a letter first"},
        {"https://a.example/alert-state", "3 to 63 letters and digits"},
        {"https://a.example/alert_state", "3 to 63 letters and digits"},
        {"https://a.example/Tables", "is not 'tables'"},
        {"https://a.example/"
         "a123456789b123456789c123456789d123456789e123456789f123456789g123",
         "3 to 63 letters and digits"},
        /* queries, and partitions that no key can be */
        {"https://a.example/abc?", "?partition=KEY alone"},
        {"https://a.example/abc?Partition=x", "?partition=KEY alone"},
        {"https://a.example/abc?comp=acl", "?partition=KEY alone"},
        {"https://a.example/abc?partition=x&comp=acl", "?partition=KEY alone"},
        {"https://a.example/abc?partition=", "empty or longer"},
        {"https://a.example/abc?partition=%2", "two hexadecimal digits"},
        {"https://a.example/abc?partition=%zz", "two hexadecimal digits"},
        {"https://a.example/abc?partition=a%00", "two hexadecimal digits"},
        {"https://a.example/abc?partition=a/b", "keys forbid"},
        {"https://a.example/abc?partition=a%2Fb", "keys forbid"},
        {"https://a.example/abc?partition=a%5cb", "keys forbid"},
        {"https://a.example/abc?partition=a%23b", "keys forbid"},
        {"https://a.example/abc?partition=a?b", "keys forbid"},
        {"https://a.example/abc?partition=a%0Ab", "keys forbid"},
        {"https://a.example/abc?partition=a%7Fb", "keys forbid"},
        {"https://a.example/abc?partition=a%C2%85b", "keys forbid"},
        {"https://a.example/abc?partition=a%FFb", "keys forbid"},
        {"https://a.example/abc#x", "a fragment"},
        {"https://a.example/abc?partition=a#b", "a fragment"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        AOAI_CLEANUP(aoai_table_place_free) struct aoai_table_place place;
        struct aoai_error error = {0};

        if (aoai_table_place_parse(&place, rows[i].url, &error) == 0)
            fail_msg("taken: %s", rows[i].url);
        assert_int_equal(error.kind, AOAI_ERROR_INPUT);
        if (!strstr(error.text, rows[i].why))
            fail_msg("%s: %s", rows[i].url, error.text);
    }
}

static void a_partition_may_be_as_long_as_keys_are(void **state)
{
    (void)state;
    for (size_t length = 512; length <= 513; length++) {
        AOAI_CLEANUP(aoai_table_place_free) struct aoai_table_place place;
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf url = {0};

        aoai_buf_puts(&url, "https://a.example/abc?partition=");
        for (size_t i = 0; i < length; i++)
            aoai_buf_puts(&url, "%41");
        assert_int_equal(
            aoai_table_place_parse(&place, aoai_buf_text(&url), NULL),
            length == 512 ? 0 : -1);
    }
}

static void a_sas_in_the_url_is_refused_and_not_shown(void **state)
{
    static const char *const rows[] = {
        "https://a.example/abc?sv=2019-02-02&sig=TopSecret0",
        "https://a.example/abc?partition=x&sig=TopSecret0",
        "https://a.example/abc?sig=TopSecret0",
        /* mistyped: what is behind the host is quoted elsewhere */
        "https://a.example/abc&sig=TopSecret0",
        "https://a.example/abc;sig=TopSecret0&sv=2019-02-02",
        "sig=TopSecret0",
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        AOAI_CLEANUP(aoai_table_place_free) struct aoai_table_place place;
        struct aoai_error error = {0};

        assert_int_equal(aoai_table_place_parse(&place, rows[i], &error), -1);
        assert_non_null(strstr(error.text, "--state-key-file"));
        assert_null(strstr(error.text, "TopSecret"));
    }
}

static void a_key_file_holds_a_key_or_a_sas(void **state)
{
    static const struct {
        const char *text, *key, *sas;
    } rows[] = {
        {"Zm9vYmFy", "foobar", ""},
        /* blanks around, as editors leave them */
        {" Zm9vYmFy\r\n\n", "foobar", ""},
        {"sv=2019-02-02&sig=ab%3D", "", "sv=2019-02-02&sig=ab%3D"},
        {"?sv=2019-02-02&se=2024-10-31T09:00:00Z&sig=ab%3D\n", "",
         "sv=2019-02-02&se=2024-10-31T09:00:00Z&sig=ab%3D"},
        {"?sig=ab/+%3D", "", "sig=ab/+%3D"},
        /* a key that ends in these letters is a key */
        {"sig=", "\xb2\x28", ""},
        {"Zm9vsig=", "foo\xb2\x28", ""},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        AOAI_CLEANUP(aoai_table_key_free) struct aoai_table_key key;
        struct aoai_error error = {0};

        if (aoai_table_key_parse(&key, rows[i].text, &crypto, &error))
            fail_msg("row %zu: %s", i, error.text);
        assert_string_equal(aoai_buf_text(&key.key), rows[i].key);
        assert_string_equal(aoai_buf_text(&key.sas), rows[i].sas);
        assert_true(key.key.secret && key.sas.secret);
    }
}

static void what_is_neither_is_refused_and_not_shown(void **state)
{
    static const struct {
        const char *text, *why;
    } rows[] = {
        {"", "neither an account key"},
        {" \n", "neither an account key"},
        {"TopSecret0", "neither an account key"},
        {"Zm9v\nTopSecret0AA==", "neither an account key"},
        {"DefaultEndpointsProtocol=https;AccountName=a;AccountKey=TopSecret0==",
         "connection string"},
        {"https://a.example/?sv=2019-02-02&sig=TopSecret0", "no query has"},
        {"sv=2019-02-02&sig=TopSecret0 ?", "no query has"},
        {"sv=2019-02-02&sig=TopSecret0\r\nX-Evil: 1", "no query has"},
        {"sv=2019-02-02&sig=TopSecret0#x", "no query has"},
        {"sv=2019-02-02&sig=TopSecret0\xc3\xa9", "no query has"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        AOAI_CLEANUP(aoai_table_key_free) struct aoai_table_key key;
        struct aoai_error error = {0};

        assert_int_equal(
            aoai_table_key_parse(&key, rows[i].text, &crypto, &error), -1);
        assert_int_equal(error.kind, AOAI_ERROR_INPUT);
        if (!strstr(error.text, rows[i].why))
            fail_msg("row %zu: %s", i, error.text);
        assert_null(strstr(error.text, "TopSecret"));
    }
}

static void signatures_are_those_of_microsofts_client(void **state)
{
    static const char *const name[] = {"table_signatures.json", NULL};
    AOAI_CLEANUP(aoai_json_close) struct aoai_json *json = NULL;
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf file = {0};
    const struct aoai_value *rows;

    (void)state;
    fixture_add(&file, name);
    assert_int_equal(
        aoai_json_parse(&json, aoai_buf_text(&file), file.length, NULL), 0);
    rows = aoai_json_member(aoai_json_root(json), "table_shared_key_lite");
    assert_int_equal(aoai_json_count(rows), 12);
    for (size_t i = 0; i < aoai_json_count(rows); i++) {
        const struct aoai_value *row = aoai_json_element(rows, i);
        const char *account = aoai_json_member_text(row, "account");
        const char *key_text = aoai_json_member_text(row, "key");
        const char *path = strstr(aoai_json_member_text(row, "url"), "://");
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf signed_path = {0};
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf expected = {0};
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf header = {0};
        AOAI_CLEANUP(aoai_table_key_free) struct aoai_table_key key;

        path += 3 + strcspn(path + 3, "/");
        aoai_buf_add(&signed_path, path, strcspn(path, "?"));
        assert_int_equal(aoai_table_key_parse(&key, key_text, &crypto, NULL),
                         0);
        assert_int_equal(aoai_table_sign(&header, account, &key.key,
                                         aoai_json_member_text(row, "date"),
                                         aoai_buf_text(&signed_path), &crypto,
                                         NULL),
                         0);
        aoai_buf_printf(&expected, "SharedKeyLite %s:%s", account,
                        aoai_json_member_text(row, "signature"));
        assert_string_equal(aoai_buf_text(&header), aoai_buf_text(&expected));
    }
}

static void keys_are_escaped_as_microsofts_client_does(void **state)
{
    static const struct {
        const char *partition, *row, *path;
    } rows[] = {
        {"DeploymentType", "gpt-4o-2024-10",
         "/t(PartitionKey='DeploymentType',RowKey='gpt-4o-2024-10')"},
        /* of the signature "get key with quote, space, percent, unicode" */
        {"O'Brien & co", "50% \xc3\xa9 \xe6\x97\xa5\xe6\x9c\xac",
         "/t(PartitionKey='O''Brien%20%26%20co',RowKey='50%25%20%C3%A9%20%E6%97"
         "%A5%E6%9C%AC')"},
        /* what the SDK leaves alone, and what it does not */
        {"-_.!~*()", "|+=@:,;$\"",
         "/t(PartitionKey='-_.!~*()',RowKey='%7C%2B%3D%40%3A%2C%3B%24%22')"},
        /* a key that tries to end its quotes stays inside */
        {"x',RowKey='y')", "'",
         "/t(PartitionKey='x''%2CRowKey%3D''y'')',RowKey='''')"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf path = {0};

        aoai_table_entity_path(&path, "t", rows[i].partition, rows[i].row);
        assert_string_equal(aoai_buf_text(&path), rows[i].path);
    }
}

static void a_sas_tells_when_it_is_valid(void **state)
{
    /* 2024-10-31T09:00:00Z */
    static const int64_t now = 1730365200;
    static const struct {
        const char *sas, *span; /* NULL: it is valid */
    } rows[] = {
        {"se=2024-10-31T09:00:01Z&sig=x", NULL},
        {"sv=1&se=2024-10-31T09%3A00%3A00Z&sig=x",
         "has expired at 2024-10-31T09:00:00Z"},
        {"se=2024-10-31&sig=x", "has expired at 2024-10-31T00:00:00Z"},
        {"st=2024-10-31T09%3A00%3A00Z&se=2025-01-01&sig=x", NULL},
        {"st=2024-10-31T09%3A00%3A01Z&sig=x",
         "is not valid before 2024-10-31T09:00:01Z"},
        /* nothing that is understood */
        {"se=yesterday&sig=x", NULL},
        {"se=%zz&sig=x", NULL},
        {"xse=2020-01-01&sig=x", NULL},
        {"", NULL},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf sas = {0};
        char span[AOAI_TABLE_SAS_SPAN_SIZE] = "";

        aoai_buf_puts(&sas, rows[i].sas);
        if (aoai_table_sas_is_over(&sas, now, span) != (rows[i].span != NULL))
            fail_msg("row %zu: %s", i, span);
        if (rows[i].span)
            assert_string_equal(span, rows[i].span);
    }
}

static void a_sas_is_taken_out_of_sentences(void **state)
{
    static const char *const rows[] = {
        "no sv=2019-02-02&sp=rau&sig=Ab%2FSecretSecret%3D here",
        "Signature Ab%2FSecretSecret%3D did not match",
        "Signature Ab/SecretSecret= did not match",
        "Signature Ab/SecretSecret was cut",
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf sas = {0};
        struct aoai_error error;

        aoai_buf_puts(&sas, "sv=2019-02-02&sp=rau&sig=Ab%2FSecretSecret%3D");
        aoai_error_set(&error, AOAI_ERROR_DENIED, "%s", rows[i]);
        aoai_table_sas_conceal(&sas, &error);
        if (strstr(error.text, "Secret") || !strstr(error.text, "***"))
            fail_msg("row %zu: %s", i, error.text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_url_says_where_the_table_is),
        cmocka_unit_test(a_url_of_no_table_is_refused),
        cmocka_unit_test(a_partition_may_be_as_long_as_keys_are),
        cmocka_unit_test(a_sas_in_the_url_is_refused_and_not_shown),
        cmocka_unit_test(a_key_file_holds_a_key_or_a_sas),
        cmocka_unit_test(what_is_neither_is_refused_and_not_shown),
        cmocka_unit_test(signatures_are_those_of_microsofts_client),
        cmocka_unit_test(keys_are_escaped_as_microsofts_client_does),
        cmocka_unit_test(a_sas_tells_when_it_is_valid),
        cmocka_unit_test(a_sas_is_taken_out_of_sentences),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
