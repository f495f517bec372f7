/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The words of the Nagios answer: its first line and its lines. */
#ifndef AOAI_PLUGINS_NAGIOS_TEXT_H
#define AOAI_PLUGINS_NAGIOS_TEXT_H

#include "core/buf.h"
#include "poll/report.h"

/* Appends the first line's text, at most AOAI_NAGIOS_TEXT_MAX bytes, without
 * perfdata and line end: the state, then the worst that there is to say, with
 * the age of an old answer. */
void aoai_nagios_text_first(struct aoai_buf *out,
                            const struct aoai_report *report);

/* Appends the line, with its end, of a deployment. */
void aoai_nagios_text_row(struct aoai_buf *out,
                          const struct aoai_report *report,
                          const struct aoai_report_row *row);

/* Appends the line, with its end, of what failed. */
void aoai_nagios_text_failure(struct aoai_buf *out,
                              const struct aoai_report_failure *failure);

#endif
