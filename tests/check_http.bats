#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# check_aoai_tokens: what it makes of services that fail.

load sim

ask() {
    check -r "$MANY" -d o1 "$@"
}

# Spoils the next $1 (0: all) answers with metrics by the fault $2.
spoil() {
    sim_fault arm 'providers/Microsoft.Insights/metrics' "$1" "$2"
}

### Refusals

@test "403 says which role is missing" {
    sim_scenario "$SCENARIOS/article.json"
    program_clock '2024-10-31 12:09:00'
    check -r "$CLOSED"
    fails '403 AuthorizationFailed: grant Monitoring Reader on it'
    says "[UNKNOWN] $CLOSED: 403"
    asked 1 '^arm '
}

@test "404 says which part of the resource id to check" {
    check -r "${MANY/66666666-/99999999-}"
    fails '404 SubscriptionNotFound: no such subscription in this tenant'
    check -r "${MANY/rg-many/rg-none}"
    fails '404 ResourceGroupNotFound: check the resource group'
    check -r "${MANY/aoai-many/aoai-none}"
    fails '404 ResourceNotFound: check the name'
    asked 3 '^arm GET 404 '
    asked 3 '^arm '
}

@test "both shapes of Azure's errors are understood" {
    spoil 1 '{"kind":"status","status":400,"body":{"error":{"code":"BadThing","message":"inner words"}}}'
    ask
    fails '400 BadThing: inner words'
    spoil 1 '{"kind":"status","status":400,"body":{"code":"BadThing","message":"outer words"}}'
    ask
    fails '400 BadThing: outer words'
    asked 2 '^arm '
}

@test "errors without a body, with text or with HTML still have a sentence" {
    spoil 1 '{"kind":"status","status":403}'
    ask
    fails '403: grant Monitoring Reader on it'
    spoil 1 '{"kind":"status","status":404,"text":"<html>|no</html>"}'
    ask
    fails '404: not found: check the resource id'
    spoil 1 '{"kind":"status","status":418,"body":[1,2]}'
    ask
    fails '418'
    spoil 1 '{"kind":"status","status":204}'
    ask
    fails '204'
    asked 4 '^arm '
}

@test "hostile error texts stay in their line" {
    spoil 1 '{"kind":"status","status":400,"body":{"error":{"code":"A|b","message":"x | y=1\u001b[31m\u0000 %s%n\nsecond line | z"}}}'
    ask
    fails 400
    python_asserts "
assert out.count('\n') == 2 and '|' not in out
assert not re.search(r'[\x00-\x09\x0b-\x1f\x7f]', out) and 'second' not in out"
}

@test "401 once is answered with a new token" {
    spoil 1 '{"kind":"status","status":401}'
    ask
    succeeds
    asked 2 '^entra POST 200 '
    asked 1 '^arm GET 401 '
    asked 1 '^arm GET 200 '
}

### Passing failures

@test "429 is waited for as long as Azure says, within the time limit" {
    spoil 1 '{"kind":"status","status":429,"headers":{"Retry-After":"2"}}'
    ask
    succeeds
    took_between 2000 4000
    asked 2 '^arm '
}

@test "429 beyond the time limit is told at once" {
    spoil 0 '{"kind":"status","status":429,"headers":{"Retry-After":"60"},"body":{"error":{"code":"TooManyRequests","message":"x"}}}'
    ask
    fails '429 TooManyRequests: Azure throttles for another 60 s'
    took_between 0 1500
    asked 1 '^arm '
}

@test "429 without a time is asked again after a while, but not for ever" {
    needs_speed
    spoil 0 '{"kind":"status","status":429}'
    ask -t 3
    fails 429 'Azure throttles'
    took_between 300 3500
    [ "$(sim_requests | grep -c '^arm GET 429 ')" -ge 2 ]
    [ "$(sim_requests | grep -c '^arm GET 429 ')" -le 5 ]
}

@test "500, 502, 503 and 504 are asked again" {
    local code

    no_cache
    for code in 500 502 503 504; do
        spoil 1 "{\"kind\":\"status\",\"status\":$code}"
    done
    check_at_once 4 -r "$MANY" -d o1
    each_began 4 'AOAI TOKENS OK - 1 deployment, 5000 tokens'
    for code in 500 502 503 504; do
        asked 1 "^arm GET $code "
    done
    asked 4 '^arm GET 200 '
}

@test "an answer of 503 that stays is told within the time limit" {
    needs_speed
    spoil 0 '{"kind":"status","status":503,"text":"<html>"}'
    ask -t 1
    fails 503
    took_between 300 1500
}

@test "a connection that breaks is tried again" {
    local fault

    for fault in '{"kind":"reset"}' '{"kind":"cut","keep":0}' \
        '{"kind":"cut","keep":300}'; do
        spoil 1 "$fault"
    done
    no_cache
    check_at_once 3 -r "$MANY" -d o1
    each_began 3 'AOAI TOKENS OK - 1 deployment, 5000 tokens'
    asked 1 '^arm GET 0 '
    asked 5 '^arm GET 200 ' # those that were cut off too
}

@test "a connection that always breaks is UNKNOWN within the time limit" {
    needs_speed
    spoil 0 '{"kind":"reset"}'
    ask -t 1
    fails localhost
    took_between 300 1500
    sim_clear_faults
    spoil 0 '{"kind":"cut","keep":300}'
    ask -t 1
    fails 'cut off'
    took_between 300 1500
}

### Time

@test "a service that hangs ends with the state that --timeout names" {
    needs_speed
    spoil 0 '{"kind":"hang"}'
    ask -t 2
    fails 'time ran out'
    took_between 1500 3000
    ask -t 1:CRITICAL
    exits 2
    first_has 'AOAI TOKENS CRITICAL - ' 'time ran out'
    hides ' | '
    took_between 700 2000
    ask -t 1:ok
    exits 0
    first_has 'AOAI TOKENS OK - ' 'time ran out'
    took_between 700 2000
    ask -t 1:1
    exits 1
    took_between 700 2000
}

@test "an Entra that hangs and a metadata service that hangs keep the time too" {
    needs_speed
    sim_fault entra . 0 '{"kind":"hang"}'
    ask -t 1:Warning
    exits 1
    first_has 'AOAI TOKENS WARNING - ' 'time ran out'
    took_between 700 2000
    sim_fault imds . 0 '{"kind":"hang"}'
    ask -t 1 --credential=managed-identity
    fails 'time ran out'
    took_between 700 2000
}

@test "the timeout's state in JSON is the exit code's" {
    needs_speed
    spoil 0 '{"kind":"hang"}'
    ask -t 1:2 --format=json
    exits 2
    json=1 python_asserts "
assert answer['state'] == 'CRITICAL' and answer['deployments'] == []
assert 'time ran out' in answer['errors'][0]['message']"
}

@test "one resource that hangs does not hide the others" {
    needs_speed
    sim_fault arm 'foundry-many' 0 '{"kind":"hang"}'
    check -r "$MANY" -r "$FOUNDRY" -c o1=1 -t 1
    exits 2
    first_has 'AOAI TOKENS CRITICAL - aoai-many/o1 5000 tokens' 'aoai-many_gpt-4o=3000'
    says "[UNKNOWN] $FOUNDRY: "
    took_between 700 2000
}

@test "an answer that comes byte by byte is taken, or not waited for" {
    needs_speed
    sim_scenario "$(scenario '' "[$(series one '[["month",7]]')]")"
    spoil 1 '{"kind":"drip","ms":0.2}'
    check -r "$ONE"
    exits 0
    first_has 'one=7;;;0'
    spoil 0 '{"kind":"drip","ms":20}'
    check -r "$ONE" -t 1 --max-age=0
    fails 'no whole answer before the time ran out'
    took_between 700 2000
}

@test "a late answer within the time limit is taken" {
    spoil 1 '{"kind":"delay","ms":700}'
    ask -t 3
    succeeds
    took_between 700 2500
    asked 1 '^arm '
}

### Answers that are none

@test "what is neither JSON nor HTTP is UNKNOWN and not asked for again" {
    spoil 1 '{"kind":"garbage"}'
    ask
    fails "Azure's answer"
    spoil 1 '{"kind":"garbage","wire":true}'
    ask
    fails 'the answer is not HTTP'
    asked 2 '^arm '
}

@test "a huge answer is given up, announced or not" {
    spoil 1 '{"kind":"huge","bytes":2000000000}'
    ask
    fails 'answer larger than'
    spoil 1 '{"kind":"huge","bytes":2000000000,"chunked":true}'
    ask
    fails 'answer larger than'
    took_between 0 8000
    asked 2 '^arm '
}

@test "headers without end are given up" {
    local headers='' i

    for i in {1..90}; do
        headers+="${headers:+,}\"X-Big$i\":\"$(printf 'a%.0s' {1..2000})\""
    done
    spoil 1 "{\"kind\":\"status\",\"status\":200,\"headers\":{$headers}}"
    ask
    fails 'answer with headers larger than'
    asked 1 '^arm '
}

@test "a bomb of gzip does not go off" {
    local limit=()

    [ -n "${WRAP-}${ASAN_OPTIONS-}" ] || ldd "$CHECK" | grep -q libasan ||
        limit=(prlimit --as=500000000)
    spoil 1 '{"kind":"gzip-bomb"}'
    WRAP="${limit[*]} ${WRAP-}" ask
    fails 'localhost'
    took_between 0 5000
}

@test "a compressed answer that was asked for, or none, is understood" {
    sim_scenario "$SCENARIOS/bench10.json"
    check -r "$(sed -n 's/.*"id": *"\(.*accounts\/[^"]*\)".*/\1/p' "$SCENARIOS/bench10.json" | head -n 1)"
    exits 0
    first_has 'AOAI TOKENS OK - 10 deployments, '
}

@test "parts of the wrong type or missing make UNKNOWN, never a lower sum" {
    local edit rows=0

    while read -r edit; do
        spoil 1 "{\"kind\":\"edit\",$edit}"
        check -r "$MANY" -c 1 --max-age=0
        fails "aoai-many: "
        rows=$((rows + 1))
        asked "$rows" '^arm '
    done <<'ROWS'
"delete":["/value"]
"delete":["/value/0"]
"delete":["/value/0/timeseries"]
"delete":["/value/0/name"]
"delete":["/value/0/timeseries/3/data"]
"delete":["/value/0/timeseries/3/metadatavalues"]
"delete":["/value/0/timeseries/3/data/0/timeStamp"]
"set":{"/value":{}}
"set":{"/value":null}
"set":{"/value/0":7}
"set":{"/value/0/name":"TokenTransaction"}
"set":{"/value/0/name/value":"OtherMetric"}
"set":{"/value/0/timeseries":null}
"set":{"/value/0/timeseries":{}}
"set":{"/value/0/timeseries/3":null}
"set":{"/value/0/timeseries/3":"x"}
"set":{"/value/0/timeseries/3/data":{}}
"set":{"/value/0/timeseries/3/data/0":null}
"set":{"/value/0/timeseries/3/data/0":[]}
"set":{"/value/0/timeseries/3/metadatavalues":[]}
"set":{"/value/0/timeseries/3/metadatavalues":"gpt-4o"}
"set":{"/value/0/timeseries/3/metadatavalues/0/value":null}
"set":{"/value/0/timeseries/3/metadatavalues/0/value":7}
"set":{"/value/0/timeseries/3/metadatavalues/0/name":null}
"set":{"/value/0/timeseries/3/data/0/total":-1}
"set":{"/value/0/timeseries/3/data/0/total":1.5}
"set":{"/value/0/timeseries/3/data/0/total":"7"}
"set":{"/value/0/timeseries/3/data/0/total":true}
"set":{"/value/0/timeseries/3/data/0/total":[]}
"set":{"/value/0/timeseries/3/data/0/total":9223372036854775808}
"set":{"/value/0/timeseries/3/data/0/total":1e300}
"set":{"/value/0/timeseries/3/data/0/timeStamp":"yesterday"}
"set":{"/value/0/timeseries/3/data/0/timeStamp":"1999-01-01T00:00:00Z"}
"set":{"/value/0/timeseries/3/data/0/timeStamp":"2999-01-01T00:00:00Z"}
"set":{"/timespan":"2999-01-01T00:00:00Z/2999-02-01T00:00:00Z"}
"set":{"/timespan":"1999-01-01T00:00:00Z/1999-02-01T00:00:00Z"}
"set":{"/timespan":"nonsense"}
"set":{"/value/0/errorCode":7}
"set":{"/value/0/errorCode":"InvalidSamplingType"}
ROWS
    [ "$rows" -ge 39 ]
}

@test "whole answers of the wrong kind are UNKNOWN" {
    local body

    for body in '[]' 'null' '7' '"text"' '{}' '{"value":[]}' '{"value":{}}' \
        '{"error":{"code":"x"}}'; do
        spoil 1 "{\"kind\":\"replace\",\"body\":$body}"
        ask --max-age=0
        fails 'aoai-many: '
    done
    for body in '' '{"value":[' '{"value":[]} x' 'nul' '{"a":1,}' \
        "$(printf '[%.0s' {1..5000})"; do
        body=${body//\"/\\\"}
        spoil 1 "{\"kind\":\"replace\",\"text\":\"$body\"}"
        ask --max-age=0
        fails 'aoai-many: '
    done
    asked 14 '^arm GET 200 '
}

@test "a point without a total is no data" {
    spoil 1 '{"kind":"edit","delete":["/value/0/timeseries/3/data/0/total"]}'
    check -r "$MANY"
    exits 0
    first_has '11 deployments, 74000 tokens' 'gpt-35-turbo=0;;;0'
}

@test "whole numbers in every way JSON can write them are read exactly" {
    local number

    for number in 4000 4000.0 4000.000 4e3 4E3 4.0e+3 40e2 400000e-2 0.4e4; do
        spoil 1 "{\"kind\":\"edit\",\"set\":{\"/value/0/timeseries/3/data/0/total\":$number}}"
        check -r "$MANY" -d gpt-35-turbo --max-age=0
        exits 0
        first_has 'gpt-35-turbo=4000;;;0'
    done
}

@test "an answer that begins a minute late or ends a day early is UNKNOWN" {
    local month

    month=$(date -u +%Y-%m)
    spoil 1 "{\"kind\":\"edit\",\"set\":{\"/timespan\":\"$month-01T00:01:00Z/2999-01-01T00:00:00Z\"}}"
    ask
    fails 'begins later than asked'
    program_clock '2024-10-31 12:09:00'
    sim_scenario "$SCENARIOS/article.json"
    spoil 1 '{"kind":"edit","set":{"/timespan":"2024-10-01T00:00:00Z/2024-10-30T12:09:00Z"}}'
    check -r "$MOMO"
    fails 'ends earlier than asked'
}

@test "an answer with as many series as can be asked for is UNKNOWN" {
    needs_speed
    sim_scenario "$(scenario '' '[]' | sed "s#\"resources\":\[#&{\"id\":\"$ONE-full\",\"location\":\"eastus\",\"generate\":[{\"count\":100001,\"name\":\"d{n}\",\"points\":[[\"month\",1]]}]},#")"
    check -r "$ONE-full" -t 60
    fails 'is full: there may be more deployments'
}

@test "a metric that fails inside a 200 is UNKNOWN with Azure's words" {
    spoil 1 '{"kind":"edit","set":{"/value/0/errorCode":"InternalError","/value/0/errorMessage":"the backend is tired"}}'
    ask
    fails 'TokenTransaction: InternalError: the backend is tired'
}

@test "a token's answer that is none is UNKNOWN" {
    local body

    for body in '{}' '[]' '{"access_token":7,"expires_in":3599}' \
        '{"access_token":"a b","expires_in":3599}' \
        '{"access_token":"abc"}' '{"access_token":"","expires_in":3599}' \
        '{"access_token":"abc\r\nEvil: 1","expires_in":3599}'; do
        sim_fault entra . 1 "{\"kind\":\"replace\",\"body\":$body}"
        ask
        fails "sign-in: " "(application $CLIENT)"
        hides Evil
    done
    asked 0 '^arm '
}

@test "a redirection is not followed and no token goes there" {
    local code

    for code in 301 302 307 308; do
        spoil 1 "{\"kind\":\"redirect\",\"status\":$code,\"location\":\"$SIM_ARM/elsewhere\"}"
        ask
        fails "$code" redirect
    done
    asked 4 '^arm '
    asked 0 elsewhere
    rm -r "$CACHE"
    sim_fault entra . 1 "{\"kind\":\"redirect\",\"location\":\"$SIM_ARM/elsewhere\"}"
    ask
    fails 302
    asked 0 elsewhere
}

@test "a list of deployments goes on at the same origin only, and ends" {
    sim_fault arm /deployments 1 '{"kind":"edit","set":{"/nextLink":"https://elsewhere.example/deployments?$skiptoken=1"}}'
    check -r "$MANY" -d gpt-99
    fails 'another host'
    sim_forget_requests
    sim_fault arm /deployments 0 "{\"kind\":\"edit\",\"set\":{\"/nextLink\":\"$SIM_ARM$MANY/deployments?api-version=2024-10-01\"}}"
    check -r "$MANY" -d gpt-99
    fails 'does not end'
    [ "$(sim_requests | grep -c /deployments)" -le 1001 ]
}

@test "a list of deployments that fails makes the missing one UNKNOWN only" {
    sim_fault arm /deployments 0 '{"kind":"status","status":403}'
    check -r "$MANY" -d gpt-99 -d o1
    exits 3
    first_has 'deployment gpt-99 could not be looked for: 403' 'o1=5000;;;0'
    has_line '[OK] o1: 5000 tokens'
}
