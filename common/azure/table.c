/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "azure/table.h"

#include <stdio.h>
#include <string.h>

#include "azure/bearer.h"
#include "azure/table_error.h"
#include "azure/table_sas.h"
#include "net/http_date.h"

/* Milliseconds for one try. The service answers in some, or gives up itself
 * after 30 s (https://learn.microsoft.com/rest/api/storageservices/
 * setting-timeouts-for-table-service-operations): better to ask again. */
enum { TRY_LIMIT = 10000 };

#define AUTHORIZATION "Authorization: "
#define DATE "x-ms-date: "

/* A call on its way. */
struct request {
    const struct aoai_table_setup *setup;
    struct aoai_buf url;                           /* secret: a SAS is in it */
    struct aoai_buf path;                          /* as it is signed */
    struct aoai_buf authorization;                 /* header; secret */
    struct aoai_buf match;                         /* header */
    char date[sizeof(DATE) + AOAI_HTTP_DATE_SIZE]; /* header */
    struct aoai_http_exchange exchange;
    const char **proof;      /* where AUTHORIZATION stands in its headers */
    struct aoai_error error; /* of signing anew */
};

/* Releases what REQUEST holds, but for the answer. */
static void release(struct request *request)
{
    aoai_http_free_answer(&request->exchange);
    aoai_buf_free(&request->url);
    aoai_buf_free(&request->path);
    aoai_buf_free(&request->authorization);
    aoai_buf_free(&request->match);
}

/* Prepends to ERROR which table it is about. */
static int wrap(const struct aoai_table_setup *setup, struct aoai_error *error)
{
    return aoai_error_wrap(error, "the table %s of %s", setup->place->table,
                           setup->place->account);
}

/* Writes the date, and the signature that depends on it where a key signs. */
static int sign(struct request *request, struct aoai_error *error)
{
    const struct aoai_table_setup *setup = request->setup;
    struct aoai_buf *header = &request->authorization;
    char date[AOAI_HTTP_DATE_SIZE];
    int failed;

    aoai_http_date_format(setup->clock->wall(setup->clock->self), date);
    (void)snprintf(request->date, sizeof(request->date), DATE "%s", date);
    if (!setup->key || setup->key->key.length == 0)
        return 0;
    aoai_buf_truncate(header, 0);
    aoai_buf_puts(header, AUTHORIZATION);
    failed =
        aoai_table_sign(header, setup->place->account, &setup->key->key, date,
                        aoai_buf_text(&request->path), setup->crypto, error);
    *request->proof = aoai_buf_text(header);
    return failed;
}

/* Signs anew before a further try: a date ages. */
static void renew(struct aoai_http_exchange *exchange)
{
    struct request *request = exchange->context;

    (void)!sign(request, &request->error);
}

/* True when SETUP signs in with a token. */
static bool wants_token(const struct aoai_table_setup *setup)
{
    return !setup->key ||
           (setup->key->key.length == 0 && setup->key->sas.length == 0);
}

/* Writes the header with a fresh or kept token where one is wanted. */
static int authorize(struct request *request, int64_t deadline,
                     struct aoai_error *error)
{
    struct aoai_buf *header = &request->authorization;

    if (!wants_token(request->setup))
        return 0;
    if (aoai_bearer_write(header, request->setup->credential,
                          AOAI_TABLE_AUDIENCE, deadline, error))
        return -1;
    *request->proof = aoai_buf_text(header);
    return 0;
}

/* Adds all headers but the one that proves who asks. No metadata is asked for:
 * the types of our properties are known, and the ETag comes as a header. */
static void add_headers(struct request *request,
                        const struct aoai_table_call *call)
{
    const char **header = request->exchange.headers;

    *header++ = request->date;
    *header++ = "x-ms-version: 2019-02-02";
    *header++ = "DataServiceVersion: 3.0";
    *header++ = "Accept: application/json;odata=nometadata";
    if (call->body)
        *header++ = "Content-Type: application/json";
    if (call->match)
        *header++ = aoai_buf_text(&request->match);
    else if (strcmp(call->method, "POST") == 0)
        *header++ = "Prefer: return-no-content";
    request->proof = header; /* nothing where a SAS is in the URL */
}

/* Fills in REQUEST for CALL, all but the headers that prove who asks. */
static int prepare(struct request *request, const struct aoai_table_call *call,
                   struct aoai_error *error)
{
    const struct aoai_table_place *place = request->setup->place;
    const char *root = strstr(place->endpoint, "://") + strlen("://");

    aoai_buf_printf(&request->path, "%s%s", root + strcspn(root, "/"),
                    call->path);
    aoai_buf_printf(&request->url, "%s%s", place->endpoint, call->path);
    if (request->setup->key && request->setup->key->sas.length > 0)
        aoai_buf_printf(&request->url, "?%s",
                        aoai_buf_text(&request->setup->key->sas));
    if (call->match)
        aoai_buf_printf(&request->match, "If-Match: %s", call->match);
    request->exchange = (struct aoai_http_exchange){
        .method = call->method,
        .url = aoai_buf_text(&request->url),
        .body = call->body,
        .body_length = call->body ? strlen(call->body) : 0,
        .repeatable = true,
        .deadline = call->deadline,
        .try_limit = TRY_LIMIT,
        .query_is_secret = true,
        .renew = renew,
        .context = request,
    };
    add_headers(request, call);
    if (aoai_buf_check(&request->url, error) ||
        aoai_buf_check(&request->path, error))
        return -1;
    return aoai_buf_check(&request->match, error);
}

/* Sends REQUEST, again with a new token where the first was refused, and adds
 * up its tries. */
static int exchange_once_or_twice(struct request *request, int64_t deadline,
                                  int *tries, struct aoai_error *error)
{
    struct aoai_http_exchange *exchange = &request->exchange;
    int failed;

    if (authorize(request, deadline, error) || sign(request, error))
        return -1;
    failed = aoai_http_send(request->setup->http, exchange, error);
    *tries = exchange->tries;
    if (failed || exchange->status != 401 || !wants_token(request->setup) ||
        !aoai_bearer_forget(aoai_buf_text(&request->authorization),
                            request->setup->credential, AOAI_TABLE_AUDIENCE))
        return failed;
    aoai_http_free_answer(exchange);
    if (authorize(request, deadline, error) || sign(request, error))
        return -1;
    failed = aoai_http_send(request->setup->http, exchange, error);
    *tries += exchange->tries;
    return failed;
}

/* Drops the byte order mark that an answer may begin with. */
static void drop_mark(struct aoai_buf *answer)
{
    static const char mark[] = "\xef\xbb\xbf";
    size_t size = strlen(mark);

    if (strncmp(aoai_buf_text(answer), mark, size) != 0)
        return;
    memmove(answer->data, answer->data + size, answer->length - size);
    aoai_buf_truncate(answer, answer->length - size);
}

/* True for an answer that the caller can go on with. */
static bool is_good(int status, const char *code)
{
    if (status == 404)
        return strcmp(code, "ResourceNotFound") == 0 ||
               strcmp(code, "TableNotFound") == 0;
    if (status == 409)
        return strcmp(code, "EntityAlreadyExists") == 0 ||
               strcmp(code, "TableAlreadyExists") == 0;
    return status / 100 == 2 || status == 412;
}

/* Hands the answer to REQUEST over to CALL. */
static int take(struct request *request, struct aoai_table_call *call,
                struct aoai_error *error)
{
    struct aoai_http_exchange *exchange = &request->exchange;

    if (aoai_buf_check(&exchange->answer, error))
        return -1;
    drop_mark(&exchange->answer);
    call->status = exchange->status;
    if (exchange->status / 100 != 2)
        aoai_table_error_code(call->code, exchange);
    if (!is_good(call->status, call->code))
        return aoai_table_error_set(request->setup, exchange, call->code,
                                    error);
    (void)snprintf(call->etag, sizeof(call->etag), "%s", exchange->etag);
    call->answer = exchange->answer;
    exchange->answer = (struct aoai_buf){0};
    return 0;
}

/* Takes out of ERROR what REQUEST was proved with: a service may repeat it. */
static void conceal(const struct request *request, struct aoai_error *error)
{
    if (request->setup->key)
        aoai_table_sas_conceal(&request->setup->key->sas, error);
    aoai_error_conceal(
        error, aoai_bearer_token(aoai_buf_text(&request->authorization)));
}

int aoai_table_send(const struct aoai_table_setup *setup,
                    struct aoai_table_call *call, struct aoai_error *error)
{
    AOAI_CLEANUP(release)
    struct request request = {.setup = setup,
                              .url = {.secret = true},
                              .authorization = {.secret = true}};

    aoai_table_call_free(call);
    if (prepare(&request, call, error) == 0 &&
        exchange_once_or_twice(&request, call->deadline, &call->tries, error) ==
            0 &&
        take(&request, call, error) == 0)
        return 0;
    if (request.error.kind != AOAI_ERROR_NONE)
        *error = request.error;
    conceal(&request, error);
    return wrap(setup, error);
}

void aoai_table_call_free(struct aoai_table_call *call)
{
    aoai_buf_free(&call->answer);
    call->status = 0;
    call->tries = 0;
    call->etag[0] = '\0';
    call->code[0] = '\0';
}
