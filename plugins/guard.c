/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "plugins/guard.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

#include "plugins/json_output.h"

enum { LINE = 256, STACK = 16384, GRACE_US = 200000, NOTIFIER_FAILS = 1 };

/* What the signal handlers say. Handlers get no context but this: the one
 * place in the program where a variable has file scope. */
static struct {
    bool json, notifier;
    volatile sig_atomic_t answering; /* say nothing */
    volatile sig_atomic_t signal_exit, timeout_exit;
    char timeout_line[LINE];
    char stack[STACK];
} last_words = {.signal_exit = AOAI_STATE_UNKNOWN,
                .timeout_exit = AOAI_STATE_UNKNOWN};

/* Signals that end a program and can be answered. */
static const int fatal[] = {SIGSEGV, SIGBUS,  SIGFPE,    SIGILL,  SIGABRT,
                            SIGSYS,  SIGTRAP, SIGTERM,   SIGINT,  SIGHUP,
                            SIGQUIT, SIGXCPU, SIGVTALRM, SIGPROF, SIGPOLL,
                            SIGUSR1, SIGUSR2};

/* Writes TEXT to where the program answers; nothing can be done if that
 * fails. */
static void say(const char *text)
{
    if (last_words.answering)
        return;
    (void)!write(last_words.notifier ? STDERR_FILENO : STDOUT_FILENO, text,
                 strlen(text));
}

/* Asks the groups of the programs that this one runs (az) to end, which the
 * kernel lists (proc_pid_children(5)) where it is made to. Only functions that
 * are safe in a handler. */
static void end_children(void)
{
    char text[LINE] = "";
    int file = open("/proc/thread-self/children", O_RDONLY | O_CLOEXEC);
    pid_t child = 0;

    if (file < 0 || read(file, text, sizeof(text) - 1) <= 0)
        return;
    for (const char *at = text; *at; at++)
        if (*at >= '0' && *at <= '9') {
            child = child * 10 + (*at - '0');
        } else {
            if (child > 1)
                (void)kill(-child, SIGTERM);
            child = 0;
        }
}

/* What stands before the number of a fatal signal. */
static const char *signal_words(void)
{
    if (last_words.notifier)
        return "notify_acs_email: stopped by signal ";
    if (last_words.json)
        return AOAI_JSON_OUTPUT_BARE(
            "UNKNOWN") "{\"resource\":null,\"message\":\"stopped by signal ";
    return "AOAI TOKENS UNKNOWN - stopped by signal ";
}

/* Answers a fatal signal. Only functions that are safe in a handler. */
static void die(int signal_number)
{
    char digits[] = {(char)('0' + signal_number / 10 % 10),
                     (char)('0' + signal_number % 10), '\0'};

    say(signal_words());
    say(digits);
    say(last_words.json ? "\"}]}\n" : "\n");
    end_children();
    _exit(last_words.signal_exit);
}

/* Answers the end of time. */
static void time_out(int signal_number)
{
    (void)signal_number;
    say(last_words.timeout_line);
    end_children();
    _exit(last_words.timeout_exit);
}

/* Opens /dev/null in place of each standard descriptor that is closed; only to
 * be read, so that writing the answer fails as it should. */
static void fill_descriptors(void)
{
    int file;

    do
        file = open("/dev/null", O_RDONLY);
    while (file >= 0 && file <= STDERR_FILENO);
    if (file >= 0)
        close(file);
}

void aoai_guard_begin(void)
{
    stack_t stack = {.ss_sp = last_words.stack, .ss_size = STACK};
    struct sigaction action = {.sa_handler = die, .sa_flags = SA_ONSTACK};
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    struct rlimit none = {0, 0};
    sigset_t no_signals;

    fill_descriptors();
    sigfillset(&action.sa_mask); /* one message at a time */
    (void)setrlimit(RLIMIT_CORE, &none);
    (void)sigaltstack(&stack, NULL);
    for (size_t i = 0; i < sizeof(fatal) / sizeof(fatal[0]); i++)
        (void)sigaction(fatal[i], &action, NULL);
    /* Writing then fails instead, which costs no more than the cache. */
    (void)sigaction(SIGPIPE, &ignore, NULL);
    (void)sigaction(SIGXFSZ, &ignore, NULL);
    sigemptyset(&no_signals);
    (void)sigprocmask(SIG_SETMASK, &no_signals, NULL);
}

void aoai_guard_notifier(void)
{
    last_words.notifier = true;
    last_words.signal_exit = NOTIFIER_FAILS;
    last_words.timeout_exit = NOTIFIER_FAILS;
}

void aoai_guard_json(void)
{
    last_words.json = true;
}

void aoai_guard_time(const struct aoai_timeout *timeout)
{
    struct sigaction action = {.sa_handler = time_out, .sa_flags = SA_ONSTACK};
    struct itimerval timer = {
        .it_value = {.tv_sec = timeout->seconds, .tv_usec = GRACE_US}};
    const char *state = aoai_state_name(timeout->state);

    sigfillset(&action.sa_mask);
    last_words.timeout_exit = (int)timeout->state;
    if (last_words.notifier) {
        last_words.timeout_exit = NOTIFIER_FAILS;
        snprintf(last_words.timeout_line, LINE,
                 "notify_acs_email: not done within %ld s, the next run goes "
                 "on: see --timeout\n",
                 timeout->seconds);
    } else if (last_words.json)
        snprintf(last_words.timeout_line, LINE,
                 AOAI_JSON_OUTPUT_BARE("%s") "{\"resource\":null,"
                                             "\"message\":\"no answer "
                                             "within %ld s\"}]}\n",
                 state, timeout->seconds);
    else
        snprintf(last_words.timeout_line, LINE,
                 "AOAI TOKENS %s - no answer within %ld s: see --timeout\n",
                 state, timeout->seconds);
    (void)sigaction(SIGALRM, &action, NULL);
    (void)setitimer(ITIMER_REAL, &timer, NULL);
}

void aoai_guard_answering(void)
{
    last_words.answering = 1;
}

void aoai_guard_answered(int code)
{
    last_words.signal_exit = code;
    last_words.timeout_exit = code;
}
