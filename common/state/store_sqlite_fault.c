/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include <errno.h>
#include <sqlite3.h>
#include <unistd.h>

#include "state/store_sqlite_parts.h"

/* What to do about a file that is damaged. */
#define MOVE_AWAY                                                              \
    "move it away, and what has been mailed this month is forgotten with it"

int aoai_store_sqlite_refuse(int number, const char *path,
                             struct aoai_error *error)
{
    const struct aoai_quote file = aoai_error_quote(path);

    switch (number) {
    case ENOMEM:
        return aoai_error_memory(error);
    case EACCES:
    case EPERM:
        return aoai_error_set(error, AOAI_ERROR_DENIED,
                              "the state file %s can not be written: give it "
                              "and its folder to user %lu, who runs this",
                              file.text, (unsigned long)geteuid());
    case EROFS:
        return aoai_error_set(error, AOAI_ERROR_DENIED,
                              "the state file %s can not be written: its disk "
                              "is mounted read-only",
                              file.text);
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return aoai_error_set(error, AOAI_ERROR_SERVICE,
                              "the state file %s can not be written: the disk "
                              "or a quota is full, make room",
                              file.text);
    case ENOTDIR:
        return aoai_error_set(error, AOAI_ERROR_INPUT,
                              "the state file %s lies in what is no folder: "
                              "name another",
                              file.text);
    case ENOENT:
        return aoai_error_set(error, AOAI_ERROR_INPUT,
                              "the state file %s is gone, or a link on the way "
                              "to it leads nowhere: look there, and run this "
                              "again",
                              file.text);
    default:
        return aoai_error_set(error, AOAI_ERROR_INPUT,
                              "the state file %s can not be used (errno %d): "
                              "name another",
                              file.text, number);
    }
}

/* Sets ERROR to what an input or output error of the file PATH is: NUMBER is
 * the last errno, CODE that of SQLite. */
static int blame_disk(int number, int code, const char *path,
                      struct aoai_error *error)
{
    if (code == SQLITE_IOERR_NOMEM)
        return aoai_error_memory(error);
    if (number == ENOSPC || number == EDQUOT || number == EFBIG)
        return aoai_store_sqlite_refuse(number, path, error);
    return aoai_error_set(error, AOAI_ERROR_SERVICE,
                          "the disk of the state file %s fails (SQLite %d, "
                          "errno %d): look into the system's log, or name a "
                          "file on another, local disk",
                          aoai_error_quote(path).text, code, number);
}

int aoai_store_sqlite_fault(int code, const char *path,
                            struct aoai_error *error)
{
    int number = errno;
    const struct aoai_quote file = aoai_error_quote(path);

    switch (code & 0xff) {
    case SQLITE_NOMEM:
        return aoai_error_memory(error);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_INTERRUPT:
        return aoai_error_set(error, AOAI_ERROR_DEADLINE,
                              "time ran out while another process held the "
                              "state file %s: run this again, or see who holds "
                              "it",
                              file.text);
    case SQLITE_FULL:
        return aoai_store_sqlite_refuse(ENOSPC, path, error);
    case SQLITE_READONLY:
        return aoai_store_sqlite_refuse(
            code == SQLITE_READONLY_DBMOVED ? ENOENT : EACCES, path, error);
    case SQLITE_CANTOPEN:
        return aoai_store_sqlite_refuse(number, path, error);
    case SQLITE_IOERR:
        return blame_disk(number, code, path, error);
    case SQLITE_NOTADB:
        return aoai_error_set(error, AOAI_ERROR_INPUT,
                              "the state file %s is no SQLite database: name "
                              "another, or if it was one: " MOVE_AWAY,
                              file.text);
    default:
        return aoai_error_set(error, AOAI_ERROR_INPUT,
                              "the state file %s is damaged (SQLite %d, "
                              "%s): " MOVE_AWAY,
                              file.text, code, sqlite3_errstr(code));
    }
}
