/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* A table of Azure Table Storage that a script plays, behind the real retry
 * policy. */
#ifndef AOAI_TESTS_TABLE_RIG_H
#define AOAI_TESTS_TABLE_RIG_H

#include <stddef.h>
#include <stdint.h>

#include "azure/table.h"
#include "core/notes.h"
#include "tests/fake_clock.h"
#include "tests/fake_http.h"

/* Where it is. */
#define TABLE_URL "https://contosostate.table.core.windows.net/alertstate"

/* "0123456789abcdef...", the key that Microsoft's signatures were made with,
 * and a SAS whose signature holds "Secret". */
#define TABLE_KEY                                                              \
    "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlBQkNERUYwMTIzNDU2Nzg5YWJjZGVmMDEyMzQ1" \
    "Njc4OUFCQ0RFRg=="
#define TABLE_SAS                                                              \
    "sv=2019-02-02&ss=t&srt=co&sp=rauc&se=2024-12-01T00:00:00Z&sig="           \
    "SecretSecret%2FSecret%3D"

/* Thu, 31 Oct 2024 09:00:00 GMT, and the monotonic ms until which is asked. */
enum { TABLE_NOW = 1730365200, TABLE_DEADLINE = 60000 };

struct table_rig {
    struct fake_clock time;
    struct aoai_clock clock;
    struct fake_http fake;
    struct aoai_notes notes; /* of all tries */
    struct aoai_http http;
    struct aoai_table_place place;
    struct aoai_table_key key;
    struct aoai_credential credential; /* gives "token-1", after forgetting
                                          "token-2", ... */
    int tokens, forgotten;             /* asked for; dropped */
    const char *audience;              /* that was asked for */
    struct aoai_table_setup setup;
    struct aoai_error error;
};

/* Makes one of the table URL that is asked with KEY, an account key or a SAS,
 * NULL: a token. CRYPTO is borrowed. Release with table_rig_end(). */
void table_rig_begin(struct table_rig *rig, const char *url, const char *key,
                     const struct aoai_crypto *crypto);

/* Starts a script of COUNT REPLIES, borrowed, at TABLE_NOW. */
void table_rig_script(struct table_rig *rig, const struct fake_reply *replies,
                      size_t count);

/* Fails the test unless the whole script was played, and where a secret stands
 * in a note or in the error. */
void table_rig_check(const struct table_rig *rig);

/* Releases RIG. */
void table_rig_end(struct table_rig *rig);

#endif
