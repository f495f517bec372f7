/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* How the reader of a mail can look closer. */
#ifndef AOAI_PLUGINS_NOTIFY_LOOK_H
#define AOAI_PLUGINS_NOTIFY_LOOK_H

#include "core/attr.h"
#include "core/error.h"
#include "plugins/notify_event.h"
#include "plugins/notify_page.h"
#include "poll/report.h"
#include "poll/setup.h"

/* A block with the command that shows ROW alone: check_aoai_tokens with
 * resource, deployment, month, and the zone where it is not the default. Its
 * words are quoted for a POSIX shell, the deployment's name for the pattern
 * that -d takes too. A name that can not be shown as it is, or that is too long
 * to copy, is answered with a remark instead. */
void aoai_notify_look_command(struct aoai_notify_page *page,
                              const struct aoai_setup *setup,
                              const struct aoai_report_row *row);

/* Puts a link to the metrics of ROW's resource in the portal of SETUP's cloud.
 * Returns 0, or -1 with ERROR when memory is short. */
int aoai_notify_look_portal(struct aoai_notify_page *page,
                            const struct aoai_setup *setup,
                            const struct aoai_report_row *row,
                            struct aoai_error *error) AOAI_MUST_USE;

/* A paragraph with a link to EVENT's host or service in Icinga Web 2: the path
 * of Icinga DB Web, as in Icinga's mail scripts since 2.14
 * (https://github.com/Icinga/icinga2/pull/9713). Nothing where EVENT names no
 * http:// or https:// URL of printable ASCII, or the link would be too long.
 * Returns 0, or -1 with ERROR when memory is short. */
int aoai_notify_look_icinga(struct aoai_notify_page *page,
                            const struct aoai_notify_event *event,
                            struct aoai_error *error) AOAI_MUST_USE;

#endif
