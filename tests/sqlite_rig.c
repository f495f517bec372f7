/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <sqlite3.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "state/store_sqlite.h"
#include "tests/sqlite_rig.h"

/* PATIENCE is ms; NOBODY is a user without rights; FATAL is no result. */
enum { PATIENCE = 60000, NOBODY = 65534, FATAL = 77 };

static const struct aoai_store_key key = {"|subscriptions|s", "gpt-2024-10"};

void sqlite_rig_begin(struct sqlite_rig *rig)
{
    rig->folder = temp_folder_make();
    temp_folder_path(&rig->folder, "state.db", rig->path);
    rig->clock = aoai_platform_clock();
}

void sqlite_rig_end(struct sqlite_rig *rig)
{
    temp_folder_remove(&rig->folder);
}

/* When a call that begins now has to end. */
static int64_t deadline(const struct sqlite_rig *rig)
{
    return rig->clock.monotonic(rig->clock.self) + PATIENCE;
}

int sqlite_rig_set_up(void **state)
{
    static struct sqlite_rig rig;

    sqlite_rig_begin(&rig);
    *state = &rig;
    return 0;
}

int sqlite_rig_tear_down(void **state)
{
    sqlite_rig_end(*state);
    return 0;
}

int sqlite_rig_try(const struct sqlite_rig *rig, const char *path,
                   struct aoai_store *store, struct aoai_error *error)
{
    return aoai_store_sqlite_open(store, path, &rig->clock, deadline(rig),
                                  error);
}

struct aoai_store sqlite_rig_open(const struct sqlite_rig *rig)
{
    struct aoai_store store = {0};
    struct aoai_error error = {0};

    if (sqlite_rig_try(rig, rig->path, &store, &error) != 0)
        fail_msg("%s", error.text);
    return store;
}

int sqlite_rig_get(const struct sqlite_rig *rig, const struct aoai_store *store,
                   struct aoai_entity *entity, struct aoai_error *error)
{
    return store->get(store->self, &key, deadline(rig), entity, error);
}

int sqlite_rig_put(const struct sqlite_rig *rig, const struct aoai_store *store,
                   struct aoai_entity *entity, struct aoai_error *error)
{
    bool conflict = false;

    if (store->put(store->self, &key, deadline(rig), entity, &conflict,
                   error) != 0)
        return -1;
    return conflict ? 1 : 0;
}

uint64_t sqlite_rig_sum(const struct sqlite_rig *rig)
{
    AOAI_CLEANUP(aoai_store_free)
    struct aoai_store store = sqlite_rig_open(rig);
    struct aoai_entity entity;
    struct aoai_error error = {0};

    if (sqlite_rig_get(rig, &store, &entity, &error) != 0)
        fail_msg("%s", error.text);
    return entity.sum_token;
}

void sqlite_rig_run(const char *path, const char *sql)
{
    sqlite3 *base = NULL;

    assert_int_equal(sqlite3_open(path, &base), SQLITE_OK);
    if (sqlite3_exec(base, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(base));
    assert_int_equal(sqlite3_close(base), SQLITE_OK);
}

/* Keeps in *SOUND whether the only answer is "ok". */
static int judge(void *sound, int count, char **values, char **names)
{
    (void)names;
    *(bool *)sound = count == 1 && strcmp(values[0], "ok") == 0;
    return 0;
}

bool sqlite_rig_is_sound(const char *path)
{
    sqlite3 *base = NULL;
    bool sound = false;
    bool ran = sqlite3_open(path, &base) == SQLITE_OK &&
               sqlite3_exec(base, "PRAGMA integrity_check", judge, &sound,
                            NULL) == SQLITE_OK;

    (void)sqlite3_close(base);
    return ran && sound;
}

/* Gives up the rights of root. */
static bool become_nobody(const struct sqlite_rig *rig)
{
    if (geteuid() != 0)
        return true;
    if (chown(rig->folder.path, NOBODY, NOBODY) != 0 ||
        (access(rig->path, F_OK) == 0 && chown(rig->path, NOBODY, NOBODY) != 0))
        return false;
    return setresgid(NOBODY, NOBODY, NOBODY) == 0 &&
           setresuid(NOBODY, NOBODY, NOBODY) == 0;
}

struct outcome sqlite_rig_fork(const struct sqlite_rig *rig, bool plain,
                               int (*work)(const struct sqlite_rig *rig,
                                           struct aoai_error *error))
{
    struct outcome *shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE,
                                  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    struct outcome outcome;
    pid_t child = -1;
    int status = 0;

    assert_true(shared != MAP_FAILED);
    shared->result = FATAL;
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        if (!plain || become_nobody(rig))
            shared->result = work(rig, &shared->error);
        /* as another program: what it has of its parent's is no leak then */
        (void)execl("/bin/true", "true", (char *)NULL);
        _exit(1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    outcome = *shared;
    assert_int_equal(munmap(shared, sizeof *shared), 0);
    return outcome;
}
