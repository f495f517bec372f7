/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "poll/selftest_steps.h"

#include <inttypes.h>
#include <string.h>

#include "azure/token_answer.h"
#include "core/url.h"

enum {
    TRY_MS = 5000,  /* for one host: a network that swallows all shows soon */
    CLOCK_MOST = 60 /* seconds that a clock may be off */
};

/* Documents that anybody may read. Of Resource Manager any answer will do, a
 * refusal too. */
#define AUTHORITY_PATH "/v2.0/.well-known/openid-configuration"
#define ARM_PATH "/metadata/endpoints?api-version=2019-05-01"

/* What to do about a failure whose sentence holds PART. */
struct advice {
    const char *part;
    const char *text;
};

/* The first row that fits counts. */
static const struct advice advices[] = {
    {"write http://", ""}, /* this sentence and three more say what to do */
    {"check the clock", ""},
    {"proxy", ": check --proxy, $HTTPS_PROXY and $NO_PROXY"},
    {"resolve the name", ": check DNS, or name a proxy with --proxy"},
    {"another name", ": check the endpoint, or what stands in between"},
    {"--ca-file", ""},
    {"--ca-path", ""},
    {"no connection before",
     ": check the firewall, name a proxy with --proxy, or give more time with "
     "-t"},
    {"time ran out", ": give more of it with -t"},
    {"", ": check the firewall, or name a proxy with --proxy"},
};

/* What to do about ERROR, to stand behind its sentence. */
static const char *find_advice(const struct aoai_error *error)
{
    const struct advice *row = advices;

    if (error->kind != AOAI_ERROR_NETWORK && error->kind != AOAI_ERROR_DEADLINE)
        return "";
    while (!strstr(error->text, row->part))
        row++;
    return row->text;
}

/* Adds the step HOST, which failed by ERROR: its sentence begins with the host,
 * as the step does. */
static void add_failure(struct aoai_selftest_walk *walk, const char *host,
                        const struct aoai_error *error)
{
    const char *sentence = error->text;
    size_t length = strlen(host);

    if (strncmp(sentence, host, length) == 0 &&
        strncmp(sentence + length, ": ", 2) == 0)
        sentence += length + 2;
    aoai_selftest_add(walk, AOAI_SELFTEST_FAILED, host, "%s%s", sentence,
                      find_advice(error));
}

/* Adds the step HOST, which answered EXCHANGE. */
static void add_answer(struct aoai_selftest_walk *walk, const char *host,
                       const struct aoai_http_exchange *exchange)
{
    const char *trust = strncmp(exchange->url, "https:", 6) == 0
                            ? "certificate trusted"
                            : "without TLS";

    if (exchange->status >= 500)
        aoai_selftest_add(walk, AOAI_SELFTEST_WARNING, host,
                          "answers with the error %d, %s", exchange->status,
                          trust);
    else if (exchange->status >= 300 && exchange->status < 400)
        aoai_selftest_add(walk, AOAI_SELFTEST_WARNING, host,
                          "answers with a redirect (%d), as Azure does not, "
                          "%s: check the endpoint, or what stands in between",
                          exchange->status, trust);
    else
        aoai_selftest_add(walk, AOAI_SELFTEST_OK, host, "answers, %s", trust);
}

/* Gets the document URL of HOST, without any sign-in, once. */
static int get(struct aoai_selftest_walk *walk, const char *host,
               const struct aoai_buf *url, struct aoai_http_exchange *exchange,
               struct aoai_error *error)
{
    const struct aoai_clock *clock = &walk->session->clock;

    *exchange = (struct aoai_http_exchange){
        .method = "GET",
        .url = aoai_buf_text(url),
        .headers = {"Accept: application/json"},
        .no_retry = true,
        .deadline = walk->deadline,
        .try_limit = TRY_MS,
    };
    if (aoai_buf_check(url, error) ||
        aoai_http_send(&walk->session->http, exchange, error))
        return -1;
    if (exchange->server_date) {
        walk->told_by = host;
        walk->ahead = clock->wall(clock->self) - exchange->server_date;
    }
    return 0;
}

/* True when a check would sign in at the authority. */
static bool asks_authority(const struct aoai_credential_setup *signin)
{
    if (!aoai_credential_allows(signin, "environment", "prod") &&
        !aoai_credential_allows(signin, "workload-identity", "prod"))
        return false;
    return signin->tenant_id &&
           (signin->pinned ||
            (signin->client_id && aoai_credential_proves(signin)));
}

/* True when the authority says itself what is wrong, such as a tenant that it
 * does not know. */
static bool refuses(const struct aoai_http_exchange *exchange)
{
    return exchange->status >= 400 && exchange->status < 500 &&
           strstr(aoai_buf_text(&exchange->answer), "AADSTS");
}

void aoai_selftest_try_authority(struct aoai_selftest_walk *walk)
{
    const struct aoai_credential_setup *signin = &walk->session->signin;
    AOAI_CLEANUP(aoai_http_free_answer)
    struct aoai_http_exchange exchange = {0};
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf url = {0};
    struct aoai_error error;

    if (!asks_authority(signin))
        return;
    aoai_url_host(walk->authority, signin->authority);
    walk->no_authority = walk->authority;
    if (aoai_selftest_skips(walk, walk->authority, NULL))
        return;
    aoai_buf_printf(&url, "%s/", signin->authority);
    aoai_url_escape(&url, signin->tenant_id);
    aoai_buf_puts(&url, AUTHORITY_PATH);
    if (get(walk, walk->authority, &url, &exchange, &error)) {
        add_failure(walk, walk->authority, &error);
        return;
    }
    if (refuses(&exchange)) {
        (void)aoai_token_answer_refused(&exchange, &error);
        aoai_selftest_add(walk, AOAI_SELFTEST_FAILED, walk->authority, "%s",
                          error.text);
        return;
    }
    walk->no_authority = NULL;
    add_answer(walk, walk->authority, &exchange);
}

void aoai_selftest_try_arm(struct aoai_selftest_walk *walk)
{
    AOAI_CLEANUP(aoai_http_free_answer)
    struct aoai_http_exchange exchange = {0};
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf url = {0};
    struct aoai_error error;

    aoai_url_host(walk->arm, walk->setup->arm);
    walk->no_arm = walk->arm;
    if (aoai_selftest_skips(walk, walk->arm, NULL))
        return;
    aoai_buf_printf(&url, "%s" ARM_PATH, walk->setup->arm);
    if (get(walk, walk->arm, &url, &exchange, &error)) {
        add_failure(walk, walk->arm, &error);
        return;
    }
    walk->no_arm = NULL;
    add_answer(walk, walk->arm, &exchange);
}

void aoai_selftest_try_clock(struct aoai_selftest_walk *walk)
{
    static const char name[] = "clock";
    int64_t off = walk->ahead < 0 ? -walk->ahead : walk->ahead;
    const char *side = walk->ahead < 0 ? "behind" : "ahead of";

    if (aoai_selftest_skips(walk, name, walk->told_by ? NULL : walk->no_arm))
        return;
    if (!walk->told_by)
        aoai_selftest_add(walk, AOAI_SELFTEST_WARNING, name,
                          "no server told the time");
    else if (off > CLOCK_MOST)
        aoai_selftest_add(walk, AOAI_SELFTEST_WARNING, name,
                          "this machine is %" PRId64 " s %s %s: set it by NTP",
                          off, side, walk->told_by);
    else if (off > 0)
        aoai_selftest_add(walk, AOAI_SELFTEST_OK, name,
                          "%" PRId64 " s %s the servers'", off, side);
    else
        aoai_selftest_add(walk, AOAI_SELFTEST_OK, name,
                          "0 s from the servers'");
}
