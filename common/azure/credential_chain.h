/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The chain: the credentials in order, until one is configured here. */
#ifndef AOAI_AZURE_CREDENTIAL_CHAIN_H
#define AOAI_AZURE_CREDENTIAL_CHAIN_H

#include <stddef.h>

#include "azure/credential.h"
#include "core/attr.h"

/* Makes a credential that asks the COUNT credentials LINKS, which it owns from
 * then on (also on failure), one after the other: an unavailable one is passed
 * over, any other failure ends it. When none is available the error says what
 * each lacks. Which one answered and why others did not goes to NOTES
 * (borrowed, may be NULL). Returns 0, or -1 with ERROR when memory is short. */
int aoai_credential_chain_new(struct aoai_credential *credential,
                              struct aoai_credential *links, size_t count,
                              struct aoai_notes *notes,
                              struct aoai_error *error) AOAI_MUST_USE;

/* Makes the credential that SETUP (borrowed for its life) asks for: the pinned
 * one alone, else the chain: environment, workload identity and managed
 * identity ("prod"), Azure CLI ("dev"). Returns 0, or -1 with ERROR when memory
 * is short. */
int aoai_credential_default_new(struct aoai_credential *credential,
                                const struct aoai_credential_setup *setup,
                                struct aoai_error *error) AOAI_MUST_USE;

#endif
