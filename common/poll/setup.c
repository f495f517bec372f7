/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "poll/setup.h"

#include <stdlib.h>
#include <string.h>

#include "net/file.h"
#include "net/platform.h"
#include "poll/setup_steps.h"

#define ZONE_FOLDER "/usr/share/zoneinfo/"

/* The largest zone files have some kilobytes. */
enum { ZONE_FILE_MAX = 256 * 1024 };

int aoai_setup_mistake(struct aoai_setup_making *making, const char *name,
                       struct aoai_error *error)
{
    return aoai_text_list_add_mistake(making->mistakes, name, error,
                                      making->error);
}

/* Adds one resource unless it is there already. */
static int take_resource(struct aoai_setup_making *making, const char *text,
                         const char *name)
{
    struct aoai_setup *setup = making->setup;
    struct aoai_resource_id *grown, id = {0};
    struct aoai_error error;

    if (aoai_resource_id_parse(&id, text, &error))
        return aoai_setup_mistake(making, name, &error);
    for (size_t i = 0; i < setup->resource_count; i++)
        if (aoai_resource_id_same(&setup->resources[i], &id)) {
            aoai_resource_id_free(&id);
            return 0;
        }
    grown =
        realloc(setup->resources, (setup->resource_count + 1) * sizeof(*grown));
    if (!grown) {
        aoai_resource_id_free(&id);
        return aoai_error_memory(making->error);
    }
    setup->resources = grown;
    setup->resources[setup->resource_count++] = id;
    return 0;
}

static int take_resources(struct aoai_setup_making *making)
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
static int check_name(struct aoai_setup_making *making, const char *option,
                      const char *name)
{
    struct aoai_error error;

    for (const char *at = name; at && *at; at++)
        if ((unsigned char)*at < ' ' || *at == '\'' || *at == 0x7f) {
            aoai_error_set(&error, AOAI_ERROR_INPUT,
                           "a quote or control character is not allowed");
            return aoai_setup_mistake(making, option, &error);
        }
    return 0;
}

static int take_query(struct aoai_setup_making *making)
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

static int take_month(struct aoai_setup_making *making)
{
    struct aoai_setup *setup = making->setup;
    struct aoai_error error;

    /* A wrong zone is UTC, so that a wrong month is told in the same run. */
    if (read_zone(making->settings->timezone, &setup->zone, &error) &&
        aoai_setup_mistake(making, "--timezone", &error))
        return -1;
    if (aoai_month_find(&setup->month, making->settings->month, &setup->zone,
                        setup->now, &error))
        return aoai_setup_mistake(making, "--month", &error);
    return 0;
}

/* A function that adds a row to threshold rows. */
typedef int add_row(struct aoai_threshold_rows *rows, const char *text,
                    struct aoai_error *error);

static int take_rows(struct aoai_setup_making *making,
                     struct aoai_threshold_rows *rows,
                     const struct aoai_text_list *texts, add_row *add,
                     const char *name)
{
    struct aoai_error error;

    for (size_t i = 0; i < texts->count; i++)
        if (add(rows, texts->items[i], &error) &&
            aoai_setup_mistake(making, name, &error))
            return -1;
    return 0;
}

static int take_thresholds(struct aoai_setup_making *making)
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
        return aoai_setup_mistake(making, "", &error);
    return 0;
}

int aoai_setup_make(struct aoai_setup *setup,
                    const struct aoai_settings *settings, int64_t now,
                    struct aoai_text_list *mistakes, struct aoai_error *error)
{
    struct aoai_setup_making making = {setup, settings, mistakes, error};

    *setup = (struct aoai_setup){.settings = settings, .now = now};
    if (aoai_setup_take_endpoints(&making) || take_resources(&making) ||
        take_query(&making) || take_month(&making) ||
        take_thresholds(&making) || aoai_setup_take_credential(&making))
        return -1;
    return aoai_setup_take_network(&making);
}

int aoai_setup_make_access(struct aoai_setup *setup,
                           const struct aoai_settings *settings, int64_t now,
                           struct aoai_text_list *mistakes,
                           struct aoai_error *error)
{
    struct aoai_setup_making making = {setup, settings, mistakes, error};

    *setup = (struct aoai_setup){.settings = settings, .now = now};
    if (aoai_setup_take_endpoints(&making) || take_month(&making) ||
        aoai_setup_take_credential(&making))
        return -1;
    return aoai_setup_take_network(&making);
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
