/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "core/text_list.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Makes room for one more item: the space is always a power of two. */
static int grow(struct aoai_text_list *list)
{
    size_t count = list->count;
    if ((count & (count - 1)) != 0)
        return 0;

    if (count > SIZE_MAX / 2 / sizeof(*list->items))
        return -1;
    size_t space = count == 0 ? 1 : count * 2;
    char **items = realloc(list->items, space * sizeof(*items));
    if (items == NULL)
        return -1;
    list->items = items;
    return 0;
}

int aoai_text_list_add(struct aoai_text_list *list, const char *text,
                       struct aoai_error *error)
{
    char *copy = strdup(text);
    if (copy == NULL)
        return aoai_error_memory(error);
    if (grow(list) != 0) {
        free(copy);
        return aoai_error_memory(error);
    }

    list->items[list->count++] = copy;
    return 0;
}

int aoai_text_list_add_mistake(struct aoai_text_list *list, const char *name,
                               struct aoai_error *wrong,
                               struct aoai_error *error)
{
    if (wrong->kind == AOAI_ERROR_MEMORY)
        return aoai_error_memory(error);
    if (*name)
        aoai_error_wrap(wrong, "%s", name);
    return aoai_text_list_add(list, wrong->text, error);
}

void aoai_text_list_free(struct aoai_text_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        free(list->items[i]);
    free(list->items);
    list->items = NULL;
    list->count = 0;
}
