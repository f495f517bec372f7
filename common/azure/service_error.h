/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* What Azure's refusals mean, in one sentence with what to do.
 *
 * Azure Resource Manager wraps its errors, {"error":{"code","message"}}; the
 * metrics provider sends them flat, {"code","message"}. Both are read. */
#ifndef AOAI_AZURE_SERVICE_ERROR_H
#define AOAI_AZURE_SERVICE_ERROR_H

#include "core/error.h"
#include "net/http.h"

/* What to do where the identity lacks the right. */
#define AOAI_SERVICE_ERROR_GRANT "grant Monitoring Reader on it"

/* Sets ERROR to the refusal in EXCHANGE, whose status is not 200, and returns
 * -1: "403 AuthorizationFailed: grant Monitoring Reader on it". */
int aoai_service_error(const struct aoai_http_exchange *exchange,
                       struct aoai_error *error);

#endif
