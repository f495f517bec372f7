/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "plugins/label.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "core/fold.h"
#include "core/hash.h"
#include "net/module.h"

/* BYTE, or "_" for what may not stand in a label. */
static char make_safe(char byte)
{
    bool safe = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                (byte >= '0' && byte <= '9') || byte == '-';

    return safe ? byte : '_';
}

/* Appends TEXT with "_" for what may not stand in a label. */
static void add_safe(struct aoai_buf *out, const char *text)
{
    size_t at = out->length;

    aoai_buf_puts(out, text);
    for (; at < out->length; at++)
        out->data[at] = make_safe(out->data[at]);
}

/* Appends the label of ROW as it is without a clash. */
static void add_plain(struct aoai_buf *out, const struct aoai_report *report,
                      const struct aoai_report_row *row)
{
    if (report->setup->resource_count > 1) {
        add_safe(out, row->resource->name);
        aoai_buf_putc(out, '_');
    }
    add_safe(out, row->deployment);
}

/* Appends to LABEL what tells ROW from the others. */
static int add_suffix(struct aoai_buf *label, const struct aoai_report_row *row,
                      struct aoai_error *error)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf identity = {0};
    char hex[9];

    aoai_buf_printf(&identity, "%s/%s", row->resource->text, row->deployment);
    if (aoai_buf_check(&identity, error))
        return -1;
    for (size_t i = 0; i < identity.length; i++)
        identity.data[i] =
            (char)aoai_fold_byte((unsigned char)identity.data[i]);
    if (aoai_module_sha256_8(hex, aoai_buf_text(&identity), error))
        return -1;
    aoai_buf_printf(label, "_%s", hex);
    return 0;
}

/* Adds the label of ROW. */
static int add_label(struct aoai_text_list *labels,
                     const struct aoai_report *report,
                     const struct aoai_report_row *row, bool clashes,
                     struct aoai_error *error)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf label = {0};

    add_plain(&label, report, row);
    if (clashes && add_suffix(&label, row, error))
        return -1;
    if (aoai_buf_check(&label, error))
        return -1;
    return aoai_text_list_add(labels, aoai_buf_text(&label), error);
}

/* Mixes TEXT, as it stands in a label, into HASH. */
static uint64_t mix(uint64_t hash, const char *text)
{
    for (; *text; text++)
        hash = aoai_hash_byte(hash, (unsigned char)make_safe(*text));
    return hash;
}

/* A hash of ROW's label, which need not be made for that. */
static uint32_t hash_label(const struct aoai_report *report,
                           const struct aoai_report_row *row)
{
    uint64_t hash = AOAI_HASH_START;

    if (report->setup->resource_count > 1)
        hash = mix(mix(hash, row->resource->name), "_");
    hash = mix(hash, row->deployment);
    return (uint32_t)(hash ^ hash >> 32);
}

/* True when rows ONE and OTHER have the same label. */
static bool is_same(const struct aoai_report *report, size_t one, size_t other)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf left = {0};
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf right = {0};

    add_plain(&left, report, &report->rows[one]);
    add_plain(&right, report, &report->rows[other]);
    return strcmp(aoai_buf_text(&left), aoai_buf_text(&right)) == 0;
}

/* A place in a hash table of labels. */
struct slot {
    uint32_t hash;
    uint32_t row; /* its number and 1; 0: empty */
};

/* Marks in CLASHES the rows whose labels are equal. SLOTS, scratch, are SIZE
 * empty ones: a power of two, and more than there are rows. */
static void find_clashes(const struct aoai_report *report, struct slot *slots,
                         size_t size, bool *clashes)
{
    for (size_t i = 0; i < report->count; i++) {
        uint32_t hash = hash_label(report, &report->rows[i]);
        size_t at = hash & (size - 1);

        while (slots[at].row && !(slots[at].hash == hash &&
                                  is_same(report, slots[at].row - 1, i)))
            at = (at + 1) & (size - 1);
        if (slots[at].row)
            clashes[slots[at].row - 1] = clashes[i] = true;
        else
            slots[at] = (struct slot){hash, (uint32_t)i + 1};
    }
}

/* The rows of REPORT whose labels are equal; NULL when memory is short. */
static bool *list_clashes(const struct aoai_report *report)
{
    bool *clashes = calloc(report->count + 1, sizeof(*clashes));
    struct slot *slots = NULL;
    size_t size = 2;

    while (size / 2 < report->count)
        size *= 2;
    slots = calloc(size, sizeof(*slots));
    if (clashes && slots) {
        find_clashes(report, slots, size, clashes);
        free(slots);
        return clashes;
    }
    free(clashes);
    free(slots);
    return NULL;
}

int aoai_label_first(struct aoai_text_list *labels,
                     const struct aoai_report *report, size_t count,
                     struct aoai_error *error)
{
    bool *clashes = list_clashes(report);
    int failed = 0;

    if (!clashes)
        return aoai_error_memory(error);
    for (size_t i = 0; !failed && i < count && i < report->count; i++)
        failed = add_label(labels, report, &report->rows[i], clashes[i], error);
    free(clashes);
    return failed;
}
