/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Which cloud, where it is, and that two are not mixed by mistake. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "tests/sample.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

#define PUBLIC_SIGN_IN "https://login.microsoftonline.com"
#define PUBLIC_ARM "https://management.azure.com"
#define GOV_SIGN_IN "https://login.microsoftonline.us"
#define GOV_ARM "https://management.usgovcloudapi.net"
#define CHINA_SIGN_IN "https://login.chinacloudapi.cn"
#define VARIABLE "AZURE_AUTHORITY_HOST: " /* as a mistake names it */
#define CHINA_ARM "https://management.chinacloudapi.cn"

/* Settings, and AZURE_AUTHORITY_HOST (NULL: not set). */
struct choice {
    const char *words[4];
    const char *variable;
};

/* Makes the environment that CHOICE needs. */
static void set_variable(const struct choice *choice)
{
    sample_clear_environment();
    if (choice->variable)
        assert_int_equal(setenv("AZURE_AUTHORITY_HOST", choice->variable, 1),
                         0);
}

static void a_cloud_names_its_endpoints_and_audience(void **state)
{
    static const struct {
        struct choice choice;
        const char *authority, *arm, *audience;
    } rows[] = {
        {{{NULL}, NULL}, PUBLIC_SIGN_IN, PUBLIC_ARM, PUBLIC_ARM},
        {{{"cloud=public"}, NULL}, PUBLIC_SIGN_IN, PUBLIC_ARM, PUBLIC_ARM},
        {{{"cloud=usgov"}, NULL}, GOV_SIGN_IN, GOV_ARM, GOV_ARM},
        {{{"cloud=china"}, NULL}, CHINA_SIGN_IN, CHINA_ARM, CHINA_ARM},
        /* an authority of one's own, as in a test or behind a gateway */
        {{{"cloud=usgov", "authority-host=https://sts.example/"}, NULL},
         "https://sts.example",
         GOV_ARM,
         GOV_ARM},
        {{{"cloud=usgov"}, "https://sts.example"},
         "https://sts.example",
         GOV_ARM,
         GOV_ARM},
        {{{"authority-host=https://option.example"}, "https://sts.example"},
         "https://option.example",
         PUBLIC_ARM,
         PUBLIC_ARM},
        /* a Resource Manager of one's own stands for that of --cloud */
        {{{"arm-endpoint=https://arm.example/x/"}, NULL},
         PUBLIC_SIGN_IN,
         "https://arm.example/x",
         PUBLIC_ARM},
        {{{"cloud=china", "arm-endpoint=http://localhost:8080"}, NULL},
         CHINA_SIGN_IN,
         "http://localhost:8080",
         CHINA_ARM},
        /* the variable of another cloud with that cloud's option is none */
        {{{"cloud=usgov"}, GOV_SIGN_IN "/"}, GOV_SIGN_IN, GOV_ARM, GOV_ARM},
        {{{"cloud=usgov"}, "https://login.usgovcloudapi.net"},
         "https://login.usgovcloudapi.net",
         GOV_ARM,
         GOV_ARM},
        /* both named: mixed on purpose; the audience is the endpoint's */
        {{{"authority-host=" PUBLIC_SIGN_IN, "arm-endpoint=" GOV_ARM "/"},
          NULL},
         PUBLIC_SIGN_IN,
         GOV_ARM,
         GOV_ARM},
        {{{"authority-host=" GOV_SIGN_IN, "arm-endpoint=" GOV_ARM}, NULL},
         GOV_SIGN_IN,
         GOV_ARM,
         GOV_ARM},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct sample sample;

        sample_begin(&sample, rows[i].choice.words);
        set_variable(&rows[i].choice);
        sample_set_up(&sample, SAMPLE_NOW);
        assert_string_equal(sample.setup.authority, rows[i].authority);
        assert_string_equal(sample.setup.credential.authority,
                            rows[i].authority);
        assert_string_equal(sample.setup.arm, rows[i].arm);
        assert_string_equal(sample.setup.audience, rows[i].audience);
        sample_end(&sample);
    }
    sample_clear_environment();
}

static void two_clouds_are_not_mixed_by_mistake(void **state)
{
    static const struct {
        struct choice choice;
        const char *source, *remedy;
    } rows[] = {
        /* the variable was set for another program */
        {{{NULL}, GOV_SIGN_IN}, VARIABLE, "set --cloud=usgov,"},
        {{{NULL}, "https://login.partner.microsoftonline.cn/"},
         VARIABLE,
         "set --cloud=china,"},
        {{{"cloud=china"}, PUBLIC_SIGN_IN}, VARIABLE, "set --cloud=public,"},
        {{{"cloud=usgov"}, "https://login.windows.net"},
         VARIABLE,
         "set --cloud=public,"},
        /* one option of two */
        {{{"authority-host=" GOV_SIGN_IN}, NULL},
         "--authority-host: ",
         "set --cloud=usgov,"},
        {{{"authority-host=" GOV_SIGN_IN}, PUBLIC_SIGN_IN},
         "--authority-host: ",
         "set --cloud=usgov,"},
        {{{"arm-endpoint=" GOV_ARM}, NULL},
         "--arm-endpoint: ",
         "set --cloud=usgov,"},
        {{{"cloud=china", "arm-endpoint=" GOV_ARM "/"}, NULL},
         "--arm-endpoint: ",
         "set --cloud=usgov,"},
        {{{"arm-endpoint=" PUBLIC_ARM}, GOV_SIGN_IN},
         VARIABLE,
         "set --cloud=public,"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const char *words[6] = {"resource=" SAMPLE_ID};
        char *text;

        memcpy(words + 1, rows[i].choice.words, sizeof(rows[i].choice.words));
        set_variable(&rows[i].choice);
        text = sample_mistakes(words, AOAI_SETTING_COMMAND_LINE);
        if (!strstr(text, "does not sign in to") ||
            strncmp(text, rows[i].source, strlen(rows[i].source)) != 0 ||
            !strstr(text, rows[i].remedy) ||
            strchr(text, '\n') != text + strlen(text) - 1)
            fail_msg("row %zu: %s", i, text);
        free(text);
    }
    sample_clear_environment();
}

static void the_mix_is_told_in_full(void **state)
{
    static const char *const words[] = {"resource=" SAMPLE_ID, NULL};
    static const struct choice choice = {{NULL}, GOV_SIGN_IN};
    char *text;

    (void)state;
    set_variable(&choice);
    text = sample_mistakes(words, AOAI_SETTING_COMMAND_LINE);
    assert_string_equal(
        text, VARIABLE GOV_SIGN_IN
        " (usgov) does not sign in to " PUBLIC_ARM
        " (public): set --cloud=usgov, or name both by --authority-host and "
        "--arm-endpoint to mix them on purpose\n");
    free(text);
    sample_clear_environment();
}

static void following_the_advice_helps(void **state)
{
    static const char *const words[] = {"resource=" SAMPLE_ID, "cloud=usgov",
                                        NULL};
    static const struct choice choice = {{NULL}, GOV_SIGN_IN};
    char *text;

    (void)state;
    set_variable(&choice);
    text = sample_mistakes(words, AOAI_SETTING_COMMAND_LINE);
    assert_string_equal(text, "");
    free(text);
    sample_clear_environment();
}

static void a_wrong_endpoint_is_no_mix(void **state)
{
    static const char *const words[] = {"resource=" SAMPLE_ID,
                                        "arm-endpoint=ftp://x", NULL};
    static const struct choice choice = {{NULL}, GOV_SIGN_IN};
    char *text;

    (void)state;
    set_variable(&choice);
    text = sample_mistakes(words, AOAI_SETTING_COMMAND_LINE);
    assert_memory_equal(text, "--arm-endpoint: ", 16);
    assert_ptr_equal(strchr(text, '\n'), text + strlen(text) - 1);
    free(text);
    sample_clear_environment();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cloud_names_its_endpoints_and_audience),
        cmocka_unit_test(two_clouds_are_not_mixed_by_mistake),
        cmocka_unit_test(the_mix_is_told_in_full),
        cmocka_unit_test(following_the_advice_helps),
        cmocka_unit_test(a_wrong_endpoint_is_no_mix),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
