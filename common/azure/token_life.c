/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "azure/token_life.h"

#include <stdio.h>
#include <string.h>

#include "core/civil.h"
#include "net/http_date.h"

/* Reads "9/14/2017 1:02:03 PM +00:00", or without the PM. */
static bool read_american(const char *text, int64_t *seconds)
{
    struct aoai_civil date = {0};
    int end = 0;

    if (sscanf(text, "%2d/%2d/%4d %2d:%2d:%2d%n", &date.month, &date.day,
               &date.year, &date.hour, &date.minute, &date.second, &end) != 6)
        return false;
    text += end;
    if (strncmp(text, " AM", 3) == 0 || strncmp(text, " PM", 3) == 0) {
        if (date.hour > 12)
            return false;
        date.hour = date.hour % 12 + (text[1] == 'P' ? 12 : 0);
        text += 3;
    }
    if (strcmp(text, " +00:00") != 0 || date.year < 1970 ||
        !aoai_civil_is_valid(&date))
        return false;
    *seconds = aoai_civil_seconds(&date);
    return true;
}

/* Reads the instant VALUE, in any of the forms that services write, into
 * *SECONDS. */
static bool read_instant(const struct aoai_value *value, int64_t *seconds)
{
    const char *text = aoai_json_text(value);

    return aoai_json_seconds(value, seconds) ||
           (text && (aoai_civil_parse(text, seconds) ||
                     aoai_http_date_parse(text, seconds) ||
                     read_american(text, seconds)));
}

int64_t aoai_token_life_end(const struct aoai_value *root, int64_t now)
{
    int64_t seconds;

    if (aoai_json_seconds(aoai_json_member(root, "expires_in"), &seconds) &&
        seconds > 0 && seconds < INT32_MAX)
        return now + seconds;
    if (read_instant(aoai_json_member(root, "expires_on"), &seconds) &&
        seconds > 0)
        return seconds;
    return 0;
}
