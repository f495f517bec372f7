/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The contract of state/store.h, as tests that every back end passes. */
#ifndef AOAI_TESTS_STORE_CONTRACT_H
#define AOAI_TESTS_STORE_CONTRACT_H

#include <stdint.h>

#include "net/platform.h"
#include "state/store.h"

/* A back end. Its functions assert that they work. */
struct store_bench {
    const char *name; /* of the group of tests */
    void *self;
    const struct aoai_clock *clock;
    int64_t patience; /* ms for one call */

    /* Makes a store that is empty; each test begins with one. */
    void (*begin)(void *self);

    /* Opens one more handle on it, as another process would. */
    void (*open)(void *self, struct aoai_store *store);

    /* Removes it. */
    void (*end)(void *self);
};

/* Runs all tests against BENCH. Returns how many failed: to be added to what
 * main() returns. */
int store_contract_run(const struct store_bench *bench);

#endif
