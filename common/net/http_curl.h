/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The transport: libcurl's multi interface. Only http_curl*.c know curl.
 *
 * It is built as a module of its own (see module.h), because loading
 * libcurl with its thirty libraries costs more than all the rest of a check
 * that is answered from the cache. */
#ifndef AOAI_NET_HTTP_CURL_H
#define AOAI_NET_HTTP_CURL_H

#include "core/attr.h"
#include "core/error.h"
#include "net/http.h"
#include "net/platform.h"

/* Requests in flight at once, and connections to one host. */
enum { AOAI_HTTP_CURL_IN_FLIGHT = 16 };

/* How to reach the network: all texts borrowed for the transport's life. */
struct aoai_http_setup {
    const char *ca_file;  /* PEM bundle to trust, or NULL */
    const char *ca_path;  /* hashed folder to trust, or NULL; with both NULL
                             the system's folder, or its bundle where it has
                             no folder with hashed names */
    const char *proxy;    /* URL of a proxy, or NULL; it may hold user and
                             password, which no error shows */
    const char *no_proxy; /* hosts to reach directly, curl's syntax, or NULL */
    const struct aoai_clock *clock;
};

/* Makes a transport. TLS 1.2 at least, certificate and host name verified,
 * nothing but http and https spoken, no proxy for loopback and IMDS, signals
 * left alone. Returns 0, or -1 with ERROR. Release with aoai_http_free(). */
int aoai_http_curl_new(struct aoai_http *http,
                       const struct aoai_http_setup *setup,
                       struct aoai_error *error) AOAI_MUST_USE;

#endif
