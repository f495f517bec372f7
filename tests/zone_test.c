/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Zone files: what is read, what is refused, and what libc says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "core/civil.h"
#include "core/zone.h"

#include "zone_bytes.h"

extern char **environ;

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

#define ZONE_FOLDER "/usr/share/zoneinfo"

/* UTC seconds. */
#define YEAR_1950 INT64_C(-631152000)
#define YEAR_1971 INT64_C(31536000)
#define YEAR_2100 INT64_C(4102444800)

/* The bytes of a file; none when it can not be read. */
struct bytes {
    unsigned char data[16384];
    size_t length;
};

/* Reads the file at PATH. */
static struct bytes read_bytes(const char *path)
{
    struct bytes bytes = {.length = 0};
    FILE *file = fopen(path, "rb");
    if (file != NULL) {
        bytes.length = fread(bytes.data, 1, sizeof(bytes.data), file);
        fclose(file);
    }
    return bytes;
}

/* Reads the zone file at PATH into ZONE; false when there is none. */
static bool load(struct aoai_zone *zone, const char *path)
{
    struct aoai_error error = {0};
    struct bytes bytes = read_bytes(path);
    *zone = (struct aoai_zone){0};
    if (bytes.length == 0)
        return false;
    if (aoai_zone_parse(zone, bytes.data, bytes.length, &error) != 0)
        fail_msg("%s: %s", path, error.text);
    return true;
}

/* The zone that FOOTER alone describes. */
static struct aoai_zone load_footer(const char *footer)
{
    struct aoai_error error = {0};
    struct aoai_zone zone;
    struct zone_bytes file = zone_bytes_of_footer(footer);
    if (aoai_zone_parse(&zone, file.bytes, file.length, &error) != 0)
        fail_msg("%s: %s", footer, error.text);
    return zone;
}

/* Makes TZ the zone of localtime_r(). */
static void set_tz(const char *tz)
{
    assert_int_equal(setenv("TZ", tz, 1), 0);
    tzset();
}

/* What libc takes for the local time at UTC. */
static struct tm ask_libc(int64_t utc)
{
    time_t seconds = (time_t)utc;
    struct tm tm;
    assert_non_null(localtime_r(&seconds, &tm));
    return tm;
}

/* Compares ZONE with libc at UTC. */
static void compare_at(const struct aoai_zone *zone, const char *name,
                       int64_t utc)
{
    long expected = ask_libc(utc).tm_gmtoff;
    if (aoai_zone_offset(zone, utc) == expected)
        return;
    char text[AOAI_CIVIL_TEXT_SIZE];
    aoai_civil_format(utc, text);
    fail_msg("%s at %s: %ld instead of %ld", name, text,
             (long)aoai_zone_offset(zone, utc), expected);
}

/* Compares ZONE with libc FROM an instant to 2100 every STEP seconds, and
 * around each transition. */
static void compare(const struct aoai_zone *zone, const char *name,
                    int64_t from, int64_t step)
{
    for (int64_t utc = from; utc < YEAR_2100; utc += step)
        compare_at(zone, name, utc);
    for (size_t i = 0; i < zone->count; i++) {
        if (zone->times[i] <= from)
            continue;
        compare_at(zone, name, zone->times[i] - 1);
        compare_at(zone, name, zone->times[i]);
    }
}

static void interesting_zones_agree_with_libc(void **state)
{
    (void)state;
    static const char *const names[] = {
        "Asia/Tokyo",       "America/New_York", "Europe/Berlin",
        "America/Asuncion", "Asia/Kathmandu",   "Africa/Casablanca",
        "Pacific/Apia",     "Europe/Dublin",    "Australia/Lord_Howe",
        "Africa/Cairo",     "America/St_Johns", "UTC",
        "Asia/Amman",       "Asia/Gaza",        "America/Nuuk"};
    for (size_t i = 0; i < COUNT(names); i++) {
        char path[256];
        snprintf(path, sizeof(path), ZONE_FOLDER "/%s", names[i]);
        struct aoai_zone zone;
        if (!load(&zone, path))
            fail_msg("%s is missing: install tzdata", path);
        set_tz(names[i]);
        compare(&zone, names[i], YEAR_1950, 9377);
        aoai_zone_free(&zone);
    }
}

static void all_zones_agree_with_libc(void **state)
{
    (void)state;
    FILE *table = fopen(ZONE_FOLDER "/zone1970.tab", "r");
    assert_non_null(table); /* of tzdata */
    char line[1024];
    char name[128];
    size_t zones = 0;
    while (fgets(line, sizeof(line), table) != NULL) {
        if (line[0] == '#' || sscanf(line, "%*s %*s %127s", name) != 1)
            continue;
        char path[256];
        snprintf(path, sizeof(path), ZONE_FOLDER "/%s", name);
        struct aoai_zone zone;
        assert_true(aoai_zone_name_is_safe(name));
        assert_true(load(&zone, path));
        set_tz(name);
        compare(&zone, name, YEAR_1950, 300007);
        aoai_zone_free(&zone);
        zones++;
    }
    fclose(table);
    assert_true(zones > 100);
}

static void footers_agree_with_libc(void **state)
{
    (void)state;
    static const char *const footers[] = {
        "UTC0",
        "<+03>-3",
        "<-0330>+3:30",
        "<+1245>-12:45<+1345>,M9.5.0/2:45,M4.1.0/3:45", /* the south */
        "EST5EDT,M3.2.0,M11.1.0",
        "CET-1CEST,M3.5.0,M10.5.0/3",
        "IST-1GMT0,M10.5.0,M3.5.0/1",           /* summer is the lesser one */
        "<-02>2<-01>,M3.5.0/-1,M10.5.0/0",      /* before midnight */
        "IST-2IDT,M3.4.4/26,M10.5.0",           /* beyond midnight */
        "EET-2EEST,M3.4.4/50,M10.4.4/50",       /* two days beyond */
        "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", /* half an hour */
        "AAA3BBB,J60,J300/1:02:03",             /* the day after February */
        "AAA3BBB,59,299",
        "AAA3BBB,J1/0,J59/0",
        "AAA-24:59:59",
    };
    for (size_t i = 0; i < COUNT(footers); i++) {
        struct aoai_zone zone = load_footer(footers[i]);
        set_tz(footers[i]);
        /* glibc reckons no rules of a variable before 1970. */
        compare(&zone, footers[i], YEAR_1971, 8999);
        aoai_zone_free(&zone);
    }
}

static void rules_reach_over_the_end_of_a_year(void **state)
{
    (void)state;
    static const struct {
        const char *footer;
        const char *last; /* the last second before the change */
        int32_t before, after;
    } rows[] = {
        /* 24:00 of December 31, 23 hours west: glibc errs here. */
        {"AAA24BBB,M1.1.1/0,M12.5.6/24", "1978-01-01T22:59:59Z", -82800,
         -86400},
        /* Summer all year, which glibc leaves for some hours. */
        {"EST5EDT,0/0,J365/25", "2024-01-01T03:59:59Z", -14400, -14400},
        {"EST5EDT,0/0,J365/25", "2024-01-01T04:59:59Z", -14400, -14400},
        {"EST5EDT,0/0,J365/25", "2024-12-31T23:59:59Z", -14400, -14400},
        /* A week after the last day, and a week before the first. */
        {"AAA0BBB,J100,J365/167", "2024-01-06T21:59:59Z", 3600, 0},
        {"AAA0BBB,J1/-167,J100", "2023-12-25T00:59:59Z", 0, 3600},
        /* Summer over the year's end. */
        {"AAA0BBB,M10.1.0/0,M1.1.0/1", "2024-01-06T23:59:59Z", 3600, 0},
        /* Where nothing is said it is two o'clock. */
        {"AAA0BBB,J1,J2", "2024-01-01T01:59:59Z", 0, 3600},
        {"AAA0BBB,J1,J2", "2024-01-02T00:59:59Z", 3600, 0},
        /* Day 59 counts February 29, J60 does not. */
        {"AAA0BBB,59/0,299", "2024-02-28T23:59:59Z", 0, 3600},
        {"AAA0BBB,J60/0,299", "2024-02-29T23:59:59Z", 0, 3600},
        {"AAA0BBB,J60/0,299", "2023-02-28T23:59:59Z", 0, 3600},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct aoai_zone zone = load_footer(rows[i].footer);
        int64_t last = 0;
        assert_true(aoai_civil_parse(rows[i].last, &last));
        if (aoai_zone_offset(&zone, last) != rows[i].before ||
            aoai_zone_offset(&zone, last + 1) != rows[i].after)
            fail_msg("%s: %ld and %ld", rows[i].footer,
                     (long)aoai_zone_offset(&zone, last),
                     (long)aoai_zone_offset(&zone, last + 1));
        aoai_zone_free(&zone);
    }
}

static void damaged_footers_are_refused(void **state)
{
    (void)state;
    static const char *const footers[] = {
        "U0",      /* too short a name */
        "UTC",     /* no offset */
        "<+03-3",  /* never closed */
        "<+0>-3",  /* too short again */
        "+03-3",   /* not in brackets */
        "UTC25",   /* beyond a day */
        "UTC0:60", /* no minute */
        "UTC0:00:60",
        "UTC0000",
        "UTC--1",
        "UTC0 ",
        "EST5EDT", /* when? */
        "EST5EDT,M3.2.0",
        "EST5EDT,M3.2.0,M11.1.0,",
        "EST5EDT,M13.2.0,M11.1.0",
        "EST5EDT,M0.2.0,M11.1.0",
        "EST5EDT,M3.6.0,M11.1.0",
        "EST5EDT,M3.0.0,M11.1.0",
        "EST5EDT,M3.2.7,M11.1.0",
        "EST5EDT,M3.2,M11.1.0",
        "EST5EDT,M3.2.0/168,M11.1.0",
        "EST5EDT,M3.2.0/,M11.1.0",
        "EST5EDT,J0,J300",
        "EST5EDT,J366,J300",
        "EST5EDT,366,300",
        "EST5EDT,-1,300",
        "EST5EDT25,M3.2.0,M11.1.0",
        "EST5E,M3.2.0,M11.1.0",
    };
    for (size_t i = 0; i < COUNT(footers); i++) {
        struct aoai_error error = {0};
        struct aoai_zone zone;
        struct zone_bytes file = zone_bytes_of_footer(footers[i]);
        if (aoai_zone_parse(&zone, file.bytes, file.length, &error) == 0)
            fail_msg("%s was read", footers[i]);
        assert_string_equal(error.text,
                            "the zone file is damaged: its footer is wrong");
        assert_false(zone.has_footer);
        assert_int_equal(aoai_zone_offset(&zone, 0), 0);
    }
}

/* Version 1: an hour east, two hours east from 1970-01-01T00:16:40Z on. */
static const unsigned char version_1[] = {
    'T', 'Z', 'i',  'f',  0,   0,   0,   0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0,   0,   0,    0,    0,   0,   0,   0, 0, 0, 0, 0, 0, 0, 0, /* UT,
                                                                    standard,
                                                                    leap */
    0,   0,   0,    1,    0,   0,   0,   2, 0, 0, 0, 8, /* times, types, bytes
                                                         */
    0,   0,   0x03, 0xe8,                               /* 1000 */
    1,                                                  /* to the second type */
    0,   0,   0x0e, 0x10, 0,   0,                       /* 3600, "AAA" */
    0,   0,   0x1c, 0x20, 1,   4, /* 7200, summer, "BBB" */
    'A', 'A', 'A',  0,    'B', 'B', 'B', 0};

static void a_version_1_file_is_read(void **state)
{
    (void)state;
    struct aoai_zone zone;
    assert_int_equal(aoai_zone_parse(&zone, version_1, sizeof(version_1), NULL),
                     0);
    assert_int_equal(zone.count, 1);
    assert_int_equal(aoai_zone_offset(&zone, INT64_MIN), 3600);
    assert_int_equal(aoai_zone_offset(&zone, 999), 3600);
    assert_int_equal(aoai_zone_offset(&zone, 1000), 7200);
    assert_int_equal(aoai_zone_offset(&zone, INT64_MAX), 7200);
    aoai_zone_free(&zone);
    aoai_zone_free(&zone);
    assert_int_equal(aoai_zone_offset(&zone, 1000), 0);
}

static void a_lie_in_any_field_is_noticed(void **state)
{
    (void)state;
    static const struct {
        size_t at;
        unsigned char byte;
        const char *says;
    } rows[] = {
        {0, 't', "no compiled time zone file"},
        {4, '1', "unknown version"},
        {4, '5', "unknown version"},
        {23, 1, "length"}, /* UT indicators for one of two types */
        {27, 3, "length"}, /* more of them than types */
        {31, 1, "leap seconds"},
        {28, 0xff, "leap seconds"},
        {32, 0xff, "length"}, /* four billion transitions */
        {35, 2, "length"},
        {39, 0, "length"}, /* no type */
        {38, 1, "length"}, /* more types than an index can name */
        {36, 0xff, "length"},
        {43, 0, "length"}, /* no abbreviation */
        {40, 0xff, "length"},
        {48, 2, "transitions"}, /* the third of two types */
        {49, 1, "transitions"}, /* an offset of half a year */
        {55, 0x80, "transitions"},
        {53, 2, "transitions"}, /* neither summer nor not */
        {54, 8, "transitions"}, /* an abbreviation beyond the end */
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        unsigned char bytes[sizeof(version_1)];
        memcpy(bytes, version_1, sizeof(bytes));
        bytes[rows[i].at] = rows[i].byte;
        struct aoai_error error = {0};
        struct aoai_zone zone;
        if (aoai_zone_parse(&zone, bytes, sizeof(bytes), &error) == 0)
            fail_msg("byte %zu was not noticed", rows[i].at);
        assert_int_equal(error.kind, AOAI_ERROR_INPUT);
        if (strstr(error.text, rows[i].says) == NULL)
            fail_msg("byte %zu: %s", rows[i].at, error.text);
        assert_null(zone.times);
    }
}

static void transitions_have_to_ascend(void **state)
{
    (void)state;
    for (uint64_t second = 99; second <= 101; second++) {
        struct zone_bytes file = {.length = 0};
        zone_bytes_header(&file, '2', 0, 0, 0);
        zone_bytes_header(&file, '2', 2, 1, 1);
        zone_bytes_number(&file, 100, 8);
        zone_bytes_number(&file, second, 8);
        /* Two indices, a type, an empty abbreviation, an empty footer. */
        zone_bytes_add(&file, "\0\0\0\0\0\0\0\0\0\n\n", 11);
        struct aoai_zone zone;
        assert_int_equal(aoai_zone_parse(&zone, file.bytes, file.length, NULL),
                         second > 100 ? 0 : -1);
        aoai_zone_free(&zone);
    }
}

/* Reads LENGTH bytes at BYTES from a block of their own, so that reading
 * beyond them is noticed, and uses the zone if there is one. */
static int try_bytes(const unsigned char *bytes, size_t length)
{
    unsigned char *copy = malloc(length > 0 ? length : 1);
    assert_non_null(copy);
    memcpy(copy, bytes, length);
    struct aoai_zone zone;
    int result = aoai_zone_parse(&zone, copy, length, NULL);
    free(copy);
    if (result == 0) {
        (void)aoai_zone_offset(&zone, 0);
        (void)aoai_zone_month_start(&zone, 2024, 10);
    }
    aoai_zone_free(&zone);
    return result;
}

static void a_file_that_is_cut_or_altered_does_no_harm(void **state)
{
    (void)state;
    static const char *const names[] = {"America/New_York", "Asia/Tokyo"};
    for (size_t i = 0; i < COUNT(names); i++) {
        char path[256];
        snprintf(path, sizeof(path), ZONE_FOLDER "/%s", names[i]);
        struct bytes bytes = read_bytes(path);
        if (bytes.length == 0)
            fail_msg("%s is missing: install tzdata", path);
        for (size_t length = 0; length < bytes.length; length++)
            assert_int_equal(try_bytes(bytes.data, length), -1);
        for (size_t at = 0; at < bytes.length; at++) {
            static const unsigned char masks[] = {0x01, 0x80, 0xff};
            for (size_t j = 0; j < COUNT(masks); j++) {
                bytes.data[at] ^= masks[j];
                (void)try_bytes(bytes.data, bytes.length);
                bytes.data[at] ^= masks[j];
            }
        }
    }
}

static void files_with_leap_seconds_are_refused(void **state)
{
    (void)state;
    struct bytes bytes = read_bytes(ZONE_FOLDER "/right/Europe/Berlin");
    if (bytes.length == 0) /* a tzdata without it; a made one is tested too */
        return;
    struct aoai_zone zone;
    struct aoai_error error = {0};
    assert_int_equal(aoai_zone_parse(&zone, bytes.data, bytes.length, &error),
                     -1);
    assert_non_null(strstr(error.text, "leap seconds"));
}

/* Compiles a zone with zic into FOLDER, with its transitions in the FORM
 * "slim" or "fat". Returns false when there is no zic. */
static bool compile(char *folder, char *form)
{
    char source[256];
    snprintf(source, sizeof(source), "%s/source", folder);
    FILE *file = fopen(source, "w");
    assert_non_null(file);
    fputs("Rule X 1980 max - Mar lastSun 2:00 1:00 S\n"
          "Rule X 1980 1995 - Sep lastSun 3:00 0 -\n"
          "Rule X 1996 max - Oct lastSun 3:00 0 -\n"
          "Zone Test 0:53:28 - LMT 1893 Apr\n"
          " 1:00 X CE%sT\n",
          file);
    fclose(file);

    char zic[] = "zic";
    char form_option[] = "-b";
    char folder_option[] = "-d";
    char *arguments[] = {zic,    form_option, form, folder_option,
                         folder, source,      NULL};
    pid_t child;
    int status = -1;
    int spawned = posix_spawnp(&child, zic, NULL, NULL, arguments, environ);
    if (spawned == 0)
        assert_int_equal(waitpid(child, &status, 0), child);
    unlink(source);
    return spawned == 0 && status == 0;
}

static void slim_and_fat_files_mean_the_same(void **state)
{
    (void)state;
    char forms[2][8] = {"slim", "fat"};
    for (size_t i = 0; i < COUNT(forms); i++) {
        char folder[] = "/tmp/zone_test.XXXXXX";
        assert_non_null(mkdtemp(folder));
        char path[256];
        snprintf(path, sizeof(path), "%s/Test", folder);
        struct aoai_zone zone = {0};
        bool compiled = compile(folder, forms[i]) && load(&zone, path);
        if (compiled) {
            set_tz(path);
            compare(&zone, forms[i], YEAR_1950, 9377);
        }
        aoai_zone_free(&zone);
        unlink(path);
        rmdir(folder);
        assert_true(compiled); /* by zic, of libc-bin */
    }
}

static void a_month_begins_when_the_calendar_first_shows_it(void **state)
{
    (void)state;
    static const struct {
        const char *footer;
        int year, month;
        const char *start;
    } rows[] = {
        {"UTC0", 2024, 10, "2024-10-01T00:00:00Z"},
        {"JST-9", 2024, 10, "2024-09-30T15:00:00Z"},
        {"EST5EDT,M3.2.0,M11.1.0", 2024, 11, "2024-11-01T04:00:00Z"},
        {"EST5EDT,M3.2.0,M11.1.0", 2024, 12, "2024-12-01T05:00:00Z"},
        /* Asuncion, 2017: no midnight, the month begins at 01:00. */
        {"<-04>4<-03>,M10.1.0/0,M3.4.0/0", 2017, 10, "2017-10-01T04:00:00Z"},
        /* Amman, 2016: the same by "24:00 of the last Thursday". */
        {"EET-2EEST,M3.5.4/24,M10.5.5/1", 2016, 4, "2016-03-31T22:00:00Z"},
        /* Cairo, 2024: at midnight back to 23:00, so midnight an hour later. */
        {"EET-2EEST,M4.5.5/0,M10.5.4/24", 2024, 11, "2024-10-31T22:00:00Z"},
        /* St. John's, 2009: a minute of November, an hour of October. */
        {"NST3:30NDT,M3.2.0/0:01,M11.1.0/0:01", 2009, 11,
         "2009-11-01T02:30:00Z"},
        /* From 23:30 to 00:30: the gap ends within the first day. */
        {"AAA0BBB,J90/23:30,J300", 2023, 4, "2023-03-31T23:30:00Z"},
        /* From 00:30 back to 23:30: the first of two midnights. */
        {"AAA0BBB,J10,J91/0:30", 2023, 4, "2023-03-31T23:00:00Z"},
        {"<+14>-14", 2025, 1, "2024-12-31T10:00:00Z"},
        {"<-12>12", 2025, 1, "2025-01-01T12:00:00Z"},
        {"AAA-24:59:59", 2025, 1, "2024-12-30T23:00:01Z"},
        {"AAA24:59:59", 2025, 1, "2025-01-02T00:59:59Z"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct aoai_zone zone = load_footer(rows[i].footer);
        char text[AOAI_CIVIL_TEXT_SIZE];
        aoai_civil_format(
            aoai_zone_month_start(&zone, rows[i].year, rows[i].month), text);
        assert_string_equal(text, rows[i].start);
        aoai_zone_free(&zone);
    }
}

/* The start of a month as libc shows it, minute by minute from far before. */
static int64_t search_start(int year, int month)
{
    struct aoai_civil civil = {.year = year, .month = month, .day = 1};
    int64_t utc = aoai_civil_seconds(&civil) - INT64_C(26) * 3600;
    for (;; utc += 60) {
        struct tm tm = ask_libc(utc);
        if ((tm.tm_year + 1900) * 12 + tm.tm_mon >= year * 12 + month - 1)
            return utc;
    }
}

static void a_month_begins_when_libc_first_shows_it(void **state)
{
    (void)state;
    static const char *const names[] = {
        "America/St_Johns", "America/Asuncion", "Asia/Amman",
        "Africa/Cairo",     "Pacific/Apia",     "Pacific/Kiritimati",
        "America/Havana",   "Asia/Gaza",        "Europe/Berlin"};
    for (size_t i = 0; i < COUNT(names); i++) {
        char path[256];
        snprintf(path, sizeof(path), ZONE_FOLDER "/%s", names[i]);
        struct aoai_zone zone;
        if (!load(&zone, path))
            fail_msg("%s is missing: install tzdata", path);
        set_tz(names[i]);
        for (int month = 1990 * 12; month < 2030 * 12; month++) {
            int64_t got =
                aoai_zone_month_start(&zone, month / 12, month % 12 + 1);
            if (got != search_start(month / 12, month % 12 + 1))
                fail_msg("%s %d-%d", names[i], month / 12, month % 12 + 1);
        }
        aoai_zone_free(&zone);
    }
}

static void the_calendar_shows_a_month(void **state)
{
    (void)state;
    int year;
    int month;
    struct aoai_zone utc = {0};
    aoai_zone_month_at(&utc, -1, &year, &month);
    assert_int_equal(year, 1969);
    assert_int_equal(month, 12);

    struct aoai_zone zone = load_footer("JST-9");
    aoai_zone_month_at(&zone, -1, &year, &month);
    assert_int_equal(year, 1970);
    assert_int_equal(month, 1);
    aoai_zone_free(&zone);
}

static void names_stay_below_the_folder_of_zones(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        bool safe;
    } rows[] = {
        {"UTC", true},
        {"Asia/Tokyo", true},
        {"America/Argentina/Buenos_Aires", true},
        {"Etc/GMT+3", true},
        {"America/Port-au-Prince", true},
        {"", false},
        {"localtime", false},
        {"posixrules", false},
        {"right/Asia/Tokyo", false},
        {"/etc/passwd", false},
        {"../passwd", false},
        {"Asia/../../passwd", false},
        {"Asia/./Tokyo", false},
        {"Asia//Tokyo", false},
        {"Asia/", false},
        {"/", false},
        {".", false},
        {"tzdata.zi", false},
        {"Asia/Tokyo ", false},
        {":Asia/Tokyo", false},
        {"Asia/T\xc3\xb6kyo", false},
        {"Asia/Tokyo\n", false},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        if (aoai_zone_name_is_safe(rows[i].name) != rows[i].safe)
            fail_msg("%s", rows[i].name);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(interesting_zones_agree_with_libc),
        cmocka_unit_test(all_zones_agree_with_libc),
        cmocka_unit_test(footers_agree_with_libc),
        cmocka_unit_test(rules_reach_over_the_end_of_a_year),
        cmocka_unit_test(damaged_footers_are_refused),
        cmocka_unit_test(a_version_1_file_is_read),
        cmocka_unit_test(a_lie_in_any_field_is_noticed),
        cmocka_unit_test(transitions_have_to_ascend),
        cmocka_unit_test(a_file_that_is_cut_or_altered_does_no_harm),
        cmocka_unit_test(files_with_leap_seconds_are_refused),
        cmocka_unit_test(slim_and_fat_files_mean_the_same),
        cmocka_unit_test(a_month_begins_when_the_calendar_first_shows_it),
        cmocka_unit_test(a_month_begins_when_libc_first_shows_it),
        cmocka_unit_test(the_calendar_shows_a_month),
        cmocka_unit_test(names_stay_below_the_folder_of_zones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
