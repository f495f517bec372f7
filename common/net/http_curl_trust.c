/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "net/http_curl_try.h"

#include <dirent.h>
#include <string.h>

/* True for the name of a certificate in a hashed folder: "0a1b2c3d.0". */
static bool is_hashed(const char *name)
{
    return strspn(name, "0123456789abcdef") == 8 && name[8] == '.' &&
           name[9] >= '0' && name[9] <= '9';
}

/* True when the folder PATH has at least one hashed name. */
static bool has_hashed(const char *path)
{
    DIR *list = path != NULL ? opendir(path) : NULL;
    const struct dirent *entry = NULL;

    if (list == NULL)
        return false;
    do {
        entry = readdir(list);
    } while (entry != NULL && !is_hashed(entry->d_name));
    closedir(list);
    return entry != NULL;
}

struct aoai_http_curl_trust
aoai_http_curl_trust_find(const struct aoai_http_setup *setup)
{
    const curl_version_info_data *curl = NULL;

    if (setup->ca_file != NULL || setup->ca_path != NULL)
        return (struct aoai_http_curl_trust){setup->ca_file, setup->ca_path};
    curl = curl_version_info(CURLVERSION_NOW);
    if (has_hashed(curl->capath))
        return (struct aoai_http_curl_trust){NULL, curl->capath};
    return (struct aoai_http_curl_trust){curl->cainfo, NULL};
}
