/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include "net/module.h"

#include <dlfcn.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "net/module_entry.h"
#include "net/platform.h"

/* Where the module NAME is: beside the program while that is being built, or
 * where it was installed. */
static void find_path(char path[PATH_MAX], const char *name)
{
    char folder[PATH_MAX - 64];

    aoai_platform_program_dir(folder, sizeof folder);
    if (folder[0] != '\0') {
        (void)snprintf(path, PATH_MAX, "%s/.libs/%s", folder, name);
        if (access(path, F_OK) == 0)
            return;
    }
    (void)snprintf(path, PATH_MAX, "%s/%s", PKGLIBDIR, name);
}

/* Says that the module at PATH is of no use. */
static int refuse(struct aoai_error *error, const char *path,
                  const char *reason)
{
    return aoai_error_set(error, AOAI_ERROR_INPUT,
                          "the part %s can not be loaded (%s): is the package "
                          "aoai-tokens installed as a whole?",
                          path, reason);
}

void *aoai_module_load(const char *name, struct aoai_error *error)
{
    char path[PATH_MAX];
    void *module = NULL;
    const char *version = NULL;
    const char *reason = NULL;
    void *entry = NULL;

    find_path(path, name);
    /* Lazy for the sake of the libraries behind it: binding all of libcurl's
     * thirty at once costs a tenth of a check. The modules themselves are
     * linked with -z now. */
    module = dlopen(path, RTLD_LAZY | RTLD_LOCAL | RTLD_NODELETE);
    if (module == NULL) {
        reason = dlerror();
        (void)refuse(error, path, reason != NULL ? reason : "no reason given");
        return NULL;
    }
    version = dlsym(module, AOAI_MODULE_VERSION_NAME);
    entry = dlsym(module, AOAI_MODULE_ENTRY_NAME);
    if (version != NULL && entry != NULL &&
        strcmp(version, PACKAGE_VERSION) == 0)
        return entry;
    dlclose(module);
    (void)refuse(error, path, "it is of another version");
    return NULL;
}

/* An http that is not there before it is needed. */
struct late {
    const struct aoai_http_setup *setup;
    struct aoai_http inner; /* all zero until then */
};

/* Loads the transport unless it is there. */
static int open_inner(struct late *self, struct aoai_error *error)
{
    aoai_module_http_entry *entry = NULL;
    void *address = NULL;

    if (self->inner.submit != NULL)
        return 0;
    address = aoai_module_load("aoai_http.so", error);
    if (address == NULL)
        return -1;
    memcpy(&entry, &address, sizeof entry);
    return entry(&self->inner, self->setup, error);
}

/* Hands EXCHANGE to the transport. */
static int submit(void *context, struct aoai_http_exchange *exchange,
                  struct aoai_error *error)
{
    struct late *self = context;

    if (open_inner(self, error) != 0)
        return -1;
    return self->inner.submit(self->inner.self, exchange, error);
}

/* Works until all is done; without a transport it is. */
static int run(void *context, struct aoai_error *error)
{
    struct late *self = context;

    if (self->inner.run == NULL)
        return 0;
    return self->inner.run(self->inner.self, error);
}

/* Releases the transport, if there is one; the module stays. */
static void release(void *context)
{
    struct late *self = context;

    aoai_http_free(&self->inner);
    free(self);
}

int aoai_module_http(struct aoai_http *http,
                     const struct aoai_http_setup *setup,
                     struct aoai_error *error)
{
    struct late *self = calloc(1, sizeof *self);

    *http = (struct aoai_http){0};
    if (self == NULL)
        return aoai_error_memory(error);
    self->setup = setup;
    *http = (struct aoai_http){
        .self = self, .submit = submit, .run = run, .free = release};
    return 0;
}

int aoai_module_crypto(struct aoai_crypto *crypto, struct aoai_error *error)
{
    aoai_module_crypto_entry *entry = NULL;
    void *address = aoai_module_load("aoai_crypto.so", error);

    *crypto = (struct aoai_crypto){0};
    if (address == NULL)
        return -1;
    memcpy(&entry, &address, sizeof entry);
    entry(crypto);
    return 0;
}

int aoai_module_sha256_8(char hex[9], const char *text,
                         struct aoai_error *error)
{
    struct aoai_crypto crypto;

    hex[0] = '\0';
    if (aoai_module_crypto(&crypto, error) != 0)
        return -1;
    return crypto.sha256_8(hex, text, error);
}
