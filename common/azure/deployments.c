/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "azure/deployments.h"

#include "core/url.h"
#include "net/json.h"

#define API_VERSION "2024-10-01"

void aoai_deployments_url(struct aoai_buf *url, const char *arm,
                          const struct aoai_resource_id *account)
{
    aoai_buf_puts(url, arm);
    aoai_url_escape_path(url, account->text);
    aoai_buf_puts(url, "/deployments?api-version=" API_VERSION);
}

/* Adds the name of each element of PAGE. */
static int read_names(struct aoai_text_list *names,
                      const struct aoai_value *page, struct aoai_error *error)
{
    for (size_t i = 0; i < aoai_json_count(page); i++) {
        const char *name =
            aoai_json_member_text(aoai_json_element(page, i), "name");

        if (!name)
            return aoai_error_set(error, AOAI_ERROR_ANSWER,
                                  "the list of deployments has one without a "
                                  "name");
        if (aoai_text_list_add(names, name, error))
            return -1;
    }
    return 0;
}

/* Writes the nextLink of ROOT into NEXT. */
static int read_next(struct aoai_buf *next, const char *url,
                     const struct aoai_value *root, struct aoai_error *error)
{
    const struct aoai_value *value = aoai_json_member(root, "nextLink");
    const char *link = aoai_json_text(value);

    aoai_buf_truncate(next, 0);
    if (!link && aoai_json_type(value) != AOAI_JSON_ABSENT &&
        aoai_json_type(value) != AOAI_JSON_NULL)
        return aoai_error_set(error, AOAI_ERROR_ANSWER,
                              "the list of deployments goes on in a way that "
                              "is not understood");
    if (!link || !*link)
        return 0;
    if (!aoai_url_same_origin(url, link))
        return aoai_error_set(error, AOAI_ERROR_ANSWER,
                              "the list of deployments goes on at another "
                              "host, which is not followed");
    aoai_buf_puts(next, link);
    return aoai_buf_check(next, error);
}

int aoai_deployments_read(struct aoai_text_list *names, struct aoai_buf *next,
                          const char *url, const char *body, size_t length,
                          struct aoai_error *error)
{
    AOAI_CLEANUP(aoai_json_close) struct aoai_json *json = NULL;
    const struct aoai_value *root, *page;

    if (aoai_json_parse(&json, body, length, error))
        return aoai_error_wrap(error, "the list of deployments");
    root = aoai_json_root(json);
    page = aoai_json_member(root, "value");
    if (aoai_json_type(page) != AOAI_JSON_ARRAY)
        return aoai_error_set(error, AOAI_ERROR_ANSWER,
                              "the list of deployments is none");
    if (read_names(names, page, error))
        return -1;
    return read_next(next, url, root, error);
}
