/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/fake_clock.h"
#include "tests/identity_rig.h"

int identity_sign_in(struct fake_http *fake, identity_ask *ask,
                     struct aoai_credential_setup setup,
                     const struct fake_reply *replies, size_t count,
                     struct aoai_error *error)
{
    struct fake_clock time = {.wall = 1729425600};
    struct aoai_clock clock = fake_clock(&time);
    struct aoai_http http = fake_http(fake);
    AOAI_CLEANUP(aoai_token_free) struct aoai_token token = {0};
    int failed;

    setup.http = &http;
    setup.clock = &clock;
    fake_http_script(fake, replies, count);
    *error = (struct aoai_error){0};
    failed = ask(&setup, IDENTITY_ARM, IDENTITY_DEADLINE, &token, error);
    assert_true(fake_http_is_over(fake));
    if (failed) {
        assert_int_equal(token.text.length, 0);
        assert_int_not_equal(error->kind, AOAI_ERROR_NONE);
        return -1;
    }
    assert_string_equal(aoai_buf_text(&token.text), "eyJ0");
    assert_true(token.text.secret);
    assert_int_equal(token.expires, 1729425600 + 3599);
    return 0;
}
