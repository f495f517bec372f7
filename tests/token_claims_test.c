/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* What a token tells about whose it is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "azure/token_claims.h"
#include "core/buf.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

/* Appends TEXT as base64url, without padding. */
static void encode(struct aoai_buf *out, const char *text)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                 "abcdefghijklmnopqrstuvwxyz0123456789-_";
    size_t length = strlen(text);

    for (size_t i = 0; i < length * 8; i += 6) {
        unsigned pair = (unsigned)(unsigned char)text[i / 8] << 8;

        if (i / 8 + 1 < length)
            pair |= (unsigned char)text[i / 8 + 1];
        aoai_buf_putc(out, digits[pair >> (10 - i % 8) & 63]);
    }
}

/* Reads a token whose claims are the JSON text PAYLOAD. */
static bool read_payload(struct aoai_token_claims *claims, const char *payload)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf token = {0};

    aoai_buf_puts(&token, "eyJhbGciOiJSUzI1NiJ9.");
    encode(&token, payload);
    aoai_buf_puts(&token, ".c2lnbmF0dXJl");
    return aoai_token_claims_read(claims, aoai_buf_text(&token));
}

static void who_signed_in_is_read(void **state)
{
    static const struct {
        const char *payload;
        const char *tenant, *application, *object;
        bool is_user;
        int64_t expires;
    } rows[] = {
        /* an application's token of version 1 */
        {"{\"tid\":\"11-t\",\"appid\":\"22-a\",\"oid\":\"33-o\",\"exp\":"
         "1729425600}",
         "11-t", "22-a", "33-o", false, 1729425600},
        /* of version 2, which calls the application otherwise */
        {"{\"tid\":\"11-t\",\"azp\":\"22-a\",\"oid\":\"33-o\",\"exp\":"
         "1729425600}",
         "11-t", "22-a", "33-o", false, 1729425600},
        /* a person's, who signed in to the Azure CLI */
        {"{\"tid\":\"11-t\",\"appid\":\"22-a\",\"oid\":\"33-o\",\"scp\":"
         "\"user_impersonation\"}",
         "11-t", "22-a", "33-o", true, 0},
        /* one id is better than none; payloads of each length modulo 3 */
        {"{\"oid\":\"3\"}", "", "", "3", false, 0},
        {"{\"oid\":\"33\"}", "", "", "33", false, 0},
        {"{\"oid\":\"333\"}", "", "", "333", false, 0},
        /* what is no id does not count, the rest does */
        {"{\"tid\":\"$(reboot)\",\"appid\":7,\"oid\":\"33-o\"}", "", "", "33-o",
         false, 0},
        {"{\"tid\":\"11\\u0000\",\"appid\":\"2 2\",\"oid\":\"33-o\"}", "", "",
         "33-o", false, 0},
        {"{\"tid\":\"\",\"appid\":null,\"oid\":\"33-o\",\"exp\":[]}", "", "",
         "33-o", false, 0},
        /* 63 characters fit, 64 do not */
        {"{\"tid\":\"123456789-123456789-123456789-123456789-123456789-"
         "123456789-123\",\"oid\":\"123456789-123456789-123456789-123456789-"
         "123456789-123456789-1234\"}",
         "123456789-123456789-123456789-123456789-123456789-123456789-123", "",
         "", false, 0},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct aoai_token_claims claims;

        assert_true(read_payload(&claims, rows[i].payload));
        assert_string_equal(claims.tenant, rows[i].tenant);
        assert_string_equal(claims.application, rows[i].application);
        assert_string_equal(claims.object, rows[i].object);
        assert_int_equal(claims.is_user, rows[i].is_user);
        assert_int_equal(claims.expires, rows[i].expires);
    }
}

static void what_tells_nothing_is_no_harm(void **state)
{
    static const char *const tokens[] = {
        "",
        "opaque",
        "two.parts",
        "a..b",
        "..",
        "five.parts.are.an.encrypted-token",
        "eyJ0.eyJvaWQiOiIzMyJ9",    /* no signature, so no such token */
        "eyJ0.eyJvaWQiOiIzMyJ9=.c", /* padded, which JWTs are not */
        "eyJ0.eyJv+WQiOiIzMyJ9.c",  /* the letters of another alphabet */
        "eyJ0.eyJvaWQiOiIzMyJ.c",   /* cut */
    };
    static const char *const payloads[] = {
        "no JSON",
        "[\"oid\"]",
        "\"oid\"",
        "{}",
        "{\"exp\":1729425600,\"iss\":\"somebody\"}",
    };
    struct aoai_token_claims claims;

    (void)state;
    for (size_t i = 0; i < COUNT(tokens); i++) {
        memset(&claims, 1, sizeof(claims));
        assert_false(aoai_token_claims_read(&claims, tokens[i]));
        assert_string_equal(claims.object, "");
    }
    for (size_t i = 0; i < COUNT(payloads); i++) {
        memset(&claims, 1, sizeof(claims));
        assert_false(read_payload(&claims, payloads[i]));
        assert_string_equal(claims.object, "");
        assert_int_equal(claims.expires, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_signed_in_is_read),
        cmocka_unit_test(what_tells_nothing_is_no_harm),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
