/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "net/json.h"

#include <json-c/json.h>
#include <json-c/printbuf.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* Memory that json-c's tree takes: bytes for each of the text, and at least. */
enum { TREE_FACTOR = 32, TREE_LEAST = 65536 };

struct aoai_json {
    struct json_object *root; /* NULL: the document says null */
};

/* What stands for the null of a document, which json-c has no object for. */
static const char null_value = 0;

/* Releases the tokener TOK points to. */
static void free_tokener(struct json_tokener **tok)
{
    if (*tok != NULL)
        json_tokener_free(*tok);
}

/* A value for json-c's OBJECT, which is NULL for null. */
static const struct aoai_value *value_of(const struct json_object *object)
{
    return object != NULL
               ? (const struct aoai_value *)(const void *)object
               : (const struct aoai_value *)(const void *)&null_value;
}

/* json-c's object of VALUE if it is of TYPE; else NULL. */
static struct json_object *object_of(const struct aoai_value *value,
                                     enum json_type type)
{
    struct json_object *object = NULL;

    if (value == NULL || (const void *)value == &null_value)
        return NULL;
    object = (struct json_object *)(uintptr_t)value;
    return json_object_is_type(object, type) ? object : NULL;
}

/* The number of blanks at the start of LENGTH bytes. */
static size_t skip_blanks(const char *bytes, size_t length)
{
    size_t count = 0;

    while (count < length &&
           memchr(" \t\r\n", (unsigned char)bytes[count], 4) != NULL)
        count++;
    return count;
}

/* A strict tokener whose buffer holds any token of LENGTH bytes: json-c before
 * 0.17 cuts a token silently when it can not grow that buffer. */
static struct json_tokener *new_tokener(size_t length)
{
    struct json_tokener *tok = json_tokener_new_ex(AOAI_JSON_DEPTH);

    if (tok == NULL)
        return NULL;
    json_tokener_set_flags(tok, JSON_TOKENER_STRICT);
    if (printbuf_memset(tok->pb, 0, 0, (int)length + 1) == 0) {
        printbuf_reset(tok->pb);
        return tok;
    }
    json_tokener_free(tok);
    return NULL;
}

/* True when there is memory for the tree of LENGTH bytes. json-c before 0.17
 * loses members, or crashes, when memory runs out half way: ask first. */
static bool has_memory(size_t length)
{
    void *volatile probe = malloc(length * TREE_FACTOR + TREE_LEAST);
    bool found = probe != NULL;

    free(probe);
    return found;
}

/* Says why TOK stopped at byte AT. */
static int refuse(enum json_tokener_error reason, size_t at,
                  struct aoai_error *error)
{
    if (reason == json_tokener_error_depth)
        return aoai_error_set(error, AOAI_ERROR_ANSWER,
                              "JSON nested deeper than %d at byte %zu",
                              AOAI_JSON_DEPTH, at);
    if (reason == json_tokener_continue ||
        reason == json_tokener_error_parse_eof)
        return aoai_error_set(error, AOAI_ERROR_ANSWER,
                              "JSON that ends too early, at byte %zu", at);
#if JSON_C_VERSION_NUM >= 0x1100
    if (reason == json_tokener_error_memory)
        return aoai_error_memory(error);
#endif
    return aoai_error_set(error, AOAI_ERROR_ANSWER, "not JSON at byte %zu", at);
}

/* Reads LENGTH bytes into *ROOT, which is NULL for null and on failure. */
static int read_root(struct json_object **root, const char *bytes,
                     size_t length, struct aoai_error *error)
{
    AOAI_CLEANUP(free_tokener)
    struct json_tokener *tok = has_memory(length) ? new_tokener(length) : NULL;
    enum json_tokener_error reason = json_tokener_success;
    size_t first = skip_blanks(bytes, length);
    size_t at = 0;

    if (tok == NULL)
        return aoai_error_memory(error);
    *root = json_tokener_parse_ex(tok, bytes, (int)length);
    at = json_tokener_get_parse_end(tok);
    reason = json_tokener_get_error(tok);
    if (reason == json_tokener_continue) {
        *root = json_tokener_parse_ex(tok, "", 1);
        reason = json_tokener_get_error(tok);
        at = length;
    }
    if (reason != json_tokener_success)
        return refuse(reason, at, error);
    /* json-c calls it a success, too, when memory ran out. */
    if (*root == NULL && (at == 0 || bytes[first] != 'n'))
        return aoai_error_memory(error);
    at += skip_blanks(bytes + at, length - at);
    return at == length ? 0 : refuse(reason, at, error);
}

int aoai_json_parse(struct aoai_json **json, const char *bytes, size_t length,
                    struct aoai_error *error)
{
    *json = NULL;
    if (length >= INT_MAX)
        return aoai_error_set(error, AOAI_ERROR_ANSWER,
                              "JSON of more than %d bytes", INT_MAX - 1);
    *json = calloc(1, sizeof **json);
    if (*json == NULL)
        return aoai_error_memory(error);
    if (read_root(&(*json)->root, bytes, length, error) == 0)
        return 0;
    aoai_json_free(*json);
    *json = NULL;
    return -1;
}

void aoai_json_free(struct aoai_json *json)
{
    if (json == NULL)
        return;
    json_object_put(json->root);
    free(json);
}

const struct aoai_value *aoai_json_root(const struct aoai_json *json)
{
    return json != NULL ? value_of(json->root) : NULL;
}

enum aoai_json_type aoai_json_type(const struct aoai_value *value)
{
    if (value == NULL)
        return AOAI_JSON_ABSENT;
    if ((const void *)value == &null_value)
        return AOAI_JSON_NULL;
    switch (json_object_get_type((struct json_object *)(uintptr_t)value)) {
    case json_type_boolean:
        return AOAI_JSON_BOOLEAN;
    case json_type_double:
    case json_type_int:
        return AOAI_JSON_NUMBER;
    case json_type_string:
        return AOAI_JSON_STRING;
    case json_type_array:
        return AOAI_JSON_ARRAY;
    case json_type_object:
        return AOAI_JSON_OBJECT;
    case json_type_null:
        break;
    }
    return AOAI_JSON_NULL;
}

const struct aoai_value *aoai_json_member(const struct aoai_value *object,
                                          const char *name)
{
    struct json_object *owner = object_of(object, json_type_object);
    struct json_object *member = NULL;

    if (owner == NULL || !json_object_object_get_ex(owner, name, &member))
        return NULL;
    return value_of(member);
}

size_t aoai_json_count(const struct aoai_value *array)
{
    const struct json_object *owner = object_of(array, json_type_array);

    return owner != NULL ? json_object_array_length(owner) : 0;
}

const struct aoai_value *aoai_json_element(const struct aoai_value *array,
                                           size_t index)
{
    const struct json_object *owner = object_of(array, json_type_array);

    if (owner == NULL || index >= json_object_array_length(owner))
        return NULL;
    return value_of(json_object_array_get_idx(owner, index));
}

const char *aoai_json_text(const struct aoai_value *string)
{
    struct json_object *object = object_of(string, json_type_string);

    return object != NULL ? json_object_get_string(object) : NULL;
}

size_t aoai_json_text_length(const struct aoai_value *string)
{
    const struct json_object *object = object_of(string, json_type_string);

    return object != NULL ? (size_t)json_object_get_string_len(object) : 0;
}

const char *aoai_json_member_text(const struct aoai_value *object,
                                  const char *name)
{
    return aoai_json_text(aoai_json_member(object, name));
}

bool aoai_json_boolean(const struct aoai_value *value, bool *flag)
{
    const struct json_object *object = object_of(value, json_type_boolean);

    if (object != NULL)
        *flag = json_object_get_boolean(object);
    return object != NULL;
}

bool aoai_json_count_value(const struct aoai_value *number, uint64_t *count)
{
    struct json_object *whole = object_of(number, json_type_int);
    struct json_object *decimal = object_of(number, json_type_double);

    /* json-c keeps the text of what is no plain integer as user data; NaN and
     * the like, which are no JSON, have none. */
    if (decimal != NULL)
        return aoai_json_decimal(json_object_get_userdata(decimal), count);
    /* What exceeds uint64 is the largest uint64 here: too large as well. */
    if (whole == NULL || json_object_get_int64(whole) < 0 ||
        json_object_get_uint64(whole) > INT64_MAX)
        return false;
    *count = json_object_get_uint64(whole);
    return true;
}

bool aoai_json_seconds(const struct aoai_value *value, int64_t *seconds)
{
    const char *text = aoai_json_text(value);
    uint64_t count = 0;
    bool read = text != NULL ? strlen(text) == aoai_json_text_length(value) &&
                                   aoai_json_decimal(text, &count)
                             : aoai_json_count_value(value, &count);

    if (read)
        *seconds = (int64_t)count;
    return read;
}
