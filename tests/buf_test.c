/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Buffers grow up to their ceiling and remember their first failure. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "core/buf.h"

static void an_empty_buffer_is_an_empty_text(void **state)
{
    (void)state;
    struct aoai_buf buf = {0};
    assert_string_equal(aoai_buf_text(&buf), "");
    aoai_buf_add(&buf, NULL, 0);
    aoai_buf_truncate(&buf, 0);
    assert_int_equal(aoai_buf_check(&buf, NULL), 0);
    aoai_buf_free(&buf);
    aoai_buf_free(&buf);
}

static void appended_parts_stand_in_order(void **state)
{
    (void)state;
    struct aoai_buf buf = {0};
    aoai_buf_puts(&buf, "ab");
    aoai_buf_putc(&buf, 'c');
    aoai_buf_printf(&buf, "%d%s", 4, "");
    aoai_buf_printf(&buf, "%s", "");
    aoai_buf_add(&buf, "x\0y", 3);
    assert_int_equal(buf.length, 7);
    assert_memory_equal(buf.data, "abc4x\0y", 8);
    aoai_buf_truncate(&buf, 100);
    assert_int_equal(buf.length, 7);
    aoai_buf_truncate(&buf, 2);
    assert_string_equal(aoai_buf_text(&buf), "ab");
    aoai_buf_free(&buf);
}

static void a_buffer_grows_by_any_steps(void **state)
{
    (void)state;
    for (size_t step = 1; step < 300; step += 37) {
        struct aoai_buf buf = {.secret = step % 2 == 0};
        char bytes[300];
        memset(bytes, 'x', sizeof(bytes));
        for (size_t i = 0; i < 100; i++)
            aoai_buf_add(&buf, bytes, step);
        assert_int_equal(aoai_buf_check(&buf, NULL), 0);
        assert_int_equal(buf.length, 100 * step);
        assert_int_equal(strspn(aoai_buf_text(&buf), "x"), 100 * step);
        aoai_buf_free(&buf);
    }
}

static void the_ceiling_is_the_last_length_allowed(void **state)
{
    (void)state;
    struct aoai_error error = {0};
    struct aoai_buf buf = {.max = 5};
    aoai_buf_puts(&buf, "12345");
    assert_int_equal(aoai_buf_check(&buf, &error), 0);
    aoai_buf_putc(&buf, '6');
    assert_int_equal(aoai_buf_check(&buf, &error), -1);
    assert_int_equal(error.kind, AOAI_ERROR_ANSWER);
    assert_string_equal(error.text, "larger than 5 bytes");
    aoai_buf_free(&buf);
}

static void the_first_failure_stays(void **state)
{
    (void)state;
    struct aoai_buf buf = {.max = 3};
    aoai_buf_puts(&buf, "ab");
    aoai_buf_printf(&buf, "%s", "cd");
    aoai_buf_puts(&buf, "e");
    assert_string_equal(aoai_buf_text(&buf), "ab");
    assert_int_equal(aoai_buf_check(&buf, NULL), -1);

    aoai_buf_free(&buf);
    aoai_buf_puts(&buf, "xyz");
    assert_int_equal(aoai_buf_check(&buf, NULL), 0);
    aoai_buf_free(&buf);
}

static void without_a_ceiling_a_megabyte_is_one(void **state)
{
    (void)state;
    struct aoai_buf buf = {0};
    aoai_buf_reserve(&buf, AOAI_BUF_MAX);
    assert_int_equal(aoai_buf_check(&buf, NULL), 0);
    aoai_buf_reserve(&buf, (size_t)AOAI_BUF_MAX + 1);
    assert_int_equal(aoai_buf_check(&buf, NULL), -1);
    aoai_buf_free(&buf);
}

static void sizes_that_would_wrap_are_refused(void **state)
{
    (void)state;
    struct aoai_buf buf = {.max = SIZE_MAX};
    aoai_buf_putc(&buf, 'a');
    aoai_buf_reserve(&buf, SIZE_MAX - 1);
    assert_int_equal(buf.state, AOAI_BUF_TOO_LARGE);
    aoai_buf_free(&buf);
}

static void taking_hands_the_text_over(void **state)
{
    (void)state;
    struct aoai_buf buf = {.max = 9, .secret = true};
    aoai_buf_puts(&buf, "text");
    char *text = aoai_buf_take(&buf, NULL);
    assert_string_equal(text, "text");
    assert_null(buf.data);
    assert_int_equal(buf.length, 0);
    assert_int_equal(buf.max, 9);
    assert_true(buf.secret);
    free(text);

    text = aoai_buf_take(&buf, NULL);
    assert_string_equal(text, "");
    free(text);
}

static void taking_after_a_failure_gives_nothing(void **state)
{
    (void)state;
    struct aoai_error error = {0};
    struct aoai_buf buf = {.max = 1};
    aoai_buf_puts(&buf, "a");
    aoai_buf_puts(&buf, "b");
    assert_null(aoai_buf_take(&buf, &error));
    assert_int_equal(error.kind, AOAI_ERROR_ANSWER);
    assert_null(buf.data);
    assert_int_equal(buf.state, AOAI_BUF_FINE);
}

static void a_secret_that_is_cut_is_wiped(void **state)
{
    (void)state;
    struct aoai_buf buf = {.secret = true};
    aoai_buf_puts(&buf, "password");
    aoai_buf_truncate(&buf, 1);
    assert_memory_equal(buf.data, "p\0\0\0\0\0\0\0\0", 9);
    aoai_buf_free(&buf);
}

static void wiping_overwrites_just_the_bytes_named(void **state)
{
    (void)state;
    char bytes[] = "abcd";
    aoai_wipe(bytes + 1, 2);
    assert_memory_equal(bytes, "a\0\0d", 5);
    aoai_wipe(NULL, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_buffer_is_an_empty_text),
        cmocka_unit_test(appended_parts_stand_in_order),
        cmocka_unit_test(a_buffer_grows_by_any_steps),
        cmocka_unit_test(the_ceiling_is_the_last_length_allowed),
        cmocka_unit_test(the_first_failure_stays),
        cmocka_unit_test(without_a_ceiling_a_megabyte_is_one),
        cmocka_unit_test(sizes_that_would_wrap_are_refused),
        cmocka_unit_test(taking_hands_the_text_over),
        cmocka_unit_test(taking_after_a_failure_gives_nothing),
        cmocka_unit_test(a_secret_that_is_cut_is_wiped),
        cmocka_unit_test(wiping_overwrites_just_the_bytes_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
