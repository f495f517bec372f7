/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* floor_get URL CA-FOLDER HEADER-FILE: the least that one request costs.
 *
 * One GET with libcurl, trusting a folder of certificates with hashed names;
 * the file holds the Authorization line. The answer is read with json-c and
 * its totals are summed up for each deployment. Nothing else: no options, no
 * cache, no retry, no checks of what the answer says. */
#include <curl/curl.h>
#include <json-c/json.h>

#include "floor_line.h"

/* A body as it arrives. */
struct body {
    char *bytes;
    size_t length;
};

/* libcurl's write callback. */
static size_t take_bytes(char *bytes, size_t size, size_t count, void *context)
{
    struct body *body = context;
    size_t length = size * count;
    char *grown = realloc(body->bytes, body->length + length + 1);

    if (!grown)
        return 0;
    body->bytes = grown;
    memcpy(grown + body->length, bytes, length);
    body->length += length;
    grown[body->length] = '\0';
    return length;
}

/* Reads the first line of FILE. */
static char *read_line(const char *file)
{
    char *line = NULL;
    size_t space = 0;
    FILE *stream = fopen(file, "r");

    if (!stream)
        return NULL;
    if (getline(&line, &space, stream) > 0)
        line[strcspn(line, "\n")] = '\0';
    fclose(stream);
    return line;
}

/* GETs URL. */
static CURLcode get(struct body *body, const char *url, const char *ca_path,
                    const char *header)
{
    CURL *easy = curl_easy_init();
    struct curl_slist *headers = curl_slist_append(NULL, header);
    CURLcode result = CURLE_FAILED_INIT;

    curl_easy_setopt(easy, CURLOPT_URL, url);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(easy, CURLOPT_CAPATH, ca_path);
    curl_easy_setopt(easy, CURLOPT_CAINFO, NULL);
    curl_easy_setopt(easy, CURLOPT_FAILONERROR, 1L);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_bytes);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, body);
    result = curl_easy_perform(easy);
    curl_slist_free_all(headers);
    curl_easy_cleanup(easy);
    return result;
}

/* OBJECT's member NAME; NULL when it has none. */
static struct json_object *member(struct json_object *object, const char *name)
{
    return json_object_object_get(object, name);
}

/* Sums the points of SERIES up and takes them into LINE. */
static void add_series(struct floor_line *line, struct json_object *series)
{
    struct json_object *data = member(series, "data");
    struct json_object *first =
        json_object_array_get_idx(member(series, "metadatavalues"), 0);
    uint64_t tokens = 0;

    for (size_t i = 0; i < json_object_array_length(data); i++)
        tokens += json_object_get_uint64(
            member(json_object_array_get_idx(data, i), "total"));
    floor_line_add(line, json_object_get_string(member(first, "value")),
                   tokens);
}

int main(int argc, char **argv)
{
    struct floor_line line = {0};
    struct body body = {0};
    char *header = argc == 4 ? read_line(argv[3]) : NULL;
    struct json_object *root = NULL;
    struct json_object *all = NULL;

    if (!header || get(&body, argv[1], argv[2], header) != CURLE_OK)
        return 2;
    free(header);
    root = json_tokener_parse(body.bytes);
    free(body.bytes);
    all = member(json_object_array_get_idx(member(root, "value"), 0),
                 "timeseries");
    if (!all)
        return 2;
    for (size_t i = 0; i < json_object_array_length(all); i++)
        add_series(&line, json_object_array_get_idx(all, i));
    floor_line_print(&line);
    json_object_put(root);
    return 0;
}
