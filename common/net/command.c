/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#define _GNU_SOURCE
#include "net/command.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "net/command_start.h"

/* A pipe holds 64 KiB unless somebody enlarges it (pipe(7)): so much is read
 * in one go, and all of it when the program has ended. */
enum { CHUNK = 4096, CHUNKS = 64 * 1024 / CHUNK + 1 };

/* How often it is asked whether the program has ended, how long it may take
 * to end when told to, and how long the kernel to end it. */
enum { LOOK_MS = 20, GRACE_MS = 100, KILL_MS = 1000 };

/* A program that runs. */
struct run {
    struct aoai_command *command;
    pid_t child;
    int output, errors; /* our ends of its pipes; -1: closed */
};

/* Reads what is there from *FILE into BUF, of a program's errors (CUT) only
 * what fits; closes it at its end. */
static void take(int *file, struct aoai_buf *buf, bool cut)
{
    char chunk[CHUNK];

    for (int i = 0; i < CHUNKS && *file >= 0; i++) {
        ssize_t count = read(*file, chunk, sizeof(chunk));
        size_t max = buf->max ? buf->max : (size_t)AOAI_BUF_MAX;
        size_t room = max - buf->length;

        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0 && errno == EAGAIN)
            break;
        if (count <= 0)
            aoai_command_start_close(file);
        else if (cut && (size_t)count > room)
            aoai_buf_add(buf, chunk, room);
        else
            aoai_buf_add(buf, chunk, (size_t)count);
    }
    aoai_wipe(chunk, sizeof(chunk));
}

/* Reads what is there from both pipes. */
static int take_both(struct run *run, struct aoai_error *error)
{
    struct aoai_command *command = run->command;

    take(&run->output, &command->output, false);
    take(&run->errors, &command->errors, true);
    if (aoai_buf_check(&command->output, error) ||
        aoai_buf_check(&command->errors, error))
        return aoai_error_wrap(error, "the output of %s",
                               command->arguments[0]);
    return 0;
}

/* True when the program has ended: as a zombie, which keeps its number, unless
 * the host ignores SIGCHLD. */
static bool has_ended(const struct run *run)
{
    siginfo_t info = {0};
    int failed;

    do
        failed =
            waitid(P_PID, (id_t)run->child, &info, WEXITED | WNOHANG | WNOWAIT);
    while (failed != 0 && errno == EINTR);
    return failed != 0 || info.si_pid != 0;
}

/* Milliseconds until the deadline. */
static int64_t time_left(const struct aoai_command *command)
{
    const struct aoai_clock *clock = command->clock;

    return command->deadline - clock->monotonic(clock->self);
}

/* Says that the time is over. */
static int late(const struct aoai_command *command, struct aoai_error *error)
{
    return aoai_error_set(error, AOAI_ERROR_DEADLINE, "%s did not end in time",
                          command->arguments[0]);
}

/* Waits a moment, or until something can be read. A signal ends it early, which
 * does no harm. */
static void look(const struct run *run)
{
    struct pollfd files[] = {{.fd = run->output, .events = POLLIN},
                             {.fd = run->errors, .events = POLLIN}};
    bool closed = run->output < 0 && run->errors < 0;
    int64_t left = time_left(run->command);
    int64_t moment = closed ? 1 : LOOK_MS;

    (void)poll(files, 2, (int)(left < moment ? left : moment));
}

/* Reads until the program has ended, and then what it left in the pipes. */
static int follow(struct run *run, struct aoai_error *error)
{
    while (!has_ended(run)) {
        if (time_left(run->command) <= 0)
            return late(run->command, error);
        look(run);
        if (take_both(run, error))
            return -1;
    }
    return take_both(run, error);
}

/* Waits until the program has ended, MILLISECONDS at most. */
static bool await(const struct run *run, int milliseconds)
{
    const struct aoai_clock *clock = run->command->clock;
    int64_t end = clock->monotonic(clock->self) + milliseconds;

    while (!has_ended(run)) {
        if (clock->monotonic(clock->self) >= end)
            return false;
        clock->sleep(clock->self, 1);
    }
    return true;
}

/* Ends the program and its group. The group is killed while the program is not
 * reaped yet, so that nobody else can have its number. */
static void stop(struct run *run)
{
    siginfo_t info = {0};

    (void)kill(-run->child, SIGTERM);
    if (await(run, GRACE_MS) &&
        waitid(P_PID, (id_t)run->child, &info, WEXITED | WNOHANG | WNOWAIT))
        return; /* reaped already, as the host ignores SIGCHLD */
    (void)kill(-run->child, SIGKILL);
    (void)await(run, KILL_MS);
}

/* Reaps the program that has ended and notes how. One that even SIGKILL did
 * not end in time is left: it waits for a device. */
static void reap(const struct run *run)
{
    struct aoai_command *command = run->command;
    int status = 0;
    pid_t reaped;

    do
        reaped = waitpid(run->child, &status, WNOHANG);
    while (reaped < 0 && errno == EINTR);
    if (reaped != run->child)
        return;
    if (WIFEXITED(status))
        command->status = WEXITSTATUS(status);
    else
        command->signal = WTERMSIG(status);
}

/* Follows the program that START tells of to its end. */
static int attend(struct aoai_command *command,
                  const struct aoai_command_start *start,
                  struct aoai_error *error)
{
    struct run run = {.command = command,
                      .child = start->child,
                      .output = start->output,
                      .errors = start->errors};
    int failed = follow(&run, error);

    if (failed)
        stop(&run);
    reap(&run);
    aoai_command_start_close(&run.output);
    aoai_command_start_close(&run.errors);
    return failed;
}

int aoai_command_run(struct aoai_command *command, struct aoai_error *error)
{
    struct aoai_command_start start = {.arguments = command->arguments,
                                       .withheld = command->withheld,
                                       .output = -1,
                                       .errors = -1};

    command->status = -1;
    command->signal = 0;
    command->output.secret = true;
    command->errors.secret = true;
    if (aoai_platform_is_privileged())
        return aoai_error_set(error, AOAI_ERROR_DENIED,
                              "%s is not run with more rights than its user's",
                              command->arguments[0]);
    if (time_left(command) <= 0)
        return late(command, error);
    if (aoai_command_start(&start, error))
        return -1;
    return attend(command, &start, error);
}

void aoai_command_free(struct aoai_command *command)
{
    command->output.secret = true;
    command->errors.secret = true;
    aoai_buf_free(&command->output);
    aoai_buf_free(&command->errors);
}
