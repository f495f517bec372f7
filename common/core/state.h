/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Service states of Nagios and Icinga, with their exit codes
 * (https://www.monitoring-plugins.org/doc/guidelines.html#AEN78). */
#ifndef AOAI_CORE_STATE_H
#define AOAI_CORE_STATE_H

#include <stdbool.h>

enum aoai_state {
    AOAI_STATE_OK = 0,
    AOAI_STATE_WARNING = 1,
    AOAI_STATE_CRITICAL = 2,
    AOAI_STATE_UNKNOWN = 3
};

/* "OK", "WARNING", "CRITICAL" or "UNKNOWN". */
const char *aoai_state_name(enum aoai_state state);

/* Reads a name in any case or "0" to "3". Returns false for anything else. */
bool aoai_state_parse(const char *text, enum aoai_state *state);

/* 0 for OK, 1 UNKNOWN, 2 WARNING, 3 CRITICAL: an OK never hides an UNKNOWN,
 * and an UNKNOWN never hides a real alarm. */
int aoai_state_severity(enum aoai_state state);

/* The worse of two states by severity. */
enum aoai_state aoai_state_worse(enum aoai_state one, enum aoai_state other);

#endif
