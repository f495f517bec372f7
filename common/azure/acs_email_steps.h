/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The steps of azure/acs_email.h, for its own files. */
#ifndef AOAI_AZURE_ACS_EMAIL_STEPS_H
#define AOAI_AZURE_ACS_EMAIL_STEPS_H

#include <stdint.h>

#include "azure/acs_email.h"
#include "core/attr.h"
#include "core/buf.h"
#include "core/error.h"
#include "net/http.h"

#define AOAI_ACS_EMAIL_API_VERSION "2023-03-31"

/* Appends MAIL as the JSON that the service wants. Returns 0, or -1 with ERROR:
 * an AOAI_ERROR_INPUT when it has no recipient or too many. */
int aoai_acs_email_write(struct aoai_buf *out,
                         const struct aoai_acs_email *mail,
                         struct aoai_error *error) AOAI_MUST_USE;

/* Reads what EXCHANGE, a success, says of OPERATION, whose wait is set; also
 * its id where that is asked for by ID, which a service may have chosen itself.
 * Returns SENT, ACCEPTED (not ended yet), or with ERROR REFUSED (Failed,
 * Canceled) or UNKNOWN (not understood). */
enum aoai_acs_email_fate
aoai_acs_email_read(const struct aoai_http_exchange *exchange, bool id,
                    struct aoai_acs_email_operation *operation,
                    struct aoai_error *error);

/* Asks once, at NOT_BEFORE (monotonic ms, 0 = now), what became of OPERATION,
 * whose wait is set. Returns as aoai_acs_email_read() does, or UNSEEN with
 * ERROR; UNKNOWN also where it could not be asked: then with an ERROR that is
 * passing (see core/error.h) or not. */
enum aoai_acs_email_fate
aoai_acs_email_ask(const struct aoai_acs_email_setup *setup,
                   struct aoai_acs_email_operation *operation,
                   int64_t not_before, int64_t deadline,
                   struct aoai_error *error);

#endif
