/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "core/state.h"

#include <stddef.h>

#include "core/fold.h"

static const char *const names[] = {
    [AOAI_STATE_OK] = "OK",
    [AOAI_STATE_WARNING] = "WARNING",
    [AOAI_STATE_CRITICAL] = "CRITICAL",
    [AOAI_STATE_UNKNOWN] = "UNKNOWN",
};

enum { STATES = sizeof(names) / sizeof(names[0]) };

const char *aoai_state_name(enum aoai_state state)
{
    return names[state];
}

bool aoai_state_parse(const char *text, enum aoai_state *state)
{
    for (int i = 0; i < STATES; i++) {
        const char digit[] = {(char)('0' + i), '\0'};
        if (aoai_fold_equal(text, names[i]) || aoai_fold_equal(text, digit)) {
            *state = (enum aoai_state)i;
            return true;
        }
    }
    return false;
}

int aoai_state_severity(enum aoai_state state)
{
    static const int severities[] = {
        [AOAI_STATE_OK] = 0,
        [AOAI_STATE_UNKNOWN] = 1,
        [AOAI_STATE_WARNING] = 2,
        [AOAI_STATE_CRITICAL] = 3,
    };
    return severities[state];
}

enum aoai_state aoai_state_worse(enum aoai_state one, enum aoai_state other)
{
    return aoai_state_severity(other) > aoai_state_severity(one) ? other : one;
}
