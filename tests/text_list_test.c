/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* A list owns copies of texts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "core/text_list.h"

static void texts_are_copied_in_order(void **state)
{
    (void)state;
    struct aoai_text_list list = {0};
    char text[16];
    for (int i = 0; i < 100; i++) {
        snprintf(text, sizeof(text), "%d", i);
        assert_int_equal(aoai_text_list_add(&list, text, NULL), 0);
        assert_int_equal(list.count, i + 1);
    }
    for (int i = 0; i < 100; i++) {
        snprintf(text, sizeof(text), "%d", i);
        assert_string_equal(list.items[i], text);
    }
    aoai_text_list_free(&list);
}

static void a_freed_list_is_empty_and_usable(void **state)
{
    (void)state;
    struct aoai_text_list list = {0};
    aoai_text_list_free(&list);
    assert_int_equal(aoai_text_list_add(&list, "", NULL), 0);
    aoai_text_list_free(&list);
    assert_int_equal(list.count, 0);
    assert_null(list.items);
    assert_int_equal(aoai_text_list_add(&list, "a", NULL), 0);
    aoai_text_list_free(&list);
}

static void a_mistake_has_its_name_before_it(void **state)
{
    (void)state;
    struct aoai_text_list list = {0};
    struct aoai_error wrong, error = {0};

    aoai_error_set(&wrong, AOAI_ERROR_INPUT, "it is odd");
    assert_int_equal(
        aoai_text_list_add_mistake(&list, "--some", &wrong, &error), 0);
    aoai_error_set(&wrong, AOAI_ERROR_INPUT, "so is this");
    assert_int_equal(aoai_text_list_add_mistake(&list, "", &wrong, &error), 0);
    assert_int_equal(list.count, 2);
    assert_string_equal(list.items[0], "--some: it is odd");
    assert_string_equal(list.items[1], "so is this");
    /* Short memory is nobody's mistake. */
    aoai_error_memory(&wrong);
    assert_int_equal(
        aoai_text_list_add_mistake(&list, "--some", &wrong, &error), -1);
    assert_int_equal(error.kind, AOAI_ERROR_MEMORY);
    assert_int_equal(list.count, 2);
    aoai_text_list_free(&list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_copied_in_order),
        cmocka_unit_test(a_freed_list_is_empty_and_usable),
        cmocka_unit_test(a_mistake_has_its_name_before_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
