/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The files of tests/fixtures. */
#ifndef AOAI_TESTS_FIXTURE_H
#define AOAI_TESTS_FIXTURE_H

#include "core/buf.h"

enum { FIXTURE_PATH = 512 };

/* Writes the path of the fixture NAME into PATH. */
void fixture_path(const char *name, char path[FIXTURE_PATH]);

/* Appends the content of each fixture in NAMES, which a NULL ends, to OUT. */
void fixture_add(struct aoai_buf *out, const char *const *names);

#endif
