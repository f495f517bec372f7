/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "azure/acs_connection.h"

#include <stdlib.h>
#include <string.h>

#include "core/fold.h"
#include "core/url.h"

#define WHAT "the connection string of Communication Services"
#define REMEDY "copy it anew from the page Keys of the resource"

/* The parts, as they stand in the text. */
struct parts {
    struct aoai_buf endpoint, key;
};

static const char blanks[] = " \t\r\n";

/* Leaves out blanks at both ends of the *LENGTH bytes at TEXT. Returns where
 * the rest begins. */
static const char *trim(const char *text, size_t *length)
{
    while (*length > 0 && strchr(blanks, text[*length - 1]))
        (*length)--;
    while (*length > 0 && strchr(blanks, *text)) {
        (*length)--;
        text++;
    }
    return text;
}

/* Says what is wrong with the text, of which nothing is shown. */
static int refuse(struct aoai_error *error, const char *why)
{
    return aoai_error_set(error, AOAI_ERROR_INPUT, WHAT " %s: " REMEDY, why);
}

/* Puts the LENGTH bytes at VALUE into PART, which is empty so far. */
static int keep(struct aoai_buf *part, const char *value, size_t length,
                struct aoai_error *error)
{
    value = trim(value, &length);
    if (part->length > 0)
        return refuse(error, "has a part twice");
    if (length == 0)
        return refuse(error, "has an empty part");
    aoai_buf_add(part, value, length);
    return aoai_buf_check(part, error);
}

/* Reads the part of LENGTH bytes at TEXT; what is not known is left out, and so
 * is a part of nothing. */
static int read_part(struct parts *parts, const char *text, size_t length,
                     struct aoai_error *error)
{
    const char *equals, *name;
    size_t name_length, rest;

    text = trim(text, &length);
    if (length == 0)
        return 0;
    equals = memchr(text, '=', length);
    if (!equals)
        return refuse(error, "has a part without '='");
    name_length = (size_t)(equals - text);
    rest = length - name_length - 1;
    name = trim(text, &name_length);
    if (aoai_fold_equal_bytes(name, name_length, "endpoint"))
        return keep(&parts->endpoint, equals + 1, rest, error);
    if (aoai_fold_equal_bytes(name, name_length, "accesskey"))
        return keep(&parts->key, equals + 1, rest, error);
    return 0;
}

/* Takes TEXT apart. */
static int read_parts(struct parts *parts, const char *text,
                      struct aoai_error *error)
{
    while (*text != '\0') {
        size_t length = strcspn(text, ";");

        if (read_part(parts, text, length, error))
            return -1;
        text += length;
        text += *text == ';';
    }
    if (parts->endpoint.length == 0)
        return refuse(error, "has no endpoint=");
    if (parts->key.length == 0)
        return refuse(error, "has no accesskey=");
    return 0;
}

/* Puts the host of the endpoint URL into lower case: it is signed as it stands
 * there, and servers compare it with what they are called. */
static void lower_host(char *url)
{
    char *at = strstr(url, "://");

    for (at += strlen("://"); *at != '\0' && *at != '/'; at++)
        *at = (char)aoai_fold_byte((unsigned char)*at);
}

/* Checks the parts and gives them to CONNECTION. */
static int take_parts(struct aoai_acs_connection *connection,
                      const struct parts *parts,
                      const struct aoai_crypto *crypto,
                      struct aoai_error *error)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf endpoint = {0};
    struct aoai_error detail;

    if (aoai_url_endpoint(&endpoint, aoai_buf_text(&parts->endpoint), false,
                          &detail))
        return refuse(error, "has an endpoint that is no https:// address");
    if (crypto->base64_decode(&connection->key, aoai_buf_text(&parts->key),
                              parts->key.length, &detail))
        return refuse(error, "has an access key that is no base64");
    connection->endpoint = aoai_buf_take(&endpoint, error);
    if (!connection->endpoint)
        return -1;
    lower_host(connection->endpoint);
    return 0;
}

int aoai_acs_connection_parse(struct aoai_acs_connection *connection,
                              const char *text,
                              const struct aoai_crypto *crypto,
                              struct aoai_error *error)
{
    struct parts parts = {.endpoint.secret = true, .key.secret = true};
    int failed;

    *connection = (struct aoai_acs_connection){.key.secret = true};
    failed = read_parts(&parts, text, error) ||
             take_parts(connection, &parts, crypto, error);
    aoai_buf_free(&parts.endpoint);
    aoai_buf_free(&parts.key);
    return failed ? -1 : 0;
}

void aoai_acs_connection_free(struct aoai_acs_connection *connection)
{
    free(connection->endpoint);
    aoai_buf_free(&connection->key);
    *connection = (struct aoai_acs_connection){0};
}
