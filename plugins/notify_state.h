/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Where is remembered what was told: the part of the settings about --state. */
#ifndef AOAI_PLUGINS_NOTIFY_STATE_H
#define AOAI_PLUGINS_NOTIFY_STATE_H

#include <stdbool.h>
#include <stdint.h>

#include "azure/table.h"
#include "core/attr.h"
#include "core/error.h"
#include "core/text_list.h"
#include "net/crypto.h"
#include "plugins/notify_settings.h"
#include "poll/session.h"
#include "state/store.h"

struct aoai_notify_state {
    const char *path;              /* of SQLite's file; NULL: a table */
    struct aoai_table_place place; /* of the table */
    struct aoai_table_key key;
    struct aoai_table_setup table;
    struct aoai_store store;
};

/* Takes --state and --state-key-file, else TABLE_STORAGE_ENDPOINT and
 * TABLE_STORAGE_TABLE_NAME, else a file in $(localstatedir)/lib/aoai-tokens.
 * SETTINGS are borrowed. What is wrong is added to MISTAKES. Returns 0, also
 * with mistakes; -1 with ERROR when memory is short. Release with
 * aoai_notify_state_free() in any case. */
int aoai_notify_state_take(struct aoai_notify_state *state,
                           const struct aoai_notify_settings *settings,
                           const struct aoai_crypto *crypto,
                           struct aoai_text_list *mistakes,
                           struct aoai_error *error) AOAI_MUST_USE;

/* Opens the store, working until DEADLINE (monotonic ms) at most. SESSION and
 * CRYPTO are borrowed for its life, and STATE must not move. Returns 0, or -1
 * with ERROR. */
int aoai_notify_state_open(struct aoai_notify_state *state,
                           struct aoai_session *session,
                           const struct aoai_crypto *crypto, int64_t deadline,
                           struct aoai_error *error) AOAI_MUST_USE;

/* Closes the store, wipes and releases all. Accepts the all-zero object. */
void aoai_notify_state_free(struct aoai_notify_state *state);

#endif
