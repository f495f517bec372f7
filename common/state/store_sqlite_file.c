/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/buf.h"
#include "state/store_sqlite_parts.h"

/* Closes the file descriptor FILE points to. */
static void close_file(int *file)
{
    if (*file >= 0)
        close(*file);
}

/* Frees the text TEXT points to. */
static void free_text(char **text)
{
    free(*text);
}

/* Makes PATH and the folders that it lies in, 0700, as far as they are missing.
 * Returns 0, or -1 with errno. */
static int make_folders(char *path)
{
    char *slash = path;

    do {
        slash = strchr(slash + 1, '/');
        if (slash != NULL)
            *slash = '\0';
        if (mkdir(path, 0700) != 0 && errno != EEXIST)
            return -1;
        if (slash != NULL)
            *slash = '/';
    } while (slash != NULL);
    return 0;
}

/* The folder of PATH without any link in it, made if it is missing; *NAME is
 * the file's name in it. The caller frees it. Returns NULL with ERROR. */
static char *find_folder(const char *path, const char **name,
                         struct aoai_error *error)
{
    AOAI_CLEANUP(free_text) char *folder = NULL;
    const char *slash = strrchr(path, '/');
    char *real = NULL;

    *name = slash != NULL ? slash + 1 : path;
    if (**name == '\0') {
        (void)aoai_error_set(error, AOAI_ERROR_INPUT,
                             "the state file %s is a folder: name a file in it",
                             aoai_error_quote(path).text);
        return NULL;
    }
    if (slash == NULL)
        folder = strdup(".");
    else
        folder = strndup(path, slash > path ? (size_t)(slash - path) : 1);
    if (folder == NULL) {
        (void)aoai_error_memory(error);
        return NULL;
    }
    real = realpath(folder, NULL);
    if (real == NULL && errno == ENOENT && make_folders(folder) == 0)
        real = realpath(folder, NULL);
    if (real == NULL)
        (void)aoai_store_sqlite_refuse(errno, path, error);
    return real;
}

/* Refuses WHAT ("" or "the folder of "), PATH of STATUS, when somebody else
 * could change it. */
static int check_rights(const struct stat *status, const char *what,
                        const char *path, struct aoai_error *error)
{
    const struct aoai_quote file = aoai_error_quote(path);
    const bool folder = S_ISDIR(status->st_mode);

    if (status->st_uid != 0 && status->st_uid != geteuid())
        return aoai_error_set(error, AOAI_ERROR_INPUT,
                              "%sthe state file %s belongs to user %lu: it has "
                              "to belong to root or to user %lu, who runs this",
                              what, file.text, (unsigned long)status->st_uid,
                              (unsigned long)geteuid());
    if ((status->st_mode & (S_IWGRP | S_IWOTH)) != 0)
        return aoai_error_set(error, AOAI_ERROR_INPUT,
                              "%sthe state file %s may be written by others "
                              "(mode %04o): %s",
                              what, file.text,
                              (unsigned int)status->st_mode & 07777U,
                              folder ? "name a file in a folder of its own, "
                                       "which is made"
                                     : "take that right away with chmod 600");
    return 0;
}

/* Makes the file NAME in FOLDER, empty and private, if nothing is there. */
static int make_file(int folder, const char *name, const char *path,
                     struct aoai_error *error)
{
    const int flags =
        O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY;
    AOAI_CLEANUP(close_file) int file = openat(folder, name, flags, 0600);

    if (file < 0 && errno == EEXIST)
        return 0;
    if (file < 0 || fchmod(file, 0600) != 0)
        return aoai_store_sqlite_refuse(errno, path, error);
    return 0;
}

/* Refuses the file NAME in FOLDER when it is not a private one of ours. It is
 * not opened: closing it would take the locks of another store away that this
 * process has open on it (https://www.sqlite.org/howtocorrupt.html, 2.2). */
static int check_file(int folder, const char *name, const char *path,
                      struct aoai_error *error)
{
    const struct aoai_quote file = aoai_error_quote(path);
    struct stat status;

    if (fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) != 0)
        return aoai_store_sqlite_refuse(errno, path, error);
    if (S_ISLNK(status.st_mode))
        return aoai_error_set(error, AOAI_ERROR_INPUT,
                              "the state file %s is a symbolic link: name the "
                              "file that it leads to",
                              file.text);
    if (!S_ISREG(status.st_mode))
        return aoai_error_set(error, AOAI_ERROR_INPUT,
                              "the state file %s is no regular file: name "
                              "another",
                              file.text);
    if (check_rights(&status, "", path, error) != 0)
        return -1;
    if (faccessat(folder, name, R_OK | W_OK, AT_EACCESS) != 0 ||
        faccessat(folder, ".", W_OK | X_OK, AT_EACCESS) != 0)
        return aoai_store_sqlite_refuse(errno, path, error);
    return 0;
}

char *aoai_store_sqlite_file(const char *path, struct aoai_error *error)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf real = {0};
    AOAI_CLEANUP(close_file) int file = -1;
    const char *name = NULL;
    AOAI_CLEANUP(free_text) char *folder = find_folder(path, &name, error);
    struct stat status;

    if (folder == NULL)
        return NULL;
    file = open(folder, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (file < 0 || fstat(file, &status) != 0) {
        (void)aoai_store_sqlite_refuse(errno, path, error);
        return NULL;
    }
    if (check_rights(&status, "the folder of ", path, error) != 0 ||
        make_file(file, name, path, error) != 0 ||
        check_file(file, name, path, error) != 0)
        return NULL;
    aoai_buf_printf(&real, "%s/%s", folder, name);
    return aoai_buf_take(&real, error);
}
