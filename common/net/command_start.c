/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#define _GNU_SOURCE
#include "net/command_start.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/buf.h"
#include "net/platform.h"

/* Where to look when PATH says nothing. */
#define USUAL_FOLDERS "/usr/local/bin:/usr/bin:/bin"

void aoai_command_start_close(int *file)
{
    if (*file >= 0)
        close(*file);
    *file = -1;
}

/* True when PATH is a file that may be run. One that may not sets *REFUSED. */
static bool is_program(const char *path, bool *refused)
{
    struct stat status;

    if (stat(path, &status) != 0 || !S_ISREG(status.st_mode))
        return false;
    if (faccessat(AT_FDCWD, path, X_OK, AT_EACCESS) == 0)
        return true;
    *refused = true;
    return false;
}

/* Writes where the program NAME is into PATH. */
static int find_program(const char *name, struct aoai_buf *path,
                        struct aoai_error *error)
{
    const char *folders = aoai_platform_env("PATH");
    const char *at = folders ? folders : USUAL_FOLDERS;
    bool refused = false;

    for (; *at != '\0'; at += strspn(at, ":")) {
        size_t length = strcspn(at, ":");

        aoai_buf_truncate(path, 0);
        aoai_buf_add(path, at, length);
        aoai_buf_printf(path, "/%s", name);
        if (aoai_buf_check(path, error))
            return -1;
        if (*at == '/' && is_program(aoai_buf_text(path), &refused))
            return 0;
        at += length;
    }
    if (refused)
        return aoai_error_set(error, AOAI_ERROR_INPUT,
                              "%s can not be run: permission denied", name);
    return aoai_error_set(error, AOAI_ERROR_NOT_FOUND, "no %s in $PATH", name);
}

/* Why starting failed, in plain words. */
static const char *start_reason(int number)
{
    switch (number) {
    case ENOENT:
        return "its interpreter is missing";
    case ENOEXEC:
        return "it is no program of this machine";
    case EACCES:
    case EPERM:
        return "permission denied";
    case EAGAIN:
        return "too many processes";
    case EBADF:
        return "a standard descriptor is closed";
    case EMFILE:
    case ENFILE:
        return "too many open files";
    default:
        return "the system refuses";
    }
}

/* Says that the program at PATH can not be started, and why. */
static int refuse(struct aoai_error *error, const char *path, int number)
{
    if (number == ENOMEM)
        return aoai_error_memory(error);
    return aoai_error_set(error, AOAI_ERROR_INPUT, "%s can not be started: %s",
                          path, start_reason(number));
}

/* Says what becomes of the child's descriptors and folder. Returns an error
 * number. */
static int plan_files(posix_spawn_file_actions_t *files, int output, int errors)
{
    int number = posix_spawn_file_actions_addopen(files, STDIN_FILENO,
                                                  "/dev/null", O_RDONLY, 0);

    if (number == 0)
        number = posix_spawn_file_actions_adddup2(files, output, STDOUT_FILENO);
    if (number == 0)
        number = posix_spawn_file_actions_adddup2(files, errors, STDERR_FILENO);
    if (number == 0)
        number =
            posix_spawn_file_actions_addclosefrom_np(files, STDERR_FILENO + 1);
    if (number == 0)
        number = posix_spawn_file_actions_addchdir_np(files, "/");
    return number;
}

/* Says what the child's group and signals are. Returns an error number. */
static int plan_signals(posix_spawnattr_t *attributes)
{
    sigset_t all, none;
    int number = posix_spawnattr_setflags(
        attributes,
        POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);

    sigfillset(&all);
    sigdelset(&all, SIGKILL);
    sigdelset(&all, SIGSTOP);
    sigemptyset(&none);
    if (number == 0)
        number = posix_spawnattr_setpgroup(attributes, 0);
    if (number == 0)
        number = posix_spawnattr_setsigdefault(attributes, &all);
    if (number == 0)
        number = posix_spawnattr_setsigmask(attributes, &none);
    return number;
}

/* True when the line "NAME=VALUE" of the environment is of one of NAMES. */
static bool is_withheld(const char *line, const char *const *names)
{
    size_t length = strcspn(line, "=");

    for (; names && *names; names++)
        if (strlen(*names) == length && strncmp(*names, line, length) == 0)
            return true;
    return false;
}

/* The environment without the variables NAMES, to be freed; its lines are
 * borrowed. NULL without memory. */
static char **copy_environment(const char *const *names)
{
    size_t count = 0, kept = 0;
    char **lines;

    while (environ && environ[count])
        count++;
    lines = calloc(count + 1, sizeof(lines[0]));
    for (size_t i = 0; lines && i < count; i++)
        if (!is_withheld(environ[i], names))
            lines[kept++] = environ[i];
    return lines;
}

/* Has START's program run from PATH, as FILES and ATTRIBUTES say. Returns an
 * error number. */
static int execute(struct aoai_command_start *start, const char *path,
                   const posix_spawn_file_actions_t *files,
                   const posix_spawnattr_t *attributes)
{
    char **environment = copy_environment(start->withheld);
    int number;

    if (!environment)
        return ENOMEM;
    number = posix_spawn(
        &start->child, path, files, attributes,
        (char *const *)(uintptr_t)(const void *)start->arguments, environment);
    free(environment);
    return number;
}

/* Starts the program at PATH, which writes to the pipes' ends OUTPUT and
 * ERRORS. Returns an error number. */
static int spawn(struct aoai_command_start *start, const char *path, int output,
                 int errors)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    int number = posix_spawn_file_actions_init(&files);

    if (number != 0)
        return number;
    number = posix_spawnattr_init(&attributes);
    if (number != 0) {
        posix_spawn_file_actions_destroy(&files);
        return number;
    }
    number = plan_files(&files, output, errors);
    if (number == 0)
        number = plan_signals(&attributes);
    if (number == 0)
        number = execute(start, path, &files, &attributes);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    return number;
}

/* Makes a pipe: *OURS is read without waiting, *THEIRS is written. Returns an
 * error number. */
static int make_pipe(int *ours, int *theirs)
{
    int ends[2];

    if (pipe2(ends, O_CLOEXEC) != 0)
        return errno;
    *ours = ends[0];
    *theirs = ends[1];
    /* In place of a standard descriptor it would be overwritten. */
    if (*ours <= STDERR_FILENO || *theirs <= STDERR_FILENO)
        return EBADF;
    return fcntl(*ours, F_SETFL, O_NONBLOCK) == 0 ? 0 : errno;
}

/* Makes the pipes and starts the program at PATH. Returns an error number. */
static int start_at(struct aoai_command_start *start, const char *path)
{
    AOAI_CLEANUP(aoai_command_start_close) int output = -1;
    AOAI_CLEANUP(aoai_command_start_close) int errors = -1;
    int number = make_pipe(&start->output, &output);

    if (number == 0)
        number = make_pipe(&start->errors, &errors);
    if (number == 0)
        number = spawn(start, path, output, errors);
    return number;
}

int aoai_command_start(struct aoai_command_start *start,
                       struct aoai_error *error)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf path = {0};
    int number;

    if (find_program(start->arguments[0], &path, error))
        return -1;
    number = start_at(start, aoai_buf_text(&path));
    if (number == 0)
        return 0;
    aoai_command_start_close(&start->output);
    aoai_command_start_close(&start->errors);
    return refuse(error, aoai_buf_text(&path), number);
}
