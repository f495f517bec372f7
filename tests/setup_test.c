/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The settings put together, and every mistake in them named. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "tests/sample.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

/* Expects WORD, beside a right resource, to be a mistake whose sentence begins
 * with BEGIN and holds PART; both NULL: to be none. */
static void expect(const char *word, const char *begin, const char *part)
{
    const char *words[] = {"resource=" SAMPLE_ID, word, NULL};
    char *text = sample_mistakes(words, AOAI_SETTING_COMMAND_LINE);

    if (!begin && *text)
        fail_msg("%s: %s", word, text);
    if (begin && strncmp(text, begin, strlen(begin)) != 0)
        fail_msg("%s: %s", word, text);
    if (part && !strstr(text, part))
        fail_msg("%s: %s", word, text);
    free(text);
}

static void nothing_but_a_resource_is_needed(void **state)
{
    static const char *const words[] = {"resource=" SAMPLE_ID "/", NULL};
    struct sample sample;

    (void)state;
    sample_begin(&sample, words);
    assert_int_equal(sample.setup.resource_count, 1);
    assert_string_equal(sample.setup.resources[0].text, SAMPLE_ID);
    assert_string_equal(sample.setup.resources[0].name, "momo");
    assert_string_equal(sample.setup.arm, "https://management.azure.com");
    assert_string_equal(sample.setup.authority,
                        "https://login.microsoftonline.com");
    assert_null(sample.setup.imds);
    assert_string_equal(sample.setup.query.metrics[0], "TokenTransaction");
    assert_int_equal(sample.setup.query.metric_count, 1);
    assert_null(sample.setup.query.metric_namespace);
    assert_string_equal(sample.setup.month.text, "2024-10");
    assert_null(sample.setup.credential.pinned);
    assert_null(sample.setup.network.proxy);
    sample_end(&sample);
}

static void without_a_resource_the_variable_counts(void **state)
{
    static const char *const none[] = {NULL};
    static const char *const given[] = {"resource=" SAMPLE_OTHER, NULL};
    char *text;

    (void)state;
    sample_clear_environment();
    text = sample_mistakes(none, AOAI_SETTING_COMMAND_LINE);
    assert_non_null(strstr(text, "AOAI_RESOURCE_URI"));
    free(text);

    assert_int_equal(setenv("AOAI_RESOURCE_URI", SAMPLE_ID, 1), 0);
    text = sample_mistakes(none, AOAI_SETTING_COMMAND_LINE);
    assert_string_equal(text, "");
    free(text);

    /* a wrong one is named; beside an option it is not looked at */
    assert_int_equal(setenv("AOAI_RESOURCE_URI", "nonsense", 1), 0);
    text = sample_mistakes(none, AOAI_SETTING_COMMAND_LINE);
    assert_memory_equal(text, "AOAI_RESOURCE_URI: ", 19);
    free(text);
    text = sample_mistakes(given, AOAI_SETTING_COMMAND_LINE);
    assert_string_equal(text, "");
    free(text);
    sample_clear_environment();
}

static void every_mistake_is_named_at_once(void **state)
{
    static const char *const words[] = {
        "resource=one",
        "resource=two",
        "arm-endpoint=http://evil.example",
        "authority-host=ftp://x",
        "dimension=a'b",
        "timezone=Mars/Olympus",
        "warning=x",
        "critical=5:1",
        "budget=0",
        "credential=token-file",
        "proxy=http://u:hunter2@p:3128",
        NULL,
    };
    static const char *const parts[] = {
        "--resource: resource id 'one'",
        "--resource: resource id 'two'",
        "--arm-endpoint: ",
        "--authority-host: ",
        "--dimension: ",
        "--timezone: ",
        "--warning: ",
        "--critical: ",
        "--budget: ",
        "--credential=token-file needs",
        "--proxy: ",
    };
    char *text = sample_mistakes(words, AOAI_SETTING_COMMAND_LINE);
    size_t lines = 0;

    (void)state;
    for (size_t i = 0; i < COUNT(parts); i++)
        if (!strstr(text, parts[i]))
            fail_msg("'%s' is not in:\n%s", parts[i], text);
    for (const char *at = text; (at = strchr(at, '\n')); at++)
        lines++;
    assert_int_equal(lines, COUNT(parts));
    assert_null(strstr(text, "hunter2"));
    free(text);
}

static void endpoints_are_https_or_on_this_machine(void **state)
{
    static const struct {
        const char *value;
        bool good;
    } rows[] = {
        {"https://management.azure.com", true},
        {"https://arm.example:8443/path/", true},
        {"management.azure.com", true}, /* the scheme may be missing */
        {"http://localhost:8080", true},
        {"http://127.0.0.1:8080", true},
        {"http://127.9.9.9", true},
        {"http://[::1]:8080", true},
        {"http://169.254.169.254", true},
        {"http://management.azure.com", false},
        {"http://127.0.0.1.evil.example", false},
        {"http://localhost.evil.example", false},
        {"http://10.0.0.1", false},
        {"https://user@management.azure.com", false},
        {"https://user:hunter2@management.azure.com", false},
        {"https://management.azure.com?x=1", false},
        {"https://management.azure.com#x", false},
        {"https://", false},
        {"ftp://localhost", false},
        {"file:///etc/passwd", false},
        {"https://a b", false},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf word = {0};

        aoai_buf_printf(&word, "arm-endpoint=%s", rows[i].value);
        expect(aoai_buf_text(&word),
               rows[i].good ? NULL : "--arm-endpoint: ", NULL);
        aoai_buf_truncate(&word, 0);
        aoai_buf_printf(&word, "authority-host=%s", rows[i].value);
        expect(aoai_buf_text(&word),
               rows[i].good ? NULL : "--authority-host: ", NULL);
    }
}

static void a_password_in_an_endpoint_is_not_shown(void **state)
{
    static const char *const words[] = {
        "resource=" SAMPLE_ID, "arm-endpoint=https://user:hunter2@arm.example",
        NULL};
    char *text = sample_mistakes(words, AOAI_SETTING_COMMAND_LINE);

    (void)state;
    assert_string_not_equal(text, "");
    assert_null(strstr(text, "hunter2"));
    free(text);
}

static void variables_name_endpoints_too(void **state)
{
    static const char *const plain[] = {NULL};
    static const char *const option[] = {
        "authority-host=https://option.example/", "cloud=china", NULL};
    static const char *const words[] = {"resource=" SAMPLE_ID, NULL};
    struct sample sample;
    char *text;

    (void)state;
    sample_begin(&sample, option);
    assert_string_equal(sample.setup.authority, "https://option.example");
    assert_string_equal(sample.setup.arm,
                        "https://management.chinacloudapi.cn");
    assert_int_equal(
        setenv("AZURE_AUTHORITY_HOST", "https://variable.example", 1), 0);
    assert_int_equal(setenv("AZURE_POD_IDENTITY_AUTHORITY_HOST",
                            "http://localhost:8081/", 1),
                     0);
    sample_set_up(&sample, SAMPLE_NOW);
    assert_string_equal(sample.setup.authority, "https://option.example");
    assert_string_equal(sample.setup.imds, "http://localhost:8081");
    sample_end(&sample);

    assert_int_equal(
        setenv("AZURE_AUTHORITY_HOST", "http://variable.example", 1), 0);
    text = sample_mistakes(words, AOAI_SETTING_COMMAND_LINE);
    assert_memory_equal(text, "AZURE_AUTHORITY_HOST: ", 22);
    free(text);
    sample_begin(&sample, plain);
    sample_end(&sample);
}

static void the_same_resource_twice_counts_once(void **state)
{
    static const char *const words[] = {
        "resource=" SAMPLE_ID, "resource=" SAMPLE_OTHER,
        "resource=SUBSCRIPTIONS/0000/RESOURCEGROUPS/RG/PROVIDERS/"
        "MICROSOFT.COGNITIVESERVICES/ACCOUNTS/MOMO/",
        NULL};
    struct sample sample;

    (void)state;
    sample_begin(&sample, words);
    assert_int_equal(sample.setup.resource_count, 2);
    assert_string_equal(sample.setup.resources[0].text, SAMPLE_ID);
    assert_string_equal(sample.setup.resources[1].text, SAMPLE_OTHER);
    sample_end(&sample);
}

static void metrics_have_short_names_by_family(void **state)
{
    static const struct {
        const char *words[3];
        const char *metric;
    } rows[] = {
        {{"metric=total"}, "TokenTransaction"},
        {{"metric=prompt"}, "ProcessedPromptTokens"},
        {{"metric=completion"}, "GeneratedTokens"},
        {{"metric=total", "metric-family=models"}, "TotalTokens"},
        {{"metric=prompt", "metric-family=models"}, "InputTokens"},
        {{"metric=completion", "metric-family=models"}, "OutputTokens"},
        {{"metric=AzureOpenAIRequests"}, "AzureOpenAIRequests"},
        /* a custom metric may be called like that */
        {{"metric=Total Tokens", "metric-namespace=apim"}, "Total Tokens"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct sample sample;

        sample_begin(&sample, rows[i].words);
        assert_string_equal(sample.setup.query.metrics[0], rows[i].metric);
        sample_end(&sample);
    }
}

static void names_that_would_break_the_question_are_refused(void **state)
{
    (void)state;
    expect("dimension=a'b", "--dimension: ", NULL);
    expect("dimension=a\nb", "--dimension: ", NULL);
    expect("metric=a\x7f"
           "b",
           "--metric: ", NULL);
    expect("metric-namespace=a\tb", "--metric-namespace: ", NULL);
    expect("metric-namespace=azure.applicationinsights/x y", NULL, NULL);
    expect("dimension=Namn \xc3\xa5", NULL, NULL);
}

static void months_and_zones_are_checked(void **state)
{
    (void)state;
    expect("month=2024-10", NULL, NULL);
    expect("month=2024-11", "--month: ", NULL);
    expect("month=2024-07", "--month: ", "93");
    expect("month=2024-13", "--month: ", NULL);
    expect("month=October", "--month: ", NULL);
    expect("timezone=Europe/Berlin", NULL, NULL);
    expect("timezone=Europe/Nowhere", "--timezone: ", "Europe/Nowhere");
    expect("timezone=../../etc/passwd", "--timezone: ", NULL);
    expect("timezone=/etc/localtime", "--timezone: ", NULL);
    expect("timezone=Europe", "--timezone: ", NULL); /* a folder */
    expect("timezone=zone.tab", "--timezone: ", NULL);
}

static void the_zone_moves_the_month(void **state)
{
    static const char *const words[] = {"timezone=Asia/Tokyo", NULL};
    struct sample sample;

    (void)state;
    sample_begin(&sample, words);
    /* 2024-09-30T15:00:00Z */
    assert_int_equal(sample.setup.month.span.start, 1727708400);
    sample_end(&sample);
}

static void thresholds_are_checked_together(void **state)
{
    static const char *const words[] = {"resource=" SAMPLE_ID, "warning=80%",
                                        "budget=1k", NULL};
    char *text;

    (void)state;
    expect("warning=80%", "", "budget");
    text = sample_mistakes(words, AOAI_SETTING_COMMAND_LINE);
    assert_string_equal(text, "");
    free(text);
}

static void a_token_file_and_a_pin_may_contradict(void **state)
{
    static const struct {
        const char *words[4];
        const char *part; /* "": no mistake */
    } rows[] = {
        {{"token-file=/t"}, ""},
        {{"token-file=/t", "credential=token-file"}, ""},
        {{"credential=environment"}, ""},
        {{"credential=managed-identity"}, ""},
        {{"credential=token-file"}, "needs --token-file=FILE"},
        {{"token-file=/t", "credential=environment"}, "two different ways"},
        {{"token-file=/t", "credential=managed-identity"},
         "two different ways"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const char *words[5] = {"resource=" SAMPLE_ID};
        char *text;

        memcpy(words + 1, rows[i].words, sizeof(rows[i].words));
        text = sample_mistakes(words, AOAI_SETTING_COMMAND_LINE);
        if (*rows[i].part)
            assert_non_null(strstr(text, rows[i].part));
        else
            assert_string_equal(text, "");
        free(text);
    }
}

static void a_proxys_password_stays_off_the_command_line(void **state)
{
    static const char *const words[] = {"resource=" SAMPLE_ID,
                                        "proxy=http://u:hunter2@p:3128", NULL};
    static const char *const plain[] = {NULL};
    struct sample sample;
    char *text;

    (void)state;
    text = sample_mistakes(words, AOAI_SETTING_COMMAND_LINE);
    assert_memory_equal(text, "--proxy: ", 9);
    assert_null(strstr(text, "hunter2"));
    free(text);
    text = sample_mistakes(words, AOAI_SETTING_FILE);
    assert_string_equal(text, "");
    free(text);
    expect("proxy=http://p:3128", NULL, NULL);

    sample_begin(&sample, plain);
    assert_int_equal(setenv("https_proxy", "http://u:hunter2@low:1", 1), 0);
    sample_set_up(&sample, SAMPLE_NOW);
    assert_string_equal(sample.setup.network.proxy, "http://u:hunter2@low:1");
    assert_int_equal(setenv("HTTPS_PROXY", "http://u:hunter2@up:1", 1), 0);
    assert_int_equal(setenv("no_proxy", "example", 1), 0);
    sample_set_up(&sample, SAMPLE_NOW);
    assert_string_equal(sample.setup.network.proxy, "http://u:hunter2@up:1");
    assert_string_equal(sample.setup.network.no_proxy, "example");
    sample_end(&sample);
    sample_clear_environment();
}

static void trust_given_by_options_replaces_the_variables(void **state)
{
    static const char *const plain[] = {NULL};
    static const char *const file[] = {"ca-file=/f", NULL};
    struct sample sample;

    (void)state;
    sample_begin(&sample, plain);
    assert_int_equal(setenv("SSL_CERT_FILE", "/env/f", 1), 0);
    assert_int_equal(setenv("SSL_CERT_DIR", "/env/d", 1), 0);
    sample_set_up(&sample, SAMPLE_NOW);
    assert_string_equal(sample.setup.network.ca_file, "/env/f");
    assert_string_equal(sample.setup.network.ca_path, "/env/d");
    sample_end(&sample);

    sample_begin(&sample, file);
    assert_int_equal(setenv("SSL_CERT_DIR", "/env/d", 1), 0);
    sample_set_up(&sample, SAMPLE_NOW);
    assert_string_equal(sample.setup.network.ca_file, "/f");
    assert_null(sample.setup.network.ca_path);
    sample_end(&sample);
    sample_clear_environment();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_but_a_resource_is_needed),
        cmocka_unit_test(without_a_resource_the_variable_counts),
        cmocka_unit_test(every_mistake_is_named_at_once),
        cmocka_unit_test(endpoints_are_https_or_on_this_machine),
        cmocka_unit_test(a_password_in_an_endpoint_is_not_shown),
        cmocka_unit_test(variables_name_endpoints_too),
        cmocka_unit_test(the_same_resource_twice_counts_once),
        cmocka_unit_test(metrics_have_short_names_by_family),
        cmocka_unit_test(names_that_would_break_the_question_are_refused),
        cmocka_unit_test(months_and_zones_are_checked),
        cmocka_unit_test(the_zone_moves_the_month),
        cmocka_unit_test(thresholds_are_checked_together),
        cmocka_unit_test(a_token_file_and_a_pin_may_contradict),
        cmocka_unit_test(a_proxys_password_stays_off_the_command_line),
        cmocka_unit_test(trust_given_by_options_replaces_the_variables),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
