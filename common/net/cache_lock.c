/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#define _GNU_SOURCE
#include "net/cache.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

/* A lock file holds one line or nothing: the number of the last failure, its
 * kind (0: it is over) and its sentence. */
enum {
    RECORD_SIZE = AOAI_ERROR_TEXT_SIZE + 32,
    SLEEP_FIRST = 2, /* ms between looks, doubled each time */
    SLEEP_MOST = 50
};

/* What a lock file says. */
struct record {
    uint64_t generation;
    struct aoai_error failure;
    bool whole; /* it was empty or one good line */
};

/* Reads "GENERATION KIND TEXT\n" from LINE; false for anything else. */
static bool parse_record(struct record *record, char *line)
{
    char *end = NULL;
    unsigned long kind = 0;
    size_t length = strlen(line);

    if (length == 0 || line[length - 1] != '\n' || line[0] < '0' ||
        line[0] > '9')
        return false;
    line[length - 1] = '\0';
    errno = 0;
    record->generation = strtoull(line, &end, 10);
    if (errno != 0 || end[0] != ' ' || end[1] < '0' || end[1] > '9')
        return false;
    kind = strtoul(end + 1, &end, 10);
    if (errno != 0 || *end != ' ' || kind > AOAI_ERROR_ANSWER)
        return false;
    for (const char *at = end + 1; *at != '\0'; at++)
        if ((unsigned char)*at < ' ')
            return false;
    (void)aoai_error_set(&record->failure, (enum aoai_error_kind)kind, "%s",
                         end + 1);
    return true;
}

/* Reads the lock file; what makes no sense counts as nothing. */
static struct record read_record(int file)
{
    char line[RECORD_SIZE + 1];
    struct record record = {0};
    ssize_t length = pread(file, line, RECORD_SIZE, 0);

    record.whole = length == 0;
    if (length <= 0)
        return record;
    line[length] = '\0';
    if (strlen(line) == (size_t)length && parse_record(&record, line))
        record.whole = true;
    else
        record = (struct record){0};
    return record;
}

/* Writes what the holder leaves: FAILURE, or that all is well again. */
static void write_record(int file, uint64_t generation,
                         const struct aoai_error *failure)
{
    char line[RECORD_SIZE];
    int kind = failure != NULL ? (int)failure->kind : 0;
    int length = snprintf(line, sizeof line, "%" PRIu64 " %d %s", generation,
                          kind, failure != NULL ? failure->text : "");

    if (length < 0 || length > RECORD_SIZE - 2)
        return;
    for (char *at = line; *at != '\0'; at++)
        if ((unsigned char)*at < ' ')
            *at = ' ';
    line[length++] = '\n';
    if (pwrite(file, line, (size_t)length, 0) == length)
        (void)!ftruncate(file, length);
}

/* Tries once to get the lock: 1 got it, 0 somebody has it, -1 no locks. */
static int try_lock(int file)
{
    if (flock(file, LOCK_EX | LOCK_NB) == 0)
        return 1;
    return errno == EWOULDBLOCK ? 0 : -1;
}

/* Waits for the lock. As try_lock(), 0 when time ran out. */
static int wait_lock(int file, const struct aoai_clock *clock, int64_t deadline)
{
    int64_t pause = SLEEP_FIRST;
    int64_t left = 0;
    int got = 0;

    while (got == 0) {
        left = deadline - clock->monotonic(clock->self);
        if (left <= 0)
            return 0;
        clock->sleep(clock->self, pause < left ? pause : left);
        pause = pause * 2 < SLEEP_MOST ? pause * 2 : SLEEP_MOST;
        got = try_lock(file);
    }
    return got;
}

/* True when somebody failed since SEEN was read. */
static bool is_news(const struct record *record, const struct record *seen)
{
    return seen->whole && record->generation > seen->generation &&
           record->failure.kind != AOAI_ERROR_NONE;
}

/* Takes the lock of FILE; the record found in it goes to LOCK. Returns -1 with
 * ERROR, 0 without a lock, 1 with it. */
static int take(int file, const struct aoai_clock *clock, int64_t deadline,
                struct aoai_cache_lock *lock, struct aoai_error *error)
{
    int got = try_lock(file);
    bool waited = got == 0;
    struct record seen = {0};
    struct record record;

    if (waited) {
        seen = read_record(file);
        got = wait_lock(file, clock, deadline);
    }
    if (got == 0)
        return aoai_error_set(error, AOAI_ERROR_DEADLINE,
                              "time ran out while another run was asking the "
                              "same");
    if (got < 0)
        return 0;
    record = read_record(file);
    if (waited && is_news(&record, &seen))
        return aoai_error_set(error, record.failure.kind, "%s",
                              record.failure.text);
    lock->generation = record.generation;
    lock->failed = record.failure.kind != AOAI_ERROR_NONE;
    return 1;
}

int aoai_cache_lock(const struct aoai_cache *cache, const char *name,
                    const struct aoai_clock *clock, int64_t deadline,
                    struct aoai_cache_lock *lock, struct aoai_error *error)
{
    char lock_name[AOAI_CACHE_NAME_SIZE + 8];
    int file = -1;
    int got = 0;

    *lock = (struct aoai_cache_lock){.file = -1};
    (void)snprintf(lock_name, sizeof lock_name, "%.*s.lock",
                   AOAI_CACHE_NAME_SIZE - 1, name);
    file = aoai_cache_open_file(cache, lock_name, O_RDWR | O_CREAT);
    if (file < 0)
        return 0;
    got = take(file, clock, deadline, lock, error);
    if (got > 0) {
        lock->file = file;
        return 0;
    }
    (void)flock(file, LOCK_UN);
    close(file);
    return got;
}

/* True for failures that are the holder's own, not of what it asked. */
static bool is_own(enum aoai_error_kind kind)
{
    return kind == AOAI_ERROR_MEMORY || kind == AOAI_ERROR_DEADLINE;
}

void aoai_cache_unlock(struct aoai_cache_lock *lock,
                       const struct aoai_error *failure)
{
    bool fails = failure != NULL && failure->kind != AOAI_ERROR_NONE;

    if (lock->file < 0)
        return;
    if (fails && !is_own(failure->kind))
        write_record(lock->file, lock->generation + 1, failure);
    else if (!fails && lock->failed)
        write_record(lock->file, lock->generation, NULL);
    /* A forked process may hold a copy of the descriptor. */
    (void)flock(lock->file, LOCK_UN);
    close(lock->file);
    *lock = (struct aoai_cache_lock){.file = -1};
}
