/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "tests/words.h"

/* A copy of TEXT. */
static char *copy(const char *text)
{
    char *copied = strdup(text);

    assert_non_null(copied);
    return copied;
}

void words_make(struct words *words, const char *program,
                const char *const *given)
{
    size_t count = 0;

    while (given[count])
        count++;
    words->argc = (int)count + 1;
    words->argv = calloc(count + 2, sizeof(words->argv[0]));
    assert_non_null(words->argv);
    words->argv[0] = copy(program);
    for (size_t i = 0; i < count; i++)
        words->argv[i + 1] = copy(given[i]);
}

void words_free(struct words *words)
{
    while (words->argc)
        free(words->argv[--words->argc]);
    free(words->argv);
}

void words_expect(const struct aoai_text_list *mistakes, const char *expected)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf text = {0};

    for (size_t i = 0; i < mistakes->count; i++)
        aoai_buf_printf(&text, "%s%s", i ? "\n" : "", mistakes->items[i]);
    assert_string_equal(aoai_buf_text(&text), expected);
}
