/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* What is known about each resource of a setup, and its form in the cache.
 *
 * A reading holds the totals of one resource and when Azure gave them. The
 * record in the cache holds totals, not Azure's text, with the question that
 * they answer: identity, endpoints, resources, metric, dimension, month and
 * zone, but neither filters nor thresholds, so that checks that differ in
 * these share it. */
#ifndef AOAI_POLL_ANSWER_H
#define AOAI_POLL_ANSWER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/attr.h"
#include "core/buf.h"
#include "core/error.h"
#include "core/text_list.h"
#include "core/usage.h"
#include "poll/setup.h"

struct aoai_reading {
    int64_t read_at; /* UTC seconds at which Azure gave the totals; 0: none */
    struct aoai_usage usage;
    int64_t listed_at; /* the same for the names of the deployments */
    struct aoai_text_list deployments;

    enum aoai_error_kind failure; /* of this run; NONE */
    char *reason;                 /* its sentence; NULL without failure */
};

struct aoai_answer {
    struct aoai_reading *readings; /* one for each resource, in its order */
    size_t count;
};

/* Makes an answer that knows nothing yet of COUNT resources. Returns 0, or -1
 * with ERROR. Release with aoai_answer_free(). */
int aoai_answer_init(struct aoai_answer *answer, size_t count,
                     struct aoai_error *error) AOAI_MUST_USE;

/* Notes that asking about READING failed with ERROR; the first failure stays.
 * When even the sentence can not be kept, the kind still is. */
void aoai_reading_fail(struct aoai_reading *reading,
                       const struct aoai_error *error);

/* The same for every reading of ANSWER. */
void aoai_answer_fail(struct aoai_answer *answer,
                      const struct aoai_error *error);

/* Appends what SETUP asks, as a record: its key in the cache. The month stands
 * there in the words of the setting, so that the file of "current" is replaced
 * when a month begins. */
void aoai_answer_write_question(struct aoai_buf *out,
                                const struct aoai_setup *setup);

/* Appends ANSWER to the question QUESTION for MONTH (YYYY-MM) as a record. */
void aoai_answer_write(struct aoai_buf *out, const struct aoai_answer *answer,
                       const char *question, const char *month);

/* Reads a record into ANSWER, which has as many readings as QUESTION has
 * resources and knows nothing. What was given before OLDEST or after NOW (UTC
 * seconds) is left out. Returns 0, or -1, ANSWER knowing nothing, when the
 * record is damaged, of another version, question or month, or memory is
 * short. BYTES is spoiled. */
int aoai_answer_read(struct aoai_answer *answer, struct aoai_buf *bytes,
                     const char *question, const char *month, int64_t oldest,
                     int64_t now) AOAI_MUST_USE;

/* True when some resource has a series of DEPLOYMENT, in any case. */
bool aoai_answer_has_used(const struct aoai_answer *answer,
                          const char *deployment);

/* DEPLOYMENT as READING lists it, in any case; NULL where it does not, or where
 * the totals are not known, so that nothing tells that it has used nothing. */
const char *aoai_reading_lists(const struct aoai_reading *reading,
                               const char *deployment);

/* Forgets what READING knows, failure included. */
void aoai_reading_clear(struct aoai_reading *reading);

/* Releases ANSWER. Accepts the all-zero object. */
void aoai_answer_free(struct aoai_answer *answer);

#endif
