/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Files with a certificate and its key. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "net/base64.h"
#include "net/certificate.h"
#include "tests/fixture.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))
#define PASSWORD "open sesame"

#define FOLDER "certificates/"
#define KEY FOLDER "key.pem"
#define KEY_PKCS1 FOLDER "key_pkcs1.pem"
#define KEY_ENCRYPTED FOLDER "key_encrypted.pem"
#define KEY_PKCS1_ENCRYPTED FOLDER "key_pkcs1_encrypted.pem"
#define LEAF FOLDER "certificate.pem"
#define ISSUER FOLDER "issuer.pem"
#define EXPIRED FOLDER "expired.pem"
#define EC FOLDER "ec.pem"
#define OTHER FOLDER "published_certificate.pem"

enum { PARTS = 5, NOW = 1729425600 /* 2024-10-20 */ };

/* Opens the fixtures PARTS, one after the other. */
static int open_parts(struct aoai_certificate **certificate,
                      const char *const *parts, const char *password,
                      struct aoai_error *error)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf file = {.secret = true};
    int failed;

    fixture_add(&file, parts);
    failed = aoai_certificate_open(certificate, &file, password, error);
    /* a transport in the same process must not find old errors */
    assert_int_equal(ERR_peek_error(), 0);
    return failed;
}

/* Opens the bytes TEXT. Returns the failure, which there must be. */
static struct aoai_error open_text(const char *text, size_t length)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf file = {0};
    struct aoai_certificate *certificate;
    struct aoai_error error = {0};

    aoai_buf_add(&file, text, length);
    assert_int_equal(aoai_certificate_open(&certificate, &file, NULL, &error),
                     -1);
    assert_null(certificate);
    assert_int_equal(ERR_peek_error(), 0);
    return error;
}

/* The first certificate of the fixture NAME, by OpenSSL. */
static X509 *read_x509(const char *name)
{
    char path[FIXTURE_PATH];
    FILE *file;
    X509 *one;

    fixture_path(name, path);
    file = fopen(path, "r");
    assert_non_null(file);
    one = PEM_read_X509(file, NULL, NULL, NULL);
    (void)fclose(file);
    assert_non_null(one);
    return one;
}

/* Appends the fixture NAME, a certificate, as base64 of its DER. */
static void write_der(struct aoai_buf *out, const char *name)
{
    X509 *one = read_x509(name);
    unsigned char *der = NULL;
    int length = i2d_X509(one, &der);

    assert_true(length > 0);
    aoai_base64_encode(out, der, (size_t)length);
    OPENSSL_free(der);
    X509_free(one);
}

static void every_usual_file_opens(void **state)
{
    static const struct {
        const char *parts[PARTS];
        const char *password;
        const char *order[PARTS]; /* the certificates */
    } rows[] = {
        /* as az ad sp create-for-rbac writes it */
        {{KEY, LEAF}, NULL, {LEAF}},
        {{LEAF, KEY}, NULL, {LEAF}},
        {{KEY_PKCS1, LEAF}, NULL, {LEAF}},
        /* the order of the file is that of the chain */
        {{KEY, LEAF, ISSUER}, NULL, {LEAF, ISSUER}},
        {{LEAF, ISSUER, KEY}, NULL, {LEAF, ISSUER}},
        {{LEAF, KEY, ISSUER, OTHER}, NULL, {LEAF, ISSUER, OTHER}},
        {{KEY_ENCRYPTED, LEAF}, PASSWORD, {LEAF}},
        {{LEAF, KEY_PKCS1_ENCRYPTED}, PASSWORD, {LEAF}},
        /* a password that is not needed is no mistake */
        {{KEY, LEAF}, PASSWORD, {LEAF}},
        {{KEY_PKCS1, LEAF}, PASSWORD, {LEAF}},
        /* of two keys the first counts */
        {{KEY, LEAF, EC}, NULL, {LEAF, EC}},
        {{FOLDER "password.p12"}, PASSWORD, {LEAF, ISSUER}},
        /* without a password PKCS#12 has an empty one, or none */
        {{FOLDER "empty.p12"}, NULL, {LEAF, ISSUER}},
        {{FOLDER "empty.p12"}, "", {LEAF, ISSUER}},
        {{FOLDER "plain.p12"}, NULL, {LEAF, ISSUER}},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct aoai_certificate *certificate;
        struct aoai_error error = {0};
        size_t count = 0;

        if (open_parts(&certificate, rows[i].parts, rows[i].password, &error))
            fail_msg("row %zu: %s", i, error.text);
        for (; rows[i].order[count]; count++) {
            AOAI_CLEANUP(aoai_buf_free) struct aoai_buf got = {0};
            AOAI_CLEANUP(aoai_buf_free) struct aoai_buf wanted = {0};

            write_der(&wanted, rows[i].order[count]);
            assert_int_equal(
                aoai_certificate_write(certificate, count, &got, NULL), 0);
            assert_string_equal(aoai_buf_text(&got), aoai_buf_text(&wanted));
        }
        assert_int_equal(aoai_certificate_count(certificate), count);
        aoai_certificate_free(certificate);
    }
}

#define GIVE                                                                   \
    "encrypted: give its password by --client-certificate-password-file or "   \
    "AZURE_CLIENT_CERTIFICATE_PASSWORD"
#define WRONG                                                                  \
    "the password does not open it: check --client-certificate-password-file " \
    "or AZURE_CLIENT_CERTIFICATE_PASSWORD"
#define NO_KEY                                                                 \
    "no private key in it: put the key into the file of its certificate"
#define NO_CERTIFICATE                                                         \
    "no certificate in it: put the certificate into the file of its key"
#define NOT_ITS_OWN                                                            \
    "its private key does not belong to its first certificate: put the key's " \
    "own certificate before those of the issuers"

static void each_mistake_has_its_sentence(void **state)
{
    static const struct {
        const char *parts[PARTS];
        const char *password;
        const char *text;
    } rows[] = {
        {{LEAF}, NULL, NO_KEY},
        {{LEAF, ISSUER}, PASSWORD, NO_KEY},
        {{KEY}, NULL, NO_CERTIFICATE},
        {{KEY_ENCRYPTED}, PASSWORD, NO_CERTIFICATE},
        {{OTHER, KEY}, NULL, NOT_ITS_OWN},
        /* the first one counts, as it does for Microsoft's libraries */
        {{KEY, ISSUER, LEAF}, NULL, NOT_ITS_OWN},
        {{KEY, EC}, NULL, NOT_ITS_OWN},
        {{EC}, NULL, "its key is of the kind EC: Entra needs an RSA key"},
        {{EC, KEY, LEAF},
         NULL,
         "its key is of the kind EC: Entra needs an RSA key"},
        {{KEY_ENCRYPTED, LEAF}, NULL, GIVE},
        {{KEY_PKCS1_ENCRYPTED, LEAF}, NULL, GIVE},
        {{FOLDER "password.p12"}, NULL, GIVE},
        {{KEY_ENCRYPTED, LEAF}, "open sesam", WRONG},
        {{KEY_ENCRYPTED, LEAF}, "", WRONG},
        {{KEY_PKCS1_ENCRYPTED, LEAF}, "Open sesame", WRONG},
        {{FOLDER "password.p12"}, "open sesame ", WRONG},
        {{FOLDER "empty.p12"}, PASSWORD, WRONG},
        {{FOLDER "no_key.p12"}, NULL, NO_KEY},
        {{FOLDER "no_certificate.p12"}, NULL, NO_CERTIFICATE},
        /* RC2, as older programs export it */
        {{FOLDER "outdated.p12"},
         PASSWORD,
         "encrypted by a cipher that OpenSSL no longer offers: export it "
         "again, with AES"},
        {{"ranges.tsv"},
         NULL,
         "neither PEM nor PKCS#12: give a file with a certificate and its "
         "private key"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct aoai_certificate *certificate;
        struct aoai_error error = {0};

        if (open_parts(&certificate, rows[i].parts, rows[i].password, &error) ==
            0)
            fail_msg("row %zu opened", i);
        assert_null(certificate);
        assert_string_equal(error.text, rows[i].text);
        assert_int_equal(error.kind, AOAI_ERROR_INPUT);
    }
}

static void what_is_no_file_of_this_kind_is_said(void **state)
{
#define NEITHER                                                                \
    "neither PEM nor PKCS#12: give a file with a certificate and its private " \
    "key"
#define PEM(NAME, BODY)                                                        \
    "-----BEGIN " NAME "-----\n" BODY "\n-----END " NAME "-----\n"
    static const struct {
        const char *bytes;
        const char *text;
    } rows[] = {
        {"", NEITHER},
        {"secret", NEITHER},
        {"\x30\x82\x01", NEITHER}, /* begins like DER */
        {PEM("CERTIFICATE REQUEST", "AAAA"), NO_KEY},
        {PEM("CERTIFICATE", "AAAA"),
         "its 'CERTIFICATE' can not be read: is the file whole?"},
        {PEM("PRIVATE KEY", "AAAA"),
         "its 'PRIVATE KEY' can not be read: is the file whole?"},
        {PEM("ENCRYPTED PRIVATE KEY", "AAAA"),
         "its 'ENCRYPTED PRIVATE KEY' can not be read: is the file whole?"},
        /* as ssh-keygen writes it */
        {PEM("OPENSSH PRIVATE KEY", "b3BlbnNzaC1rZXktdjEA"),
         "its 'OPENSSH PRIVATE KEY' can not be read: is the file whole?"},
        {PEM("RSA PRIVATE KEY",
             "Proc-Type: 4,ENCRYPTED\nDEK-Info: NO-SUCH,00\n\nAAAA"),
         "its 'RSA PRIVATE KEY' can not be read: is the file whole?"},
        /* cut, as by a copy that went wrong */
        {"-----BEGIN PRIVATE KEY-----\nAAAA\n",
         "a block in it is damaged: is the file whole?"},
        {PEM("PRIVATE KEY", "A*AA"),
         "a block in it is damaged: is the file whole?"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct aoai_error error =
            open_text(rows[i].bytes, strlen(rows[i].bytes));

        assert_string_equal(error.text, rows[i].text);
        assert_int_equal(error.kind, AOAI_ERROR_INPUT);
    }
}

static void a_file_cut_anywhere_is_refused(void **state)
{
    static const char *const files[][PARTS] = {
        {KEY, LEAF}, {KEY_ENCRYPTED, LEAF}, {FOLDER "empty.p12"}};

    (void)state;
    for (size_t i = 0; i < COUNT(files); i++) {
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf file = {0};

        fixture_add(&file, files[i]);
        for (size_t length = 0; length + 8 < file.length; length += 97) {
            struct aoai_error error = open_text(file.data, length);

            assert_int_equal(error.kind, AOAI_ERROR_INPUT);
        }
    }
}

/* In a process of its own with the terminal at PATH, where OpenSSL would ask:
 * opens the COUNT FILES without a password and ends, with 0 if each was
 * refused. */
static void open_at_terminal(const char *path, const struct aoai_buf *files,
                             size_t count)
{
    struct aoai_certificate *certificate;

    if (setsid() < 0 || open(path, O_RDWR) < 0)
        _exit(2);
    (void)alarm(30);
    for (size_t i = 0; i < count; i++)
        if (aoai_certificate_open(&certificate, &files[i], NULL, NULL) == 0)
            _exit(3);
    _exit(0);
}

static void nobody_is_asked_for_a_password(void **state)
{
    static const char *const parts[][PARTS] = {{KEY_ENCRYPTED, LEAF},
                                               {KEY_PKCS1_ENCRYPTED, LEAF},
                                               {FOLDER "password.p12"}};
    struct aoai_buf files[COUNT(parts)] = {{0}};
    int terminal = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK);
    int status = -1;
    char byte;

    (void)state;
    assert_true(terminal >= 0);
    assert_int_equal(grantpt(terminal), 0);
    assert_int_equal(unlockpt(terminal), 0);
    for (size_t i = 0; i < COUNT(parts); i++)
        fixture_add(&files[i], parts[i]);
    if (fork() == 0)
        open_at_terminal(ptsname(terminal), files, COUNT(parts));
    assert_true(wait(&status) > 0);
    assert_int_equal(status, 0);
    assert_true(read(terminal, &byte, 1) <= 0);
    (void)close(terminal);
    for (size_t i = 0; i < COUNT(parts); i++)
        aoai_buf_free(&files[i]);
}

static void a_password_may_be_long_but_not_endless(void **state)
{
    static const char *const files[][PARTS] = {{KEY_ENCRYPTED, LEAF},
                                               {KEY_PKCS1_ENCRYPTED, LEAF},
                                               {FOLDER "password.p12"}};
    char password[4096];

    (void)state;
    memset(password, 'x', sizeof(password) - 1);
    password[sizeof(password) - 1] = '\0';
    for (size_t i = 0; i < COUNT(files); i++) {
        struct aoai_certificate *certificate;
        struct aoai_error error = {0};

        assert_int_equal(open_parts(&certificate, files[i], password, &error),
                         -1);
        assert_string_equal(error.text, WRONG);
    }
}

static void dates_count_to_the_second(void **state)
{
    static const struct {
        const char *parts[PARTS];
        int64_t now;
        const char *text; /* NULL: valid */
    } rows[] = {
        {{KEY, LEAF}, NOW, NULL},
        /* 2020-01-01 to 2119-12-08, beyond what two digits of a year say */
        {{KEY, LEAF}, 1577836800, NULL},
        {{KEY, LEAF},
         1577836799,
         "its certificate is not valid before 2020-01-01: check this machine's "
         "clock, or wait"},
        {{KEY, LEAF}, 4731436800, NULL},
        {{KEY, LEAF},
         4731436801,
         "its certificate expired on 2119-12-08: make a new one and register "
         "it for the application"},
        {{KEY, EXPIRED}, 1580428800, NULL},
        {{KEY, EXPIRED},
         NOW,
         "its certificate expired on 2020-01-31: make a new one and register "
         "it for the application"},
        /* that of an issuer is not looked at: Entra knows better */
        {{KEY, LEAF, EXPIRED}, NOW, NULL},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct aoai_certificate *certificate;
        struct aoai_error error = {0};
        int failed;

        assert_int_equal(open_parts(&certificate, rows[i].parts, NULL, NULL),
                         0);
        failed = aoai_certificate_check_dates(certificate, rows[i].now, &error);
        assert_int_equal(failed, rows[i].text ? -1 : 0);
        assert_string_equal(error.text, rows[i].text ? rows[i].text : "");
        if (rows[i].text)
            assert_int_equal(error.kind, AOAI_ERROR_DENIED);
        aoai_certificate_free(certificate);
    }
}

static void thumbprints_are_those_of_the_published_vector(void **state)
{
    static const char *const parts[] = {FOLDER "published_key.pem", OTHER,
                                        NULL};
    struct aoai_certificate *certificate;
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf sha1 = {0};
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf sha256 = {0};
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf text = {0};

    (void)state;
    assert_int_equal(open_parts(&certificate, parts, NULL, NULL), 0);
    assert_int_equal(aoai_certificate_thumbprint(
                         certificate, AOAI_CERTIFICATE_SHA1, &sha1, NULL),
                     0);
    assert_int_equal(aoai_certificate_thumbprint(
                         certificate, AOAI_CERTIFICATE_SHA256, &sha256, NULL),
                     0);
    aoai_base64_url_encode(&text, sha1.data, sha1.length);
    aoai_buf_putc(&text, ' ');
    aoai_base64_url_encode(&text, sha256.data, sha256.length);
    assert_string_equal(aoai_buf_text(&text),
                        "jQnRng9e43FWhWdURyMFkY1MaUA "
                        "n2cJSMBEZhs_1D-H-I5cLxipKnnbcyZPifIAxoWFMX0");
    aoai_certificate_free(certificate);
}

/* True when SIGNATURE over "signed" by PADDING is that of the key of LEAF. */
static bool verifies(const struct aoai_buf *signature, int padding, int salt)
{
    X509 *one = read_x509(LEAF);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    EVP_PKEY_CTX *options = NULL;
    bool good = EVP_DigestVerifyInit(context, &options, EVP_sha256(), NULL,
                                     X509_get0_pubkey(one)) == 1 &&
                EVP_PKEY_CTX_set_rsa_padding(options, padding) == 1 &&
                (padding != RSA_PKCS1_PSS_PADDING ||
                 (EVP_PKEY_CTX_set_rsa_mgf1_md(options, EVP_sha256()) == 1 &&
                  EVP_PKEY_CTX_set_rsa_pss_saltlen(options, salt) == 1)) &&
                EVP_DigestVerify(
                    context, (const unsigned char *)signature->data,
                    signature->length, (const unsigned char *)"signed", 6) == 1;

    EVP_MD_CTX_free(context);
    X509_free(one);
    ERR_clear_error();
    return good;
}

static void signatures_verify_and_only_as_what_they_are(void **state)
{
    static const char *const parts[] = {KEY, LEAF, NULL};
    struct aoai_certificate *certificate;
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf text = {0};
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf pss = {0};
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf pkcs1 = {0};

    (void)state;
    aoai_buf_puts(&text, "signed");
    assert_int_equal(open_parts(&certificate, parts, NULL, NULL), 0);
    assert_int_equal(aoai_certificate_sign(certificate, AOAI_CERTIFICATE_PS256,
                                           &text, &pss, NULL),
                     0);
    assert_int_equal(aoai_certificate_sign(certificate, AOAI_CERTIFICATE_RS256,
                                           &text, &pkcs1, NULL),
                     0);
    assert_int_equal(pss.length, 256);
    assert_int_equal(pkcs1.length, 256);
    assert_true(verifies(&pss, RSA_PKCS1_PSS_PADDING, 32));
    assert_false(verifies(&pss, RSA_PKCS1_PSS_PADDING, 20));
    assert_false(verifies(&pss, RSA_PKCS1_PADDING, 0));
    assert_true(verifies(&pkcs1, RSA_PKCS1_PADDING, 0));
    assert_false(verifies(&pkcs1, RSA_PKCS1_PSS_PADDING, 32));
    aoai_certificate_free(certificate);
    aoai_certificate_free(NULL); /* does nothing */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_usual_file_opens),
        cmocka_unit_test(each_mistake_has_its_sentence),
        cmocka_unit_test(what_is_no_file_of_this_kind_is_said),
        cmocka_unit_test(a_file_cut_anywhere_is_refused),
        cmocka_unit_test(nobody_is_asked_for_a_password),
        cmocka_unit_test(a_password_may_be_long_but_not_endless),
        cmocka_unit_test(dates_count_to_the_second),
        cmocka_unit_test(thumbprints_are_those_of_the_published_vector),
        cmocka_unit_test(signatures_verify_and_only_as_what_they_are),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
