/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "azure/credential_azure_cli.h"

#include <string.h>

#include "azure/aadsts.h"
#include "azure/token_answer.h"
#include "net/command.h"
#include "net/json.h"

/* All that ids, domains and audiences consist of. */
#define SAFE                                                                   \
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:/"

/* What az says when it knows a remedy. */
#define LOGIN "az login"

/* az's answer has some kilobytes, as the token in it; a line of its messages
 * may be cut. */
enum {
    LIMIT_MS = 13000,
    OUTPUT_MAX = 64 * 1024,
    ERRORS_MAX = 16 * 1024,
    LINE_SIZE = AOAI_AADSTS_LENGTH_MAX + 1
};

/* Secrets that az does not ask the environment for, though others do: what it
 * leaves running, as it does to report on itself, shall not have them. */
static const char *const withheld[] = {
    "AZURE_CLIENT_SECRET", "AZURE_CLIENT_CERTIFICATE_PASSWORD",
    "COMMUNICATION_SERVICES_CONNECTION_STRING", NULL};

/* Refuses what could be taken for an option or break az's request. */
static int check(const char *text, const char *what, struct aoai_error *error)
{
    if (*text && *text != '-' && text[strspn(text, SAFE)] == '\0')
        return 0;
    return aoai_error_set(error, AOAI_ERROR_INPUT,
                          "the %s %s can not be given to az: letters, digits "
                          "and - _ . : / are allowed",
                          what, aoai_error_quote(text).text);
}

/* The chain goes on with SHORTLY; a pinned credential fails with ADVICE. */
static int pass(const struct aoai_credential_setup *setup, const char *shortly,
                const char *advice, struct aoai_error *error)
{
    if (setup->pinned)
        return aoai_error_set(error, AOAI_ERROR_DENIED, "%s", advice);
    return aoai_error_set(error, AOAI_ERROR_UNAVAILABLE, "%s", shortly);
}

/* True for a line of az that is no message of its own: nothing, a warning, or
 * a part of Python's trace of calls. */
static bool is_noise(const char *line)
{
    return strchr(" \t\r\n", *line) || strncmp(line, "WARNING:", 8) == 0 ||
           strncmp(line, "Traceback ", 10) == 0;
}

/* Copies the first line of MESSAGES that says something into LINE, made
 * harmless: its first "ERROR: ", else the first that is no noise. */
static void find_line(const char *messages, char line[LINE_SIZE])
{
    const char *mark = "ERROR: ";
    const char *at = strncmp(messages, mark, strlen(mark)) == 0
                         ? messages
                         : strstr(messages, "\nERROR: ");
    size_t length;

    if (at)
        at = strchr(at, ' ') + 1;
    else
        for (at = messages; *at && is_noise(at); at += *at == '\n')
            at += strcspn(at, "\n");
    length = (size_t)aoai_aadsts_length(at);
    memcpy(line, at, length);
    line[length] = '\0';
    for (; *line; line++)
        if ((unsigned char)*line < ' ' || *line == 0x7f)
            *line = '?';
}

/* Says why az gave no token. */
static int explain(const struct aoai_credential_setup *setup,
                   const struct aoai_command *az, struct aoai_error *error)
{
    const char *messages = aoai_buf_text(&az->errors);
    char line[LINE_SIZE];

    find_line(messages, line);
    if (strstr(line, LOGIN))
        return pass(setup, "az is not logged in",
                    "az is not logged in: run " LOGIN " as this user", error);
    if (*line)
        return aoai_error_set(
            error, AOAI_ERROR_DENIED, "az: %s%s",
            strstr(messages, LOGIN) ? "run " LOGIN " as this user: " : "",
            line);
    if (az->signal)
        return aoai_error_set(error, AOAI_ERROR_ANSWER,
                              "az was ended by signal %d", az->signal);
    return aoai_error_set(error, AOAI_ERROR_ANSWER,
                          "az gave no token and no reason (exit status %d)",
                          az->status);
}

/* Says that az took too long: the run's time is over, or az's own. */
static int time_over(int64_t limit, bool is_runs, struct aoai_error *error)
{
    return aoai_error_set(error,
                          is_runs ? AOAI_ERROR_DEADLINE : AOAI_ERROR_NETWORK,
                          "az took longer than %lld s: try az account "
                          "get-access-token as this user",
                          (long long)aoai_http_seconds(limit));
}

/* Runs az within DEADLINE and its own limit. */
static int run(const struct aoai_credential_setup *setup, const char *audience,
               int64_t deadline, struct aoai_command *az,
               struct aoai_error *error)
{
    const char *const arguments[] = {"az",
                                     "account",
                                     "get-access-token",
                                     "--output",
                                     "json",
                                     "--resource",
                                     audience,
                                     setup->tenant_id ? "--tenant" : NULL,
                                     setup->tenant_id,
                                     NULL};
    int64_t now = setup->clock->monotonic(setup->clock->self);
    bool is_runs = deadline - now < LIMIT_MS;
    int64_t limit = is_runs ? deadline - now : LIMIT_MS;
    int failed;

    az->arguments = arguments;
    az->withheld = withheld;
    az->clock = setup->clock;
    az->deadline = now + limit;
    az->output.max = OUTPUT_MAX;
    az->errors.max = ERRORS_MAX;
    failed = aoai_command_run(az, error);
    az->arguments = NULL; /* they end here */
    if (!failed)
        return 0;
    switch (error->kind) {
    case AOAI_ERROR_NOT_FOUND:
        return pass(setup, "no az here",
                    "there is no az in $PATH: install the Azure CLI, or choose "
                    "another --credential",
                    error);
    case AOAI_ERROR_DENIED:
        return pass(setup, "az is not run with more rights than its user's",
                    error->text, error);
    case AOAI_ERROR_DEADLINE:
        return time_over(limit, is_runs, error);
    default:
        return -1;
    }
}

/* Reads az's answer into TOKEN. */
static int read_answer(const struct aoai_buf *output, int64_t now,
                       struct aoai_token *token, struct aoai_error *error)
{
    AOAI_CLEANUP(aoai_json_close) struct aoai_json *json = NULL;
    const struct aoai_value *root;
    const char *text;

    if (aoai_json_parse(&json, aoai_buf_text(output), output->length, error))
        return aoai_error_wrap(error, "the answer of az");
    root = aoai_json_root(json);
    text = aoai_token_answer_text(root, "accessToken");
    if (!text)
        return aoai_error_set(error, AOAI_ERROR_ANSWER,
                              "the answer of az holds no usable accessToken");
    token->obtained = now;
    if (!aoai_json_seconds(aoai_json_member(root, "expires_on"),
                           &token->expires) ||
        token->expires < 0)
        token->expires = 0;
    token->text.secret = true;
    aoai_buf_puts(&token->text, text);
    return aoai_buf_check(&token->text, error);
}

static int get(void *self, const char *audience, int64_t deadline,
               struct aoai_token *token, struct aoai_error *error)
{
    const struct aoai_credential_setup *setup = self;
    AOAI_CLEANUP(aoai_command_free) struct aoai_command az = {0};
    bool gave_none;

    if (check(audience, "audience", error) ||
        (setup->tenant_id && check(setup->tenant_id, "tenant id", error)) ||
        run(setup, audience, deadline, &az, error))
        return -1;
    /* Where nobody can tell how az ended, its output tells. */
    gave_none = az.status > 0 || az.signal != 0 || az.output.length == 0;
    if (gave_none)
        return explain(setup, &az, error);
    return read_answer(&az.output, setup->clock->wall(setup->clock->self),
                       token, error);
}

void aoai_credential_azure_cli_new(struct aoai_credential *credential,
                                   const struct aoai_credential_setup *setup)
{
    *credential = (struct aoai_credential){
        .name = "azure-cli", .self = (void *)(uintptr_t)setup, .get = get};
}
