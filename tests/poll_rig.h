/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* A poll against a script of answers, with a real cache folder. */
#ifndef AOAI_TESTS_POLL_RIG_H
#define AOAI_TESTS_POLL_RIG_H

#include "net/cache.h"
#include "poll/poll.h"
#include "tests/fake_clock.h"
#include "tests/fake_http.h"
#include "tests/sample.h"
#include "tests/temp_folder.h"

/* What identifies a request for totals, and for a list, by its account. */
#define TOTALS "accounts/momo/providers/Microsoft.Insights/metrics"
#define OTHER_TOTALS "accounts/other/providers/Microsoft.Insights/metrics"
#define LIST "accounts/momo/deployments"
#define OTHER_LIST "accounts/other/deployments"

/* An answer with one point for deployment NAME at STAMP. */
#define USED_AT(STAMP, NAME, TOKENS)                                           \
    "{\"value\":[{\"name\":{\"value\":\"TokenTransaction\"},\"timeseries\":["  \
    "{\"metadatavalues\":[{\"name\":{\"value\":\"modeldeploymentname\"},"      \
    "\"value\":\"" NAME "\"}],\"data\":[{\"timeStamp\":\"" STAMP               \
    "\",\"total\":" #TOKENS "}]}]}]}"
#define USED(NAME, TOKENS) USED_AT("2024-10-01T00:00:00Z", NAME, TOKENS)

struct poll_rig {
    struct sample sample;
    struct temp_folder folder;
    struct aoai_cache cache;
    struct fake_clock time;
    struct aoai_clock clock;
    struct fake_http fake;
    size_t sign_ins, forgotten;
    enum aoai_error_kind sign_in_fails; /* NONE: tokens are token-1, ... */
    int64_t set_back;                   /* seconds, while one signs in */
};

/* Starts RIG, which must not move, with the settings in WORDS. */
void poll_rig_begin(struct poll_rig *rig, const char *const *words);

/* Polls LATER seconds after the sample's now, with a script of COUNT REPLIES,
 * all of which must be given. */
void poll_rig_run(struct poll_rig *rig, int64_t later,
                  const struct fake_reply *replies, size_t count);

/* Expects reading INDEX of the last poll to say that DEPLOYMENT used TOKENS,
 * as it was SECONDS after the sample's now. */
void poll_rig_expect(const struct poll_rig *rig, size_t index,
                     const char *deployment, uint64_t tokens, int64_t seconds);

/* Expects reading INDEX to know nothing, for a reason of KIND that holds
 * PART. */
void poll_rig_expect_failure(const struct poll_rig *rig, size_t index,
                             enum aoai_error_kind kind, const char *part);

void poll_rig_end(struct poll_rig *rig);

#endif
