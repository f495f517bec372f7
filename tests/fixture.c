/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

#include "net/file.h"
#include "tests/fixture.h"

void fixture_path(const char *name, char path[FIXTURE_PATH])
{
    const char *folder = getenv("srcdir");
    int length = snprintf(path, FIXTURE_PATH, "%s/tests/fixtures/%s",
                          folder ? folder : ".", name);

    assert_true(length > 0 && length < FIXTURE_PATH);
}

void fixture_add(struct aoai_buf *out, const char *const *names)
{
    for (; *names; names++) {
        char path[FIXTURE_PATH];

        fixture_path(*names, path);
        assert_int_equal(aoai_file_read(out, path, NULL), 0);
    }
}
