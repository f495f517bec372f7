/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Asking a source of managed identities that a script plays. */
#ifndef AOAI_TESTS_IDENTITY_RIG_H
#define AOAI_TESTS_IDENTITY_RIG_H

#include <stddef.h>
#include <stdint.h>

#include "azure/credential.h"
#include "tests/fake_http.h"

/* The audience asked for, and how it stands in a URL. */
#define IDENTITY_ARM "https://management.azure.com"
#define IDENTITY_RESOURCE "resource=https%3A%2F%2Fmanagement.azure.com"

/* An answer with the token "eyJ0". */
#define IDENTITY_TOKEN                                                         \
    "{\"access_token\":\"eyJ0\",\"expires_in\":\"3599\",\"expires_on\":"       \
    "\"1729429199\",\"token_type\":\"Bearer\"}"

/* Ids of an identity: of its client, and of its resource. */
#define IDENTITY_CLIENT "22222222-2222-2222-2222-222222222222"
#define IDENTITY_RESOURCE_ID                                                   \
    "/subscriptions/s/resourceGroups/g/providers/"                             \
    "Microsoft.ManagedIdentity/userAssignedIdentities/u"
#define IDENTITY_RESOURCE_ID_ESCAPED                                           \
    "%2Fsubscriptions%2Fs%2FresourceGroups%2Fg%2Fproviders%2F"                 \
    "Microsoft.ManagedIdentity%2FuserAssignedIdentities%2Fu"

/* The monotonic ms until which is asked. */
enum { IDENTITY_DEADLINE = 60000 };

/* A source's way to be asked. */
typedef int identity_ask(const struct aoai_credential_setup *setup,
                         const char *audience, int64_t deadline,
                         struct aoai_token *token, struct aoai_error *error);

/* Asks by ASK as SETUP says, whose http and clock are filled in, with a script
 * of COUNT REPLIES, all of which must be given. Returns what ASK does: 0 came
 * with the token of IDENTITY_TOKEN, -1 with ERROR and no token. */
int identity_sign_in(struct fake_http *fake, identity_ask *ask,
                     struct aoai_credential_setup setup,
                     const struct fake_reply *replies, size_t count,
                     struct aoai_error *error);

#endif
