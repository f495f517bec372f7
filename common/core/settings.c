/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "core/settings.h"

struct aoai_settings_form aoai_settings_form(struct aoai_settings *settings)
{
    struct aoai_settings_form form = {.values = settings,
                                      .sources = settings->sources};

    form.rows = aoai_settings_table(&form.count);
    return form;
}

int aoai_settings_put(struct aoai_settings *settings,
                      const struct aoai_setting *row, const char *value,
                      enum aoai_setting_source source, struct aoai_error *error)
{
    struct aoai_settings_form form = aoai_settings_form(settings);

    return aoai_settings_form_put(&form, row, value, source, error);
}

int aoai_settings_init(struct aoai_settings *settings, struct aoai_error *error)
{
    struct aoai_settings_form form = aoai_settings_form(settings);

    for (size_t i = 0; i < form.count; i++)
        if (form.rows[i].fallback &&
            aoai_settings_form_put(&form, &form.rows[i], form.rows[i].fallback,
                                   AOAI_SETTING_DEFAULT, error))
            return -1;
    return 0;
}

bool aoai_settings_is_from(const struct aoai_settings *settings,
                           const void *field, enum aoai_setting_source source)
{
    size_t count;
    const struct aoai_setting *table = aoai_settings_table(&count);
    size_t offset = (size_t)((const char *)field - (const char *)settings);

    for (size_t i = 0; i < count; i++)
        if (table[i].type != AOAI_SETTING_SECRET && table[i].offset == offset)
            return settings->sources[i] == source;
    return false;
}

void aoai_settings_free(struct aoai_settings *settings)
{
    struct aoai_settings_form form = aoai_settings_form(settings);

    aoai_settings_form_free(&form);
}
