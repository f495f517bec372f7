/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "net/json.h"

#include <limits.h>
#include <string.h>

/* A decimal taken apart: DIGITS digits from FIRST on, perhaps with a point
 * among them, the last of them worth 10^SCALE. */
struct decimal {
    const char *first;
    int64_t digits;
    int64_t scale;
};

/* Exponents beyond this are all the same: no number has so many digits. */
#define EXPONENT_MOST INT64_C(1000000000000)

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* Steps over digits from *AT on and counts them. */
static int64_t skip_digits(const char **at)
{
    const char *start = *at;

    while (is_digit(**at))
        (*at)++;
    return *at - start;
}

/* Reads "e5", "E+5", "e-5" at *AT if it is there; false when it is half. */
static bool read_exponent(const char **at, int64_t *exponent)
{
    bool negative = false;

    *exponent = 0;
    if (**at != 'e' && **at != 'E')
        return true;
    (*at)++;
    negative = **at == '-';
    if (**at == '-' || **at == '+')
        (*at)++;
    if (!is_digit(**at))
        return false;
    for (; is_digit(**at); (*at)++)
        if (*exponent < EXPONENT_MOST)
            *exponent = *exponent * 10 + (**at - '0');
    *exponent = negative ? -*exponent : *exponent;
    return true;
}

/* Takes TEXT, without its sign, apart (RFC 8259, section 6). */
static bool take_apart(struct decimal *decimal, const char *text)
{
    const char *at = text;
    int64_t whole = skip_digits(&at);
    int64_t fraction = 0;

    if (whole == 0 || (whole > 1 && text[0] == '0'))
        return false;
    if (*at == '.') {
        at++;
        fraction = skip_digits(&at);
        if (fraction == 0)
            return false;
    }
    if (!read_exponent(&at, &decimal->scale) || *at != '\0')
        return false;
    decimal->first = text;
    decimal->digits = whole + fraction;
    decimal->scale -= fraction;
    return true;
}

/* Drops the zeros that lead and those that trail. */
static void trim(struct decimal *decimal)
{
    const char *last = decimal->first;
    int64_t count = 0;
    int64_t kept = 0;

    while (decimal->digits > 0 &&
           (*decimal->first == '0' || *decimal->first == '.'))
        decimal->digits -= *decimal->first++ == '0' ? 1 : 0;
    for (last = decimal->first; count < decimal->digits; last++) {
        count += is_digit(*last) ? 1 : 0;
        if (*last >= '1' && *last <= '9')
            kept = count;
    }
    decimal->scale += decimal->digits - kept;
    decimal->digits = kept;
}

bool aoai_json_decimal(const char *text, uint64_t *count)
{
    struct decimal decimal = {0};
    bool negative = text != NULL && text[0] == '-';
    uint64_t sum = 0;
    int64_t done = 0;

    if (text == NULL || !take_apart(&decimal, text + (negative ? 1 : 0)))
        return false;
    trim(&decimal);
    if (decimal.digits == 0) {
        *count = 0;
        return true;
    }
    if (negative || decimal.scale < 0 || decimal.scale > 18 ||
        decimal.digits + decimal.scale > 19)
        return false;
    for (const char *at = decimal.first; done < decimal.digits; at++)
        if (is_digit(*at)) {
            sum = sum * 10 + (uint64_t)(*at - '0');
            done++;
        }
    for (; decimal.scale > 0; decimal.scale--)
        sum *= 10;
    if (sum > INT64_MAX)
        return false;
    *count = sum;
    return true;
}
