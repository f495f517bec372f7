/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* A command line: getopt_long over the rows of a program's forms, with what
 * every program has beside them (help, version, extra-opts). */
#ifndef AOAI_PLUGINS_COMMAND_LINE_H
#define AOAI_PLUGINS_COMMAND_LINE_H

#include <stddef.h>

#include "core/attr.h"
#include "core/error.h"
#include "core/settings_form.h"
#include "core/text_list.h"

/* What a command line asks for. */
enum aoai_options_wish {
    AOAI_OPTIONS_CHECK, /* what the program is for */
    AOAI_OPTIONS_HELP,
    AOAI_OPTIONS_VERSION
};

/* All parts are borrowed. The keys of the forms differ, and so do the letters
 * of those whose letters count. */
struct aoai_command_line {
    const char *program; /* names the INI section that is read by default */
    const struct aoai_settings_form *forms; /* in the order of the help */
    size_t form_count;
};

/* Reads the words of ARGV into the forms of LINE, then the INI sections that
 * they name. A long name may be shortened as far as it stays clear, and an
 * option's value is the next word whatever that begins with. Everything wrong
 * is added to MISTAKES; no secret is quoted, nor the value of an option that
 * is unknown. *WISH tells what is wanted. Returns 0, also with mistakes; -1
 * with ERROR when memory is short. */
int aoai_command_line_read(const struct aoai_command_line *line,
                           enum aoai_options_wish *wish, int argc, char **argv,
                           struct aoai_text_list *mistakes,
                           struct aoai_error *error) AOAI_MUST_USE;

#endif
