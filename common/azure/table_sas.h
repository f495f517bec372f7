/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* What a shared access signature says about itself, and keeping it out of
 * sentences (https://learn.microsoft.com/rest/api/storageservices/
 * create-service-sas). */
#ifndef AOAI_AZURE_TABLE_SAS_H
#define AOAI_AZURE_TABLE_SAS_H

#include <stdbool.h>
#include <stdint.h>

#include "core/buf.h"
#include "core/error.h"

/* Room for "is not valid before 2024-10-31T12:09:00Z" and its NUL. */
enum { AOAI_TABLE_SAS_SPAN_SIZE = 64 };

/* True when SAS is not valid at NOW (UTC seconds); then SPAN says until or from
 * when it is: "has expired at ...". Times that are not understood say
 * nothing. */
bool aoai_table_sas_is_over(const struct aoai_buf *sas, int64_t now,
                            char span[AOAI_TABLE_SAS_SPAN_SIZE]);

/* Takes SAS, and its signature alone as it stands there and decoded, out of
 * ERROR's sentence, which may repeat what a service says. */
void aoai_table_sas_conceal(const struct aoai_buf *sas,
                            struct aoai_error *error);

#endif
