/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include "net/http_curl_try.h"

void aoai_http_curl_option_check(struct aoai_http_curl_try *place,
                                 CURLcode result)
{
    if (place->refusal == CURLE_OK)
        place->refusal = result;
}

void aoai_http_curl_option_long(struct aoai_http_curl_try *place,
                                CURLoption option, long value)
{
    aoai_http_curl_option_check(place,
                                curl_easy_setopt(place->easy, option, value));
}

void aoai_http_curl_option_text(struct aoai_http_curl_try *place,
                                CURLoption option, const char *value)
{
    CURLcode result = curl_easy_setopt(place->easy, option, value);

    if (value != NULL || result == CURLE_OUT_OF_MEMORY)
        aoai_http_curl_option_check(place, result);
}

void aoai_http_curl_option_pointer(struct aoai_http_curl_try *place,
                                   CURLoption option, void *value)
{
    aoai_http_curl_option_check(place,
                                curl_easy_setopt(place->easy, option, value));
}

/* The numbers and flags that are the same for every request. */
static void set_numbers(struct aoai_http_curl_try *place)
{
    static const struct {
        CURLoption option;
        long value;
    } rows[] = {
        {CURLOPT_NOSIGNAL, 1},
        {CURLOPT_NOPROGRESS, 1},
        {CURLOPT_FOLLOWLOCATION, 0},
        {CURLOPT_PATH_AS_IS, 1},
        {CURLOPT_DISALLOW_USERNAME_IN_URL, 1},
        {CURLOPT_NETRC, CURL_NETRC_IGNORED},
        {CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_2TLS},
        {CURLOPT_PIPEWAIT, 1},
        {CURLOPT_TCP_NODELAY, 1},
        {CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2},
        {CURLOPT_SSL_VERIFYPEER, 1},
        {CURLOPT_SSL_VERIFYHOST, 2},
        {CURLOPT_PROXY_SSLVERSION, CURL_SSLVERSION_TLSv1_2},
        {CURLOPT_HEADEROPT, CURLHEADER_SEPARATE},
        {CURLOPT_HTTPPROXYTUNNEL, 1},
        {CURLOPT_SUPPRESS_CONNECT_HEADERS, 1},
#if LIBCURL_VERSION_NUM >= 0x075700
        /* Not to wait for a name server after the deadline. */
        {CURLOPT_QUICK_EXIT, 1},
#endif
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        aoai_http_curl_option_long(place, rows[i].option, rows[i].value);
}

/* The texts and addresses that are the same for every request. */
static void set_texts(struct aoai_http_curl_try *place)
{
    const struct aoai_http_curl_trust *trust = place->trust;
    const char *no_proxy = place->setup->no_proxy;

    aoai_http_curl_option_text(place, CURLOPT_USERAGENT,
                               "aoai-tokens/" PACKAGE_VERSION);
#if LIBCURL_VERSION_NUM >= 0x075500
    aoai_http_curl_option_text(place, CURLOPT_PROTOCOLS_STR, "http,https");
#else
    aoai_http_curl_option_long(place, CURLOPT_PROTOCOLS,
                               CURLPROTO_HTTP | CURLPROTO_HTTPS);
#endif
    aoai_http_curl_option_text(place, CURLOPT_CAINFO, trust->file);
    aoai_http_curl_option_text(place, CURLOPT_CAPATH, trust->path);
    /* An empty text keeps libcurl from reading the environment. */
    aoai_http_curl_option_text(place, CURLOPT_NOPROXY,
                               no_proxy != NULL ? no_proxy : "");
    if (place->setup->proxy != NULL) {
        aoai_http_curl_option_text(place, CURLOPT_PROXY_CAINFO, trust->file);
        aoai_http_curl_option_text(place, CURLOPT_PROXY_CAPATH, trust->path);
    }
    aoai_http_curl_option_pointer(place, CURLOPT_PRIVATE, place);
    aoai_http_curl_option_pointer(place, CURLOPT_ERRORBUFFER, place->detail);
    aoai_http_curl_option_pointer(place, CURLOPT_HEADERDATA, place);
    aoai_http_curl_option_pointer(place, CURLOPT_WRITEDATA, place);
    aoai_http_curl_option_check(
        place, curl_easy_setopt(place->easy, CURLOPT_HEADERFUNCTION,
                                aoai_http_curl_answer_header));
    aoai_http_curl_option_check(
        place, curl_easy_setopt(place->easy, CURLOPT_WRITEFUNCTION,
                                aoai_http_curl_answer_body));
}

void aoai_http_curl_option_fixed(struct aoai_http_curl_try *place)
{
    set_numbers(place);
    set_texts(place);
}
