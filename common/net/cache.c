/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#define _GNU_SOURCE
#include "net/cache.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/hash.h"
#include "net/file.h"

enum {
    TEMP_NAME_SIZE = AOAI_CACHE_NAME_SIZE + 32,
    TEMP_TRIES = 4,    /* random names that were all taken */
    TEMP_AGE = 3600,   /* seconds: its writer is dead */
    SWEEP_ONE_IN = 256 /* writes that look for dead writers' files */
};

/* Closes the file descriptor FILE points to. */
static void close_file(int *file)
{
    if (*file >= 0)
        close(*file);
}

/* Makes the folders that PATH lies in and then PATH itself, 0700. */
static void make_folders(char *path)
{
    char *slash = path;

    while ((slash = strchr(slash + 1, '/')) != NULL) {
        *slash = '\0';
        (void)mkdir(path, 0755);
        *slash = '/';
    }
    (void)mkdir(path, 0700);
}

/* Opens PATH, which no symbolic link may stand for; makes it if missing. */
static int open_folder(const char *path)
{
    const int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
    char plain[PATH_MAX];
    size_t length = strlen(path);
    int folder = -1;

    while (length > 1 && path[length - 1] == '/')
        length--;
    if (length == 0 || length >= sizeof plain)
        return -1;
    memcpy(plain, path, length);
    plain[length] = '\0';
    folder = open(plain, flags);
    if (folder >= 0 || errno != ENOENT)
        return folder;
    make_folders(plain);
    return open(plain, flags);
}

/* What is wrong with FOLDER as a private one; NULL when nothing is. */
static const char *find_fault(int folder)
{
    struct stat status;

    if (folder < 0)
        return "is no folder of ours and can not be made";
    if (fstat(folder, &status) != 0)
        return "can not be looked at";
    if (status.st_uid != geteuid())
        return "belongs to somebody else";
    if ((status.st_mode & (S_IWGRP | S_IWOTH)) != 0)
        return "is writable by others";
    if (faccessat(folder, ".", W_OK | X_OK, AT_EACCESS) != 0)
        return "is not writable";
    return NULL;
}

int aoai_cache_open(struct aoai_cache *cache, const char *path,
                    struct aoai_error *error)
{
    int folder = open_folder(path);
    const char *fault = find_fault(folder);

    *cache = AOAI_CACHE_NONE;
    if (fault != NULL) {
        close_file(&folder);
        return aoai_error_set(error, AOAI_ERROR_INPUT, "the cache folder %s %s",
                              path, fault);
    }
    cache->folder = folder;
    return 0;
}

void aoai_cache_close(struct aoai_cache *cache)
{
    close_file(&cache->folder);
    *cache = AOAI_CACHE_NONE;
}

void aoai_cache_name(char name[AOAI_CACHE_NAME_SIZE], const char *prefix,
                     const char *text)
{
    uint64_t hash = AOAI_HASH_START;

    for (; *text != '\0'; text++)
        hash = aoai_hash_byte(hash, (unsigned char)*text);
    (void)snprintf(name, AOAI_CACHE_NAME_SIZE, "%.40s-%016" PRIx64, prefix,
                   hash);
}

/* True when STATUS is that of a private file: regular, ours, closed to others
 * and without a second name (none at all: it was replaced just now). */
static bool is_private(const struct stat *status)
{
    return S_ISREG(status->st_mode) && status->st_uid == geteuid() &&
           (status->st_mode & (S_IRWXG | S_IRWXO)) == 0 &&
           status->st_nlink <= 1;
}

int aoai_cache_open_file(const struct aoai_cache *cache, const char *name,
                         int flags)
{
    struct stat status;
    int file = -1;

    if (cache->folder < 0)
        return -1;
    file = openat(cache->folder, name,
                  flags | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY, 0600);
    if (file < 0)
        return -1;
    if (fstat(file, &status) == 0 && is_private(&status))
        return file;
    close(file);
    return -1;
}

bool aoai_cache_read(const struct aoai_cache *cache, const char *name,
                     struct aoai_buf *out)
{
    AOAI_CLEANUP(close_file)
    int file = aoai_cache_open_file(cache, name, O_RDONLY);

    if (file >= 0 && aoai_file_drain(out, file, NULL) == 0)
        return true;
    aoai_buf_free(out);
    return false;
}

/* True when NAME is that of a temporary file made here. */
static bool is_temp(const char *name)
{
    size_t length = strlen(name);

    return length > 4 && strcmp(name + length - 4, ".tmp") == 0;
}

/* Removes what writers left that died before NOW, in the file system's own
 * time. */
static void sweep(int folder, time_t now)
{
    struct stat status;
    const struct dirent *entry = NULL;
    int copy = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *list = copy >= 0 ? fdopendir(copy) : NULL;

    if (list == NULL) {
        close_file(&copy);
        return;
    }
    while ((entry = readdir(list)) != NULL)
        if (is_temp(entry->d_name) &&
            fstatat(folder, entry->d_name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
            now - status.st_mtime > TEMP_AGE)
            (void)unlinkat(folder, entry->d_name, 0);
    closedir(list);
}

/* Makes a new file for NAME's next content; its name goes to TEMP. */
static int open_temp(int folder, const char *name, char temp[TEMP_NAME_SIZE])
{
    const int flags =
        O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY;
    int file = -1;

    for (int i = 0; i < TEMP_TRIES && file < 0; i++) {
        (void)snprintf(temp, TEMP_NAME_SIZE, "%.*s.%016" PRIx64 ".tmp",
                       AOAI_CACHE_NAME_SIZE - 1, name, aoai_platform_random());
        file = openat(folder, temp, flags, 0600);
        if (file < 0 && errno != EEXIST)
            return -1;
    }
    return file;
}

/* Writes BYTES to the new FILE and closes it in any case. */
static bool fill_temp(int folder, int file, const struct aoai_buf *bytes)
{
    struct stat status;
    bool written = aoai_file_write_all(file, bytes);

    if (written && aoai_platform_random() % SWEEP_ONE_IN == 0 &&
        fstat(file, &status) == 0)
        sweep(folder, status.st_mtime);
    return close(file) == 0 && written;
}

int aoai_cache_write(const struct aoai_cache *cache, const char *name,
                     const struct aoai_buf *bytes, struct aoai_error *error)
{
    char temp[TEMP_NAME_SIZE];
    int file = -1;

    if (cache->folder < 0)
        return 0;
    file = open_temp(cache->folder, name, temp);
    if (file < 0)
        return aoai_error_set(error, AOAI_ERROR_INPUT,
                              "no file can be made in the cache folder");
    if (fill_temp(cache->folder, file, bytes) &&
        renameat(cache->folder, temp, cache->folder, name) == 0)
        return 0;
    (void)unlinkat(cache->folder, temp, 0);
    return aoai_error_set(error, AOAI_ERROR_INPUT,
                          "%s can not be written in the cache folder", name);
}

void aoai_cache_remove(const struct aoai_cache *cache, const char *name)
{
    if (cache->folder >= 0)
        (void)unlinkat(cache->folder, name, 0);
}
