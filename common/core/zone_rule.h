/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The footer of a zone file: the POSIX TZ text that describes the time after
 * the last transition, such as "EST5EDT,M3.2.0,M11.1.0" or "<+09>-9"
 * (RFC 9636, section 3.3.1). Part of core/zone.h. */
#ifndef AOAI_CORE_ZONE_RULE_H
#define AOAI_CORE_ZONE_RULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/zone.h"

/* No transition follows. */
#define AOAI_ZONE_RULE_NEVER INT64_MAX

/* Reads the LENGTH bytes of a footer, without its newlines, into the footer
 * fields of ZONE. Hours may be negative and go beyond a day, as version 3
 * allows. Returns false, with ZONE in any state, when they are damaged. */
bool aoai_zone_rule_parse(struct aoai_zone *zone, const char *text,
                          size_t length);

/* Seconds east of UTC at the instant UTC by the footer of ZONE alone. */
int32_t aoai_zone_rule_offset(const struct aoai_zone *zone, int64_t utc);

/* The first start or end of summer time after the instant UTC by the footer
 * of ZONE alone, or AOAI_ZONE_RULE_NEVER. */
int64_t aoai_zone_rule_next(const struct aoai_zone *zone, int64_t utc);

#endif
