/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The line that both floor programs print: how many deployments, how many
 * tokens together, and as much perfdata as fits into 4096 bytes, most tokens
 * first, because a limit leaves out the least. Without any of the care that a
 * check owes to strange input. */
#ifndef AOAI_TESTS_BENCH_FLOOR_LINE_H
#define AOAI_TESTS_BENCH_FLOOR_LINE_H

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FLOOR_LINE_MOST = 4096 };

struct floor_row {
    const char *name; /* borrowed */
    uint64_t tokens;
};

/* All starts as zero. */
struct floor_line {
    struct floor_row *rows;
    size_t count;
    size_t space;
    uint64_t total;
};

/* Takes one deployment in. */
static inline void floor_line_add(struct floor_line *line, const char *name,
                                  uint64_t tokens)
{
    if (line->count == line->space) {
        line->space = line->space ? 2 * line->space : 64;
        line->rows = realloc(line->rows, line->space * sizeof(*line->rows));
        if (!line->rows)
            abort();
    }
    line->rows[line->count++] = (struct floor_row){name, tokens};
    line->total += tokens;
}

/* Orders rows: most tokens first. */
static inline int floor_line_compare(const void *one, const void *other)
{
    uint64_t left = ((const struct floor_row *)one)->tokens;
    uint64_t right = ((const struct floor_row *)other)->tokens;

    return (left < right) - (left > right);
}

/* Prints the line and releases the rows. */
static inline void floor_line_print(struct floor_line *line)
{
    char text[FLOOR_LINE_MOST];
    int length = snprintf(text, sizeof(text),
                          "FLOOR OK - %zu deployments, %" PRIu64 " tokens |",
                          line->count, line->total);
    size_t at = (size_t)length;

    if (line->count)
        qsort(line->rows, line->count, sizeof(*line->rows), floor_line_compare);
    for (size_t i = 0; i < line->count; i++) {
        length = snprintf(text + at, sizeof(text) - at, " %s=%" PRIu64 ";;;0",
                          line->rows[i].name, line->rows[i].tokens);
        if ((size_t)length >= sizeof(text) - at)
            break;
        at += (size_t)length;
    }
    printf("%.*s\n", (int)at, text);
    free(line->rows);
}

#endif
