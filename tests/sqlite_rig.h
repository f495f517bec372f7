/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* A folder with a state file, and SQLite beside the store to look into it. */
#ifndef AOAI_TESTS_SQLITE_RIG_H
#define AOAI_TESTS_SQLITE_RIG_H

#include <stdbool.h>
#include <stdint.h>

#include "net/platform.h"
#include "state/store.h"
#include "tests/temp_folder.h"

struct sqlite_rig {
    struct temp_folder folder;
    char path[TEMP_FOLDER_PATH]; /* of state.db in it, not made yet */
    struct aoai_clock clock;     /* the machine's */
};

/* Makes the folder. */
void sqlite_rig_begin(struct sqlite_rig *rig);

/* Removes it. */
void sqlite_rig_end(struct sqlite_rig *rig);

/* The same for a test: *STATE is the rig. */
int sqlite_rig_set_up(void **state);
int sqlite_rig_tear_down(void **state);

/* Opens the store PATH with a few seconds of patience. Returns as
 * aoai_store_sqlite_open() does. */
int sqlite_rig_try(const struct sqlite_rig *rig, const char *path,
                   struct aoai_store *store, struct aoai_error *error);

/* Opens the store of RIG, which has to work. */
struct aoai_store sqlite_rig_open(const struct sqlite_rig *rig);

/* Reads the entity that all tests write; returns as the store does. */
int sqlite_rig_get(const struct sqlite_rig *rig, const struct aoai_store *store,
                   struct aoai_entity *entity, struct aoai_error *error);

/* Writes it; a conflict is returned as 1. */
int sqlite_rig_put(const struct sqlite_rig *rig, const struct aoai_store *store,
                   struct aoai_entity *entity, struct aoai_error *error);

/* Reads its sum, which has to work, with a store of its own. */
uint64_t sqlite_rig_sum(const struct sqlite_rig *rig);

/* Runs SQL on the file PATH, made if it is missing, without any store; that has
 * to work. */
void sqlite_rig_run(const char *path, const char *sql);

/* True when SQLite finds nothing wrong with the whole file PATH. */
bool sqlite_rig_is_sound(const char *path);

/* What a forked process found out. */
struct outcome {
    int result; /* what the work returned; 77 when it did not end by itself */
    struct aoai_error error;
};

/* Runs WORK in a forked process, as a user without rights where this one is
 * root and PLAIN is true (who then owns the folder of RIG and the state file in
 * it), and waits for it. */
struct outcome sqlite_rig_fork(const struct sqlite_rig *rig, bool plain,
                               int (*work)(const struct sqlite_rig *rig,
                                           struct aoai_error *error));

#endif
