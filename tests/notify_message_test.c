/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Whole mails, to the byte: the files lie in tests/fixtures/mail. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/mail_rig.h"

static void a_critical_mail_says_all_on_its_first_screen(void **state)
{
    static const char *const words[] = {"resource=" MAIL_ID, "warning=80%",
                                        "critical=100%", "budget=1000", NULL};
    struct aoai_notify_message message;
    struct sample sample;

    (void)state;
    sample_begin(&sample, words);
    sample_use(&sample, 0, "gpt-4o-momo", 1261);
    sample_report(&sample);
    message = mail_about(&sample, 1, AOAI_ALERT_FIRST);
    sample_end(&sample);
    mail_expect(&message, "critical");
}

static void a_warning_mail_says_where_the_month_ends(void **state)
{
    static const char *const words[] = {
        "resource=" MAIL_ID,      "warning=60%", "critical=12.5M",
        "budget=gpt-4o=12345678", "cloud=usgov", "month=2024-10",
        "timezone=Europe/Berlin", NULL};
    struct aoai_notify_message message;
    struct sample sample;

    (void)state;
    sample_begin(&sample, words);
    sample_use(&sample, 0, "gpt-4o", 8100000);
    sample_report(&sample);
    message = mail_about(&sample, 1, AOAI_ALERT_FIRST);
    sample_end(&sample);
    mail_expect(&message, "warning");
}

static void a_digest_tells_each_worst_first(void **state)
{
    static const char *const words[] = {"resource=" MAIL_ID,
                                        "resource=" MAIL_OTHER,
                                        "warning=80%",
                                        "critical=100%",
                                        "budget=gpt-4o*=20k",
                                        "budget=1M",
                                        NULL};
    struct aoai_notify_message message;
    struct sample sample;

    (void)state;
    sample_begin(&sample, words);
    sample_use(&sample, 0, "gpt-4o", 31415);
    sample_use(&sample, 0, "o3-mini", 5);
    sample_use(&sample, 1, "gpt-4o-mini", 16001);
    sample_use(&sample, 1, "text-embedding-3-large", 1000001);
    sample_report(&sample);
    message = mail_about(&sample, 3, AOAI_ALERT_WORSE);
    sample_end(&sample);
    mail_expect(&message, "digest");
}

static void a_services_mail_has_the_facts_of_icingas(void **state)
{
    struct aoai_notify_event event = mail_event();
    struct aoai_notify_message message;

    (void)state;
    event.host_display = "Web 1 (Berlin)";
    event.address = "192.0.2.7";
    event.address6 = "2001:db8::7";
    event.host_notes = "rack 12";
    event.service_display = "Azure OpenAI tokens";
    event.service_notes = "call the platform team";
    event.when = "2024-10-20 14:00:00 +0200";
    event.author = "operator";
    event.comment = "known, see the change of <today>";
    event.url = "https://icinga.example/icingaweb2/";
    aoai_buf_puts(&event.output,
                  "AOAI TOKENS CRITICAL - gpt-4o-momo 1261 tokens in 2024-10 "
                  "(critical 1000)\n"
                  "[CRITICAL] gpt-4o-momo: 1261 tokens (critical 1000)\n"
                  "[OK] gpt-4o-mini: 78 tokens\n");
    assert_int_equal(aoai_notify_message_event(&message, &event, NULL), 0);
    aoai_buf_free(&event.output);
    mail_expect(&message, "service");
}

static void a_hosts_mail_names_no_service(void **state)
{
    struct aoai_notify_event event = mail_event();
    struct aoai_notify_message message;

    (void)state;
    event.type = "RECOVERY";
    event.service = "";
    event.state = "UP";
    event.when = "2024-10-20 14:00:00 +0200";
    event.url = "https://icinga.example/icingaweb2";
    aoai_buf_puts(&event.output, "PING OK - Packet loss = 0%");
    assert_int_equal(aoai_notify_message_event(&message, &event, NULL), 0);
    aoai_buf_free(&event.output);
    mail_expect(&message, "host");
}

static void a_test_mail_says_where_it_comes_from(void **state)
{
    struct aoai_notify_message message;

    (void)state;
    assert_int_equal(
        aoai_notify_message_test(&message, SAMPLE_NOW, "poller-1", NULL), 0);
    mail_expect(&message, "test");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_critical_mail_says_all_on_its_first_screen),
        cmocka_unit_test(a_warning_mail_says_where_the_month_ends),
        cmocka_unit_test(a_digest_tells_each_worst_first),
        cmocka_unit_test(a_services_mail_has_the_facts_of_icingas),
        cmocka_unit_test(a_hosts_mail_names_no_service),
        cmocka_unit_test(a_test_mail_says_where_it_comes_from),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
