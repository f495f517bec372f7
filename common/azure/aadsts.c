/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "azure/aadsts.h"

#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/utf8.h"

/* How codes are spelled in descriptions. */
#define PREFIX "AADSTS"

#define FEDERATED(CLAIM)                                                       \
    "no federated credential of the application has the token's " CLAIM
#define REGISTER "register a new one"

/* What an error code means and what to do about it. */
struct meaning {
    int code;
    const char *text;
};

static const struct meaning meanings[] = {
    /* On Microsoft's page of codes: see the header. */
    {50001, "the audience is unknown in this tenant: check --cloud"},
    {50196, "the same token was asked for too often: does --cache-dir work?"},
    {53003, "a Conditional Access policy blocks this sign-in: see which in "
            "Entra's sign-in logs"},
    {70001, "the application is disabled: enable it in the tenant"},
    {70011, "the audience is not valid: check --cloud"},
    {90002, "no such tenant: check the tenant id and --cloud"},
    {90010, "Entra does not support what was asked: check --cloud"},
    {90038, "the tenant is in another cloud: set --cloud"},
    {90055, "Entra throttles this tenant"},
    {500011, "the audience is unknown in this tenant: check --cloud"},
    {530032, "a security policy of the tenant blocks this sign-in"},
    {530035, "the tenant's security defaults block this sign-in"},
    {700016, "the application is not in this tenant: check client id and "
             "tenant id"},
    {700027, "the certificate is not registered for the application: upload "
             "it there, or check client id and file"},
    {700030, "the application does not trust the certificate's name"},
    {900144, "the request lacks a part"},
    {7000112, "the application is disabled: enable it in the tenant"},
    {7000215, "the client secret is wrong: use its value, not its id"},
    {7000218, "the application needs a secret or a certificate"},
    {7000222, "the client secret has expired: create a new one"},

    /* Not there, but in login.microsoftonline.com/error?code=N, as many reports
     * quote it; the certificates' also in microsoft-identity-web's
     * Constants.cs, 900023 in the troubleshooting guides of Azure's identity
     * SDKs, 7002138 among Entra's breaking changes of August 2024. */
    {70021, FEDERATED("issuer, subject and audience: compare all three")},
    {70025, "the application has no federated credential: create one (az ad "
            "app federated-credential create)"},
    {700024, "the signed assertion or federated token is not valid now: check "
             "this machine's clock, and that the token's file is renewed"},
    {700211, FEDERATED("issuer: compare them, with the slash at the end")},
    {700212, FEDERATED("audience, usually api://AzureADTokenExchange")},
    {700213, FEDERATED("subject: compare them")},
    {900023, "the tenant id is neither an id nor a domain"},
    {1000502, "the certificate has expired, or is not valid yet: " REGISTER},
    {7000214, "the certificate has been revoked: " REGISTER},
    {7000216, "the application needs a secret or a certificate"},
    {7000229, "the application has no service principal in this tenant: create "
              "one (az ad sp create --id CLIENT)"},
    {7000277, "the certificate has been revoked: " REGISTER},
    {7002138, FEDERATED("subject in the same case: compare them")},
};

/* Codes whose description quotes a value worth showing, and what stands right
 * before it there. */
struct claim {
    int code;
    const char *before;
};

static const struct claim claims[] = {
    {70021, "Assertion Subject: '"},
    {700211, "presented assertion issuer '"},
    {700212, "presented assertion audience '"},
    {700213, "presented assertion subject '"},
    {7002138, "presented assertion subject '"},
};

/* What CODE means; NULL when that is not known here. */
static const char *find_meaning(int code)
{
    for (size_t i = 0; i < sizeof(meanings) / sizeof(meanings[0]); i++)
        if (meanings[i].code == code)
            return meanings[i].text;
    return NULL;
}

/* The kind that CODE makes of KIND: these two go away by themselves, though
 * they may come with status 400. */
static enum aoai_error_kind find_kind(int code, enum aoai_error_kind kind)
{
    return code == 50196 || code == 90055 ? AOAI_ERROR_THROTTLED : kind;
}

/* The number that TEXT begins with; 0 when there is none, or too large. */
static int read_code(const char *text)
{
    long number = 0;

    if (*text >= '1' && *text <= '9')
        number = strtol(text, NULL, 10);
    return number <= INT_MAX ? (int)number : 0;
}

/* The first of the error codes in VALUE, an array or the text of one. */
static int first_code(const struct aoai_value *value)
{
    const char *text = aoai_json_text(value);
    uint64_t code;

    if (text)
        return read_code(text + strspn(text, "[ "));
    if (aoai_json_count_value(aoai_json_element(value, 0), &code) &&
        code <= INT_MAX)
        return (int)code;
    return 0;
}

int aoai_aadsts_code(const struct aoai_value *root)
{
    const char *text = aoai_json_member_text(root, "error_description");
    const char *at = text ? strstr(text, PREFIX) : NULL;
    int code = at ? read_code(at + strlen(PREFIX)) : 0;

    return code ? code : first_code(aoai_json_member(root, "error_codes"));
}

/* The value that DESCRIPTION quotes for CODE, in our quotes; ""
 * where there is none, or one too long to be whole. */
static struct aoai_quote find_value(int code, const char *description)
{
    struct aoai_quote none = {{0}};
    char value[AOAI_QUOTE_MAX + 1];
    const char *at = NULL;
    size_t length;

    for (size_t i = 0; i < sizeof(claims) / sizeof(claims[0]); i++)
        if (description && claims[i].code == code &&
            (at = strstr(description, claims[i].before)) != NULL)
            at += strlen(claims[i].before);
    if (!at)
        return none;
    length = strcspn(at, "'");
    if (length == 0 || length >= sizeof(value) || at[length] != '\'')
        return none;
    memcpy(value, at, length);
    value[length] = '\0';
    return aoai_error_quote(value);
}

bool aoai_aadsts_explain(int code, const char *description,
                         enum aoai_error_kind kind, struct aoai_error *error)
{
    const char *meaning = find_meaning(code);
    struct aoai_quote value = find_value(code, description);

    if (!meaning)
        return false;
    aoai_error_set(error, find_kind(code, kind), PREFIX "%d: %s%s%s", code,
                   meaning, value.text[0] ? ": " : "", value.text);
    return true;
}

int aoai_aadsts_length(const char *description)
{
    const char *ids = strstr(description, " Trace ID:");
    size_t length = strcspn(description, "\r\n");

    if (ids && (size_t)(ids - description) < length)
        length = (size_t)(ids - description);
    if (length > AOAI_AADSTS_LENGTH_MAX)
        length = aoai_utf8_cut(description, AOAI_AADSTS_LENGTH_MAX);
    return (int)length;
}
