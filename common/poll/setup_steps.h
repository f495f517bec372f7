/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Steps of aoai_setup_make(), private to it: each takes its part of the
 * settings and collects mistakes. */
#ifndef AOAI_POLL_SETUP_STEPS_H
#define AOAI_POLL_SETUP_STEPS_H

#include "core/attr.h"
#include "poll/setup.h"

/* What the steps work on. */
struct aoai_setup_making {
    struct aoai_setup *setup;
    const struct aoai_settings *settings;
    struct aoai_text_list *mistakes;
    struct aoai_error *error; /* of a step that returns -1 */
};

/* Adds the sentence in ERROR to the mistakes, with NAME before it where it is
 * not empty. Returns 0, or -1 only when memory is short. */
int aoai_setup_mistake(struct aoai_setup_making *making, const char *name,
                       struct aoai_error *error) AOAI_MUST_USE;

/* Takes cloud and endpoints. Returns 0, or -1 when memory is short. */
int aoai_setup_take_endpoints(struct aoai_setup_making *making) AOAI_MUST_USE;

/* Takes how to sign in; the endpoints must have been taken. Returns 0, or -1
 * when memory is short. */
int aoai_setup_take_credential(struct aoai_setup_making *making) AOAI_MUST_USE;

/* Takes trust and proxy. Returns 0, or -1 when memory is short. */
int aoai_setup_take_network(struct aoai_setup_making *making) AOAI_MUST_USE;

#endif
