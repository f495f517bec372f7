/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Stands in for extra_opts.c: see plugins/module_extra_opts.h. */
#include "plugins/extra_opts.h"

#include <string.h>

#include "net/module.h"
#include "plugins/module_extra_opts.h"

int aoai_extra_opts_read(const struct aoai_command_line *line, const char *spec,
                         struct aoai_text_list *mistakes,
                         struct aoai_error *error)
{
    aoai_module_extra_opts_entry *entry = NULL;
    void *address = aoai_module_load("aoai_extra_opts.so", error);

    if (!address)
        return -1;
    memcpy(&entry, &address, sizeof(entry));
    return entry(line, spec, mistakes, error);
}
