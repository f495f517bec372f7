/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The transport against a server of its own on the loopback address, one
 * process for each connection. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "net/http_curl.h"
#include "net/http_retry.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

enum { URL_SIZE = 128, HEAD_SIZE = 8192, MANY = 100, CALLERS = 4 };

/* What server and tests share. */
struct world {
    pid_t server;
    int port;
    struct counters {
        atomic_int requests;
        atomic_int busy; /* requests being answered now */
        atomic_int peak; /* most of them at once */
        atomic_int connections;
    } * counters;
    struct aoai_clock clock;
    struct aoai_http_setup setup;
    struct aoai_http http;
};

/* --- the server --- */

/* Sends the text TEXT. */
static void say(int peer, const char *text)
{
    if (send(peer, text, strlen(text), MSG_NOSIGNAL) < 0)
        _exit(0);
}

/* Sends COUNT times TEXT. */
static void say_often(int peer, const char *text, int count)
{
    for (int i = 0; i < count; i++)
        say(peer, text);
}

/* Reads a request into TEXT up to the end of its body, if it tells one. */
static void hear(int peer, char text[HEAD_SIZE])
{
    size_t length = 0;
    size_t wanted = 0;
    const char *end = NULL;

    while (wanted == 0 || length < wanted) {
        ssize_t count = recv(peer, text + length, HEAD_SIZE - 1 - length, 0);
        if (count <= 0)
            _exit(0);
        length += (size_t)count;
        text[length] = '\0';
        end = strstr(text, "\r\n\r\n");
        if (end == NULL)
            continue;
        const char *field = strcasestr(text, "\nContent-Length:");
        wanted = (size_t)(end + 4 - text);
        if (field != NULL && field < end)
            wanted += strtoul(field + 16, NULL, 10);
    }
}

/* A connection that is reset instead of closed. */
static void reset(int peer)
{
    struct linger hard = {1, 0};

    setsockopt(peer, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
    close(peer);
    _exit(0);
}

/* Answers 200 with the request itself as the body. */
static void echo(int peer, const char *request)
{
    char head[128];

    (void)snprintf(head, sizeof head,
                   "HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n\r\n",
                   strlen(request));
    say(peer, head);
    say(peer, request);
}

/* Says a byte now and then, for ever. */
static void drip(int peer)
{
    say(peer, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
    for (;;) {
        say(peer, "x");
        usleep(20000);
    }
}

/* True when the request line of REQUEST has PATH. */
static bool asks(const char *request, const char *path)
{
    const char *blank = strchr(request, ' ');

    return blank != NULL && strncmp(blank + 1, path, strlen(path)) == 0;
}

/* The answers that are nothing but text. */
static const char *find_text(const char *request)
{
    static const struct {
        const char *path;
        const char *text;
    } rows[] = {
        {"/ok", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"},
        {"/chunked", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                     "3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n"},
        {"/empty", "HTTP/1.1 204 No Content\r\n\r\n"},
        {"/moved", "HTTP/1.1 302 Found\r\nLocation: /ok\r\n"
                   "Content-Length: 0\r\n\r\n"},
        {"/zipped", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n"
                    "Content-Length: 5\r\n\r\nhello"},
        {"/identity", "HTTP/1.1 200 OK\r\nContent-Encoding: identity\r\n"
                      "Content-Length: 5\r\n\r\nhello"},
        {"/nonsense-length",
         "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nhello"},
        {"/busy", "HTTP/1.1 429 Too Many\r\nRetry-After: 7\r\n"
                  "Date: Tue, 14 Nov 2023 22:13:20 GMT\r\n"
                  "x-ms-ratelimit-remaining-subscription-reads:  11999 \r\n"
                  "Content-Length: 4\r\n\r\nbusy"},
        {"/exact", "HTTP/1.1 429 Too Many\r\nx-ms-retry-after-ms: 1500\r\n"
                   "Retry-After: 7\r\nContent-Length: 0\r\n\r\n"},
        {"/changed",
         "HTTP/1.1 412 No\r\nETag: W/\"datetime'2024-10-31T09%3A00'\"\r\n"
         "X-MS-Error-Code:  UpdateConditionNotSatisfied \r\n"
         "Content-Length: 0\r\n\r\n"},
        {"/too-long-an-etag",
         "HTTP/1.1 200 OK\r\nETag: 01234567890123456789012345678901234567890123"
         "45678901234567890123456789012345678901234567890123456789012345678901"
         "2345678901234567\r\nx-ms-error-code: 012345678901234567890123456789"
         "0123456789012345678901234567890123456789\r\nContent-Length: 0\r\n"
         "\r\n"},
        {"/arc", "HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=/a/b.key\r\n"
                 "WWW-Authenticate: Other\r\nContent-Length: 0\r\n\r\n"},
        {"/early", "HTTP/1.1 103 Early Hints\r\nRetry-After: 9\r\n\r\n"
                   "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"},
    };

    for (size_t i = 0; i < COUNT(rows); i++)
        if (asks(request, rows[i].path))
            return rows[i].text;
    return NULL;
}

/* Answers REQUEST; does not return where the connection is over. */
static void answer(int peer, const char *request)
{
    const char *text = find_text(request);

    if (text != NULL) {
        say(peer, text);
        return;
    }
    if (asks(request, "/cut"))
        say(peer, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhello");
    else if (asks(request, "/half-chunk"))
        say(peer,
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nx");
    else if (asks(request, "/garbage"))
        say(peer, "this is no answer at all\r\n\r\n");
    else if (asks(request, "/reset"))
        reset(peer);
    else if (asks(request, "/large")) {
        say(peer, "HTTP/1.1 200 OK\r\n\r\n");
        say_often(peer, "0123456789", 1000);
    } else if (asks(request, "/headers")) {
        say(peer, "HTTP/1.1 200 OK\r\n");
        say_often(peer, "X-Long: 0123456789012345678901234567890\r\n", 5000);
        say(peer, "\r\n");
    } else if (asks(request, "/drip"))
        drip(peer);
    else if (asks(request, "/hang"))
        sleep(60);
    else if (asks(request, "proxy.invalid:")) /* CONNECT */
        say(peer, "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=x\r\n"
                  "Content-Length: 0\r\n\r\n");
    else if (asks(request, "door.invalid:"))
        say(peer, "HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n");
    else if (asks(request, "gate.invalid:"))
        say(peer, "HTTP/1.1 502 No\r\nContent-Length: 0\r\n\r\n");
    close(peer);
    _exit(0);
}

/* Serves one connection until the client closes it. */
static void serve(int peer, struct counters *counters)
{
    char request[HEAD_SIZE];
    int busy = 0;

    atomic_fetch_add(&counters->connections, 1);
    for (;;) {
        hear(peer, request);
        atomic_fetch_add(&counters->requests, 1);
        busy = atomic_fetch_add(&counters->busy, 1) + 1;
        for (int peak = atomic_load(&counters->peak); peak < busy;)
            if (atomic_compare_exchange_weak(&counters->peak, &peak, busy))
                break;
        if (asks(request, "/slow")) {
            usleep(20000);
            say(peer, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        } else if (asks(request, "/echo"))
            echo(peer, request);
        else {
            atomic_fetch_sub(&counters->busy, 1);
            answer(peer, request);
            continue;
        }
        atomic_fetch_sub(&counters->busy, 1);
    }
}

/* Accepts connections for ever. */
static void accept_all(int listener, struct counters *counters)
{
    (void)signal(SIGCHLD, SIG_IGN);
    for (;;) {
        int peer = accept(listener, NULL, NULL);
        if (peer < 0)
            continue;
        if (fork() == 0) {
            close(listener);
            alarm(60);
            serve(peer, counters);
        }
        close(peer);
    }
}

/* Starts the server. */
static int start_server(void **state)
{
    struct world *world = calloc(1, sizeof *world);
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t length = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM, 0);

    if (world == NULL)
        return -1;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    world->counters =
        mmap(NULL, sizeof *world->counters, PROT_READ | PROT_WRITE,
             MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (world->counters == MAP_FAILED ||
        bind(listener, (struct sockaddr *)&address, sizeof address) != 0 ||
        listen(listener, 200) != 0 ||
        getsockname(listener, (struct sockaddr *)&address, &length) != 0)
        return -1;
    world->port = ntohs(address.sin_port);
    world->server = fork();
    if (world->server == 0) {
        (void)setpgid(0, 0);
        accept_all(listener, world->counters);
    }
    (void)setpgid(world->server, world->server);
    close(listener);
    *state = world;
    return world->server > 0 ? 0 : -1;
}

/* Stops the server and what it still answers. */
static int stop_server(void **state)
{
    struct world *world = *state;

    kill(-world->server, SIGKILL);
    waitpid(world->server, NULL, 0);
    munmap(world->counters, sizeof *world->counters);
    free(world);
    return 0;
}

/* --- the tests --- */

/* A new transport for each test. */
static int open_transport(void **state)
{
    struct world *world = *state;
    struct aoai_error error = {0};

    memset(world->counters, 0, sizeof *world->counters);
    world->clock = aoai_platform_clock();
    world->setup = (struct aoai_http_setup){.clock = &world->clock};
    return aoai_http_curl_new(&world->http, &world->setup, &error);
}

/* Releases it. */
static int close_transport(void **state)
{
    struct world *world = *state;

    aoai_http_free(&world->http);
    return 0;
}

/* Now, in ms. */
static int64_t now(const struct world *world)
{
    return world->clock.monotonic(world->clock.self);
}

/* A GET for PATH of the server with five seconds; its URL is in URL. */
static struct aoai_http_exchange ask(const struct world *world,
                                     char url[URL_SIZE], const char *path)
{
    (void)snprintf(url, URL_SIZE, "http://127.0.0.1:%d%s", world->port, path);
    return (struct aoai_http_exchange){
        .method = "GET", .url = url, .deadline = now(world) + 5000};
}

/* Sends EXCHANGE; its error is the only outcome looked at. */
static void send_out(struct world *world, struct aoai_http_exchange *exchange)
{
    struct aoai_error error = {0};
    int result = aoai_http_send(&world->http, exchange, &error);

    assert_int_equal(result, exchange->error.kind == AOAI_ERROR_NONE ? 0 : -1);
    assert_int_equal(error.kind, exchange->error.kind);
    assert_int_equal(exchange->tries, 1);
}

static void each_answer_is_told_as_it_is(void **state)
{
    static const struct {
        const char *path;
        size_t max;
        int status; /* 0: failure */
        const char *body;
        enum aoai_error_kind kind;
        const char *text; /* part of the sentence */
    } rows[] = {
        {"/ok", 0, 200, "hello", AOAI_ERROR_NONE, ""},
        {"/ok", 5, 200, "hello", AOAI_ERROR_NONE, ""},
        {"/chunked", 5, 200, "hello", AOAI_ERROR_NONE, ""},
        {"/empty", 0, 204, "", AOAI_ERROR_NONE, ""},
        {"/moved", 0, 302, "", AOAI_ERROR_NONE, ""}, /* not followed */
        {"/identity", 0, 200, "hello", AOAI_ERROR_NONE, ""},
        {"/early", 0, 200, "hello", AOAI_ERROR_NONE, ""},
        {"/cut", 0, 0, "", AOAI_ERROR_NETWORK, "cut off"},
        {"/half-chunk", 0, 0, "", AOAI_ERROR_NETWORK, "cut off"},
        {"/close", 0, 0, "", AOAI_ERROR_NETWORK, "without an answer"},
        {"/reset", 0, 0, "", AOAI_ERROR_NETWORK, "connection broke"},
        {"/garbage", 0, 0, "", AOAI_ERROR_ANSWER, "not HTTP"},
        {"/zipped", 0, 0, "", AOAI_ERROR_ANSWER, "encoding"},
        {"/ok", 4, 0, "", AOAI_ERROR_ANSWER, "larger than 4 bytes"},
        {"/chunked", 4, 0, "", AOAI_ERROR_ANSWER, "larger than 4 bytes"},
        {"/large", 9999, 0, "", AOAI_ERROR_ANSWER, "larger than 9999 bytes"},
        {"/nonsense-length", 0, 0, "", AOAI_ERROR_ANSWER,
         "larger than 1048576 bytes"},
        {"/headers", 0, 0, "", AOAI_ERROR_ANSWER, "headers larger"},
    };
    struct world *world = *state;

    for (size_t i = 0; i < COUNT(rows); i++) {
        char url[URL_SIZE];
        struct aoai_http_exchange exchange = ask(world, url, rows[i].path);

        exchange.answer_max = rows[i].max;
        send_out(world, &exchange);
        if (exchange.status != rows[i].status ||
            exchange.error.kind != rows[i].kind)
            print_error("%s: %d %s\n", url, exchange.status,
                        exchange.error.text);
        assert_int_equal(exchange.status, rows[i].status);
        assert_string_equal(aoai_buf_text(&exchange.answer), rows[i].body);
        assert_int_equal(exchange.error.kind, rows[i].kind);
        if (rows[i].kind != AOAI_ERROR_NONE) {
            assert_memory_equal(exchange.error.text, "127.0.0.1:", 10);
            assert_non_null(strstr(exchange.error.text, rows[i].text));
        }
        aoai_http_free_answer(&exchange);
    }
}

static void headers_of_the_answer_are_read(void **state)
{
    struct world *world = *state;
    char url[URL_SIZE];
    struct aoai_http_exchange busy = ask(world, url, "/busy");

    send_out(world, &busy);
    assert_int_equal(busy.status, 429);
    assert_int_equal(busy.retry_after, 7000);
    assert_int_equal(busy.server_date, 1700000000);
    assert_string_equal(busy.remaining_reads, "11999");
    assert_string_equal(busy.challenge, "");
    aoai_http_free_answer(&busy);
    assert_int_equal(busy.retry_after, -1);
    struct aoai_http_exchange exact = ask(world, url, "/exact");
    send_out(world, &exact);
    assert_int_equal(exact.retry_after, 1500);
    struct aoai_http_exchange arc = ask(world, url, "/arc");
    send_out(world, &arc);
    assert_string_equal(arc.challenge, "Basic realm=/a/b.key");
    assert_int_equal(arc.retry_after, -1);
    struct aoai_http_exchange early = ask(world, url, "/early");
    send_out(world, &early);
    assert_int_equal(early.retry_after, -1); /* that was the 103's */
    aoai_http_free_answer(&early);
}

static void etags_and_error_codes_are_read(void **state)
{
    struct world *world = *state;
    char url[URL_SIZE];
    struct aoai_http_exchange changed = ask(world, url, "/changed");

    send_out(world, &changed);
    assert_string_equal(changed.etag, "W/\"datetime'2024-10-31T09%3A00'\"");
    assert_string_equal(changed.error_code, "UpdateConditionNotSatisfied");
    aoai_http_free_answer(&changed);
    assert_string_equal(changed.etag, "");
    assert_string_equal(changed.error_code, "");
    /* half an ETag would never fit; half a code may still say something */
    struct aoai_http_exchange large = ask(world, url, "/too-long-an-etag");
    send_out(world, &large);
    assert_string_equal(large.etag, "");
    assert_int_equal(strlen(large.error_code), sizeof large.error_code - 1);
    /* what the answer before had is gone */
    struct aoai_http_exchange plain = ask(world, url, "/ok");
    memcpy(plain.etag, "old", 4);
    memcpy(plain.error_code, "old", 4);
    send_out(world, &plain);
    assert_string_equal(plain.etag, "");
    assert_string_equal(plain.error_code, "");
    aoai_http_free_answer(&plain);
}

static void requests_are_sent_as_asked(void **state)
{
    static const struct {
        const char *method;
        const char *body;
        const char *header;
        const char *begin;
    } rows[] = {
        {"GET", NULL, NULL, "GET /echo HTTP/1.1\r\n"},
        {"POST", "a=b", NULL, "POST /echo HTTP/1.1\r\n"},
        {"POST", NULL, NULL, "POST /echo HTTP/1.1\r\n"},
        {"PUT", "{}", "Content-Type: application/json",
         "PUT /echo HTTP/1.1\r\n"},
        {"MERGE", "{}", NULL, "MERGE /echo HTTP/1.1\r\n"},
        {"DELETE", NULL, NULL, "DELETE /echo HTTP/1.1\r\n"},
        {"PUT", NULL, NULL, "PUT /echo HTTP/1.1\r\n"},
        {"GET", NULL, NULL, "GET /echo HTTP/1.1\r\n"}, /* the first again */
    };
    struct world *world = *state;

    for (size_t i = 0; i < COUNT(rows); i++) {
        char url[URL_SIZE];
        struct aoai_http_exchange exchange = ask(world, url, "/echo");

        exchange.method = rows[i].method;
        exchange.body = rows[i].body;
        exchange.body_length = rows[i].body != NULL ? strlen(rows[i].body) : 0;
        exchange.headers[0] = "Authorization: Bearer t0ken";
        exchange.headers[1] = rows[i].header;
        exchange.answer.secret = true;
        send_out(world, &exchange);
        const char *text = aoai_buf_text(&exchange.answer);
        assert_memory_equal(text, rows[i].begin, strlen(rows[i].begin));
        assert_non_null(strstr(text, "\r\nAuthorization: Bearer t0ken\r\n"));
        assert_non_null(strstr(text, "\r\nUser-Agent: aoai-tokens/"));
        assert_null(strcasestr(text, "accept-encoding"));
        assert_null(strcasestr(text, "expect:"));
        assert_null(strcasestr(text, "x-www-form-urlencoded"));
        assert_int_equal(strcasestr(text, "content-type:") != NULL,
                         rows[i].header != NULL);
        if (rows[i].body != NULL)
            assert_string_equal(text + strlen(text) - strlen(rows[i].body),
                                rows[i].body);
        else
            assert_string_equal(text + strlen(text) - 4, "\r\n\r\n");
        assert_true(exchange.answer.secret);
        aoai_http_free_answer(&exchange);
        assert_true(exchange.answer.secret);
    }
    assert_int_equal(world->counters->connections, 1); /* all on one */
}

static void what_can_not_be_a_request_is_refused(void **state)
{
    static const struct {
        const char *url;
        const char *header;
        const char *text;
    } rows[] = {
        {"ftp://h/x", NULL, "neither"},
        {"file:///etc/passwd", NULL, "neither"},
        {"h/x", NULL, "neither"},
        {"", NULL, "neither"},
        {"https://h/x y", NULL, "blank"},
        {"https://h/x\r\nHost: y", NULL, "blank"},
        {"https://h/", "Authorization: s3cret\r\nX: y", "line break"},
        {"https://h/", "Authorization: s3cret\n", "line break"},
    };
    struct world *world = *state;

    for (size_t i = 0; i < COUNT(rows); i++) {
        struct aoai_error error = {0};
        struct aoai_http_exchange exchange = {.method = "GET",
                                              .url = rows[i].url,
                                              .headers = {rows[i].header},
                                              .deadline = now(world) + 5000};

        assert_int_equal(aoai_http_send(&world->http, &exchange, &error), -1);
        assert_int_equal(error.kind, AOAI_ERROR_INPUT);
        assert_non_null(strstr(error.text, rows[i].text));
        assert_null(strstr(error.text, "s3cret"));
    }
}

static void users_in_a_url_are_refused_and_not_shown(void **state)
{
    struct world *world = *state;
    char url[URL_SIZE];
    struct aoai_http_exchange exchange = ask(world, url, "/ok");

    (void)snprintf(url, sizeof url, "http://user:s3cret@127.0.0.1:%d/ok",
                   world->port);
    send_out(world, &exchange);
    assert_int_not_equal(exchange.error.kind, AOAI_ERROR_NONE);
    assert_null(strstr(exchange.error.text, "s3cret"));
    assert_int_equal(world->counters->requests, 0);
}

static void time_that_runs_out_ends_the_exchange(void **state)
{
#define LATE "no whole answer before the time ran out"
    static const struct {
        const char *path;
        int64_t deadline;
        int64_t try_limit;
        enum aoai_error_kind kind;
        int64_t took; /* at least */
        const char *text;
    } rows[] = {
        {"/hang", 150, 0, AOAI_ERROR_DEADLINE, 150, LATE},
        {"/drip", 150, 0, AOAI_ERROR_DEADLINE, 150, LATE},
        {"/hang", 150, 5000, AOAI_ERROR_DEADLINE, 150, LATE},
        {"/hang", 5000, 100, AOAI_ERROR_NETWORK, 100, "no whole answer within"},
        {"/drip", 5000, 100, AOAI_ERROR_NETWORK, 100, "no whole answer within"},
        {"/ok", 0, 0, AOAI_ERROR_DEADLINE, 0, "before it could be asked"},
        {"/ok", -1000, 0, AOAI_ERROR_DEADLINE, 0, "before it could be asked"},
    };
#undef LATE
    struct world *world = *state;

    for (size_t i = 0; i < COUNT(rows); i++) {
        char url[URL_SIZE];
        struct aoai_http_exchange exchange = ask(world, url, rows[i].path);
        struct aoai_error error = {0};
        int64_t before = now(world);

        exchange.deadline = before + rows[i].deadline;
        exchange.try_limit = rows[i].try_limit;
        assert_int_equal(aoai_http_send(&world->http, &exchange, &error), -1);
        assert_int_equal(error.kind, rows[i].kind);
        assert_non_null(strstr(error.text, rows[i].text));
        assert_in_range(now(world) - before + 2, rows[i].took,
                        rows[i].took + 1000);
        assert_int_equal(exchange.tries, rows[i].took > 0 ? 1 : 0);
    }
}

/* Fills the queue of a LISTENER at ADDRESS by CALLERS, so that the system drops
 * whatever comes next, as a firewall does. */
static void fill_queue(int listener, const struct sockaddr_in *address,
                       int callers[CALLERS])
{
    assert_int_equal(listen(listener, 0), 0);
    for (int i = 0; i < CALLERS; i++) {
        callers[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        (void)connect(callers[i], (const struct sockaddr *)address,
                      sizeof *address);
    }
}

static void a_host_that_drops_connections_is_said(void **state)
{
    static const struct {
        int64_t deadline;
        int64_t try_limit;
        const char *text;
    } rows[] = {
        {150, 0, ": no connection before the time ran out"},
        {5000, 100, ": no connection within "},
    };
    struct world *world = *state;
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t length = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    int callers[CALLERS];
    char url[URL_SIZE];
    struct aoai_http_exchange before = ask(world, url, "/ok");

    /* What an earlier exchange sent from the same place is not counted. */
    send_out(world, &before);
    assert_int_equal(before.status, 200);
    aoai_http_free_answer(&before);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_equal(
        bind(listener, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(
        getsockname(listener, (struct sockaddr *)&address, &length), 0);
    fill_queue(listener, &address, callers);
    (void)snprintf(url, sizeof url, "http://127.0.0.1:%d/",
                   ntohs(address.sin_port));
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct aoai_http_exchange exchange = {
            .method = "GET",
            .url = url,
            .deadline = now(world) + rows[i].deadline,
            .try_limit = rows[i].try_limit,
        };

        send_out(world, &exchange);
        assert_non_null(strstr(exchange.error.text, rows[i].text));
    }
    for (int i = 0; i < CALLERS; i++)
        close(callers[i]);
    close(listener);
}

static void nobody_listening_is_said(void **state)
{
    struct world *world = *state;
    struct aoai_http_exchange exchange = {.method = "GET",
                                          .url = "https://127.0.0.1:1/x",
                                          .deadline = now(world) + 5000};

    send_out(world, &exchange);
    assert_string_equal(exchange.error.text, "127.0.0.1:1: connection refused");
    assert_int_equal(exchange.error.kind, AOAI_ERROR_NETWORK);
    assert_false(exchange.lasting);
}

static void a_server_without_tls_is_said(void **state)
{
    struct world *world = *state;
    char url[URL_SIZE];
    struct aoai_http_exchange exchange = ask(world, url, "/ok");

    (void)snprintf(url, sizeof url, "https://127.0.0.1:%d/", world->port);
    exchange.deadline = now(world) + 1000;
    send_out(world, &exchange);
    assert_int_not_equal(exchange.error.kind, AOAI_ERROR_NONE);
}

static void a_ca_file_that_is_not_there_is_said(void **state)
{
    struct world *world = *state;
    struct aoai_error error = {0};
    char url[URL_SIZE];
    struct aoai_http_exchange exchange = ask(world, url, "/ok");

    aoai_http_free(&world->http);
    world->setup.ca_file = "/nowhere/ca.pem";
    assert_int_equal(aoai_http_curl_new(&world->http, &world->setup, &error),
                     0);
    (void)snprintf(url, sizeof url, "https://127.0.0.1:%d/", world->port);
    send_out(world, &exchange);
    assert_non_null(strstr(exchange.error.text,
                           "/nowhere/ca.pem can not be read: check --ca-file "
                           "or $SSL_CERT_FILE"));
    assert_true(exchange.lasting);
}

static void a_proxy_that_refuses_is_said_without_its_password(void **state)
{
    static const struct {
        const char *url;
        const char *text;
        bool lasting;
    } rows[] = {
        {"https://proxy.invalid/", "user or password (407)", true},
        {"http://proxy.invalid/", "user or password (407)", true},
        /* what tinyproxy answers to a wrong password */
        {"https://door.invalid/", "user or password (401)", true},
        {"https://gate.invalid/", "does not connect to it (502)", false},
    };
    struct world *world = *state;
    struct aoai_error error = {0};
    char proxy[URL_SIZE];

    aoai_http_free(&world->http);
    (void)snprintf(proxy, sizeof proxy, "http://me:s3cret@127.0.0.1:%d",
                   world->port);
    world->setup.proxy = proxy;
    assert_int_equal(aoai_http_curl_new(&world->http, &world->setup, &error),
                     0);
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct aoai_http_exchange exchange = {
            .method = "GET",
            .url = rows[i].url,
            .headers = {"Authorization: Bearer t0ken"},
            .deadline = now(world) + 5000};

        send_out(world, &exchange);
        assert_non_null(strstr(exchange.error.text, rows[i].text));
        assert_non_null(strstr(exchange.error.text, ".invalid: the proxy"));
        assert_null(strstr(exchange.error.text, "s3cret"));
        assert_int_equal(exchange.lasting, rows[i].lasting);
    }
    /* the loopback address is asked without it */
    struct aoai_http_exchange local = ask(world, proxy, "/ok");
    send_out(world, &local);
    assert_int_equal(local.status, 200);
    aoai_http_free_answer(&local);
}

static void a_proxy_is_not_blamed_where_it_was_not_asked(void **state)
{
    static const char *const urls[] = {"http://127.0.0.1:1/", "http://[::1]:1/",
                                       "http://localhost:1/"};
    struct world *world = *state;
    struct aoai_error error = {0};

    aoai_http_free(&world->http);
    world->setup.proxy = "http://127.0.0.1:2";
    assert_int_equal(aoai_http_curl_new(&world->http, &world->setup, &error),
                     0);
    for (size_t i = 0; i < COUNT(urls); i++) {
        struct aoai_http_exchange exchange = {
            .method = "GET", .url = urls[i], .deadline = now(world) + 5000};

        send_out(world, &exchange);
        assert_int_equal(exchange.error.kind, AOAI_ERROR_NETWORK);
        assert_null(strstr(exchange.error.text, "proxy"));
    }
}

static void hosts_of_the_no_proxy_list_are_asked_directly(void **state)
{
    struct world *world = *state;
    struct aoai_error error = {0};
    char url[URL_SIZE];
    struct aoai_http_exchange exchange = ask(world, url, "/echo");

    aoai_http_free(&world->http);
    world->setup.proxy = "http://127.0.0.1:1"; /* nobody listens there */
    world->setup.no_proxy = "example.com,0.0.0.0";
    assert_int_equal(aoai_http_curl_new(&world->http, &world->setup, &error),
                     0);
    (void)snprintf(url, sizeof url, "http://0.0.0.0:%d/echo", world->port);
    send_out(world, &exchange);
    assert_int_equal(exchange.status, 200);
    aoai_http_free_answer(&exchange);
}

static void the_environment_names_no_proxy(void **state)
{
    static const char *const names[] = {
        "http_proxy", "https_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"};
    struct world *world = *state;
    char proxy[URL_SIZE];
    char url[URL_SIZE];
    struct aoai_http_exchange exchange = ask(world, url, "/echo");

    /* This machine, but by an address that a proxy would be used for. */
    (void)snprintf(url, sizeof url, "http://0.0.0.0:%d/echo", world->port);
    (void)snprintf(proxy, sizeof proxy, "http://127.0.0.1:%d", world->port);
    for (size_t i = 0; i < COUNT(names); i++)
        assert_int_equal(setenv(names[i], proxy, 1), 0);
    send_out(world, &exchange);
    for (size_t i = 0; i < COUNT(names); i++)
        assert_int_equal(unsetenv(names[i]), 0);
    assert_int_equal(exchange.status, 200);
    assert_memory_equal(aoai_buf_text(&exchange.answer), "GET /echo ", 10);
    aoai_http_free_answer(&exchange);
}

/* Counts in the int that is the exchange's context. */
static void count_done(struct aoai_http_exchange *exchange)
{
    (*(int *)exchange->context)++;
}

static void many_exchanges_share_a_bounded_number_of_places(void **state)
{
    struct world *world = *state;
    struct aoai_error error = {0};
    struct aoai_http_exchange exchanges[MANY];
    char url[URL_SIZE];
    int done = 0;

    for (int i = 0; i < MANY; i++) {
        exchanges[i] = ask(world, url, "/slow");
        exchanges[i].deadline += 20000;
        exchanges[i].context = &done;
        exchanges[i].done = count_done;
        assert_int_equal(
            world->http.submit(world->http.self, &exchanges[i], &error), 0);
    }
    assert_int_equal(done, 0);
    assert_int_equal(world->http.run(world->http.self, &error), 0);
    assert_int_equal(done, MANY);
    assert_int_equal(world->counters->requests, MANY);
    assert_in_range(world->counters->peak, 2, AOAI_HTTP_CURL_IN_FLIGHT);
    assert_in_range(world->counters->connections, 2, AOAI_HTTP_CURL_IN_FLIGHT);
    for (int i = 0; i < MANY; i++) {
        assert_int_equal(exchanges[i].status, 200);
        aoai_http_free_answer(&exchanges[i]);
    }
}

static void those_who_wait_for_a_place_keep_their_deadline(void **state)
{
    enum { HANGING = AOAI_HTTP_CURL_IN_FLIGHT };
    struct world *world = *state;
    struct aoai_error error = {0};
    struct aoai_http_exchange exchanges[HANGING + 1];
    char hang[URL_SIZE];
    char ok[URL_SIZE];
    int done = 0;
    int64_t before = now(world);

    for (int i = 0; i <= HANGING; i++) {
        exchanges[i] =
            i < HANGING ? ask(world, hang, "/hang") : ask(world, ok, "/ok");
        exchanges[i].deadline = before + (i < HANGING ? 600 : 200);
        exchanges[i].context = &done;
        exchanges[i].done = count_done;
        assert_int_equal(
            world->http.submit(world->http.self, &exchanges[i], &error), 0);
    }
    assert_int_equal(world->http.run(world->http.self, &error), 0);
    assert_int_equal(done, HANGING + 1);
    assert_int_equal(exchanges[HANGING].error.kind, AOAI_ERROR_DEADLINE);
    assert_int_equal(exchanges[HANGING].tries, 0);
    assert_in_range(now(world) - before, 590, 3000);
}

static void nothing_is_sent_before_its_time(void **state)
{
    struct world *world = *state;
    struct aoai_error error = {0};
    char late_url[URL_SIZE];
    char early_url[URL_SIZE];
    struct aoai_http_exchange late = ask(world, late_url, "/ok");
    struct aoai_http_exchange early = ask(world, early_url, "/ok");
    int done = 0;
    int64_t before = now(world);

    late.not_before = before + 200;
    late.context = early.context = &done;
    late.done = early.done = count_done;
    assert_int_equal(world->http.submit(world->http.self, &late, &error), 0);
    assert_int_equal(world->http.submit(world->http.self, &early, &error), 0);
    assert_int_equal(world->http.run(world->http.self, &error), 0);
    assert_int_equal(done, 2);
    assert_in_range(now(world) - before, 200, 1500);
    assert_true(late.took < 150);
    aoai_http_free_answer(&late);
    aoai_http_free_answer(&early);
}

/* What a chain of requests keeps between its links. */
struct chain {
    struct aoai_http *http;
    int left;
};

/* Submits the same exchange again until the chain is through. */
static void go_on(struct aoai_http_exchange *exchange)
{
    struct chain *chain = exchange->context;
    struct aoai_error error = {0};

    assert_int_equal(exchange->status, 200);
    aoai_http_free_answer(exchange);
    if (--chain->left > 0)
        assert_int_equal(
            chain->http->submit(chain->http->self, exchange, &error), 0);
}

static void a_done_function_may_submit_again(void **state)
{
    struct world *world = *state;
    struct aoai_error error = {0};
    char url[URL_SIZE];
    struct aoai_http_exchange exchange = ask(world, url, "/ok");
    struct chain chain = {&world->http, 50};
    int64_t before = now(world);

    exchange.context = &chain;
    exchange.done = go_on;
    assert_int_equal(world->http.submit(world->http.self, &exchange, &error),
                     0);
    assert_int_equal(world->http.run(world->http.self, &error), 0);
    assert_int_equal(chain.left, 0);
    assert_int_equal(world->counters->requests, 50);
    assert_int_equal(world->counters->connections, 1);
    /* no poll that sleeps its full time behind a finished handle */
    assert_true(now(world) - before < 2000);
}

static void the_retry_policy_works_on_it(void **state)
{
    struct world *world = *state;
    struct aoai_error error = {0};
    struct aoai_http retry;
    char url[URL_SIZE];
    struct aoai_http_exchange exchange = ask(world, url, "/reset");

    assert_int_equal(
        aoai_http_retry_new(&retry, world->http, &world->clock, NULL, &error),
        0);
    world->http = (struct aoai_http){0};
    exchange.deadline = now(world) + 1000; /* the third would be too late */
    assert_int_equal(aoai_http_send(&retry, &exchange, &error), -1);
    assert_int_equal(exchange.tries, 2);
    assert_int_equal(error.kind, AOAI_ERROR_NETWORK);
    aoai_http_free(&retry);
}

int main(void)
{
#define TEST(NAME)                                                             \
    cmocka_unit_test_setup_teardown(NAME, open_transport, close_transport)
    const struct CMUnitTest tests[] = {
        TEST(each_answer_is_told_as_it_is),
        TEST(headers_of_the_answer_are_read),
        TEST(etags_and_error_codes_are_read),
        TEST(requests_are_sent_as_asked),
        TEST(what_can_not_be_a_request_is_refused),
        TEST(users_in_a_url_are_refused_and_not_shown),
        TEST(time_that_runs_out_ends_the_exchange),
        TEST(a_host_that_drops_connections_is_said),
        TEST(nobody_listening_is_said),
        TEST(a_server_without_tls_is_said),
        TEST(a_ca_file_that_is_not_there_is_said),
        TEST(a_proxy_that_refuses_is_said_without_its_password),
        TEST(a_proxy_is_not_blamed_where_it_was_not_asked),
        TEST(hosts_of_the_no_proxy_list_are_asked_directly),
        TEST(the_environment_names_no_proxy),
        TEST(many_exchanges_share_a_bounded_number_of_places),
        TEST(those_who_wait_for_a_place_keep_their_deadline),
        TEST(nothing_is_sent_before_its_time),
        TEST(a_done_function_may_submit_again),
        TEST(the_retry_policy_works_on_it),
    };

    return cmocka_run_group_tests(tests, start_server, stop_server);
}
