/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Zone files for tests, put together byte by byte. */
#ifndef AOAI_TESTS_ZONE_BYTES_H
#define AOAI_TESTS_ZONE_BYTES_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct zone_bytes {
    unsigned char bytes[4096];
    size_t length;
};

/* Appends LENGTH bytes. */
static inline void zone_bytes_add(struct zone_bytes *file, const void *bytes,
                                  size_t length)
{
    memcpy(file->bytes + file->length, bytes, length);
    file->length += length;
}

/* Appends VALUE, SIZE bytes wide, the most significant one first. */
static inline void zone_bytes_number(struct zone_bytes *file, uint64_t value,
                                     size_t size)
{
    while (size-- > 0)
        file->bytes[file->length++] = (unsigned char)(value >> (8 * size));
}

/* Appends a header with as many transitions, types and abbreviation bytes. */
static inline void zone_bytes_header(struct zone_bytes *file, char version,
                                     uint32_t times, uint32_t types,
                                     uint32_t bytes)
{
    static const char zeros[15] = {0};
    zone_bytes_add(file, "TZif", 4);
    zone_bytes_add(file, &version, 1);
    zone_bytes_add(file, zeros, sizeof(zeros));
    zone_bytes_number(file, 0, 4);
    zone_bytes_number(file, 0, 4);
    zone_bytes_number(file, 0, 4);
    zone_bytes_number(file, times, 4);
    zone_bytes_number(file, types, 4);
    zone_bytes_number(file, bytes, 4);
}

/* A file without transitions that has FOOTER. */
static inline struct zone_bytes zone_bytes_of_footer(const char *footer)
{
    struct zone_bytes file = {.length = 0};
    zone_bytes_header(&file, '3', 0, 0, 0);
    zone_bytes_header(&file, '3', 0, 1, 4);
    zone_bytes_number(&file, 0, 4);
    zone_bytes_add(&file, "\0\0UTC\0\n", 7);
    zone_bytes_add(&file, footer, strlen(footer));
    zone_bytes_add(&file, "\n", 1);
    return file;
}

#endif
