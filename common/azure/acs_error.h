/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* What refusals of Azure Communication Services mean, in one sentence with what
 * to do. There is no published list of its codes; those known here are on
 * record in issues of Microsoft's libraries (github.com/Azure/
 * azure-sdk-for-js/issues/27148 and 25353, azure-sdk-for-net/issues/56805).
 * What the service says itself stands between single quotes, bounded. */
#ifndef AOAI_AZURE_ACS_ERROR_H
#define AOAI_AZURE_ACS_ERROR_H

#include <stdbool.h>
#include <stdint.h>

#include "core/error.h"
#include "net/http.h"
#include "net/json.h"

/* The role that an identity needs to send mail. */
#define AOAI_ACS_ERROR_ROLE "Communication and Email Service Owner"

/* A clock that is wrong by no more than this many seconds is no reason for a
 * refusal. */
enum { AOAI_ACS_ERROR_CLOCK_MOST = 60 };

/* How the request proved who it is from. */
struct aoai_acs_error_proof {
    bool is_signed;      /* with the access key; else a token */
    int64_t clock_ahead; /* seconds this machine's clock is before the
                            service's; negative: behind; 0: not known */
};

/* Sets ERROR to the refusal in EXCHANGE and returns -1: "404 DomainNotLinked:
 * the domain of the sender is not linked to ...". */
int aoai_acs_error_answer(const struct aoai_http_exchange *exchange,
                          const struct aoai_acs_error_proof *proof,
                          struct aoai_error *error);

/* Sets ERROR, an AOAI_ERROR_REFUSED, to why OPERATION, whose status is Failed
 * or Canceled, ended without a mail, and returns -1. */
int aoai_acs_error_operation(const struct aoai_value *operation,
                             struct aoai_error *error);

#endif
