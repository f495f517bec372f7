/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Records: the form in which runs hand things to later runs.
 *
 * A record is a sequence of fields, each on a line: a number, "1261", or a
 * text with its length before it, "11:gpt-4o-momo", so that any byte may stand
 * in a text. The reader trusts nothing: a record that is cut or edited reads
 * as far as it makes sense and no further. */
#ifndef AOAI_CORE_RECORD_H
#define AOAI_CORE_RECORD_H

#include <stdbool.h>
#include <stdint.h>

#include "core/buf.h"

/* Appends NUMBER as a field. */
void aoai_record_add_number(struct aoai_buf *record, uint64_t number);

/* Appends TEXT as a field. */
void aoai_record_add_text(struct aoai_buf *record, const char *text);

/* Where a reader stands; it writes NUL bytes over the line ends it passes. */
struct aoai_record {
    char *at;
    char *end;
};

/* Starts reading at the beginning of BYTES, which must not change or go away
 * meanwhile. */
struct aoai_record aoai_record_open(struct aoai_buf *bytes);

/* Reads a number. Returns false, reading nothing, when no number below 2^63
 * stands here. */
bool aoai_record_number(struct aoai_record *record, uint64_t *number);

/* Reads a text, borrowed from the bytes read. Returns NULL, reading nothing,
 * when no whole text without NUL bytes stands here. */
const char *aoai_record_text(struct aoai_record *record);

/* Reads a text and returns whether it is EXPECTED. */
bool aoai_record_expect(struct aoai_record *record, const char *expected);

#endif
