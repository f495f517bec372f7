/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Preloaded into the check: makes one allocation fail and tells what is left
 * at the end.
 *
 * What counts are allocations by our own objects, which the caller's address
 * tells; json-c 0.16 does not live through a failure of its own ones, and can
 * not be made to from outside. FAIL_AT=N makes the N-th of them return
 * NULL. At exit a line goes to the file FAIL_REPORT: how many there were, how
 * many of these were not freed. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LIVE = 1 << 16, OBJECTS = 8 };

void *malloc(size_t size);
void *calloc(size_t count, size_t size);
void *realloc(void *old, size_t size);
void free(void *old);

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);
extern void __libc_free(void *old);

/* An address range that belongs to an object that counts. */
struct range {
    uintptr_t from, to;
};

static struct {
    pthread_mutex_t mutex;
    struct range ranges[OBJECTS];
    int range_count;
    int objects; /* loaded when the ranges were found */
    unsigned long made, fail_at;
    void *live[LIVE]; /* open addressing; TOMB where one was freed */
    unsigned long live_count;
} state = {.mutex = PTHREAD_MUTEX_INITIALIZER};

#define TOMB ((void *)1)

/* True for objects whose allocations count. */
static int counts(const char *name)
{
    return !*name || strstr(name, "aoai_");
}

/* Adds the range of one loaded object. */
static int add_range(struct dl_phdr_info *info, size_t size, void *unused)
{
    struct range *range = &state.ranges[state.range_count];

    (void)size;
    (void)unused;
    if (!counts(info->dlpi_name) || state.range_count == OBJECTS)
        return 0;
    range->from = UINTPTR_MAX;
    range->to = 0;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &info->dlpi_phdr[i];
        uintptr_t from = info->dlpi_addr + part->p_vaddr;

        if (part->p_type != PT_LOAD)
            continue;
        if (from < range->from)
            range->from = from;
        if (from + part->p_memsz > range->to)
            range->to = from + part->p_memsz;
    }
    state.range_count++;
    return 0;
}

/* Counts the loaded objects. */
static int count_object(struct dl_phdr_info *info, size_t size, void *number)
{
    (void)info;
    (void)size;
    ++*(int *)number;
    return 0;
}

/* Finds the ranges anew when objects were loaded. */
static void find_ranges(void)
{
    int objects = 0;

    dl_iterate_phdr(count_object, &objects);
    if (objects == state.objects)
        return;
    state.objects = objects;
    state.range_count = 0;
    dl_iterate_phdr(add_range, NULL);
}

/* True when CALLER lies in one of the ranges. */
static int is_ours(const void *caller)
{
    for (int i = 0; i < state.range_count; i++)
        if ((uintptr_t)caller >= state.ranges[i].from &&
            (uintptr_t)caller < state.ranges[i].to)
            return 1;
    return 0;
}

/* The place of MEMORY in the table, or the free one for it. */
static void **place(void *memory)
{
    size_t at = ((uintptr_t)memory >> 4) * 2654435761u % LIVE;

    while (state.live[at] && state.live[at] != memory)
        at = (at + 1) % LIVE;
    return &state.live[at];
}

static void remember(void *memory)
{
    if (!memory)
        return;
    *place(memory) = memory;
    state.live_count++;
}

static void forget(void *memory)
{
    void **at = memory ? place(memory) : NULL;

    if (!at || !*at)
        return;
    *at = TOMB;
    state.live_count--;
}

/* Counts one allocation for CALLER. Returns 1 when it is ours, -1 when it is
 * the one to fail, 0 otherwise. */
static int enter(const void *caller)
{
    pthread_mutex_lock(&state.mutex);
    find_ranges();
    if (!is_ours(caller))
        return 0;
    return ++state.made == state.fail_at ? -1 : 1;
}

static void *leave(void *memory, int ours)
{
    if (ours == 1)
        remember(memory);
    pthread_mutex_unlock(&state.mutex);
    if (ours == -1)
        errno = ENOMEM;
    return memory;
}

void *malloc(size_t size)
{
    int ours = enter(__builtin_return_address(0));

    return leave(ours == -1 ? NULL : __libc_malloc(size), ours);
}

void *calloc(size_t count, size_t size)
{
    int ours = enter(__builtin_return_address(0));

    return leave(ours == -1 ? NULL : __libc_calloc(count, size), ours);
}

void *realloc(void *old, size_t size)
{
    int ours = enter(__builtin_return_address(0));

    if (ours == -1)
        return leave(NULL, ours);
    forget(old);
    return leave(__libc_realloc(old, size), ours);
}

/* libc's own strdup() would hide who asked. */
char *strdup(const char *text)
{
    size_t size = strlen(text) + 1;
    int ours = enter(__builtin_return_address(0));
    char *copy = leave(ours == -1 ? NULL : __libc_malloc(size), ours);

    return copy ? memcpy(copy, text, size) : NULL;
}

void free(void *old)
{
    pthread_mutex_lock(&state.mutex);
    forget(old);
    pthread_mutex_unlock(&state.mutex);
    __libc_free(old);
}

__attribute__((constructor)) static void begin(void)
{
    const char *at = getenv("FAIL_AT");

    state.fail_at = at ? strtoul(at, NULL, 10) : 0;
    unsetenv("LD_PRELOAD"); /* what the check starts has a life of its own */
}

__attribute__((destructor)) static void report(void)
{
    const char *path = getenv("FAIL_REPORT");
    int file = path ? open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600) : -1;

    if (file >= 0) {
        dprintf(file, "%lu %lu\n", state.made, state.live_count);
        close(file);
    }
}
