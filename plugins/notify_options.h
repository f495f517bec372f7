/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The command line of notify_acs_email: its own settings with their letters,
 * and those that all hosts share with their long names only. */
#ifndef AOAI_PLUGINS_NOTIFY_OPTIONS_H
#define AOAI_PLUGINS_NOTIFY_OPTIONS_H

#include "core/attr.h"
#include "core/buf.h"
#include "core/error.h"
#include "core/settings.h"
#include "core/text_list.h"
#include "plugins/notify_settings.h"
#include "plugins/options.h"

/* Reads the command line, then the INI sections that it names (section
 * notify_acs_email where none is), into OWN and SHARED, which hold the
 * defaults. Everything wrong is added to MISTAKES; no secret is quoted. *WISH
 * tells what is wanted. Returns 0, also with mistakes; -1 with ERROR when
 * memory is short. */
int aoai_notify_options_read(struct aoai_notify_settings *own,
                             struct aoai_settings *shared,
                             enum aoai_options_wish *wish, int argc,
                             char **argv, struct aoai_text_list *mistakes,
                             struct aoai_error *error) AOAI_MUST_USE;

/* Releases the values of OWN. Accepts the all-zero object. */
void aoai_notify_options_free(struct aoai_notify_settings *own);

/* Appends the help text: a usage that fits a screen, then every option. */
void aoai_notify_options_help(struct aoai_buf *out);

#endif
