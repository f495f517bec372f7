/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Between the files store_sqlite*.c: what the store in SQLite is made of. */
#ifndef AOAI_STATE_STORE_SQLITE_PARTS_H
#define AOAI_STATE_STORE_SQLITE_PARTS_H

#include <stdint.h>

#include "core/attr.h"
#include "core/error.h"
#include "state/entity.h"
#include "state/store.h"

struct sqlite3;
struct sqlite3_stmt;

/* Looks at the file PATH and its folder, and makes what is missing of them: the
 * file empty, with mode 0600. Returns its path without any link in it, which
 * the caller frees, or NULL with ERROR. */
char *aoai_store_sqlite_file(const char *path,
                             struct aoai_error *error) AOAI_MUST_USE;

/* Makes BASE, just opened, trust nothing that its file says, and undo or finish
 * each write as a whole. Returns a code of SQLite. */
int aoai_store_sqlite_guard(struct sqlite3 *base);

/* Makes the tables of BASE where it is empty; refuses those of others. Returns
 * 0, or -1 with ERROR that names PATH. */
int aoai_store_sqlite_schema(struct sqlite3 *base, const char *path,
                             struct aoai_error *error) AOAI_MUST_USE;

/* The statements of a store. Their parameters are those that
 * aoai_store_sqlite_bind() gives; insert and update do nothing where somebody
 * was faster. */
#define AOAI_STORE_SQLITE_ROW                                                  \
    "version, sum_token, updated, warning_done, critical_done, claimed, "      \
    "accepted, lease_end, share, attempt, operation, owner"
#define AOAI_STORE_SQLITE_GET                                                  \
    "SELECT " AOAI_STORE_SQLITE_ROW " FROM entity "                            \
    "WHERE partition_key = ?1 AND row_key = ?2"
#define AOAI_STORE_SQLITE_INSERT                                               \
    "INSERT INTO entity (partition_key, row_key, " AOAI_STORE_SQLITE_ROW ") "  \
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14) "    \
    "ON CONFLICT (partition_key, row_key) DO NOTHING"
#define AOAI_STORE_SQLITE_UPDATE                                               \
    "UPDATE entity SET (" AOAI_STORE_SQLITE_ROW ") = "                         \
    "(?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14) "                   \
    "WHERE partition_key = ?1 AND row_key = ?2 AND version = ?15"

/* Versions are numbers from 1 to this. */
#define AOAI_STORE_SQLITE_VERSION_MOST (INT64_C(1) << 62)

/* Gives KEY to STATEMENT, without copying it. Returns a code of SQLite. */
int aoai_store_sqlite_bind_key(struct sqlite3_stmt *statement,
                               const struct aoai_store_key *key);

/* Gives ENTITY to STATEMENT, without copying its texts, to be stored as
 * VERSION. Returns a code of SQLite. */
int aoai_store_sqlite_bind(struct sqlite3_stmt *statement,
                           const struct aoai_entity *entity, int64_t version);

/* Reads the row that STATEMENT, AOAI_STORE_SQLITE_GET, stands at. Returns false
 * when it is no entity: a value of another type, too long or too large. */
bool aoai_store_sqlite_read(struct sqlite3_stmt *statement,
                            struct aoai_entity *entity);

/* Sets ERROR to what CODE of SQLite means for the file PATH and what to do;
 * errno is still as SQLite left it (sqlite3_system_errno() knows nothing of
 * commits). Returns -1. */
int aoai_store_sqlite_fault(int code, const char *path,
                            struct aoai_error *error);

/* Sets ERROR to why the file PATH, or the folder it is to be in, can not be
 * used: NUMBER is that of errno. Returns -1. */
int aoai_store_sqlite_refuse(int number, const char *path,
                             struct aoai_error *error);

#endif
