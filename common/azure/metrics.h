/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Reading a metric of one resource, split by a dimension: Metrics - List
 * (https://learn.microsoft.com/rest/api/monitor/metrics/list).
 *
 * One number per deployment is asked for (interval=FULL; why, is told in
 * core/month.h). Without "top" Azure answers with ten series and does not say
 * that there are more: so top is always sent, far above any real number of
 * deployments, and an answer with that many series is refused. */
#ifndef AOAI_AZURE_METRICS_H
#define AOAI_AZURE_METRICS_H

#include <stddef.h>
#include <stdint.h>

#include "core/attr.h"
#include "core/buf.h"
#include "core/error.h"
#include "core/month.h"
#include "core/resource_id.h"
#include "core/usage.h"

enum {
    AOAI_METRICS_TOP = 100000,         /* series asked for */
    AOAI_METRICS_ANSWER_MAX = 32 << 20 /* bytes of an answer */
};

struct aoai_metrics_query {
    const char *metrics[AOAI_USAGE_METRICS];
    size_t metric_count;
    const char *metric_namespace; /* NULL: the platform's */
    const char *dimension;        /* "ModelDeploymentName" */
};

/* Appends the URL that asks the endpoint ARM (no trailing slash) for QUERY on
 * RESOURCE over SPAN. */
void aoai_metrics_url(struct aoai_buf *url, const char *arm,
                      const struct aoai_resource_id *resource,
                      const struct aoai_metrics_query *query,
                      const struct aoai_span *span);

/* Adds the series of one answer (LENGTH bytes at BODY, HTTP 200) to USAGE,
 * which is not settled; metric numbers are those of QUERY. TOP is what was
 * asked for. Returns 0, or -1 with ERROR and USAGE to be thrown away:
 * AOAI_ERROR_ANSWER for anything that could make a sum lower than the truth
 * (a part missing, of another type, negative, fractional, beyond 2^63-1, a
 * point outside SPAN, an answer for less than SPAN, as many series as TOP; but
 * a point whose total is absent or null is Azure's way to say "no data");
 * AOAI_ERROR_REFUSED for a metric that failed inside HTTP 200. */
int aoai_metrics_read(struct aoai_usage *usage, const char *body, size_t length,
                      const struct aoai_metrics_query *query,
                      const struct aoai_span *span, size_t top,
                      struct aoai_error *error) AOAI_MUST_USE;

#endif
