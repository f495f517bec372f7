/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* A command line as a program gets it, and the mistakes found in one. */
#ifndef AOAI_TESTS_WORDS_H
#define AOAI_TESTS_WORDS_H

#include "core/text_list.h"

struct words {
    int argc;
    char **argv; /* copies, to be written to and put in another order */
};

/* Makes a command line of PROGRAM and GIVEN, NULL-terminated. Release with
 * words_free(). */
void words_make(struct words *words, const char *program,
                const char *const *given);

/* Releases it. */
void words_free(struct words *words);

/* Fails the test unless MISTAKES are just EXPECTED, separated by line ends. */
void words_expect(const struct aoai_text_list *mistakes, const char *expected);

#endif
