/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* When Azure fails: which old answers are used. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/poll_rig.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

static const char *const plain[] = {NULL};

static const struct fake_reply good[] = {
    {TOTALS, .status = 200, .body = USED("gpt", 5)}};

static void an_old_answer_covers_failures_that_pass(void **state)
{
    static const struct {
        struct fake_reply reply;
        enum aoai_error_kind kind;
    } rows[] = {
        {{TOTALS, .status = 429}, AOAI_ERROR_THROTTLED},
        {{TOTALS, .status = 408}, AOAI_ERROR_SERVICE},
        {{TOTALS, .status = 500}, AOAI_ERROR_SERVICE},
        {{TOTALS, .status = 503}, AOAI_ERROR_SERVICE},
        {{TOTALS, .kind = AOAI_ERROR_NETWORK}, AOAI_ERROR_NETWORK},
        {{TOTALS, .kind = AOAI_ERROR_DEADLINE}, AOAI_ERROR_DEADLINE},
        {{TOTALS, .status = 200, .body = "<html>"}, AOAI_ERROR_ANSWER},
        {{TOTALS, .status = 200, .body = ""}, AOAI_ERROR_ANSWER},
        {{TOTALS, .status = 204}, AOAI_ERROR_ANSWER},
    };
    struct poll_rig rig;

    (void)state;
    poll_rig_begin(&rig, plain);
    poll_rig_run(&rig, 0, good, 1);
    for (size_t i = 0; i < COUNT(rows); i++) {
        poll_rig_run(&rig, 300, &rows[i].reply, 1);
        poll_rig_expect(&rig, 0, "gpt", 5, 0);
        assert_int_equal(rig.sample.answer.readings[0].failure, rows[i].kind);
    }
    poll_rig_end(&rig);
}

static void an_old_answer_covers_no_definite_refusal(void **state)
{
    static const struct {
        struct fake_reply reply;
        enum aoai_error_kind kind;
    } rows[] = {
        {{TOTALS, .status = 403}, AOAI_ERROR_DENIED},
        {{TOTALS, .status = 404}, AOAI_ERROR_NOT_FOUND},
        {{TOTALS, .status = 400}, AOAI_ERROR_REFUSED},
        {{TOTALS, .status = 302}, AOAI_ERROR_REFUSED},
        {{TOTALS, .status = 401, .times = 2}, AOAI_ERROR_DENIED},
    };
    struct poll_rig rig;

    (void)state;
    poll_rig_begin(&rig, plain);
    poll_rig_run(&rig, 0, good, 1);
    for (size_t i = 0; i < COUNT(rows); i++) {
        poll_rig_run(&rig, 300, &rows[i].reply, 1);
        poll_rig_expect_failure(&rig, 0, rows[i].kind, "");
    }
    rig.sign_in_fails = AOAI_ERROR_DENIED;
    poll_rig_run(&rig, 300, NULL, 0);
    poll_rig_expect_failure(&rig, 0, AOAI_ERROR_DENIED, "no sign-in");
    /* but a sign-in that may work later */
    rig.sign_in_fails = AOAI_ERROR_THROTTLED;
    poll_rig_run(&rig, 300, NULL, 0);
    poll_rig_expect(&rig, 0, "gpt", 5, 0);
    poll_rig_end(&rig);
}

static void an_old_answer_is_at_most_ten_times_max_age_old(void **state)
{
    static const struct fake_reply failing[] = {{TOTALS, .status = 503}};
    struct poll_rig rig;

    (void)state;
    poll_rig_begin(&rig, plain);
    poll_rig_run(&rig, 0, good, 1);
    poll_rig_run(&rig, 600, failing, 1);
    poll_rig_expect(&rig, 0, "gpt", 5, 0);
    poll_rig_run(&rig, 601, failing, 1);
    poll_rig_expect_failure(&rig, 0, AOAI_ERROR_SERVICE, "503");
    poll_rig_end(&rig);
}

static void a_failure_does_not_make_an_old_answer_young(void **state)
{
    static const char *const two[] = {"resource=" SAMPLE_ID,
                                      "resource=" SAMPLE_OTHER, NULL};
    static const struct fake_reply first[] = {
        {TOTALS, .status = 200, .body = USED("gpt", 5)},
        {OTHER_TOTALS, .status = 200, .body = USED("gpt", 6)}};
    static const struct fake_reply half[] = {
        {TOTALS, .status = 503},
        {OTHER_TOTALS, .status = 200, .body = USED("gpt", 7)}};
    struct poll_rig rig;

    (void)state;
    poll_rig_begin(&rig, two);
    poll_rig_run(&rig, 0, first, 2);
    for (int64_t at = 100; at <= 600; at += 100) {
        poll_rig_run(&rig, at, half, 2);
        poll_rig_expect(&rig, 0, "gpt", 5, 0);
        poll_rig_expect(&rig, 1, "gpt", 7, at);
    }
    poll_rig_run(&rig, 700, half, 2);
    poll_rig_expect_failure(&rig, 0, AOAI_ERROR_SERVICE, "503");
    poll_rig_expect(&rig, 1, "gpt", 7, 700);
    poll_rig_end(&rig);
}

static void an_old_answer_of_another_month_is_none(void **state)
{
    static const struct fake_reply failing[] = {{TOTALS, .status = 503}};
    int64_t end = 11 * 86400 + 12 * 3600; /* 2024-11-01T00:00:00Z */
    struct poll_rig rig;

    (void)state;
    poll_rig_begin(&rig, plain);
    poll_rig_run(&rig, end - 5, good, 1);
    poll_rig_run(&rig, end + 65, failing, 1);
    poll_rig_expect_failure(&rig, 0, AOAI_ERROR_SERVICE, "503");
    poll_rig_end(&rig);
}

/* Holds the lock of the answer in RIG's folder in another process until
 * *RELEASE, a pipe's end, is closed. */
static pid_t hold_lock(const struct poll_rig *rig, int *release)
{
    char path[TEMP_FOLDER_PATH], lock[TEMP_FOLDER_PATH + 8];
    int hold[2], ready[2];
    char byte = 0;
    pid_t child;

    temp_folder_find(&rig->folder, "answer-", path);
    (void)snprintf(lock, sizeof(lock), "%s.lock", path);
    assert_int_equal(pipe(hold), 0);
    assert_int_equal(pipe(ready), 0);
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        int file = open(lock, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        bool held = file >= 0 && flock(file, LOCK_EX) == 0;

        (void)close(hold[1]);
        (void)!write(ready[1], &byte, held);
        (void)!read(hold[0], &byte, 1);
        _exit(0);
    }
    (void)close(hold[0]);
    (void)close(ready[1]);
    assert_int_equal(read(ready[0], &byte, 1), 1);
    (void)close(ready[0]);
    *release = hold[1];
    return child;
}

static void who_waits_too_long_uses_an_old_answer(void **state)
{
    struct poll_rig rig;
    int release, status;
    pid_t child;

    (void)state;
    poll_rig_begin(&rig, plain);
    poll_rig_run(&rig, 0, good, 1);
    child = hold_lock(&rig, &release);
    poll_rig_run(&rig, 300, NULL, 0);
    poll_rig_expect(&rig, 0, "gpt", 5, 0);
    assert_int_equal(rig.sample.answer.readings[0].failure,
                     AOAI_ERROR_DEADLINE);
    (void)close(release);
    assert_int_equal(waitpid(child, &status, 0), child);
    poll_rig_end(&rig);
}

static void who_waits_too_long_for_a_list_is_told(void **state)
{
    static const char *const words[] = {"deployment=idle", NULL};
    static const struct fake_reply replies[] = {
        {TOTALS, .status = 200, .body = USED("gpt", 5)}, {LIST, .status = 503}};
    struct poll_rig rig;
    int release, status;
    pid_t child;

    (void)state;
    poll_rig_begin(&rig, words);
    poll_rig_run(&rig, 0, replies, 2);
    child = hold_lock(&rig, &release);
    /* the totals are fresh, but nobody could look for "idle" */
    poll_rig_run(&rig, 30, NULL, 0);
    poll_rig_expect(&rig, 0, "gpt", 5, 0);
    assert_int_equal(rig.sample.answer.readings[0].failure,
                     AOAI_ERROR_DEADLINE);
    (void)close(release);
    assert_int_equal(waitpid(child, &status, 0), child);
    poll_rig_end(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_old_answer_covers_failures_that_pass),
        cmocka_unit_test(an_old_answer_covers_no_definite_refusal),
        cmocka_unit_test(an_old_answer_is_at_most_ten_times_max_age_old),
        cmocka_unit_test(a_failure_does_not_make_an_old_answer_young),
        cmocka_unit_test(an_old_answer_of_another_month_is_none),
        cmocka_unit_test(who_waits_too_long_uses_an_old_answer),
        cmocka_unit_test(who_waits_too_long_for_a_list_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
