/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The last line of defence: whatever happens, the program answers in words and
 * ends with an exit code that Nagios knows.
 *
 * Nagios calls a plugin that dies by a signal CRITICAL, and kills one that
 * outlives its time without a word. So fatal signals and the time limit are
 * caught here, answered with a line made beforehand, and the program ends, and
 * so do those that it runs (az), where /proc tells which they are. No core file
 * is written, for it would hold the token. */
#ifndef AOAI_PLUGINS_GUARD_H
#define AOAI_PLUGINS_GUARD_H

#include <stdbool.h>

#include "core/settings.h"

/* Catches fatal signals from now on, also those that the parent had blocked:
 * answered UNKNOWN, exit 3. A reader of standard output that went away is no
 * signal any more, and standard descriptors that the parent had closed lead
 * nowhere, so that no other file can take their place. */
void aoai_guard_begin(void);

/* From now on the answers are those of the notifier: a line on standard error,
 * exit code 1 whatever --timeout says. */
void aoai_guard_notifier(void);

/* From now on the answers are JSON. */
void aoai_guard_json(void);

/* Ends the program with TIMEOUT's state when its time, and a little more, has
 * passed: by then the program should have ended by itself. */
void aoai_guard_time(const struct aoai_timeout *timeout);

/* The answer is being written: from now on nothing else is said. */
void aoai_guard_answering(void);

/* The answer is out: whatever happens while the program cleans up, it ends with
 * CODE. */
void aoai_guard_answered(int code);

#endif
