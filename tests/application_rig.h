/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* An application that signs in by what stands in a file, and what it asks. */
#ifndef AOAI_TESTS_APPLICATION_RIG_H
#define AOAI_TESTS_APPLICATION_RIG_H

#include "azure/credential.h"
#include "tests/fake_http.h"
#include "tests/temp_folder.h"

/* The audience asked for, and an answer with the token "eyJ0". */
#define APPLICATION_ARM "https://management.azure.com"
#define APPLICATION_TOKEN "{\"access_token\":\"eyJ0\",\"expires_in\":3599}"

/* 2024-10-20 12:00:00 UTC, when it signs in. */
enum { APPLICATION_NOW = 1729425600 };

struct application_rig {
    struct temp_folder folder;
    char path[TEMP_FOLDER_PATH]; /* of its file */
    struct aoai_credential_setup setup;
    struct fake_http fake;
    struct aoai_error error; /* of signing in */
};

/* Makes one of the usual authority, a folder for it, and the path of its file
 * NAME there, which is not yet. Release with application_end(). */
void application_begin(struct application_rig *rig, const char *name);

/* Releases RIG. */
void application_end(struct application_rig *rig);

/* Signs in by CREDENTIAL, made from RIG's setup; the answer is REPLY, NULL
 * where nothing may be asked. Returns 0 with the token of APPLICATION_TOKEN, or
 * -1 with the rig's error and no token. */
int application_sign_in(struct application_rig *rig,
                        struct aoai_credential *credential,
                        const struct fake_reply *reply);

#endif
