/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Perfdata labels: what Nagios, Icinga 2, PNP and Graphite all take as it is,
 * without quotes. */
#ifndef AOAI_PLUGINS_LABEL_H
#define AOAI_PLUGINS_LABEL_H

#include "core/attr.h"
#include "core/error.h"
#include "core/text_list.h"
#include "poll/report.h"

/* Fills LABELS with the label of each of the first COUNT rows of REPORT (or of
 * all, where there are fewer), in its order: the deployment's name, with
 * "account/" before it where there are several resources, and "_" for every
 * byte outside [A-Za-z0-9_-]. Rows whose label would be equal to that of any
 * other row of REPORT each get "_" and the first 8 hex digits of the SHA-256 of
 * "resource id/deployment" in lower case. Returns 0, or -1 with ERROR. */
int aoai_label_first(struct aoai_text_list *labels,
                     const struct aoai_report *report, size_t count,
                     struct aoai_error *error) AOAI_MUST_USE;

#endif
