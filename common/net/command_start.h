/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The first half of aoai_command_run(), private to it. */
#ifndef AOAI_NET_COMMAND_START_H
#define AOAI_NET_COMMAND_START_H

#include <sys/types.h>

#include "core/attr.h"
#include "core/error.h"

struct aoai_command_start {
    const char *const *arguments; /* both as of struct aoai_command */
    const char *const *withheld;

    pid_t child;        /* also the number of its process group */
    int output, errors; /* our ends of its pipes, read without waiting */
};

/* Finds the program in $PATH and starts it as command.h says. Returns 0 with a
 * child to reap and two descriptors to close; or -1 with the error that
 * aoai_command_run() gives. */
int aoai_command_start(struct aoai_command_start *start,
                       struct aoai_error *error) AOAI_MUST_USE;

/* Closes the descriptor *FILE unless it is, which -1 tells then. */
void aoai_command_start_close(int *file);

#endif
