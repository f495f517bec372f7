/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The store in a file: the contract, the file, and what it may not be. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "net/file.h"
#include "state/store_sqlite.h"
#include "tests/fake_clock.h"
#include "tests/sqlite_rig.h"
#include "tests/store_contract.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

/* The names in the folder of RIG. */
static size_t count_files(const struct sqlite_rig *rig)
{
    DIR *list = opendir(rig->folder.path);
    size_t count = 0;

    assert_non_null(list);
    while (readdir(list))
        count++;
    assert_int_equal(closedir(list), 0);
    return count - 2;
}

/* The mode of the file or folder PATH. */
static mode_t mode_of(const char *path)
{
    struct stat status;

    assert_int_equal(lstat(path, &status), 0);
    return status.st_mode;
}

/* Writes SUM as a first version into RIG's store. */
static void write_sum(const struct sqlite_rig *rig, uint64_t sum)
{
    AOAI_CLEANUP(aoai_store_free)
    struct aoai_store store = sqlite_rig_open(rig);
    struct aoai_entity entity = {.sum_token = sum};
    struct aoai_error error = {0};

    assert_int_equal(sqlite_rig_put(rig, &store, &entity, &error), 0);
}

static void the_file_is_private_and_closing_leaves_it_alone(void **state)
{
    static const mode_t masks[] = {0, 022, 077};
    struct sqlite_rig *rig = *state;

    for (size_t i = 0; i < COUNT(masks); i++) {
        mode_t before = umask(masks[i]);

        write_sum(rig, 1);
        (void)umask(before);
        assert_int_equal(mode_of(rig->path), S_IFREG | 0600);
        assert_int_equal(count_files(rig), 1); /* no journal stays */
        /* and no lock */
        sqlite_rig_run(rig->path, "PRAGMA busy_timeout = 0;"
                                  "BEGIN EXCLUSIVE; COMMIT");
        assert_int_equal(unlink(rig->path), 0);
    }
}

static void missing_folders_are_made_private(void **state)
{
    const struct sqlite_rig *rig = *state;
    char inner[TEMP_FOLDER_PATH], outer[TEMP_FOLDER_PATH];
    char path[TEMP_FOLDER_PATH];
    struct aoai_store store;
    struct aoai_error error = {0};

    temp_folder_path(&rig->folder, "a", outer);
    temp_folder_path(&rig->folder, "a/b", inner);
    temp_folder_path(&rig->folder, "a/b/state.db", path);
    assert_int_equal(sqlite_rig_try(rig, path, &store, &error), 0);
    assert_string_equal(store.place, path);
    aoai_store_free(&store);
    assert_int_equal(mode_of(outer), S_IFDIR | 0700);
    assert_int_equal(mode_of(inner), S_IFDIR | 0700);
    assert_int_equal(mode_of(path), S_IFREG | 0600);
}

static void a_path_may_begin_in_the_current_folder(void **state)
{
    static const char *const paths[] = {"state.db", "./state.db",
                                        "new//x/../state.db", "file:x?y=z#"};
    const struct sqlite_rig *rig = *state;

    assert_int_equal(chdir(rig->folder.path), 0);
    for (size_t i = 0; i < COUNT(paths); i++) {
        struct aoai_store store;
        struct aoai_error error = {0};

        if (sqlite_rig_try(rig, paths[i], &store, &error) != 0)
            fail_msg("%s", error.text);
        assert_int_equal(access(paths[i], F_OK), 0);
        /* where it is does not depend on the current folder any more */
        assert_int_equal(chdir("/"), 0);
        struct aoai_entity entity = {.sum_token = i};
        int result = sqlite_rig_put(rig, &store, &entity, &error);
        assert_int_equal(result, i == 1 ? 1 : 0); /* the same file twice */
        aoai_store_free(&store);
        assert_int_equal(chdir(rig->folder.path), 0);
    }
    assert_int_equal(chdir("/"), 0);
}

static void links_on_the_way_to_the_folder_are_followed(void **state)
{
    const struct sqlite_rig *rig = *state;
    char folder[TEMP_FOLDER_PATH], path[TEMP_FOLDER_PATH];
    struct aoai_store store;
    struct aoai_error error = {0};

    temp_folder_path(&rig->folder, "link", folder);
    temp_folder_path(&rig->folder, "link/state.db", path);
    assert_int_equal(symlink(rig->folder.path, folder), 0);
    if (sqlite_rig_try(rig, path, &store, &error) != 0)
        fail_msg("%s", error.text);
    aoai_store_free(&store);
    assert_int_equal(mode_of(rig->path), S_IFREG | 0600);
}

/* Makes the file PATH of LENGTH bytes from the middle of nowhere. */
static void make_garbage(const char *path, long length)
{
    FILE *file = fopen(path, "we");

    assert_non_null(file);
    for (long i = 0; i < length; i++)
        assert_true(fputc((int)((i * 7 + 13) % 251), file) != EOF);
    assert_int_equal(fclose(file), 0);
}

/* Makes an honest state file at PATH and runs SQL on it. */
static void make_state(const char *path, const char *sql)
{
    struct sqlite_rig rig = {.clock = aoai_platform_clock()};
    struct aoai_store store;
    struct aoai_error error = {0};

    if (sqlite_rig_try(&rig, path, &store, &error) != 0)
        fail_msg("%s", error.text);
    struct aoai_entity entity = {.sum_token = 1};
    assert_int_equal(sqlite_rig_put(&rig, &store, &entity, &error), 0);
    aoai_store_free(&store);
    sqlite_rig_run(path, sql);
}

static void make_text(const char *path)
{
    FILE *file = fopen(path, "we");

    assert_non_null(file);
    assert_true(fputs("some notes\n", file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void make_noise(const char *path)
{
    make_garbage(path, 8192);
}

static void make_half(const char *path)
{
    make_state(path, "");
    assert_int_equal(truncate(path, 4096), 0);
}

static void make_crumb(const char *path)
{
    make_state(path, "");
    assert_int_equal(truncate(path, 50), 0);
}

/* The page with the rows is not one any more. */
static void make_holes(const char *path)
{
    make_state(path, "");
    int file = open(path, O_WRONLY | O_CLOEXEC);
    char bytes[64];

    memset(bytes, 0xee, sizeof bytes);
    assert_true(file >= 0);
    assert_int_equal(pwrite(file, bytes, sizeof bytes, 4096), sizeof bytes);
    assert_int_equal(close(file), 0);
}

static void make_newer(const char *path)
{
    make_state(path, "PRAGMA user_version = 2");
}

static void make_undated(const char *path)
{
    make_state(path, "PRAGMA user_version = 0");
}

static void make_foreign(const char *path)
{
    sqlite_rig_run(path, "CREATE TABLE bookmarks (url TEXT)");
}

/* Of another program that keeps nothing in it yet. */
static void make_marked(const char *path)
{
    sqlite_rig_run(path, "PRAGMA application_id = 1234");
}

/* A table of our name. */
static void make_namesake(const char *path)
{
    sqlite_rig_run(path, "CREATE TABLE entity (partition_key TEXT)");
}

/* A column is missing. */
static void make_narrow(const char *path)
{
    make_state(path, "ALTER TABLE entity DROP COLUMN owner");
}

/* Never ends where views are asked. */
static void make_endless(const char *path)
{
    make_state(
        path,
        "DROP TABLE entity;"
        "CREATE VIEW entity AS WITH RECURSIVE n(partition_key, row_key,"
        " version, sum_token, updated, warning_done, critical_done,"
        " claimed, accepted, lease_end, share, attempt, operation, owner) AS"
        " (VALUES (1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)"
        " UNION ALL SELECT * FROM n) SELECT * FROM n");
}

/* Keys that may be there twice. */
static void make_keyless(const char *path)
{
    make_state(path, "CREATE TABLE other AS SELECT * FROM entity;"
                     "DROP TABLE entity;"
                     "ALTER TABLE other RENAME TO entity");
}

static void make_link(const char *path)
{
    assert_int_equal(symlink("elsewhere", path), 0);
}

static void make_fifo(const char *path)
{
    assert_int_equal(mkfifo(path, 0600), 0);
}

static void make_folder(const char *path)
{
    assert_int_equal(mkdir(path, 0700), 0);
}

static void make_public(const char *path)
{
    make_state(path, "");
    assert_int_equal(chmod(path, 0666), 0);
}

static void make_shared(const char *path)
{
    make_state(path, "");
    assert_int_equal(chmod(path, 0660), 0);
}

/* Appends what is in the file PATH; nothing for what is no file. */
static void read_all(struct aoai_buf *out, const char *path)
{
    struct aoai_error error = {0};

    if (S_ISREG(mode_of(path)))
        assert_int_equal(aoai_file_read(out, path, &error), 0);
}

static void files_that_are_none_of_ours_are_refused_and_left_alone(void **state)
{
    static const struct {
        void (*make)(const char *path);
        enum aoai_error_kind kind;
        const char *why, *what_to_do;
    } rows[] = {
        {make_text, AOAI_ERROR_INPUT, "is no SQLite database", "name another"},
        {make_noise, AOAI_ERROR_INPUT, "is no SQLite database", "move it away"},
        {make_crumb, AOAI_ERROR_INPUT, "is damaged", "move it away"},
        {make_half, AOAI_ERROR_INPUT, "is damaged", "forgotten"},
        {make_undated, AOAI_ERROR_INPUT, "is damaged", "move it away"},
        {make_narrow, AOAI_ERROR_INPUT, "is damaged", "move it away"},
        {make_endless, AOAI_ERROR_INPUT, "is damaged", "move it away"},
        {make_keyless, AOAI_ERROR_INPUT, "is damaged", "move it away"},
        {make_newer, AOAI_ERROR_INPUT, "a newer version",
         "(schema 2, here 1): install that one"},
        {make_foreign, AOAI_ERROR_INPUT, "of another program", "name another"},
        {make_marked, AOAI_ERROR_INPUT, "of another program", "name another"},
        {make_namesake, AOAI_ERROR_INPUT, "of another program", "name another"},
        {make_link, AOAI_ERROR_INPUT, "is a symbolic link", "leads to"},
        {make_fifo, AOAI_ERROR_INPUT, "is no regular file", "name another"},
        {make_folder, AOAI_ERROR_INPUT, "is no regular file", "name another"},
        {make_public, AOAI_ERROR_INPUT, "by others (mode 0666)", "chmod 600"},
        {make_shared, AOAI_ERROR_INPUT, "by others (mode 0660)", "chmod 600"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf before = {0};
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf after = {0};
        struct sqlite_rig rig;
        struct aoai_store store;
        struct aoai_error error = {0};

        sqlite_rig_begin(&rig);
        rows[i].make(rig.path);
        mode_t mode = mode_of(rig.path);
        read_all(&before, rig.path);
        if (sqlite_rig_try(&rig, rig.path, &store, &error) != -1)
            fail_msg("row %zu was opened", i);
        assert_null(store.self);
        assert_int_equal(error.kind, rows[i].kind);
        assert_non_null(strstr(error.text, rig.path));
        assert_non_null(strstr(error.text, rows[i].why));
        assert_non_null(strstr(error.text, rows[i].what_to_do));

        read_all(&after, rig.path);
        assert_int_equal(mode_of(rig.path), mode);
        assert_int_equal(after.length, before.length);
        assert_int_equal(memcmp(aoai_buf_text(&after), aoai_buf_text(&before),
                                before.length),
                         0);
        assert_int_equal(count_files(&rig), 1);
        sqlite_rig_end(&rig);
    }
}

/* Leaves a write-ahead log behind, as who is killed does. */
static int leave_log(const struct sqlite_rig *rig, struct aoai_error *error)
{
    sqlite3 *base = NULL;

    (void)error;
    if (sqlite3_open(rig->path, &base) != SQLITE_OK)
        return 1;
    return sqlite3_exec(base,
                        "PRAGMA journal_mode = WAL;"
                        "CREATE TABLE bookmarks (url TEXT);"
                        "INSERT INTO bookmarks VALUES ('x')",
                        NULL, NULL, NULL) == SQLITE_OK
               ? 0
               : 1;
}

static void the_log_of_another_program_is_left_to_it(void **state)
{
    const struct sqlite_rig *rig = *state;
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf before = {0};
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf after = {0};
    struct aoai_store store;
    struct aoai_error error = {0};
    char log[TEMP_FOLDER_PATH];

    temp_folder_path(&rig->folder, "state.db-wal", log);
    assert_int_equal(sqlite_rig_fork(rig, false, leave_log).result, 0);
    assert_int_equal(chmod(rig->path, 0600), 0);
    read_all(&before, rig->path);
    read_all(&before, log);
    assert_int_equal(sqlite_rig_try(rig, rig->path, &store, &error), -1);
    assert_non_null(strstr(error.text, "of another program"));
    read_all(&after, rig->path);
    read_all(&after, log);
    assert_int_equal(after.length, before.length);
    assert_memory_equal(aoai_buf_text(&after), aoai_buf_text(&before),
                        before.length);
}

static void paths_and_folders_that_do_not_do_are_refused(void **state)
{
    static const struct {
        const char *name;
        const char *why;
    } rows[] = {
        {"", "is a folder"},
        {"shared/", "is a folder"},
        {"shared/state.db", "by others (mode 0770): name a file in a folder"},
        {"public/state.db", "by others (mode 0777)"},
        /* others can not take our file away there, but add a journal to it */
        {"sticky/state.db", "by others (mode 1777)"},
        {"file/state.db", "in what is no folder"},
        {"file/x/state.db", "in what is no folder"},
        {"dangling/state.db", "leads nowhere"},
        {"loop/state.db", "can not be used"},
        {".", "no regular file"},
        {"..", "no regular file"},
    };
    const struct sqlite_rig *rig = *state;

    assert_int_equal(chdir(rig->folder.path), 0);
    assert_int_equal(mkdir("shared", 0700), 0);
    assert_int_equal(chmod("shared", 0770), 0);
    assert_int_equal(mkdir("public", 0700), 0);
    assert_int_equal(chmod("public", 0777), 0);
    assert_int_equal(mkdir("sticky", 0700), 0);
    assert_int_equal(chmod("sticky", 01777), 0);
    assert_int_equal(close(open("file", O_CREAT | O_WRONLY, 0600)), 0);
    assert_int_equal(symlink("nowhere", "dangling"), 0);
    assert_int_equal(symlink("loop", "loop"), 0);
    assert_int_equal(mkdir("room", 0700), 0);
    assert_int_equal(chdir("room"), 0); /* for ".." */
    assert_int_equal(chdir(rig->folder.path), 0);
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct aoai_store store;
        struct aoai_error error = {0};

        assert_int_equal(sqlite_rig_try(rig, rows[i].name, &store, &error), -1);
        assert_int_equal(error.kind, AOAI_ERROR_INPUT);
        if (!strstr(error.text, rows[i].why))
            fail_msg("%s: %s", rows[i].name, error.text);
        assert_non_null(strstr(error.text, rows[i].name));
    }
    assert_int_equal(chdir("/"), 0);
}

static void files_and_folders_of_somebody_else_are_refused(void **state)
{
    const struct sqlite_rig *rig = *state;
    struct aoai_store store;
    struct aoai_error error = {0};

    if (geteuid() != 0)
        skip(); /* only root can give a file away */
    write_sum(rig, 1);
    assert_int_equal(chown(rig->path, 12345, 12345), 0);
    assert_int_equal(sqlite_rig_try(rig, rig->path, &store, &error), -1);
    assert_int_equal(error.kind, AOAI_ERROR_INPUT);
    assert_non_null(strstr(error.text, rig->path));
    assert_non_null(strstr(error.text, "belongs to user 12345: it has to"));

    assert_int_equal(chown(rig->path, 0, 0), 0);
    assert_int_equal(chown(rig->folder.path, 12345, 12345), 0);
    assert_int_equal(sqlite_rig_try(rig, rig->path, &store, &error), -1);
    assert_non_null(strstr(error.text, "the folder of the state file"));
    assert_non_null(strstr(error.text, "belongs to user 12345"));
    assert_int_equal(chown(rig->folder.path, 0, 0), 0);
    assert_int_equal(sqlite_rig_sum(rig), 1);
}

/* Opens the store and writes one more. */
static int write_more(const struct sqlite_rig *rig, struct aoai_error *error)
{
    AOAI_CLEANUP(aoai_store_free) struct aoai_store store = {0};
    struct aoai_entity entity;

    if (sqlite_rig_try(rig, rig->path, &store, error) != 0 ||
        sqlite_rig_get(rig, &store, &entity, error) != 0)
        return -1;
    entity.sum_token++;
    return sqlite_rig_put(rig, &store, &entity, error);
}

/* The same where the folder is closed before the write. */
static int write_more_closed(const struct sqlite_rig *rig,
                             struct aoai_error *error)
{
    AOAI_CLEANUP(aoai_store_free) struct aoai_store store = {0};
    struct aoai_entity entity;

    if (sqlite_rig_try(rig, rig->path, &store, error) != 0 ||
        sqlite_rig_get(rig, &store, &entity, error) != 0 ||
        chmod(rig->folder.path, 0500) != 0)
        return 2;
    entity.sum_token++;
    return sqlite_rig_put(rig, &store, &entity, error);
}

static void what_may_not_be_written_is_told(void **state)
{
    static const struct {
        bool is_there;
        mode_t folder, file;
        int (*work)(const struct sqlite_rig *rig, struct aoai_error *error);
    } rows[] = {
        {false, 0500, 0, write_more},   /* it can not be made */
        {true, 0500, 0600, write_more}, /* no journal can be made */
        {true, 0700, 0400, write_more},        {true, 0700, 0200, write_more},
        {true, 0700, 0600, write_more_closed}, /* only later */
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct sqlite_rig rig;

        sqlite_rig_begin(&rig);
        if (rows[i].is_there) {
            write_sum(&rig, 1);
            assert_int_equal(chmod(rig.path, rows[i].file), 0);
        }
        assert_int_equal(chmod(rig.folder.path, rows[i].folder), 0);
        struct outcome outcome = sqlite_rig_fork(&rig, true, rows[i].work);
        assert_int_equal(outcome.result, -1);
        assert_int_equal(outcome.error.kind, AOAI_ERROR_DENIED);
        assert_non_null(strstr(outcome.error.text, rig.path));
        assert_non_null(strstr(outcome.error.text, "give it and its folder"));
        assert_int_equal(chmod(rig.folder.path, 0700), 0);
        if (rows[i].is_there) {
            assert_int_equal(chmod(rig.path, 0600), 0);
            outcome = sqlite_rig_fork(&rig, true, write_more);
            assert_int_equal(outcome.result, 0); /* nothing is broken */
        }
        sqlite_rig_end(&rig);
    }
}

static void a_file_that_is_moved_away_under_our_hands_is_told(void **state)
{
    const struct sqlite_rig *rig = *state;
    AOAI_CLEANUP(aoai_store_free)
    struct aoai_store store = sqlite_rig_open(rig);
    struct aoai_entity entity = {.sum_token = 1};
    struct aoai_error error = {0};
    char away[TEMP_FOLDER_PATH];

    temp_folder_path(&rig->folder, "away", away);
    assert_int_equal(sqlite_rig_put(rig, &store, &entity, &error), 0);
    assert_int_equal(rename(rig->path, away), 0);
    entity.sum_token = 2;
    assert_int_equal(sqlite_rig_put(rig, &store, &entity, &error), -1);
    assert_int_equal(error.kind, AOAI_ERROR_INPUT);
    assert_non_null(strstr(error.text, "is gone"));
    assert_int_equal(rename(away, rig->path), 0);
    assert_int_equal(sqlite_rig_sum(rig), 1);
}

static void rows_that_are_no_entities_are_told(void **state)
{
    static const char *const rows[] = {
        "version = 0",
        "version = -1",
        "version = 4611686018427387905", /* one above the most */
        "version = '7x'",
        "sum_token = -1",
        "sum_token = 1.5",
        "sum_token = 'many'",
        "sum_token = 9223372036854775808", /* 2^63: a floating number */
        "updated = x'00'",
        "warning_done = 2",
        "critical_done = 'yes'",
        "claimed = 3",
        "claimed = -1",
        "accepted = -1",
        "lease_end = 1e300",
        "share = 4294967296",
        "attempt = 4294967296",
        "attempt = -1",
        "operation = '8540c0de-899f-5cce-acb5-3ec493af38000'", /* too long */
        "operation = x'41'",
        "owner = char(65, 0, 66)", /* a NUL inside */
        "owner = printf('%128c', 'x')",
        "owner = zeroblob(60000)",
    };
    const struct sqlite_rig *rig = *state;

    write_sum(rig, 1);
    AOAI_CLEANUP(aoai_store_free)
    struct aoai_store store = sqlite_rig_open(rig);
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct aoai_entity entity;
        const struct aoai_entity nothing = {0};
        struct aoai_error error = {0};
        char sql[256];

        (void)snprintf(sql, sizeof sql,
                       "PRAGMA ignore_check_constraints = ON;"
                       "UPDATE entity SET %s",
                       rows[i]);
        sqlite_rig_run(rig->path, sql);
        memset(&entity, 'x', sizeof entity);
        if (sqlite_rig_get(rig, &store, &entity, &error) != -1)
            fail_msg("%s was read", rows[i]);
        assert_int_equal(error.kind, AOAI_ERROR_ANSWER);
        assert_non_null(strstr(error.text, rig->path));
        assert_non_null(strstr(error.text, "'gpt-2024-10'"));
        assert_memory_equal(&entity, &nothing, sizeof entity);
        sqlite_rig_run(rig->path, "DELETE FROM entity");
        entity = (struct aoai_entity){.sum_token = 1};
        assert_int_equal(sqlite_rig_put(rig, &store, &entity, &error), 0);
    }
}

static void a_row_of_absurd_length_is_told(void **state)
{
    const struct sqlite_rig *rig = *state;
    struct aoai_entity entity;
    struct aoai_error error = {0};

    write_sum(rig, 1);
    sqlite_rig_run(rig->path, "UPDATE entity SET owner = "
                              "printf('%10000000c', 'x')");
    AOAI_CLEANUP(aoai_store_free)
    struct aoai_store store = sqlite_rig_open(rig);
    assert_int_equal(sqlite_rig_get(rig, &store, &entity, &error), -1);
    assert_int_equal(error.kind, AOAI_ERROR_INPUT);
    assert_non_null(strstr(error.text, "is damaged"));
}

static void rows_in_a_damaged_page_are_told(void **state)
{
    const struct sqlite_rig *rig = *state;
    AOAI_CLEANUP(aoai_store_free) struct aoai_store store = {0};
    struct aoai_entity entity = {.sum_token = 2};
    struct aoai_error error = {0};

    make_holes(rig->path);
    /* the page is not looked at before it is needed */
    assert_int_equal(sqlite_rig_try(rig, rig->path, &store, &error), 0);
    assert_int_equal(sqlite_rig_put(rig, &store, &entity, &error), -1);
    assert_int_equal(error.kind, AOAI_ERROR_INPUT);
    assert_non_null(strstr(error.text, "is damaged"));
    assert_int_equal(sqlite_rig_get(rig, &store, &entity, &error), -1);
    assert_int_equal(error.kind, AOAI_ERROR_INPUT);
    assert_non_null(strstr(error.text, rig->path));
    assert_non_null(strstr(error.text, "move it away"));
}

static void what_does_not_fit_is_refused(void **state)
{
    char longer[AOAI_ENTITY_KEY_MOST + 2];
    const struct aoai_store_key keys[] = {{longer, "r"}, {"p", longer}};
    const struct sqlite_rig *rig = *state;
    AOAI_CLEANUP(aoai_store_free)
    struct aoai_store store = sqlite_rig_open(rig);
    struct aoai_entity entity = {.sum_token = (uint64_t)INT64_MAX + 1};
    struct aoai_error error = {0};
    bool conflict = true;

    assert_int_equal(sqlite_rig_put(rig, &store, &entity, &error), -1);
    assert_int_equal(error.kind, AOAI_ERROR_INPUT);
    assert_non_null(strstr(error.text, "9223372036854775808 tokens"));
    assert_string_equal(entity.version, "");

    memset(longer, 'k', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    entity.sum_token = 1;
    for (size_t i = 0; i < COUNT(keys); i++) {
        assert_int_equal(
            store.put(store.self, &keys[i], 0, &entity, &conflict, &error), -1);
        assert_int_equal(error.kind, AOAI_ERROR_INPUT);
        assert_int_equal(store.get(store.self, &keys[i], 0, &entity, &error),
                         -1);
        assert_int_equal(error.kind, AOAI_ERROR_INPUT);
    }
}

static void a_version_of_another_store_is_a_conflict(void **state)
{
    static const char *const versions[] = {
        "0",
        "-1",
        "x",
        "1x",
        "99999999999999999999",
        "W/\"datetime'2024-10-31T09%3A00%3A00.0000000Z'\""};
    const struct sqlite_rig *rig = *state;
    AOAI_CLEANUP(aoai_store_free)
    struct aoai_store store = sqlite_rig_open(rig);
    struct aoai_entity entity = {.sum_token = 1};
    struct aoai_error error = {0};

    assert_int_equal(sqlite_rig_put(rig, &store, &entity, &error), 0);
    for (size_t i = 0; i < COUNT(versions); i++) {
        (void)snprintf(entity.version, sizeof entity.version, "%s",
                       versions[i]);
        entity.sum_token = 2;
        assert_int_equal(sqlite_rig_put(rig, &store, &entity, &error), 1);
    }
    assert_int_equal(sqlite_rig_sum(rig), 1);
}

static void a_version_does_not_come_back_with_a_row_that_was_deleted(void **s)
{
    const struct sqlite_rig *rig = *s;
    AOAI_CLEANUP(aoai_store_free)
    struct aoai_store store = sqlite_rig_open(rig);
    struct aoai_entity old = {.sum_token = 1};
    struct aoai_error error = {0};

    assert_int_equal(sqlite_rig_put(rig, &store, &old, &error), 0);
    sqlite_rig_run(rig->path, "DELETE FROM entity");
    struct aoai_entity new = {.sum_token = 2};
    assert_int_equal(sqlite_rig_put(rig, &store, &new, &error), 0);
    assert_string_not_equal(new.version, old.version);
    assert_int_equal(sqlite_rig_put(rig, &store, &old, &error), 1);
    assert_int_equal(sqlite_rig_sum(rig), 2);
}

static void versions_grow(void **state)
{
    const struct sqlite_rig *rig = *state;
    AOAI_CLEANUP(aoai_store_free)
    struct aoai_store store = sqlite_rig_open(rig);
    struct aoai_entity entity = {.sum_token = 1};
    struct aoai_error error = {0};
    long long last = 0;

    for (int i = 0; i < 10; i++) {
        assert_int_equal(sqlite_rig_put(rig, &store, &entity, &error), 0);
        assert_true(strtoll(entity.version, NULL, 10) > last);
        last = strtoll(entity.version, NULL, 10);
    }
}

static void a_file_with_a_write_ahead_log_goes_on_with_a_journal(void **state)
{
    const struct sqlite_rig *rig = *state;

    write_sum(rig, 1);
    sqlite_rig_run(rig->path, "PRAGMA journal_mode = WAL;"
                              "UPDATE entity SET sum_token = 2");
    struct aoai_error error = {0};
    assert_int_equal(write_more(rig, &error), 0);
    assert_int_equal(sqlite_rig_sum(rig), 3);
    assert_int_equal(count_files(rig), 1);
}

/* Somebody else's hold on a state file, and the clock on which it ends. */
struct hold {
    sqlite3 *base;
    struct fake_clock time;
    int64_t until; /* monotonic ms */
    int pauses;
};

static int64_t monotonic(void *self)
{
    return ((struct hold *)self)->time.monotonic;
}

/* Lets time pass, and the hold end when that is over. */
static void pass(void *self, int64_t milliseconds)
{
    struct hold *hold = self;

    assert_true(milliseconds > 0);
    hold->time.monotonic += milliseconds;
    hold->pauses++;
    if (hold->time.monotonic >= hold->until)
        (void)sqlite3_exec(hold->base, "COMMIT", NULL, NULL, NULL);
}

/* Takes hold of the state file PATH as SQL does. */
static void take(struct hold *hold, const char *path, const char *sql)
{
    *hold = (struct hold){.time = {.monotonic = 1000}, .until = INT64_MAX};
    assert_int_equal(sqlite3_open(path, &hold->base), SQLITE_OK);
    assert_int_equal(sqlite3_exec(hold->base, sql, NULL, NULL, NULL),
                     SQLITE_OK);
}

static void a_held_file_is_waited_for_until_the_deadline(void **state)
{
    static const struct aoai_store_key key = {"p", "r"};
    const struct sqlite_rig *rig = *state;
    struct hold hold;
    struct aoai_clock clock = {&hold, NULL, monotonic, pass};
    struct aoai_store store, second;
    struct aoai_entity entity = {.sum_token = 1};
    struct aoai_error error = {0};
    bool conflict = true;

    assert_int_equal(
        aoai_store_sqlite_open(&store, rig->path, &clock, 2000, &error), 0);
    take(&hold, rig->path, "BEGIN EXCLUSIVE");

    assert_int_equal(
        store.put(store.self, &key, 1500, &entity, &conflict, &error), -1);
    assert_int_equal(error.kind, AOAI_ERROR_DEADLINE);
    assert_non_null(strstr(error.text, rig->path));
    assert_false(conflict);
    assert_string_equal(entity.version, "");
    assert_int_equal(hold.time.monotonic, 1500); /* all of it, no more */
    assert_in_range(hold.pauses, 15, 200);       /* neither busy nor asleep */

    assert_int_equal(store.get(store.self, &key, 1800, &entity, &error), -1);
    assert_int_equal(error.kind, AOAI_ERROR_DEADLINE);
    assert_int_equal(hold.time.monotonic, 1800);

    assert_int_equal(
        aoai_store_sqlite_open(&second, rig->path, &clock, 2000, &error), -1);
    assert_int_equal(error.kind, AOAI_ERROR_DEADLINE);
    assert_int_equal(hold.time.monotonic, 2000);

    /* the deadline is over: no waiting at all */
    hold.pauses = 0;
    assert_int_equal(store.get(store.self, &key, 1800, &entity, &error), -1);
    assert_int_equal(hold.pauses, 0);

    aoai_store_free(&store);
    assert_int_equal(sqlite3_close(hold.base), SQLITE_OK);
}

static void a_file_that_becomes_free_is_written_at_once(void **state)
{
    static const struct aoai_store_key key = {"p", "r"};
    static const char *const holds[] = {
        "BEGIN EXCLUSIVE", "BEGIN IMMEDIATE",
        "BEGIN; SELECT * FROM entity", /* a reader keeps commits waiting */
    };
    const struct sqlite_rig *rig = *state;
    struct hold hold;
    struct aoai_clock clock = {&hold, NULL, monotonic, pass};

    for (size_t i = 0; i < COUNT(holds); i++) {
        struct aoai_store store;
        struct aoai_entity entity;
        struct aoai_error error = {0};
        bool conflict = true;

        assert_int_equal(
            aoai_store_sqlite_open(&store, rig->path, &clock, 2000, &error), 0);
        take(&hold, rig->path, "SELECT 1");
        assert_int_equal(store.get(store.self, &key, 2000, &entity, &error), 0);
        assert_int_equal(sqlite3_exec(hold.base, holds[i], NULL, NULL, NULL),
                         SQLITE_OK);
        hold.until = 1300;
        assert_int_equal(
            store.put(store.self, &key, 2000, &entity, &conflict, &error), 0);
        assert_false(conflict);
        assert_in_range(hold.time.monotonic, 1300, 1332);
        aoai_store_free(&store);
        assert_int_equal(sqlite3_close(hold.base), SQLITE_OK);
    }
}

static void a_call_after_the_deadline_works_where_nobody_is_in_the_way(void **s)
{
    static const struct aoai_store_key key = {"p", "r"};
    const struct sqlite_rig *rig = *s;
    struct fake_clock time = {.monotonic = 1000};
    struct aoai_clock clock = fake_clock(&time);
    struct aoai_store store;
    struct aoai_entity entity;
    struct aoai_error error = {0};
    bool conflict = true;

    assert_int_equal(
        aoai_store_sqlite_open(&store, rig->path, &clock, 1000, &error), 0);
    for (uint64_t i = 0; i < 100; i++) { /* SQLite looks at the clock, too */
        assert_int_equal(store.get(store.self, &key, 1, &entity, &error), 0);
        assert_int_equal(entity.sum_token, i);
        entity.sum_token++;
        assert_int_equal(
            store.put(store.self, &key, 1, &entity, &conflict, &error), 0);
        assert_false(conflict);
    }
    aoai_store_free(&store);
}

static void a_file_full_of_tables_does_not_outlast_the_deadline(void **state)
{
    const struct sqlite_rig *rig = *state;
    struct fake_clock time = {.monotonic = 1000};
    struct aoai_clock clock = fake_clock(&time);
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf sql = {0};
    struct aoai_store store;
    struct aoai_error error = {0};

    aoai_buf_puts(&sql, "BEGIN;");
    for (int i = 0; i < 1000; i++)
        aoai_buf_printf(&sql, "CREATE TABLE t%d (x);", i);
    aoai_buf_puts(&sql, "COMMIT");
    make_state(rig->path, aoai_buf_text(&sql));
    assert_int_equal(
        aoai_store_sqlite_open(&store, rig->path, &clock, 1000, &error), -1);
    assert_int_equal(error.kind, AOAI_ERROR_DEADLINE);
    /* there was nothing else wrong with it */
    assert_int_equal(
        aoai_store_sqlite_open(&store, rig->path, &clock, 1001, &error), 0);
    aoai_store_free(&store);
}

/* Opens and writes while somebody may hold the file, without waiting. */
static int write_at_once(const struct sqlite_rig *rig, struct aoai_error *error)
{
    AOAI_CLEANUP(aoai_store_free) struct aoai_store store = {0};
    struct aoai_entity entity = {.sum_token = 1};
    struct aoai_store_key key = {"p", "r"};
    bool conflict = false;

    if (aoai_store_sqlite_open(&store, rig->path, &rig->clock, 0, error) != 0)
        return -1;
    return store.put(store.self, &key, 0, &entity, &conflict, error);
}

static void opening_twice_leaves_the_locks_of_this_process_alone(void **state)
{
    const struct sqlite_rig *rig = *state;
    struct hold hold;

    write_sum(rig, 1);
    take(&hold, rig->path, "BEGIN IMMEDIATE");
    struct aoai_store second = sqlite_rig_open(rig);
    struct outcome outcome = sqlite_rig_fork(rig, false, write_at_once);
    assert_int_equal(outcome.result, -1);
    assert_int_equal(outcome.error.kind, AOAI_ERROR_DEADLINE);
    aoai_store_free(&second);
    assert_int_equal(sqlite3_close(hold.base), SQLITE_OK);
    outcome = sqlite_rig_fork(rig, false, write_at_once);
    assert_int_equal(outcome.result, 0);
}

static void bench_begin(void *self)
{
    sqlite_rig_begin(self);
}

static void bench_open(void *self, struct aoai_store *store)
{
    *store = sqlite_rig_open(self);
}

static void bench_end(void *self)
{
    sqlite_rig_end(self);
}

#define TEST(FUNCTION)                                                         \
    cmocka_unit_test_setup_teardown(FUNCTION, sqlite_rig_set_up,               \
                                    sqlite_rig_tear_down)

int main(void)
{
    static struct sqlite_rig rig;
    const struct aoai_clock clock = aoai_platform_clock();
    const struct store_bench bench = {"the contract, SQLite",
                                      &rig,
                                      &clock,
                                      10000,
                                      bench_begin,
                                      bench_open,
                                      bench_end};
    const struct CMUnitTest tests[] = {
        TEST(the_file_is_private_and_closing_leaves_it_alone),
        TEST(missing_folders_are_made_private),
        TEST(a_path_may_begin_in_the_current_folder),
        TEST(links_on_the_way_to_the_folder_are_followed),
        TEST(files_that_are_none_of_ours_are_refused_and_left_alone),
        TEST(the_log_of_another_program_is_left_to_it),
        TEST(paths_and_folders_that_do_not_do_are_refused),
        TEST(files_and_folders_of_somebody_else_are_refused),
        TEST(what_may_not_be_written_is_told),
        TEST(a_file_that_is_moved_away_under_our_hands_is_told),
        TEST(rows_that_are_no_entities_are_told),
        TEST(a_row_of_absurd_length_is_told),
        TEST(rows_in_a_damaged_page_are_told),
        TEST(what_does_not_fit_is_refused),
        TEST(a_version_of_another_store_is_a_conflict),
        TEST(a_version_does_not_come_back_with_a_row_that_was_deleted),
        TEST(versions_grow),
        TEST(a_file_with_a_write_ahead_log_goes_on_with_a_journal),
        TEST(a_held_file_is_waited_for_until_the_deadline),
        TEST(a_file_that_becomes_free_is_written_at_once),
        TEST(a_call_after_the_deadline_works_where_nobody_is_in_the_way),
        TEST(a_file_full_of_tables_does_not_outlast_the_deadline),
        TEST(opening_twice_leaves_the_locks_of_this_process_alone),
    };

    return store_contract_run(&bench) +
           cmocka_run_group_tests(tests, NULL, NULL);
}
