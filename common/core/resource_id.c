/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "core/resource_id.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/fold.h"

/* What a right id looks like, for people. */
#define WHOLE_ID                                                               \
    "/subscriptions/ID/resourceGroups/GROUP/providers/"                        \
    "Microsoft.CognitiveServices/accounts/NAME"

/* Bytes that no segment holds: those with a meaning in URLs, and those that
 * Azure forbids in names. */
static const char forbidden[] = "%?#&\\<>\":";

/* Room for a sentence about a segment that is wrong. */
enum { WHY_SIZE = 512 };

/* A segment between two slashes, inside the text. */
struct segment {
    const char *start;
    size_t length;
};

/* The segments from START on, taken one by one. */
struct walk {
    const char *at; /* at a slash, or at the end */
    struct segment last;
};

/* Takes the next segment; false at the end. */
static bool take(struct walk *walk)
{
    if (*walk->at != '/')
        return false;
    walk->last.start = walk->at + 1;
    walk->last.length = strcspn(walk->at + 1, "/");
    walk->at += 1 + walk->last.length;
    return true;
}

/* True when SEGMENT is WORD in any case. */
static bool is_word(const struct segment *segment, const char *word)
{
    return aoai_fold_equal_bytes(segment->start, segment->length, word);
}

/* Writes into WHY that the last segment is missing or not WORD. Returns
 * false. */
static bool miss_word(char *why, const struct segment *found, const char *word)
{
    int length = found->length < 80 ? (int)found->length : 80;
    snprintf(why, WHY_SIZE, "'%.*s' stands where '%s' belongs", length,
             found->start, word);
    return false;
}

/* Writes into WHY that TEXT ends too early. Returns false. */
static bool miss_part(char *why, const char *part)
{
    snprintf(why, WHY_SIZE, "%s is missing at the end; a whole id is %s", part,
             WHOLE_ID);
    return false;
}

/* Takes a value, called PART in the complaint in WHY. */
static bool take_value(struct walk *walk, const char *part, char *why)
{
    return take(walk) || miss_part(why, part);
}

/* Takes the word WORD. */
static bool take_word(struct walk *walk, const char *word, char *why)
{
    if (!take(walk)) {
        char part[64];
        snprintf(part, sizeof(part), "'%s'", word);
        return miss_part(why, part);
    }
    return is_word(&walk->last, word) || miss_word(why, &walk->last, word);
}

/* Takes "/subscriptions/S[/resourceGroups/G]/providers". */
static bool take_scope(struct walk *walk, char *why)
{
    if (!take_word(walk, "subscriptions", why) ||
        !take_value(walk, "the id of the subscription", why))
        return false;

    struct walk ahead = *walk;
    if (take(&ahead) && is_word(&ahead.last, "providers")) {
        *walk = ahead;
        return true;
    }
    return take_word(walk, "resourceGroups", why) &&
           take_value(walk, "the name of the resource group", why) &&
           take_word(walk, "providers", why);
}

/* Takes "/NAMESPACE/TYPE/NAME[/TYPE/NAME...]" into ID, whose text it is part
 * of. */
static bool take_resource(struct aoai_resource_id *id, struct walk *walk,
                          char *why)
{
    if (!take_value(walk, "the namespace of the resource", why))
        return false;
    bool is_ours = is_word(&walk->last, "Microsoft.CognitiveServices");

    if (!take_value(walk, "the type of the resource", why))
        return false;
    bool is_account = is_ours && is_word(&walk->last, "accounts");
    if (!take_value(walk, "the name of the resource", why))
        return false;

    id->is_account = is_account;
    id->name = walk->last.start;
    while (take(walk)) {
        if (!take_value(walk, "the name behind the last type", why))
            return false;
        id->is_account = false;
        id->name = walk->last.start;
    }
    return true;
}

/* Says what is wrong with the bytes of SEGMENT, or returns NULL. */
static const char *find_fault(const struct segment *segment)
{
    const char *start = segment->start;
    size_t length = segment->length;
    if (length == 0)
        return "a part between two slashes is empty";
    if (start[0] == ' ' || start[length - 1] == ' ')
        return "a part begins or ends with a blank";
    if (is_word(segment, ".") || is_word(segment, ".."))
        return "'.' and '..' are no names";
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)start[i];
        if (byte < 0x20 || byte == 0x7f)
            return "a control character has no place in it";
        if (strchr(forbidden, start[i]) != NULL)
            return "characters of a URL (%?#&\\<>\":) have no place in it";
    }
    return NULL;
}

/* Says what is wrong with the look of TEXT, which begins with a slash, or
 * returns NULL. */
static const char *find_ill_look(const char *text)
{
    if (text[1] == '\0')
        return "it is empty; a whole id is " WHOLE_ID;
    if (strstr(text, "://") != NULL)
        return "it is a URL; give the id alone, from /subscriptions/ on";

    struct walk walk = {.at = text};
    while (take(&walk)) {
        const char *fault = find_fault(&walk.last);
        if (fault != NULL)
            return fault;
    }
    return NULL;
}

/* A copy of TEXT with a leading and without a trailing slash, or NULL. */
static char *copy_tidy(const char *text)
{
    size_t length = strlen(text);
    bool slash = text[0] == '/';
    char *copy = malloc(length + 2);
    if (copy == NULL)
        return NULL;

    copy[0] = '/';
    memcpy(copy + 1, slash ? text + 1 : text, slash ? length : length + 1);
    size_t end = strlen(copy);
    if (end > 1 && copy[end - 1] == '/')
        copy[end - 1] = '\0';
    return copy;
}

int aoai_resource_id_parse(struct aoai_resource_id *id, const char *text,
                           struct aoai_error *error)
{
    *id = (struct aoai_resource_id){.text = copy_tidy(text)};
    if (id->text == NULL)
        return aoai_error_memory(error);

    char reason[WHY_SIZE] = "";
    struct walk walk = {.at = id->text};
    const char *why = find_ill_look(id->text);
    if (why == NULL &&
        (!take_scope(&walk, reason) || !take_resource(id, &walk, reason)))
        why = reason;
    if (why == NULL)
        return 0;

    aoai_resource_id_free(id);
    return aoai_error_set(error, AOAI_ERROR_INPUT, "resource id %s: %s",
                          aoai_error_quote(text).text, why);
}

bool aoai_resource_id_same(const struct aoai_resource_id *one,
                           const struct aoai_resource_id *other)
{
    return aoai_fold_equal(one->text, other->text);
}

void aoai_resource_id_free(struct aoai_resource_id *id)
{
    free(id->text);
    *id = (struct aoai_resource_id){0};
}
