/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The text of --help. */
#ifndef AOAI_PLUGINS_HELP_H
#define AOAI_PLUGINS_HELP_H

#include "core/buf.h"
#include "plugins/command_line.h"

/* Appends USAGE, which fits a screen and ends with a line end; every option of
 * LINE by its groups, secrets left out, in lines of less than 80 columns; and
 * ENDING, which is whole lines, too. The forms of LINE need no values. */
void aoai_help_write(struct aoai_buf *out, const struct aoai_command_line *line,
                     const char *usage, const char *ending);

#endif
