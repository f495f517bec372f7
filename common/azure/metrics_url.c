/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "azure/metrics.h"

#include <string.h>

#include "core/civil.h"
#include "core/url.h"

#define API_VERSION "2024-02-01"

/* Appends a metric's name for the comma-separated list: a comma inside it is
 * written as "%2", then all is escaped. */
static void add_metric(struct aoai_buf *url, const char *metric)
{
    const char *comma;

    for (; (comma = strchr(metric, ',')); metric = comma + 1) {
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf part = {0};

        aoai_buf_add(&part, metric, (size_t)(comma - metric));
        aoai_url_escape(url, aoai_buf_text(&part));
        aoai_buf_puts(url, "%252");
    }
    aoai_url_escape(url, metric);
}

/* Appends a dimension's name; round brackets are escaped twice. */
static void add_dimension(struct aoai_buf *url, const char *dimension)
{
    for (; *dimension; dimension++) {
        char byte[2] = {*dimension, '\0'};

        if (*dimension == '(')
            aoai_buf_puts(url, "%2528");
        else if (*dimension == ')')
            aoai_buf_puts(url, "%2529");
        else
            aoai_url_escape(url, byte);
    }
}

void aoai_metrics_url(struct aoai_buf *url, const char *arm,
                      const struct aoai_resource_id *resource,
                      const struct aoai_metrics_query *query,
                      const struct aoai_span *span)
{
    char start[AOAI_CIVIL_TEXT_SIZE], end[AOAI_CIVIL_TEXT_SIZE];

    aoai_civil_format(span->start, start);
    aoai_civil_format(span->end, end);
    aoai_buf_puts(url, arm);
    aoai_url_escape_path(url, resource->text);
    aoai_buf_printf(url,
                    "/providers/Microsoft.Insights/metrics"
                    "?api-version=" API_VERSION
                    "&timespan=%s%%2F%s&interval=FULL&aggregation=Total"
                    "&top=%d&metricnames=",
                    start, end, AOAI_METRICS_TOP);
    for (size_t i = 0; i < query->metric_count; i++) {
        if (i)
            aoai_buf_putc(url, ',');
        add_metric(url, query->metrics[i]);
    }
    if (query->metric_namespace) {
        aoai_buf_puts(url, "&metricnamespace=");
        aoai_url_escape(url, query->metric_namespace);
    }
    aoai_buf_puts(url, "&%24filter=");
    add_dimension(url, query->dimension);
    aoai_buf_puts(url, "%20eq%20%27%2A%27");
}
