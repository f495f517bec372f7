/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The module aoai_extra_opts.so: reading INI files, by inih, which only runs
 * with --extra-opts need. A program that links extra_opts_late.c gets
 * aoai_extra_opts_read() from there; one that does not has it built in. */
#ifndef AOAI_PLUGINS_MODULE_EXTRA_OPTS_H
#define AOAI_PLUGINS_MODULE_EXTRA_OPTS_H

#include "core/error.h"
#include "core/text_list.h"
#include "plugins/command_line.h"

/* aoai_module_entry() of aoai_extra_opts.so: see aoai_extra_opts_read(). */
typedef int aoai_module_extra_opts_entry(const struct aoai_command_line *line,
                                         const char *spec,
                                         struct aoai_text_list *mistakes,
                                         struct aoai_error *error);

#endif
