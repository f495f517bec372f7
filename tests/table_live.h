/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* A store in a table of a service that is real, opened as the programs do it
 * and as the environment says: AZURITE_KEY_FILE, a file with an account key or
 * a SAS, or AZURITE_TOKEN_FILE; AZURITE_CA_FILE. */
#ifndef AOAI_TESTS_TABLE_LIVE_H
#define AOAI_TESTS_TABLE_LIVE_H

#include "core/notes.h"
#include "net/module.h"
#include "state/store_table.h"

/* Everything between the environment and the store; must not move. */
struct table_live {
    struct aoai_clock clock;
    struct aoai_notes notes; /* of all tries */
    struct aoai_crypto crypto;
    struct aoai_http_setup network;
    struct aoai_http http;
    struct aoai_credential_setup signin;
    struct aoai_credential credential;
    struct aoai_table_place place;
    struct aoai_table_key key;
    struct aoai_table_setup setup;
    struct aoai_store store;
};

/* Opens the store at URL. Returns 0, or -1 with ERROR. Close with
 * table_live_close() in any case. */
int table_live_open(struct table_live *live, const char *url,
                    struct aoai_error *error) AOAI_MUST_USE;

/* Closes it. Accepts the all-zero object. */
void table_live_close(struct table_live *live);

#endif
