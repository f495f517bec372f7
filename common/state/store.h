/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* A store of entities, as a contract: read one, write one if nobody else has
 * written it meanwhile. SQLite's row versions and Azure's ETags are the same
 * idea. There is no way to write without saying what is replaced, so no update
 * can turn into an accidental insert. */
#ifndef AOAI_STATE_STORE_H
#define AOAI_STATE_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/attr.h"
#include "core/error.h"
#include "state/entity.h"

struct aoai_store_key {
    const char *partition; /* at most AOAI_ENTITY_KEY_MOST bytes, escaped */
    const char *row;       /* likewise */
};

struct aoai_store {
    void *self;
    const char *place; /* where it is, for sentences: holds no secret; owned */

    /* Reads the entity KEY, working until DEADLINE (monotonic ms) at most.
     * Returns 0 with *ENTITY, all zero (version "") where there is none yet;
     * properties that are absent are as if zero. Returns -1 with ERROR when the
     * store can not be asked (AOAI_ERROR_NETWORK, _DENIED, ...) or holds there
     * what is no entity (AOAI_ERROR_ANSWER). */
    int (*get)(void *self, const struct aoai_store_key *key, int64_t deadline,
               struct aoai_entity *entity, struct aoai_error *error);

    /* Writes *ENTITY in place of the version that it was read as; with version
     * "" only where there is none yet. Properties of other programs stay.
     * Returns 0 with *CONFLICT false, ENTITY->version being the new one; or 0
     * with *CONFLICT true, nothing changed: somebody was faster, read again. A
     * write whose answer was lost is looked up before it is called either.
     * Returns -1 with ERROR when the store can not be written, or it can not
     * be known whether it was. */
    int (*put)(void *self, const struct aoai_store_key *key, int64_t deadline,
               struct aoai_entity *entity, bool *conflict,
               struct aoai_error *error);

    void (*free)(void *self);
};

/* Releases STORE. Accepts the all-zero object. */
void aoai_store_free(struct aoai_store *store);

#endif
