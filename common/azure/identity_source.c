/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "azure/identity_source.h"

#include <string.h>

#include "azure/identity_answer.h"
#include "azure/token_answer.h"
#include "core/url.h"

/* How the service begins its refusal to choose among identities. */
#define SEVERAL "Multiple user assigned identities"

/* One question: the identity is ID, named by PARAMETER; ID NULL: none was
 * chosen. */
struct question {
    const struct aoai_identity_source *source;
    const struct aoai_identity_place *place;
    const struct aoai_credential_setup *setup;
    const char *audience;
    int64_t deadline;
    const char *parameter;
    const char *id;
};

/* Appends the URL of QUESTION. */
static int write_url(const struct question *question, struct aoai_buf *url,
                     struct aoai_error *error)
{
    aoai_buf_puts(url, question->place->endpoint);
    if (question->source->api_version) {
        aoai_buf_printf(
            url, "?api-version=%s&resource=", question->source->api_version);
        aoai_url_escape(url, question->audience);
    }
    if (question->id) {
        aoai_buf_printf(url, "&%s=", question->parameter);
        aoai_url_escape(url, question->id);
    }
    return aoai_buf_check(url, error);
}

/* Adds the header LINE after those that EXCHANGE has. */
static void add_header(struct aoai_http_exchange *exchange, const char *line)
{
    size_t i = 0;

    while (exchange->headers[i])
        i++;
    exchange->headers[i] = line;
}

/* Makes EXCHANGE post FORM, where QUESTION's audience is written to. */
static int post_form(const struct question *question, struct aoai_buf *form,
                     struct aoai_http_exchange *exchange,
                     struct aoai_error *error)
{
    aoai_buf_puts(form, "resource=");
    aoai_url_escape(form, question->audience);
    if (aoai_buf_check(form, error))
        return -1;
    exchange->method = "POST";
    exchange->body = aoai_buf_text(form);
    exchange->body_length = form->length;
    add_header(exchange, "Content-Type: application/x-www-form-urlencoded");
    return 0;
}

/* Sends EXCHANGE; where it is challenged and PLACE can answer that, once more
 * with the answer, which PROOF holds. */
static int send_proven(const struct question *question,
                       struct aoai_http_exchange *exchange,
                       struct aoai_buf *proof, struct aoai_error *error)
{
    const struct aoai_identity_place *place = question->place;

    if (aoai_http_send(question->setup->http, exchange, error))
        return -1;
    if (exchange->status != 401 || !place->prove)
        return 0;
    if (place->prove(place->folder, exchange->challenge, proof, error))
        return -1;
    add_header(exchange, aoai_buf_text(proof));
    aoai_http_free_answer(exchange);
    return aoai_http_send(question->setup->http, exchange, error);
}

/* Reads the answer of EXCHANGE into TOKEN. */
static int take_answer(const struct question *question,
                       const struct aoai_http_exchange *exchange,
                       struct aoai_token *token, struct aoai_error *error)
{
    const struct aoai_clock *clock = question->setup->clock;

    if (exchange->status != 200)
        return aoai_identity_answer_refused(exchange, question->source->broken,
                                            error);
    if (question->source->confirms && question->id &&
        !aoai_identity_answer_confirms(exchange, question->parameter,
                                       question->id))
        return aoai_error_set(error, AOAI_ERROR_DENIED,
                              "%s did not confirm the identity that was "
                              "chosen: update its agent, or choose none (%s)",
                              question->source->name, question->id);
    return aoai_token_answer_read(token, exchange, clock->wall(clock->self),
                                  error);
}

/* Takes the secret that the header LINE ends with out of ERROR. */
static void conceal(const char *line, struct aoai_error *error)
{
    const char *blank = line ? strrchr(line, ' ') : NULL;

    if (blank)
        aoai_error_conceal(error, blank + 1);
}

/* Takes what proved that QUESTION may be asked out of ERROR. */
static int conceal_all(const struct question *question,
                       const struct aoai_buf *proof, struct aoai_error *error)
{
    for (size_t i = 0; i < AOAI_IDENTITY_SOURCE_HEADERS; i++)
        conceal(question->place->headers[i], error);
    conceal(aoai_buf_text(proof), error);
    return -1;
}

/* Asks QUESTION. *UNKNOWN tells whether it failed because there is no such
 * identity. */
static int ask(const struct question *question, struct aoai_token *token,
               bool *unknown, struct aoai_error *error)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf url = {0};
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf form = {0};
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf proof = {.secret = true};
    AOAI_CLEANUP(aoai_http_free_answer)
    struct aoai_http_exchange exchange = {
        .method = "GET",
        .repeatable = true, /* a token more is no harm */
        .rules = question->source->rules,
        .answer.secret = true,
        .try_limit = question->source->try_limit,
        .deadline = question->deadline,
    };

    *unknown = false;
    memcpy(exchange.headers, question->place->headers,
           sizeof(question->place->headers));
    if (write_url(question, &url, error))
        return -1;
    exchange.url = aoai_buf_text(&url);
    if (!question->source->api_version &&
        post_form(question, &form, &exchange, error))
        return -1;
    if (send_proven(question, &exchange, &proof, error))
        return -1;
    *unknown = aoai_identity_answer_is_unknown(&exchange);
    if (take_answer(question, &exchange, token, error) == 0)
        return 0;
    return conceal_all(question, &proof, error);
}

/* Says what it means that no identity was chosen and none found. */
static int lack_identity(const struct question *question,
                         struct aoai_error *error)
{
    const char *place = question->source->place;
    enum aoai_error_kind kind =
        question->setup->pinned ? AOAI_ERROR_DENIED : AOAI_ERROR_UNAVAILABLE;

    if (!question->source->may_lack)
        return aoai_error_wrap(error, "managed identity");
    if (strstr(error->text, SEVERAL))
        return aoai_error_set(error, AOAI_ERROR_DENIED,
                              "several managed identities are assigned to %s: "
                              "choose one with --managed-identity-id",
                              place);
    return aoai_error_set(
        error, kind, "no managed identity is assigned to %s%s", place,
        kind == AOAI_ERROR_DENIED ? ": assign one, or choose another credential"
                                  : "");
}

/* Asks QUESTION with its id, if it has one, as PARAMETER; and as OTHER, unless
 * that is NULL, if it is not known as that. */
static int ask_as(struct question *question, const char *parameter,
                  const char *other, struct aoai_token *token,
                  struct aoai_error *error)
{
    bool unknown;

    question->parameter = parameter;
    if (ask(question, token, &unknown, error) == 0)
        return 0;
    if (unknown && other) {
        question->parameter = other;
        if (ask(question, token, &unknown, error) == 0)
            return 0;
    }
    if (unknown && !question->id)
        return lack_identity(question, error);
    if (unknown)
        return aoai_error_set(error, error ? error->kind : AOAI_ERROR_DENIED,
                              "the managed identity is not assigned to %s: %s "
                              "(%s)",
                              question->source->place, question->id,
                              error ? error->text : "");
    return aoai_error_wrap(error, "managed identity");
}

/* Says that the identity ID can not be chosen from SOURCE. */
static int refuse_choice(const struct aoai_identity_source *source,
                         const char *id, struct aoai_error *error)
{
    if (source->client_id)
        return aoai_error_set(error, AOAI_ERROR_INPUT,
                              "%s knows client ids alone, so the managed "
                              "identity can not be chosen by %s",
                              source->name, id);
    return aoai_error_set(error, AOAI_ERROR_INPUT,
                          "%s lets no managed identity be chosen: leave "
                          "--managed-identity-id, --client-id and "
                          "AZURE_CLIENT_ID out (%s)",
                          source->name, id);
}

int aoai_identity_source_ask(const struct aoai_identity_source *source,
                             const struct aoai_identity_place *place,
                             const struct aoai_credential_setup *setup,
                             const char *audience, int64_t deadline,
                             struct aoai_token *token, struct aoai_error *error)
{
    struct question question = {
        .source = source,
        .place = place,
        .setup = setup,
        .audience = audience,
        .deadline = deadline,
        .id = setup->managed_identity_id,
    };
    const char *parameter = source->client_id;
    const char *other = source->object_id;

    if (!question.id) {
        question.id = setup->client_id ? setup->client_id : place->default_id;
        other = NULL;
    }
    if (question.id && *question.id == '/') {
        parameter = source->resource_id;
        other = NULL;
    }
    if (question.id && !parameter)
        return refuse_choice(source, question.id, error);
    return ask_as(&question, parameter, other, token, error);
}

int aoai_identity_source_endpoint(struct aoai_buf *url, const char *variable,
                                  const char *text, struct aoai_error *error)
{
    if (aoai_url_endpoint(url, text, false, error))
        return aoai_error_wrap(error, "%s", variable);
    if (text[strlen(text) - 1] == '/')
        aoai_buf_putc(url, '/');
    return aoai_buf_check(url, error);
}

int aoai_identity_source_header(struct aoai_buf *line, const char *name,
                                const char *variable, const char *secret,
                                struct aoai_error *error)
{
    if (!aoai_token_is_bearer(secret))
        return aoai_error_set(error, AOAI_ERROR_INPUT,
                              "%s holds bytes that can not be sent: it has to "
                              "be as the platform set it",
                              variable);
    line->secret = true;
    aoai_buf_puts(line, name);
    aoai_buf_puts(line, ": ");
    aoai_buf_puts(line, secret);
    return aoai_buf_check(line, error);
}
