/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* What is known of a notification, and from where. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "plugins/notify_event.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

/* Every macro that is looked at. */
static const char *const macros[] = {
    "NOTIFICATIONTYPE",
    "HOSTNAME",
    "HOSTALIAS",
    "HOSTDISPLAYNAME",
    "HOSTADDRESS",
    "HOSTADDRESS6",
    "HOSTNOTES",
    "HOSTSTATE",
    "HOSTOUTPUT",
    "LONGHOSTOUTPUT",
    "SERVICEDESC",
    "SERVICENAME",
    "SERVICEDISPLAYNAME",
    "SERVICENOTES",
    "SERVICESTATE",
    "SERVICEOUTPUT",
    "LONGSERVICEOUTPUT",
    "LONGDATETIME",
    "NOTIFICATIONAUTHOR",
    "NOTIFICATIONAUTHORNAME",
    "NOTIFICATIONCOMMENT",
    "ICINGAWEB2URL",
    "CONTACTEMAIL",
    "USEREMAIL",
    "MAILFROM",
};

/* Puts VALUE into the environment as the macro NAME of Nagios. */
static void nagios(const char *name, const char *value)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf full = {0};

    aoai_buf_printf(&full, "NAGIOS_%s", name);
    assert_int_equal(setenv(aoai_buf_text(&full), value, 1), 0);
}

/* Likewise as an older Icinga set-up does. */
static void icinga(const char *name, const char *value)
{
    assert_int_equal(setenv(name, value, 1), 0);
}

static int clear(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(macros); i++) {
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf full = {0};

        aoai_buf_printf(&full, "NAGIOS_%s", macros[i]);
        assert_int_equal(unsetenv(aoai_buf_text(&full)), 0);
        assert_int_equal(unsetenv(macros[i]), 0);
    }
    return 0;
}

/* Settings with the few facts that every notification has. */
static struct aoai_notify_settings
make_settings(char *host, char *service, char *service_state, char *type)
{
    return (struct aoai_notify_settings){.host_name = host,
                                         .service_name = service,
                                         .service_state = service_state,
                                         .notification_type = type};
}

static struct aoai_notify_settings some_settings(void)
{
    static char host[] = "db1", service[] = "disk", critical[] = "CRITICAL",
                type[] = "PROBLEM";

    return make_settings(host, service, critical, type);
}

/* Reads SETTINGS, which must do. */
static struct aoai_notify_event
read_event(const struct aoai_notify_settings *settings)
{
    struct aoai_notify_event event;
    struct aoai_error error;

    if (aoai_notify_event_read(&event, settings, &error))
        fail_msg("%s", error.text);
    return event;
}

/* Expects that reading SETTINGS gives OUTPUT. */
static void expect_output(const struct aoai_notify_settings *settings,
                          const char *output)
{
    struct aoai_notify_event event = read_event(settings);

    assert_string_equal(aoai_buf_text(&event.output), output);
    aoai_notify_event_free(&event);
}

static void options_give_every_fact(void **state)
{
    static char texts[][12] = {"db1",     "Database",  "10.0.0.1", "fe80::1",
                               "hnotes",  "disk",      "Disk",     "snotes",
                               "DOWN",    "CUSTOM",    "today",    "me",
                               "looking", "https://w", "full"};
    struct aoai_notify_settings settings = {.host_name = texts[0],
                                            .host_display_name = texts[1],
                                            .address = texts[2],
                                            .address6 = texts[3],
                                            .host_notes = texts[4],
                                            .service_name = texts[5],
                                            .service_display_name = texts[6],
                                            .service_notes = texts[7],
                                            .service_state = texts[8],
                                            .notification_type = texts[9],
                                            .long_date_time = texts[10],
                                            .author = texts[11],
                                            .comment = texts[12],
                                            .icingaweb2_url = texts[13],
                                            .output = texts[14]};
    struct aoai_notify_event event;

    /* and win over all macros */
    (void)state;
    for (size_t i = 0; i < COUNT(macros); i++) {
        nagios(macros[i], "macro");
        icinga(macros[i], "variable");
    }
    event = read_event(&settings);
    assert_string_equal(event.host, "db1");
    assert_string_equal(event.host_display, "Database");
    assert_string_equal(event.address, "10.0.0.1");
    assert_string_equal(event.address6, "fe80::1");
    assert_string_equal(event.host_notes, "hnotes");
    assert_string_equal(event.service, "disk");
    assert_string_equal(event.service_display, "Disk");
    assert_string_equal(event.service_notes, "snotes");
    assert_string_equal(event.state, "DOWN");
    assert_string_equal(event.type, "CUSTOM");
    assert_string_equal(event.when, "today");
    assert_string_equal(event.author, "me");
    assert_string_equal(event.comment, "looking");
    assert_string_equal(event.url, "https://w");
    assert_string_equal(aoai_buf_text(&event.output), "full");
    aoai_notify_event_free(&event);
}

static void what_is_not_known_is_empty_or_the_name(void **state)
{
    struct aoai_notify_settings settings = some_settings();
    struct aoai_notify_event event = read_event(&settings);

    (void)state;
    assert_string_equal(event.host_display, "db1");
    assert_string_equal(event.service_display, "disk");
    assert_string_equal(event.address, "");
    assert_string_equal(event.address6, "");
    assert_string_equal(event.host_notes, "");
    assert_string_equal(event.service_notes, "");
    assert_string_equal(event.when, "");
    assert_string_equal(event.author, "");
    assert_string_equal(event.comment, "");
    assert_string_equal(event.url, "");
    assert_string_equal(aoai_buf_text(&event.output), "");
    aoai_notify_event_free(&event);
    aoai_notify_event_free(&event); /* again: does nothing */
}

static void without_a_service_it_is_the_hosts(void **state)
{
    static char unused[] = "unused";
    struct aoai_notify_settings settings = some_settings();
    struct aoai_notify_event event;

    (void)state;
    settings.service_name = NULL;
    settings.service_display_name = unused;
    settings.service_notes = unused;
    event = read_event(&settings);
    assert_string_equal(event.service, "");
    assert_string_equal(event.service_display, "");
    assert_string_equal(event.service_notes, "");
    assert_string_equal(event.state, "CRITICAL"); /* as -s says */
    aoai_notify_event_free(&event);
}

/* Puts a service's notification into the environment by PUT. */
static void put_service(void (*put)(const char *name, const char *value))
{
    put("NOTIFICATIONTYPE", "PROBLEM");
    put("HOSTNAME", "web1");
    put("HOSTDISPLAYNAME", "Web one");
    put("HOSTADDRESS", "10.0.0.2");
    put("HOSTADDRESS6", "fe80::2");
    put("HOSTNOTES", "hnotes");
    put("HOSTSTATE", "UP");
    put("HOSTOUTPUT", "host says");
    put("SERVICEDESC", "tokens");
    put("SERVICEDISPLAYNAME", "Tokens of web");
    put("SERVICENOTES", "snotes");
    put("SERVICESTATE", "WARNING");
    put("SERVICEOUTPUT", "many");
    put("LONGDATETIME", "Tue");
    put("NOTIFICATIONAUTHORNAME", "you");
    put("NOTIFICATIONCOMMENT", "soon");
    put("ICINGAWEB2URL", "https://w");
}

/* Expects what put_service() puts. */
static void expect_service(void)
{
    struct aoai_notify_settings none = {0};
    struct aoai_notify_event event = read_event(&none);

    assert_string_equal(event.type, "PROBLEM");
    assert_string_equal(event.host, "web1");
    assert_string_equal(event.host_display, "Web one");
    assert_string_equal(event.address, "10.0.0.2");
    assert_string_equal(event.address6, "fe80::2");
    assert_string_equal(event.host_notes, "hnotes");
    assert_string_equal(event.service, "tokens");
    assert_string_equal(event.service_display, "Tokens of web");
    assert_string_equal(event.service_notes, "snotes");
    assert_string_equal(event.state, "WARNING");
    assert_string_equal(event.when, "Tue");
    assert_string_equal(event.author, "you");
    assert_string_equal(event.comment, "soon");
    assert_string_equal(event.url, "https://w");
    assert_string_equal(aoai_buf_text(&event.output), "many");
    aoai_notify_event_free(&event);
}

static void the_macros_of_nagios_are_read(void **state)
{
    (void)state;
    put_service(nagios);
    expect_service();
}

static void the_variables_of_older_icingas_are_read(void **state)
{
    (void)state;
    put_service(icinga);
    expect_service();
    /* by another name in some set-ups */
    assert_int_equal(unsetenv("SERVICEDESC"), 0);
    icinga("SERVICENAME", "tokens");
    expect_service();
}

static void a_host_has_its_own_state_and_output(void **state)
{
    struct aoai_notify_settings none = {0};
    struct aoai_notify_event event;

    (void)state;
    put_service(nagios);
    nagios("SERVICEDESC", ""); /* as Nagios has it for hosts */
    nagios("HOSTSTATE", "DOWN");
    nagios("LONGHOSTOUTPUT", "and more");
    event = read_event(&none);
    assert_string_equal(event.service, "");
    assert_string_equal(event.state, "DOWN");
    assert_string_equal(aoai_buf_text(&event.output), "host says\nand more");
    aoai_notify_event_free(&event);
}

static void macros_fill_what_options_leave_out(void **state)
{
    static char host[] = "db1";
    struct aoai_notify_settings settings = {.host_name = host};
    struct aoai_notify_event event;

    (void)state;
    put_service(icinga);
    nagios("SERVICESTATE", "CRITICAL"); /* before Icinga's variable */
    event = read_event(&settings);
    assert_string_equal(event.host, "db1");
    assert_string_equal(event.state, "CRITICAL");
    assert_string_equal(event.service, "tokens");
    aoai_notify_event_free(&event);
}

static void the_author_may_have_no_name(void **state)
{
    struct aoai_notify_settings none = {0};
    struct aoai_notify_event event;

    (void)state;
    put_service(nagios);
    nagios("NOTIFICATIONAUTHORNAME", ""); /* no contact of that name */
    nagios("NOTIFICATIONAUTHOR", "nagiosadmin");
    event = read_event(&none);
    assert_string_equal(event.author, "nagiosadmin");
    aoai_notify_event_free(&event);
}

static void a_hostname_alone_tells_nothing(void **state)
{
    static char critical[] = "DOWN", type[] = "PROBLEM";
    struct aoai_notify_settings settings = {.service_state = critical,
                                            .notification_type = type};
    struct aoai_notify_event event;
    struct aoai_error error;

    (void)state;
    icinga("HOSTNAME", "this-machine");
    icinga("SERVICESTATE", "CRITICAL");
    icinga("USEREMAIL", "someone@example.com");
    assert_int_equal(aoai_notify_event_read(&event, &settings, &error), -1);
    assert_int_equal(error.kind, AOAI_ERROR_INPUT);
    assert_null(aoai_notify_event_macro("HOSTNAME"));
    assert_null(aoai_notify_event_macro("USEREMAIL"));
    aoai_notify_event_free(&event);
    /* an empty type is none */
    icinga("NOTIFICATIONTYPE", "");
    assert_null(aoai_notify_event_macro("HOSTNAME"));
}

static void the_machines_hostname_is_not_the_hosts(void **state)
{
    struct aoai_notify_settings none = {0};
    struct aoai_notify_event event;

    (void)state;
    put_service(icinga);
    icinga("HOSTNAME", "this-machine"); /* as in a container */
    icinga("HOSTALIAS", "web1");
    event = read_event(&none);
    assert_string_equal(event.host, "web1");
    aoai_notify_event_free(&event);
    /* Nagios has an alias beside the name */
    clear(NULL);
    put_service(nagios);
    nagios("HOSTALIAS", "the first one");
    expect_service();
}

static void other_macros_can_be_asked_for(void **state)
{
    (void)state;
    assert_null(aoai_notify_event_macro("CONTACTEMAIL"));
    nagios("CONTACTEMAIL", "");
    assert_null(aoai_notify_event_macro("CONTACTEMAIL"));
    nagios("CONTACTEMAIL", "someone@example.com");
    assert_string_equal(aoai_notify_event_macro("CONTACTEMAIL"),
                        "someone@example.com");
    icinga("USEREMAIL", "other@example.com");
    assert_null(aoai_notify_event_macro("USEREMAIL"));
    icinga("NOTIFICATIONTYPE", "PROBLEM");
    assert_string_equal(aoai_notify_event_macro("USEREMAIL"),
                        "other@example.com");
}

static void what_is_missing_is_named(void **state)
{
    static char host[] = "h", up[] = "UP", type[] = "CUSTOM";
    const struct {
        struct aoai_notify_settings settings;
        const char *lacks;
    } rows[] = {
        {make_settings(NULL, NULL, NULL, NULL),
         "lacks: host (-l, --host-name), state (-s, --service-state), type "
         "(-t, --notification-type); "},
        {make_settings(NULL, NULL, up, type),
         "lacks: host (-l, --host-name); "},
        {make_settings(host, NULL, NULL, type),
         "lacks: state (-s, --service-state); "},
        {make_settings(host, NULL, up, NULL),
         "lacks: type (-t, --notification-type); "},
        /* a service alone is not enough */
        {make_settings(NULL, host, up, type),
         "lacks: host (-l, --host-name); "},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct aoai_notify_event event;
        struct aoai_error error;

        assert_int_equal(
            aoai_notify_event_read(&event, &rows[i].settings, &error), -1);
        assert_int_equal(error.kind, AOAI_ERROR_INPUT);
        if (!strstr(error.text, rows[i].lacks))
            fail_msg("'%s' is not in: %s", rows[i].lacks, error.text);
        aoai_notify_event_free(&event);
    }
}

static void line_ends_are_found_in_what_options_give(void **state)
{
    static const struct {
        const char *given, *output;
    } rows[] = {
        {"one line", "one line"},
        /* Icinga: whole lines, and all else as the check wrote it */
        {"one\ntwo", "one\ntwo"},
        {"one\ntwo \\n three", "one\ntwo \\n three"},
        {"C:\\new is full\nD:\\", "C:\\new is full\nD:\\"},
        {"one\ntwo\r\n\n", "one\ntwo"},
        /* Nagios: $SERVICEOUTPUT$\n$LONGSERVICEOUTPUT$ */
        {"one\\ntwo\\nthree", "one\ntwo\nthree"},
        {"one\\n", "one"}, /* no long output */
        {"\\n", ""},
        {"\\n\\n[OK]", "\n\n[OK]"},
        {"used: 5\\nfree: 6", "used: 5\nfree: 6"},
        {"Usage:\\nnone", "Usage:\nnone"},
        {"1:\\n2", "1:\n2"},
        /* paths, in one line of any host */
        {"C:\\new", "C:\\new"},
        {"disk C:\\new\\nodes is full", "disk C:\\new\\nodes is full"},
        {"'d:\\new'", "'d:\\new'"},
        {"(C:\\new)", "(C:\\new)"},
        {"\\\\server\\new", "\\\\server\\new"},
        {"\\\\nas\\new", "\\\\nas\\new"},
        /* lines about disks: the path begins behind the line end */
        {"C: 91%\\nD:\\ 12%\\nE:\\ 3%", "C: 91%\nD:\\ 12%\nE:\\ 3%"},
        {"one\\nC:\\new", "one\nC:\\new"},
        /* other signs are none */
        {"a\\tb\\", "a\\tb\\"},
        {"50%\\", "50%\\"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct aoai_notify_settings settings = some_settings();
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf given = {0};

        aoai_buf_puts(&given, rows[i].given);
        settings.output = given.data;
        expect_output(&settings, rows[i].output);
    }
}

static void line_ends_are_found_in_long_macros_only(void **state)
{
    static const struct {
        const char *first, *rest, *output;
    } rows[] = {
        {"many", "", "many"},
        {"many", "[OK] a\\n[OK] b", "many\n[OK] a\n[OK] b"},
        {"", "alone", "alone"},
        {"", "", ""},
        /* the first line is never escaped, the others are throughout */
        {"C:\\new", "C:\\\\new\\nnext", "C:\\new\nC:\\new\nnext"},
        {"a", "\\\\\\n\\\\n", "a\n\\\n\\n"},
        {"a", "b\\n", "a\nb"},
        {"a", "b\\", "a\nb\\"},
        {"a", "b\\t", "a\nb\\t"},
    };
    struct aoai_notify_settings settings = some_settings();

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        nagios("SERVICEOUTPUT", rows[i].first);
        nagios("LONGSERVICEOUTPUT", rows[i].rest);
        expect_output(&settings, rows[i].output);
    }
}

static void hostile_bytes_pass_as_they_are(void **state)
{
    static char wild[] = "\r\n<b>'\"&\x1b[31m\xff\xc0|\t";
    struct aoai_notify_settings settings =
        make_settings(wild, wild, wild, wild);
    struct aoai_notify_event event;

    /* whoever writes them knows what to do for mail, HTML and keys */
    (void)state;
    settings.output = wild;
    event = read_event(&settings);
    assert_string_equal(event.host, wild);
    assert_string_equal(event.service, wild);
    assert_string_equal(event.state, wild);
    assert_string_equal(event.type, wild);
    assert_string_equal(aoai_buf_text(&event.output), wild);
    aoai_notify_event_free(&event);
}

static void long_output_is_whole(void **state)
{
    struct aoai_notify_settings settings = some_settings();
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf given = {0};
    struct aoai_notify_event event;

    /* nearly as long as Linux lets one argument be, in one word */
    (void)state;
    for (int i = 0; i < 18000; i++)
        aoai_buf_puts(&given, "xC:\\n:/");
    settings.output = given.data;
    event = read_event(&settings);
    assert_int_equal(event.output.length, 18000 * 6);
    aoai_notify_event_free(&event);
}

#define WITH(TEST) cmocka_unit_test_setup_teardown(TEST, clear, clear)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(options_give_every_fact),
        WITH(what_is_not_known_is_empty_or_the_name),
        WITH(without_a_service_it_is_the_hosts),
        WITH(the_macros_of_nagios_are_read),
        WITH(the_variables_of_older_icingas_are_read),
        WITH(a_host_has_its_own_state_and_output),
        WITH(macros_fill_what_options_leave_out),
        WITH(the_author_may_have_no_name),
        WITH(a_hostname_alone_tells_nothing),
        WITH(the_machines_hostname_is_not_the_hosts),
        WITH(other_macros_can_be_asked_for),
        WITH(what_is_missing_is_named),
        WITH(line_ends_are_found_in_what_options_give),
        WITH(line_ends_are_found_in_long_macros_only),
        WITH(hostile_bytes_pass_as_they_are),
        WITH(long_output_is_whole),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
