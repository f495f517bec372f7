/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "core/url.h"

#include <arpa/inet.h>
#include <string.h>

#include "core/fold.h"

#define DIGITS "0123456789"
#define HEX_DIGITS DIGITS "abcdefABCDEF"
#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

/* RFC 3986, section 2.3. */
#define UNRESERVED LETTERS DIGITS "-._~"

/* What a host name is made of; "_" is not legal there, but used. */
static const char host_bytes[] = LETTERS DIGITS "-._";
static const char path_bytes[] = UNRESERVED "/%:";

/* The address of Azure's instance metadata service, on every machine there. */
static const char metadata_host[] = "169.254.169.254";

enum { HTTP_PORT = 80, HTTPS_PORT = 443, PORT_MAX = 65535, PORT_DIGITS = 5 };

/* The longest host name (RFC 1035), and room for it. */
enum { HOST_MAX = 253, HOST_SIZE = 256 };

/* A URL up to its path. */
struct origin {
    bool https;
    const char *host; /* inside the URL, brackets included */
    size_t host_length;
    int port;
    const char *rest; /* path, query and fragment */
};

/* Moves *TEXT behind WORD, in any case, if it stands there. */
static bool skip_word(const char **text, const char *word)
{
    size_t length = strlen(word);
    if (strnlen(*text, length) < length ||
        !aoai_fold_equal_bytes(*text, length, word))
        return false;
    *text += length;
    return true;
}

/* True when the LENGTH bytes at TEXT are an IPv6 address without zone. */
static bool is_ipv6(const char *text, size_t length)
{
    char address[INET6_ADDRSTRLEN];
    struct in6_addr parsed;
    if (length >= sizeof(address))
        return false;
    memcpy(address, text, length);
    address[length] = '\0';
    return strspn(address, HEX_DIGITS ":.") == length &&
           inet_pton(AF_INET6, address, &parsed) == 1;
}

/* True when the LENGTH bytes at TEXT are a host name or four numbers: no
 * empty label, at either end neither. */
static bool is_host_name(const char *text, size_t length)
{
    if (length == 0 || length > HOST_MAX || text[0] == '.' ||
        text[length - 1] == '.')
        return false;
    for (size_t i = 1; i < length; i++) {
        if (text[i] == '.' && text[i - 1] == '.')
            return false;
    }
    return true;
}

/* Reads the host at *AT into ORIGIN. Returns what is wrong, or NULL. */
static const char *read_host(struct origin *origin, const char **at)
{
    origin->host = *at;
    if (**at == '[') {
        size_t length = strcspn(*at + 1, "]");
        if ((*at)[1 + length] != ']' || !is_ipv6(*at + 1, length))
            return "what stands in brackets is no IPv6 address";
        origin->host_length = length + 2;
        *at += length + 2;
        return NULL;
    }

    origin->host_length = strspn(*at, host_bytes);
    *at += origin->host_length;
    if (origin->host_length == 0)
        return "the host is missing";
    if (!is_host_name(origin->host, origin->host_length))
        return "the host begins or ends with a dot, has two in a row or is "
               "too long";
    return NULL;
}

/* Reads "[:PORT]" at *AT into ORIGIN. Returns what is wrong, or NULL. */
static const char *read_port(struct origin *origin, const char **at)
{
    origin->port = origin->https ? HTTPS_PORT : HTTP_PORT;
    if (**at != ':')
        return NULL;

    (*at)++;
    size_t digits = strspn(*at, DIGITS);
    int port = 0;
    for (size_t i = 0; i < digits && i < PORT_DIGITS; i++)
        port = port * 10 + ((*at)[i] - '0');
    *at += digits;
    if (digits == 0 || digits > PORT_DIGITS || port < 1 || port > PORT_MAX)
        return "the port is no number from 1 to 65535";
    origin->port = port;
    return NULL;
}

/* Reads what follows the scheme, AT, into ORIGIN. Returns what is wrong, or
 * NULL. Whatever different programs read differently is wrong. */
static const char *read_authority(struct origin *origin, const char *at)
{
    const char *why = read_host(origin, &at);
    if (why == NULL)
        why = read_port(origin, &at);
    if (why == NULL && *at != '\0' && strchr("/?#", *at) == NULL)
        why = "a character that is allowed in no host follows it";
    origin->rest = at;
    return why;
}

/* Reads the scheme and what follows it into ORIGIN; false when URL is none
 * of http or https, or can be read in two ways. */
static bool read_origin(struct origin *origin, const char *url)
{
    *origin = (struct origin){0};
    origin->https = skip_word(&url, "https://");
    if (!origin->https && !skip_word(&url, "http://"))
        return false;
    return read_authority(origin, url) == NULL;
}

/* True for "127.A.B.C", each number from 0 to 255 without leading zeros. */
static bool is_loopback_ipv4(const char *host)
{
    /* inet_pton() knows neither octal nor hexadecimal nor short forms, but
     * old ones take leading zeros. */
    struct in_addr parsed;
    if (inet_pton(AF_INET, host, &parsed) != 1)
        return false;
    for (const char *at = host; *at != '\0'; at++) {
        bool leads = at == host || at[-1] == '.';
        if (leads && at[0] == '0' && at[1] != '.' && at[1] != '\0')
            return false;
    }
    return strncmp(host, "127.", 4) == 0;
}

/* True when ORIGIN is this machine or its metadata service. */
static bool is_local(const struct origin *origin)
{
    char host[HOST_SIZE];
    if (origin->host_length >= sizeof(host))
        return false;
    memcpy(host, origin->host, origin->host_length);
    host[origin->host_length] = '\0';
    return aoai_fold_equal(host, "localhost") || strcmp(host, "[::1]") == 0 ||
           strcmp(host, metadata_host) == 0 || is_loopback_ipv4(host);
}

/* Says what is wrong with a path, or returns NULL. */
static const char *check_path(const char *path)
{
    for (const char *at = path; *at != '\0'; at++) {
        if (*at == '?')
            return "a query has no place in it";
        if (*at == '#')
            return "a fragment has no place in it";
        if (strchr(path_bytes, *at) == NULL)
            return "its path holds a character that is not allowed there";
        if (*at == '%' && (at[1] == '\0' || at[2] == '\0' ||
                           strchr(HEX_DIGITS, at[1]) == NULL ||
                           strchr(HEX_DIGITS, at[2]) == NULL))
            return "a '%' in it is not followed by two hexadecimal digits";
    }
    return NULL;
}

/* Reads the endpoint TEXT into ORIGIN and *HOST, the text behind the scheme.
 * Returns what is wrong, or NULL. */
static const char *read_endpoint(struct origin *origin, const char **host,
                                 const char *text, bool scheme_optional)
{
    *origin = (struct origin){.https = true};
    *host = text;
    if (*text == '\0')
        return "it is empty";
    if (strchr(text, '@') != NULL)
        return "a user name or password has no place in it";

    bool scheme = skip_word(host, "https://");
    if (!scheme && skip_word(host, "http://")) {
        scheme = true;
        origin->https = false;
    }
    if (!scheme && (!scheme_optional || strstr(text, "://") != NULL))
        return "it does not begin with https://";

    const char *why = read_authority(origin, *host);
    if (why == NULL)
        why = check_path(origin->rest);
    if (why == NULL && !origin->https && !is_local(origin))
        why = "http:// is for this machine alone (localhost, 127.0.0.1, "
              "[::1]); use https://";
    return why;
}

/* Sets ERROR for TEXT, of which nothing secret may be shown: not what may be
 * a password, nor a query, which may be a signature. */
static int refuse(struct aoai_error *error, const char *text, const char *why)
{
    if (strchr(text, '@') != NULL)
        return aoai_error_set(error, AOAI_ERROR_INPUT, "the URL is wrong: %s",
                              why);

    struct aoai_buf shown = {.max = AOAI_QUOTE_MAX * 2};
    aoai_buf_add(&shown, text, strnlen(text, AOAI_QUOTE_MAX + 1));
    aoai_buf_truncate(&shown, strcspn(aoai_buf_text(&shown), "?#"));
    if (aoai_buf_check(&shown, error) == 0)
        aoai_error_set(error, AOAI_ERROR_INPUT, "the URL %s is wrong: %s",
                       aoai_error_quote(aoai_buf_text(&shown)).text, why);
    aoai_buf_free(&shown);
    return -1;
}

int aoai_url_endpoint(struct aoai_buf *out, const char *text,
                      bool scheme_optional, struct aoai_error *error)
{
    struct origin origin;
    const char *host;
    const char *why = read_endpoint(&origin, &host, text, scheme_optional);
    if (why != NULL)
        return refuse(error, text, why);

    size_t length = strlen(host);
    while (length > 0 && host[length - 1] == '/')
        length--;
    aoai_buf_puts(out, origin.https ? "https://" : "http://");
    aoai_buf_add(out, host, length);
    return aoai_buf_check(out, error);
}

bool aoai_url_is_local(const char *url)
{
    struct origin origin;
    return read_origin(&origin, url) && is_local(&origin);
}

bool aoai_url_same_origin(const char *one, const char *other)
{
    struct origin left;
    struct origin right;
    if (!read_origin(&left, one) || !read_origin(&right, other))
        return false;
    if (left.https != right.https || left.port != right.port ||
        left.host_length != right.host_length)
        return false;
    for (size_t i = 0; i < left.host_length; i++) {
        if (aoai_fold_byte((unsigned char)left.host[i]) !=
            aoai_fold_byte((unsigned char)right.host[i]))
            return false;
    }
    return true;
}

void aoai_url_host(char host[AOAI_URL_HOST_SIZE], const char *url)
{
    const char *start = strstr(url, "://");
    size_t length;

    start = start != NULL ? start + strlen("://") : url;
    length = strcspn(start, "/?#");
    for (const char *at = start; at < start + length; at++)
        if (*at == '@') {
            length -= (size_t)(at + 1 - start);
            start = at + 1;
        }
    if (length >= AOAI_URL_HOST_SIZE)
        length = AOAI_URL_HOST_SIZE - 1;
    memcpy(host, start, length);
    host[length] = '\0';
}

/* Appends TEXT, percent-encoded but for the bytes in KEPT. */
static void escape(struct aoai_buf *out, const char *text, const char *kept)
{
    for (const char *at = text; *at != '\0'; at++) {
        if (strchr(kept, *at) != NULL)
            aoai_buf_putc(out, *at);
        else
            aoai_buf_printf(out, "%%%02X", (unsigned)(unsigned char)*at);
    }
}

void aoai_url_escape(struct aoai_buf *out, const char *text)
{
    escape(out, text, UNRESERVED);
}

void aoai_url_escape_path(struct aoai_buf *out, const char *text)
{
    escape(out, text, UNRESERVED "/");
}

/* The value of the hexadecimal digit BYTE; -1 for any other. */
static int hex_value(char byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    if (byte >= 'a' && byte <= 'f')
        return byte - 'a' + 10;
    return byte >= 'A' && byte <= 'F' ? byte - 'A' + 10 : -1;
}

bool aoai_url_unescape(struct aoai_buf *out, const char *text, size_t length)
{
    size_t before = out->length;

    for (size_t i = 0; i < length; i++) {
        int high, low;
        if (text[i] != '%') {
            aoai_buf_putc(out, text[i]);
            continue;
        }
        high = i + 2 < length ? hex_value(text[i + 1]) : -1;
        low = i + 2 < length ? hex_value(text[i + 2]) : -1;
        if (high < 0 || low < 0 || high + low == 0) {
            aoai_buf_truncate(out, before);
            return false;
        }
        aoai_buf_putc(out, (char)(high * 16 + low));
        i += 2;
    }
    return true;
}
