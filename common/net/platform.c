/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#define _GNU_SOURCE
#include "net/platform.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <sys/auxv.h>
#include <unistd.h>

/* UTC seconds since 1970. */
static int64_t read_wall(void *self)
{
    struct timespec now = {0};

    (void)self;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec;
}

/* Milliseconds of a clock that never jumps. */
static int64_t read_monotonic(void *self)
{
    struct timespec now = {0};

    (void)self;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Sleeps the whole time, signals or not. */
static void sleep_out(void *self, int64_t milliseconds)
{
    struct timespec left = {0};

    (void)self;
    if (milliseconds <= 0)
        return;
    left.tv_sec = (time_t)(milliseconds / 1000);
    left.tv_nsec = (long)(milliseconds % 1000) * 1000000;
    while (nanosleep(&left, &left) != 0 && errno == EINTR)
        continue;
}

struct aoai_clock aoai_platform_clock(void)
{
    return (struct aoai_clock){
        .wall = read_wall, .monotonic = read_monotonic, .sleep = sleep_out};
}

uint64_t aoai_platform_random(void)
{
    uint64_t number = 0;

    if (getrandom(&number, sizeof number, GRND_NONBLOCK) ==
        (ssize_t)sizeof number)
        return number;
    /* Never seen after boot; different enough for a name or a pause. */
    return ((uint64_t)read_monotonic(NULL) << 22) ^ (uint64_t)getpid();
}

void aoai_platform_process_name(char *text, unsigned long size)
{
    char host[65] = "";

    /* A longer name is cut without a NUL. */
    if (gethostname(host, sizeof host - 1) != 0)
        host[0] = '\0';
    (void)snprintf(text, size, "%s/%ld", host[0] != '\0' ? host : "?",
                   (long)getpid());
}

const char *aoai_platform_env(const char *name)
{
    const char *value = getenv(name);

    return value != NULL && value[0] != '\0' ? value : NULL;
}

bool aoai_platform_is_privileged(void)
{
    return getauxval(AT_SECURE) != 0;
}

void aoai_platform_program_dir(char *text, unsigned long size)
{
    ssize_t length = 0;
    char *slash = NULL;

    if (size == 0)
        return;
    text[0] = '\0';
    if (aoai_platform_is_privileged())
        return;
    length = readlink("/proc/self/exe", text, size);
    text[0] = length > 0 ? text[0] : '\0';
    if (length <= 0 || (unsigned long)length >= size) {
        text[0] = '\0';
        return;
    }
    text[length] = '\0';
    slash = strrchr(text, '/');
    if (slash != NULL)
        *slash = '\0';
}
