/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/temp_folder.h"

struct temp_folder temp_folder_make(void)
{
    struct temp_folder folder;
    const char *base = getenv("TMPDIR");

    if (!base || strlen(base) > sizeof(folder.path) / 4)
        base = "/tmp";
    (void)snprintf(folder.path, sizeof(folder.path), "%.200s/aoai-test-XXXXXX",
                   base);
    assert_non_null(mkdtemp(folder.path));
    return folder;
}

void temp_folder_path(const struct temp_folder *folder, const char *name,
                      char path[TEMP_FOLDER_PATH])
{
    int length = snprintf(path, TEMP_FOLDER_PATH, "%s/%s", folder->path, name);

    assert_true(length > 0 && length < TEMP_FOLDER_PATH);
}

void temp_folder_write(const struct temp_folder *folder, const char *name,
                       const void *bytes, size_t length)
{
    char path[TEMP_FOLDER_PATH];
    int file;

    temp_folder_path(folder, name, path);
    file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    assert_true(file >= 0);
    assert_int_equal(write(file, bytes, length), length);
    assert_int_equal(close(file), 0);
}

/* True when NAME begins with PREFIX and is no lock. */
static int is_wanted(const char *name, const char *prefix)
{
    size_t length = strlen(name);

    return strncmp(name, prefix, strlen(prefix)) == 0 &&
           (length < 5 || strcmp(name + length - 5, ".lock") != 0);
}

void temp_folder_find(const struct temp_folder *folder, const char *prefix,
                      char path[TEMP_FOLDER_PATH])
{
    DIR *entries = opendir(folder->path);
    const struct dirent *entry;
    size_t found = 0;

    assert_non_null(entries);
    while ((entry = readdir(entries)))
        if (is_wanted(entry->d_name, prefix)) {
            temp_folder_path(folder, entry->d_name, path);
            found++;
        }
    (void)closedir(entries);
    assert_int_equal(found, 1);
}

static int remove_one(const char *path, const struct stat *status, int type,
                      struct FTW *ftw)
{
    (void)status;
    (void)type;
    (void)ftw;
    return remove(path);
}

void temp_folder_remove(const struct temp_folder *folder)
{
    (void)nftw(folder->path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}
