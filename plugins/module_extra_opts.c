/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The module aoai_extra_opts.so. */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include "plugins/module_extra_opts.h"

#include "net/http.h"
#include "net/http_curl.h"
#include "net/module_entry.h"
#include "plugins/extra_opts.h"

const char aoai_module_version[] = PACKAGE_VERSION;

aoai_module_extra_opts_entry aoai_module_entry;

int aoai_module_entry(const struct aoai_command_line *line, const char *spec,
                      struct aoai_text_list *mistakes, struct aoai_error *error)
{
    return aoai_extra_opts_read(line, spec, mistakes, error);
}
