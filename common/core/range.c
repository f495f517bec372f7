/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "core/range.h"

#include <string.h>

/* A decimal keeps this many fraction digits; a percentage of a whole number
 * has two more. */
enum { FRACTION_DIGITS = 18, SHARE_DIGITS = FRACTION_DIGITS + 2 };

/* A bound with its percentage multiplied out, exact. */
struct bound {
    uint64_t whole;
    uint64_t fraction; /* in 10^-18 */
    unsigned rest;     /* in 10^-20, below 100 */
};

/* Sets ERROR for TEXT, which is none because of WHY. */
static int refuse(struct aoai_error *error, const char *text, const char *why)
{
    return aoai_error_set(error, AOAI_ERROR_INPUT, "%s: %s",
                          aoai_error_quote(text).text, why);
}

/* True for ASCII digits. */
static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* Appends DIGIT to *VALUE; false where it would exceed 2^64-1. */
static bool push_digit(uint64_t *value, char digit)
{
    uint64_t tens;
    return !__builtin_mul_overflow(*value, UINT64_C(10), &tens) &&
           !__builtin_add_overflow(tens, (uint64_t)(digit - '0'), value);
}

/* How many places the suffix at AT moves the point, -1 for none. */
static int find_shift(char suffix)
{
    switch (suffix) {
    case 'k':
        return 3;
    case 'M':
        return 6;
    case 'G':
        return 9;
    default:
        return -1;
    }
}

/* Says why what stands at AT is no number or follows none. */
static const char *explain(const char *at)
{
    if (*at == '+' || *at == '-')
        return "a sign is not allowed";
    if (*at == 'e' || *at == 'E')
        return "an exponent is not allowed";
    if (*at == ' ' || *at == '\t')
        return "a blank is not allowed";
    if (*at == 'K' || *at == 'm' || *at == 'g')
        return "a suffix is exactly k, M, G or %";
    if (*at == ',')
        return "the decimal point is '.'";
    return "numbers are digits with at most one '.' and one suffix k, M, G "
           "or %";
}

/* Builds OUT of the digits from TEXT to POINT and from FRACTION to END, with
 * the point moved right by SHIFT places. Returns why it can not, or NULL. */
static const char *build(struct aoai_decimal *out, const char *text,
                         const char *point, const char *fraction,
                         const char *end, int shift)
{
    if (end - fraction > FRACTION_DIGITS)
        return "more than 18 digits follow the point";

    bool fits = true;
    for (const char *at = text; at < point; at++)
        fits = fits && push_digit(&out->whole, *at);
    for (int i = 0; i < shift; i++)
        fits =
            fits && push_digit(&out->whole, fraction < end ? *fraction++ : '0');
    for (int i = 0; i < FRACTION_DIGITS; i++)
        (void)push_digit(&out->fraction, fraction < end ? *fraction++ : '0');
    return fits ? NULL : "a number exceeds 2^64-1";
}

/* Reads the decimal at *TEXT with its suffix into OUT and moves *TEXT behind
 * it. Returns why it can not, or NULL. */
static const char *read_decimal(const char **text, struct aoai_decimal *out)
{
    const char *point = *text;
    while (is_digit(*point))
        point++;
    const char *fraction = *point == '.' ? point + 1 : point;
    const char *end = fraction;
    while (*point == '.' && is_digit(*end))
        end++;
    if (point == *text && end == fraction)
        return *point == '.' ? "a '.' alone is no number" : explain(point);

    int shift = find_shift(*end);
    *out = (struct aoai_decimal){.percent = *end == '%'};
    const char *why =
        build(out, *text, point, fraction, end, shift > 0 ? shift : 0);
    *text = shift > 0 || out->percent ? end + 1 : end;
    return why;
}

/* Reads "[start:][end]", TEXT without its "@". Returns why it can not, or
 * NULL. */
static const char *read_bounds(struct aoai_range *range, const char *text)
{
    const char *at = text;
    const char *colon = strchr(text, ':');
    if (*text == '\0')
        return "it is empty";
    if (strcmp(text, ":") == 0)
        return "it has no bound";

    const char *why = NULL;
    if (colon != NULL) {
        if (*at == '~')
            at++;
        else if (*at != ':')
            why = read_decimal(&at, &range->start);
        if (why == NULL && at != colon)
            why = explain(at);
        if (why != NULL)
            return why;
        at++;
    }

    range->no_end = colon != NULL && *at == '\0';
    if (range->no_end)
        return NULL;
    why = read_decimal(&at, &range->end);
    if (why == NULL && *at != '\0')
        why = explain(at);
    return why;
}

/* True when ONE is above OTHER. */
static bool is_above(const struct bound *one, const struct bound *other)
{
    if (one->whole != other->whole)
        return one->whole > other->whole;
    if (one->fraction != other->fraction)
        return one->fraction > other->fraction;
    return one->rest > other->rest;
}

/* The bound of DECIMAL as it stands. */
static struct bound take_plain(const struct aoai_decimal *decimal)
{
    return (struct bound){decimal->whole, decimal->fraction, 0};
}

int aoai_range_parse(struct aoai_range *range, const char *text,
                     struct aoai_error *error)
{
    *range = (struct aoai_range){.inside = *text == '@'};
    const char *why = read_bounds(range, range->inside ? text + 1 : text);
    if (why != NULL)
        return refuse(error, text, why);

    struct bound start = take_plain(&range->start);
    struct bound end = take_plain(&range->end);
    if (!range->no_end && range->start.percent == range->end.percent &&
        is_above(&start, &end))
        return refuse(error, text, "its start is above its end");
    return 0;
}

bool aoai_range_has_percent(const struct aoai_range *range)
{
    return range->start.percent || range->end.percent;
}

/* Multiplies PERCENT of BUDGET out into OUT; false beyond 2^64-1.
 *
 * Dividing the percentage by 100 moves its point: the whole part is a plain
 * product. The fraction is multiplied digit by digit from the last one; what
 * falls off at each step is one digit of the result's fraction. */
static bool take_share(const struct aoai_decimal *percent, uint64_t budget,
                       struct bound *out)
{
    uint64_t left = percent->fraction;
    uint64_t carry = 0;
    uint64_t place = 1;
    *out = (struct bound){0};
    for (int i = 0; i < SHARE_DIGITS; i++) {
        if (i == FRACTION_DIGITS)
            left = percent->whole % 100;
        uint64_t digit = left % 10;
        left /= 10;

        /* (carry + digit * budget) / 10, without leaving 64 bits. */
        uint64_t ones = carry % 10 + digit * (budget % 10);
        carry = carry / 10 + digit * (budget / 10) + ones / 10;
        uint64_t fallen = ones % 10;

        if (i < 2)
            out->rest += (unsigned)fallen * (i == 0 ? 1 : 10);
        if (i >= 2) {
            out->fraction += fallen * place;
            place *= 10;
        }
    }

    uint64_t product;
    return !__builtin_mul_overflow(percent->whole / 100, budget, &product) &&
           !__builtin_add_overflow(product, carry, &out->whole);
}

/* Multiplies DECIMAL out for BUDGET into OUT; false beyond 2^64-1. */
static bool take_bound(const struct aoai_decimal *decimal, uint64_t budget,
                       struct bound *out)
{
    if (decimal->percent)
        return take_share(decimal, budget, out);
    *out = take_plain(decimal);
    return true;
}

int aoai_range_resolve(const struct aoai_range *range, uint64_t budget,
                       struct aoai_limits *limits, struct aoai_error *error)
{
    struct bound start;
    struct bound end;
    if (!take_bound(&range->start, budget, &start) ||
        !take_bound(&range->end, budget, &end))
        return aoai_error_set(error, AOAI_ERROR_INPUT,
                              "a bound of the range exceeds 2^64-1 for a "
                              "budget of %llu",
                              (unsigned long long)budget);
    if (!range->no_end && is_above(&start, &end))
        return aoai_error_set(error, AOAI_ERROR_INPUT,
                              "the start of the range is above its end for a "
                              "budget of %llu",
                              (unsigned long long)budget);

    bool between = start.fraction > 0 || start.rest > 0;
    if (between && start.whole == UINT64_MAX)
        return aoai_error_set(error, AOAI_ERROR_INPUT,
                              "the start of the range exceeds 2^64-1");
    *limits = (struct aoai_limits){.inside = range->inside,
                                   .no_end = range->no_end,
                                   .first = start.whole + (between ? 1 : 0),
                                   .last = end.whole};
    return 0;
}

bool aoai_limits_alert(const struct aoai_limits *limits, uint64_t tokens)
{
    bool lies_in =
        tokens >= limits->first && (limits->no_end || tokens <= limits->last);
    return lies_in == limits->inside;
}

int aoai_range_parse_tokens(uint64_t *tokens, const char *text,
                            struct aoai_error *error)
{
    struct aoai_decimal decimal = {0};
    const char *at = text;
    if (*text == '\0')
        return refuse(error, text, "a number of tokens is missing");

    const char *why = read_decimal(&at, &decimal);
    if (why == NULL && *at != '\0')
        why = explain(at);
    if (why == NULL && decimal.percent)
        why = "a percentage has no place here";
    if (why == NULL && decimal.fraction > 0)
        why = "it is no whole number of tokens";
    if (why == NULL && decimal.whole == 0)
        why = "0 tokens are no budget";
    if (why == NULL && decimal.whole > INT64_MAX)
        why = "it exceeds 2^63-1";
    if (why != NULL)
        return refuse(error, text, why);

    *tokens = decimal.whole;
    return 0;
}
