/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The header with a token, and what is done about one that is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "azure/bearer.h"

#define AUDIENCE "https://storage.azure.com"

/* A credential that hands out TOKEN, or fails where that is NULL. */
struct source {
    const char *token;
    int64_t deadline;   /* as asked */
    char forgotten[64]; /* the token that was dropped */
};

static int get(void *self, const char *audience, int64_t deadline,
               struct aoai_token *token, struct aoai_error *error)
{
    struct source *source = self;

    assert_string_equal(audience, AUDIENCE);
    source->deadline = deadline;
    if (!source->token)
        return aoai_error_set(error, AOAI_ERROR_DENIED, "no");
    aoai_buf_puts(&token->text, source->token);
    return 0;
}

static void forget(void *self, const char *audience, const char *text)
{
    struct source *source = self;

    assert_string_equal(audience, AUDIENCE);
    assert_true(strlen(text) < sizeof(source->forgotten));
    memcpy(source->forgotten, text, strlen(text) + 1);
}

static void the_header_holds_the_latest_token(void **state)
{
    struct source source = {.token = "eyJ0"};
    struct aoai_credential credential = {.self = &source, .get = get};
    struct aoai_buf header = {0};
    struct aoai_error error = {0};

    (void)state;
    assert_int_equal(
        aoai_bearer_write(&header, &credential, AUDIENCE, 7, &error), 0);
    assert_string_equal(aoai_buf_text(&header), "Authorization: Bearer eyJ0");
    assert_true(header.secret);
    assert_int_equal(source.deadline, 7);
    source.token = "eyJ1";
    assert_int_equal(
        aoai_bearer_write(&header, &credential, AUDIENCE, 7, &error), 0);
    assert_string_equal(aoai_bearer_token(aoai_buf_text(&header)), "eyJ1");
    source.token = NULL;
    assert_int_equal(
        aoai_bearer_write(&header, &credential, AUDIENCE, 7, &error), -1);
    assert_int_equal(error.kind, AOAI_ERROR_DENIED);
    assert_string_equal(aoai_bearer_token(aoai_buf_text(&header)), "");
    aoai_buf_free(&header);
}

static void a_header_without_a_token_has_none(void **state)
{
    (void)state;
    assert_string_equal(aoai_bearer_token(""), "");
    assert_string_equal(aoai_bearer_token("Authorization: "), "");
    assert_string_equal(
        aoai_bearer_token("Authorization: SharedKeyLite account:c2ln"), "");
}

static void a_refused_token_is_dropped_where_it_is_remembered(void **state)
{
    struct source source = {.token = NULL};
    struct aoai_credential credential = {.self = &source, .get = get};
    static const char header[] = "Authorization: Bearer eyJ0";

    (void)state;
    assert_false(aoai_bearer_forget(header, &credential, AUDIENCE));
    credential.forget = forget;
    assert_true(aoai_bearer_forget(header, &credential, AUDIENCE));
    assert_string_equal(source.forgotten, "eyJ0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_header_holds_the_latest_token),
        cmocka_unit_test(a_header_without_a_token_has_none),
        cmocka_unit_test(a_refused_token_is_dropped_where_it_is_remembered),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
