/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "net/http_curl_try.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/url.h"

/* Milliseconds that libcurl's clock and ours may be apart. */
enum { CLOCK_SLACK = 20 };

/* Why there is no connection, from the system's error NUMBER. */
static const char *connect_reason(long number)
{
    switch (number) {
    case ECONNREFUSED:
        return "connection refused";
    case EHOSTUNREACH:
        return "no route to it";
    case ENETUNREACH:
        return "the network is unreachable";
    case ETIMEDOUT:
        return "no connection in time";
    case EACCES:
    case EPERM:
        return "connecting is not allowed";
    default:
        return "no connection";
    }
}

/* True when TRIED begins with the name of HOST, which has its brackets and port
 * and may be an IPv6 address; libcurl's words have none of them. */
static bool is_named(const char *tried, const char *host)
{
    bool brackets = *host == '[';

    host += brackets;
    return strncmp(tried, host, strcspn(host, brackets ? "]" : ":")) == 0;
}

/* Says that there is no connection to HOST, or to the proxy on the way to it:
 * libcurl's words name the one that was tried. */
static void set_unconnected(const struct aoai_http_curl_try *place,
                            const char *host, struct aoai_error *error)
{
    static const char words[] = "Failed to connect to ";
    const char *tried = strstr(place->detail, words);
    char proxy[AOAI_URL_HOST_SIZE];
    long number = 0;

    if (strstr(place->detail, "proxy scheme") != NULL) {
        aoai_error_set(error, AOAI_ERROR_NETWORK,
                       "%s: the proxy's URL has a scheme that is not known: "
                       "write http://HOST:PORT",
                       host);
        return;
    }
    curl_easy_getinfo(place->easy, CURLINFO_OS_ERRNO, &number);
    if (place->setup->proxy == NULL || tried == NULL ||
        is_named(tried + strlen(words), host)) {
        aoai_error_set(error, AOAI_ERROR_NETWORK, "%s: %s", host,
                       connect_reason(number));
        return;
    }
    aoai_url_host(proxy, place->setup->proxy);
    aoai_error_set(error, AOAI_ERROR_NETWORK, "%s: the proxy %s: %s", host,
                   proxy, connect_reason(number));
}

/* The part of libcurl's words that says what it is about. */
static const char *detail(const struct aoai_http_curl_try *place)
{
    const char *colon = strstr(place->detail, ": ");

    if (colon != NULL)
        return colon + 2;
    return place->detail[0] != '\0' ? place->detail : "no reason given";
}

/* True when the words DETAIL are about the time in which a certificate is
 * good, which a wrong clock misses as well. */
static bool is_about_time(const char *detail)
{
    return strstr(detail, "has expired") != NULL ||
           strstr(detail, "not yet valid") != NULL;
}

/* Says that HOST's certificate was not accepted. */
static void set_untrusted(const struct aoai_http_curl_try *place,
                          const char *host, struct aoai_error *error)
{
    bool nothing = place->trust->file == NULL && place->trust->path == NULL;

    if (nothing)
        aoai_error_set(error, AOAI_ERROR_NETWORK,
                       "%s: no trust store was found: install "
                       "ca-certificates or use --ca-file",
                       host);
    else if (strstr(place->detail, "subject name") != NULL ||
             strstr(place->detail, "does not match") != NULL)
        aoai_error_set(error, AOAI_ERROR_NETWORK,
                       "%s: its certificate is for another name", host);
    else if (is_about_time(place->detail))
        aoai_error_set(error, AOAI_ERROR_NETWORK,
                       "%s: its certificate is not trusted (%s): check the "
                       "clock of this machine, then that certificate",
                       host, detail(place));
    else
        aoai_error_set(error, AOAI_ERROR_NETWORK,
                       "%s: its certificate is not trusted (%s): name the CA "
                       "with --ca-file or --ca-path",
                       host, detail(place));
}

/* Says that the CA file or folder could not be read. */
static void set_no_store(const struct aoai_http_curl_try *place,
                         const char *host, struct aoai_error *error)
{
    bool is_file = place->setup->ca_file != NULL;
    const char *named = is_file ? place->setup->ca_file : place->setup->ca_path;

    if (named != NULL)
        aoai_error_set(error, AOAI_ERROR_NETWORK,
                       "%s: the CA certificates in %s can not be read: check "
                       "%s",
                       host, named,
                       is_file ? "--ca-file or $SSL_CERT_FILE"
                               : "--ca-path or $SSL_CERT_DIR");
    else
        aoai_error_set(error, AOAI_ERROR_NETWORK,
                       "%s: no trust store was found: install "
                       "ca-certificates or use --ca-file",
                       host);
}

/* How far the try of PLACE has come. A proxy resolves names itself. */
static const char *find_missing(const struct aoai_http_curl_try *place)
{
    long sent = 0;
    curl_off_t resolved = 0;

    curl_easy_getinfo(place->easy, CURLINFO_REQUEST_SIZE, &sent);
    curl_easy_getinfo(place->easy, CURLINFO_NAMELOOKUP_TIME_T, &resolved);
    if (sent > 0)
        return "no whole answer";
    return resolved > 0 || place->setup->proxy != NULL
               ? "no connection"
               : "could not resolve the name";
}

/* Says what did not come, and which time ran out. */
static void set_timeout(const struct aoai_http_curl_try *place,
                        const char *host, int64_t now, struct aoai_error *error)
{
    const char *missing = find_missing(place);

    if (now + CLOCK_SLACK >= place->exchange->deadline)
        aoai_error_set(error, AOAI_ERROR_DEADLINE,
                       "%s: %s before the time ran out", host, missing);
    else
        aoai_error_set(error, AOAI_ERROR_NETWORK,
                       "%s: %s within %" PRId64 " ms", host, missing,
                       now - place->started);
}

/* Says what our own callbacks did not take; false when that was not it. */
static bool set_stop(const struct aoai_http_curl_try *place, const char *host,
                     struct aoai_error *error)
{
    switch (place->stop) {
    case AOAI_HTTP_CURL_LARGE:
        aoai_error_set(error, AOAI_ERROR_ANSWER,
                       "%s: answer larger than %zu bytes", host,
                       place->exchange->answer.max);
        return true;
    case AOAI_HTTP_CURL_HEADERS:
        aoai_error_set(error, AOAI_ERROR_ANSWER,
                       "%s: answer with headers larger than %d bytes", host,
                       AOAI_HTTP_CURL_HEADER_BYTES);
        return true;
    case AOAI_HTTP_CURL_ENCODED:
        aoai_error_set(error, AOAI_ERROR_ANSWER,
                       "%s: answer in an encoding that was not asked for",
                       host);
        return true;
    case AOAI_HTTP_CURL_RUNS:
        break;
    }
    if (place->exchange->answer.state != AOAI_BUF_NO_MEMORY)
        return false;
    aoai_error_memory(error);
    return true;
}

/* The status with which the proxy refused to connect; 0: it did not. */
static long proxy_refusal(const struct aoai_http_curl_try *place)
{
    long status = 0;

    curl_easy_getinfo(place->easy, CURLINFO_HTTP_CONNECTCODE, &status);
    return status >= 300 ? status : 0;
}

/* True when the proxy does not accept user and password: 407, and 401 from
 * those that take a wrong password for a matter of their own (tinyproxy). */
static bool is_stranger(long status)
{
    return status == 407 || status == 401;
}

/* Says what the proxy answered instead of connecting; false: nothing. */
static bool set_proxy(const struct aoai_http_curl_try *place, const char *host,
                      struct aoai_error *error)
{
    long status = proxy_refusal(place);

    if (is_stranger(status))
        aoai_error_set(error, AOAI_ERROR_NETWORK,
                       "%s: the proxy wants another user or password (%ld)",
                       host, status);
    else if (status)
        aoai_error_set(error, AOAI_ERROR_NETWORK,
                       "%s: the proxy does not connect to it (%ld)", host,
                       status);
    return status;
}

/* What the remaining results mean. */
static void set_plain(CURLcode result, const char *host,
                      struct aoai_error *error)
{
    static const struct {
        CURLcode result;
        enum aoai_error_kind kind;
        const char *text;
    } rows[] = {
        {CURLE_COULDNT_RESOLVE_HOST, AOAI_ERROR_NETWORK,
         "could not resolve the name"},
        {CURLE_COULDNT_RESOLVE_PROXY, AOAI_ERROR_NETWORK,
         "could not resolve the name of the proxy"},
        {CURLE_PARTIAL_FILE, AOAI_ERROR_NETWORK, "the answer was cut off"},
        {CURLE_GOT_NOTHING, AOAI_ERROR_NETWORK,
         "the connection was closed without an answer"},
        {CURLE_RECV_ERROR, AOAI_ERROR_NETWORK,
         "the connection broke while the answer came"},
        {CURLE_SEND_ERROR, AOAI_ERROR_NETWORK,
         "the connection broke while the request went out"},
        {CURLE_HTTP2, AOAI_ERROR_NETWORK, "HTTP/2 failed"},
        {CURLE_HTTP2_STREAM, AOAI_ERROR_NETWORK, "HTTP/2 failed"},
        {CURLE_UNSUPPORTED_PROTOCOL, AOAI_ERROR_ANSWER,
         "the answer is not HTTP"},
        {CURLE_WEIRD_SERVER_REPLY, AOAI_ERROR_ANSWER, "the answer is not HTTP"},
        {CURLE_URL_MALFORMAT, AOAI_ERROR_INPUT, "the URL is not understood"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (rows[i].result == result) {
            aoai_error_set(error, rows[i].kind, "%s: %s", host, rows[i].text);
            return;
        }
    aoai_error_set(error, AOAI_ERROR_NETWORK, "%s: %s", host,
                   curl_easy_strerror(result));
}

/* True for results that will be the same next time. */
static bool is_lasting(const struct aoai_http_curl_try *place, CURLcode result)
{
    return result == CURLE_PEER_FAILED_VERIFICATION ||
           result == CURLE_SSL_CACERT_BADFILE ||
           is_stranger(proxy_refusal(place));
}

void aoai_http_curl_fault_set(const struct aoai_http_curl_try *place,
                              CURLcode result, int64_t now)
{
    struct aoai_error *error = &place->exchange->error;
    char host[AOAI_URL_HOST_SIZE];

    aoai_url_host(host, place->exchange->url);
    place->exchange->lasting = is_lasting(place, result);
    if (set_stop(place, host, error) || set_proxy(place, host, error))
        return;
    switch (result) {
    case CURLE_OUT_OF_MEMORY:
        aoai_error_memory(error);
        return;
    case CURLE_OPERATION_TIMEDOUT:
        set_timeout(place, host, now, error);
        return;
    case CURLE_COULDNT_CONNECT:
        set_unconnected(place, host, error);
        return;
    case CURLE_PEER_FAILED_VERIFICATION:
        set_untrusted(place, host, error);
        return;
    case CURLE_SSL_CACERT_BADFILE:
        set_no_store(place, host, error);
        return;
    case CURLE_SSL_CONNECT_ERROR:
        aoai_error_set(error, AOAI_ERROR_NETWORK,
                       "%s: no agreement on TLS 1.2 or newer (%s)", host,
                       detail(place));
        return;
    default:
        set_plain(result, host, error);
    }
}
