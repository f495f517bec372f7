/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Managed identities of machines outside Azure that Azure Arc knows: the agent
 * on the machine hands the tokens out
 * (https://learn.microsoft.com/azure/azure-arc/servers/
 * managed-identity-authentication).
 *
 * The agent answers the first request with a challenge: the path of a file that
 * it just wrote and that only root and the group himds may read. Whoever can
 * say what is in it gets the token. Another program may have taken the agent's
 * port, so nothing that a challenge names is read but a key in the agent's own
 * folder, and what was read goes to that port alone. */
#ifndef AOAI_AZURE_CREDENTIAL_ARC_H
#define AOAI_AZURE_CREDENTIAL_ARC_H

#include <stdbool.h>

#include "azure/credential.h"
#include "core/attr.h"
#include "core/buf.h"
#include "core/error.h"

/* The agent's program, and the folder of its keys. */
#define AOAI_CREDENTIAL_ARC_AGENT "/opt/azcmagent/bin/himds"
#define AOAI_CREDENTIAL_ARC_KEYS "/var/opt/azcmagent/tokens"

/* True when Azure Arc's agent runs here: SETUP has identity_endpoint and
 * imds_endpoint, or there is a file AGENT (AOAI_CREDENTIAL_ARC_AGENT). */
bool aoai_credential_arc_is_here(const struct aoai_credential_setup *setup,
                                 const char *agent);

/* Appends the header line that answers CHALLENGE to HEADER, which becomes
 * secret: "Authorization: Basic ", then the content of the key file as it is,
 * but for a line end. CHALLENGE has to be "Basic realm=PATH" with one "=", PATH
 * a file directly in FOLDER (AOAI_CREDENTIAL_ARC_KEYS) whose name ends in
 * ".key", nowhere ".."; a regular file, no symbolic link, of 4096 bytes at
 * most, whose content can stand in a header. Returns 0, or -1 with ERROR:
 * AOAI_ERROR_ANSWER for a challenge that is refused, AOAI_ERROR_DENIED, with
 * the way to be allowed, for a file that may not be read, else what is wrong
 * with it. What it holds is never shown. */
int aoai_credential_arc_key(const char *folder, const char *challenge,
                            struct aoai_buf *header,
                            struct aoai_error *error) AOAI_MUST_USE;

/* Asks the agent, at identity_endpoint of SETUP where imds_endpoint is set too,
 * else at its usual port, for a token as aoai_identity_source_ask() does. Its
 * keys are in FOLDER. An agent that knows only the machine's own identity
 * ignores that another one was chosen: its answer is then a failure. */
int aoai_credential_arc_ask(const struct aoai_credential_setup *setup,
                            const char *folder, const char *audience,
                            int64_t deadline, struct aoai_token *token,
                            struct aoai_error *error) AOAI_MUST_USE;

#endif
