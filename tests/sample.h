/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* A setup, an answer and a report to test with: October 2024 is running. */
#ifndef AOAI_TESTS_SAMPLE_H
#define AOAI_TESTS_SAMPLE_H

#include <stddef.h>
#include <stdint.h>

#include "core/notes.h"
#include "core/settings.h"
#include "poll/answer.h"
#include "poll/report.h"
#include "poll/setup.h"

/* 2024-10-20T12:00:00Z, the time of all samples. */
#define SAMPLE_NOW ((int64_t)1729425600)

/* Two accounts; the name of the second is "other". */
#define SAMPLE_ID                                                              \
    "/subscriptions/0000/resourceGroups/rg/providers/"                         \
    "Microsoft.CognitiveServices/accounts/momo"
#define SAMPLE_OTHER                                                           \
    "/subscriptions/0000/resourceGroups/rg/providers/"                         \
    "Microsoft.CognitiveServices/accounts/other"

struct sample {
    struct aoai_settings settings;
    struct aoai_setup setup;
    struct aoai_text_list mistakes;
    struct aoai_answer answer;
    struct aoai_notes notes;
    struct aoai_report report;
};

/* Removes the environment variables that a setup looks at. */
void sample_clear_environment(void);

/* The mistakes in WORDS, as below but from SOURCE, one a line; "" when there
 * are none. Free it. */
char *sample_mistakes(const char *const *words,
                      enum aoai_setting_source source);

/* Starts SAMPLE, which must not move, with the settings in WORDS ("key=value",
 * or "key" of a flag; NULL-terminated), as from the command line. Without a
 * resource it is SAMPLE_ID. */
void sample_begin(struct sample *sample, const char *const *words);

/* Makes the setup of SAMPLE again, at the time NOW, and an empty answer. */
void sample_set_up(struct sample *sample, int64_t now);

/* Adds a series to resource INDEX of the answer, read at the sample's now. */
void sample_use(struct sample *sample, size_t index, const char *deployment,
                uint64_t tokens);

/* Makes resource INDEX fail. */
void sample_fail(struct sample *sample, size_t index, enum aoai_error_kind kind,
                 const char *why);

/* Settles the answer and makes the report. */
void sample_report(struct sample *sample);

/* Releases everything. */
void sample_end(struct sample *sample);

#endif
