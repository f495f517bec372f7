/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "poll/selftest_steps.h"

#include "azure/credential_chain.h"
#include "core/civil.h"
#include "net/file.h"

static const char step_name[] = "credential";

/* Signs in by a chain of its own, so that no token kept earlier answers. */
static int sign_in(struct aoai_selftest_walk *walk, struct aoai_error *error)
{
    AOAI_CLEANUP(aoai_credential_free) struct aoai_credential chain = {0};

    if (aoai_credential_default_new(&chain, &walk->session->signin, error) ||
        chain.get(chain.self, walk->setup->audience, walk->deadline,
                  &walk->token, error)) {
        aoai_token_free(&walk->token);
        return -1;
    }
    return 0;
}

/* Appends ", WHAT ID" unless there is no such ID. */
static void add_id(struct aoai_buf *say, const char *what, const char *id)
{
    if (id && *id)
        aoai_buf_printf(say, ", %s %s", what, id);
}

/* Appends who signed in: by the token, else as far as the settings tell. */
static void add_identity(struct aoai_buf *say,
                         const struct aoai_selftest_walk *walk)
{
    const struct aoai_credential_setup *signin = &walk->session->signin;
    const struct aoai_token_claims *claims = &walk->claims;

    if (claims->tenant[0] || claims->application[0] || claims->object[0]) {
        add_id(say, "tenant", claims->tenant);
        add_id(say, "application", claims->application);
        add_id(say, "object", claims->object);
        return;
    }
    add_id(say, "tenant", signin->tenant_id);
    add_id(say, "application", signin->client_id);
    aoai_buf_puts(say, ", its identity can not be read from the token");
}

/* Appends until when the token is good. Returns false when that is over. */
static bool add_end(struct aoai_buf *say, const struct aoai_selftest_walk *walk)
{
    const struct aoai_clock *clock = &walk->session->clock;
    int64_t end =
        walk->token.expires ? walk->token.expires : walk->claims.expires;
    struct aoai_civil civil = aoai_civil_at(end);
    bool good = end > clock->wall(clock->self);

    if (!end)
        return true;
    aoai_buf_printf(say, ", token %s %04d-%02d-%02d %02d:%02d:%02d UTC",
                    good ? "good until" : "over since", civil.year, civil.month,
                    civil.day, civil.hour, civil.minute, civil.second);
    return good;
}

/* Adds the step of a sign-in that worked. */
static void add_signed_in(struct aoai_selftest_walk *walk)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf say = {0};
    bool good;

    if (!aoai_token_claims_read(&walk->claims,
                                aoai_buf_text(&walk->token.text)))
        walk->claims = (struct aoai_token_claims){0};
    aoai_buf_puts(&say, walk->token.credential);
    add_identity(&say, walk);
    good = add_end(&say, walk);
    aoai_selftest_add(walk, good ? AOAI_SELFTEST_OK : AOAI_SELFTEST_WARNING,
                      step_name, "%s", aoai_buf_text(&say));
}

/* Warns of each file with a secret that everybody may read. Federated tokens
 * are none of them: Kubernetes makes these so on purpose. */
static void warn_of_files(struct aoai_selftest_walk *walk)
{
    const struct aoai_credential_setup *signin = &walk->session->signin;
    const char *const files[] = {
        signin->client_secret_file,
        signin->client_certificate,
        signin->client_certificate_password_file,
        signin->token_file,
    };

    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
        if (files[i] && aoai_file_is_public(files[i]))
            aoai_selftest_add(walk, AOAI_SELFTEST_WARNING, step_name,
                              "secret file %s is readable by others: chmod o= "
                              "%s",
                              files[i], files[i]);
}

void aoai_selftest_try_credential(struct aoai_selftest_walk *walk)
{
    struct aoai_error error;

    walk->no_token = walk->no_authority ? walk->no_authority : step_name;
    if (!aoai_selftest_skips(walk, step_name, walk->no_authority)) {
        if (sign_in(walk, &error)) {
            aoai_selftest_add(walk, AOAI_SELFTEST_FAILED, step_name, "%s",
                              error.text);
        } else {
            walk->no_token = NULL;
            add_signed_in(walk);
        }
    }
    warn_of_files(walk);
}
