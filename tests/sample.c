/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "tests/sample.h"

void sample_clear_environment(void)
{
    static const char *const names[] = {
        "AOAI_RESOURCE_URI",
        "AZURE_TENANT_ID",
        "AZURE_CLIENT_ID",
        "AZURE_CLIENT_SECRET",
        "AZURE_CLIENT_CERTIFICATE_PATH",
        "AZURE_CLIENT_CERTIFICATE_PASSWORD",
        "AZURE_CLIENT_SEND_CERTIFICATE_CHAIN",
        "AZURE_FEDERATED_TOKEN_FILE",
        "AZURE_TOKEN_CREDENTIALS",
        "AZURE_AUTHORITY_HOST",
        "AZURE_POD_IDENTITY_AUTHORITY_HOST",
        "AZURE_CONFIG_DIR",
        "HOME",
        "IDENTITY_ENDPOINT",
        "IDENTITY_HEADER",
        "IDENTITY_SERVER_THUMBPRINT",
        "IMDS_ENDPOINT",
        "MSI_ENDPOINT",
        "MSI_SECRET",
        "DEFAULT_IDENTITY_CLIENT_ID",
        "HTTPS_PROXY",
        "https_proxy",
        "NO_PROXY",
        "no_proxy",
        "SSL_CERT_FILE",
        "SSL_CERT_DIR",
    };

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        assert_int_equal(unsetenv(names[i]), 0);
}

/* Puts "key=value" or "key" into SETTINGS. */
static void put(struct aoai_settings *settings, const char *word,
                enum aoai_setting_source source)
{
    size_t length = strcspn(word, "=");
    char *key = strndup(word, length);
    const char *value = word[length] ? word + length + 1 : NULL;
    const struct aoai_setting *row;

    assert_non_null(key);
    row = aoai_settings_find(key);
    free(key);
    assert_non_null(row);
    assert_int_equal(aoai_settings_put(settings, row, value, source, NULL), 0);
}

char *sample_mistakes(const char *const *words, enum aoai_setting_source source)
{
    struct aoai_settings settings = {0};
    struct aoai_setup setup;
    AOAI_CLEANUP(aoai_text_list_free) struct aoai_text_list mistakes = {0};
    struct aoai_buf text = {0};

    assert_int_equal(aoai_settings_init(&settings, NULL), 0);
    while (*words)
        put(&settings, *words++, source);
    assert_int_equal(
        aoai_setup_make(&setup, &settings, SAMPLE_NOW, &mistakes, NULL), 0);
    for (size_t i = 0; i < mistakes.count; i++)
        aoai_buf_printf(&text, "%s\n", mistakes.items[i]);
    aoai_setup_free(&setup);
    aoai_settings_free(&settings);
    aoai_buf_puts(&text, "");
    return aoai_buf_take(&text, NULL);
}

void sample_set_up(struct sample *sample, int64_t now)
{
    struct aoai_error error;

    aoai_answer_free(&sample->answer);
    aoai_setup_free(&sample->setup);
    assert_int_equal(aoai_setup_make(&sample->setup, &sample->settings, now,
                                     &sample->mistakes, &error),
                     0);
    if (sample->mistakes.count)
        fail_msg("%s", sample->mistakes.items[0]);
    assert_int_equal(
        aoai_answer_init(&sample->answer, sample->setup.resource_count, &error),
        0);
}

void sample_begin(struct sample *sample, const char *const *words)
{
    sample_clear_environment();
    *sample = (struct sample){.notes.level = AOAI_NOTE_DETAIL};
    assert_int_equal(aoai_settings_init(&sample->settings, NULL), 0);
    while (*words)
        put(&sample->settings, *words++, AOAI_SETTING_COMMAND_LINE);
    if (sample->settings.resource.count == 0)
        put(&sample->settings, "resource=" SAMPLE_ID,
            AOAI_SETTING_COMMAND_LINE);
    sample_set_up(sample, SAMPLE_NOW);
}

void sample_use(struct sample *sample, size_t index, const char *deployment,
                uint64_t tokens)
{
    struct aoai_reading *reading = &sample->answer.readings[index];

    assert_int_equal(aoai_usage_add(&reading->usage, deployment, 0, tokens,
                                    reading->usage.series_count, NULL),
                     0);
    if (reading->read_at == 0)
        reading->read_at = sample->setup.now;
}

void sample_fail(struct sample *sample, size_t index, enum aoai_error_kind kind,
                 const char *why)
{
    struct aoai_error error;

    aoai_error_set(&error, kind, "%s", why);
    aoai_reading_fail(&sample->answer.readings[index], &error);
}

void sample_report(struct sample *sample)
{
    int64_t fresh = sample->setup.now - sample->settings.max_age;

    for (size_t i = 0; i < sample->answer.count; i++)
        assert_int_equal(
            aoai_usage_settle(&sample->answer.readings[i].usage, NULL), 0);
    assert_int_equal(aoai_report_make(&sample->report, &sample->setup,
                                      &sample->answer, fresh, &sample->notes,
                                      NULL),
                     0);
}

void sample_end(struct sample *sample)
{
    aoai_report_free(&sample->report);
    aoai_answer_free(&sample->answer);
    aoai_setup_free(&sample->setup);
    aoai_settings_free(&sample->settings);
    aoai_text_list_free(&sample->mistakes);
    aoai_notes_free(&sample->notes);
}
