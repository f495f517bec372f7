/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "poll/setup_steps.h"

#include <string.h>

#include "core/url.h"
#include "net/platform.h"

#define AUTHORITY_VARIABLE "AZURE_AUTHORITY_HOST"

/* Reads the endpoint TEXT into *FIELD; NAME is where it came from. */
static int take_endpoint(struct aoai_setup_making *making, char **field,
                         const char *text, const char *name)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf url = {0};
    struct aoai_error error;

    if (aoai_url_endpoint(&url, text, true, &error))
        return aoai_setup_mistake(making, name, &error);
    *field = aoai_buf_take(&url, making->error);
    return *field ? 0 : -1;
}

/* Takes the endpoint given by an option, else by a variable, else FALLBACK. */
static int choose_endpoint(struct aoai_setup_making *making, char **field,
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

/* What chose an endpoint apart from --cloud, so that it can be found. */
static const char *find_source(const struct aoai_settings *settings)
{
    if (settings->authority_host)
        return "--authority-host";
    if (aoai_platform_env(AUTHORITY_VARIABLE))
        return AUTHORITY_VARIABLE;
    return "--arm-endpoint";
}

/* Refuses an authority of one cloud with the Resource Manager of another,
 * unless options name both. */
static int check_mix(struct aoai_setup_making *making)
{
    const struct aoai_settings *settings = making->settings;
    const struct aoai_setup *setup = making->setup;
    const struct aoai_cloud *signs_in, *answers;
    struct aoai_error error;

    if (!setup->authority || !setup->arm ||
        (settings->authority_host && settings->arm_endpoint))
        return 0;
    signs_in = aoai_cloud_of_authority(setup->authority);
    answers = aoai_cloud_of_arm(setup->arm);
    if (!signs_in || !answers || signs_in == answers)
        return 0;
    aoai_error_set(&error, AOAI_ERROR_INPUT,
                   "%s (%s) does not sign in to %s (%s): set --cloud=%s, or "
                   "name both by --authority-host and --arm-endpoint to mix "
                   "them on purpose",
                   setup->authority, signs_in->name, setup->arm, answers->name,
                   settings->arm_endpoint ? answers->name : signs_in->name);
    return aoai_setup_mistake(making, find_source(settings), &error);
}

/* The audience of a Resource Manager is its own endpoint in every cloud; one
 * that no cloud has stands in for that of --cloud. */
static const char *choose_audience(const struct aoai_setup *setup)
{
    const struct aoai_cloud *known =
        setup->arm ? aoai_cloud_of_arm(setup->arm) : NULL;

    return known ? known->arm : setup->cloud->arm;
}

int aoai_setup_take_endpoints(struct aoai_setup_making *making)
{
    const struct aoai_settings *settings = making->settings;
    struct aoai_setup *setup = making->setup;

    setup->cloud = aoai_cloud_find(settings->cloud);
    if (choose_endpoint(making, &setup->authority, settings->authority_host,
                        "--authority-host", AUTHORITY_VARIABLE,
                        setup->cloud->authority) ||
        choose_endpoint(making, &setup->arm, settings->arm_endpoint,
                        "--arm-endpoint", NULL, setup->cloud->arm) ||
        check_mix(making))
        return -1;
    setup->audience = choose_audience(setup);
    return choose_endpoint(making, &setup->imds, NULL, "",
                           "AZURE_POD_IDENTITY_AUTHORITY_HOST", NULL);
}

/* The first of two environment variables that is set. */
static const char *either_env(const char *one, const char *other)
{
    const char *value = aoai_platform_env(one);

    return value ? value : aoai_platform_env(other);
}

int aoai_setup_take_network(struct aoai_setup_making *making)
{
    const struct aoai_settings *settings = making->settings;
    bool trust_given = settings->ca_file || settings->ca_path;

    making->setup->network = (struct aoai_http_setup){
        .ca_file = trust_given ? settings->ca_file
                               : aoai_platform_env("SSL_CERT_FILE"),
        .ca_path =
            trust_given ? settings->ca_path : aoai_platform_env("SSL_CERT_DIR"),
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
