/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The retry policy, on an http and a clock that the test writes itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "net/http_date.h"
#include "net/http_retry.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

enum { STEPS = 16 };

/* What the fake network answers to one try. */
struct step {
    int status; /* 0: no answer */
    enum aoai_error_kind kind;
    int64_t retry_after; /* 0: none is sent; -2: "0" is sent */
    bool lasting;
};

/* A network and a clock in one. */
struct fake {
    int64_t now;                    /* monotonic ms */
    const struct step *steps;       /* one for each try */
    size_t sent;                    /* tries so far */
    int64_t times[STEPS];           /* when they were sent */
    struct aoai_http_exchange *due; /* submitted, not yet done */
    size_t refuse_from; /* submit fails from this try on; 0: never */
    bool freed;
    int finished; /* calls of the submitter's done */
    size_t renewed;
    int64_t renewed_for[STEPS]; /* when the tries are due */
};

static int64_t read_wall(void *self)
{
    (void)self;
    return 1700000000;
}

static int64_t read_monotonic(void *self)
{
    return ((struct fake *)self)->now;
}

static void pass_time(void *self, int64_t milliseconds)
{
    ((struct fake *)self)->now += milliseconds;
}

static int submit_fake(void *self, struct aoai_http_exchange *exchange,
                       struct aoai_error *error)
{
    struct fake *fake = self;

    if (fake->refuse_from != 0 && fake->sent + 1 >= fake->refuse_from)
        return aoai_error_memory(error);
    assert_null(fake->due);
    fake->due = exchange;
    return 0;
}

/* Answers one exchange after the other; each takes 10 ms. */
static int run_fake(void *self, struct aoai_error *error)
{
    struct fake *fake = self;

    (void)error;
    while (fake->due != NULL) {
        struct aoai_http_exchange *exchange = fake->due;
        const struct step *step = &fake->steps[fake->sent];

        fake->due = NULL;
        if (exchange->not_before > fake->now)
            fake->now = exchange->not_before;
        assert_true(fake->sent < STEPS);
        fake->times[fake->sent++] = fake->now;
        fake->now += 10;
        exchange->tries++;
        exchange->took = 10;
        exchange->status = step->status;
        exchange->lasting = step->lasting;
        exchange->retry_after = step->retry_after > 0    ? step->retry_after
                                : step->retry_after == 0 ? -1
                                                         : 0;
        if (step->kind != AOAI_ERROR_NONE)
            aoai_error_set(&exchange->error, step->kind, "h: broken");
        else
            aoai_buf_puts(&exchange->answer, "body");
        exchange->done(exchange);
    }
    return 0;
}

static void free_fake(void *self)
{
    ((struct fake *)self)->freed = true;
}

/* The submitter's done: context is the fake. */
static void count_done(struct aoai_http_exchange *exchange)
{
    ((struct fake *)exchange->context)->finished++;
}

/* Sends EXCHANGE through the policy over FAKE and waits for its end. */
static void send_through(struct fake *fake, struct aoai_http_exchange *exchange,
                         struct aoai_notes *notes)
{
    struct aoai_clock clock = {fake, read_wall, read_monotonic, pass_time};
    struct aoai_http inner = {fake, submit_fake, run_fake, free_fake};
    struct aoai_http http;
    struct aoai_error error = {0};

    exchange->context = fake;
    exchange->done = count_done;
    assert_int_equal(aoai_http_retry_new(&http, inner, &clock, notes, &error),
                     0);
    assert_int_equal(http.submit(http.self, exchange, &error), 0);
    assert_int_equal(http.run(http.self, &error), 0);
    assert_ptr_equal(exchange->done, count_done);
    assert_int_equal(fake->finished, 1);
    assert_int_equal(exchange->not_before, 0);
    aoai_http_free(&http);
    assert_true(fake->freed);
}

static void without_any_answer_four_tries_are_enough(void **state)
{
    struct step steps[5] = {{.kind = AOAI_ERROR_NETWORK},
                            {.kind = AOAI_ERROR_NETWORK},
                            {.kind = AOAI_ERROR_NETWORK},
                            {.kind = AOAI_ERROR_NETWORK},
                            {.status = 200}};
    struct fake fake = {.steps = steps, .now = 5000};
    struct aoai_http_exchange exchange = {
        .method = "GET", .url = "https://h/", .deadline = 600000};

    (void)state;
    send_through(&fake, &exchange, NULL);
    assert_int_equal(exchange.tries, 4);
    assert_int_equal(exchange.error.kind, AOAI_ERROR_NETWORK);
    assert_in_range(fake.now, 5000 + 2600, 5000 + 3500);
    aoai_http_free_answer(&exchange);
}

static void what_may_pass_is_sent_again(void **state)
{
    static const struct {
        const char *method;
        bool repeatable;
        bool no_retry;
        struct step first; /* then 200 */
        int tries;
    } rows[] = {
        {"GET", false, false, {.status = 200}, 1},
        {"GET", false, false, {.status = 302}, 1},
        {"GET", false, false, {.status = 400}, 1},
        {"GET", false, false, {.status = 401}, 1},
        {"GET", false, false, {.status = 403}, 1},
        {"GET", false, false, {.status = 404}, 1},
        {"GET", false, false, {.status = 408}, 2},
        {"GET", false, false, {.status = 409}, 1},
        {"GET", false, false, {.status = 429}, 2},
        {"GET", false, false, {.status = 500}, 2},
        {"GET", false, false, {.status = 501}, 1},
        {"GET", false, false, {.status = 502}, 2},
        {"GET", false, false, {.status = 503}, 2},
        {"GET", false, false, {.status = 504}, 2},
        {"GET", false, false, {.status = 529}, 2}, /* the batch endpoint */
        {"GET", false, false, {.kind = AOAI_ERROR_NETWORK}, 2},
        {"HEAD", false, false, {.kind = AOAI_ERROR_NETWORK}, 2},
        {"GET", false, false, {.kind = AOAI_ERROR_ANSWER}, 1},
        {"GET", false, false, {.kind = AOAI_ERROR_DEADLINE}, 1},
        {"GET", false, false, {.kind = AOAI_ERROR_MEMORY}, 1},
        /* a certificate that is not trusted will not be so next time */
        {"GET", false, false, {.kind = AOAI_ERROR_NETWORK, .lasting = true}, 1},
        /* a probe */
        {"GET", false, true, {.status = 429}, 1},
        {"GET", false, true, {.kind = AOAI_ERROR_NETWORK}, 1},
        /* may have counted */
        {"POST", false, false, {.status = 500}, 1},
        {"POST", false, false, {.status = 408}, 1},
        {"POST", false, false, {.status = 502}, 1},
        {"POST", false, false, {.status = 503}, 1},
        {"POST", false, false, {.kind = AOAI_ERROR_NETWORK}, 1},
        {"PUT", false, false, {.kind = AOAI_ERROR_NETWORK}, 1},
        /* was refused */
        {"POST", false, false, {.status = 429}, 2},
        {"POST", false, false, {.status = 429, .retry_after = 1000}, 2},
        {"POST", false, false, {.status = 503, .retry_after = 1000}, 2},
        {"POST", false, false, {.status = 503, .retry_after = -2}, 2},
        /* the caller knows better */
        {"POST", true, false, {.status = 500}, 2},
        {"POST", true, false, {.kind = AOAI_ERROR_NETWORK}, 2},
        {"POST", true, true, {.status = 500}, 1},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct step steps[2] = {rows[i].first, {.status = 200}};
        struct fake fake = {.steps = steps, .now = 5000};
        struct aoai_http_exchange exchange = {.method = rows[i].method,
                                              .url = "https://h/",
                                              .repeatable = rows[i].repeatable,
                                              .no_retry = rows[i].no_retry,
                                              .deadline = 35000};

        send_through(&fake, &exchange, NULL);
        if (exchange.tries != rows[i].tries)
            print_error("row %zu\n", i);
        assert_int_equal(exchange.tries, rows[i].tries);
        if (rows[i].tries == 2) {
            assert_int_equal(exchange.status, 200);
            assert_int_equal(exchange.error.kind, AOAI_ERROR_NONE);
            assert_string_equal(aoai_buf_text(&exchange.answer), "body");
        } else {
            assert_int_equal(exchange.status, rows[i].first.status);
            assert_int_equal(exchange.error.kind, rows[i].first.kind);
        }
        aoai_http_free_answer(&exchange);
    }
}

static void each_endpoint_of_identities_has_its_rules(void **state)
{
    static const struct {
        int status;
        int usual, imds, identity; /* tries until 200 */
    } rows[] = {
        {400, 1, 1, 1}, {401, 1, 1, 1}, {403, 1, 1, 1}, {404, 1, 2, 2},
        {408, 2, 2, 2}, {409, 1, 1, 1}, {410, 1, 2, 1}, {429, 2, 2, 2},
        {500, 2, 2, 2}, {501, 1, 2, 1}, {502, 2, 2, 2}, {503, 2, 2, 2},
        {504, 2, 2, 2}, {529, 2, 2, 1}, {599, 1, 2, 1}, {200, 1, 1, 1},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const int tries[] = {[AOAI_HTTP_USUAL] = rows[i].usual,
                             [AOAI_HTTP_IMDS] = rows[i].imds,
                             [AOAI_HTTP_IDENTITY] = rows[i].identity};

        for (size_t j = 0; j < COUNT(tries); j++) {
            struct step steps[2] = {{.status = rows[i].status},
                                    {.status = 200}};
            struct fake fake = {.steps = steps, .now = 5000};
            struct aoai_http_exchange exchange = {.method = "GET",
                                                  .url = "https://h/",
                                                  .rules =
                                                      (enum aoai_http_rules)j,
                                                  .deadline = 35000};

            send_through(&fake, &exchange, NULL);
            if (exchange.tries != tries[j])
                print_error("row %zu, rules %zu\n", i, j);
            assert_int_equal(exchange.tries, tries[j]);
            aoai_http_free_answer(&exchange);
        }
    }
}

/* How long the waits between the tries of FAKE were at least and at most, with
 * 10 ms for each try. */
static void check_waits(const struct fake *fake, size_t sent,
                        const int64_t least[], const int64_t most[])
{
    assert_int_equal(fake->sent, sent);
    for (size_t i = 0; i + 1 < sent; i++)
        assert_in_range(fake->times[i + 1] - fake->times[i] - 10, least[i],
                        most[i]);
}

static void identities_are_waited_for_by_rule(void **state)
{
    static const struct {
        enum aoai_http_rules rules;
        struct step step; /* again and again */
        size_t sent;
        int64_t least[STEPS], most[STEPS]; /* of the waits */
    } rows[] = {
        {AOAI_HTTP_IMDS,
         {.status = 404},
         5,
         {750, 1500, 3000, 6000},
         {1000, 2000, 4000, 8000}},
        {AOAI_HTTP_IMDS,
         {.status = 500},
         5,
         {1000, 1500, 3000, 6000},
         {1000, 2000, 4000, 8000}},
        /* even where the service says that less will do */
        {AOAI_HTTP_IMDS,
         {.status = 503, .retry_after = 100},
         5,
         {1000, 1000, 1000, 1000},
         {1000, 1000, 1000, 1000}},
        {AOAI_HTTP_IMDS,
         {.status = 429, .retry_after = 2000},
         5,
         {2000, 2000, 2000, 2000},
         {2000, 2000, 2000, 2000}},
        /* without any answer as everybody */
        {AOAI_HTTP_IMDS,
         {.kind = AOAI_ERROR_NETWORK},
         4,
         {375, 750, 1500},
         {500, 1000, 2000}},
        {AOAI_HTTP_IDENTITY,
         {.status = 404},
         4,
         {1000, 1000, 1000},
         {1000, 1000, 1000}},
        {AOAI_HTTP_IDENTITY,
         {.status = 503, .retry_after = 3000},
         4,
         {3000, 3000, 3000},
         {3000, 3000, 3000}},
        {AOAI_HTTP_IDENTITY,
         {.kind = AOAI_ERROR_NETWORK},
         4,
         {375, 750, 1500},
         {500, 1000, 2000}},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct step steps[STEPS];
        struct fake fake = {.steps = steps, .now = 5000};
        struct aoai_http_exchange exchange = {.method = "GET",
                                              .url = "https://h/",
                                              .rules = rows[i].rules,
                                              .deadline = 605000};

        for (size_t j = 0; j < STEPS; j++)
            steps[j] = rows[i].step;
        send_through(&fake, &exchange, NULL);
        check_waits(&fake, rows[i].sent, rows[i].least, rows[i].most);
        assert_int_equal(exchange.status, rows[i].step.status);
        aoai_http_free_answer(&exchange);
    }
}

static void a_metadata_service_that_is_renewed_is_given_70_seconds(void **state)
{
    static const struct {
        int64_t deadline, least, most; /* ms from the first try to the last */
    } rows[] = {
        {600000, 70000 - 16010, 70000},
        /* the run's time counts first */
        {30000, 30000 - 16010, 30000},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct step steps[STEPS];
        struct fake fake = {.steps = steps, .now = 5000};
        struct aoai_http_exchange exchange = {.method = "GET",
                                              .url = "https://h/",
                                              .rules = AOAI_HTTP_IMDS,
                                              .deadline =
                                                  5000 + rows[i].deadline};

        for (size_t j = 0; j < STEPS; j++)
            steps[j] = (struct step){.status = 410};
        send_through(&fake, &exchange, NULL);
        assert_int_equal(exchange.status, 410);
        for (size_t j = 1; j < fake.sent; j++)
            assert_true(fake.times[j] - fake.times[j - 1] >= 3010);
        assert_in_range(fake.times[fake.sent - 1] - 5000, rows[i].least,
                        rows[i].most);
        aoai_http_free_answer(&exchange);
    }
}

static void the_wait_is_the_one_asked_for(void **state)
{
    static const struct {
        int64_t retry_after;
        int64_t least;
        int64_t most;
    } rows[] = {
        {7000, 7000, 7000}, {1500, 1500, 1500},
        {100, 100, 100},    {1, 100, 100}, /* no hammering */
        {-2, 375, 500},                    /* 0 asked: our own wait */
        {0, 375, 500},                     /* nothing asked */
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct step steps[2] = {
            {.status = 429, .retry_after = rows[i].retry_after},
            {.status = 200}};
        struct fake fake = {.steps = steps, .now = 5000};
        struct aoai_http_exchange exchange = {
            .method = "GET", .url = "https://h/", .deadline = 35000};

        send_through(&fake, &exchange, NULL);
        assert_int_equal(fake.sent, 2);
        assert_in_range(fake.times[1] - fake.times[0] - 10, rows[i].least,
                        rows[i].most);
        aoai_http_free_answer(&exchange);
    }
}

static void a_wait_beyond_the_deadline_hands_the_last_answer_over(void **state)
{
    static const struct {
        struct step step;
        size_t sent;
    } rows[] = {
        {{.status = 429, .retry_after = 60000}, 1},
        {{.status = 429, .retry_after = 29990}, 1}, /* exactly at it */
        {{.status = 429, .retry_after = 29989}, 2},
        {{.status = 503}, 6}, /* at most .5 1 2 4 8 s fit in 30 s */
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct step steps[STEPS];
        struct fake fake = {.steps = steps, .now = 5000};
        struct aoai_http_exchange exchange = {
            .method = "GET", .url = "https://h/", .deadline = 35000};

        for (size_t j = 0; j < STEPS; j++)
            steps[j] = rows[i].step;
        send_through(&fake, &exchange, NULL);
        assert_in_range(fake.sent, rows[i].sent, rows[i].sent + 1);
        assert_int_equal(exchange.tries, fake.sent);
        assert_int_equal(exchange.status, rows[i].step.status);
        assert_int_equal(exchange.error.kind, rows[i].step.kind);
        assert_true(fake.now <= 35000 + 10);
        aoai_http_free_answer(&exchange);
    }
}

static void an_exchange_that_can_not_be_sent_again_comes_back(void **state)
{
    static const struct step steps[] = {{.status = 503}, {.status = 200}};
    struct fake fake = {.steps = steps, .refuse_from = 2};
    struct aoai_http_exchange exchange = {
        .method = "GET", .url = "https://h/", .deadline = 35000};

    (void)state;
    send_through(&fake, &exchange, NULL);
    assert_int_equal(exchange.error.kind, AOAI_ERROR_MEMORY);
    assert_int_equal(exchange.status, 0);
    aoai_http_free_answer(&exchange);
}

static void what_the_inner_http_refuses_is_refused(void **state)
{
    struct fake fake = {.refuse_from = 1};
    struct aoai_clock clock = {&fake, read_wall, read_monotonic, pass_time};
    struct aoai_http inner = {&fake, submit_fake, run_fake, free_fake};
    struct aoai_http http;
    struct aoai_error error = {0};
    struct aoai_http_exchange exchange = {
        .method = "GET", .url = "https://h/", .context = &fake};

    (void)state;
    assert_int_equal(aoai_http_retry_new(&http, inner, &clock, NULL, &error),
                     0);
    assert_int_equal(aoai_http_send(&http, &exchange, &error), -1);
    assert_int_equal(error.kind, AOAI_ERROR_MEMORY);
    assert_int_equal(fake.finished, 0);
    aoai_http_free(&http);
}

static void waits_double_up_to_16_seconds_less_a_quarter(void **state)
{
    static const struct {
        int tries;
        int64_t most;
    } rows[] = {
        {0, 500},  {1, 500},   {2, 1000},  {3, 2000},       {4, 4000},
        {5, 8000}, {6, 16000}, {7, 16000}, {100000, 16000},
    };
    static const uint32_t randoms[] = {0,    1,     500,       1000,
                                       1001, 12345, UINT32_MAX};

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        for (size_t j = 0; j < COUNT(randoms); j++)
            assert_in_range(aoai_http_retry_wait(rows[i].tries, randoms[j]),
                            rows[i].most * 3 / 4, rows[i].most);
    assert_int_equal(aoai_http_retry_wait(1, 0), 500);
    assert_int_equal(aoai_http_retry_wait(1, 1000), 375);
}

static void retry_after_is_seconds_or_a_date(void **state)
{
    static const struct {
        const char *text;
        int64_t wait;
    } rows[] = {
        {"0", 0},
        {"7", 7000},
        {" 7 ", 7000},
        {"007", 7000},
        {"", -1},
        {" ", -1},
        {"-1", -1},
        {"+1", -1},
        {"1.5", -1},
        {"7s", -1},
        {"7 s", -1},
        {"soon", -1},
        /* 1700000000 is 2023-11-14T22:13:20Z, a Tuesday */
        {"Tue, 14 Nov 2023 22:13:50 GMT", 30000},
        {"Tue, 14 Nov 2023 22:13:20 GMT", 0},
        {"Tue, 14 Nov 2023 22:13:19 GMT", 0},
        {"Sun, 06 Nov 1994 08:49:37 GMT", 0},
        {"Sunday, 06-Nov-94 08:49:37 GMT", 0},
        {"Sun Nov  6 08:49:37 1994", 0},
        {"Tuesday, 14-Nov-23 22:13:21 GMT", 1000},
        {"Tue Nov 14 22:13:21 2023", 1000},
        {"Tue, 14 Nov 2023 22:13:50 GMT \r\n", 30000},
        /* a leap second is one, though it is none of these days */
        {"Tue, 14 Nov 2023 22:13:60 GMT", 40000},
        {"Tue, 14 Nov 2023 22:13:61 GMT", -1},
        /* no zone but one is known */
        {"Tue, 14 Nov 2023 22:13:50 GMT+1", -1},
        {"Tue Nov 14 22:13:50 20231", -1},
        {"Tue, 31 Feb 2024 00:00:00 GMT", -1},
        {"Tue, 14 Foo 2023 22:13:50 GMT", -1},
        {"Tue, 14 Nov 2023 24:00:00 GMT", -1},
        {"Tue, 14 Nov 2023 22:13:50", -1},
        {"Tue, 14 Nov 2023 22:13:50 CET", -1},
        {"Tue, 14 Nov 2023 22:13:-1 GMT", -1},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        int64_t wait = aoai_http_retry_after(rows[i].text, 1700000000);

        if (wait != rows[i].wait)
            print_error("%s\n", rows[i].text);
        assert_int_equal(wait, rows[i].wait);
    }
    /* too large to mean anything, but not negative */
    assert_true(aoai_http_retry_after("99999999999999999999", 0) >
                INT64_C(1000000000000));
}

static void each_try_leaves_a_note(void **state)
{
    static const struct step steps[] = {{.kind = AOAI_ERROR_NETWORK},
                                        {.status = 200}};
    struct fake fake = {.steps = steps};
    struct aoai_notes notes = {.level = AOAI_NOTE_REQUEST};
    struct aoai_http_exchange exchange = {.method = "GET",
                                          .url = "https://h/p?q=1",
                                          .deadline = 35000,
                                          .remaining_reads = "11999"};

    (void)state;
    send_through(&fake, &exchange, &notes);
    assert_string_equal(aoai_buf_text(&notes.text),
                        "GET https://h/p?q=1 failed after 10 ms: h: broken\n"
                        "GET https://h/p?q=1 200 10 ms\n");
    aoai_http_free_answer(&exchange);
    aoai_notes_free(&notes);
}

static void a_note_tells_the_reads_that_remain_and_is_bounded(void **state)
{
    static const struct step steps[] = {{.status = 200}};
    char url[2000] = "https://h/";
    struct fake fake = {.steps = steps};
    struct aoai_notes notes = {.level = AOAI_NOTE_REQUEST};
    struct aoai_http_exchange exchange = {.method = "GET",
                                          .url = url,
                                          .deadline = 35000,
                                          .remaining_reads = "11999"};

    (void)state;
    memset(url + 10, 'x', sizeof url - 11);
    url[sizeof url - 1] = '\0';
    send_through(&fake, &exchange, &notes);
    assert_non_null(
        strstr(aoai_buf_text(&notes.text), "x 200 10 ms, 11999 reads left\n"));
    assert_int_equal(notes.text.length,
                     4 + 800 + strlen(" 200 10 ms, 11999 reads left\n"));
    aoai_http_free_answer(&exchange);
    aoai_notes_free(&notes);
}

static void a_note_leaves_out_a_secret_query(void **state)
{
    static const struct step steps[] = {{.kind = AOAI_ERROR_NETWORK},
                                        {.status = 200}};
    static const struct {
        const char *url;
        const char *notes;
    } rows[] = {
        {"https://h/t?sv=1&sig=c2VjcmV0",
         "GET https://h/t failed after 10 ms: h: broken\n"
         "GET https://h/t 200 10 ms\n"},
        {"https://h/t", "GET https://h/t failed after 10 ms: h: broken\n"
                        "GET https://h/t 200 10 ms\n"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct fake fake = {.steps = steps};
        struct aoai_notes notes = {.level = AOAI_NOTE_REQUEST};
        struct aoai_http_exchange exchange = {.method = "GET",
                                              .url = rows[i].url,
                                              .deadline = 35000,
                                              .query_is_secret = true};

        send_through(&fake, &exchange, &notes);
        assert_string_equal(aoai_buf_text(&notes.text), rows[i].notes);
        aoai_http_free_answer(&exchange);
        aoai_notes_free(&notes);
    }
}

/* A renewal: gives the exchange another header. Context is the fake. */
static void renew(struct aoai_http_exchange *exchange)
{
    static const char *const lines[] = {"X-Try: 2", "X-Try: 3"};
    struct fake *fake = exchange->context;

    assert_int_equal(exchange->status, 0); /* the old answer is gone */
    assert_int_equal(fake->sent, fake->renewed + 1);
    assert_true(fake->renewed < COUNT(lines));
    exchange->headers[0] = lines[fake->renewed];
    fake->renewed_for[fake->renewed++] = exchange->not_before;
}

static void each_further_try_is_renewed_before_it_is_sent(void **state)
{
    static const struct step steps[] = {{.status = 429, .retry_after = 2000},
                                        {.status = 503, .retry_after = 4000},
                                        {.status = 202}};
    struct fake fake = {.steps = steps, .now = 5000};
    struct aoai_http_exchange exchange = {.method = "POST",
                                          .url = "https://h/",
                                          .headers = {"X-Try: 1"},
                                          .deadline = 35000,
                                          .renew = renew};

    (void)state;
    send_through(&fake, &exchange, NULL);
    assert_int_equal(fake.renewed, 2);
    assert_string_equal(exchange.headers[0], "X-Try: 3");
    for (size_t i = 0; i < 2; i++)
        assert_int_equal(fake.renewed_for[i], fake.times[i + 1]);
    aoai_http_free_answer(&exchange);

    /* what is not sent again is not renewed */
    fake = (struct fake){.steps = steps, .now = 5000};
    exchange.deadline = 6000;
    send_through(&fake, &exchange, NULL);
    assert_int_equal(fake.renewed, 0);
    aoai_http_free_answer(&exchange);
}

static void each_status_has_its_kind(void **state)
{
    static const struct {
        int status;
        enum aoai_error_kind kind;
    } rows[] = {
        {0, AOAI_ERROR_NONE},        {200, AOAI_ERROR_NONE},
        {204, AOAI_ERROR_NONE},      {302, AOAI_ERROR_REFUSED},
        {400, AOAI_ERROR_REFUSED},   {401, AOAI_ERROR_DENIED},
        {403, AOAI_ERROR_DENIED},    {404, AOAI_ERROR_NOT_FOUND},
        {408, AOAI_ERROR_SERVICE},   {409, AOAI_ERROR_REFUSED},
        {429, AOAI_ERROR_THROTTLED}, {500, AOAI_ERROR_SERVICE},
        {503, AOAI_ERROR_SERVICE},   {529, AOAI_ERROR_SERVICE},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_int_equal(aoai_http_status_kind(rows[i].status), rows[i].kind);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_any_answer_four_tries_are_enough),
        cmocka_unit_test(what_may_pass_is_sent_again),
        cmocka_unit_test(each_endpoint_of_identities_has_its_rules),
        cmocka_unit_test(identities_are_waited_for_by_rule),
        cmocka_unit_test(
            a_metadata_service_that_is_renewed_is_given_70_seconds),
        cmocka_unit_test(the_wait_is_the_one_asked_for),
        cmocka_unit_test(a_wait_beyond_the_deadline_hands_the_last_answer_over),
        cmocka_unit_test(an_exchange_that_can_not_be_sent_again_comes_back),
        cmocka_unit_test(what_the_inner_http_refuses_is_refused),
        cmocka_unit_test(waits_double_up_to_16_seconds_less_a_quarter),
        cmocka_unit_test(retry_after_is_seconds_or_a_date),
        cmocka_unit_test(each_try_leaves_a_note),
        cmocka_unit_test(a_note_tells_the_reads_that_remain_and_is_bounded),
        cmocka_unit_test(a_note_leaves_out_a_secret_query),
        cmocka_unit_test(each_further_try_is_renewed_before_it_is_sent),
        cmocka_unit_test(each_status_has_its_kind),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
