/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The retry policy: an http wrapped round another.
 *
 * Sent again: 408, 429, 500, 502, 503, 504, 529 and failures of the network,
 * for GET and for what the caller calls repeatable. Any other request is sent
 * again only where it can not have counted: 429, 503 with Retry-After. The
 * wait is what Retry-After says (seconds or a date; also
 * x-ms-retry-after-ms), at least a tenth of a second, else (also where it says
 * 0) 0.5 s doubled each time up to 16 s, with up to a quarter taken off at
 * random. A failure that lasts (see http.h) is not tried again. An answer that
 * is asked to wait beyond the deadline is handed over at once. A failure of the
 * network is given four tries, some four seconds: then an old answer is better
 * than a late one. What the service puts off is limited by the deadline alone.
 * (https://learn.microsoft.com/azure/architecture/best-practices/
 * retry-service-specific)
 *
 * Endpoints of managed identities have rules of their own for answers; all
 * else is as above.
 *
 * AOAI_HTTP_IMDS: 404, 408, 410, 429 and every 5xx, five tries in all, waiting
 * 1 s doubled each time, less the quarter; never less than 1 s after a 5xx and
 * 3 s after a 410. That one says that the service is being renewed, which ends
 * within 70 s: until then no try is the last
 * (https://learn.microsoft.com/entra/identity/
 * managed-identities-azure-resources/how-to-use-vm-token#retry-guidance).
 *
 * AOAI_HTTP_IDENTITY: 404, 408, 429, 500, 502, 503, 504, four tries in all,
 * 1 s apart, as Microsoft's authentication libraries do. */
#ifndef AOAI_NET_HTTP_RETRY_H
#define AOAI_NET_HTTP_RETRY_H

#include "core/attr.h"
#include "core/error.h"
#include "core/notes.h"
#include "net/http.h"
#include "net/platform.h"

/* Wraps INNER, which it owns from then on, also on failure. Each try leaves a
 * line in NOTES (may be NULL): method, URL (with its query unless that is
 * secret), status, milliseconds. CLOCK and NOTES are borrowed for its
 * life. Returns 0, or -1 with ERROR when memory is short. */
int aoai_http_retry_new(struct aoai_http *http, struct aoai_http inner,
                        const struct aoai_clock *clock,
                        struct aoai_notes *notes,
                        struct aoai_error *error) AOAI_MUST_USE;

/* How long to wait before try number TRIES + 1 when the answer names nothing,
 * in ms; RANDOM is any number. */
int64_t aoai_http_retry_wait(int tries, uint32_t random);

/* Reads a Retry-After value (RFC 9110 section 10.2.3): seconds, or an HTTP
 * date counted from NOW (UTC seconds). Returns ms, 0 for a date that is over,
 * -1 when TEXT is neither. */
int64_t aoai_http_retry_after(const char *text, int64_t now);

#endif
