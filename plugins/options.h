/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The command line of check_aoai_tokens: the settings that all hosts share,
 * with their letters. */
#ifndef AOAI_PLUGINS_OPTIONS_H
#define AOAI_PLUGINS_OPTIONS_H

#include "core/attr.h"
#include "core/buf.h"
#include "core/error.h"
#include "core/settings.h"
#include "core/text_list.h"
#include "plugins/command_line.h"

/* Reads the command line, then the INI sections that it names, into SETTINGS,
 * which holds the defaults. Everything wrong is added to MISTAKES; no secret
 * is quoted. *WISH tells what is wanted. Returns 0, also with mistakes; -1
 * with ERROR when memory is short. */
int aoai_options_read(struct aoai_settings *settings,
                      enum aoai_options_wish *wish, int argc, char **argv,
                      struct aoai_text_list *mistakes,
                      struct aoai_error *error) AOAI_MUST_USE;

/* Appends the help text: a usage that fits a screen, then every option. */
void aoai_options_help(struct aoai_buf *out);

#endif
