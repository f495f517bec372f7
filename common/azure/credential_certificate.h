/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Signing in as an application with a certificate: see azure/entra.h and
 * azure/client_assertion.h. One half of "environment" in --credential. */
#ifndef AOAI_AZURE_CREDENTIAL_CERTIFICATE_H
#define AOAI_AZURE_CREDENTIAL_CERTIFICATE_H

#include "azure/credential.h"

/* Makes the credential from SETUP (borrowed), which has tenant, client and the
 * certificate's file: see aoai_certificate_open(). The file, and that of its
 * password, are read each time a token is asked for. A certificate that has
 * expired, or is not valid yet, is not shown to Entra. */
void aoai_credential_certificate_new(struct aoai_credential *credential,
                                     const struct aoai_credential_setup *setup);

#endif
