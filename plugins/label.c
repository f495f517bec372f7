/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "plugins/label.h"

#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "core/fold.h"
#include "net/module.h"

/* Appends TEXT with "_" for what may not stand in a label. */
static void add_safe(struct aoai_buf *out, const char *text)
{
    for (; *text; text++) {
        bool safe = (*text >= 'a' && *text <= 'z') ||
                    (*text >= 'A' && *text <= 'Z') ||
                    (*text >= '0' && *text <= '9') || *text == '-';

        aoai_buf_putc(out, safe ? *text : '_');
    }
}

/* Adds the label of ROW as it is without a clash. */
static int add_plain(struct aoai_text_list *labels,
                     const struct aoai_report *report,
                     const struct aoai_report_row *row,
                     struct aoai_error *error)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf label = {0};

    if (report->setup->resource_count > 1) {
        add_safe(&label, row->resource->name);
        aoai_buf_putc(&label, '_');
    }
    add_safe(&label, row->deployment);
    if (aoai_buf_check(&label, error))
        return -1;
    return aoai_text_list_add(labels, aoai_buf_text(&label), error);
}

/* Appends to *LABEL what tells ROW from the others. */
static int add_suffix(char **label, const struct aoai_report_row *row,
                      struct aoai_error *error)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf identity = {0};
    struct aoai_buf longer = {0};
    char hex[9];
    char *taken;

    aoai_buf_printf(&identity, "%s/%s", row->resource->text, row->deployment);
    if (aoai_buf_check(&identity, error))
        return -1;
    for (size_t i = 0; i < identity.length; i++)
        identity.data[i] =
            (char)aoai_fold_byte((unsigned char)identity.data[i]);
    if (aoai_module_sha256_8(hex, aoai_buf_text(&identity), error))
        return -1;
    aoai_buf_printf(&longer, "%s_%s", *label, hex);
    taken = aoai_buf_take(&longer, error);
    if (!taken)
        return -1;
    free(*label);
    *label = taken;
    return 0;
}

/* A label and the row it is for, to be sorted by label. */
struct entry {
    const char *label;
    size_t row;
};

static int compare(const void *one, const void *other)
{
    return strcmp(((const struct entry *)one)->label,
                  ((const struct entry *)other)->label);
}

/* Marks in CLASHES the rows whose labels are equal. ENTRIES is scratch. */
static void find_clashes(const struct aoai_text_list *labels,
                         struct entry *entries, bool *clashes)
{
    for (size_t i = 0; i < labels->count; i++)
        entries[i] = (struct entry){labels->items[i], i};
    qsort(entries, labels->count, sizeof(entries[0]), compare);
    for (size_t i = 1; i < labels->count; i++)
        if (compare(&entries[i - 1], &entries[i]) == 0) {
            clashes[entries[i - 1].row] = true;
            clashes[entries[i].row] = true;
        }
}

/* Adds suffixes where labels clash. */
static int tell_apart(struct aoai_text_list *labels,
                      const struct aoai_report *report,
                      struct aoai_error *error)
{
    struct entry *entries = calloc(labels->count, sizeof(*entries));
    bool *clashes = calloc(labels->count, sizeof(*clashes));
    int failed = 0;

    if (!entries || !clashes)
        failed = aoai_error_memory(error);
    else
        find_clashes(labels, entries, clashes);
    for (size_t i = 0; !failed && i < labels->count; i++)
        if (clashes[i])
            failed = add_suffix(&labels->items[i], &report->rows[i], error);
    free(entries);
    free(clashes);
    return failed;
}

int aoai_label_all(struct aoai_text_list *labels,
                   const struct aoai_report *report, struct aoai_error *error)
{
    for (size_t i = 0; i < report->count; i++)
        if (add_plain(labels, report, &report->rows[i], error))
            return -1;
    return labels->count > 1 ? tell_apart(labels, report, error) : 0;
}
