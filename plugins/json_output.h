/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* A report as one JSON object (RFC 8259). */
#ifndef AOAI_PLUGINS_JSON_OUTPUT_H
#define AOAI_PLUGINS_JSON_OUTPUT_H

#include "core/buf.h"
#include "core/text_list.h"
#include "poll/report.h"

/* How the object begins, up to the elements of "errors", where there are no
 * deployments and no month: a string constant, for STATE a string constant. */
#define AOAI_JSON_OUTPUT_BARE(STATE)                                           \
    "{\"state\":\"" STATE "\",\"month\":null,\"timezone\":null,"               \
    "\"start\":null,\"end\":null,\"deployments\":[],\"errors\":["

/* Appends REPORT and a line end. It is never cut: give OUT a ceiling that
 * does not matter. */
void aoai_json_output(struct aoai_buf *out, const struct aoai_report *report);

/* Appends the same object for SENTENCES that say what is wrong: UNKNOWN, no
 * deployments, no month. */
void aoai_json_mistakes(struct aoai_buf *out,
                        const struct aoai_text_list *sentences);

#endif
