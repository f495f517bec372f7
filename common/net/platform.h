/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The clock and the environment: the only place that asks for them. */
#ifndef AOAI_NET_PLATFORM_H
#define AOAI_NET_PLATFORM_H

#include <stdbool.h>
#include <stdint.h>

/* A clock; tests bring their own. */
struct aoai_clock {
    void *self;
    int64_t (*wall)(void *self);      /* UTC seconds since 1970 */
    int64_t (*monotonic)(void *self); /* milliseconds, never jumps */
    void (*sleep)(void *self, int64_t milliseconds);
};

/* The machine's clock. Nothing to release. */
struct aoai_clock aoai_platform_clock(void);

/* A number that nobody can foretell: for names of files and for pauses, not
 * for keys. */
uint64_t aoai_platform_random(void);

/* Writes this machine's name and the process's number, "HOST/PID", into TEXT of
 * SIZE bytes, cut to fit. */
void aoai_platform_process_name(char *text, unsigned long size);

/* The value of the environment variable NAME; NULL when it is unset or empty,
 * which is what an operator who writes NAME= means. Borrowed. */
const char *aoai_platform_env(const char *name);

/* True when this program has more rights than the one who started it (setuid,
 * file capabilities), who must then not choose what it loads or runs. */
bool aoai_platform_is_privileged(void);

/* The folder of the running program into TEXT of SIZE bytes, without a final
 * slash; "" when it can not be told, or the program has more rights than the
 * one who started it and so may have been put there. */
void aoai_platform_program_dir(char *text, unsigned long size);

#endif
