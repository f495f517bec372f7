/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* A report as Nagios and Icinga read it: a first line with perfdata, then one
 * line for each failed resource and each deployment, worst first. */
#ifndef AOAI_PLUGINS_NAGIOS_OUTPUT_H
#define AOAI_PLUGINS_NAGIOS_OUTPUT_H

#include <stddef.h>

#include "core/attr.h"
#include "core/buf.h"
#include "core/error.h"
#include "core/text_list.h"
#include "poll/report.h"

enum {
    AOAI_NAGIOS_TEXT_MAX = 200, /* bytes of the first line's text at most */
    AOAI_NAGIOS_MORE_LINE = 34  /* of "... and 18446744073709551615 more\n" */
};

/* Appends REPORT to OUT, then DETAILS (lines, or ""), in at most MAX bytes:
 * lines and perfdata items are left out from the better end, a last line says
 * how many, and what room is left is for the details. One perfdata item always
 * stays, whole. Returns 0, or -1 with ERROR. */
int aoai_nagios_output(struct aoai_buf *out, const struct aoai_report *report,
                       const char *details, size_t max,
                       struct aoai_error *error) AOAI_MUST_USE;

/* Appends the answer for SENTENCES that say what is wrong (at least one):
 * UNKNOWN, the first of them in the first line. Several, or one that does not
 * fit there, stand whole on lines of their own below it. */
void aoai_nagios_mistakes(struct aoai_buf *out,
                          const struct aoai_text_list *sentences, size_t max);

/* Appends as many whole lines of DETAILS (lines, or ""), made harmless, as fit
 * into ROOM bytes. */
void aoai_nagios_details(struct aoai_buf *out, const char *details,
                         size_t room);

#endif
