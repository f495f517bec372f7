/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* What an application signs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <string.h>

#include "azure/client_assertion.h"
#include "net/json.h"
#include "net/module.h"
#include "tests/fixture.h"

#define FOLDER "certificates/"
#define PUBLISHED FOLDER "published_certificate.pem"

static const char *const published[] = {FOLDER "published_key.pem", PUBLISHED,
                                        NULL};

/* The functions under test, a certificate and what is to be signed. */
struct rig {
    struct aoai_crypto crypto;
    struct aoai_certificate *certificate;
    struct aoai_json *vector; /* made by Microsoft's library */
    struct aoai_client_assertion assertion;
};

/* The text NAME of the published vector. */
static const char *vector_text(const struct rig *rig, const char *name)
{
    const char *text = aoai_json_member_text(aoai_json_root(rig->vector), name);

    assert_non_null(text);
    return text;
}

/* Opens the certificate in the fixtures PARTS and the published vector. */
static void begin(struct rig *rig, const char *const *parts)
{
    static const char *const vector[] = {"client_assertion.json", NULL};
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf file = {0};
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf json = {0};
    uint64_t now = 0;

    memset(rig, 0, sizeof(*rig));
    assert_int_equal(aoai_module_crypto(&rig->crypto, NULL), 0);
    fixture_add(&file, parts);
    assert_int_equal(
        rig->crypto.certificate_open(&rig->certificate, &file, NULL, NULL), 0);
    fixture_add(&json, vector);
    assert_int_equal(
        aoai_json_parse(&rig->vector, aoai_buf_text(&json), json.length, NULL),
        0);
    assert_true(aoai_json_count_value(
        aoai_json_member(aoai_json_root(rig->vector), "now"), &now));
    rig->assertion = (struct aoai_client_assertion){
        .audience = vector_text(rig, "audience"),
        .client_id = vector_text(rig, "client_id"),
        .id = vector_text(rig, "jti"),
        .now = (int64_t)now,
    };
}

static void end(struct rig *rig)
{
    rig->crypto.certificate_free(rig->certificate);
    aoai_json_free(rig->vector);
}

/* Signs what RIG says. */
static struct aoai_buf sign(const struct rig *rig)
{
    struct aoai_buf out = {0};

    assert_int_equal(aoai_client_assertion_write(&out, &rig->assertion,
                                                 &rig->crypto, rig->certificate,
                                                 NULL),
                     0);
    assert_true(out.secret);
    return out;
}

/* Part NUMBER, from 0, of TOKEN in plain. */
static struct aoai_buf plain_part(const struct rig *rig, const char *token,
                                  int number)
{
    struct aoai_buf out = {0};

    for (; number > 0; number--)
        token += strcspn(token, ".") + 1;
    assert_int_equal(
        rig->crypto.base64_url_decode(&out, token, strcspn(token, "."), NULL),
        0);
    return out;
}

/* True when TOKEN's signature is a PS256 by the key of the fixture NAME. */
static bool verifies(const struct rig *rig, const char *token, const char *name)
{
    AOAI_CLEANUP(aoai_buf_free)
    struct aoai_buf signature = plain_part(rig, token, 2);
    size_t length = (size_t)(strrchr(token, '.') - token);
    char path[FIXTURE_PATH];
    FILE *file;
    X509 *one;
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    EVP_PKEY_CTX *options = NULL;
    bool good;

    fixture_path(name, path);
    file = fopen(path, "r");
    assert_non_null(file);
    one = PEM_read_X509(file, NULL, NULL, NULL);
    (void)fclose(file);
    good = EVP_DigestVerifyInit(context, &options, EVP_sha256(), NULL,
                                X509_get0_pubkey(one)) == 1 &&
           EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING) == 1 &&
           EVP_PKEY_CTX_set_rsa_mgf1_md(options, EVP_sha256()) == 1 &&
           EVP_PKEY_CTX_set_rsa_pss_saltlen(options, 32) == 1 &&
           EVP_DigestVerify(context, (const unsigned char *)signature.data,
                            signature.length, (const unsigned char *)token,
                            length) == 1;
    EVP_MD_CTX_free(context);
    X509_free(one);
    return good;
}

static void rs256_is_what_microsofts_library_makes(void **state)
{
    struct rig rig;
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf token = {0};

    (void)state;
    begin(&rig, published);
    rig.assertion.algorithm = AOAI_CERTIFICATE_RS256;
    token = sign(&rig);
    assert_string_equal(aoai_buf_text(&token), vector_text(&rig, "rs256"));
    end(&rig);
}

static void ps256_has_the_same_parts_and_verifies(void **state)
{
    struct rig rig;
    const char *theirs;
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf token = {0};
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf again = {0};

    (void)state;
    begin(&rig, published);
    rig.assertion.with_chain = true; /* as in the vector */
    theirs = vector_text(&rig, "ps256");
    token = sign(&rig);
    assert_int_equal(token.length, strlen(theirs));
    assert_memory_equal(token.data, theirs,
                        (size_t)(strrchr(theirs, '.') - theirs));
    /* this test can tell a good signature */
    assert_true(verifies(&rig, theirs, PUBLISHED));
    assert_true(verifies(&rig, aoai_buf_text(&token), PUBLISHED));
    assert_false(
        verifies(&rig, aoai_buf_text(&token), FOLDER "certificate.pem"));
    /* the salt is another one each time */
    again = sign(&rig);
    assert_string_not_equal(aoai_buf_text(&token), aoai_buf_text(&again));
    end(&rig);
}

static void without_being_asked_no_chain_is_sent(void **state)
{
    struct rig rig;
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf token = {0};
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf header = {0};

    (void)state;
    begin(&rig, published);
    token = sign(&rig);
    header = plain_part(&rig, aoai_buf_text(&token), 0);
    assert_string_equal(
        aoai_buf_text(&header),
        "{\"alg\":\"PS256\",\"typ\":\"JWT\",\"x5t#S256\":\"n2cJSMBEZhs_1D-H-"
        "I5cLxipKnnbcyZPifIAxoWFMX0\"}");
    end(&rig);
}

static void the_chain_stands_in_the_order_of_the_file(void **state)
{
    static const char *const parts[] = {
        FOLDER "certificate.pem", FOLDER "issuer.pem", FOLDER "key.pem", NULL};
    static const enum aoai_certificate_algorithm algorithms[] = {
        AOAI_CERTIFICATE_PS256, AOAI_CERTIFICATE_RS256};

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct rig rig;
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf token = {0};
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf header = {0};
        AOAI_CLEANUP(aoai_json_close) struct aoai_json *json = NULL;
        const struct aoai_value *chain;

        begin(&rig, parts);
        rig.assertion.algorithm = algorithms[i];
        rig.assertion.with_chain = true;
        token = sign(&rig);
        header = plain_part(&rig, aoai_buf_text(&token), 0);
        assert_int_equal(
            aoai_json_parse(&json, aoai_buf_text(&header), header.length, NULL),
            0);
        chain = aoai_json_member(aoai_json_root(json), "x5c");
        assert_int_equal(aoai_json_count(chain), 2);
        for (size_t at = 0; at < 2; at++) {
            AOAI_CLEANUP(aoai_buf_free) struct aoai_buf one = {0};

            assert_int_equal(
                rig.crypto.certificate_write(rig.certificate, at, &one, NULL),
                0);
            assert_string_equal(aoai_json_text(aoai_json_element(chain, at)),
                                aoai_buf_text(&one));
        }
        end(&rig);
    }
}

static void what_an_operator_wrote_can_not_break_the_json(void **state)
{
    struct rig rig;
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf token = {0};
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf claims = {0};

    (void)state;
    begin(&rig, published);
    rig.assertion.client_id = "a\",\"aud\":\"b\\\n";
    token = sign(&rig);
    claims = plain_part(&rig, aoai_buf_text(&token), 1);
    assert_string_equal(
        aoai_buf_text(&claims),
        "{\"aud\":\"https://login.microsoftonline.com/11111111-1111-1111-1111-"
        "111111111111/oauth2/v2.0/token\",\"exp\":1730365800,"
        "\"iss\":\"a\\\",\\\"aud\\\":\\\"b\\\\\\n\","
        "\"sub\":\"a\\\",\\\"aud\\\":\\\"b\\\\\\n\",\"nbf\":1730365200,"
        "\"jti\":\"33333333-3333-3333-3333-333333333333\",\"iat\":1730365200}");
    end(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rs256_is_what_microsofts_library_makes),
        cmocka_unit_test(ps256_has_the_same_parts_and_verifies),
        cmocka_unit_test(without_being_asked_no_chain_is_sent),
        cmocka_unit_test(the_chain_stands_in_the_order_of_the_file),
        cmocka_unit_test(what_an_operator_wrote_can_not_break_the_json),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
