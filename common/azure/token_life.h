/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Until when a token is good, in all the ways in which services say it. */
#ifndef AOAI_AZURE_TOKEN_LIFE_H
#define AOAI_AZURE_TOKEN_LIFE_H

#include <stdint.h>

#include "net/json.h"

/* The end of the token's life, UTC seconds, as the answer ROOT, received at NOW
 * (UTC seconds), tells: expires_in, else expires_on; 0 where neither can be
 * read. Both are a number or decimal text; expires_on may also be an RFC 3339
 * text, the date of an HTTP header, or "M/D/YYYY H:MM:SS [AM|PM] +00:00" as
 * App Service's and Machine Learning's api-version 2017-09-01 writes it
 * (https://learn.microsoft.com/azure/app-service/overview-managed-identity). */
int64_t aoai_token_life_end(const struct aoai_value *root, int64_t now);

#endif
