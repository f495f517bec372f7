/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#define _GNU_SOURCE
#include "net/file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHUNK = 8192 };

/* Closes the file descriptor FILE points to. */
static void close_file(int *file)
{
    if (*file >= 0)
        close(*file);
}

/* Why opening failed, in plain words. */
static const char *open_reason(int number)
{
    switch (number) {
    case EACCES:
    case EPERM:
        return "permission denied";
    case ELOOP:
        return "too many symbolic links";
    case ENAMETOOLONG:
        return "the name is too long";
    case EMFILE:
    case ENFILE:
        return "too many open files";
    default:
        return "can not be opened";
    }
}

/* Reads into OUT until the file ends. */
static int read_chunks(struct aoai_buf *out, int file, struct aoai_error *error)
{
    char chunk[CHUNK];
    ssize_t count = 0;

    do {
        count = read(file, chunk, sizeof chunk);
        if (count > 0)
            aoai_buf_add(out, chunk, (size_t)count);
    } while ((count > 0 && out->state == AOAI_BUF_FINE) ||
             (count < 0 && errno == EINTR));
    if (out->secret)
        aoai_wipe(chunk, sizeof chunk);
    if (count < 0)
        return aoai_error_set(error, AOAI_ERROR_INPUT, "can not be read");
    if (out->state == AOAI_BUF_TOO_LARGE)
        return aoai_error_set(error, AOAI_ERROR_INPUT, "larger than %zu bytes",
                              out->max > 0 ? out->max : (size_t)AOAI_BUF_MAX);
    return aoai_buf_check(out, error);
}

int aoai_file_drain(struct aoai_buf *out, int file, struct aoai_error *error)
{
    size_t before = out->length;
    enum aoai_buf_state state = out->state;
    struct stat status;

    if (fstat(file, &status) == 0 && status.st_size > 0 &&
        status.st_size <= AOAI_BUF_MAX)
        aoai_buf_reserve(out, (size_t)status.st_size);
    if (read_chunks(out, file, error) == 0)
        return 0;
    aoai_buf_truncate(out, before);
    out->state = state;
    return -1;
}

/* Opens PATH for reading, with the further FLAGS, if it is a regular file;
 * else -1. */
static int open_regular(const char *path, int flags, struct aoai_error *error)
{
    int file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY | flags);
    struct stat status;

    if (file < 0 && (errno == ENOENT || errno == ENOTDIR))
        return aoai_error_set(error, AOAI_ERROR_NOT_FOUND, "%s: no such file",
                              path);
    if (file < 0 && errno == ELOOP && (flags & O_NOFOLLOW) != 0)
        return aoai_error_set(error, AOAI_ERROR_INPUT, "%s: a symbolic link",
                              path);
    if (file < 0)
        return aoai_error_set(error,
                              errno == EACCES || errno == EPERM
                                  ? AOAI_ERROR_DENIED
                                  : AOAI_ERROR_INPUT,
                              "%s: %s", path, open_reason(errno));
    if (fstat(file, &status) == 0 && S_ISREG(status.st_mode))
        return file;
    close(file);
    return aoai_error_set(error, AOAI_ERROR_INPUT, "%s: not a regular file",
                          path);
}

/* Appends the regular file PATH, opened with the further FLAGS. */
static int read_regular(struct aoai_buf *out, const char *path, int flags,
                        struct aoai_error *error)
{
    AOAI_CLEANUP(close_file) int file = open_regular(path, flags, error);

    if (file < 0)
        return -1;
    if (aoai_file_drain(out, file, error) != 0)
        return aoai_error_wrap(error, "%s", path);
    return 0;
}

int aoai_file_read(struct aoai_buf *out, const char *path,
                   struct aoai_error *error)
{
    return read_regular(out, path, 0, error);
}

/* Appends the secret in the file PATH, opened with the further FLAGS. */
static int read_secret(struct aoai_buf *out, const char *path, int flags,
                       struct aoai_error *error)
{
    size_t before = out->length;
    size_t length = 0;
    const char *text = NULL;

    out->secret = true;
    if (read_regular(out, path, flags, error) != 0)
        return -1;
    length = out->length - before;
    text = aoai_buf_text(out) + before;
    if (length > 0 && text[length - 1] == '\n')
        length--;
    if (length > 0 && length < out->length - before && text[length - 1] == '\r')
        length--;
    aoai_buf_truncate(out, before + length);
    if (length == 0)
        return aoai_error_set(error, AOAI_ERROR_INPUT, "%s: empty", path);
    if (memchr(text, '\0', length) == NULL)
        return 0;
    aoai_buf_truncate(out, before);
    return aoai_error_set(error, AOAI_ERROR_INPUT, "%s: holds a NUL byte",
                          path);
}

int aoai_file_read_secret(struct aoai_buf *out, const char *path,
                          struct aoai_error *error)
{
    return read_secret(out, path, 0, error);
}

int aoai_file_read_secret_unlinked(struct aoai_buf *out, const char *path,
                                   struct aoai_error *error)
{
    return read_secret(out, path, O_NOFOLLOW, error);
}

bool aoai_file_write_all(int file, const struct aoai_buf *bytes)
{
    const char *at = aoai_buf_text(bytes);
    size_t left = bytes->length;

    while (left > 0) {
        ssize_t done = write(file, at, left);

        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return false;
        at += done;
        left -= (size_t)done;
    }
    return true;
}

bool aoai_file_exists(const char *path)
{
    return access(path, F_OK) == 0;
}

bool aoai_file_is_public(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0 && (status.st_mode & S_IROTH) != 0;
}
