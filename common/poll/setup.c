/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "poll/setup.h"

#include <stdlib.h>
#include <string.h>

#include "core/url.h"
#include "net/file.h"
#include "net/platform.h"

#define ZONE_FOLDER "/usr/share/zoneinfo/"

/* The largest zone files have some kilobytes. */
enum { ZONE_FILE_MAX = 256 * 1024 };

/* What the steps below work on. */
struct making {
    struct aoai_setup *setup;
    const struct aoai_settings *settings;
    struct aoai_text_list *mistakes;
    struct aoai_error *error;
};

/* Adds the sentence in ERROR to the mistakes, with NAME before it where it is
 * not empty. Returns -1 only when memory is short. */
static int mistake(struct making *making, const char *name,
                   struct aoai_error *error)
{
    if (error->kind == AOAI_ERROR_MEMORY)
        return aoai_error_memory(making->error);
    if (*name)
        aoai_error_wrap(error, "%s", name);
    return aoai_text_list_add(making->mistakes, error->text, making->error);
}

/* Reads the endpoint TEXT into *FIELD; NAME is where it came from. */
static int take_endpoint(struct making *making, char **field, const char *text,
                         const char *name)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf url = {0};
    struct aoai_error error;

    if (aoai_url_endpoint(&url, text, true, &error))
        return mistake(making, name, &error);
    *field = aoai_buf_take(&url, making->error);
    return *field ? 0 : -1;
}

/* Takes the endpoint given by an option, else by a variable, else FALLBACK. */
static int choose_endpoint(struct making *making, char **field,
                           const char *option, const char *option_name,
                           const char *variable, const char *fallback)
{
    const char *value = variable ? aoai_platform_env(variable) : NULL;

    if (option)
        return take_endpoint(making, field, option, option_name);
    if (value)
        return take_endpoint(making, field, value, variable);
    return fallback ? take_endpoint(making, field, fallback, "") : 0;
}

static int take_endpoints(struct making *making)
{
    const struct aoai_settings *settings = making->settings;
    struct aoai_setup *setup = making->setup;

    setup->cloud = aoai_cloud_find(settings->cloud);
    if (choose_endpoint(making, &setup->authority, settings->authority_host,
                        "--authority-host", "AZURE_AUTHORITY_HOST",
                        setup->cloud->authority) ||
        choose_endpoint(making, &setup->arm, settings->arm_endpoint,
                        "--arm-endpoint", NULL, setup->cloud->arm))
        return -1;
    return choose_endpoint(making, &setup->imds, NULL, "",
                           "AZURE_POD_IDENTITY_AUTHORITY_HOST", NULL);
}

/* Adds one resource unless it is there already. */
static int take_resource(struct making *making, const char *text,
                         const char *name)
{
    struct aoai_setup *setup = making->setup;
    struct aoai_resource_id *grown, id = {0};
    struct aoai_error error;

    if (aoai_resource_id_parse(&id, text, &error))
        return mistake(making, name, &error);
    for (size_t i = 0; i < setup->resource_count; i++)
        if (aoai_resource_id_same(&setup->resources[i], &id)) {
            aoai_resource_id_free(&id);
            return 0;
        }
    grown = realloc(setup->resources,
                    (setup->resource_count + 1) * sizeof(*grown));
    if (!grown) {
        aoai_resource_id_free(&id);
        return aoai_error_memory(making->error);
    }
    setup->resources = grown;
    setup->resources[setup->resource_count++] = id;
    return 0;
}

static int take_resources(struct making *making)
{
    const struct aoai_text_list *given = &making->settings->resource;
    const char *variable = aoai_platform_env("AOAI_RESOURCE_URI");

    for (size_t i = 0; i < given->count; i++)
        if (take_resource(making, given->items[i], "--resource"))
            return -1;
    if (given->count)
        return 0;
    if (variable)
        return take_resource(making, variable, "AOAI_RESOURCE_URI");
    return aoai_text_list_add(
        making->mistakes,
        "no resource: give --resource=/subscriptions/... or set "
        "AOAI_RESOURCE_URI",
        making->error);
}

/* The metrics that the short names mean, by family. */
struct metric_name {
    const char *name;
    const char *azure_openai;
    const char *models;
};

static const struct metric_name metric_names[] = {
    {"total", "TokenTransaction", "TotalTokens"},
    {"prompt", "ProcessedPromptTokens", "InputTokens"},
    {"completion", "GeneratedTokens", "OutputTokens"},
};

/* Azure's name for the metric NAME in FAMILY. */
static const char *name_metric(const char *name, const char *family)
{
    size_t count = sizeof(metric_names) / sizeof(metric_names[0]);

    for (size_t i = 0; i < count; i++)
        if (strcmp(metric_names[i].name, name) == 0)
            return strcmp(family, "models") == 0 ? metric_names[i].models
                                                 : metric_names[i].azure_openai;
    return name;
}

/* Refuses a name that would break the filter or the output. */
static int check_name(struct making *making, const char *option,
                      const char *name)
{
    struct aoai_error error;

    for (const char *at = name; at && *at; at++)
        if ((unsigned char)*at < ' ' || *at == '\'' || *at == 0x7f) {
            aoai_error_set(&error, AOAI_ERROR_INPUT,
                           "a quote or control character is not allowed");
            return mistake(making, option, &error);
        }
    return 0;
}

static int take_query(struct making *making)
{
    const struct aoai_settings *settings = making->settings;

    making->setup->query = (struct aoai_metrics_query){
        .metrics = {name_metric(settings->metric, settings->metric_family)},
        .metric_count = 1,
        .metric_namespace = settings->metric_namespace,
        .dimension = settings->dimension,
    };
    if (check_name(making, "--metric", settings->metric) ||
        check_name(making, "--metric-namespace", settings->metric_namespace))
        return -1;
    return check_name(making, "--dimension", settings->dimension);
}

/* Reads the zone's file; UTC needs none. */
static int read_zone(const char *name, struct aoai_zone *zone,
                     struct aoai_error *error)
{
    AOAI_CLEANUP(aoai_buf_free)
    struct aoai_buf path = {0};
    AOAI_CLEANUP(aoai_buf_free)
    struct aoai_buf file = {.max = ZONE_FILE_MAX};

    if (strcmp(name, "UTC") == 0)
        return 0;
    if (!aoai_zone_name_is_safe(name))
        return aoai_error_set(error, AOAI_ERROR_INPUT,
                              "'%s' is no time zone's name", name);
    aoai_buf_printf(&path, ZONE_FOLDER "%s", name);
    if (aoai_buf_check(&path, error))
        return -1;
    if (aoai_file_read(&file, aoai_buf_text(&path), error)) {
        if (error->kind != AOAI_ERROR_NOT_FOUND)
            return -1;
        return aoai_error_set(error, AOAI_ERROR_INPUT,
                              "no time zone '%s' is known here (no %s)", name,
                              aoai_buf_text(&path));
    }
    return aoai_zone_parse(zone, file.data, file.length, error);
}

static int take_month(struct making *making)
{
    struct aoai_setup *setup = making->setup;
    struct aoai_error error;

    if (read_zone(making->settings->timezone, &setup->zone, &error))
        return mistake(making, "--timezone", &error);
    if (aoai_month_find(&setup->month, making->settings->month, &setup->zone,
                        setup->now, &error))
        return mistake(making, "--month", &error);
    return 0;
}

/* A function that adds a row to threshold rows. */
typedef int add_row(struct aoai_threshold_rows *rows, const char *text,
                    struct aoai_error *error);

static int take_rows(struct making *making, struct aoai_threshold_rows *rows,
                     const struct aoai_text_list *texts, add_row *add,
                     const char *name)
{
    struct aoai_error error;

    for (size_t i = 0; i < texts->count; i++)
        if (add(rows, texts->items[i], &error) &&
            mistake(making, name, &error))
            return -1;
    return 0;
}

static int take_thresholds(struct making *making)
{
    struct aoai_thresholds *thresholds = &making->setup->thresholds;
    const struct aoai_settings *settings = making->settings;
    size_t before = making->mistakes->count;
    struct aoai_error error;

    if (take_rows(making, &thresholds->warning, &settings->warning,
                  aoai_threshold_add_range, "--warning") ||
        take_rows(making, &thresholds->critical, &settings->critical,
                  aoai_threshold_add_range, "--critical") ||
        take_rows(making, &thresholds->budget, &settings->budget,
                  aoai_threshold_add_budget, "--budget"))
        return -1;
    if (before == making->mistakes->count &&
        aoai_threshold_check(thresholds, &error))
        return mistake(making, "", &error);
    return 0;
}

/* A token file is pinned by being named; another pin contradicts it. */
static int check_pin(struct making *making)
{
    const char *pinned = making->settings->credential;
    bool pins_file = pinned && strcmp(pinned, "token-file") == 0;

    if (pinned && !pins_file && making->settings->token_file)
        return aoai_text_list_add(making->mistakes,
                                  "--credential and --token-file name two "
                                  "different ways to sign in",
                                  making->error);
    if (pins_file && !making->settings->token_file)
        return aoai_text_list_add(making->mistakes,
                                  "--credential=token-file needs "
                                  "--token-file=FILE",
                                  making->error);
    return 0;
}

static int take_credential(struct making *making)
{
    const struct aoai_settings *settings = making->settings;
    struct aoai_setup *setup = making->setup;

    setup->credential = (struct aoai_credential_setup){
        .authority = setup->authority,
        .tenant_id = settings->tenant_id,
        .client_id = settings->client_id,
        .client_secret_file = settings->client_secret_file,
        .token_file = settings->token_file,
        .managed_identity_id = settings->managed_identity_id,
        .imds = setup->imds,
        .pinned = settings->credential,
    };
    aoai_credential_environment(&setup->credential);
    return check_pin(making);
}

/* The first of two environment variables that is set. */
static const char *either_env(const char *one, const char *other)
{
    const char *value = aoai_platform_env(one);

    return value ? value : aoai_platform_env(other);
}

static int take_network(struct making *making)
{
    const struct aoai_settings *settings = making->settings;
    bool trust_given = settings->ca_file || settings->ca_path;

    making->setup->network = (struct aoai_http_setup){
        .ca_file = trust_given ? settings->ca_file
                               : aoai_platform_env("SSL_CERT_FILE"),
        .ca_path = trust_given ? settings->ca_path
                               : aoai_platform_env("SSL_CERT_DIR"),
        .proxy = settings->proxy ? settings->proxy
                                 : either_env("HTTPS_PROXY", "https_proxy"),
        .no_proxy = either_env("NO_PROXY", "no_proxy"),
    };
    if (settings->proxy && strchr(settings->proxy, '@') &&
        aoai_settings_is_from(settings, &settings->proxy,
                              AOAI_SETTING_COMMAND_LINE))
        return aoai_text_list_add(making->mistakes,
                                  "--proxy: user and password must not stand "
                                  "here: put the URL into $HTTPS_PROXY",
                                  making->error);
    return 0;
}

int aoai_setup_make(struct aoai_setup *setup,
                    const struct aoai_settings *settings, int64_t now,
                    struct aoai_text_list *mistakes, struct aoai_error *error)
{
    struct making making = {setup, settings, mistakes, error};

    *setup = (struct aoai_setup){.settings = settings, .now = now};
    if (take_endpoints(&making) || take_resources(&making) ||
        take_query(&making) || take_month(&making) ||
        take_thresholds(&making) || take_credential(&making))
        return -1;
    return take_network(&making);
}

void aoai_setup_free(struct aoai_setup *setup)
{
    for (size_t i = 0; i < setup->resource_count; i++)
        aoai_resource_id_free(&setup->resources[i]);
    free(setup->resources);
    free(setup->authority);
    free(setup->arm);
    free(setup->imds);
    aoai_zone_free(&setup->zone);
    aoai_threshold_free(&setup->thresholds);
    memset(setup, 0, sizeof(*setup));
}
