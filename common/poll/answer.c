/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "poll/answer.h"

#include <stdlib.h>
#include <string.h>

#include "core/fold.h"

int aoai_answer_init(struct aoai_answer *answer, size_t count,
                     struct aoai_error *error)
{
    answer->readings = calloc(count ? count : 1, sizeof(answer->readings[0]));
    if (!answer->readings)
        return aoai_error_memory(error);
    answer->count = count;
    return 0;
}

void aoai_reading_fail(struct aoai_reading *reading,
                       const struct aoai_error *error)
{
    if (reading->failure)
        return;
    reading->failure = error->kind;
    reading->reason = strdup(error->text);
}

void aoai_answer_fail(struct aoai_answer *answer,
                      const struct aoai_error *error)
{
    for (size_t i = 0; i < answer->count; i++)
        aoai_reading_fail(&answer->readings[i], error);
}

bool aoai_answer_has_used(const struct aoai_answer *answer,
                          const char *deployment)
{
    for (size_t i = 0; i < answer->count; i++)
        if (aoai_usage_find(&answer->readings[i].usage, deployment))
            return true;
    return false;
}

const char *aoai_reading_lists(const struct aoai_reading *reading,
                               const char *deployment)
{
    const struct aoai_text_list *list = &reading->deployments;

    for (size_t i = 0; reading->read_at && i < list->count; i++)
        if (aoai_fold_equal(list->items[i], deployment))
            return list->items[i];
    return NULL;
}

void aoai_reading_clear(struct aoai_reading *reading)
{
    aoai_usage_free(&reading->usage);
    aoai_text_list_free(&reading->deployments);
    free(reading->reason);
    memset(reading, 0, sizeof(*reading));
}

void aoai_answer_free(struct aoai_answer *answer)
{
    for (size_t i = 0; i < answer->count; i++)
        aoai_reading_clear(&answer->readings[i]);
    free(answer->readings);
    memset(answer, 0, sizeof(*answer));
}
