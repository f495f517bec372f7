/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* check_aoai_tokens: a Nagios and Icinga plugin.
 *
 * Reads the command line, has the core poll and judge, and says it as the host
 * wants it. Whatever happens is answered on standard output with an exit code
 * from 0 to 3; standard error stays empty. */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include <string.h>
#include <unistd.h>

#include "core/buf.h"
#include "core/error.h"
#include "core/notes.h"
#include "core/settings.h"
#include "core/text_list.h"
#include "net/file.h"
#include "net/platform.h"
#include "plugins/guard.h"
#include "plugins/json_output.h"
#include "plugins/nagios_output.h"
#include "plugins/options.h"
#include "plugins/selftest_output.h"
#include "poll/answer.h"
#include "poll/report.h"
#include "poll/selftest.h"
#include "poll/session.h"
#include "poll/setup.h"

enum {
    JSON_MAX = 256 << 20, /* JSON is never cut */
    MARGIN_MS = 100       /* kept of the time limit, to answer in */
};

/* Everything one run owns. */
struct check {
    struct aoai_clock clock;
    int64_t began; /* monotonic ms */
    struct aoai_settings settings;
    struct aoai_text_list mistakes;
    struct aoai_notes notes;
    struct aoai_setup setup;
    struct aoai_session session;
    struct aoai_answer answer;
    struct aoai_report report;
    struct aoai_selftest selftest;
    struct aoai_buf out;
};

static void free_check(struct check *check)
{
    aoai_selftest_free(&check->selftest);
    aoai_report_free(&check->report);
    aoai_answer_free(&check->answer);
    aoai_session_close(&check->session);
    aoai_setup_free(&check->setup);
    aoai_settings_free(&check->settings);
    aoai_text_list_free(&check->mistakes);
    aoai_notes_free(&check->notes);
    aoai_buf_free(&check->out);
}

/* True when the answer is to be JSON. */
static bool wants_json(const struct check *check)
{
    return check->settings.format &&
           strcmp(check->settings.format, "json") == 0;
}

/* Writes what was made to standard output. Returns STATE, or UNKNOWN when it
 * could not be written whole. */
static int print(const struct check *check, enum aoai_state state)
{
    aoai_guard_answering();
    if (!aoai_file_write_all(STDOUT_FILENO, &check->out))
        state = AOAI_STATE_UNKNOWN;
    aoai_guard_answered((int)state);
    return (int)state;
}

/* Answers without any memory. */
static int print_out_of_memory(const struct check *check)
{
    static const char text[] = "AOAI TOKENS UNKNOWN - out of memory\n";
    static const char json[] = AOAI_JSON_OUTPUT_BARE(
        "UNKNOWN") "{\"resource\":null,\"message\":\"out of memory\"}]}\n";
    const char *say = wants_json(check) ? json : text;

    (void)!write(STDOUT_FILENO, say, strlen(say));
    return AOAI_STATE_UNKNOWN;
}

/* Answers with the mistakes found. */
static int print_mistakes(struct check *check)
{
    struct aoai_error error;

    if (wants_json(check))
        aoai_json_mistakes(&check->out, &check->mistakes);
    else
        aoai_nagios_mistakes(&check->out, &check->mistakes,
                             (size_t)check->settings.max_output);
    if (aoai_buf_check(&check->out, &error))
        return print_out_of_memory(check);
    return print(check, AOAI_STATE_UNKNOWN);
}

/* Answers with the one failure in ERROR. */
static int print_failure(struct check *check, const struct aoai_error *error)
{
    struct aoai_error ignored;

    aoai_buf_free(&check->out);
    aoai_text_list_free(&check->mistakes);
    if (aoai_text_list_add(&check->mistakes, error->text, &ignored))
        return print_out_of_memory(check);
    return print_mistakes(check);
}

/* Says the report. */
static int print_report(struct check *check, struct aoai_error *error)
{
    if (wants_json(check))
        aoai_json_output(&check->out, &check->report);
    else if (aoai_nagios_output(&check->out, &check->report,
                                aoai_buf_text(&check->notes.text),
                                (size_t)check->settings.max_output, error))
        return print_failure(check, error);
    if (aoai_buf_check(&check->out, error))
        return print_failure(check, error);
    return print(check, check->report.state);
}

/* Walks the way of a check and says how each step went. */
static int run_selftest(struct check *check, int64_t deadline,
                        struct aoai_error *error)
{
    if (aoai_selftest_run(&check->selftest, &check->session, deadline, error) ||
        aoai_selftest_output(&check->out, &check->selftest,
                             aoai_buf_text(&check->notes.text),
                             (size_t)check->settings.max_output, error))
        return print_failure(check, error);
    return print(check, aoai_selftest_works(&check->selftest)
                            ? AOAI_STATE_OK
                            : AOAI_STATE_UNKNOWN);
}

/* Polls, judges and answers. */
static int run(struct check *check, int64_t now, struct aoai_error *error)
{
    int64_t deadline = check->began +
                       1000 * (int64_t)check->settings.timeout.seconds -
                       MARGIN_MS;
    int64_t fresh = now - check->settings.max_age;

    if (aoai_session_open(&check->session, &check->setup, &check->notes, error))
        return print_failure(check, error);
    if (check->settings.selftest)
        return run_selftest(check, deadline, error);
    if (aoai_answer_init(&check->answer, check->setup.resource_count, error) ||
        aoai_session_poll(&check->session, deadline, &check->answer, error) ||
        aoai_report_make(&check->report, &check->setup, &check->answer, fresh,
                         &check->notes, error))
        return print_failure(check, error);
    return print_report(check, error);
}

/* Adds the mistake of asking for a selftest as JSON. */
static int refuse_json(struct check *check, struct aoai_error *error)
{
    if (!check->settings.selftest || !wants_json(check))
        return 0;
    return aoai_text_list_add(&check->mistakes,
                              "--selftest answers in lines of text: leave out "
                              "--format=json",
                              error);
}

/* Appends the version as the guidelines want it, or the help. */
static int explain(struct check *check, enum aoai_options_wish wish)
{
    if (wish == AOAI_OPTIONS_HELP)
        aoai_options_help(&check->out);
    else
        aoai_buf_puts(&check->out, "check_aoai_tokens v" PACKAGE_VERSION
                                   " (" PACKAGE_NAME ")\n");
    return print(check, AOAI_STATE_UNKNOWN);
}

int main(int argc, char **argv)
{
    AOAI_CLEANUP(free_check) struct check check = {.out.max = JSON_MAX};
    enum aoai_options_wish wish;
    struct aoai_error error;
    int64_t now;

    aoai_guard_begin();
    check.clock = aoai_platform_clock();
    check.began = check.clock.monotonic(check.clock.self);
    now = check.clock.wall(check.clock.self);
    if (aoai_settings_init(&check.settings, &error))
        return print_failure(&check, &error);
    /* Until the options are known: one may name an input that never ends. */
    aoai_guard_time(&check.settings.timeout);
    if (aoai_options_read(&check.settings, &wish, argc, argv, &check.mistakes,
                          &error))
        return print_failure(&check, &error);
    if (wish != AOAI_OPTIONS_CHECK)
        return explain(&check, wish);
    if (wants_json(&check))
        aoai_guard_json();
    aoai_guard_time(&check.settings.timeout);
    check.notes.level = (int)check.settings.verbose;
    if (refuse_json(&check, &error) ||
        aoai_setup_make(&check.setup, &check.settings, now, &check.mistakes,
                        &error))
        return print_failure(&check, &error);
    if (check.mistakes.count)
        return print_mistakes(&check);
    return run(&check, now, &error);
}
