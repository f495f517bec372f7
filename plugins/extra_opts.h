/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* --extra-opts: options from an INI file, as the monitoring plugins have it
 * (https://www.monitoring-plugins.org/doc/extra-opts.html). */
#ifndef AOAI_PLUGINS_EXTRA_OPTS_H
#define AOAI_PLUGINS_EXTRA_OPTS_H

#include "core/attr.h"
#include "core/error.h"
#include "core/text_list.h"
#include "plugins/command_line.h"

/* Reads one section into the forms of LINE. SPEC is "[SECTION][@FILE]": without
 * SECTION it is LINE's program, without FILE the first of the guideline's files
 * that exists, with FILE "-" standard input. A file or section that is not
 * there, a key that no form has and a line that is neither are added to
 * MISTAKES, with their name. Returns 0, also with mistakes; -1 with ERROR when
 * memory is short. */
int aoai_extra_opts_read(const struct aoai_command_line *line, const char *spec,
                         struct aoai_text_list *mistakes,
                         struct aoai_error *error) AOAI_MUST_USE;

#endif
