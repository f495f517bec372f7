/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The folder that runs share, and its single flight. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "net/cache.h"

enum { PATH_SIZE = 256, PROCESSES = 20 };

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

/* What the tests share: a folder, its cache and counters that forked
 * processes see. */
struct world {
    char folder[PATH_SIZE];
    struct aoai_cache cache;
    struct counters {
        atomic_int waiting;
        atomic_int filled;
        atomic_int failed;
        atomic_int wrong;
    } * counters;
};

/* A new folder for each test. */
static int set_up(void **state)
{
    struct world *world = calloc(1, sizeof *world);
    struct aoai_error error = {0};
    char cache[PATH_SIZE + 16];

    if (world == NULL)
        return -1;
    (void)snprintf(world->folder, sizeof world->folder,
                   "/tmp/cache_test.XXXXXX");
    world->counters =
        mmap(NULL, sizeof *world->counters, PROT_READ | PROT_WRITE,
             MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (mkdtemp(world->folder) == NULL || world->counters == MAP_FAILED)
        return -1;
    (void)snprintf(cache, sizeof cache, "%s/a/b/", world->folder);
    *state = world;
    return aoai_cache_open(&world->cache, cache, &error);
}

/* Removes the tree below FOLDER and itself. */
static void remove_tree(const char *folder)
{
    DIR *list = opendir(folder);
    const struct dirent *entry = NULL;
    char path[PATH_SIZE + 300];

    while (list != NULL && (entry = readdir(list)) != NULL) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        (void)snprintf(path, sizeof path, "%.250s/%s", folder, entry->d_name);
        if (unlink(path) != 0)
            remove_tree(path);
    }
    if (list != NULL)
        closedir(list);
    (void)rmdir(folder);
}

/* Leaves nothing behind. */
static int tear_down(void **state)
{
    struct world *world = *state;

    aoai_cache_close(&world->cache);
    remove_tree(world->folder);
    munmap(world->counters, sizeof *world->counters);
    free(world);
    return 0;
}

/* The path of NAME in the cache folder. */
static const char *path_of(const struct world *world, const char *name)
{
    static char path[PATH_SIZE + 300];

    (void)snprintf(path, sizeof path, "%s/a/b/%s", world->folder, name);
    return path;
}

/* Makes the file NAME with MODE, whatever the umask. */
static void make_file(const struct world *world, const char *name,
                      const char *text, mode_t mode)
{
    int file = open(path_of(world, name), O_WRONLY | O_CREAT | O_TRUNC, mode);

    assert_true(file >= 0);
    assert_int_equal(write(file, text, strlen(text)), strlen(text));
    assert_int_equal(fchmod(file, mode), 0);
    close(file);
}

/* Writes TEXT to the cache's file NAME. */
static int write_text(const struct aoai_cache *cache, const char *name,
                      const char *text)
{
    struct aoai_buf bytes = {0};
    struct aoai_error error = {0};
    int result = 0;

    aoai_buf_puts(&bytes, text);
    result = aoai_cache_write(cache, name, &bytes, &error);
    aoai_buf_free(&bytes);
    return result;
}

/* True when the cache's file NAME says TEXT. */
static bool says(const struct aoai_cache *cache, const char *name,
                 const char *text)
{
    struct aoai_buf out = {0};
    bool same = aoai_cache_read(cache, name, &out) &&
                strcmp(aoai_buf_text(&out), text) == 0;

    aoai_buf_free(&out);
    return same;
}

/* The number of names in the cache folder. */
static int count_names(const struct world *world)
{
    DIR *list = opendir(path_of(world, "."));
    int count = 0;

    assert_non_null(list);
    while (readdir(list) != NULL)
        count++;
    closedir(list);
    return count - 2;
}

static void a_file_comes_back_as_it_was_written(void **state)
{
    const struct world *world = *state;
    struct stat status;

    assert_false(says(&world->cache, "token", ""));
    assert_int_equal(write_text(&world->cache, "token", "one"), 0);
    assert_true(says(&world->cache, "token", "one"));
    assert_int_equal(write_text(&world->cache, "token", ""), 0);
    assert_true(says(&world->cache, "token", ""));
    assert_int_equal(stat(path_of(world, "token"), &status), 0);
    assert_int_equal(status.st_mode, S_IFREG | 0600);
    assert_int_equal(count_names(world), 1); /* no temporary file */
    aoai_cache_remove(&world->cache, "token");
    aoai_cache_remove(&world->cache, "token");
    assert_false(says(&world->cache, "token", ""));
}

static void the_umask_does_not_matter(void **state)
{
    static const mode_t masks[] = {0, 022, 077, 0177};
    const struct world *world = *state;
    struct stat status;

    for (size_t i = 0; i < COUNT(masks); i++) {
        mode_t before = umask(masks[i]);
        char path[PATH_SIZE + 16];
        struct aoai_cache cache;
        struct aoai_error error = {0};

        (void)snprintf(path, sizeof path, "%s/mask%zu", world->folder, i);
        int opened = aoai_cache_open(&cache, path, &error);
        int written = write_text(&cache, "x", "y");
        (void)umask(before);
        if (masks[i] == 0177 && geteuid() != 0)
            continue; /* a folder nobody can enter */
        assert_int_equal(opened, 0);
        assert_int_equal(written, 0);
        assert_true(says(&cache, "x", "y"));
        assert_int_equal(fstat(cache.folder, &status), 0);
        assert_int_equal(status.st_mode & 077, 0);
        assert_int_equal(fstatat(cache.folder, "x", &status, 0), 0);
        assert_int_equal(status.st_mode, S_IFREG | 0600);
        aoai_cache_close(&cache);
    }
}

static void folders_that_are_not_private_are_refused(void **state)
{
    static const struct {
        const char *name;
        const char *why;
    } rows[] = {
        {"file", "no folder"},
        {"file/below", "no folder"},
        {"link", "no folder"},
        {"link/", "no folder"}, /* the slash would follow it */
        {"open", "writable by others"},
        {"group", "writable by others"},
        {"fifo", "no folder"},
        {"foreign", "somebody else"},
    };
    const struct world *world = *state;
    char path[PATH_SIZE + 32];
    char at[PATH_SIZE + 32];

    assert_int_equal(chdir(world->folder), 0);
    assert_int_equal(close(open("file", O_CREAT | O_WRONLY, 0600)), 0);
    assert_int_equal(symlink("a/b", "link"), 0);
    assert_int_equal(mkdir("open", 0700), 0);
    assert_int_equal(chmod("open", 0702), 0);
    assert_int_equal(mkdir("group", 0700), 0);
    assert_int_equal(chmod("group", 0720), 0);
    assert_int_equal(mkfifo("fifo", 0600), 0);
    assert_int_equal(mkdir("foreign", 0700), 0);
    bool foreign = chown("foreign", 12345, 12345) == 0;
    assert_int_equal(chdir("/"), 0);
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct aoai_cache cache;
        struct aoai_error error = {0};

        if (!foreign && strcmp(rows[i].name, "foreign") == 0)
            continue; /* only root can give a folder away */
        (void)snprintf(path, sizeof path, "%s/%s", world->folder, rows[i].name);
        (void)snprintf(at, sizeof at, "%s", path);
        assert_int_equal(aoai_cache_open(&cache, path, &error), -1);
        assert_int_equal(cache.folder, -1);
        assert_int_equal(error.kind, AOAI_ERROR_INPUT);
        assert_non_null(strstr(error.text, at));
        assert_non_null(strstr(error.text, rows[i].why));
    }
}

static void odd_paths_are_refused(void **state)
{
    static const char *const paths[] = {"", "/dev/null", "/proc/none/x"};
    char huge[8192];
    struct aoai_cache cache;
    struct aoai_error error = {0};

    (void)state;
    for (size_t i = 0; i < COUNT(paths); i++)
        assert_int_equal(aoai_cache_open(&cache, paths[i], &error), -1);
    memset(huge, 'x', sizeof huge);
    huge[0] = '/';
    huge[sizeof huge - 1] = '\0';
    assert_int_equal(aoai_cache_open(&cache, huge, &error), -1);
}

static void no_cache_holds_nothing_and_locks_nothing(void **state)
{
    struct aoai_cache none = AOAI_CACHE_NONE;
    struct aoai_clock clock = aoai_platform_clock();
    struct aoai_cache_lock lock;
    struct aoai_error error = {0};

    (void)state;
    assert_int_equal(write_text(&none, "x", "y"), 0);
    assert_false(says(&none, "x", "y"));
    aoai_cache_remove(&none, "x");
    assert_int_equal(aoai_cache_lock(&none, "x", &clock, 0, &lock, &error), 0);
    assert_int_equal(lock.file, -1);
    aoai_cache_unlock(&lock, NULL);
    aoai_cache_close(&none);
}

static void hostile_files_count_as_absent(void **state)
{
    struct world *world = *state;
    static const char *const names[] = {
        "link",  "dangling", "fifo", "folder", "readable", "groupish",
        "twice", "huge",     "loop", "device", "foreign",
    };
    struct aoai_buf out = {.max = 10};

    assert_int_equal(fchdir(world->cache.folder), 0);
    make_file(world, "good", "good", 0600);
    assert_int_equal(symlink("good", "link"), 0);
    assert_int_equal(symlink("/nowhere/x", "dangling"), 0);
    assert_int_equal(symlink("loop", "loop"), 0);
    assert_int_equal(symlink("/dev/zero", "device"), 0);
    assert_int_equal(mkfifo("fifo", 0600), 0);
    assert_int_equal(mkdir("folder", 0700), 0);
    make_file(world, "readable", "x", 0644);
    make_file(world, "groupish", "x", 0620);
    make_file(world, "once", "x", 0600);
    assert_int_equal(link("once", "twice"), 0);
    make_file(world, "huge", "01234567890", 0600);
    make_file(world, "foreign", "x", 0600);
    if (chown("foreign", 12345, 12345) != 0)
        assert_int_equal(unlink("foreign"), 0);
    assert_int_equal(chdir("/"), 0);
    for (size_t i = 0; i < COUNT(names); i++) {
        if (aoai_cache_read(&world->cache, names[i], &out))
            print_error("%s was read\n", names[i]);
        assert_false(aoai_cache_read(&world->cache, names[i], &out));
        assert_int_equal(out.length, 0);
        assert_int_equal(out.state, AOAI_BUF_FINE);
    }
    assert_true(says(&world->cache, "good", "good"));
}

static void writing_replaces_what_is_hostile_and_follows_nothing(void **state)
{
    static const char *const names[] = {"link", "fifo", "readable", "twice"};
    struct world *world = *state;

    assert_int_equal(fchdir(world->cache.folder), 0);
    make_file(world, "target", "target", 0600);
    assert_int_equal(symlink("target", "link"), 0);
    assert_int_equal(mkfifo("fifo", 0600), 0);
    make_file(world, "readable", "x", 0644);
    assert_int_equal(link("target", "twice"), 0);
    assert_int_equal(mkdir("folder", 0700), 0);
    assert_int_equal(chdir("/"), 0);
    for (size_t i = 0; i < COUNT(names); i++) {
        assert_int_equal(write_text(&world->cache, names[i], "new"), 0);
        assert_true(says(&world->cache, names[i], "new"));
    }
    assert_true(says(&world->cache, "target", "target"));
    int before = count_names(world);
    assert_int_equal(write_text(&world->cache, "folder", "new"), -1);
    assert_int_equal(count_names(world), before); /* no temporary file */
}

static void the_lock_of_a_hostile_file_is_no_lock(void **state)
{
    static const char *const names[] = {"link", "fifo", "folder", "readable"};
    struct world *world = *state;
    struct aoai_clock clock = aoai_platform_clock();

    assert_int_equal(fchdir(world->cache.folder), 0);
    make_file(world, "target", "9 9 text\n", 0600);
    assert_int_equal(symlink("target", "link.lock"), 0);
    assert_int_equal(mkfifo("fifo.lock", 0600), 0);
    assert_int_equal(mkdir("folder.lock", 0700), 0);
    make_file(world, "readable.lock", "", 0644);
    assert_int_equal(chdir("/"), 0);
    for (size_t i = 0; i < COUNT(names); i++) {
        struct aoai_cache_lock lock;
        struct aoai_error error = {0};

        assert_int_equal(
            aoai_cache_lock(&world->cache, names[i], &clock, 0, &lock, &error),
            0);
        assert_int_equal(lock.file, -1);
        aoai_cache_unlock(&lock, &(struct aoai_error){AOAI_ERROR_DENIED, "x"});
    }
    assert_true(says(&world->cache, "target", "9 9 text\n"));
}

static void names_are_bounded_and_differ(void **state)
{
    char one[AOAI_CACHE_NAME_SIZE];
    char other[AOAI_CACHE_NAME_SIZE];

    (void)state;
    aoai_cache_name(one, "token", "");
    assert_string_equal(one, "token-cbf29ce484222325"); /* FNV-1a's basis */
    aoai_cache_name(one, "token", "foobar");
    assert_string_equal(one, "token-85944171f73967e8"); /* its test vector */
    aoai_cache_name(one, "answer", "a");
    aoai_cache_name(other, "answer", "b");
    assert_string_not_equal(one, other);
    aoai_cache_name(one,
                    "a-prefix-that-is-much-longer-than-a-file-name-may-be-"
                    "here-and-goes-on",
                    "a");
    assert_int_equal(strlen(one), 57);
}

/* Does in a forked process what WORK says; counts a false as wrong. */
static void fork_work(struct world *world, bool (*work)(struct world *world))
{
    pid_t child = fork();

    assert_true(child >= 0);
    if (child > 0)
        return;
    if (!work(world))
        atomic_fetch_add(&world->counters->wrong, 1);
    _exit(0);
}

/* Waits for all forked processes. */
static void wait_all(void)
{
    int status = 0;

    while (wait(&status) > 0)
        assert_int_equal(status, 0);
}

/* The flow of a check: look, lock, look again, fill. */
static bool look_or_fill(struct world *world)
{
    struct aoai_clock clock = aoai_platform_clock();
    struct aoai_cache_lock lock;
    struct aoai_error error = {0};
    bool good = true;

    if (says(&world->cache, "answer", "totals"))
        return true;
    if (aoai_cache_lock(&world->cache, "answer", &clock,
                        clock.monotonic(clock.self) + 20000, &lock,
                        &error) != 0)
        return false;
    if (!says(&world->cache, "answer", "totals")) {
        atomic_fetch_add(&world->counters->filled, 1);
        clock.sleep(clock.self, 100);
        good = write_text(&world->cache, "answer", "totals") == 0;
    }
    aoai_cache_unlock(&lock, NULL);
    return good;
}

static void of_twenty_processes_one_fills(void **state)
{
    struct world *world = *state;

    for (int i = 0; i < PROCESSES; i++)
        fork_work(world, look_or_fill);
    wait_all();
    assert_int_equal(world->counters->filled, 1);
    assert_int_equal(world->counters->wrong, 0);
}

/* A sleep that counts who sleeps for the first time. */
static void count_and_sleep(void *self, int64_t milliseconds)
{
    struct counters **counters = self;
    struct aoai_clock real = aoai_platform_clock();

    if (*counters != NULL)
        atomic_fetch_add(&(*counters)->waiting, 1);
    *counters = NULL;
    real.sleep(NULL, milliseconds);
}

/* Expects to take over the failure of the process that holds the lock. */
static bool take_failure_over(struct world *world)
{
    struct counters *counters = world->counters;
    struct aoai_clock clock = aoai_platform_clock();
    struct aoai_cache_lock lock;
    struct aoai_error error = {0};

    clock.self = &counters;
    clock.sleep = count_and_sleep;
    if (aoai_cache_lock(&world->cache, "answer", &clock,
                        clock.monotonic(NULL) + 20000, &lock, &error) == 0)
        return false;
    if (error.kind != AOAI_ERROR_DENIED || lock.file != -1 ||
        strcmp(error.text, "sign-in: refused for good") != 0)
        return false;
    atomic_fetch_add(&world->counters->failed, 1);
    return true;
}

/* Waits until NUMBER processes wait for the lock. */
static void await_waiting(const struct world *world, int number)
{
    struct aoai_clock clock = aoai_platform_clock();

    while (atomic_load(&world->counters->waiting) < number)
        clock.sleep(clock.self, 1);
}

/* Takes the lock of "answer", which nobody else holds. */
static struct aoai_cache_lock take_lock(const struct world *world)
{
    struct aoai_clock clock = aoai_platform_clock();
    struct aoai_cache_lock lock;
    struct aoai_error error = {0};

    assert_int_equal(aoai_cache_lock(&world->cache, "answer", &clock,
                                     clock.monotonic(clock.self) + 20000, &lock,
                                     &error),
                     0);
    assert_true(lock.file >= 0);
    return lock;
}

static void those_who_wait_take_a_failure_over(void **state)
{
    struct world *world = *state;
    struct aoai_error failure = {AOAI_ERROR_DENIED,
                                 "sign-in: refused\nfor good"};

    for (int round = 1; round <= 2; round++) {
        struct aoai_cache_lock lock = take_lock(world);
        atomic_store(&world->counters->waiting, 0);
        for (int i = 0; i < PROCESSES; i++)
            fork_work(world, take_failure_over);
        await_waiting(world, PROCESSES);
        aoai_cache_unlock(&lock, &failure);
        aoai_cache_unlock(&lock, &failure); /* no longer held */
        wait_all();
        assert_int_equal(world->counters->failed, round * PROCESSES);
        assert_int_equal(world->counters->wrong, 0);
    }
}

static void who_need_not_wait_never_takes_a_failure_over(void **state)
{
    const struct world *world = *state;
    struct aoai_error failure = {AOAI_ERROR_SERVICE, "503"};
    struct aoai_cache_lock lock = take_lock(world);

    aoai_cache_unlock(&lock, &failure);
    lock = take_lock(world);
    assert_int_equal(lock.generation, 1);
    aoai_cache_unlock(&lock, NULL);
}

/* Expects to get the lock after waiting. */
static bool get_lock(struct world *world)
{
    struct counters *counters = world->counters;
    struct aoai_clock clock = aoai_platform_clock();
    struct aoai_cache_lock lock;
    struct aoai_error error = {0};

    clock.self = &counters;
    clock.sleep = count_and_sleep;
    if (aoai_cache_lock(&world->cache, "answer", &clock,
                        clock.monotonic(NULL) + 20000, &lock, &error) != 0)
        return false;
    aoai_cache_unlock(&lock, NULL);
    return lock.file == -1;
}

static void old_failures_are_not_taken_over(void **state)
{
    /* What the lock file holds while the holder works, which succeeds. */
    static const char *const rows[] = {
        "",
        "1 4 old\n",
        "18446744073709551615 4 old\n",
        "99999999999999999999 4 old\n",
        "1 4 cut off",
        "garbage\n",
        "1 99 what\n",
        "-1 4 what\n",
        "1 4 a\nb\n",
    };
    struct world *world = *state;

    for (size_t i = 0; i < COUNT(rows); i++) {
        make_file(world, "answer.lock", rows[i], 0600);
        struct aoai_cache_lock lock = take_lock(world);
        atomic_store(&world->counters->waiting, 0);
        fork_work(world, get_lock);
        await_waiting(world, 1);
        aoai_cache_unlock(&lock, NULL);
        wait_all();
        assert_int_equal(world->counters->wrong, 0);
    }
}

static void what_the_holder_alone_ran_out_of_is_not_taken_over(void **state)
{
    static const struct aoai_error rows[] = {
        {AOAI_ERROR_DEADLINE, "the time ran out"}, /* of its --timeout */
        {AOAI_ERROR_MEMORY, "out of memory"},      /* of its limits */
    };
    struct world *world = *state;

    for (size_t i = 0; i < COUNT(rows); i++) {
        struct aoai_cache_lock lock = take_lock(world);
        atomic_store(&world->counters->waiting, 0);
        fork_work(world, get_lock);
        await_waiting(world, 1);
        aoai_cache_unlock(&lock, &rows[i]);
        wait_all();
        assert_int_equal(world->counters->wrong, 0);
    }
}

static void a_success_makes_an_earlier_failure_good(void **state)
{
    struct world *world = *state;
    struct aoai_cache_lock lock = take_lock(world);

    /* The process waits across two holders: one that failed, one that did
     * not. */
    fork_work(world, get_lock);
    await_waiting(world, 1);
    make_file(world, "answer.lock", "1 8 503\n", 0600);
    lock.generation = 1;
    lock.failed = true;
    aoai_cache_unlock(&lock, NULL);
    wait_all();
    assert_int_equal(world->counters->wrong, 0);
}

/* Dies with the lock in its hands. */
static bool die_holding(struct world *world)
{
    struct aoai_cache_lock lock = take_lock(world);

    return lock.file >= 0;
}

static void a_holder_that_dies_leaves_the_lock_free(void **state)
{
    struct world *world = *state;
    struct aoai_cache_lock lock;

    fork_work(world, die_holding);
    wait_all();
    lock = take_lock(world);
    aoai_cache_unlock(&lock, NULL);
    assert_int_equal(world->counters->wrong, 0);
}

static void waiting_ends_at_the_deadline(void **state)
{
    const struct world *world = *state;
    struct aoai_clock clock = aoai_platform_clock();
    struct aoai_cache_lock held = take_lock(world);
    struct aoai_cache_lock lock;
    struct aoai_error error = {0};
    int64_t before = clock.monotonic(clock.self);

    assert_int_equal(aoai_cache_lock(&world->cache, "answer", &clock,
                                     before + 120, &lock, &error),
                     -1);
    assert_int_equal(error.kind, AOAI_ERROR_DEADLINE);
    assert_int_equal(lock.file, -1);
    assert_in_range(clock.monotonic(clock.self) - before, 120, 1000);
    /* another name is another lock */
    assert_int_equal(
        aoai_cache_lock(&world->cache, "token", &clock, before, &lock, &error),
        0);
    assert_true(lock.file >= 0);
    aoai_cache_unlock(&lock, NULL);
    aoai_cache_unlock(&held, NULL);
}

/* Writes and reads the same file for a while. */
static bool write_and_read(struct world *world)
{
    static const char *const texts[] = {"one one one", "two"};
    struct aoai_buf out = {0};
    bool good = true;

    for (int i = 0; i < 300 && good; i++) {
        good = write_text(&world->cache, "shared", texts[i % 2]) == 0 &&
               aoai_cache_read(&world->cache, "shared", &out) &&
               (strcmp(aoai_buf_text(&out), texts[0]) == 0 ||
                strcmp(aoai_buf_text(&out), texts[1]) == 0);
        aoai_buf_free(&out);
    }
    return good;
}

static void a_file_is_whole_whenever_it_is_read(void **state)
{
    struct world *world = *state;

    for (int i = 0; i < 4; i++)
        fork_work(world, write_and_read);
    wait_all();
    assert_int_equal(world->counters->wrong, 0);
    assert_int_equal(count_names(world), 1);
}

static void what_dead_writers_left_goes_in_time(void **state)
{
    const struct world *world = *state;
    const struct timespec old[2] = {{1000000, 0}, {1000000, 0}};
    int writes = 0;

    make_file(world, "answer.0123456789abcdef.tmp", "old", 0600);
    make_file(world, "answer.fedcba9876543210.tmp", "young", 0600);
    assert_int_equal(
        utimensat(world->cache.folder, "answer.0123456789abcdef.tmp", old, 0),
        0);
    while (access(path_of(world, "answer.0123456789abcdef.tmp"), F_OK) == 0) {
        assert_int_equal(write_text(&world->cache, "answer", "x"), 0);
        assert_true(writes++ < 10000); /* one write in 256 looks */
    }
    assert_int_equal(
        access(path_of(world, "answer.fedcba9876543210.tmp"), F_OK), 0);
}

int main(void)
{
#define TEST(NAME) cmocka_unit_test_setup_teardown(NAME, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_file_comes_back_as_it_was_written),
        TEST(the_umask_does_not_matter),
        TEST(folders_that_are_not_private_are_refused),
        TEST(odd_paths_are_refused),
        TEST(no_cache_holds_nothing_and_locks_nothing),
        TEST(hostile_files_count_as_absent),
        TEST(writing_replaces_what_is_hostile_and_follows_nothing),
        TEST(the_lock_of_a_hostile_file_is_no_lock),
        TEST(names_are_bounded_and_differ),
        TEST(of_twenty_processes_one_fills),
        TEST(those_who_wait_take_a_failure_over),
        TEST(who_need_not_wait_never_takes_a_failure_over),
        TEST(old_failures_are_not_taken_over),
        TEST(what_the_holder_alone_ran_out_of_is_not_taken_over),
        TEST(a_success_makes_an_earlier_failure_good),
        TEST(a_holder_that_dies_leaves_the_lock_free),
        TEST(waiting_ends_at_the_deadline),
        TEST(a_file_is_whole_whenever_it_is_read),
        TEST(what_dead_writers_left_goes_in_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
