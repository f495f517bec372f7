/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "state/store_sqlite.h"

#include <errno.h>
#include <inttypes.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "state/store_sqlite_parts.h"

enum {
    PAUSE_MOST = 32,     /* ms between looks whether the file is free */
    STEPS = 1000,        /* of SQLite's machine between looks at the clock */
    GROWTH_BITS = 32,    /* of the random step from version to version */
    BEGINNING_BITS = 61, /* of a random first version */
};

struct self {
    char *path; /* as given, for sentences */
    struct sqlite3 *base;
    struct sqlite3_stmt *get, *insert, *update;
    const struct aoai_clock *clock;
    int64_t deadline; /* of the call at work */
    int looks;        /* of SQLite at the clock, since that began */
};

/* Milliseconds that are left to the call at work. */
static int64_t left(const struct self *self)
{
    return self->deadline - self->clock->monotonic(self->clock->self);
}

/* SQLite asks: the file is in use, for the COUNT-th time; try again? The pause
 * is random, so that those who wait do not meet again and again. */
static int wait_turn(void *self_, int count)
{
    const struct self *self = self_;
    int64_t rest = left(self);
    uint64_t most = count < 5 ? UINT64_C(1) << count : PAUSE_MOST;
    int64_t pause = 1 + (int64_t)(aoai_platform_random() % most);

    if (rest <= 0)
        return 0;
    self->clock->sleep(self->clock->self, pause < rest ? pause : rest);
    return 1;
}

/* SQLite asks within long work: give up? What a call does at least is done
 * before the second time. */
static int is_late(void *self_)
{
    struct self *self = self_;

    return ++self->looks > 1 && left(self) <= 0;
}

/* Begins a call that may wait until DEADLINE. */
static void begin(struct self *self, int64_t deadline)
{
    self->deadline = deadline;
    self->looks = 0;
    errno = 0;
}

/* Releases what SELF_ holds. No lock stays. */
static void close_all(void *self_)
{
    struct self *self = self_;

    (void)sqlite3_finalize(self->get);
    (void)sqlite3_finalize(self->insert);
    (void)sqlite3_finalize(self->update);
    (void)sqlite3_close(self->base);
    free(self->path);
    free(self);
}

/* Makes STATEMENT of SQL, for many runs. Returns a code of SQLite. */
static int prepare(const struct self *self, const char *sql,
                   struct sqlite3_stmt **statement)
{
    return sqlite3_prepare_v3(self->base, sql, -1, SQLITE_PREPARE_PERSISTENT,
                              statement, NULL);
}

/* Makes the statements; one that can not be made does not fit the tables. */
static int prepare_all(struct self *self)
{
    int code = prepare(self, AOAI_STORE_SQLITE_GET, &self->get);

    if (code == SQLITE_OK)
        code = prepare(self, AOAI_STORE_SQLITE_INSERT, &self->insert);
    if (code == SQLITE_OK)
        code = prepare(self, AOAI_STORE_SQLITE_UPDATE, &self->update);
    return code;
}

/* Opens the file REAL as SELF's. Returns 0, or -1 with ERROR. */
static int open_base(struct self *self, const char *real,
                     struct aoai_error *error)
{
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW |
                      SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_NOMUTEX;
    int code = sqlite3_open_v2(real, &self->base, flags, NULL);

    if (code == SQLITE_OK) {
        (void)sqlite3_extended_result_codes(self->base, 1);
        (void)sqlite3_busy_handler(self->base, wait_turn, self);
        sqlite3_progress_handler(self->base, STEPS, is_late, self);
        code = aoai_store_sqlite_guard(self->base);
    }
    if (code != SQLITE_OK)
        return aoai_store_sqlite_fault(code, self->path, error);
    if (aoai_store_sqlite_schema(self->base, self->path, error) != 0)
        return -1;
    code = prepare_all(self);
    if (code != SQLITE_OK)
        return aoai_store_sqlite_fault(code, self->path, error);
    return 0;
}

/* Refuses KEY when it is longer than keys are. */
static int check_key(const struct aoai_store_key *key, struct aoai_error *error)
{
    if (strlen(key->partition) <= AOAI_ENTITY_KEY_MOST &&
        strlen(key->row) <= AOAI_ENTITY_KEY_MOST)
        return 0;
    return aoai_error_set(error, AOAI_ERROR_INPUT,
                          "the key %.80s, %.80s is longer than %d bytes",
                          key->partition, key->row, AOAI_ENTITY_KEY_MOST);
}

/* Looks for KEY. Returns SQLITE_ROW with SELF->get at it, SQLITE_DONE where it
 * is not, or a failure. Call finish() afterwards. */
static int look_up(struct self *self, const struct aoai_store_key *key)
{
    int code = aoai_store_sqlite_bind_key(self->get, key);

    return code == SQLITE_OK ? sqlite3_step(self->get) : code;
}

/* Ends what STATEMENT does, with its lock, and makes it forget its texts; errno
 * stays. */
static void finish(struct sqlite3_stmt *statement)
{
    int number = errno;

    (void)sqlite3_reset(statement);
    (void)sqlite3_clear_bindings(statement);
    errno = number;
}

static int get(void *self_, const struct aoai_store_key *key, int64_t deadline,
               struct aoai_entity *entity, struct aoai_error *error)
{
    struct self *self = self_;
    bool understood = true;
    int code = SQLITE_OK;

    *entity = (struct aoai_entity){0};
    if (check_key(key, error) != 0)
        return -1;
    begin(self, deadline);
    code = look_up(self, key);
    if (code == SQLITE_ROW)
        understood = aoai_store_sqlite_read(self->get, entity);
    finish(self->get);
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        return aoai_store_sqlite_fault(code, self->path, error);
    if (understood)
        return 0;
    *entity = (struct aoai_entity){0};
    return aoai_error_set(error, AOAI_ERROR_ANSWER,
                          "the row %s in the state file %s is no entity: "
                          "delete it, or move the file away",
                          aoai_error_quote(key->row).text,
                          aoai_error_quote(self->path).text);
}

/* The number that the version TEXT is; 0, which no row has, for any other. */
static int64_t parse_version(const char *text)
{
    char *end = NULL;
    long long number = 0;

    errno = 0;
    number = strtoll(text, &end, 10);
    return errno == 0 && *end == '\0' && number > 0 ? number : 0;
}

/* A version for what replaces OLD (0: nothing): larger, and no other writer's,
 * so that it can be told whose write it was. The first is random, as the row
 * may have been there before and been deleted. */
static int64_t next_version(int64_t old)
{
    unsigned int bits = old > 0 ? GROWTH_BITS : BEGINNING_BITS;
    uint64_t random = aoai_platform_random() >> (64 - bits);

    return old + 1 + (int64_t)random;
}

/* Writes ENTITY as VERSION in place of OLD. Returns SQLITE_DONE with *COUNT
 * being the rows written, or a failure. */
static int write_row(struct self *self, const struct aoai_store_key *key,
                     const struct aoai_entity *entity, int64_t old,
                     int64_t version, int *count)
{
    bool is_new = entity->version[0] == '\0';
    struct sqlite3_stmt *statement = is_new ? self->insert : self->update;
    int code = aoai_store_sqlite_bind_key(statement, key);

    if (code == SQLITE_OK)
        code = aoai_store_sqlite_bind(statement, entity, version);
    if (code == SQLITE_OK && !is_new)
        code = sqlite3_bind_int64(statement, 15, old);
    if (code == SQLITE_OK)
        code = sqlite3_step(statement);
    *count = code == SQLITE_DONE ? sqlite3_changes(self->base) : 0;
    finish(statement);
    return code;
}

/* Sets ERROR to the failure CODE of a write, unless the row says that VERSION
 * was written all the same: returns 0 then. The disk can fail between the
 * moment that a write counts and its end; what SQLite could not finish it
 * undoes when it looks. */
static int settle(struct self *self, const struct aoai_store_key *key,
                  int64_t version, int code, struct aoai_error *error)
{
    int found = SQLITE_DONE;
    bool is_there = false;

    (void)aoai_store_sqlite_fault(code, self->path, error);
    if ((code & 0xff) != SQLITE_IOERR)
        return -1;
    found = look_up(self, key);
    is_there =
        found == SQLITE_ROW && sqlite3_column_int64(self->get, 0) == version;
    finish(self->get);
    if (is_there)
        return 0;
    if (found == SQLITE_ROW || found == SQLITE_DONE)
        return -1;
    return aoai_error_wrap(error, "it can not be known whether this was "
                                  "written");
}

static int put(void *self_, const struct aoai_store_key *key, int64_t deadline,
               struct aoai_entity *entity, bool *conflict,
               struct aoai_error *error)
{
    struct self *self = self_;
    int64_t old = parse_version(entity->version);
    int64_t version = next_version(old);
    int count = 0, code = SQLITE_OK;

    *conflict = false;
    if (check_key(key, error) != 0)
        return -1;
    if (entity->sum_token > INT64_MAX)
        return aoai_error_set(error, AOAI_ERROR_INPUT,
                              "%" PRIu64 " tokens are more than the state file "
                              "can hold",
                              entity->sum_token);
    begin(self, deadline);
    code = write_row(self, key, entity, old, version, &count);
    if (code != SQLITE_DONE && settle(self, key, version, code, error) != 0)
        return -1;
    *conflict = code == SQLITE_DONE && count == 0;
    if (!*conflict)
        (void)snprintf(entity->version, sizeof entity->version, "%" PRId64,
                       version);
    return 0;
}

int aoai_store_sqlite_open(struct aoai_store *store, const char *path,
                           const struct aoai_clock *clock, int64_t deadline,
                           struct aoai_error *error)
{
    struct self *self = calloc(1, sizeof *self);
    char *real = NULL;
    int failed = -1;

    *store = (struct aoai_store){0};
    if (self == NULL)
        return aoai_error_memory(error);
    self->clock = clock;
    begin(self, deadline);
    self->path = strdup(path);
    if (self->path == NULL)
        (void)aoai_error_memory(error);
    else
        real = aoai_store_sqlite_file(path, error);
    if (real != NULL)
        failed = open_base(self, real, error);
    free(real);
    if (failed != 0) {
        close_all(self);
        return -1;
    }
    *store = (struct aoai_store){self, self->path, get, put, close_all};
    return 0;
}
