/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "core/zone.h"

#include <stdlib.h>
#include <string.h>

#include "core/civil.h"
#include "core/zone_rule.h"

/* The bytes of a header, and of one local time type. */
enum { HEADER_SIZE = 44, TYPE_SIZE = 6 };

/* What RFC 9636 grants an offset, in seconds: a day and a bit either way. */
enum { OFFSET_MIN = -89999, OFFSET_MAX = 93599 };

/* The bytes that are not read yet. */
struct reader {
    const unsigned char *at;
    size_t left;
};

/* A header, and the width of the times in the block it describes. */
struct header {
    char version; /* 0, or '2' to '4' */
    uint32_t ut_count, std_count, leap_count;
    uint32_t time_count, type_count, char_count;
    size_t time_size;
};

bool aoai_zone_name_is_safe(const char *name)
{
    static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "abcdefghijklmnopqrstuvwxyz"
                                  "0123456789_+-/";
    size_t length = strlen(name);
    if (length == 0 || strspn(name, allowed) != length)
        return false;
    return name[0] >= 'A' && name[0] <= 'Z' && name[length - 1] != '/' &&
           strstr(name, "//") == NULL;
}

/* The big-endian number of SIZE bytes at BYTES. */
static uint64_t read_big(const unsigned char *bytes, size_t size)
{
    uint64_t value = 0;
    for (size_t i = 0; i < size; i++)
        value = value << 8 | bytes[i];
    return value;
}

/* The number at BYTES, 4 or 8 wide, in two's complement. */
static int64_t read_signed(const unsigned char *bytes, size_t size)
{
    uint64_t value = read_big(bytes, size);
    if (size == 8)
        return (int64_t)value;
    return (int32_t)(uint32_t)value;
}

/* Reads a header of a block whose times are TIME_SIZE bytes wide. */
static bool read_header(struct reader *reader, size_t time_size,
                        struct header *header)
{
    if (reader->left < HEADER_SIZE || memcmp(reader->at, "TZif", 4) != 0)
        return false;

    const unsigned char *counts = reader->at + 20;
    header->version = (char)reader->at[4];
    header->ut_count = (uint32_t)read_big(counts, 4);
    header->std_count = (uint32_t)read_big(counts + 4, 4);
    header->leap_count = (uint32_t)read_big(counts + 8, 4);
    header->time_count = (uint32_t)read_big(counts + 12, 4);
    header->type_count = (uint32_t)read_big(counts + 16, 4);
    header->char_count = (uint32_t)read_big(counts + 20, 4);
    header->time_size = time_size;
    reader->at += HEADER_SIZE;
    reader->left -= HEADER_SIZE;
    return true;
}

/* The bytes of the block behind HEADER: below 2^38, so it can not wrap. */
static uint64_t block_size(const struct header *header)
{
    return (uint64_t)header->time_count * (header->time_size + 1) +
           (uint64_t)header->type_count * TYPE_SIZE + header->char_count +
           (uint64_t)header->leap_count * (header->time_size + 4) +
           header->std_count + header->ut_count;
}

/* Moves over the whole block behind HEADER. */
static bool skip_block(struct reader *reader, const struct header *header)
{
    uint64_t size = block_size(header);
    if (size > reader->left)
        return false;
    reader->at += size;
    reader->left -= (size_t)size;
    return true;
}

/* Makes room for COUNT transitions. */
static int allocate(struct aoai_zone *zone, size_t count,
                    struct aoai_error *error)
{
    if (count == 0)
        return 0;

    zone->times = calloc(count, sizeof(*zone->times));
    zone->offsets = calloc(count, sizeof(*zone->offsets));
    if (zone->times == NULL || zone->offsets == NULL)
        return aoai_error_memory(error);
    zone->count = count;
    return 0;
}

/* True when the counts of HEADER fit each other. */
static bool counts_fit(const struct header *header)
{
    uint32_t types = header->type_count;
    return types > 0 && types <= 256 && header->char_count > 0 &&
           (header->std_count == 0 || header->std_count == types) &&
           (header->ut_count == 0 || header->ut_count == types);
}

/* Reads the offset of the local time type at BYTES. */
static bool read_type(const unsigned char *bytes, const struct header *header,
                      int32_t *offset)
{
    int64_t value = read_signed(bytes, 4);
    if (value < OFFSET_MIN || value > OFFSET_MAX || bytes[4] > 1 ||
        bytes[5] >= header->char_count)
        return false;
    *offset = (int32_t)value;
    return true;
}

/* Reads the transitions at BYTES, a block that is whole, into ZONE. */
static bool read_transitions(struct aoai_zone *zone,
                             const struct header *header,
                             const unsigned char *bytes)
{
    size_t count = zone->count;
    size_t size = header->time_size;
    const unsigned char *indices = bytes + count * size;
    const unsigned char *types = indices + count;
    if (!read_type(types, header, &zone->first_offset))
        return false;

    for (size_t i = 0; i < count; i++) {
        zone->times[i] = read_signed(bytes + i * size, size);
        if (i > 0 && zone->times[i] <= zone->times[i - 1])
            return false;
        if (indices[i] >= header->type_count ||
            !read_type(types + (size_t)indices[i] * TYPE_SIZE, header,
                       &zone->offsets[i]))
            return false;
    }
    return true;
}

/* Sets ERROR for a file that does not hold what its header promises. */
static int fail_damaged(struct aoai_error *error, const char *part)
{
    return aoai_error_set(error, AOAI_ERROR_INPUT,
                          "the zone file is damaged: its %s is wrong", part);
}

/* Reads the block behind HEADER into ZONE. */
static int read_block(struct aoai_zone *zone, struct reader *reader,
                      const struct header *header, struct aoai_error *error)
{
    const unsigned char *bytes = reader->at;
    if (header->leap_count > 0)
        return aoai_error_set(error, AOAI_ERROR_INPUT,
                              "the zone file counts leap seconds, which UTC "
                              "timestamps do not: use one that is not below "
                              "'right/'");
    if (!counts_fit(header) || !skip_block(reader, header))
        return fail_damaged(error, "length");
    if (allocate(zone, header->time_count, error) != 0)
        return -1;
    if (!read_transitions(zone, header, bytes))
        return fail_damaged(error, "list of transitions");
    return 0;
}

/* Reads the footer, which is all that is left, into ZONE. */
static int read_footer(struct aoai_zone *zone, const struct reader *reader,
                       struct aoai_error *error)
{
    const char *text = (const char *)reader->at;
    if (reader->left < 2 || text[0] != '\n')
        return fail_damaged(error, "footer");
    const char *end = memchr(text + 1, '\n', reader->left - 1);
    if (end == NULL)
        return fail_damaged(error, "footer");

    /* An empty footer: nothing is known but the last transition. */
    if (end == text + 1)
        return 0;
    if (!aoai_zone_rule_parse(zone, text + 1, (size_t)(end - text - 1)))
        return fail_damaged(error, "footer");
    return 0;
}

/* Reads the whole file into ZONE, which may be half filled on failure. */
static int read_file(struct aoai_zone *zone, struct reader *reader,
                     struct aoai_error *error)
{
    struct header header;
    if (!read_header(reader, 4, &header))
        return aoai_error_set(error, AOAI_ERROR_INPUT,
                              "this is no compiled time zone file");
    if (header.version == '\0')
        return read_block(zone, reader, &header, error);
    if (header.version < '2' || header.version > '4')
        return aoai_error_set(error, AOAI_ERROR_INPUT,
                              "the zone file has an unknown version");

    /* From version 2 on all follows again with wider times. */
    if (!skip_block(reader, &header) || !read_header(reader, 8, &header))
        return fail_damaged(error, "length");
    if (read_block(zone, reader, &header, error) != 0)
        return -1;
    return read_footer(zone, reader, error);
}

int aoai_zone_parse(struct aoai_zone *zone, const void *bytes, size_t length,
                    struct aoai_error *error)
{
    struct reader reader = {bytes, length};
    *zone = (struct aoai_zone){0};
    if (read_file(zone, &reader, error) == 0)
        return 0;
    aoai_zone_free(zone);
    return -1;
}

/* How many transitions lie at or before UTC. */
static size_t count_past(const struct aoai_zone *zone, int64_t utc)
{
    size_t low = 0;
    size_t high = zone->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (zone->times[middle] <= utc)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

int32_t aoai_zone_offset(const struct aoai_zone *zone, int64_t utc)
{
    size_t past = count_past(zone, utc);
    if (past == zone->count && zone->has_footer)
        return aoai_zone_rule_offset(zone, utc);
    return past == 0 ? zone->first_offset : zone->offsets[past - 1];
}

/* The first transition after UTC, or AOAI_ZONE_RULE_NEVER. */
static int64_t find_next(const struct aoai_zone *zone, int64_t utc)
{
    size_t past = count_past(zone, utc);
    if (past < zone->count)
        return zone->times[past];
    if (!zone->has_footer)
        return AOAI_ZONE_RULE_NEVER;
    return aoai_zone_rule_next(zone, utc);
}

int64_t aoai_zone_month_start(const struct aoai_zone *zone, int year, int month)
{
    /* Local clocks run evenly between two transitions. So go from one to the
     * next, from where even the fastest clock shows the month before, until
     * midnight is reached or jumped over. */
    struct aoai_civil civil = {.year = year, .month = month, .day = 1};
    int64_t midnight = aoai_civil_seconds(&civil);
    int64_t from = midnight - OFFSET_MAX - 1;
    for (;;) {
        int64_t reached = midnight - aoai_zone_offset(zone, from);
        int64_t next = find_next(zone, from);
        if (reached < from)
            reached = from;
        if (reached < next)
            return reached;
        from = next;
    }
}

void aoai_zone_month_at(const struct aoai_zone *zone, int64_t utc, int *year,
                        int *month)
{
    struct aoai_civil civil = aoai_civil_at(utc + aoai_zone_offset(zone, utc));
    *year = civil.year;
    *month = civil.month;
}

void aoai_zone_free(struct aoai_zone *zone)
{
    free(zone->times);
    free(zone->offsets);
    *zone = (struct aoai_zone){0};
}
