/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "azure/acs_error.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum {
    CODE_SIZE = 64,  /* of an error code, NUL included */
    DETAILS_MOST = 2 /* that are repeated */
};

/* Text of the service that may stand in a sentence. */
struct words {
    char code[CODE_SIZE];  /* "" none */
    struct aoai_buf quote; /* its message and details, quoted; empty: none */
};

/* Keeps TEXT as the code if it looks like one. */
static void take_code(struct words *words, const char *text)
{
    static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "abcdefghijklmnopqrstuvwxyz0123456789._-";

    if (text && words->code[0] == '\0' && strlen(text) < CODE_SIZE &&
        strspn(text, allowed) == strlen(text))
        memcpy(words->code, text, strlen(text) + 1);
}

/* Appends the first line of TEXT, quoted. */
static void add_quote(struct aoai_buf *out, const char *text)
{
    char line[AOAI_QUOTE_MAX + 2]; /* enough to see that it is cut */

    (void)snprintf(line, sizeof(line), "%.*s", (int)strcspn(text, "\r\n"),
                   text);
    if (line[0] != '\0')
        aoai_buf_printf(out, "%s%s", out->length > 0 ? ", " : "",
                        aoai_error_quote(line).text);
}

/* Reads the error object BODY. */
static void read_words(struct words *words, const struct aoai_value *body)
{
    const struct aoai_value *details = aoai_json_member(body, "details");
    const char *message = aoai_json_member_text(body, "message");

    take_code(words, aoai_json_member_text(body, "code"));
    if (message)
        add_quote(&words->quote, message);
    for (size_t i = 0; i < aoai_json_count(details) && i < DETAILS_MOST; i++) {
        const struct aoai_value *detail = aoai_json_element(details, i);

        message = aoai_json_member_text(detail, "message");
        if (message)
            add_quote(&words->quote, message);
    }
}

/* The remedy for CODE; NULL when there is none. */
static const char *find_remedy(const char *code)
{
    static const struct {
        const char *code;
        const char *text;
    } rows[] = {
        {"DomainNotLinked",
         "the domain of the sender is not linked to the Communication "
         "Services resource: verify the domain and connect it there, or send "
         "--from an address of one that is"},
        {"EmailDroppedAllRecipientsSuppressed",
         "the service does not send to addresses that bounced before: check "
         "the recipients and the suppression lists of the sender's domain"},
        {"EmailDropped",
         "the service has given it up: check the recipients, and whether they "
         "are on the suppression lists of the sender's domain"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        if (strcmp(rows[i].code, code) == 0)
            return rows[i].text;
    return NULL;
}

/* What to do where the service tells nothing; NULL when there is nothing. */
static const char *status_remedy(int status)
{
    if (status < 300)
        return "the answer is none to what was asked";
    if (status < 400)
        return "a redirect, which is not followed: check the endpoint";
    if (status == 403)
        return "the resource takes no access keys: allow them there, or sign "
               "in with --endpoint";
    if (status == 404)
        return "not found: check the endpoint";
    if (status == 413)
        return "the mail is too large";
    return "the service answers with an error of its own";
}

/* Says why a signature was refused. */
static int set_unsigned(const char *begin, int64_t ahead,
                        struct aoai_error *error)
{
    if (ahead >= -AOAI_ACS_ERROR_CLOCK_MOST &&
        ahead <= AOAI_ACS_ERROR_CLOCK_MOST)
        return aoai_error_set(error, AOAI_ERROR_DENIED,
                              "%s: the access key is wrong: copy the "
                              "connection string anew from the page Keys of "
                              "the resource",
                              begin);
    return aoai_error_set(error, AOAI_ERROR_DENIED,
                          "%s: the signature is not accepted, as this "
                          "machine's clock is %" PRId64 " s %s Azure's: set "
                          "it right",
                          begin, ahead < 0 ? -ahead : ahead,
                          ahead < 0 ? "behind" : "ahead of");
}

/* Says that the quota is used up, and for how long. */
static int set_throttled(const char *begin, int64_t wait,
                         struct aoai_error *error)
{
    if (wait < 0)
        return aoai_error_set(error, AOAI_ERROR_THROTTLED,
                              "%s: the quota of the sender's domain is used "
                              "up: try again later",
                              begin);
    return aoai_error_set(error, AOAI_ERROR_THROTTLED,
                          "%s: the quota of the sender's domain is used up: "
                          "try again in %" PRId64 " s",
                          begin, aoai_http_seconds(wait));
}

/* Says what the answer's status and WORDS mean. */
static int set_answer(const struct aoai_http_exchange *exchange,
                      const struct words *words,
                      const struct aoai_acs_error_proof *proof,
                      struct aoai_error *error)
{
    enum aoai_error_kind kind = aoai_http_status_kind(exchange->status);
    const char *remedy = find_remedy(words->code);
    char begin[CODE_SIZE + 16];

    (void)snprintf(begin, sizeof(begin), "%d%s%s", exchange->status,
                   words->code[0] ? " " : "", words->code);
    if (kind == AOAI_ERROR_NONE) /* a success, but not the one asked for */
        kind = AOAI_ERROR_ANSWER;
    if (kind == AOAI_ERROR_THROTTLED)
        return set_throttled(begin, exchange->retry_after, error);
    if (exchange->status == 401 && proof->is_signed)
        return set_unsigned(begin, proof->clock_ahead, error);
    if (exchange->status == 401)
        remedy = "Azure does not accept the token: check tenant, --cloud and "
                 "--token-file";
    if (exchange->status == 403 && !proof->is_signed)
        remedy = "grant the role " AOAI_ACS_ERROR_ROLE
                 " on the Communication Services resource";
    if (!remedy && words->quote.length > 0)
        remedy = aoai_buf_text(&words->quote);
    return aoai_error_set(error, kind, "%s: %s", begin,
                          remedy ? remedy : status_remedy(exchange->status));
}

int aoai_acs_error_answer(const struct aoai_http_exchange *exchange,
                          const struct aoai_acs_error_proof *proof,
                          struct aoai_error *error)
{
    AOAI_CLEANUP(aoai_json_close) struct aoai_json *json = NULL;
    struct words words = {.code = ""};
    int result;

    if (aoai_json_parse(&json, aoai_buf_text(&exchange->answer),
                        exchange->answer.length, NULL) == 0)
        read_words(&words, aoai_json_member(aoai_json_root(json), "error"));
    take_code(&words, exchange->error_code);
    result = set_answer(exchange, &words, proof, error);
    aoai_buf_free(&words.quote);
    return result;
}

int aoai_acs_error_operation(const struct aoai_value *operation,
                             struct aoai_error *error)
{
    const struct aoai_value *body = aoai_json_member(operation, "error");
    const char *status = aoai_json_member_text(operation, "status");
    struct words words = {.code = ""};
    const char *remedy;

    read_words(&words, body);
    remedy = find_remedy(words.code);
    if (!remedy && words.quote.length > 0)
        remedy = aoai_buf_text(&words.quote);
    aoai_error_set(error, AOAI_ERROR_REFUSED,
                   "the service took the mail and then did not send it: "
                   "%s%s%s: %s",
                   status ? status : "", words.code[0] ? " " : "", words.code,
                   remedy ? remedy : "no reason is given");
    aoai_buf_free(&words.quote);
    return -1;
}
