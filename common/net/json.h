/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* JSON, read strictly. json.c is the only file that knows json-c (0.14 or
 * newer: older ones can not tell 2^63 from 2^63-1).
 *
 * A value is borrowed from its document and is never NULL-checked by the
 * caller: asking something of a value that is absent or of another type gives
 * "absent" again. */
#ifndef AOAI_NET_JSON_H
#define AOAI_NET_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/attr.h"
#include "core/buf.h"
#include "core/error.h"

/* Documents nested deeper than this are refused. */
enum { AOAI_JSON_DEPTH = 32 };

struct aoai_json;  /* a document, owned */
struct aoai_value; /* a value inside one; NULL = absent */

enum aoai_json_type {
    AOAI_JSON_ABSENT,
    AOAI_JSON_NULL,
    AOAI_JSON_BOOLEAN,
    AOAI_JSON_NUMBER,
    AOAI_JSON_STRING,
    AOAI_JSON_ARRAY,
    AOAI_JSON_OBJECT
};

/* Reads LENGTH bytes as one JSON text, nothing after it. Returns 0 with *JSON
 * to release by aoai_json_free(), or -1 with an AOAI_ERROR_ANSWER saying at
 * which byte it stops being JSON, or AOAI_ERROR_MEMORY. */
int aoai_json_parse(struct aoai_json **json, const char *bytes, size_t length,
                    struct aoai_error *error) AOAI_MUST_USE;

/* Releases a document. Accepts NULL. */
void aoai_json_free(struct aoai_json *json);

/* aoai_json_free() for AOAI_CLEANUP. */
static inline void aoai_json_close(struct aoai_json **json)
{
    aoai_json_free(*json);
}

/* The outermost value. */
const struct aoai_value *aoai_json_root(const struct aoai_json *json);

/* What VALUE is; ABSENT for NULL. */
enum aoai_json_type aoai_json_type(const struct aoai_value *value);

/* The member NAME of an object, spelled exactly; else absent. */
const struct aoai_value *aoai_json_member(const struct aoai_value *object,
                                          const char *name);

/* The number of elements of an array; 0 for anything else. */
size_t aoai_json_count(const struct aoai_value *array);

/* Element INDEX of an array; else absent. */
const struct aoai_value *aoai_json_element(const struct aoai_value *array,
                                           size_t index);

/* The text of a string, borrowed, UTF-8; NULL for anything else. A NUL in the
 * string (\u0000) ends the text early: see aoai_json_text_length(). */
const char *aoai_json_text(const struct aoai_value *string);

/* The length in bytes of a string's text; 0 for anything else. */
size_t aoai_json_text_length(const struct aoai_value *string);

/* The text of the member NAME of OBJECT; NULL where there is no such string. */
const char *aoai_json_member_text(const struct aoai_value *object,
                                  const char *name);

/* Reads true or false into *FLAG. Returns false, and leaves it alone, for
 * anything else. */
bool aoai_json_boolean(const struct aoai_value *value, bool *flag);

/* Reads a number that is a whole count of at most 2^63-1 into *COUNT. The
 * text of the number is what counts, never a double: 5, 5.0, 5e3 and
 * 9223372036854775807 are exact. Returns false for anything negative,
 * fractional, larger, or no number. "-0" and "0.0" are 0. */
bool aoai_json_count_value(const struct aoai_value *number, uint64_t *count);

/* The same for the text of a number as JSON spells it; NULL gives false. */
bool aoai_json_decimal(const char *text, uint64_t *count);

/* Reads a time span or instant that services write as a number or as decimal
 * text ("3599"). Returns false for anything else. */
bool aoai_json_seconds(const struct aoai_value *value, int64_t *seconds);

/* Appends TEXT to OUT as a JSON string with its quotes; bytes that are no
 * UTF-8 become U+FFFD (RFC 8259 section 8.1). */
void aoai_json_add_string(struct aoai_buf *out, const char *text);

#endif
