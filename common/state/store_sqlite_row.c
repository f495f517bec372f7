/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include <inttypes.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "state/store_sqlite_parts.h"

/* The columns of AOAI_STORE_SQLITE_ROW. */
enum column {
    VERSION,
    SUM_TOKEN,
    UPDATED,
    WARNING_DONE,
    CRITICAL_DONE,
    CLAIMED,
    ACCEPTED,
    LEASE_END,
    SHARE,
    ATTEMPT,
    OPERATION,
    OWNER
};

/* Parameters are counted from 1, and the keys come before the columns. */
enum { FIRST_PARAMETER = 3 };

/* Gives TEXT, which stays where it is, as parameter NUMBER. */
static int bind_text(struct sqlite3_stmt *statement, int number,
                     const char *text)
{
    return sqlite3_bind_text(statement, number, text, -1, SQLITE_STATIC);
}

int aoai_store_sqlite_bind_key(struct sqlite3_stmt *statement,
                               const struct aoai_store_key *key)
{
    int code = bind_text(statement, 1, key->partition);

    return code == SQLITE_OK ? bind_text(statement, 2, key->row) : code;
}

int aoai_store_sqlite_bind(struct sqlite3_stmt *statement,
                           const struct aoai_entity *entity, int64_t version)
{
    const struct aoai_alert_memory *memory = &entity->memory;
    const int64_t numbers[] = {
        [VERSION] = version,
        [SUM_TOKEN] = (int64_t)entity->sum_token,
        [UPDATED] = entity->updated,
        [WARNING_DONE] = memory->warning_done,
        [CRITICAL_DONE] = memory->critical_done,
        [CLAIMED] = (int64_t)memory->claimed,
        [ACCEPTED] = memory->accepted,
        [LEASE_END] = memory->lease_end,
        [SHARE] = entity->share,
        [ATTEMPT] = entity->attempt,
    };
    int code = SQLITE_OK;

    for (int i = VERSION; i <= ATTEMPT && code == SQLITE_OK; i++)
        code = sqlite3_bind_int64(statement, FIRST_PARAMETER + i, numbers[i]);
    if (code == SQLITE_OK)
        code = bind_text(statement, FIRST_PARAMETER + OPERATION,
                         entity->operation);
    if (code == SQLITE_OK)
        code = bind_text(statement, FIRST_PARAMETER + OWNER, entity->owner);
    return code;
}

/* Reads the whole number in COLUMN, FIRST to LAST. */
static bool read_number(struct sqlite3_stmt *statement, int column,
                        int64_t first, int64_t last, int64_t *number)
{
    if (sqlite3_column_type(statement, column) != SQLITE_INTEGER)
        return false;
    *number = sqlite3_column_int64(statement, column);
    return *number >= first && *number <= last;
}

/* Reads 0 or 1. */
static bool read_flag(struct sqlite3_stmt *statement, int column, bool *flag)
{
    int64_t number = 0;

    if (!read_number(statement, column, 0, 1, &number))
        return false;
    *flag = number == 1;
    return true;
}

/* Reads the text in COLUMN into TEXT of SIZE bytes. */
static bool read_text(struct sqlite3_stmt *statement, int column, char *text,
                      size_t size)
{
    const char *found = NULL;
    size_t length = 0;

    if (sqlite3_column_type(statement, column) != SQLITE_TEXT)
        return false;
    found = (const char *)sqlite3_column_text(statement, column);
    length = (size_t)sqlite3_column_bytes(statement, column);
    if (found == NULL || length >= size || strlen(found) != length)
        return false;
    memcpy(text, found, length + 1);
    return true;
}

/* Reads the columns of the claim. */
static bool read_claim(struct sqlite3_stmt *statement,
                       struct aoai_entity *entity)
{
    struct aoai_alert_memory *memory = &entity->memory;
    int64_t level = 0;

    if (!read_number(statement, CLAIMED, AOAI_ALERT_NO_LEVEL,
                     AOAI_ALERT_CRITICAL, &level))
        return false;
    memory->claimed = (enum aoai_alert_level)level;
    return read_flag(statement, ACCEPTED, &memory->accepted) &&
           read_number(statement, LEASE_END, INT64_MIN, INT64_MAX,
                       &memory->lease_end) &&
           read_text(statement, OPERATION, entity->operation,
                     sizeof entity->operation) &&
           read_text(statement, OWNER, entity->owner, sizeof entity->owner);
}

bool aoai_store_sqlite_read(struct sqlite3_stmt *statement,
                            struct aoai_entity *entity)
{
    int64_t version = 0, sum_token = 0, share = 0, attempt = 0;

    *entity = (struct aoai_entity){0};
    if (!read_number(statement, VERSION, 1, AOAI_STORE_SQLITE_VERSION_MOST,
                     &version) ||
        !read_number(statement, SUM_TOKEN, 0, INT64_MAX, &sum_token) ||
        !read_number(statement, UPDATED, INT64_MIN, INT64_MAX,
                     &entity->updated) ||
        !read_flag(statement, WARNING_DONE, &entity->memory.warning_done) ||
        !read_flag(statement, CRITICAL_DONE, &entity->memory.critical_done) ||
        !read_number(statement, SHARE, 0, UINT32_MAX, &share) ||
        !read_number(statement, ATTEMPT, 0, UINT32_MAX, &attempt) ||
        !read_claim(statement, entity))
        return false;
    entity->sum_token = (uint64_t)sum_token;
    entity->share = (uint32_t)share;
    entity->attempt = (uint32_t)attempt;
    (void)snprintf(entity->version, sizeof entity->version, "%" PRId64,
                   version);
    return true;
}
