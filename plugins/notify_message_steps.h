/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* How every mail begins and ends, private to notify_message*.c. */
#ifndef AOAI_PLUGINS_NOTIFY_MESSAGE_STEPS_H
#define AOAI_PLUGINS_NOTIFY_MESSAGE_STEPS_H

#include "core/attr.h"
#include "core/error.h"
#include "plugins/notify_message.h"
#include "plugins/notify_page.h"

/* Begins the page of MESSAGE, whose subject is there. */
struct aoai_notify_page
aoai_notify_message_begin(struct aoai_notify_message *message,
                          enum aoai_notify_tone tone);

/* Ends the page. Returns 0, or -1 with ERROR where something of MESSAGE could
 * not be kept. */
int aoai_notify_message_end(struct aoai_notify_message *message,
                            struct aoai_notify_page *page,
                            struct aoai_error *error) AOAI_MUST_USE;

#endif
