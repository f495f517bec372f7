/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* How requests to Communication Services are signed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "azure/acs_sign.h"
#include "net/http_date.h"
#include "net/json.h"
#include "net/module.h"
#include "tests/fixture.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

enum { VECTORS = 6 };

/* The text NAME of ROW. */
static const char *text_of(const struct aoai_value *row, const char *name)
{
    const char *text = aoai_json_member_text(row, name);

    assert_non_null(text);
    return text;
}

/* Fails the test unless HEADER is NAME and the member MEMBER of ROW. */
static void check_header(const struct aoai_buf *header, const char *name,
                         const struct aoai_value *row, const char *member)
{
    char wanted[256];

    (void)snprintf(wanted, sizeof(wanted), "%s: %s", name,
                   text_of(row, member));
    assert_string_equal(aoai_buf_text(header), wanted);
}

/* Signs the request in ROW and compares. */
static void check_vector(const struct aoai_value *row,
                         const struct aoai_crypto *crypto)
{
    AOAI_CLEANUP(aoai_acs_sign_free) struct aoai_acs_sign sign = {0};
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf key = {.secret = true};
    const char *body = aoai_json_member_text(row, "body");
    const char *base64 = text_of(row, "keyBase64");
    int64_t now = 0;

    assert_int_equal(crypto->base64_decode(&key, base64, strlen(base64), NULL),
                     0);
    assert_true(aoai_http_date_parse(text_of(row, "date"), &now));
    assert_int_equal(aoai_acs_sign_make(&sign, text_of(row, "method"),
                                        text_of(row, "url"), body,
                                        body ? strlen(body) : 0, now, &key,
                                        crypto, NULL),
                     0);
    check_header(&sign.date, "x-ms-date", row, "date");
    check_header(&sign.hash, "x-ms-content-sha256", row, "sha256");
    check_header(&sign.authorization, "Authorization", row, "authorization");
    assert_true(sign.authorization.secret);
}

static void signatures_are_those_of_microsofts_client(void **state)
{
    static const char *const names[] = {"acs_signatures.json", NULL};
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf file = {0};
    AOAI_CLEANUP(aoai_json_close) struct aoai_json *json = NULL;
    const struct aoai_value *rows;
    struct aoai_crypto crypto;

    (void)state;
    assert_int_equal(aoai_module_crypto(&crypto, NULL), 0);
    fixture_add(&file, names);
    assert_int_equal(
        aoai_json_parse(&json, aoai_buf_text(&file), file.length, NULL), 0);
    rows = aoai_json_member(aoai_json_root(json), "requests");
    assert_int_equal(aoai_json_count(rows), VECTORS);
    for (size_t i = 0; i < VECTORS; i++)
        check_vector(aoai_json_element(rows, i), &crypto);
}

/* Signs a GET of URL with a fixed key and time. */
static struct aoai_acs_sign sign_url(const char *url)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf key = {.secret = true};
    struct aoai_acs_sign sign = {0};
    struct aoai_crypto crypto;

    aoai_buf_puts(&key, "key");
    assert_int_equal(aoai_module_crypto(&crypto, NULL), 0);
    assert_int_equal(aoai_acs_sign_make(&sign, "GET", url, NULL, 0, 1730365200,
                                        &key, &crypto, NULL),
                     0);
    return sign;
}

static void what_the_host_header_leaves_out_is_not_signed(void **state)
{
    static const struct {
        const char *one, *other;
        bool same;
    } rows[] = {
        /* libcurl sends no port that is the scheme's own */
        {"https://h.example:443/a?b=c", "https://h.example/a?b=c", true},
        {"http://localhost:80/a", "http://localhost/a", true},
        {"https://h.example:80/a", "https://h.example/a", false},
        {"http://localhost:443/a", "http://localhost/a", false},
        {"https://h.example:8443/a", "https://h.example/a", false},
        {"https://[::1]:443/a", "https://[::1]/a", true},
        /* no path is the path "/" */
        {"https://h.example", "https://h.example/", true},
        {"https://h.example?b", "https://h.example/?b", true},
        /* all else counts as it stands */
        {"https://h.example/a%3Ab", "https://h.example/a:b", false},
        {"https://h.example//a", "https://h.example/a", false},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct aoai_acs_sign one = sign_url(rows[i].one);
        struct aoai_acs_sign other = sign_url(rows[i].other);
        bool same = strcmp(aoai_buf_text(&one.authorization),
                           aoai_buf_text(&other.authorization)) == 0;

        if (same != rows[i].same)
            fail_msg("%s", rows[i].one);
        aoai_acs_sign_free(&one);
        aoai_acs_sign_free(&other);
    }
}

/* A crypto that fails. */
static int refuse(unsigned char mac[AOAI_DIGEST_SHA256],
                  const struct aoai_buf *key, const void *bytes, size_t length,
                  struct aoai_error *error)
{
    (void)mac;
    (void)key;
    (void)bytes;
    (void)length;
    return aoai_error_set(error, AOAI_ERROR_MEMORY, "none");
}

static void a_failure_leaves_the_old_signature(void **state)
{
    struct aoai_acs_sign sign = sign_url("https://h.example/a");
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf key = {0};
    struct aoai_error error = {0};
    struct aoai_crypto crypto;
    char before[256];

    (void)state;
    (void)snprintf(before, sizeof(before), "%s",
                   aoai_buf_text(&sign.authorization));
    assert_int_equal(aoai_module_crypto(&crypto, NULL), 0);
    crypto.hmac_sha256 = refuse;
    assert_int_equal(aoai_acs_sign_make(&sign, "GET", "https://h.example/b",
                                        NULL, 0, 0, &key, &crypto, &error),
                     -1);
    assert_string_equal(error.text, "none");
    assert_string_equal(aoai_buf_text(&sign.authorization), before);
    assert_string_equal(aoai_buf_text(&sign.date),
                        "x-ms-date: Thu, 31 Oct 2024 09:00:00 GMT");
    aoai_acs_sign_free(&sign);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(signatures_are_those_of_microsofts_client),
        cmocka_unit_test(what_the_host_header_leaves_out_is_not_signed),
        cmocka_unit_test(a_failure_leaves_the_old_signature),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
