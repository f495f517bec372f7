/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* A private folder of small files that runs share: tokens and answers.
 *
 * Files are 0600 in a folder 0700 of the effective user. They are replaced
 * atomically. A file that is a symbolic link, FIFO, folder, device, belongs to
 * somebody else, is open to others, has a second name or is too large counts
 * as absent and is never followed or opened for waiting. What a file says is
 * checked by its reader: nothing here is trusted to be whole.
 *
 * Single flight: whoever wants to fill a file takes its lock first (flock on a
 * file beside it) and looks again. The lock file also holds a number and the
 * text of the last failure, so that those who stood waiting while the holder
 * failed can take that failure over instead of failing one after the other. */
#ifndef AOAI_NET_CACHE_H
#define AOAI_NET_CACHE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/attr.h"
#include "core/buf.h"
#include "core/error.h"
#include "net/platform.h"

/* Names are made of these many bytes at most: [a-z0-9.-]. */
enum { AOAI_CACHE_NAME_SIZE = 64 };

struct aoai_cache {
    int folder; /* file descriptor, -1: no cache */
};

/* A cache that holds nothing and locks nothing. */
#define AOAI_CACHE_NONE                                                        \
    (struct aoai_cache)                                                        \
    {                                                                          \
        -1                                                                     \
    }

/* Opens the folder PATH, made (with its parents) if missing. Returns 0, or -1
 * with ERROR when it can not be used: not a folder, not ours, writable by
 * others, not writable by us; CACHE is then AOAI_CACHE_NONE and may be used
 * all the same. Close with aoai_cache_close(). */
int aoai_cache_open(struct aoai_cache *cache, const char *path,
                    struct aoai_error *error) AOAI_MUST_USE;

/* Closes the folder. Accepts AOAI_CACHE_NONE. */
void aoai_cache_close(struct aoai_cache *cache);

/* Writes a file name for TEXT into NAME: PREFIX, "-" and 16 hex digits of a
 * 64-bit FNV-1a hash. It is no secret and no proof: the file itself must say
 * what it is about. */
void aoai_cache_name(char name[AOAI_CACHE_NAME_SIZE], const char *prefix,
                     const char *text);

/* Appends the file NAME to OUT, whose ceiling is the largest size accepted.
 * Returns true, or false with OUT emptied when it is absent (see above). */
bool aoai_cache_read(const struct aoai_cache *cache, const char *name,
                     struct aoai_buf *out);

/* Replaces the file NAME by the content of BYTES. Returns 0, or -1 with ERROR
 * (full disk, no folder, ...): the old content is then still there. Does
 * nothing and returns 0 on AOAI_CACHE_NONE. */
int aoai_cache_write(const struct aoai_cache *cache, const char *name,
                     const struct aoai_buf *bytes,
                     struct aoai_error *error) AOAI_MUST_USE;

/* Opens the file NAME with the FLAGS of open(), made 0600 where they say so.
 * Returns its descriptor, or -1 when it is absent (see above). For the other
 * files of this folder; callers read and write. */
int aoai_cache_open_file(const struct aoai_cache *cache, const char *name,
                         int flags) AOAI_MUST_USE;

/* Removes the file NAME if it is there. */
void aoai_cache_remove(const struct aoai_cache *cache, const char *name);

/* A lock held, or the reason not to go on. */
struct aoai_cache_lock {
    int file;            /* file descriptor, -1: not held */
    uint64_t generation; /* failures written so far */
    bool failed;         /* the last one is not yet made good */
};

/* Takes the lock of NAME, waiting until DEADLINE (monotonic milliseconds of
 * CLOCK) at most. On AOAI_CACHE_NONE, or where the file system has no locks,
 * it succeeds without a lock. Returns 0: look again, then fill the file. Or -1
 * with ERROR: AOAI_ERROR_DEADLINE when time ran out; or the failure of the one
 * who held the lock while we waited, kind and sentence. Release with
 * aoai_cache_unlock(). */
int aoai_cache_lock(const struct aoai_cache *cache, const char *name,
                    const struct aoai_clock *clock, int64_t deadline,
                    struct aoai_cache_lock *lock,
                    struct aoai_error *error) AOAI_MUST_USE;

/* Releases LOCK; with FAILURE, those who wait for it now take that failure
 * over, unless it is the holder's own (AOAI_ERROR_MEMORY, AOAI_ERROR_DEADLINE:
 * they may have more of either); without one, earlier failures are over.
 * Accepts a lock that is not held. */
void aoai_cache_unlock(struct aoai_cache_lock *lock,
                       const struct aoai_error *failure);

#endif
