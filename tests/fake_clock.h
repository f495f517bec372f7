/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* A clock that stands still until a test, or a pause, moves it. */
#ifndef AOAI_TESTS_FAKE_CLOCK_H
#define AOAI_TESTS_FAKE_CLOCK_H

#include <stdint.h>

#include "net/platform.h"

struct fake_clock {
    int64_t wall;      /* UTC seconds */
    int64_t monotonic; /* ms */
};

/* The clock that shows what CLOCK, borrowed, says. A pause moves both. */
struct aoai_clock fake_clock(struct fake_clock *clock);

#endif
