/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The store in a file of this machine: SQLite. The only files that know it are
 * these, store_sqlite*.c.
 *
 * Safe with many processes, under kill -9 and on a full disk: each write is a
 * transaction that is on the disk when it is called done. The file has mode
 * 0600, its folder is made (0700) if it is missing. PRAGMA application_id and
 * user_version tell that it is ours and of which schema; a file of another
 * program or of a newer version is refused and left as it is. What a file says
 * is checked when it is read: a hostile one makes calls fail and no more.
 *
 * While a write goes on, PATH-journal lies beside it, from which the next one
 * who opens it undoes what a dead writer left: the two belong together.
 *
 * Errors are AOAI_ERROR_INPUT where another file must be named or this one
 * moved away, _DENIED where it may not be read or written, _DEADLINE where
 * others held it for too long, _SERVICE for a disk that is full or fails,
 * _MEMORY, and _ANSWER for a row that is no entity. */
#ifndef AOAI_STATE_STORE_SQLITE_H
#define AOAI_STATE_STORE_SQLITE_H

#include "core/attr.h"
#include "core/error.h"
#include "net/platform.h"
#include "state/store.h"

/* Opens the file PATH, absolute or from the current folder, made if it is
 * missing; waits for other processes until DEADLINE (monotonic ms of CLOCK,
 * which is borrowed for the store's life). A symbolic link, or a file or folder
 * that belongs to neither root nor the effective user or that others (the group
 * too) may write, is refused: who may write in the folder could replace the
 * file or give it a journal. Links on the way to the folder are followed.
 *
 * The store's calls try once also after their deadline, without waiting. A
 * store does not survive fork(): each process opens its own.
 *
 * Returns 0, or -1 with ERROR that names PATH and what to do. */
int aoai_store_sqlite_open(struct aoai_store *store, const char *path,
                           const struct aoai_clock *clock, int64_t deadline,
                           struct aoai_error *error) AOAI_MUST_USE;

#endif
