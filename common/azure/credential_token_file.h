/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* A ready bearer token in a file, put there by somebody else. "token-file" in
 * --credential. */
#ifndef AOAI_AZURE_CREDENTIAL_TOKEN_FILE_H
#define AOAI_AZURE_CREDENTIAL_TOKEN_FILE_H

#include "azure/credential.h"

/* Makes the credential from SETUP (borrowed): the file is read each time a
 * token is asked for, whatever the audience. Without a file get() is
 * unavailable. */
void aoai_credential_token_file_new(struct aoai_credential *credential,
                                    const struct aoai_credential_setup *setup);

#endif
