/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The settings put together: what to ask, how to get there, how to judge.
 *
 * Here the texts of core/settings.h become resource ids, a month, a metric,
 * endpoints and thresholds, the environment is looked at, and everything that
 * is wrong is collected, so that one run names all mistakes. */
#ifndef AOAI_POLL_SETUP_H
#define AOAI_POLL_SETUP_H

#include <stddef.h>
#include <stdint.h>

#include "azure/cloud.h"
#include "azure/credential.h"
#include "azure/metrics.h"
#include "core/attr.h"
#include "core/error.h"
#include "core/month.h"
#include "core/resource_id.h"
#include "core/settings.h"
#include "core/text_list.h"
#include "core/threshold.h"
#include "core/zone.h"
#include "net/http_curl.h"

struct aoai_setup {
    const struct aoai_settings *settings; /* borrowed */
    const struct aoai_cloud *cloud;
    int64_t now; /* UTC seconds: the one now of this run */

    struct aoai_resource_id *resources;
    size_t resource_count;
    struct aoai_metrics_query query;
    struct aoai_zone zone;
    struct aoai_month month;

    char *authority, *arm, *imds; /* endpoints, no trailing slash; imds may be
                                     NULL */
    const char *audience;         /* of tokens for ARM */
    struct aoai_credential_setup credential; /* without http, clock, notes */
    struct aoai_http_setup network;          /* without clock */
    struct aoai_thresholds thresholds;
};

/* Puts SETTINGS (borrowed for the setup's life) together at the time NOW (UTC
 * seconds). What is wrong is added to MISTAKES, one sentence each, beginning
 * with the setting's name. Returns 0, though there may be mistakes: then the
 * setup is only good for aoai_setup_free(). Returns -1 with ERROR when memory
 * is short. Release with aoai_setup_free() in any case. */
int aoai_setup_make(struct aoai_setup *setup,
                    const struct aoai_settings *settings, int64_t now,
                    struct aoai_text_list *mistakes,
                    struct aoai_error *error) AOAI_MUST_USE;

/* The same without resources, metric and thresholds: for what signs in and
 * sends, but asks for no tokens. */
int aoai_setup_make_access(struct aoai_setup *setup,
                           const struct aoai_settings *settings, int64_t now,
                           struct aoai_text_list *mistakes,
                           struct aoai_error *error) AOAI_MUST_USE;

/* Releases the setup. Accepts the all-zero object. */
void aoai_setup_free(struct aoai_setup *setup);

#endif
