/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Asking what became of a mail. There is a quota for that too, down to ten
 * questions a minute and twenty an hour: nothing here asks in quick succession,
 * and http_retry.h is not let. */
#include "azure/acs_email_steps.h"

#include <inttypes.h>
#include <string.h>

#include "azure/acs_call.h"
#include "azure/acs_error.h"
#include "core/fold.h"
#include "core/url.h"
#include "net/json.h"

enum {
    WAIT_UNTOLD = 10000, /* ms between questions where none is told */
    QUESTIONS_MOST = 5   /* of one run */
};

/* What is known so far. */
struct following {
    enum aoai_acs_email_fate fate;
    int64_t wait;          /* ms until the next question */
    struct aoai_error why; /* of the last question that brought nothing */
};

/* Takes over the id that the service names, if it is one and another. */
static void take_id(struct aoai_acs_email_operation *operation, const char *id)
{
    if (id && aoai_uuid_is_valid(id) && !aoai_fold_equal(id, operation->id))
        memcpy(operation->id, id, sizeof(operation->id));
}

enum aoai_acs_email_fate
aoai_acs_email_read(const struct aoai_http_exchange *exchange, bool id,
                    struct aoai_acs_email_operation *operation,
                    struct aoai_error *error)
{
    AOAI_CLEANUP(aoai_json_close) struct aoai_json *json = NULL;
    const struct aoai_value *root = NULL;
    const char *status = NULL;

    operation->wait = exchange->retry_after;
    if (aoai_json_parse(&json, aoai_buf_text(&exchange->answer),
                        exchange->answer.length, error) == 0) {
        root = aoai_json_root(json);
        status = aoai_json_member_text(root, "status");
        if (!status)
            aoai_error_set(error, AOAI_ERROR_ANSWER, "it has no status");
    }
    if (!status) {
        aoai_error_wrap(error, "what the service says of the mail is not "
                               "understood");
        return AOAI_ACS_EMAIL_UNKNOWN;
    }
    if (id)
        take_id(operation, aoai_json_member_text(root, "id"));
    if (strcmp(status, "Succeeded") == 0)
        return AOAI_ACS_EMAIL_SENT;
    if (strcmp(status, "Failed") != 0 && strcmp(status, "Canceled") != 0)
        return AOAI_ACS_EMAIL_ACCEPTED;
    aoai_acs_error_operation(root, error);
    return AOAI_ACS_EMAIL_REFUSED;
}

/* Appends the address of OPERATION. */
static void add_url(struct aoai_buf *url,
                    const struct aoai_acs_email_setup *setup,
                    const struct aoai_acs_email_operation *operation)
{
    aoai_buf_puts(url, setup->endpoint);
    aoai_buf_puts(url, "/emails/operations/");
    aoai_buf_puts(url, operation->id);
    aoai_buf_puts(url, "?api-version=" AOAI_ACS_EMAIL_API_VERSION);
}

/* Judges the answer to CALL. */
static enum aoai_acs_email_fate
judge(const struct aoai_acs_call *call,
      struct aoai_acs_email_operation *operation, struct aoai_error *error)
{
    if (call->exchange.status == 200)
        return aoai_acs_email_read(&call->exchange, false, operation, error);
    operation->wait = call->exchange.retry_after;
    aoai_acs_call_refusal(call, error);
    return call->exchange.status == 404 ? AOAI_ACS_EMAIL_UNSEEN
                                        : AOAI_ACS_EMAIL_UNKNOWN;
}

enum aoai_acs_email_fate
aoai_acs_email_ask(const struct aoai_acs_email_setup *setup,
                   struct aoai_acs_email_operation *operation,
                   int64_t not_before, int64_t deadline,
                   struct aoai_error *error)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf url = {0};
    AOAI_CLEANUP(aoai_acs_call_free)
    struct aoai_acs_call call = {
        .setup = setup,
        .method = "GET",
        .not_before = not_before,
        .deadline = deadline,
        .no_retry = true,
    };

    operation->wait = -1;
    add_url(&url, setup, operation);
    if (aoai_buf_check(&url, error))
        return AOAI_ACS_EMAIL_UNKNOWN;
    call.url = aoai_buf_text(&url);
    if (aoai_acs_call_send(&call, error))
        return AOAI_ACS_EMAIL_UNKNOWN;
    return judge(&call, operation, error);
}

/* Takes what a question brought. Returns whether another one makes sense. */
static bool take(struct following *following, enum aoai_acs_email_fate fate,
                 const struct aoai_acs_email_operation *operation)
{
    bool is_known = following->fate == AOAI_ACS_EMAIL_LATE;

    following->wait = operation->wait > 0 ? operation->wait : WAIT_UNTOLD;
    if (fate == AOAI_ACS_EMAIL_ACCEPTED) {
        following->fate = AOAI_ACS_EMAIL_LATE;
        following->why.kind = AOAI_ERROR_NONE;
        return true;
    }
    if (fate != AOAI_ACS_EMAIL_UNKNOWN) {
        /* An operation that has been seen is not forgotten on the way. */
        if (!is_known || fate != AOAI_ACS_EMAIL_UNSEEN)
            following->fate = fate;
        return false;
    }
    if (following->wait < WAIT_UNTOLD)
        following->wait = WAIT_UNTOLD;
    if (!is_known)
        following->fate = AOAI_ACS_EMAIL_UNKNOWN;
    return aoai_error_is_passing(following->why.kind);
}

/* Says why FOLLOWING ends where no answer says it. */
static void explain(const struct following *following, struct aoai_error *error)
{
    const struct aoai_error *why = &following->why;

    if (why->kind != AOAI_ERROR_NONE) {
        aoai_error_set(error, why->kind, "%s", why->text);
        if (following->fate == AOAI_ACS_EMAIL_LATE)
            aoai_error_wrap(error, "the service has taken the mail, but can "
                                   "not be asked how it ended");
        else if (following->fate == AOAI_ACS_EMAIL_UNKNOWN)
            aoai_error_wrap(error, "the service can not be asked what became "
                                   "of the mail");
        else if (following->fate == AOAI_ACS_EMAIL_UNSEEN)
            aoai_error_wrap(error, "the service knows of no such mail");
    } else if (following->fate == AOAI_ACS_EMAIL_UNKNOWN) {
        aoai_error_set(error, AOAI_ERROR_DEADLINE,
                       "no time is left to ask what became of the mail");
    } else {
        aoai_error_set(error, AOAI_ERROR_DEADLINE,
                       "the service has taken the mail and wants to be asked "
                       "only in %" PRId64 " s how it ended",
                       aoai_http_seconds(following->wait));
    }
}

enum aoai_acs_email_fate
aoai_acs_email_follow(const struct aoai_acs_email_setup *setup,
                      struct aoai_acs_email_operation *operation,
                      int64_t deadline, struct aoai_error *error)
{
    const struct aoai_clock *clock = setup->clock;
    struct following following = {
        .fate = operation->wait == 0 ? AOAI_ACS_EMAIL_UNKNOWN
                                     : AOAI_ACS_EMAIL_ACCEPTED,
        .wait = operation->wait < 0 ? WAIT_UNTOLD : operation->wait,
    };

    if (!aoai_uuid_is_valid(operation->id)) {
        aoai_error_set(error, AOAI_ERROR_NOT_FOUND,
                       "the service gives no mail such an operation id");
        return AOAI_ACS_EMAIL_UNSEEN;
    }
    for (int i = 0; i < QUESTIONS_MOST; i++) {
        int64_t due = clock->monotonic(clock->self) + following.wait;
        enum aoai_acs_email_fate fate;

        if (due >= deadline)
            break;
        fate =
            aoai_acs_email_ask(setup, operation, due, deadline, &following.why);
        if (!take(&following, fate, operation))
            break;
    }
    if (following.fate != AOAI_ACS_EMAIL_SENT)
        explain(&following, error);
    return following.fate;
}
