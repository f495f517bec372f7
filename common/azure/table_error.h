/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* What Azure Table Storage's refusals mean, in one sentence with what to do.
 *
 * Errors come as JSON, {"odata.error":{"code","message":{"value"}}}, those of
 * signing in as XML, <Error><Code>, and from what stands in between (a proxy, a
 * firewall) as anything else
 * (https://learn.microsoft.com/rest/api/storageservices/table-service-error-
 * codes, common-rest-api-error-codes). */
#ifndef AOAI_AZURE_TABLE_ERROR_H
#define AOAI_AZURE_TABLE_ERROR_H

#include "azure/table.h"
#include "core/error.h"
#include "net/http.h"

/* Room for a code. */
enum { AOAI_TABLE_CODE_SIZE = sizeof(((struct aoai_table_call *)0)->code) };

/* Writes the code of the error in EXCHANGE's answer into CODE, from its header
 * x-ms-error-code where there is one; "" when there is no code. */
void aoai_table_error_code(char code[AOAI_TABLE_CODE_SIZE],
                           const struct aoai_http_exchange *exchange);

/* Sets ERROR to the refusal of the code CODE in EXCHANGE and returns -1: "403
 * AuthorizationPermissionMismatch: grant Storage Table Data Contributor on the
 * account". What to do depends on how SETUP proves who asks. */
int aoai_table_error_set(const struct aoai_table_setup *setup,
                         const struct aoai_http_exchange *exchange,
                         const char *code, struct aoai_error *error);

#endif
