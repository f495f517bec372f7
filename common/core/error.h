/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* An error: its kind, for programs, and one sentence, for people.
 *
 * The innermost function that notices a failure sets it; each caller that
 * knows more prepends what it was doing. An error lives in the memory of the
 * caller, needs no allocation and no release, and never holds a secret. */
#ifndef AOAI_CORE_ERROR_H
#define AOAI_CORE_ERROR_H

#include <stdbool.h>

#include "core/attr.h"

/* Sentences longer than this many bytes are cut. */
enum { AOAI_ERROR_TEXT_SIZE = 1024 };

/* The shortest beginning of a secret that is recognized, bytes: fewer may stand
 * in any sentence. */
enum { AOAI_ERROR_CONCEAL_LEAST = 8 };

/* How many bytes of a text are quoted, and the room that takes. */
enum { AOAI_QUOTE_MAX = 256, AOAI_QUOTE_SIZE = AOAI_QUOTE_MAX + 8 };

enum aoai_error_kind {
    AOAI_ERROR_NONE = 0,
    AOAI_ERROR_INPUT,       /* an option, file or variable is wrong */
    AOAI_ERROR_MEMORY,      /* an allocation failed */
    AOAI_ERROR_UNAVAILABLE, /* a credential is not configured here */
    AOAI_ERROR_DENIED,      /* sign-in or permission refused (401, 403) */
    AOAI_ERROR_NOT_FOUND,   /* no such thing (404) */
    AOAI_ERROR_REFUSED,     /* any other definite no (400, 409, ...) */
    AOAI_ERROR_THROTTLED,   /* 429 */
    AOAI_ERROR_SERVICE,     /* 5xx */
    AOAI_ERROR_NETWORK,     /* no answer: name, connection, trust, cut */
    AOAI_ERROR_DEADLINE,    /* the run's time is over */
    AOAI_ERROR_ANSWER       /* an answer that is not understood or not whole */
};

struct aoai_error {
    enum aoai_error_kind kind;
    char text[AOAI_ERROR_TEXT_SIZE]; /* one sentence without a final period */
};

/* Sets ERROR to KIND with the formatted sentence and returns -1, so that a
 * function can fail in one line. A NULL ERROR is allowed. */
int aoai_error_set(struct aoai_error *error, enum aoai_error_kind kind,
                   const char *format, ...) AOAI_PRINTF(3, 4);

/* Prepends "formatted text: " to ERROR's sentence, keeps its kind and returns
 * -1. A NULL ERROR is allowed. */
int aoai_error_wrap(struct aoai_error *error, const char *format, ...)
    AOAI_PRINTF(2, 3);

/* Takes SECRET out of ERROR's sentence, which may repeat what a service says:
 * each place where it stands, or begins and goes on in another way (cut off,
 * or encoded), becomes "***" up to the end of the word. Shorter beginnings than
 * AOAI_ERROR_CONCEAL_LEAST bytes are left, and so is a SECRET that is shorter
 * or NULL. A NULL ERROR is allowed. */
void aoai_error_conceal(struct aoai_error *error, const char *secret);

/* Sets ERROR to "out of memory" and returns -1. A NULL ERROR is allowed. */
int aoai_error_memory(struct aoai_error *error);

/* A text of others, ready to stand in a sentence. */
struct aoai_quote {
    char text[AOAI_QUOTE_SIZE];
};

/* TEXT between single quotes, with control bytes turned into "?" and what is
 * beyond AOAI_QUOTE_MAX bytes replaced by "...". For use within one expression:
 * aoai_error_quote(name).text as the argument of a %s. */
struct aoai_quote aoai_error_quote(const char *text);

/* True when the same request may work later without anybody changing
 * anything: throttling, a failing service or network, a missed deadline, an
 * answer that makes no sense. */
bool aoai_error_is_passing(enum aoai_error_kind kind);

#endif
