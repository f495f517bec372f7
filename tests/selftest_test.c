/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The walk through the steps of a check, against a script of answers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>
#include <sys/stat.h>

#include "poll/selftest.h"
#include "tests/poll_rig.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

#define LOGIN "login.microsoftonline.com"
#define ARM "management.azure.com"
#define DOCUMENT "/t-1/v2.0/.well-known/openid-configuration"
#define ENDPOINTS "/metadata/endpoints"
#define SIGN_IN "/oauth2/v2.0/token"

/* {"tid":"t-1","appid":"a-1","oid":"o-1"}, and the same of a person. */
#define JWT "eyJ0.eyJ0aWQiOiJ0LTEiLCJhcHBpZCI6ImEtMSIsIm9pZCI6Im8tMSJ9.c2ln"
#define PERSON                                                                 \
    "eyJ0.eyJ0aWQiOiJ0LTEiLCJhcHBpZCI6ImEtMSIsIm9pZCI6Im8tMSIsInNjcCI6Ing"     \
    "ifQ.c2ln"

/* Replies that are as they should be. */
#define FINE_LOGIN                                                             \
    {                                                                          \
        DOCUMENT, .status = 200, .body = "{}"                                  \
    }
#define FINE_ARM                                                               \
    {                                                                          \
        ENDPOINTS, .status = 200, .body = "{}"                                 \
    }
#define TOKEN(TEXT)                                                            \
    {                                                                          \
        SIGN_IN, .status = 200,                                                \
                 .body = "{\"access_token\":\"" TEXT "\",\"expires_in\":3599}" \
    }
#define FINE_TOTALS                                                            \
    {                                                                          \
        TOTALS, .status = 200, .body = USED("gpt-4o", 1261)                    \
    }
#define FINE_LIST                                                              \
    {                                                                          \
        LIST,                                                                  \
            .status = 200,                                                     \
            .body = "{\"value\":[{\"name\":\"gpt-4o\"},{\"name\":\"idle\"}]}"  \
    }
#define FORBIDDEN                                                              \
    "{\"error\":{\"code\":\"AuthorizationFailed\",\"message\":\"no\"}}"

/* A walk, and an http that takes its time. */
struct rig {
    struct sample sample;
    struct temp_folder folder;
    struct fake_clock time;
    struct fake_http fake;
    struct aoai_http inner;
    int64_t slowness; /* ms for each request */
    struct aoai_session session;
    struct aoai_selftest selftest;
};

static int submit(void *self, struct aoai_http_exchange *exchange,
                  struct aoai_error *error)
{
    struct rig *rig = self;

    rig->time.monotonic += rig->slowness;
    return rig->inner.submit(rig->inner.self, exchange, error);
}

static int run(void *self, struct aoai_error *error)
{
    struct rig *rig = self;

    return rig->inner.run(rig->inner.self, error);
}

/* Starts RIG with the settings in WORDS, a secret and a cache folder. */
static void begin(struct rig *rig, const char *const *words)
{
    memset(rig, 0, sizeof(*rig));
    sample_begin(&rig->sample, words);
    rig->folder = temp_folder_make();
    rig->inner = fake_http(&rig->fake);
    rig->time = (struct fake_clock){.wall = SAMPLE_NOW, .monotonic = 1000};
    rig->session = (struct aoai_session){
        .setup = &rig->sample.setup,
        .clock = fake_clock(&rig->time),
        .cache = AOAI_CACHE_NONE,
        .http = {rig, submit, run, NULL},
        .signin = rig->sample.setup.credential,
        .notes = &rig->sample.notes,
    };
    assert_int_equal(
        aoai_cache_open(&rig->session.cache, rig->folder.path, NULL), 0);
    aoai_buf_puts(&rig->session.cache_place, rig->folder.path);
    rig->session.signin.http = &rig->session.http;
    rig->session.signin.clock = &rig->session.clock;
    rig->session.signin.client_secret = "s";
}

/* The settings of most tests: an application with a secret. */
static const char *const application[] = {"tenant-id=t-1", "client-id=a-1",
                                          NULL};

/* Walks with a script of COUNT REPLIES, all of which must be given. */
static void walk(struct rig *rig, const struct fake_reply *replies,
                 size_t count)
{
    fake_http_script(&rig->fake, replies, count);
    assert_int_equal(aoai_selftest_run(&rig->selftest, &rig->session,
                                       rig->time.monotonic + 30000, NULL),
                     0);
    assert_true(fake_http_is_over(&rig->fake));
}

#define WALK(RIG, REPLIES) walk(RIG, REPLIES, COUNT(REPLIES))

/* Expects step INDEX; a NULL text is not looked at. */
static void expect(const struct rig *rig, size_t index,
                   enum aoai_selftest_outcome outcome, const char *name,
                   const char *text)
{
    const struct aoai_selftest_step *step = &rig->selftest.steps[index];

    assert_true(index < rig->selftest.count);
    assert_string_equal(step->name, name);
    if (text)
        assert_string_equal(step->text, text);
    assert_int_equal(step->outcome, outcome);
}

static void end(struct rig *rig)
{
    aoai_selftest_free(&rig->selftest);
    aoai_cache_close(&rig->session.cache);
    aoai_buf_free(&rig->session.cache_place);
    fake_http_free(&rig->fake);
    temp_folder_remove(&rig->folder);
    sample_end(&rig->sample);
}

static void the_whole_way_is_walked(void **state)
{
    static const struct fake_reply replies[] = {
        {DOCUMENT, .status = 200, .body = "{}", .server_date = SAMPLE_NOW},
        {ENDPOINTS, .status = 401, .server_date = SAMPLE_NOW},
        TOKEN(JWT),
        FINE_TOTALS,
        FINE_LIST};
    struct rig rig;

    (void)state;
    begin(&rig, application);
    rig.slowness = 20;
    WALK(&rig, replies);
    assert_int_equal(rig.selftest.count, 9);
    expect(&rig, 0, AOAI_SELFTEST_OK, "settings",
           "cloud public, 1 resource, month 2024-10 (UTC), time limit 30 s");
    expect(&rig, 1, AOAI_SELFTEST_OK, "cache", rig.folder.path);
    expect(&rig, 2, AOAI_SELFTEST_OK, LOGIN, "answers, certificate trusted");
    expect(&rig, 3, AOAI_SELFTEST_OK, ARM, "answers, certificate trusted");
    expect(&rig, 4, AOAI_SELFTEST_OK, "clock", "0 s from the servers'");
    expect(&rig, 5, AOAI_SELFTEST_OK, "credential",
           "environment, tenant t-1, application a-1, object o-1, token good "
           "until 2024-10-20 12:59:59 UTC");
    expect(&rig, 6, AOAI_SELFTEST_OK, "momo metrics",
           "TokenTransaction by ModelDeploymentName, 1 deployment used 1261 "
           "tokens in 2024-10");
    expect(&rig, 7, AOAI_SELFTEST_OK, "momo deployments", "2");
    expect(&rig, 8, AOAI_SELFTEST_OK, "check", NULL);
    assert_null(rig.selftest.steps[8].text);
    assert_int_equal(rig.selftest.report.total, 1261);
    assert_true(aoai_selftest_works(&rig.selftest));
    assert_int_equal(rig.selftest.steps[1].milliseconds, 0);
    assert_int_equal(rig.selftest.steps[2].milliseconds, 20);
    assert_int_equal(rig.selftest.milliseconds, 100);
    end(&rig);
}

static void hosts_are_tried_once_and_shortly_and_without_a_token(void **state)
{
    static const struct fake_reply replies[] = {
        FINE_LOGIN, FINE_ARM, TOKEN(JWT), FINE_TOTALS, FINE_LIST};
    struct rig rig;

    (void)state;
    begin(&rig, application);
    WALK(&rig, replies);
    assert_string_equal(rig.fake.requests[0].url, "https://" LOGIN DOCUMENT);
    assert_string_equal(rig.fake.requests[1].url,
                        "https://" ARM ENDPOINTS "?api-version=2019-05-01");
    for (size_t i = 0; i < 2; i++) {
        assert_string_equal(rig.fake.requests[i].method, "GET");
        assert_true(rig.fake.requests[i].no_retry);
        assert_int_equal(rig.fake.requests[i].try_limit, 5000);
        assert_int_equal(rig.fake.requests[i].deadline, 31000);
        assert_null(strstr(rig.fake.requests[i].headers, "Authorization"));
    }
    assert_non_null(
        strstr(rig.fake.requests[3].headers, "Authorization: Bearer " JWT));
    end(&rig);
}

static void the_token_kept_earlier_is_not_asked_for(void **state)
{
    static const struct fake_reply replies[] = {
        FINE_LOGIN, FINE_ARM, TOKEN(JWT), FINE_TOTALS, FINE_LIST};
    struct rig rig;
    struct stat status;
    char path[TEMP_FOLDER_PATH];

    (void)state;
    begin(&rig, application); /* whose session has no credential at all */
    temp_folder_write(&rig.folder, "token-0", "kept", 4);
    WALK(&rig, replies);
    assert_true(aoai_selftest_works(&rig.selftest));
    temp_folder_path(&rig.folder, "token-0", path);
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_size, 4);
    temp_folder_path(&rig.folder, "selftest", path);
    assert_int_equal(stat(path, &status), -1); /* nothing is left behind */
    end(&rig);
}

static void a_wrong_secret_leaves_azure_alone(void **state)
{
    static const struct fake_reply replies[] = {
        FINE_LOGIN,
        FINE_ARM,
        {SIGN_IN, .status = 401,
         .body = "{\"error_description\":\"AADSTS7000215: no\"}"}};
    struct rig rig;

    (void)state;
    begin(&rig, application);
    WALK(&rig, replies);
    assert_int_equal(rig.selftest.count, 9);
    expect(&rig, 5, AOAI_SELFTEST_FAILED, "credential",
           "sign-in: AADSTS7000215: the client secret is wrong: use its value, "
           "not its id (application a-1)");
    expect(&rig, 6, AOAI_SELFTEST_SKIPPED, "momo metrics",
           "not tried: credential failed");
    expect(&rig, 7, AOAI_SELFTEST_SKIPPED, "momo deployments",
           "not tried: credential failed");
    expect(&rig, 8, AOAI_SELFTEST_SKIPPED, "check",
           "not tried: credential failed");
    assert_false(aoai_selftest_works(&rig.selftest));
    end(&rig);
}

static void an_unknown_tenant_is_told_by_the_authority(void **state)
{
    static const struct fake_reply replies[] = {
        {DOCUMENT, .status = 400,
         .body = "{\"error\":\"invalid_tenant\",\"error_description\":"
                 "\"AADSTS90002: Tenant 't-1' not found.\"}"},
        FINE_ARM};
    struct rig rig;

    (void)state;
    begin(&rig, application);
    WALK(&rig, replies);
    expect(&rig, 2, AOAI_SELFTEST_FAILED, LOGIN,
           "AADSTS90002: no such tenant: check the tenant id and --cloud");
    expect(&rig, 5, AOAI_SELFTEST_SKIPPED, "credential",
           "not tried: " LOGIN " failed");
    expect(&rig, 6, AOAI_SELFTEST_SKIPPED, "momo metrics",
           "not tried: " LOGIN " failed");
    end(&rig);
}

static void any_other_answer_of_a_host_will_do(void **state)
{
    static const struct {
        int status;
        enum aoai_selftest_outcome outcome;
        const char *text;
    } rows[] = {
        {404, AOAI_SELFTEST_OK, "answers, certificate trusted"},
        /* a portal on the way, with a certificate that is trusted */
        {302, AOAI_SELFTEST_WARNING,
         "answers with a redirect (302), as Azure does not, certificate "
         "trusted: check the endpoint, or what stands in between"},
        /* in trouble, but the sign-in may still work */
        {503, AOAI_SELFTEST_WARNING,
         "answers with the error 503, certificate trusted"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct fake_reply replies[] = {
            {DOCUMENT, .status = rows[i].status, .body = "words"},
            {ENDPOINTS, .status = rows[i].status, .body = "AADSTS90002"},
            TOKEN(JWT),
            FINE_TOTALS,
            FINE_LIST};
        struct rig rig;

        begin(&rig, application);
        WALK(&rig, replies);
        expect(&rig, 2, rows[i].outcome, LOGIN, rows[i].text);
        expect(&rig, 3, rows[i].outcome, ARM, rows[i].text);
        expect(&rig, 4, AOAI_SELFTEST_WARNING, "clock",
               "no server told the time");
        assert_true(aoai_selftest_works(&rig.selftest));
        end(&rig);
    }
}

static void a_dead_host_stops_only_what_needs_it(void **state)
{
    static const struct fake_reply no_login[] = {
        {DOCUMENT, .kind = AOAI_ERROR_NETWORK}, FINE_ARM};
    static const struct fake_reply no_arm[] = {
        {DOCUMENT, .status = 200, .server_date = SAMPLE_NOW},
        {ENDPOINTS, .kind = AOAI_ERROR_NETWORK},
        TOKEN(JWT)};
    static const struct fake_reply none[] = {
        {DOCUMENT, .kind = AOAI_ERROR_NETWORK},
        {ENDPOINTS, .kind = AOAI_ERROR_NETWORK}};
    struct rig rig;

    (void)state;
    begin(&rig, application);
    WALK(&rig, no_login);
    expect(&rig, 2, AOAI_SELFTEST_FAILED, LOGIN,
           "no answer: check the firewall, or name a proxy with --proxy");
    expect(&rig, 3, AOAI_SELFTEST_OK, ARM, NULL);
    expect(&rig, 5, AOAI_SELFTEST_SKIPPED, "credential", NULL);
    end(&rig);
    begin(&rig, application);
    WALK(&rig, no_arm);
    expect(&rig, 3, AOAI_SELFTEST_FAILED, ARM, NULL);
    expect(&rig, 4, AOAI_SELFTEST_OK, "clock", NULL);
    expect(&rig, 5, AOAI_SELFTEST_OK, "credential", NULL);
    expect(&rig, 6, AOAI_SELFTEST_SKIPPED, "momo metrics",
           "not tried: " ARM " failed");
    end(&rig);
    begin(&rig, application);
    WALK(&rig, none);
    expect(&rig, 4, AOAI_SELFTEST_SKIPPED, "clock",
           "not tried: " ARM " failed");
    end(&rig);
}

static void an_authority_that_a_check_does_not_ask_is_no_step(void **state)
{
    static const struct fake_reply imds[] = {
        FINE_ARM,
        {"169.254.169.254", .status = 200,
         .body = "{\"access_token\":\"" JWT "\",\"expires_in\":\"3599\"}"},
        FINE_TOTALS,
        FINE_LIST};
    static const struct fake_reply nobody[] = {FINE_ARM};
    struct rig rig;

    (void)state;
    begin(&rig, application);
    rig.session.signin.pinned = "managed-identity";
    WALK(&rig, imds);
    assert_int_equal(rig.selftest.count, 8);
    expect(&rig, 2, AOAI_SELFTEST_OK, ARM, NULL);
    end(&rig);
    begin(&rig, application);
    rig.session.signin.pinned = "token-file";
    WALK(&rig, nobody);
    expect(&rig, 4, AOAI_SELFTEST_FAILED, "credential", NULL);
    end(&rig);
    begin(&rig, application); /* a part of the chain without applications */
    rig.session.signin.group = "dev";
    WALK(&rig, nobody);
    expect(&rig, 2, AOAI_SELFTEST_OK, ARM, NULL);
    end(&rig);
    begin(&rig, application); /* half an application is none */
    rig.session.signin.pinned = "environment";
    rig.session.signin.tenant_id = NULL;
    WALK(&rig, nobody);
    expect(&rig, 4, AOAI_SELFTEST_FAILED, "credential", NULL);
    end(&rig);
}

static void a_clock_that_is_off_is_told(void **state)
{
    static const struct {
        int64_t server; /* seconds after our clock */
        enum aoai_selftest_outcome outcome;
        const char *text;
    } rows[] = {
        {-1, AOAI_SELFTEST_OK, "1 s ahead of the servers'"},
        {1, AOAI_SELFTEST_OK, "1 s behind the servers'"},
        {60, AOAI_SELFTEST_OK, "60 s behind the servers'"},
        {61, AOAI_SELFTEST_WARNING,
         "this machine is 61 s behind " ARM ": set it by NTP"},
        {-372, AOAI_SELFTEST_WARNING,
         "this machine is 372 s ahead of " ARM ": set it by NTP"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct fake_reply replies[] = {
            FINE_LOGIN,
            {ENDPOINTS, .status = 200,
             .server_date = SAMPLE_NOW + rows[i].server},
            TOKEN(JWT),
            FINE_TOTALS,
            FINE_LIST};
        struct rig rig;

        begin(&rig, application);
        WALK(&rig, replies);
        expect(&rig, 4, rows[i].outcome, "clock", rows[i].text);
        assert_true(aoai_selftest_works(&rig.selftest));
        end(&rig);
    }
}

/* Walks where the token is TOKEN_REPLY and the totals are refused. */
static void walk_forbidden(struct rig *rig, struct fake_reply token)
{
    const struct fake_reply replies[] = {
        FINE_LOGIN,
        FINE_ARM,
        token,
        {TOTALS, .status = 403, .body = FORBIDDEN}};

    begin(rig, application);
    WALK(rig, replies);
}

#define GRANT                                                                  \
    "403 AuthorizationFailed: grant the role Monitoring Reader at "            \
    "scope " SAMPLE_ID " to "
#define COMMAND                                                                \
    ": az role assignment create --role \"Monitoring Reader\" --scope "        \
    "\"" SAMPLE_ID "\" --assignee-object-id "

static void a_missing_role_comes_with_the_command_that_grants_it(void **state)
{
    struct rig rig;

    (void)state;
    walk_forbidden(&rig, (struct fake_reply)TOKEN(JWT));
    expect(&rig, 6, AOAI_SELFTEST_FAILED, "momo metrics",
           GRANT "object o-1" COMMAND
                 "o-1 --assignee-principal-type ServicePrincipal");
    expect(&rig, 7, AOAI_SELFTEST_SKIPPED, "momo deployments",
           "not tried: momo metrics failed");
    expect(&rig, 8, AOAI_SELFTEST_SKIPPED, "check",
           "not tried: momo metrics failed");
    end(&rig);
    walk_forbidden(&rig, (struct fake_reply)TOKEN(PERSON));
    expect(&rig, 6, AOAI_SELFTEST_FAILED, "momo metrics",
           GRANT "object o-1" COMMAND "o-1 --assignee-principal-type User");
    end(&rig);
    walk_forbidden(&rig, (struct fake_reply)TOKEN("opaque"));
    expect(&rig, 5, AOAI_SELFTEST_OK, "credential",
           "environment, tenant t-1, application a-1, its identity can not be "
           "read from the token, token good until 2024-10-20 12:59:59 UTC");
    expect(&rig, 6, AOAI_SELFTEST_FAILED, "momo metrics",
           GRANT "the identity that signs in" COMMAND
                 "OBJECT-ID --assignee-principal-type ServicePrincipal");
    end(&rig);
}

static void another_refusal_is_told_as_it_is(void **state)
{
    static const struct fake_reply replies[] = {
        FINE_LOGIN,
        FINE_ARM,
        TOKEN(JWT),
        {TOTALS, .status = 403,
         .body = "{\"code\":\"ByPolicy\",\"message\":\"not from here\"}"}};
    struct rig rig;

    (void)state;
    begin(&rig, application);
    WALK(&rig, replies);
    expect(&rig, 6, AOAI_SELFTEST_FAILED, "momo metrics",
           "403 ByPolicy: not from here");
    end(&rig);
}

static void a_list_that_fails_matters_only_where_it_is_needed(void **state)
{
    static const struct fake_reply replies[] = {
        FINE_LOGIN,
        FINE_ARM,
        TOKEN(JWT),
        FINE_TOTALS,
        {LIST, .status = 400, .body = "{\"code\":\"Bad\",\"message\":\"no\"}"}};
    static const struct {
        const char *deployment;
        bool needed;
    } rows[] = {
        {"deployment=*", false},      /* a pattern is looked up nowhere */
        {"deployment=GPT-4O", false}, /* has been used */
        {"deployment=idle", true},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const char *const words[] = {"tenant-id=t-1", "client-id=a-1",
                                     rows[i].deployment, NULL};
        struct rig rig;

        begin(&rig, words);
        WALK(&rig, replies);
        expect(&rig, 7,
               rows[i].needed ? AOAI_SELFTEST_FAILED : AOAI_SELFTEST_WARNING,
               "momo deployments", "400 Bad: no");
        expect(&rig, 8,
               rows[i].needed ? AOAI_SELFTEST_FAILED : AOAI_SELFTEST_OK,
               "check",
               rows[i].needed
                   ? "deployment idle could not be looked for: 400 Bad: no"
                   : NULL);
        end(&rig);
    }
}

static void
a_list_is_not_missed_where_another_account_has_the_name(void **state)
{
    static const char *const words[] = {
        "tenant-id=t-1",       "client-id=a-1",          "deployment=idle",
        "resource=" SAMPLE_ID, "resource=" SAMPLE_OTHER, NULL};
    static const struct fake_reply replies[] = {
        FINE_LOGIN,
        FINE_ARM,
        TOKEN(JWT),
        FINE_TOTALS,
        {OTHER_TOTALS, .status = 200, .body = USED("gpt-4o", 78)},
        FINE_LIST,
        {OTHER_LIST, .status = 403, .body = FORBIDDEN}};
    struct rig rig;

    (void)state;
    begin(&rig, words);
    WALK(&rig, replies);
    assert_int_equal(rig.selftest.count, 11);
    expect(&rig, 6, AOAI_SELFTEST_OK, "momo metrics", NULL);
    expect(&rig, 7, AOAI_SELFTEST_OK, "other metrics", NULL);
    expect(&rig, 8, AOAI_SELFTEST_OK, "momo deployments", NULL);
    expect(&rig, 9, AOAI_SELFTEST_WARNING, "other deployments", NULL);
    expect(&rig, 10, AOAI_SELFTEST_OK, "check", NULL);
    assert_true(aoai_selftest_works(&rig.selftest));
    end(&rig);
}

static void one_account_that_fails_does_not_hide_the_other(void **state)
{
    static const char *const words[] = {
        "tenant-id=t-1",          "client-id=a-1", "resource=" SAMPLE_ID,
        "resource=" SAMPLE_OTHER, "critical=1k",   NULL};
    static const struct fake_reply replies[] = {
        FINE_LOGIN,
        FINE_ARM,
        TOKEN(JWT),
        FINE_TOTALS,
        {OTHER_TOTALS, .status = 403, .body = FORBIDDEN},
        FINE_LIST};
    struct rig rig;

    (void)state;
    begin(&rig, words);
    WALK(&rig, replies);
    expect(&rig, 8, AOAI_SELFTEST_OK, "momo deployments", NULL);
    expect(&rig, 9, AOAI_SELFTEST_SKIPPED, "other deployments",
           "not tried: other metrics failed");
    /* though the check's state is CRITICAL by the first account */
    expect(&rig, 10, AOAI_SELFTEST_FAILED, "check",
           "other: 403 AuthorizationFailed: grant Monitoring Reader on it");
    assert_int_equal(rig.selftest.report.state, AOAI_STATE_CRITICAL);
    end(&rig);
}

static void a_deployment_that_is_nowhere_fails_the_check(void **state)
{
    static const char *const words[] = {"tenant-id=t-1", "client-id=a-1",
                                        "deployment=nowhere", NULL};
    static const struct fake_reply replies[] = {
        FINE_LOGIN, FINE_ARM, TOKEN(JWT), FINE_TOTALS, FINE_LIST};
    struct rig rig;

    (void)state;
    begin(&rig, words);
    WALK(&rig, replies);
    expect(&rig, 7, AOAI_SELFTEST_OK, "momo deployments", "2");
    expect(&rig, 8, AOAI_SELFTEST_FAILED, "check",
           "no deployment nowhere: no usage in 2024-10 and not among the "
           "deployments of the account: check --deployment");
    end(&rig);
}

static void an_alarm_is_a_check_that_works(void **state)
{
    static const char *const words[] = {"tenant-id=t-1", "client-id=a-1",
                                        "critical=1k", NULL};
    static const struct fake_reply replies[] = {
        FINE_LOGIN, FINE_ARM, TOKEN(JWT), FINE_TOTALS, FINE_LIST};
    struct rig rig;

    (void)state;
    begin(&rig, words);
    WALK(&rig, replies);
    expect(&rig, 8, AOAI_SELFTEST_OK, "check", NULL);
    assert_int_equal(rig.selftest.report.state, AOAI_STATE_CRITICAL);
    assert_true(aoai_selftest_works(&rig.selftest));
    end(&rig);
}

static void when_the_time_is_over_the_rest_is_skipped(void **state)
{
    static const char *const words[] = {"tenant-id=t-1", "client-id=a-1",
                                        "timeout=30:OK", NULL};
    static const struct fake_reply replies[] = {FINE_LOGIN, FINE_ARM,
                                                TOKEN(JWT)};
    struct rig rig;

    (void)state;
    begin(&rig, words);
    rig.slowness = 10000;
    WALK(&rig, replies);
    assert_int_equal(rig.selftest.count, 9);
    expect(&rig, 5, AOAI_SELFTEST_OK, "credential", NULL);
    for (size_t i = 6; i < 9; i++) {
        assert_int_equal(rig.selftest.steps[i].outcome, AOAI_SELFTEST_SKIPPED);
        assert_string_equal(rig.selftest.steps[i].text,
                            "the time is over (-t)");
    }
    assert_false(aoai_selftest_works(&rig.selftest));
    end(&rig);
}

static void a_secret_that_everybody_may_read_is_told(void **state)
{
    static const struct fake_reply replies[] = {
        FINE_LOGIN, FINE_ARM, TOKEN(JWT), FINE_TOTALS, FINE_LIST};
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf text = {0};
    char path[TEMP_FOLDER_PATH];
    struct rig rig;

    (void)state;
    begin(&rig, application);
    temp_folder_write(&rig.folder, "secret", "s", 1);
    temp_folder_path(&rig.folder, "secret", path);
    rig.session.signin.client_secret_file = path;
    WALK(&rig, replies); /* 0600 is as it should be */
    assert_int_equal(rig.selftest.count, 9);
    aoai_selftest_free(&rig.selftest);
    assert_int_equal(chmod(path, 0604), 0);
    WALK(&rig, replies);
    assert_int_equal(rig.selftest.count, 10);
    aoai_buf_printf(&text, "secret file %s is readable by others: chmod o= %s",
                    path, path);
    expect(&rig, 5, AOAI_SELFTEST_OK, "credential", NULL);
    expect(&rig, 6, AOAI_SELFTEST_WARNING, "credential", aoai_buf_text(&text));
    assert_true(aoai_selftest_works(&rig.selftest));
    aoai_selftest_free(&rig.selftest);
    rig.session.signin.client_secret_file = NULL;
    rig.session.signin.federated_token_file = path; /* made so on purpose */
    WALK(&rig, replies);
    assert_int_equal(rig.selftest.count, 9);
    end(&rig);
}

static void without_a_cache_it_works_too(void **state)
{
    static const struct fake_reply replies[] = {
        FINE_LOGIN, FINE_ARM, TOKEN(JWT), FINE_TOTALS, FINE_LIST};
    struct rig rig;

    (void)state;
    begin(&rig, application);
    aoai_cache_close(&rig.session.cache);
    aoai_buf_free(&rig.session.cache_place);
    aoai_buf_puts(&rig.session.cache_place, "no such luck");
    WALK(&rig, replies);
    expect(&rig, 1, AOAI_SELFTEST_WARNING, "cache",
           "none, so each check signs in and asks anew: no such luck; choose a "
           "folder with --cache-dir");
    assert_true(aoai_selftest_works(&rig.selftest));
    end(&rig);
}

static void a_cache_that_takes_nothing_is_told_with_a_way_out(void **state)
{
    static const struct fake_reply replies[] = {
        FINE_LOGIN, FINE_ARM, TOKEN(JWT), FINE_TOTALS, FINE_LIST};
    const struct aoai_selftest_step *step;
    struct rig rig;

    (void)state;
    begin(&rig, application);
    /* nothing can be made in a folder that is removed, by root neither */
    temp_folder_remove(&rig.folder);
    WALK(&rig, replies);
    step = &rig.selftest.steps[1];
    expect(&rig, 1, AOAI_SELFTEST_WARNING, "cache", NULL);
    assert_non_null(strstr(step->text, ": nothing can be kept there: "));
    assert_non_null(strstr(step->text, "choose another with --cache-dir"));
    assert_true(aoai_selftest_works(&rig.selftest));
    rig.folder = temp_folder_make();
    end(&rig);
}

static void a_token_that_is_over_is_told_by_its_claims(void **state)
{
    /* {"oid":"o-1","exp":1729425599}: a second ago */
    static const char token[] =
        "eyJ0.eyJvaWQiOiJvLTEiLCJleHAiOjE3Mjk0MjU1OTl9.c2ln";
    static const struct fake_reply replies[] = {FINE_ARM, FINE_TOTALS,
                                                FINE_LIST};
    char path[TEMP_FOLDER_PATH];
    struct rig rig;

    (void)state;
    begin(&rig, application);
    temp_folder_write(&rig.folder, "token", token, strlen(token));
    temp_folder_path(&rig.folder, "token", path);
    rig.session.signin.pinned = "token-file";
    rig.session.signin.token_file = path;
    WALK(&rig, replies);
    expect(&rig, 4, AOAI_SELFTEST_WARNING, "credential",
           "token-file, object o-1, token over since 2024-10-20 11:59:59 UTC");
    end(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_whole_way_is_walked),
        cmocka_unit_test(hosts_are_tried_once_and_shortly_and_without_a_token),
        cmocka_unit_test(the_token_kept_earlier_is_not_asked_for),
        cmocka_unit_test(a_wrong_secret_leaves_azure_alone),
        cmocka_unit_test(an_unknown_tenant_is_told_by_the_authority),
        cmocka_unit_test(any_other_answer_of_a_host_will_do),
        cmocka_unit_test(a_dead_host_stops_only_what_needs_it),
        cmocka_unit_test(an_authority_that_a_check_does_not_ask_is_no_step),
        cmocka_unit_test(a_clock_that_is_off_is_told),
        cmocka_unit_test(a_missing_role_comes_with_the_command_that_grants_it),
        cmocka_unit_test(another_refusal_is_told_as_it_is),
        cmocka_unit_test(a_list_that_fails_matters_only_where_it_is_needed),
        cmocka_unit_test(
            a_list_is_not_missed_where_another_account_has_the_name),
        cmocka_unit_test(one_account_that_fails_does_not_hide_the_other),
        cmocka_unit_test(a_deployment_that_is_nowhere_fails_the_check),
        cmocka_unit_test(an_alarm_is_a_check_that_works),
        cmocka_unit_test(when_the_time_is_over_the_rest_is_skipped),
        cmocka_unit_test(a_secret_that_everybody_may_read_is_told),
        cmocka_unit_test(without_a_cache_it_works_too),
        cmocka_unit_test(a_cache_that_takes_nothing_is_told_with_a_way_out),
        cmocka_unit_test(a_token_that_is_over_is_told_by_its_claims),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
