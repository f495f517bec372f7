/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The deployments of an account: Deployments - List
 * (https://learn.microsoft.com/rest/api/aiservices/accountmanagement/
 * deployments/list), page by page. */
#ifndef AOAI_AZURE_DEPLOYMENTS_H
#define AOAI_AZURE_DEPLOYMENTS_H

#include <stddef.h>

#include "core/attr.h"
#include "core/buf.h"
#include "core/error.h"
#include "core/resource_id.h"
#include "core/text_list.h"

/* Pages read in one step at most; a service that links in circles ends here. */
enum { AOAI_DEPLOYMENTS_PAGES = 200 };

/* Bytes of one page at most. */
enum { AOAI_DEPLOYMENTS_PAGE_MAX = 8 << 20 };

/* Appends the URL of the first page for ACCOUNT at the endpoint ARM. */
void aoai_deployments_url(struct aoai_buf *url, const char *arm,
                          const struct aoai_resource_id *account);

/* Adds the names in one page (LENGTH bytes at BODY, HTTP 200), asked for at
 * URL, to NAMES and writes the next page's URL into NEXT, which is left empty
 * on the last one. Returns 0, or -1 with an AOAI_ERROR_ANSWER when it is no
 * such page or its nextLink leads to another origin than URL. */
int aoai_deployments_read(struct aoai_text_list *names, struct aoai_buf *next,
                          const char *url, const char *body, size_t length,
                          struct aoai_error *error) AOAI_MUST_USE;

#endif
