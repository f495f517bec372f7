/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "azure/cloud.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "core/url.h"

static const struct aoai_cloud clouds[] = {
    {
        .name = "public",
        .authority = "https://login.microsoftonline.com",
        .authority_aliases = {"https://login.windows.net",
                              "https://login.microsoft.com",
                              "https://sts.windows.net"},
        .arm = "https://management.azure.com",
        .metrics = "https://{region}.metrics.monitor.azure.com",
        .metrics_audience = "https://metrics.monitor.azure.com",
        .storage_suffix = "core.windows.net",
        .mail_suffix = "communication.azure.com",
        .portal = "https://portal.azure.com",
    },
    {
        .name = "usgov",
        .authority = "https://login.microsoftonline.us",
        .authority_aliases = {"https://login.usgovcloudapi.net"},
        .arm = "https://management.usgovcloudapi.net",
        .metrics = "https://{region}.metrics.monitor.azure.us",
        .metrics_audience = "https://metrics.monitor.azure.us",
        .storage_suffix = "core.usgovcloudapi.net",
        .mail_suffix = "communication.azure.us",
        .portal = "https://portal.azure.us",
    },
    {
        .name = "china",
        .authority = "https://login.chinacloudapi.cn",
        .authority_aliases = {"https://login.partner.microsoftonline.cn"},
        .arm = "https://management.chinacloudapi.cn",
        .metrics = "https://{region}.metrics.monitor.azure.cn",
        .metrics_audience = "https://metrics.monitor.azure.cn",
        .storage_suffix = "core.chinacloudapi.cn",
        .portal = "https://portal.azure.cn",
    },
};

enum {
    CLOUDS = sizeof(clouds) / sizeof(clouds[0]),
    ALIASES = sizeof(clouds[0].authority_aliases) /
              sizeof(clouds[0].authority_aliases[0])
};

/* True when the endpoint URL is CLOUD's authority by any name. */
static bool signs_in(const struct aoai_cloud *cloud, const char *url)
{
    if (aoai_url_same_origin(url, cloud->authority))
        return true;
    for (size_t i = 0; i < ALIASES && cloud->authority_aliases[i]; i++)
        if (aoai_url_same_origin(url, cloud->authority_aliases[i]))
            return true;
    return false;
}

const struct aoai_cloud *aoai_cloud_find(const char *name)
{
    for (size_t i = 0; i < CLOUDS; i++)
        if (strcmp(clouds[i].name, name) == 0)
            return &clouds[i];
    return NULL;
}

const struct aoai_cloud *aoai_cloud_of_authority(const char *url)
{
    for (size_t i = 0; i < CLOUDS; i++)
        if (signs_in(&clouds[i], url))
            return &clouds[i];
    return NULL;
}

const struct aoai_cloud *aoai_cloud_of_arm(const char *url)
{
    for (size_t i = 0; i < CLOUDS; i++)
        if (aoai_url_same_origin(url, clouds[i].arm))
            return &clouds[i];
    return NULL;
}
