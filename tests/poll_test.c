/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The flow that every host calls: from the cache, else from Azure. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "tests/poll_rig.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

static const char *const plain[] = {NULL};
static const char *const two[] = {"resource=" SAMPLE_ID,
                                  "resource=" SAMPLE_OTHER, NULL};

static void a_fresh_answer_is_shared_without_asking(void **state)
{
    static const struct fake_reply first[] = {
        {TOTALS, .status = 200, .body = USED("gpt", 5)}};
    static const struct fake_reply later[] = {
        {TOTALS, .status = 200, .body = USED("gpt", 7)}};
    struct poll_rig rig;

    (void)state;
    poll_rig_begin(&rig, plain);
    poll_rig_run(&rig, 0, first, 1);
    poll_rig_expect(&rig, 0, "gpt", 5, 0);
    /* exactly as old as allowed */
    poll_rig_run(&rig, 60, NULL, 0);
    poll_rig_expect(&rig, 0, "gpt", 5, 0);
    assert_int_equal(rig.sign_ins, 1);
    assert_non_null(strstr(aoai_buf_text(&rig.sample.notes.text),
                           "answered from the cache"));
    poll_rig_run(&rig, 61, later, 1);
    poll_rig_expect(&rig, 0, "gpt", 7, 61);
    /* a clock that was set back makes it no answer */
    poll_rig_run(&rig, 60, first, 1);
    poll_rig_expect(&rig, 0, "gpt", 5, 60);
    poll_rig_end(&rig);
}

static void the_request_is_authorized_and_bounded(void **state)
{
    static const struct fake_reply replies[] = {
        {TOTALS, .status = 200, .body = USED("gpt", 5)}};
    struct poll_rig rig;

    (void)state;
    poll_rig_begin(&rig, plain);
    poll_rig_run(&rig, 0, replies, 1);
    assert_string_equal(rig.fake.requests[0].method, "GET");
    assert_string_equal(rig.fake.requests[0].headers,
                        "Authorization: Bearer token-1\n"
                        "Accept: application/json\n");
    assert_int_equal(rig.fake.requests[0].deadline, 30000);
    /* up to the end of the running minute */
    assert_non_null(strstr(rig.fake.requests[0].url,
                           "timespan=2024-10-01T00:00:00Z%2F"
                           "2024-10-20T12:01:00Z&interval=FULL"));
    poll_rig_end(&rig);
}

static void max_age_0_shares_nothing(void **state)
{
    static const char *const words[] = {"max-age=0", NULL};
    static const struct fake_reply replies[] = {
        {TOTALS, .status = 200, .body = USED("gpt", 5)}};
    static const struct fake_reply failing[] = {{TOTALS, .status = 503}};
    struct poll_rig rig;

    (void)state;
    poll_rig_begin(&rig, words);
    poll_rig_run(&rig, 0, replies, 1);
    poll_rig_expect(&rig, 0, "gpt", 5, 0);
    poll_rig_run(&rig, 0, replies, 1);
    /* neither is an old answer of use */
    poll_rig_run(&rig, 1, failing, 1);
    poll_rig_expect_failure(&rig, 0, AOAI_ERROR_SERVICE, "503");
    poll_rig_end(&rig);
}

static void a_clock_set_back_meanwhile_makes_no_answer_old(void **state)
{
    static const char *const words[] = {"max-age=0", "deployment=other", NULL};
    static const struct fake_reply replies[] = {
        {TOTALS, .status = 200, .body = USED("gpt", 5)},
        {"/deployments?", .status = 200, .body = "{\"value\":[]}"}};
    struct poll_rig rig;

    (void)state;
    poll_rig_begin(&rig, words);
    rig.set_back = 2;
    poll_rig_run(&rig, 0, replies, 2);
    poll_rig_expect(&rig, 0, "gpt", 5, 0);
    assert_int_equal(rig.sample.answer.readings[0].listed_at, SAMPLE_NOW);
    poll_rig_end(&rig);
}

static void a_resource_that_fails_is_no_obstacle_for_another(void **state)
{
    static const struct fake_reply first[] = {
        {TOTALS, .status = 403,
         .body = "{\"error\":{\"code\":\"AuthorizationFailed\"}}"},
        {OTHER_TOTALS, .status = 200, .body = USED("gpt", 5)}};
    static const struct fake_reply second[] = {
        {TOTALS, .status = 200, .body = USED("gpt", 7)}};
    struct poll_rig rig;

    (void)state;
    poll_rig_begin(&rig, two);
    poll_rig_run(&rig, 0, first, 2);
    poll_rig_expect_failure(&rig, 0, AOAI_ERROR_DENIED, "Monitoring Reader");
    poll_rig_expect(&rig, 1, "gpt", 5, 0);
    /* the failure is not kept, the other one is */
    poll_rig_run(&rig, 10, second, 1);
    poll_rig_expect(&rig, 0, "gpt", 7, 10);
    poll_rig_expect(&rig, 1, "gpt", 5, 0);
    poll_rig_run(&rig, 20, NULL, 0);
    poll_rig_end(&rig);
}

static void a_success_without_an_answer_is_not_zero_tokens(void **state)
{
    static const struct fake_reply replies[] = {
        {TOTALS, .status = 204},
        {TOTALS, .status = 202, .body = "{}"},
        {TOTALS, .status = 200, .body = ""},
        {TOTALS, .status = 200, .body = "{}"},
    };
    struct poll_rig rig;

    (void)state;
    poll_rig_begin(&rig, plain);
    for (size_t i = 0; i < COUNT(replies); i++) {
        poll_rig_run(&rig, 0, &replies[i], 1);
        poll_rig_expect_failure(&rig, 0, AOAI_ERROR_ANSWER, "");
    }
    poll_rig_end(&rig);
}

static void a_failed_sign_in_fails_every_resource(void **state)
{
    struct poll_rig rig;

    (void)state;
    poll_rig_begin(&rig, two);
    rig.sign_in_fails = AOAI_ERROR_DENIED;
    poll_rig_run(&rig, 0, NULL, 0);
    poll_rig_expect_failure(&rig, 0, AOAI_ERROR_DENIED, "no sign-in");
    poll_rig_expect_failure(&rig, 1, AOAI_ERROR_DENIED, "no sign-in");
    poll_rig_end(&rig);
}

static void a_refused_token_is_asked_for_once_more(void **state)
{
    static const struct fake_reply replies[] = {
        {TOTALS, .status = 401},
        {OTHER_TOTALS, .status = 200, .body = USED("gpt", 5)},
        {TOTALS, .status = 200, .body = USED("gpt", 7)}};
    struct poll_rig rig;

    (void)state;
    poll_rig_begin(&rig, two);
    poll_rig_run(&rig, 0, replies, 3);
    poll_rig_expect(&rig, 0, "gpt", 7, 0);
    poll_rig_expect(&rig, 1, "gpt", 5, 0);
    assert_int_equal(rig.forgotten, 1);
    assert_int_equal(rig.sign_ins, 2);
    assert_non_null(strstr(rig.fake.requests[2].headers, "Bearer token-2\n"));
    poll_rig_end(&rig);
}

static void a_token_refused_twice_is_a_failure(void **state)
{
    static const struct fake_reply replies[] = {
        {TOTALS, .status = 401, .times = 2}};
    struct poll_rig rig;

    (void)state;
    poll_rig_begin(&rig, plain);
    poll_rig_run(&rig, 0, replies, 1);
    poll_rig_expect_failure(
        &rig, 0, AOAI_ERROR_DENIED,
        "401: Azure does not accept the token: check tenant, "
        "--cloud and --token-file");
    assert_int_equal(rig.forgotten, 1);
    poll_rig_end(&rig);
}

/* October in Berlin is an hour longer than 31 days, and it is over. */
static const char *const berlin[] = {"timezone=Europe/Berlin", "month=2024-10",
                                     NULL};
enum { IN_NOVEMBER = 16 * 86400 };
#define PART_1 "timespan=2024-09-30T22:00:00Z%2F2024-10-31T22:00:00Z&"
#define PART_2 "timespan=2024-10-31T22:00:00Z%2F2024-10-31T23:00:00Z&"

static void the_parts_of_a_month_add_up(void **state)
{
    /* the same count in both is no copy */
    static const struct fake_reply replies[] = {
        {PART_2, .status = 200,
         .body = USED_AT("2024-10-31T22:00:00Z", "GPT", 5)},
        {PART_1, .status = 200,
         .body = USED_AT("2024-09-30T22:00:00Z", "gpt", 5)}};
    struct poll_rig rig;

    (void)state;
    poll_rig_begin(&rig, berlin);
    poll_rig_run(&rig, IN_NOVEMBER, replies, 2);
    poll_rig_expect(&rig, 0, "gpt", 10, IN_NOVEMBER);
    poll_rig_end(&rig);
}

static void a_part_that_fails_fails_the_resource(void **state)
{
    static const struct fake_reply rows[][2] = {
        {{PART_1, .status = 200,
          .body = USED_AT("2024-09-30T22:00:00Z", "gpt", 5)},
         {PART_2, .status = 500}},
        {{PART_1, .kind = AOAI_ERROR_NETWORK},
         {PART_2, .status = 200,
          .body = USED_AT("2024-10-31T22:00:00Z", "gpt", 5)}},
        /* the answer to another part */
        {{PART_1, .status = 200,
          .body = USED_AT("2024-10-31T22:00:00Z", "gpt", 5)},
         {PART_2, .status = 200,
          .body = USED_AT("2024-10-31T22:00:00Z", "gpt", 5)}},
    };
    static const enum aoai_error_kind kinds[] = {
        AOAI_ERROR_SERVICE, AOAI_ERROR_NETWORK, AOAI_ERROR_ANSWER};
    struct poll_rig rig;

    (void)state;
    poll_rig_begin(&rig, berlin);
    for (size_t i = 0; i < COUNT(rows); i++) {
        poll_rig_run(&rig, IN_NOVEMBER, rows[i], 2);
        poll_rig_expect_failure(&rig, 0, kinds[i], "");
    }
    poll_rig_end(&rig);
}

static void a_month_that_ended_meanwhile_is_not_shared(void **state)
{
    static const struct fake_reply october[] = {
        {TOTALS, .status = 200, .body = USED("gpt", 5)}};
    static const struct fake_reply november[] = {
        {TOTALS, .status = 200,
         .body = USED_AT("2024-11-01T00:00:00Z", "gpt", 0)}};
    struct poll_rig rig;
    /* to 2024-11-01T00:00:00Z */
    int64_t end = 11 * 86400 + 12 * 3600;

    (void)state;
    poll_rig_begin(&rig, plain);
    poll_rig_run(&rig, end - 5, october, 1);
    poll_rig_run(&rig, end + 5, november, 1);
    poll_rig_expect(&rig, 0, "gpt", 0, end + 5);
    poll_rig_end(&rig);
}

static void a_name_without_usage_is_looked_up_page_by_page(void **state)
{
    static const char *const words[] = {"deployment=idle", "deployment=gpt*",
                                        NULL};
    static const struct fake_reply replies[] = {
        {TOTALS, .status = 200, .body = USED("gpt", 5)},
        {LIST, .status = 200,
         .body = "{\"value\":[{\"name\":\"gpt\"}],\"nextLink\":"
                 "\"https://management.azure.com/page2\"}"},
        {"/page2", .status = 200, .body = "{\"value\":[{\"name\":\"Idle\"}]}"},
    };
    const struct aoai_text_list *names;
    struct poll_rig rig;

    (void)state;
    poll_rig_begin(&rig, words);
    poll_rig_run(&rig, 0, replies, 3);
    names = &rig.sample.answer.readings[0].deployments;
    assert_int_equal(names->count, 2);
    assert_string_equal(names->items[1], "Idle");
    assert_non_null(strstr(rig.fake.requests[2].headers, "Bearer token-"));
    /* the list is shared, too */
    poll_rig_run(&rig, 30, NULL, 0);
    names = &rig.sample.answer.readings[0].deployments;
    assert_int_equal(names->count, 2);
    assert_int_equal(rig.sample.answer.readings[0].listed_at, SAMPLE_NOW);
    poll_rig_end(&rig);
}

static void a_name_with_usage_is_not_looked_up(void **state)
{
    static const char *const words[] = {"deployment=GPT", NULL};
    static const struct fake_reply replies[] = {
        {TOTALS, .status = 200, .body = USED("gpt", 5)}};
    struct poll_rig rig;

    (void)state;
    poll_rig_begin(&rig, words);
    poll_rig_run(&rig, 0, replies, 1);
    poll_rig_end(&rig);
}

static void a_list_that_fails_leaves_the_totals(void **state)
{
    static const char *const words[] = {"deployment=idle", NULL};
    static const struct fake_reply rows[][2] = {
        {{TOTALS, .status = 200, .body = USED("gpt", 5)},
         {LIST, .status = 403}},
        {{TOTALS, .status = 200, .body = USED("gpt", 5)},
         {LIST, .status = 200,
          .body = "{\"value\":[{\"name\":\"idle\"}],\"nextLink\":"
                  "\"https://evil.example/page2\"}"}},
    };
    static const enum aoai_error_kind kinds[] = {AOAI_ERROR_DENIED,
                                                 AOAI_ERROR_ANSWER};
    struct poll_rig rig;

    (void)state;
    poll_rig_begin(&rig, words);
    for (size_t i = 0; i < COUNT(rows); i++) {
        poll_rig_run(&rig, 100 * (int64_t)i, rows[i], 2);
        poll_rig_expect(&rig, 0, "gpt", 5, 100 * (int64_t)i);
        assert_int_equal(rig.sample.answer.readings[0].failure, kinds[i]);
        assert_int_equal(rig.sample.answer.readings[0].listed_at, 0);
        assert_int_equal(rig.sample.answer.readings[0].deployments.count, 0);
    }
    poll_rig_end(&rig);
}

static void only_accounts_that_answered_are_asked_for_lists(void **state)
{
    static const char *const words[] = {
        "resource=" SAMPLE_ID, "resource=" SAMPLE_OTHER,
        "resource=/subscriptions/0/resourceGroups/rg/providers/"
        "Microsoft.ApiManagement/service/apim",
        "deployment=idle", NULL};
    static const struct fake_reply replies[] = {
        {TOTALS, .status = 404},
        {OTHER_TOTALS, .status = 200, .body = USED("gpt", 5)},
        {"service/apim/providers", .status = 200, .body = USED("gpt", 5)},
        {OTHER_LIST, .status = 200, .body = "{\"value\":[]}"},
    };
    struct poll_rig rig;

    (void)state;
    poll_rig_begin(&rig, words);
    poll_rig_run(&rig, 0, replies, 4);
    poll_rig_expect_failure(&rig, 0, AOAI_ERROR_NOT_FOUND, "404");
    assert_int_equal(rig.sample.answer.readings[1].listed_at, SAMPLE_NOW);
    assert_int_equal(rig.sample.answer.readings[2].listed_at, 0);
    poll_rig_end(&rig);
}

static void a_list_that_links_in_circles_ends(void **state)
{
    static const char *const words[] = {"deployment=idle", NULL};
    static const struct fake_reply replies[] = {
        {TOTALS, .status = 200, .body = USED("gpt", 5)},
        {LIST, .status = 200, .times = 200,
         .body = "{\"value\":[],\"nextLink\":\"https://management.azure.com/"
                 "accounts/momo/deployments\"}"},
    };
    struct poll_rig rig;

    (void)state;
    poll_rig_begin(&rig, words);
    rig.fake.request_count = 0;
    poll_rig_run(&rig, 0, replies, 2);
    assert_int_equal(rig.sample.answer.readings[0].failure, AOAI_ERROR_ANSWER);
    assert_non_null(
        strstr(rig.sample.answer.readings[0].reason, "does not end"));
    poll_rig_end(&rig);
}

static void a_damaged_answer_in_the_cache_is_asked_for_again(void **state)
{
    static const struct fake_reply replies[] = {
        {TOTALS, .status = 200, .body = USED("gpt", 5)}};
    struct poll_rig rig;
    char path[TEMP_FOLDER_PATH];

    (void)state;
    poll_rig_begin(&rig, plain);
    poll_rig_run(&rig, 0, replies, 1);
    temp_folder_find(&rig.folder, "answer-", path);
    temp_folder_write(&rig.folder, strrchr(path, '/') + 1, "nonsense", 8);
    poll_rig_run(&rig, 1, replies, 1);
    poll_rig_expect(&rig, 0, "gpt", 5, 1);
    assert_non_null(strstr(aoai_buf_text(&rig.sample.notes.text), "damaged"));
    poll_rig_end(&rig);
}

static void without_a_folder_each_run_asks(void **state)
{
    static const struct fake_reply replies[] = {
        {TOTALS, .status = 200, .body = USED("gpt", 5)}};
    struct poll_rig rig;

    (void)state;
    poll_rig_begin(&rig, plain);
    aoai_cache_close(&rig.cache);
    rig.cache = AOAI_CACHE_NONE;
    poll_rig_run(&rig, 0, replies, 1);
    poll_rig_run(&rig, 0, replies, 1);
    poll_rig_expect(&rig, 0, "gpt", 5, 0);
    poll_rig_end(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fresh_answer_is_shared_without_asking),
        cmocka_unit_test(the_request_is_authorized_and_bounded),
        cmocka_unit_test(max_age_0_shares_nothing),
        cmocka_unit_test(a_clock_set_back_meanwhile_makes_no_answer_old),
        cmocka_unit_test(a_resource_that_fails_is_no_obstacle_for_another),
        cmocka_unit_test(a_success_without_an_answer_is_not_zero_tokens),
        cmocka_unit_test(a_failed_sign_in_fails_every_resource),
        cmocka_unit_test(a_refused_token_is_asked_for_once_more),
        cmocka_unit_test(a_token_refused_twice_is_a_failure),
        cmocka_unit_test(the_parts_of_a_month_add_up),
        cmocka_unit_test(a_part_that_fails_fails_the_resource),
        cmocka_unit_test(a_month_that_ended_meanwhile_is_not_shared),
        cmocka_unit_test(a_name_without_usage_is_looked_up_page_by_page),
        cmocka_unit_test(a_name_with_usage_is_not_looked_up),
        cmocka_unit_test(a_list_that_fails_leaves_the_totals),
        cmocka_unit_test(only_accounts_that_answered_are_asked_for_lists),
        cmocka_unit_test(a_list_that_links_in_circles_ends),
        cmocka_unit_test(a_damaged_answer_in_the_cache_is_asked_for_again),
        cmocka_unit_test(without_a_folder_each_run_asks),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
