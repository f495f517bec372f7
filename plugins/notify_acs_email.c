/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* notify_acs_email: a notification command of Nagios and Icinga, or a check of
 * its own from cron, that mails through Azure Communication Services.
 *
 * Reads the command line, opens what the settings name, and has it done. Lines
 * about what was sent go to standard output, failures to standard error; the
 * exit code is 0, 1 or 3. */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include <string.h>

#include "net/module.h"
#include "plugins/guard.h"
#include "plugins/notify.h"
#include "plugins/notify_options.h"

enum {
    MARGIN_MS = 100,   /* kept of the time limit, to end in */
    EVENT_SECONDS = 25 /* for a notification: Nagios stops it after 30 */
};

static void free_notify(struct aoai_notify *notify)
{
    aoai_notify_message_free(&notify->message);
    aoai_notify_event_free(&notify->event);
    aoai_notify_state_free(&notify->state);
    aoai_notify_sender_free(&notify->sender);
    aoai_session_close(&notify->session);
    aoai_setup_free(&notify->setup);
    aoai_settings_free(&notify->shared);
    aoai_notify_options_free(&notify->own);
    aoai_notes_free(&notify->notes);
}

/* Tells ERROR and fails. */
static int fail(struct aoai_notify *notify, const struct aoai_error *error)
{
    aoai_notify_fail(notify, "%s", error->text);
    return AOAI_NOTIFY_FAILED;
}

/* Says the help or the version. */
static int explain(const struct aoai_notify *notify,
                   enum aoai_options_wish wish)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf text = {0};

    if (wish != AOAI_OPTIONS_HELP) {
        aoai_notify_say(notify, "notify_acs_email v%s (%s)", PACKAGE_VERSION,
                        PACKAGE_NAME);
        return AOAI_NOTIFY_DONE;
    }
    aoai_notify_options_help(&text);
    aoai_notify_say_lines(aoai_buf_text(&text));
    return AOAI_NOTIFY_DONE;
}

/* True when the run passes a notification on. */
static bool is_event(const struct aoai_notify *notify)
{
    return !notify->own.check && !notify->own.test_mail;
}

/* Takes what a check needs beside what every run needs. */
static int take_check(struct aoai_notify *notify, int64_t now,
                      struct aoai_text_list *mistakes, struct aoai_error *error)
{
    if (aoai_setup_make(&notify->setup, &notify->shared, now, mistakes, error))
        return -1;
    if (notify->shared.warning.count || notify->shared.critical.count)
        return 0;
    return aoai_text_list_add(mistakes,
                              "--check: no threshold is set, so nobody would "
                              "ever be told: give --warning or --critical",
                              error);
}

/* Takes the facts of a notification. */
static int take_event(struct aoai_notify *notify,
                      struct aoai_text_list *mistakes, struct aoai_error *error)
{
    struct aoai_error wrong;

    if (aoai_notify_event_read(&notify->event, &notify->own, &wrong) == 0)
        return 0;
    return aoai_text_list_add_mistake(mistakes, "", &wrong, error);
}

/* Puts everything together; what is wrong is added to MISTAKES. */
static int take(struct aoai_notify *notify, int64_t now,
                struct aoai_text_list *mistakes, struct aoai_error *error)
{
    if (aoai_module_crypto(&notify->crypto, error))
        return -1;
    if (is_event(notify) && take_event(notify, mistakes, error))
        return -1;
    if (notify->own.check
            ? take_check(notify, now, mistakes, error)
            : aoai_setup_make_access(&notify->setup, &notify->shared, now,
                                     mistakes, error))
        return -1;
    if (aoai_notify_sender_take(&notify->sender, &notify->own, is_event(notify),
                                &notify->crypto, mistakes, error))
        return -1;
    if (!notify->own.check && !notify->own.once)
        return 0;
    return aoai_notify_state_take(&notify->state, &notify->own, &notify->crypto,
                                  mistakes, error);
}

/* Does what is asked for. */
static int run(struct aoai_notify *notify, struct aoai_error *error)
{
    if (aoai_session_open(&notify->session, &notify->setup, &notify->notes,
                          error))
        return -1;
    aoai_notify_sender_open(&notify->sender, &notify->session, &notify->crypto);
    if (notify->own.check)
        return aoai_notify_check(notify, error);
    if (notify->own.test_mail)
        return aoai_notify_test(notify, error);
    return aoai_notify_pass_on(notify, error);
}

/* Tells each of MISTAKES. */
static int refuse(struct aoai_notify *notify,
                  const struct aoai_text_list *mistakes)
{
    for (size_t i = 0; i < mistakes->count; i++)
        aoai_notify_fail(notify, "%s", mistakes->items[i]);
    return AOAI_NOTIFY_MISUSED;
}

/* Sets the time limit, counted from BEGAN (monotonic ms). */
static void set_limit(struct aoai_notify *notify, int64_t began)
{
    struct aoai_timeout *timeout = &notify->shared.timeout;

    if (is_event(notify) &&
        aoai_settings_is_from(&notify->shared, timeout, AOAI_SETTING_DEFAULT))
        timeout->seconds = EVENT_SECONDS;
    aoai_guard_time(timeout);
    notify->deadline = began + 1000 * (int64_t)timeout->seconds - MARGIN_MS;
}

int main(int argc, char **argv)
{
    AOAI_CLEANUP(free_notify) struct aoai_notify notify = {.failed = false};
    AOAI_CLEANUP(aoai_text_list_free) struct aoai_text_list mistakes = {0};
    enum aoai_options_wish wish;
    struct aoai_error error;
    int64_t now, began;

    aoai_guard_begin();
    aoai_guard_notifier();
    notify.clock = aoai_platform_clock();
    began = notify.clock.monotonic(notify.clock.self);
    now = notify.clock.wall(notify.clock.self);
    if (aoai_settings_init(&notify.shared, &error))
        return fail(&notify, &error);
    /* Until the options are known: one may name an input that never ends. */
    aoai_guard_time(&notify.shared.timeout);
    if (aoai_notify_options_read(&notify.own, &notify.shared, &wish, argc, argv,
                                 &mistakes, &error))
        return fail(&notify, &error);
    if (wish != AOAI_OPTIONS_CHECK)
        return explain(&notify, wish);
    notify.notes.level = (int)notify.shared.verbose;
    set_limit(&notify, began);
    if (take(&notify, now, &mistakes, &error))
        return fail(&notify, &error);
    if (mistakes.count)
        return refuse(&notify, &mistakes);
    if (run(&notify, &error))
        aoai_notify_fail(&notify, "%s", error.text);
    aoai_notify_say_lines(aoai_buf_text(&notify.notes.text));
    return notify.failed ? AOAI_NOTIFY_FAILED : AOAI_NOTIFY_DONE;
}
