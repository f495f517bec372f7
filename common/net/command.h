/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Running another program and reading what it writes, without a shell.
 *
 * The program runs in the folder "/" and in a process group of its own, with
 * this process's rights and its environment, but for what is withheld. It reads
 * nothing, inherits no descriptor beyond the standard three, and finds signals
 * as at the start of a session: none caught, ignored or blocked. A host may
 * have other threads and other children, and may ignore SIGCHLD. */
#ifndef AOAI_NET_COMMAND_H
#define AOAI_NET_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/attr.h"
#include "core/buf.h"
#include "core/error.h"
#include "net/platform.h"

struct aoai_command {
    /* The program's name, without a slash, and its arguments; NULL ends
     * them. */
    const char *const *arguments;
    /* Names of environment variables that it does not get; NULL ends them.
     * NULL: it gets all. */
    const char *const *withheld;
    const struct aoai_clock *clock;
    int64_t deadline; /* monotonic ms */

    /* What it wrote, secret. The ceilings (max) are the caller's: more output
     * is an error, more errors are left out. */
    struct aoai_buf output, errors;

    int status; /* exit status; -1: ended by a signal, or not known because the
                   host ignores SIGCHLD */
    int signal; /* that ended it; 0: none, or not known */
};

/* Runs COMMAND until the program ends. What it left running with our pipes in
 * hand is neither waited for nor stopped. Returns 0 when it ended by itself,
 * however it did. Returns -1 with ERROR when it
 * - was not found: AOAI_ERROR_NOT_FOUND. Only the absolute folders in $PATH are
 *   searched, as the others would depend on where the host stands;
 * - would run with more rights than the one who started this program, who may
 *   have chosen $PATH: AOAI_ERROR_DENIED;
 * - could not be started: AOAI_ERROR_INPUT naming the file and why, which may
 *   be that one of this process's standard descriptors is closed;
 * - did not end before the deadline: AOAI_ERROR_DEADLINE. It and its group are
 *   then asked to end, and are killed a tenth of a second later;
 * - wrote more output than allowed, AOAI_ERROR_ANSWER, or than there is memory
 *   for, AOAI_ERROR_MEMORY: likewise.
 * Output and errors so far are there in any case: release them by
 * aoai_command_free(). */
int aoai_command_run(struct aoai_command *command,
                     struct aoai_error *error) AOAI_MUST_USE;

/* Releases what the program wrote, wiped. Accepts the all-zero object. */
void aoai_command_free(struct aoai_command *command);

#endif
