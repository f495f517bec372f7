/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The store in a file where things go wrong: many processes at once, kill -9,
 * a full disk, a disk that fails, no memory. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "state/store_sqlite.h"
#include "tests/sqlite_rig.h"

enum {
    PROCESSES = 10,
    INCREMENTS = 50,  /* of each process */
    YOUNG_KILLS = 15, /* of writers that may still make the file */
    KILLS = 50,
    KILL_PAUSE = 4000, /* microseconds that a writer lives at most */
};

/* Adds one to the sum, however often others are faster. Returns the new sum, or
 * 0 when it failed. */
static uint64_t increment(const struct sqlite_rig *rig,
                          const struct aoai_store *store,
                          struct aoai_error *error)
{
    struct aoai_entity entity;
    int result = 1;

    while (result == 1) {
        if (sqlite_rig_get(rig, store, &entity, error) != 0)
            return 0;
        entity.sum_token++;
        result = sqlite_rig_put(rig, store, &entity, error);
    }
    return result == 0 ? entity.sum_token : 0;
}

/* Waits for COUNT forked processes; all have to end well. */
static void wait_all(int count)
{
    int status = 0;

    while (count-- > 0) {
        assert_true(wait(&status) > 0);
        assert_int_equal(status, 0);
    }
}

static void no_increment_of_many_processes_is_lost(void **state)
{
    const struct sqlite_rig *rig = *state;

    /* all make the file, too */
    for (int i = 0; i < PROCESSES; i++) {
        pid_t child = fork();

        assert_true(child >= 0);
        if (child > 0)
            continue;
        struct aoai_store store;
        struct aoai_error error = {0};
        int failed = sqlite_rig_try(rig, rig->path, &store, &error);

        for (int j = 0; j < INCREMENTS && !failed; j++)
            failed = increment(rig, &store, &error) == 0;
        if (failed)
            print_error("%s\n", error.text);
        aoai_store_free(&store);
        _exit(failed != 0);
    }
    wait_all(PROCESSES);
    assert_int_equal(sqlite_rig_sum(rig), PROCESSES * INCREMENTS);
    assert_true(sqlite_rig_is_sound(rig->path));
}

/* Increments until it is killed; what was confirmed goes to CONFIRMED. */
static void write_on(const struct sqlite_rig *rig, atomic_ulong *confirmed)
{
    struct aoai_store store;
    struct aoai_error error = {0};
    uint64_t sum = 1;

    if (sqlite_rig_try(rig, rig->path, &store, &error) != 0)
        sum = 0;
    while (sum > 0) {
        sum = increment(rig, &store, &error);
        if (sum > 0)
            atomic_store(confirmed, (unsigned long)sum);
    }
    print_error("%s\n", error.text);
    _exit(1);
}

/* Kills a writer within PAUSE microseconds from its first confirmed write on,
 * or from its beginning where that is not WAITED for. */
static void kill_writer(const struct sqlite_rig *rig, atomic_ulong *confirmed,
                        bool waited, unsigned int pause)
{
    unsigned long before = atomic_load(confirmed);
    int status = 0;
    pid_t child = fork();

    assert_true(child >= 0);
    if (child == 0)
        write_on(rig, confirmed);
    while (waited && atomic_load(confirmed) == before)
        (void)usleep(100);
    (void)usleep((useconds_t)(aoai_platform_random() % pause));
    assert_int_equal(kill(child, SIGKILL), 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
}

static void what_was_confirmed_survives_kill_9(void **state)
{
    const struct sqlite_rig *rig = *state;
    atomic_ulong *confirmed =
        mmap(NULL, sizeof *confirmed, PROT_READ | PROT_WRITE,
             MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    char journal[TEMP_FOLDER_PATH];
    int journals = 0;

    assert_true(confirmed != MAP_FAILED);
    temp_folder_path(&rig->folder, "state.db-journal", journal);
    for (int round = 0; round < YOUNG_KILLS + KILLS; round++) {
        bool is_young = round < YOUNG_KILLS; /* while the file is made */

        if (is_young) {
            (void)unlink(rig->path);
            (void)unlink(journal);
            atomic_store(confirmed, 0);
        }
        kill_writer(rig, confirmed, !is_young, KILL_PAUSE);
        journals += access(journal, F_OK) == 0;
        unsigned long sum = (unsigned long)sqlite_rig_sum(rig);
        unsigned long least = atomic_load(confirmed);
        assert_in_range(sum, least, least + 1);
        assert_true(sqlite_rig_is_sound(rig->path));
        atomic_store(confirmed, sum);
    }
    assert_true(atomic_load(confirmed) >= KILLS);
    print_message("%lu writes, %d of %d died within one\n",
                  atomic_load(confirmed), journals, YOUNG_KILLS + KILLS);
    assert_int_equal(munmap(confirmed, sizeof *confirmed), 0);
}

/* Lets no file grow beyond LENGTH bytes, as a full disk would. */
static bool limit_files(rlim_t length)
{
    const struct rlimit limit = {length, length};

    return signal(SIGXFSZ, SIG_IGN) != SIG_ERR &&
           setrlimit(RLIMIT_FSIZE, &limit) == 0;
}

/* Opens on a disk without any room. */
static int open_full(const struct sqlite_rig *rig, struct aoai_error *error)
{
    struct aoai_store store = {0};

    if (!limit_files(0))
        return 2;
    return sqlite_rig_try(rig, rig->path, &store, error);
}

static void a_full_disk_is_told_when_the_file_is_made(void **state)
{
    const struct sqlite_rig *rig = *state;
    struct outcome outcome = sqlite_rig_fork(rig, false, open_full);

    assert_int_equal(outcome.result, -1);
    assert_int_equal(outcome.error.kind, AOAI_ERROR_SERVICE);
    assert_non_null(strstr(outcome.error.text, rig->path));
    assert_non_null(strstr(outcome.error.text, "full, make room"));
    /* with room it goes on */
    assert_int_equal(sqlite_rig_sum(rig), 0);
}

/* Writes rows 0, 1, ... into a file that may become no longer than four pages,
 * until that fails. Returns how many were confirmed, or -1 when the failure is
 * not the right one. */
static int fill_disk(const struct sqlite_rig *rig, struct aoai_error *error)
{
    struct aoai_store store = {0};
    char row[16];
    const struct aoai_store_key key = {"p", row};
    bool conflict = false;
    int count = 0;

    if (sqlite_rig_try(rig, rig->path, &store, error) != 0 ||
        !limit_files(4 * 4096))
        return -1;
    for (;; count++) {
        struct aoai_entity entity = {.sum_token = (uint64_t)count};

        (void)snprintf(row, sizeof row, "%d", count);
        if (store.put(store.self, &key, INT64_MAX, &entity, &conflict, error))
            break;
        if (conflict)
            return -1;
    }
    /* reading works, also of the row that was not written */
    struct aoai_entity entity;
    if (store.get(store.self, &key, INT64_MAX, &entity, NULL) != 0 ||
        entity.version[0] != '\0')
        return -1;
    aoai_store_free(&store);
    return count;
}

static void a_disk_that_becomes_full_loses_nothing(void **state)
{
    const struct sqlite_rig *rig = *state;
    struct outcome outcome = sqlite_rig_fork(rig, false, fill_disk);
    char row[16];
    const struct aoai_store_key key = {"p", row};

    assert_true(outcome.result > 10);
    assert_int_equal(outcome.error.kind, AOAI_ERROR_SERVICE);
    assert_non_null(strstr(outcome.error.text, rig->path));
    assert_non_null(strstr(outcome.error.text, "full, make room"));
    assert_true(sqlite_rig_is_sound(rig->path));

    AOAI_CLEANUP(aoai_store_free)
    struct aoai_store store = sqlite_rig_open(rig);
    for (int i = 0; i <= outcome.result; i++) {
        struct aoai_entity entity;
        struct aoai_error error = {0};

        (void)snprintf(row, sizeof row, "%d", i);
        assert_int_equal(
            store.get(store.self, &key, INT64_MAX, &entity, &error), 0);
        assert_int_equal(entity.version[0] != '\0', i < outcome.result);
        assert_int_equal(entity.sum_token, i < outcome.result ? i : 0);
    }
    struct aoai_error error = {0};
    assert_int_equal(increment(rig, &store, &error), 1);
}

/* How the disk fails when a journal is to be removed, the moment at which a
 * write counts; and what it saw. */
static struct {
    sqlite3_vfs *real;
    int failures;    /* still to come */
    bool does_it;    /* it is removed, though a failure is told */
    mode_t journal;  /* mode of the last one */
    int all_removed; /* times asked */
} disk;

static int delete_file(sqlite3_vfs *vfs, const char *path, int sync)
{
    struct stat status;

    (void)vfs;
    disk.all_removed++;
    if (stat(path, &status) == 0)
        disk.journal = status.st_mode;
    if (disk.failures == 0)
        return disk.real->xDelete(disk.real, path, sync);
    disk.failures--;
    if (disk.does_it)
        (void)disk.real->xDelete(disk.real, path, sync);
    errno = EIO;
    return SQLITE_IOERR_DELETE;
}

/* Puts that disk in the place of the real one, with FAILURES to come. */
static void break_disk(sqlite3_vfs *vfs, int failures, bool does_it)
{
    disk.real = sqlite3_vfs_find(NULL);
    disk.failures = failures;
    disk.does_it = does_it;
    *vfs = *disk.real;
    vfs->zName = "broken";
    vfs->xDelete = delete_file;
    assert_int_equal(sqlite3_vfs_register(vfs, 1), SQLITE_OK);
}

static void mend_disk(sqlite3_vfs *vfs)
{
    assert_int_equal(sqlite3_vfs_unregister(vfs), SQLITE_OK);
    assert_int_equal(sqlite3_vfs_register(disk.real, 1), SQLITE_OK);
}

static void a_write_whose_end_failed_is_looked_up(void **state)
{
    static const struct {
        int failures;
        bool does_it;
        int result;
        const char *why;
    } rows[] = {
        {0, false, 0, ""},
        /* the journal is gone: it counts, whatever was told */
        {1, true, 0, ""},
        /* it is not gone: looking undoes the write */
        {1, false, -1, "the disk of the state file"},
        /* nor can that be done */
        {9, false, -1,
         "it can not be known whether this was written: the disk"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        for (uint64_t before = 0; before < 2; before++) { /* insert, update */
            struct sqlite_rig rig;
            static sqlite3_vfs vfs;
            struct aoai_store store;
            struct aoai_entity entity = {0};
            struct aoai_error error = {0};

            sqlite_rig_begin(&rig);
            break_disk(&vfs, 0, false);
            store = sqlite_rig_open(&rig);
            if (before > 0)
                assert_int_equal(increment(&rig, &store, &error), 1);
            assert_int_equal(sqlite_rig_get(&rig, &store, &entity, &error), 0);
            entity.sum_token++;
            disk.failures = rows[i].failures;
            disk.does_it = rows[i].does_it;
            disk.all_removed = 0;
            disk.journal = 0;
            assert_int_equal(sqlite_rig_put(&rig, &store, &entity, &error),
                             rows[i].result);
            assert_true(disk.all_removed > 0);
            assert_int_equal(disk.journal, S_IFREG | 0600);
            if (rows[i].result != 0) {
                assert_int_equal(error.kind, AOAI_ERROR_SERVICE);
                assert_ptr_equal(strstr(error.text, rows[i].why), error.text);
                assert_non_null(strstr(error.text, "errno 5"));
            }

            /* the same store goes on */
            disk.failures = 0;
            uint64_t sum = before + (rows[i].result == 0 ? 1 : 0);
            assert_int_equal(increment(&rig, &store, &error), sum + 1);
            aoai_store_free(&store);
            mend_disk(&vfs);
            assert_int_equal(sqlite_rig_sum(&rig), sum + 1);
            assert_true(sqlite_rig_is_sound(rig.path));
            sqlite_rig_end(&rig);
        }
}

/* SQLite's memory, of which one allocation fails. */
static struct {
    sqlite3_mem_methods real;
    long made, fail_at; /* 0: none */
} memory;

static void *allocate(int size)
{
    return ++memory.made == memory.fail_at ? NULL : memory.real.xMalloc(size);
}

static void *reallocate(void *old, int size)
{
    return ++memory.made == memory.fail_at ? NULL
                                           : memory.real.xRealloc(old, size);
}

/* Opens the store, writes the entity that is there anew, and reads it. Each
 * step has to work or to say that memory was short. Returns whether all did. */
static bool go_through(const struct sqlite_rig *rig)
{
    AOAI_CLEANUP(aoai_store_free) struct aoai_store store = {0};
    struct aoai_entity entity, found;
    struct aoai_error error = {0};

    if (sqlite_rig_try(rig, rig->path, &store, &error) != 0 ||
        sqlite_rig_get(rig, &store, &entity, &error) != 0) {
        assert_int_equal(error.kind, AOAI_ERROR_MEMORY);
        return false;
    }
    uint64_t before = entity.sum_token++;
    int result = sqlite_rig_put(rig, &store, &entity, &error);
    bool read = sqlite_rig_get(rig, &store, &found, &error) == 0;
    if (result != 0 || !read)
        assert_int_equal(error.kind, AOAI_ERROR_MEMORY);

    memory.fail_at = 0;
    assert_int_equal(sqlite_rig_get(rig, &store, &found, &error), 0);
    assert_int_equal(found.sum_token, result == 0 ? before + 1 : before);
    if (result == 0)
        assert_string_equal(found.version, entity.version);
    return result == 0 && read;
}

static void memory_that_is_short_is_told_and_breaks_nothing(void **state)
{
    const struct sqlite_rig *rig = *state;
    sqlite3_mem_methods methods;
    bool done = false;
    long at = 0;

    assert_int_equal(sqlite3_shutdown(), SQLITE_OK);
    assert_int_equal(sqlite3_config(SQLITE_CONFIG_GETMALLOC, &memory.real),
                     SQLITE_OK);
    methods = memory.real;
    methods.xMalloc = allocate;
    methods.xRealloc = reallocate;
    assert_int_equal(sqlite3_config(SQLITE_CONFIG_MALLOC, &methods), SQLITE_OK);
    assert_int_equal(sqlite3_initialize(), SQLITE_OK);

    /* as long as some allocation fails, first of making the file, then of
     * opening it */
    while (!done || memory.made >= at) {
        memory.made = 0;
        memory.fail_at = ++at;
        done = go_through(rig);
        memory.fail_at = 0;
    }
    assert_true(at > 50);
    print_message("%ld allocations\n", at);
    assert_true(sqlite_rig_is_sound(rig->path));

    assert_int_equal(sqlite3_shutdown(), SQLITE_OK);
    assert_int_equal(sqlite3_config(SQLITE_CONFIG_MALLOC, &memory.real),
                     SQLITE_OK);
    assert_int_equal(sqlite3_initialize(), SQLITE_OK);
}

#define TEST(FUNCTION)                                                         \
    cmocka_unit_test_setup_teardown(FUNCTION, sqlite_rig_set_up,               \
                                    sqlite_rig_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(no_increment_of_many_processes_is_lost),
        TEST(what_was_confirmed_survives_kill_9),
        TEST(a_full_disk_is_told_when_the_file_is_made),
        TEST(a_disk_that_becomes_full_loses_nothing),
        TEST(a_write_whose_end_failed_is_looked_up),
        TEST(memory_that_is_short_is_told_and_breaks_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
