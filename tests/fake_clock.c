/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "tests/fake_clock.h"

static int64_t wall(void *self)
{
    return ((struct fake_clock *)self)->wall;
}

static int64_t monotonic(void *self)
{
    return ((struct fake_clock *)self)->monotonic;
}

static void pass(void *self, int64_t milliseconds)
{
    struct fake_clock *clock = self;

    clock->monotonic += milliseconds;
    clock->wall += milliseconds / 1000;
}

struct aoai_clock fake_clock(struct fake_clock *clock)
{
    return (struct aoai_clock){clock, wall, monotonic, pass};
}
