/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* A list of texts that it owns; the all-zero object is the empty list. */
#ifndef AOAI_CORE_TEXT_LIST_H
#define AOAI_CORE_TEXT_LIST_H

#include <stddef.h>

#include "core/attr.h"
#include "core/error.h"

struct aoai_text_list {
    char **items;
    size_t count;
};

/* Appends a copy of TEXT. Returns 0, or -1 with ERROR when memory is short:
 * the list is then as it was. */
int aoai_text_list_add(struct aoai_text_list *list, const char *text,
                       struct aoai_error *error) AOAI_MUST_USE;

/* Appends the sentence of WRONG, with NAME and ": " before it where NAME is not
 * empty, to LIST, which collects mistakes. Returns 0, or -1 with ERROR when
 * memory is short, also where that is what WRONG says. */
int aoai_text_list_add_mistake(struct aoai_text_list *list, const char *name,
                               struct aoai_error *wrong,
                               struct aoai_error *error) AOAI_MUST_USE;

/* Releases all texts and empties the list. Accepts the empty list. */
void aoai_text_list_free(struct aoai_text_list *list);

#endif
