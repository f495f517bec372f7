/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* measure FILE PROGRAM ARGUMENT...: runs PROGRAM with standard output in FILE
 * and prints its exit code, CPU us, wall us and peak RSS in KiB.
 *
 * A program of its own because Linux counts the memory of the process that
 * started a program as that program's until it has more: the one that starts
 * it has to be small. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Monotonic microseconds. */
static int64_t read_clock(void)
{
    struct timespec now = {0};

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* Microseconds of TIME. */
static int64_t to_us(const struct timeval *time)
{
    return (int64_t)time->tv_sec * 1000000 + time->tv_usec;
}

int main(int argc, char **argv)
{
    posix_spawn_file_actions_t actions;
    struct rusage usage;
    pid_t child = 0;
    int status = 0;
    int64_t began = 0;
    int64_t wall = 0;

    if (argc < 3)
        return 2;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 1, argv[1],
                                     O_WRONLY | O_CREAT | O_TRUNC, 0600);
    began = read_clock();
    if (posix_spawn(&child, argv[2], &actions, NULL, argv + 2, environ) != 0 ||
        wait4(child, &status, 0, &usage) < 0)
        return 2;
    wall = read_clock() - began;
    posix_spawn_file_actions_destroy(&actions);
    printf("%d %lld %lld %ld\n",
           WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
           (long long)(to_us(&usage.ru_utime) + to_us(&usage.ru_stime)),
           (long long)wall, usage.ru_maxrss);
    return 0;
}
