#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# check_aoai_tokens: one answer for all who ask the same, and old answers when
# Azure fails.

load sim

setup_file() {
    sim_start "$SCENARIOS/article.json"
}

# Begins with the article's account, asked at 12:09:00 on that day.
article() {
    sim_scenario "$SCENARIOS/article.json"
    program_clock '2024-10-31 12:09:00'
    check -r "$MOMO"
    exits 0
    asked 1 '^arm GET 200 '
    sim_forget_requests
}

# Spoils every answer with metrics from now on.
spoil() {
    sim_fault arm metrics 0 "$1"
}

### Sharing

@test "a second run within the minute asks nobody" {
    check -r "$MANY" -w 9999
    exits 1
    cp "$BATS_TEST_TMPDIR/stdout" "$BATS_TEST_TMPDIR/before"
    sim_forget_requests
    check -r "$MANY" -w 9999
    exits 1
    cmp "$BATS_TEST_TMPDIR/stdout" "$BATS_TEST_TMPDIR/before"
    check -r "$MANY" -w 9999 -v
    says 'answered from the cache'
    asked 0 .
}

@test "filters, thresholds, budgets, formats and limits share an answer" {
    check -r "$MANY"
    exits 0
    sim_forget_requests
    check -r "$MANY" -d o1 -c 1
    exits 2
    first_has 'o1=5000;;1;0'
    check -r "$MANY" -x 'gpt*' -b 10k -w 50%
    exits 1
    check -r "$MANY" --format=json -t 5 --max-output=1024
    exits 0
    json=1 python_asserts "assert len(answer['deployments']) == 11"
    check -r "$MANY" --month="$(date -u +%Y-%m)" -d 'claude*' --require
    exits 3
    check -r "${MANY^^}/" -d o1
    exits 0
    asked 0 '^entra '
    [ "$(sim_requests | wc -l)" -le 2 ]
}

@test "another month, zone, metric, dimension or resource is another answer" {
    local words

    sim_scenario "$SCENARIOS/many.json"
    check -r "$MANY"
    sim_forget_requests
    for words in --month=previous --timezone=Asia/Tokyo --metric=prompt \
        --metric=completion --dimension=ApiName --metric-family=models \
        "--resource=$FOUNDRY"; do
        check -r "$MANY" "$words"
        exits 0
        [[ $words == --resource* ]] || asked 1 '^arm GET 200 .*/metrics'
        [[ $words != --resource* ]] || asked 2 '^arm GET 200 .*/metrics'
        sim_forget_requests
    done
    asked 0 '^entra '
}

@test "another identity or another endpoint is another answer" {
    check -r "$MANY" -d o1
    check -r "$MANY" -d o1 --tenant-id=momo.example
    exits 0
    asked 2 '^arm GET 200 '
    check -r "$MANY" -d o1 --arm-endpoint="${SIM_ARM/localhost/127.0.0.1}"
    exits 0
    asked 3 '^arm GET 200 '
    with AZURE_CLIENT_ID=99999999-9999-9999-9999-999999999999
    check -r "$MANY" -d o1
    exits 3
    first_has AADSTS700016
}

@test "--max-age=0 asks each time and keeps no answer" {
    check -r "$MANY" -d o1 --max-age=0
    check -r "$MANY" -d o1 --max-age=0
    exits 0
    asked 2 '^arm GET 200 '
    [ -z "$(find "$CACHE" -name 'answer-*')" ]
    check -r "$MANY" -d o1
    check -r "$MANY" -d o1 --max-age=0
    exits 0
    asked 4 '^arm GET 200 '
}

@test "an answer is shared up to --max-age seconds, not longer" {
    article
    program_clock '2024-10-31 12:10:00'
    check -r "$MOMO"
    exits 0
    asked 0 .
    program_clock '2024-10-31 12:10:01'
    check -r "$MOMO"
    exits 0
    asked 1 '^arm GET 200 '
    program_clock '2024-10-31 12:11:00'
    check -r "$MOMO" --max-age=10
    exits 0
    asked 2 '^arm GET 200 '
}

@test "an answer from the future is not used" {
    article
    program_clock '2024-10-31 12:08:59'
    check -r "$MOMO"
    exits 0
    asked 1 '^arm GET 200 '
}

@test "fifty runs at once make one request and one sign-in" {
    local i

    for i in {1..50}; do
        env -i "${ENVIRONMENT[@]}" "$CHECK" "${REACH[@]}" -r "$MANY" -d o1 \
            -c $((i * 1000)) >"$BATS_TEST_TMPDIR/out.$i" 2>&1 3>&- &
    done
    wait
    asked 1 '^entra '
    asked 1 '^arm '
    for i in {1..4}; do
        grep -q '^AOAI TOKENS CRITICAL - o1 5000 tokens' "$BATS_TEST_TMPDIR/out.$i"
    done
    for i in {5..50}; do
        grep -q '^AOAI TOKENS OK - 1 deployment, 5000 tokens' "$BATS_TEST_TMPDIR/out.$i"
    done
}

@test "those who wait take the failure of the first, without asking" {
    sim_fault entra . 1 '{"kind":"delay","ms":1000}'
    spoil '{"kind":"status","status":403}'
    check_at_once 20 -r "$MANY"
    [ "$(sim_requests | grep -c '^arm ')" -le 3 ]
    each_began 20 'AOAI TOKENS UNKNOWN - aoai-many: 403: grant'
}

@test "a failure is not kept" {
    sim_fault arm metrics 1 '{"kind":"status","status":403}'
    check -r "$MANY" -d o1
    exits 3
    check -r "$MANY" -d o1
    exits 0
    first_has 'o1=5000'
    asked 1 '^arm GET 403 '
    asked 1 '^arm GET 200 '
}

@test "what one resource answered is kept though another one failed" {
    sim_fault arm 'foundry-many' 0 '{"kind":"status","status":403}'
    check -r "$MANY" -r "$FOUNDRY" -d o1
    exits 3
    check -r "$MANY" -r "$FOUNDRY" -d o1
    exits 3
    first_has 'aoai-many_o1=5000' 403
    asked 1 '^arm GET 200 .*/aoai-many/'
    asked 2 '^arm GET 403 .*/foundry-many/'
}

@test "the list of deployments is shared too" {
    check -r "$MANY" -d gpt-4o-unused
    exits 0
    sim_forget_requests
    check -r "$MANY" -d gpt-4o-unused
    exits 0
    first_has 'gpt-4o-unused=0'
    check -r "$MANY" -d gpt-99
    exits 3
    asked 0 .
}

@test "a first run that is killed does not block the others" {
    local leader follower began

    sim_fault arm metrics 1 '{"kind":"hang"}'
    env -i "${ENVIRONMENT[@]}" "$CHECK" "${REACH[@]}" -r "$MANY" -t 60 \
        >/dev/null 2>&1 3>&- &
    leader=$!
    sim_await '^arm GET 0 '
    env -i "${ENVIRONMENT[@]}" "$CHECK" "${REACH[@]}" -r "$MANY" -t 60 \
        >"$BATS_TEST_TMPDIR/follower" 2>&1 3>&- &
    follower=$!
    until [ -n "$(find "/proc/$follower/fd" -lname '*/answer-*.lock')" ]; do
        kill -0 "$follower"
        sleep 0.02
    done
    asked 1 '^arm '
    began=$SECONDS
    kill -9 "$leader"
    wait "$leader" || true
    wait "$follower"
    ((SECONDS - began <= 3))
    grep -q '^AOAI TOKENS OK - 11 deployments' "$BATS_TEST_TMPDIR/follower"
    asked 1 '^arm GET 200 '
}

@test "who waits for a slow first run keeps to its own time limit" {
    needs_speed
    local leader

    sim_fault arm metrics 1 '{"kind":"hang"}'
    env -i "${ENVIRONMENT[@]}" "$CHECK" "${REACH[@]}" -r "$MANY" -t 60 \
        >/dev/null 2>&1 3>&- &
    leader=$!
    sim_await '^arm GET 0 '
    check -r "$MANY" -t 1:CRITICAL
    kill -9 "$leader"
    exits 2
    first_has 'AOAI TOKENS CRITICAL - ' 'another run was asking'
    took_between 700 2000
    asked 1 '^arm '
}

### Old answers

@test "when Azure throttles, an old answer is told with its age" {
    article
    spoil '{"kind":"status","status":429,"headers":{"Retry-After":"3600"}}'
    program_clock '2024-10-31 12:14:00'
    check -r "$MOMO" -c 1000
    exits 2
    first_is 'AOAI TOKENS CRITICAL - gpt-4o-momo 1261 tokens in 2024-10 (critical 1000) (answer 300 s old: Azure throttles) | gpt-4o-momo=1261;;1000;0'
    check -r "$MOMO" -v
    exits 0
    first_is 'AOAI TOKENS OK - 1 deployment, 1261 tokens in 2024-10 (answer 300 s old: Azure throttles) | gpt-4o-momo=1261;;;0'
    says "$MOMO: an answer 300 s old is used: 429"
}

@test "when Azure fails or hangs, an old answer is told too" {
    needs_speed
    article
    program_clock '2024-10-31 12:19:00'
    spoil '{"kind":"status","status":503,"headers":{"Retry-After":"3600"}}'
    check -r "$MOMO" -w 1
    exits 1
    first_has 'gpt-4o-momo 1261 tokens' '(answer 600 s old: Azure fails)'
    sim_clear_faults
    spoil '{"kind":"hang"}'
    check -r "$MOMO" -w 1 -t 1:CRITICAL
    exits 1
    first_has 'gpt-4o-momo 1261 tokens' '(answer 600 s old: Azure does not answer)'
    took_between 700 2000
    sim_clear_faults
    spoil '{"kind":"reset"}'
    check -r "$MOMO" -w 1 -t 1
    exits 1
    first_has '(answer 600 s old: Azure does not answer)'
    sim_clear_faults
    spoil '{"kind":"garbage"}'
    check -r "$MOMO" -w 1
    exits 1
    first_has '(answer 600 s old: Azure fails)'
}

@test "of many who wait for a service that hangs each tells the old answer" {
    local i

    article
    program_clock '2024-10-31 12:14:00'
    spoil '{"kind":"hang"}'
    check_at_once 10 -r "$MOMO" -t 2 -c 1
    for i in {1..10}; do
        cat "$BATS_TEST_TMPDIR/out.$i"
        grep -q '^AOAI TOKENS CRITICAL - .* (answer 300 s old: Azure does not answer) |' \
            "$BATS_TEST_TMPDIR/out.$i"
    done
    [ "$(sim_requests | grep -c '^arm ')" -le 2 ]
}

@test "when nobody can sign in because Entra fails, an old answer is told" {
    article
    rm "$CACHE"/token-*
    sim_fault entra . 0 '{"kind":"status","status":503,"headers":{"Retry-After":"3600"}}'
    program_clock '2024-10-31 12:12:00'
    check -r "$MOMO"
    exits 0
    first_has '1261 tokens in 2024-10 (answer 180 s old: Azure fails)'
}

@test "an answer older than ten times --max-age is not told" {
    article
    spoil '{"kind":"status","status":429,"headers":{"Retry-After":"3600"}}'
    program_clock '2024-10-31 12:19:01'
    check -r "$MOMO"
    exits 3
    first_has 429
    hides 1261
    check -r "$MOMO" --max-age=61
    exits 0
    first_has '(answer 601 s old: Azure throttles)'
    check -r "$MOMO" --max-age=0
    exits 3
}

@test "an old answer never stands for a refusal" {
    local code

    article
    program_clock '2024-10-31 12:12:00'
    for code in 400 403 404; do
        sim_clear_faults
        spoil "{\"kind\":\"status\",\"status\":$code}"
        check -r "$MOMO"
        exits 3
        first_has ": $code"
        hides 1261 'old'
    done
    rm "$CACHE"/token-*
    with AZURE_CLIENT_SECRET=wrong
    check -r "$MOMO"
    exits 3
    first_has AADSTS7000215
    hides 1261
}

@test "an old answer is replaced as soon as Azure answers again" {
    article
    program_clock '2024-10-31 12:12:00'
    sim_fault arm metrics 1 '{"kind":"status","status":429,"headers":{"Retry-After":"3600"}}'
    check -r "$MOMO"
    first_has '180 s old'
    sim_usage "$MOMO" gpt-4o-momo 2024-10-31T12:08:00Z 39
    check -r "$MOMO"
    exits 0
    first_is 'AOAI TOKENS OK - 1 deployment, 1300 tokens in 2024-10 | gpt-4o-momo=1300;;;0'
}

@test "an old answer of one resource stands beside the fresh one of another" {
    sim_scenario "$(scenario 2024-10-31T12:00:00Z "[$(series one '[["2024-10-02T00:00:00Z",7]]')]" |
        sed "s#\"resources\":\[#&{\"id\":\"${ONE}-two\",\"location\":\"eastus\",\"metrics\":[{\"name\":\"TokenTransaction\",\"series\":[$(series two '[["2024-10-02T00:00:00Z",9]]')]}]},#")"
    program_clock '2024-10-31 12:00:00'
    check -r "$ONE" -r "$ONE-two"
    exits 0
    first_has 'aoai-one-two_two=9;;;0 aoai-one_one=7;;;0'
    program_clock '2024-10-31 12:05:00'
    sim_usage "$ONE-two" two 2024-10-31T11:59:00Z 1
    sim_fault arm 'aoai-one/' 0 '{"kind":"status","status":429,"headers":{"Retry-After":"3600"}}'
    check -r "$ONE" -r "$ONE-two"
    exits 0
    first_is 'AOAI TOKENS OK - 2 deployments, 17 tokens in 2024-10 (answer 300 s old: Azure throttles) | aoai-one-two_two=10;;;0 aoai-one_one=7;;;0'
}

@test "last month's answer is not this month's old answer" {
    sim_scenario "$(scenario 2024-10-31T23:59:00Z "[$(series one '[["2024-10-02T00:00:00Z",7]]')]")"
    program_clock '2024-10-31 23:59:50'
    check -r "$ONE" -c 5
    exits 2
    sim_clock 2024-11-01T00:00:10Z
    program_clock '2024-11-01 00:00:10'
    sim_fault arm metrics 1 '{"kind":"status","status":429,"headers":{"Retry-After":"3600"}}'
    check -r "$ONE" -c 5
    exits 3
    hides 'one='
    check -r "$ONE" -c 5
    exits 0
    first_has '0 tokens in 2024-11'
}

### The cache itself

@test "a damaged or cut answer is asked for again" {
    local file size at

    check -r "$MANY" -d o1
    for file in "$CACHE"/answer-*; do
        [[ $file == *.lock ]] || break
    done
    cp -p "$file" "$BATS_TEST_TMPDIR/good"
    size=$(stat -c %s "$file")
    sim_forget_requests
    for at in 0 1 20 $((size / 3)) $((size / 2)) $((size - 8)) $((size - 1)); do
        cp -p "$BATS_TEST_TMPDIR/good" "$file"
        truncate -s "$at" "$file"
        check -r "$MANY" -d o1
        exits 0
        first_has 'o1=5000;;;0'
    done
    asked 7 '^arm GET 200 '
    for at in 0 5 $((size - 2)); do
        cp -p "$BATS_TEST_TMPDIR/good" "$file"
        printf '\377' | dd of="$file" bs=1 seek="$at" conv=notrunc status=none
        check -r "$MANY" -d o1
        exits 0
        first_has 'o1=5000;;;0'
    done
    asked 10 '^arm GET 200 '
}

@test "an answer from the cache needs no network library" {
    check -r "$MANY" -d o1
    with LD_DEBUG=files "LD_DEBUG_OUTPUT=$BATS_TEST_TMPDIR/loaded"
    WRAP='' check -r "$MANY" -d o1
    exits 0
    first_has 'o1=5000'
    cat "$BATS_TEST_TMPDIR"/loaded.* | grep -q 'libc\.so'
    [ -z "$(cat "$BATS_TEST_TMPDIR"/loaded.* | grep -E 'libcurl|libssl|libcrypto|aoai_http')" ]
    rm "$BATS_TEST_TMPDIR"/loaded.*
    WRAP='' check -r "$MANY" -d o1 --max-age=0
    cat "$BATS_TEST_TMPDIR"/loaded.* | grep -q libcurl
}

@test "a full disk costs the sharing, not the answer" {
    mkdir -m 700 "$CACHE"
    cat >"$BATS_TEST_TMPDIR/full" <<SCRIPT
#!/bin/sh
mount -t tmpfs -o size=64k,mode=700 tmpfs "$CACHE" || exit 77
head -c 100000 /dev/zero >"$CACHE/filler" 2>/dev/null
exec "\$@"
SCRIPT
    chmod +x "$BATS_TEST_TMPDIR/full"
    WRAP="$UNSHARE -m $BATS_TEST_TMPDIR/full ${WRAP-}" \
        check -r "$MANY" -d o1 -v
    exits 0
    first_has 'o1=5000;;;0'
    says 'the token is not kept' 'the answer is not shared'
}

@test "an old answer in a read-only cache folder is not needed to be right" {
    mkdir -m 700 "$CACHE"
    cat >"$BATS_TEST_TMPDIR/read-only" <<SCRIPT
#!/bin/sh
mount --bind "$CACHE" "$CACHE" && mount -o remount,ro,bind "$CACHE" || exit 77
exec "\$@"
SCRIPT
    chmod +x "$BATS_TEST_TMPDIR/read-only"
    WRAP="$UNSHARE -m $BATS_TEST_TMPDIR/read-only ${WRAP-}" \
        check -r "$MANY" -d o1 -v
    exits 0
    first_has 'o1=5000;;;0'
    says 'no cache: the cache folder' 'is not writable'
}
