/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "azure/table_error.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "azure/table_sas.h"
#include "core/utf8.h"
#include "net/json.h"

/* Longest part of the service's own message that is repeated, bytes. */
enum { MESSAGE_MAX = 300 };

/* How far x-ms-date may be from the service's clock, seconds
 * (https://learn.microsoft.com/rest/api/storageservices/authorize-with-shared-
 * key#specifying-the-date-header). */
enum { SKEW_MOST = 900 };

/* How a request proves who asks. */
enum proof { BY_KEY, BY_SAS, BY_TOKEN, PROOFS };

#define GRANT "grant Storage Table Data Contributor on the account or its table"

#define FIREWALL "see whether the account's firewall lets this machine in"

#define OTHER_KEY                                                              \
    "the key is none of this account, or its firewall keeps this machine "     \
    "out: check --state-key-file, then the account's networking"

#define OTHER_SAS                                                              \
    "the SAS is none of this account: make one for its tables, with read, "    \
    "add, update and create, and put it into --state-key-file"

#define NARROW_SAS                                                             \
    "the SAS does not allow this: make one for services Table, resource "      \
    "types Container and Object, with read, add, update and create"

#define OTHER_TOKEN                                                            \
    "Azure does not accept the token: check tenant, --cloud and --token-file"

/* What to do about an error code, by what the request was proved with. */
static const struct remedy {
    const char *code;
    const char *text[PROOFS];
} remedies[] = {
    {"AuthenticationFailed", {OTHER_KEY, OTHER_SAS, OTHER_TOKEN}},
    {"InvalidAuthenticationInfo", {OTHER_KEY, OTHER_SAS, OTHER_TOKEN}},
    {"NoAuthenticationInformation", {OTHER_KEY, OTHER_SAS, OTHER_TOKEN}},
    {"AuthorizationFailure", {OTHER_KEY, OTHER_SAS, GRANT ", and " FIREWALL}},
    {"AuthorizationPermissionMismatch", {OTHER_KEY, NARROW_SAS, GRANT}},
    {"AuthorizationResourceTypeMismatch", {OTHER_KEY, NARROW_SAS, GRANT}},
    {"AuthorizationServiceMismatch", {OTHER_KEY, NARROW_SAS, GRANT}},
    {"AuthorizationProtocolMismatch",
     {FIREWALL, "the SAS is not for this protocol: use https://", FIREWALL}},
    {"AuthorizationSourceIPMismatch",
     {FIREWALL, "the SAS is not for the address of this machine", FIREWALL}},
    {"KeyBasedAuthenticationNotPermitted",
     {"the account takes no keys: leave --state-key-file out, to sign in with "
      "Entra",
      "the account takes no SAS made with a key: leave --state-key-file out, "
      "to sign in with Entra",
      GRANT}},
    {"AccountIsDisabled",
     {"the storage account is disabled", "the storage account is disabled",
      "the storage account is disabled"}},
};

/* The same for codes where that does not matter. */
static const struct {
    const char *code, *text;
} plain_remedies[] = {
    {"TableBeingDeleted",
     "the table is being deleted, which can take some minutes: try later or "
     "name another"},
    {"ServerBusy", "the service is busy: try later"},
    {"OperationTimedOut",
     "the service did not get it done in its time: try later"},
    {"InternalError", "the service failed: try later"},
    {"InvalidInput", "the service does not take a key or a value of the row"},
    {"InsufficientAccountPermissions",
     "the account takes no writes: is it the secondary?"},
};

/* How SETUP proves who asks. */
static enum proof proof_of(const struct aoai_table_setup *setup)
{
    if (setup->key && setup->key->key.length > 0)
        return BY_KEY;
    return setup->key && setup->key->sas.length > 0 ? BY_SAS : BY_TOKEN;
}

/* The remedy for CODE; NULL when there is none. */
static const char *find_remedy(const char *code, enum proof proof)
{
    for (size_t i = 0; i < sizeof(remedies) / sizeof(remedies[0]); i++)
        if (strcmp(remedies[i].code, code) == 0)
            return remedies[i].text[proof];
    for (size_t i = 0; i < sizeof(plain_remedies) / sizeof(plain_remedies[0]);
         i++)
        if (strcmp(plain_remedies[i].code, code) == 0)
            return plain_remedies[i].text;
    return NULL;
}

/* The remedy where only STATUS is known. */
static const char *status_remedy(int status, enum proof proof)
{
    static const char *const denied[] = {OTHER_KEY, OTHER_SAS, GRANT};

    if (status >= 300 && status < 400)
        return "a redirect, which is not followed: check the URL of --state";
    if (status == 401 && proof == BY_TOKEN)
        return OTHER_TOKEN;
    if (status == 401 || status == 403)
        return denied[proof];
    if (status == 404)
        return "nothing that Azure Table Storage says: check the URL of "
               "--state";
    if (status == 429 || status == 503)
        return "the service is busy: try later";
    return "no answer of Azure Table Storage: check the URL of --state";
}

/* Copies the letters and digits at TEXT, up to anything else, into CODE; ""
 * when they do not fit. */
static void copy_code(char code[AOAI_TABLE_CODE_SIZE], const char *text)
{
    size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyz"
                                 "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

    code[0] = '\0';
    if (length < AOAI_TABLE_CODE_SIZE)
        (void)snprintf(code, AOAI_TABLE_CODE_SIZE, "%.*s", (int)length, text);
}

/* The error inside the JSON document BODY. */
static const struct aoai_value *find_error(const struct aoai_json *body)
{
    const struct aoai_value *root = aoai_json_root(body);
    const struct aoai_value *error = aoai_json_member(root, "odata.error");

    return error ? error : aoai_json_member(root, "error");
}

/* The text that the XML element TAG, as "<Code>", begins with; NULL: none. */
static const char *find_element(const char *xml, const char *tag)
{
    const char *at = strstr(xml, tag);

    return at ? at + strlen(tag) : NULL;
}

void aoai_table_error_code(char code[AOAI_TABLE_CODE_SIZE],
                           const struct aoai_http_exchange *exchange)
{
    AOAI_CLEANUP(aoai_json_close) struct aoai_json *json = NULL;
    const char *text = aoai_buf_text(&exchange->answer);
    struct aoai_error ignored;
    const char *found;

    copy_code(code, exchange->error_code);
    if (code[0] != '\0')
        return;
    if (aoai_json_parse(&json, text, exchange->answer.length, &ignored) == 0)
        found = aoai_json_member_text(find_error(json), "code");
    else
        found = find_element(text, "<Code>");
    copy_code(code, found ? found : "");
}

/* Appends the first line of the service's own words in EXCHANGE to OUT. */
static void add_message(struct aoai_buf *out,
                        const struct aoai_http_exchange *exchange)
{
    AOAI_CLEANUP(aoai_json_close) struct aoai_json *json = NULL;
    const char *text = aoai_buf_text(&exchange->answer);
    const struct aoai_value *message = NULL;
    struct aoai_error ignored;
    const char *found;
    size_t length;

    if (aoai_json_parse(&json, text, exchange->answer.length, &ignored) == 0) {
        message = aoai_json_member(find_error(json), "message");
        found = aoai_json_member_text(message, "value");
        found = found ? found : aoai_json_text(message);
    } else {
        found = find_element(text, "<Message>");
    }
    length = found ? strcspn(found, "\r\n<") : 0;
    if (length > MESSAGE_MAX)
        length = aoai_utf8_cut(found, MESSAGE_MAX);
    aoai_buf_add(out, found ? found : "", length);
}

/* Says how far this machine's clock is from the service's, if that is why it
 * was refused. */
static bool is_skewed(const struct aoai_table_setup *setup,
                      const struct aoai_http_exchange *exchange,
                      const char *code, struct aoai_error *error)
{
    int64_t now = setup->clock->wall(setup->clock->self);
    int64_t ahead = now - exchange->server_date;

    if (exchange->status != 403 || proof_of(setup) != BY_KEY ||
        exchange->server_date <= 0 ||
        (ahead <= SKEW_MOST && ahead >= -SKEW_MOST))
        return false;
    aoai_error_set(error, AOAI_ERROR_DENIED,
                   "403 %s: this machine's clock is %" PRId64
                   " s %s the service's, which allows %d s: set it right",
                   code, ahead < 0 ? -ahead : ahead,
                   ahead < 0 ? "behind" : "ahead of", SKEW_MOST);
    return true;
}

/* Says that the SAS is over or not yet valid, if it is. */
static bool is_out_of_time(const struct aoai_table_setup *setup,
                           const struct aoai_http_exchange *exchange,
                           const char *code, struct aoai_error *error)
{
    char span[AOAI_TABLE_SAS_SPAN_SIZE];
    int64_t now = exchange->server_date;

    if (proof_of(setup) != BY_SAS || exchange->status != 403)
        return false;
    if (now <= 0)
        now = setup->clock->wall(setup->clock->self);
    if (!aoai_table_sas_is_over(&setup->key->sas, now, span))
        return false;
    aoai_error_set(error, AOAI_ERROR_DENIED,
                   "403 %s: the SAS %s: put a new one into --state-key-file",
                   code, span);
    return true;
}

/* Says how long a throttling service wants to be left alone. */
static int throttled(const struct aoai_http_exchange *exchange,
                     const char *code, struct aoai_error *error)
{
    if (exchange->retry_after < 0)
        return aoai_error_set(error, AOAI_ERROR_THROTTLED,
                              "%d%s%s: the service throttles: try later",
                              exchange->status, code[0] ? " " : "", code);
    return aoai_error_set(error, AOAI_ERROR_THROTTLED,
                          "%d%s%s: the service throttles for another %" PRId64
                          " s",
                          exchange->status, code[0] ? " " : "", code,
                          aoai_http_seconds(exchange->retry_after));
}

int aoai_table_error_set(const struct aoai_table_setup *setup,
                         const struct aoai_http_exchange *exchange,
                         const char *code, struct aoai_error *error)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf message = {0};
    enum aoai_error_kind kind = aoai_http_status_kind(exchange->status);
    enum proof proof = proof_of(setup);
    const char *text = find_remedy(code, proof);

    if (kind == AOAI_ERROR_THROTTLED)
        return throttled(exchange, code, error);
    if (is_skewed(setup, exchange, code, error) ||
        is_out_of_time(setup, exchange, code, error))
        return -1;
    if (kind == AOAI_ERROR_NONE) /* a success, but not the one asked for */
        kind = AOAI_ERROR_ANSWER;
    if (strcmp(code, "TableBeingDeleted") == 0)
        kind = AOAI_ERROR_SERVICE; /* it passes */
    add_message(&message, exchange);
    if (!text && code[0] != '\0' && message.length > 0)
        text = aoai_buf_text(&message);
    if (!text)
        text = status_remedy(exchange->status, proof);
    return aoai_error_set(error, kind, "%d%s%s: %s", exchange->status,
                          code[0] ? " " : "", code, text);
}
