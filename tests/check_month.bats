#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# check_aoai_tokens: which month is totalled, to the minute of its edges.

load sim

setup_file() {
    sim_start "$SCENARIOS/article.json"
}

setup() {
    fresh
}

# A scenario with points at the instants given, worth 1, 10, 100, ... tokens,
# so that a sum tells which of them were counted; both clocks show $1.
points_at() {
    local now=$1 value=1 points='' instant

    shift
    for instant in "$@"; do
        points+="${points:+,}[\"$instant\",$value]"
        value=$((value * 10))
    done
    sim_scenario "$(scenario "${now/ /T}Z" "[$(series edge "[$points]")]")"
    program_clock "$now"
}

# Runs the check for the month $1 and further words; the sum is $2.
totals() {
    local month=$1 sum=$2

    shift 2
    check -r "$ONE" --max-age=0 "$@"
    exits 0
    first_is "AOAI TOKENS OK - 1 deployment, $sum tokens in $month | edge=$sum;;;0"
}

# The one request asked for the time span $1/$2, as did none but the others
# named.
spans() {
    local span wanted=

    for span in "$@"; do
        wanted+="timespan=${span/\//%2F}"$'\n'
    done
    [ "$(sim_requests | grep -o 'timespan=[^&]*' | sort)" = "${wanted%$'\n'}" ] &&
        return 0
    sim_requests
    return 1
}

@test "a month in UTC counts its first and its last minute and no other" {
    points_at '2024-11-15 12:00:00' 2024-09-30T23:59:00Z 2024-10-01T00:00:00Z \
        2024-10-31T23:59:00Z 2024-11-01T00:00:00Z
    totals 2024-10 110 --month=2024-10
    spans 2024-10-01T00:00:00Z/2024-11-01T00:00:00Z
    totals 2024-10 110 --month=previous
    totals 2024-11 1000 --month=current
    totals 2024-11 1000
    totals 2024-11 1000 --month=2024-11 --timezone=UTC
    totals 2024-09 1 --month=2024-09
}

@test "the running month is asked for up to the end of this minute" {
    points_at '2024-11-15 12:00:30' 2024-11-15T11:59:00Z 2024-11-15T12:00:00Z \
        2024-11-15T12:02:00Z
    totals 2024-11 11
    spans 2024-11-01T00:00:00Z/2024-11-15T12:01:00Z
}

@test "the first second of a month is that month's" {
    points_at '2024-11-01 00:00:00' 2024-10-31T23:59:00Z 2024-11-01T00:00:00Z
    totals 2024-11 10
    spans 2024-11-01T00:00:00Z/2024-11-01T00:01:00Z
    totals 2024-10 1 --month=previous
}

@test "the last second of a month is not the next one's" {
    points_at '2024-10-31 23:59:59' 2024-09-30T23:59:00Z 2024-10-01T00:00:00Z \
        2024-10-31T23:58:00Z 2024-10-31T23:59:00Z
    totals 2024-10 1110
    spans 2024-10-01T00:00:00Z/2024-11-01T00:00:00Z
    totals 2024-09 1 --month=previous
}

@test "a month in Tokyo begins at 15 o'clock UTC" {
    points_at '2024-11-15 12:00:00' 2024-09-30T14:59:00Z 2024-09-30T15:00:00Z \
        2024-10-31T14:59:00Z 2024-10-31T15:00:00Z
    totals 2024-10 110 --month=2024-10 --timezone=Asia/Tokyo
    spans 2024-09-30T15:00:00Z/2024-10-31T15:00:00Z
    totals 2024-11 1000 --timezone=Asia/Tokyo
    points_at '2024-10-31 15:00:00' 2024-10-31T14:59:00Z 2024-10-31T15:00:00Z
    totals 2024-11 10 --timezone=Asia/Tokyo
    totals 2024-10 11 --timezone=UTC
    points_at '2024-10-31 14:59:59' 2024-10-31T14:58:00Z 2024-10-31T14:59:00Z
    totals 2024-10 11 --timezone=Asia/Tokyo
}

@test "a month in Kolkata begins at half past" {
    points_at '2024-11-15 12:00:00' 2024-09-30T18:29:00Z 2024-09-30T18:30:00Z \
        2024-10-31T18:29:00Z 2024-10-31T18:30:00Z
    totals 2024-10 110 --month=previous --timezone=Asia/Kolkata
}

@test "November in New York is an hour longer and asked for in one piece" {
    points_at '2024-12-15 12:00:00' 2024-11-01T03:59:00Z 2024-11-01T04:00:00Z \
        2024-12-01T04:59:00Z 2024-12-01T05:00:00Z
    totals 2024-11 110 --month=2024-11 --timezone=America/New_York
    spans 2024-11-01T04:00:00Z/2024-12-01T05:00:00Z
    totals 2024-12 1000 --timezone=America/New_York
}

@test "March in New York is an hour shorter" {
    points_at '2025-04-15 12:00:00' 2025-03-01T04:59:00Z 2025-03-01T05:00:00Z \
        2025-04-01T03:59:00Z 2025-04-01T04:00:00Z
    totals 2025-03 110 --month=previous --timezone=America/New_York
    spans 2025-03-01T05:00:00Z/2025-04-01T04:00:00Z
}

@test "October in Berlin is asked for in two pieces that adjoin" {
    points_at '2024-11-15 12:00:00' 2024-09-30T21:59:00Z 2024-09-30T22:00:00Z \
        2024-10-31T21:59:00Z 2024-10-31T22:00:00Z 2024-10-31T22:59:00Z \
        2024-10-31T23:00:00Z
    totals 2024-10 11110 --month=2024-10 --timezone=Europe/Berlin
    spans 2024-09-30T22:00:00Z/2024-10-31T22:00:00Z \
        2024-10-31T22:00:00Z/2024-10-31T23:00:00Z
    asked 2 '^arm '
    totals 2024-11 100000 --timezone=Europe/Berlin
}

@test "two pieces of one deployment in different cases are one deployment" {
    sim_scenario "$(scenario 2024-11-15T12:00:00Z "[
        $(series edge '[["2024-10-01T00:00:00Z",5],["2024-10-31T22:30:00Z",5]]'),
        $(series EDGE '[["2024-10-02T00:00:00Z",7]]')]")"
    program_clock '2024-11-15 12:00:00'
    totals 2024-10 17 --month=previous --timezone=Europe/Berlin
}

@test "when one of two pieces fails the month is UNKNOWN, never a lower sum" {
    points_at '2024-11-15 12:00:00' 2024-10-01T00:00:00Z 2024-10-31T22:30:00Z
    sim_fault arm 'timespan=2024-10-31T22' 0 '{"kind":"status","status":403}'
    check -r "$ONE" --month=2024-10 --timezone=Europe/Berlin
    exits 3
    hides 'edge='
}

@test "February of a leap year has 29 days" {
    points_at '2024-03-15 12:00:00' 2024-01-31T23:59:00Z 2024-02-01T00:00:00Z \
        2024-02-29T23:59:00Z 2024-03-01T00:00:00Z
    totals 2024-02 110 --month=2024-02
    spans 2024-02-01T00:00:00Z/2024-03-01T00:00:00Z
    points_at '2023-03-15 12:00:00' 2023-01-31T23:59:00Z 2023-02-01T00:00:00Z \
        2023-02-28T23:59:00Z 2023-03-01T00:00:00Z
    totals 2023-02 110 --month=previous
}

@test "the month before January is December of the year before" {
    points_at '2025-01-01 00:00:00' 2024-11-30T23:59:00Z 2024-12-01T00:00:00Z \
        2024-12-31T23:59:00Z 2025-01-01T00:00:00Z
    totals 2024-12 110 --month=previous
}

@test "a month that began 93 days ago is told, a second later it is refused" {
    points_at '2024-11-02 00:00:00' 2024-08-01T00:00:00Z 2024-08-31T23:59:00Z
    totals 2024-08 11 --month=2024-08
    program_clock '2024-11-02 00:00:01'
    sim_forget_requests
    check -r "$ONE" --month=2024-08
    exits 3
    first_has --month 2024-08 '93 days' part
    asked 0 .
}

@test "a month long ago is refused" {
    points_at '2024-11-02 00:00:00' 2024-08-01T00:00:00Z
    check -r "$ONE" --month=2023-11
    exits 3
    first_has 2023-11 '93 days'
    check -r "$ONE" --month=0001-01
    exits 3
    asked 0 .
}

@test "a month that has not begun is refused, where the zone counts" {
    points_at '2024-10-31 15:00:00' 2024-10-31T15:00:00Z
    check -r "$ONE" --month=2024-11
    exits 3
    first_has 2024-11 'has not begun' 2024-11-01T00:00:00Z
    check -r "$ONE" --month=9999-12
    exits 3
    asked 0 .
    totals 2024-11 1 --month=2024-11 --timezone=Asia/Tokyo
}

@test "what is no month is refused with its text" {
    local month

    for month in 2024-13 2024-00 2024-1 24-10 2024/10 2024-10-01 ' 2024-10' \
        '2024-10 ' next Current October +024-10 '２０２４-10'; do
        check -r "$ONE" --month="$month"
        exits 3
        first_has --month "$month"
    done
    check -r "$ONE" --month=
    exits 3
    first_has --month
    asked 0 .
}

@test "what is no zone is refused with its text" {
    local zone

    for zone in Mars/Phobos Europe /etc/localtime ../zoneinfo/UTC \
        Europe/../UTC Europe/Berlin/ 'Europe/Berlin ' CET-1CEST utc+1 . \
        zone.tab ':UTC' "$(printf 'x%.0s' {1..300})"; do
        check -r "$ONE" --timezone="$zone"
        exits 3
        first_has --timezone "${zone:0:20}"
    done
    check -r "$ONE" --timezone=
    exits 3
    first_has --timezone
    asked 0 .
}

@test "the variable TZ has no influence" {
    points_at '2024-10-31 15:30:00' 2024-09-30T15:00:00Z 2024-10-01T00:00:00Z \
        2024-10-31T15:00:00Z
    totals 2024-10 110
    # libfaketime reads its time in TZ's zone: the same instant
    with TZ=Asia/Tokyo 'FAKETIME=2024-11-01 00:30:00'
    totals 2024-10 110
    totals 2024-11 100 --timezone=Asia/Tokyo
    totals 2024-10 110 --timezone=Europe/London
    without FAKETIME LD_PRELOAD
    for zone in Asia/Tokyo '' :nonsense; do
        with "TZ=$zone"
        check -r "$ONE" --format=json
        json=1 python_asserts \
            "assert re.fullmatch(r'\d{4}-\d\d-01T00:00:00Z', answer['start'])"
    done
}

@test "JSON tells the zone and the span in UTC" {
    points_at '2024-11-15 12:00:00' 2024-10-01T00:00:00Z
    check -r "$ONE" --month=previous --timezone=Europe/Berlin --format=json
    exits 0
    json=1 python_asserts "
assert (answer['month'], answer['timezone'], answer['start'], answer['end']) == (
    '2024-10', 'Europe/Berlin', '2024-09-30T22:00:00Z', '2024-10-31T23:00:00Z')"
    check -r "$ONE" --timezone=Europe/Berlin --format=json
    exits 0
    json=1 python_asserts "
assert answer['start'] == '2024-10-31T23:00:00Z'
assert answer['end'] == '2024-11-15T12:00:00Z'"
}
