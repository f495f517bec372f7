/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "azure/cloud.h"

#include <stddef.h>
#include <string.h>

static const struct aoai_cloud clouds[] = {
    {"public", "https://login.microsoftonline.com",
     "https://management.azure.com"},
    {"usgov", "https://login.microsoftonline.us",
     "https://management.usgovcloudapi.net"},
    {"china", "https://login.chinacloudapi.cn",
     "https://management.chinacloudapi.cn"},
};

const struct aoai_cloud *aoai_cloud_find(const char *name)
{
    for (size_t i = 0; i < sizeof(clouds) / sizeof(clouds[0]); i++)
        if (strcmp(clouds[i].name, name) == 0)
            return &clouds[i];
    return NULL;
}
