/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include <stdlib.h>
#include <string.h>

#include "azure/table.h"
#include "core/fold.h"
#include "core/url.h"
#include "core/utf8.h"

#define DIGITS "0123456789"
#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

/* https://learn.microsoft.com/rest/api/storageservices/understanding-the-
 * table-service-data-model: lengths of a table's name; a key has 1 KiB of
 * UTF-16, 512 units, and no text has more of those than bytes of UTF-8. */
enum { NAME_LEAST = 3, NAME_MOST = 63, PARTITION_MOST = 512 };

/* Longest name of an account; those of Cosmos DB have 44 characters. */
enum { ACCOUNT_MOST = 63 };

/* Sets ERROR for URL, of which nothing is shown that may be a secret: neither
 * a password nor the query. */
static int refuse(struct aoai_error *error, const char *url, const char *why)
{
    AOAI_CLEANUP(aoai_buf_free)
    struct aoai_buf shown = {.max = AOAI_QUOTE_MAX * 2};

    aoai_buf_add(&shown, url, strnlen(url, AOAI_QUOTE_MAX + 1));
    aoai_buf_truncate(&shown, strcspn(aoai_buf_text(&shown), "?#"));
    if (strchr(url, '@') != NULL || strstr(url, "sig=") != NULL)
        return aoai_error_set(error, AOAI_ERROR_INPUT,
                              "the URL of the table is wrong: %s", why);
    return aoai_error_set(error, AOAI_ERROR_INPUT,
                          "the URL %s of the table is wrong: %s",
                          aoai_error_quote(aoai_buf_text(&shown)).text, why);
}

/* What is wrong with URL as a whole; NULL: nothing. */
static const char *check_whole(const char *url)
{
    if (strstr(url, "sig=") != NULL)
        return "a SAS has no place in it, where others see it: put it into a "
               "file and name that with --state-key-file";
    if (strchr(url, '#') != NULL)
        return "a fragment has no place in it";
    if (strncmp(url, "http://169.254.", strlen("http://169.254.")) == 0)
        return "http:// is for this machine alone (localhost, 127.0.0.1, "
               "[::1]); use https://";
    return NULL;
}

/* True when TEXT may be a key of an entity. */
static bool is_key(const char *text)
{
    while (*text != '\0') {
        size_t length = aoai_utf8_length(text);

        if (length == 0 || aoai_utf8_is_control(text, length) ||
            strchr("/\\#?", *text) != NULL)
            return false;
        text += length;
    }
    return true;
}

/* Reads QUERY, the text behind "?", into PLACE. Returns what is wrong, or
 * NULL; memory that is short shows in VALUE. */
static const char *read_query(struct aoai_buf *value, const char *query)
{
    static const char name[] = "partition=";

    if (strncmp(query, name, strlen(name)) != 0 || strchr(query, '&') != NULL)
        return "its query can be ?partition=KEY alone";
    query += strlen(name);
    if (!aoai_url_unescape(value, query, strlen(query)))
        return "a '%' in its partition is followed by no two hexadecimal "
               "digits, or by two zeros";
    if (value->length == 0 || value->length > PARTITION_MOST)
        return "its partition is empty or longer than 512 bytes";
    if (!is_key(aoai_buf_text(value)))
        return "its partition holds a character that keys forbid: / \\ # ? or "
               "a control character";
    return NULL;
}

/* True when HOST, which may have a port, is localhost or a bare address. */
static bool is_bare(const char *host)
{
    size_t length = strcspn(host, ":/");

    return host[0] == '[' || aoai_fold_equal_bytes(host, length, "localhost") ||
           strspn(host, DIGITS ".") == length;
}

/* The next segment at *AT, which moves behind it; *LENGTH 0: none is left. */
static const char *next_segment(const char **at, size_t *length)
{
    const char *start = *at + strspn(*at, "/");

    *length = strcspn(start, "/");
    *at = start + *length;
    return start;
}

/* True when the LENGTH bytes at NAME are one of Azure's tables' names. */
static bool is_table(const char *name, size_t length)
{
    return length >= NAME_LEAST && length <= NAME_MOST &&
           strspn(name, LETTERS DIGITS) >= length &&
           strchr(LETTERS, name[0]) != NULL &&
           !aoai_fold_equal_bytes(name, length, "tables");
}

/* Where the parts of a URL are. */
struct parts {
    const char *account, *table;
    size_t endpoint_length, account_length, table_length;
    bool bare; /* the account stands in the path */
};

/* Finds the parts of URL, an endpoint with its path. Returns what is wrong, or
 * NULL. */
static const char *find_parts(struct parts *parts, const char *url)
{
    const char *host = strstr(url, "://") + strlen("://");
    const char *at = host + strcspn(host, "/");
    size_t more = 0;

    parts->account = host;
    parts->account_length = strcspn(host, ".:/");
    parts->endpoint_length = (size_t)(at - url);
    parts->bare = is_bare(host);
    if (parts->bare) {
        parts->account = next_segment(&at, &parts->account_length);
        parts->endpoint_length = (size_t)(at - url);
    }
    if (parts->account_length == 0 || parts->account_length > ACCOUNT_MOST ||
        strspn(parts->account, LETTERS DIGITS "-") < parts->account_length)
        return "it names no account: the first part of the host, or of the "
               "path behind a bare address, is letters and digits";
    parts->table = next_segment(&at, &parts->table_length);
    (void)next_segment(&at, &more);
    if (parts->table_length == 0)
        return "the table is missing at its end";
    if (more != 0)
        return "there is more in its path than the table";
    if (!is_table(parts->table, parts->table_length))
        return "a table's name has 3 to 63 letters and digits, a letter "
               "first, and is not 'tables'";
    return NULL;
}

/* Copies the parts of the endpoint URL into PLACE. */
static int copy_parts(struct aoai_table_place *place, const char *url,
                      const struct parts *parts, struct aoai_error *error)
{
    place->endpoint = strndup(url, parts->endpoint_length);
    place->account = strndup(parts->account, parts->account_length);
    place->table = strndup(parts->table, parts->table_length);
    if (!place->endpoint || !place->account || !place->table)
        return aoai_error_memory(error);
    /* Hosts have no case, and Azure's accounts are lower case. */
    for (char *at = place->account; !parts->bare && *at != '\0'; at++)
        *at = (char)aoai_fold_byte((unsigned char)*at);
    return 0;
}

int aoai_table_place_parse(struct aoai_table_place *place, const char *url,
                           struct aoai_error *error)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf bare = {0};
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf endpoint = {0};
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf partition = {0};
    size_t length = strcspn(url, "?");
    const char *why = check_whole(url);
    struct parts parts = {0};

    *place = (struct aoai_table_place){0};
    if (why)
        return refuse(error, url, why);
    aoai_buf_add(&bare, url, length);
    if (aoai_buf_check(&bare, error) ||
        aoai_url_endpoint(&endpoint, aoai_buf_text(&bare), false, error))
        return -1;
    why = find_parts(&parts, aoai_buf_text(&endpoint));
    if (!why && url[length] == '?')
        why = read_query(&partition, url + length + 1);
    if (why)
        return refuse(error, url, why);
    if (copy_parts(place, aoai_buf_text(&endpoint), &parts, error))
        return -1;
    if (partition.length == 0)
        return 0;
    place->partition = aoai_buf_take(&partition, error);
    return place->partition ? 0 : -1;
}

void aoai_table_place_free(struct aoai_table_place *place)
{
    free(place->endpoint);
    free(place->account);
    free(place->table);
    free(place->partition);
    *place = (struct aoai_table_place){0};
}
