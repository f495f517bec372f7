/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "azure/acs_email.h"

#include "azure/acs_call.h"
#include "azure/acs_email_steps.h"

enum {
    SENDS_MOST = 3,    /* of one mail, under the same id */
    LOOKS_MOST = 5,    /* at what became of it */
    PAUSE_FIRST = 2000 /* ms before the first look, then doubled: a mail that
                          has just been taken may not be seen yet */
};

/* A mail being handed over. */
struct handing {
    const struct aoai_acs_email_setup *setup;
    struct aoai_acs_email_operation *operation;
    int64_t deadline;
    struct aoai_buf url, body, header;
    int sends, looks;
    int64_t pause;         /* ms before the next look */
    int64_t not_before;    /* monotonic ms: when it may be sent again */
    bool is_definite;      /* the last send was refused, not lost */
    bool is_hopeless;      /* asking would fail as the send did */
    struct aoai_error why; /* of the last send */
};

/* Monotonic ms. */
static int64_t now(const struct handing *handing)
{
    const struct aoai_clock *clock = handing->setup->clock;

    return clock->monotonic(clock->self);
}

/* Writes what is sent. */
static int prepare(struct handing *handing, const struct aoai_acs_email *mail)
{
    struct aoai_error *error = &handing->why;

    if (!aoai_uuid_is_valid(handing->operation->id))
        return aoai_error_set(error, AOAI_ERROR_INPUT,
                              "the mail's operation id is no UUID");
    aoai_buf_puts(&handing->url, handing->setup->endpoint);
    aoai_buf_puts(&handing->url,
                  "/emails:send?api-version=" AOAI_ACS_EMAIL_API_VERSION);
    aoai_buf_puts(&handing->header, "Operation-Id: ");
    aoai_buf_puts(&handing->header, handing->operation->id);
    if (aoai_buf_check(&handing->url, error) ||
        aoai_buf_check(&handing->header, error))
        return -1;
    return aoai_acs_email_write(&handing->body, mail, error);
}

/* Judges a send without an answer. Nothing has left this machine where there
 * was no try; but one before may have arrived. */
static enum aoai_acs_email_fate judge_silence(struct handing *handing,
                                              const struct aoai_acs_call *call)
{
    if (call->exchange.tries == 0) {
        handing->is_definite = true;
        return handing->sends == 1 ? AOAI_ACS_EMAIL_REFUSED
                                   : AOAI_ACS_EMAIL_UNKNOWN;
    }
    handing->is_hopeless = call->exchange.lasting;
    return AOAI_ACS_EMAIL_UNKNOWN;
}

/* Judges the answer to a send. A refusal is final where the service can not
 * have got the mail before. */
static enum aoai_acs_email_fate judge(struct handing *handing,
                                      const struct aoai_acs_call *call)
{
    const struct aoai_http_exchange *exchange = &call->exchange;
    enum aoai_acs_email_fate fate = AOAI_ACS_EMAIL_UNKNOWN;

    if (exchange->status / 100 == 2) {
        fate = aoai_acs_email_read(exchange, true, handing->operation,
                                   &handing->why);
        if (fate == AOAI_ACS_EMAIL_UNKNOWN && exchange->status == 202)
            return AOAI_ACS_EMAIL_ACCEPTED; /* whatever it says beside it */
        return fate;
    }
    aoai_acs_call_refusal(call, &handing->why);
    if (exchange->retry_after > 0)
        handing->not_before = now(handing) + exchange->retry_after;
    handing->is_definite = handing->why.kind != AOAI_ERROR_SERVICE;
    if (handing->is_definite && handing->sends == 1 && exchange->status != 409)
        return AOAI_ACS_EMAIL_REFUSED;
    return AOAI_ACS_EMAIL_UNKNOWN;
}

/* Sends the mail. Returns UNKNOWN where it has to be looked up. */
static enum aoai_acs_email_fate send_mail(struct handing *handing)
{
    AOAI_CLEANUP(aoai_acs_call_free)
    struct aoai_acs_call call = {
        .setup = handing->setup,
        .method = "POST",
        .url = aoai_buf_text(&handing->url),
        .body = aoai_buf_text(&handing->body),
        .body_length = handing->body.length,
        .operation = aoai_buf_text(&handing->header),
        .not_before = handing->not_before,
        .deadline = handing->deadline,
    };

    handing->sends++;
    handing->not_before = 0;
    handing->is_definite = false;
    if (aoai_acs_call_send(&call, &handing->why))
        return judge_silence(handing, &call);
    return judge(handing, &call);
}

/* Looks up what became of the mail, until something is known of it. */
static enum aoai_acs_email_fate look_up(struct handing *handing)
{
    enum aoai_acs_email_fate fate = AOAI_ACS_EMAIL_UNKNOWN;
    struct aoai_error why = {0};

    while (fate == AOAI_ACS_EMAIL_UNKNOWN && handing->looks < LOOKS_MOST) {
        int64_t due = now(handing) + handing->pause;

        if (due >= handing->deadline)
            return fate;
        handing->looks++;
        handing->pause *= 2;
        fate = aoai_acs_email_ask(handing->setup, handing->operation, due,
                                  handing->deadline, &why);
        if (fate == AOAI_ACS_EMAIL_UNKNOWN && !aoai_error_is_passing(why.kind))
            break;
        if (handing->pause < handing->operation->wait)
            handing->pause = handing->operation->wait;
    }
    if (fate == AOAI_ACS_EMAIL_REFUSED)
        handing->why = why;
    return fate;
}

/* Sends the mail, and again where that was lost and the service does not know
 * of it. */
static enum aoai_acs_email_fate hand_over(struct handing *handing)
{
    enum aoai_acs_email_fate fate = send_mail(handing);

    while (fate == AOAI_ACS_EMAIL_UNKNOWN && !handing->is_hopeless) {
        fate = look_up(handing);
        if (fate != AOAI_ACS_EMAIL_UNSEEN)
            break;
        if (handing->is_definite)
            return AOAI_ACS_EMAIL_REFUSED;
        fate = AOAI_ACS_EMAIL_UNKNOWN;
        if (handing->sends == SENDS_MOST ||
            handing->not_before >= handing->deadline)
            break;
        fate = send_mail(handing);
    }
    return fate;
}

enum aoai_acs_email_fate
aoai_acs_email_submit(const struct aoai_acs_email_setup *setup,
                      const struct aoai_acs_email *mail,
                      struct aoai_acs_email_operation *operation,
                      int64_t deadline, struct aoai_error *error)
{
    struct handing handing = {
        .setup = setup,
        .operation = operation,
        .deadline = deadline,
        .pause = PAUSE_FIRST,
    };
    enum aoai_acs_email_fate fate = AOAI_ACS_EMAIL_REFUSED;

    operation->wait = -1;
    if (prepare(&handing, mail) == 0)
        fate = hand_over(&handing);
    if (fate == AOAI_ACS_EMAIL_REFUSED || fate == AOAI_ACS_EMAIL_UNKNOWN)
        aoai_error_set(error, handing.why.kind, "%s", handing.why.text);
    if (fate == AOAI_ACS_EMAIL_UNKNOWN)
        aoai_error_wrap(error, "whether the service took the mail is not "
                               "known");
    aoai_buf_free(&handing.url);
    aoai_buf_free(&handing.body);
    aoai_buf_free(&handing.header);
    return fate;
}
