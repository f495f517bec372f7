/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include <errno.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>

#include "state/store_sqlite_parts.h"

/* PRAGMA application_id ("AOAI") and user_version. */
#define APPLICATION 0x414f4149
#define SCHEMA 1

/* No row of ours is as long, bytes. */
enum { LENGTH_MOST = 65536 };

/* NUMBER, a macro, as text. */
#define TEXT_OF(NUMBER) QUOTED(NUMBER)
#define QUOTED(NUMBER) #NUMBER

/* Everything of a new file. The types are checked by constraints, as STRICT
 * tables came with SQLite 3.37 only and older ones can not read them. Times are
 * UTC seconds; claimed is 0: none, 1: warning, 2: critical. */
static const char schema[] =
    "CREATE TABLE entity ("
    " partition_key TEXT NOT NULL,"
    " row_key TEXT NOT NULL,"
    " version INTEGER NOT NULL CHECK (typeof(version) = 'integer'),"
    " sum_token INTEGER NOT NULL"
    "  CHECK (typeof(sum_token) = 'integer' AND sum_token >= 0),"
    " updated INTEGER NOT NULL CHECK (typeof(updated) = 'integer'),"
    " warning_done INTEGER NOT NULL CHECK (warning_done IN (0, 1)),"
    " critical_done INTEGER NOT NULL CHECK (critical_done IN (0, 1)),"
    " claimed INTEGER NOT NULL CHECK (claimed IN (0, 1, 2)),"
    " accepted INTEGER NOT NULL CHECK (accepted IN (0, 1)),"
    " lease_end INTEGER NOT NULL CHECK (typeof(lease_end) = 'integer'),"
    " share INTEGER NOT NULL CHECK (typeof(share) = 'integer' AND share >= 0),"
    " attempt INTEGER NOT NULL"
    "  CHECK (typeof(attempt) = 'integer' AND attempt >= 0),"
    " operation TEXT NOT NULL,"
    " owner TEXT NOT NULL,"
    " PRIMARY KEY (partition_key, row_key)"
    ") WITHOUT ROWID;"
    "PRAGMA application_id = " TEXT_OF(
        APPLICATION) ";"
                     "PRAGMA user_version = " TEXT_OF(SCHEMA) ";";

/* Whose file it is, read at one moment. */
struct origin {
    int64_t application, version, tables;
};

/* Runs SQL, which answers nothing. Returns a code of SQLite. */
static int run(struct sqlite3 *base, const char *sql)
{
    return sqlite3_exec(base, sql, NULL, NULL, NULL);
}

int aoai_store_sqlite_guard(struct sqlite3 *base)
{
    static const struct {
        int option, value;
    } rows[] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1},
        {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
        {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
        {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
        /* Closing leaves the files of others as they are. */
        {SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1},
    };
    int code = SQLITE_OK;

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        code = sqlite3_db_config(base, rows[i].option, rows[i].value, NULL);
        if (code != SQLITE_OK)
            return code;
    }
    (void)sqlite3_limit(base, SQLITE_LIMIT_LENGTH, LENGTH_MOST);
    /* EXTRA is FULL, and the folder too is on the disk: without that a loss of
     * power could bring the journal back, which undoes the write. */
    return run(base, "PRAGMA synchronous = EXTRA;"
                     "PRAGMA cell_size_check = ON;"
                     "PRAGMA mmap_size = 0;");
}

/* Reads into ORIGIN whose file it is. Returns a code of SQLite. */
static int read_origin(struct sqlite3 *base, struct origin *origin)
{
    static const char sql[] =
        "SELECT application_id, user_version,"
        " (SELECT count(*) FROM sqlite_schema)"
        " FROM pragma_application_id, pragma_user_version";
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(base, sql, -1, &statement, NULL);

    if (code == SQLITE_OK)
        code = sqlite3_step(statement);
    if (code == SQLITE_ROW) {
        origin->application = sqlite3_column_int64(statement, 0);
        origin->version = sqlite3_column_int64(statement, 1);
        origin->tables = sqlite3_column_int64(statement, 2);
    }
    (void)sqlite3_finalize(statement);
    return code == SQLITE_ROW ? SQLITE_OK : code;
}

/* True for a file that nobody has written to yet. */
static bool is_empty(const struct origin *origin)
{
    return origin->application == 0 && origin->version == 0 &&
           origin->tables == 0;
}

/* Takes back what was begun; errno stays. */
static void roll_back(struct sqlite3 *base)
{
    int number = errno;

    (void)run(base, "ROLLBACK");
    errno = number;
}

/* Makes the tables, unless somebody was faster. ORIGIN becomes what is there
 * then. Returns a code of SQLite. */
static int make_tables(struct sqlite3 *base, struct origin *origin)
{
    int code = run(base, "BEGIN IMMEDIATE");

    if (code != SQLITE_OK)
        return code;
    code = read_origin(base, origin);
    if (code == SQLITE_OK && is_empty(origin))
        code = run(base, schema);
    if (code == SQLITE_OK)
        code = read_origin(base, origin);
    if (code == SQLITE_OK)
        code = run(base, "COMMIT");
    if (code != SQLITE_OK)
        roll_back(base);
    return code;
}

/* Refuses a file that is not ours or newer than we know. */
static int check_origin(const struct origin *origin, const char *path,
                        struct aoai_error *error)
{
    const struct aoai_quote file = aoai_error_quote(path);

    if (origin->application != APPLICATION)
        return aoai_error_set(error, AOAI_ERROR_INPUT,
                              "the state file %s is a database of another "
                              "program: name another file",
                              file.text);
    if (origin->version > SCHEMA)
        return aoai_error_set(error, AOAI_ERROR_INPUT,
                              "the state file %s was written by a newer "
                              "version of this program (schema %lld, here %d): "
                              "install that one, or name another file",
                              file.text, (long long)origin->version, SCHEMA);
    if (origin->version != SCHEMA)
        return aoai_store_sqlite_fault(SQLITE_CORRUPT, path, error);
    return 0;
}

int aoai_store_sqlite_schema(struct sqlite3 *base, const char *path,
                             struct aoai_error *error)
{
    struct origin origin = {0};
    int code = read_origin(base, &origin);

    if (code == SQLITE_OK && is_empty(&origin))
        code = make_tables(base, &origin);
    if (code != SQLITE_OK)
        return aoai_store_sqlite_fault(code, path, error);
    if (check_origin(&origin, path, error) != 0)
        return -1;
    /* Only now: this would change a file in which somebody asked for another
     * kind of journal. */
    code = run(base, "PRAGMA journal_mode = DELETE");
    if (code != SQLITE_OK)
        return aoai_store_sqlite_fault(code, path, error);
    return 0;
}
