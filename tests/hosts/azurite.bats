# SPDX-License-Identifier: MIT
# The state store against the real Azurite, through the real transport, and
# Microsoft's own client beside it.

load ../azurite

ROW=(DeploymentType gpt-4o-2024-10)

setup_file() {
    azurite_start
    proxy_start
    export AZURITE_PORT AZURITE_PID TABLE_PROXY TABLE_CONTROL TABLE_PROXY_PID
}

teardown_file() {
    end_process "${TABLE_PROXY_PID-}"
    end_process "${AZURITE_PID-}"
}

# Each test has a table of its own, which is not there yet, behind the proxy.
setup() {
    table_forget
    TABLE=alertstate$BATS_TEST_NUMBER
    printf '%s\n' "$AZURITE_KEY" >"$BATS_TEST_TMPDIR/key"
    export AZURITE_TABLE_URL=http://127.0.0.1:$TABLE_PROXY/$AZURITE_ACCOUNT/$TABLE
    export AZURITE_KEY_FILE=$BATS_TEST_TMPDIR/key
    unset AZURITE_TOKEN_FILE AZURITE_CA_FILE AZURITE_DEADLINE
}

teardown() {
    [ -z "${SECURE_PID-}" ] || end_process "$SECURE_PID"
}

# Reads or writes the row by our own store: $output is what it says, $notes
# what it remarks.
live() {
    local words=("$1" "${ROW[@]}" "${@:2}")

    status=0
    output=$("$LIVE" "${words[@]}" 2>"$BATS_TEST_TMPDIR/notes") || status=$?
    notes=$(<"$BATS_TEST_TMPDIR/notes")
}

# Puts the entity of the version $1, with the members behind it, and keeps the
# new version in $version.
writes() {
    live put "$@"
    [[ $output == 'written W/"datetime'* ]] || { show; return 1; }
    version=${output#written }
}

show() {
    printf 'exit %s: %s\n%s\n' "$status" "$output" "$notes"
    table_requests
}

# The last run said exactly $1.
said() {
    [ "$output" = "$1" ] && return 0
    printf 'not: %s\n' "$1"
    show
    return 1
}

# Each of the texts is in what the last run said.
says() {
    local text

    for text in "$@"; do
        [[ $output == *"$text"* ]] && continue
        printf 'not said: %s\n' "$text"
        show
        return 1
    done
}

# There are lines $@ in what the last run said.
has_lines() {
    local line

    for line in "$@"; do
        grep -Fxq -- "$line" <<<"$output" && continue
        printf 'no line: %s\n' "$line"
        show
        return 1
    done
}

# The requests so far are the lines $1: METHOD and status or fault.
asked() {
    local lines

    lines=$(table_requests | cut -d' ' -f1,2)
    [ "$lines" = "$1" ] && return 0
    printf 'not asked: %s\n' "$1"
    show
    return 1
}

@test "nothing is read where there is no table, and the first write makes it" {
    live get
    has_lines version= sum=0 critical=0
    writes '' sum=5
    asked 'GET 404
POST 404
POST 204
POST 204'
    live get
    has_lines "version=$version" sum=5
}

@test "a row is inserted once, and written again only as it was read" {
    local first

    writes '' sum=5 owner=a
    first=$version
    live put '' sum=6 owner=b
    said conflict
    writes "$first" sum=9223372036854775807 warning=1 level=critical \
        until=1730366100 attempt=2 owner=a:1 accepted=1 updated=1730365200 \
        operation=8540c0de-899f-5cce-acb5-3ec493af3800
    live put "$first" sum=7
    said conflict
    live get
    has_lines "version=$version" sum=9223372036854775807 updated=1730365200 \
        critical=0 warning=1 level=critical accepted=1 until=1730366100 \
        attempt=2 owner=a:1 operation=8540c0de-899f-5cce-acb5-3ec493af3800
}

@test "a row that has gone is a conflict" {
    writes '' sum=5
    ROW=(DeploymentType other)
    live put "$version" sum=6
    said conflict
}

@test "keys of any kind come back" {
    local keys=("sub|rg|O'Brien & co" '50%25 é 日本' "a'b''c" '(x)!*~$,;:@+="<>')
    local key sum=0

    for key in "${keys[@]}"; do
        ROW=("$key" "$key")
        writes '' sum=$((++sum))
        writes "$version" sum=$((sum * 10))
        live get
        has_lines "version=$version" "sum=$((sum * 10))"
    done
}

@test "of thirty writers with one version exactly one wins" {
    local number pids=()

    writes '' sum=0
    for ((number = 1; number <= 30; number++)); do
        "$LIVE" put "${ROW[@]}" "$version" "sum=$number" "owner=w$number" \
            >"$BATS_TEST_TMPDIR/out.$number" 2>/dev/null 3>&- &
        pids+=("$!")
    done
    wait "${pids[@]}"
    [ "$(cat "$BATS_TEST_TMPDIR"/out.* | grep -c '^written ')" -eq 1 ]
    [ "$(cat "$BATS_TEST_TMPDIR"/out.* | grep -c '^conflict$')" -eq 29 ]
    number=$(grep -l '^written ' "$BATS_TEST_TMPDIR"/out.*)
    live get
    has_lines "sum=${number##*.}" "owner=w${number##*.}"
}

@test "of ten that make the table and its first row exactly one wins" {
    local number pids=()

    for ((number = 1; number <= 10; number++)); do
        "$LIVE" put "${ROW[@]}" '' "sum=$number" "owner=w$number" \
            >"$BATS_TEST_TMPDIR/out.$number" 2>/dev/null 3>&- &
        pids+=("$!")
    done
    wait "${pids[@]}"
    [ "$(cat "$BATS_TEST_TMPDIR"/out.* | grep -c '^written ')" -eq 1 ]
    [ "$(cat "$BATS_TEST_TMPDIR"/out.* | grep -c '^conflict$')" -eq 9 ]
}

@test "a busy service is asked again" {
    writes '' sum=5
    table_forget
    table_fault busy '*' 2
    writes "$version" sum=6
    asked 'PATCH busy
PATCH busy
PATCH 204'
}

@test "a service that stays busy is told as such, and nothing is written" {
    writes '' sum=5
    table_fault busy '*' 100
    AZURITE_DEADLINE=1500 live put "$version" sum=6
    [ "$status" -eq 1 ]
    says '503 ServerBusy: the service is busy: try later'
    table_forget
    live get
    has_lines "version=$version" sum=5
}

@test "an insert whose answer was lost is found to be ours" {
    writes '' sum=1
    ROW=(DeploymentType second)
    table_forget
    table_fault reset POST 1
    writes '' sum=5 owner=a
    asked 'POST reset
POST 409
GET 200'
    live get
    has_lines "version=$version" sum=5 owner=a
}

@test "a merge whose answer was lost is found to be ours" {
    writes '' sum=5
    table_forget
    table_fault reset PATCH 1
    writes "$version" sum=6 owner=a
    asked 'PATCH reset
PATCH 412
GET 200'
    live get
    has_lines "version=$version" sum=6 owner=a
}

@test "an answer that is lost each time is looked up too" {
    writes '' sum=5
    table_forget
    table_fault reset PATCH 4
    writes "$version" sum=6 owner=a
    asked 'PATCH reset
PATCH reset
PATCH reset
PATCH reset
GET 200'
}

@test "an answer that is lost while the table is made does no harm" {
    table_fault reset POST 1 /Tables
    writes '' sum=5 owner=a
    asked 'POST 404
POST reset
POST 409
POST 204'
}

@test "a first row whose answer was lost is found to be ours" {
    table_fault reset POST 2 "/$TABLE"
    writes '' sum=5 owner=a
    # The first reset hides that there is no table.
    asked 'POST reset
POST reset
POST 404
POST 204
POST 204'
    ROW=(DeploymentType second)
    table_forget
    table_fault reset POST 4 "/$TABLE"
    writes '' sum=5 owner=a
    asked 'POST reset
POST reset
POST reset
POST reset
GET 200'
}

@test "somebody who was faster is a conflict, also after a lost answer" {
    local first

    writes '' sum=5
    first=$version
    writes "$first" sum=7 owner=b
    table_fault reset PATCH 1
    live put "$first" sum=6 owner=a
    said conflict
    live get
    has_lines sum=7 owner=b
}

@test "a service that says that the row was changed is believed" {
    writes '' sum=5
    table_forget
    table_fault stale PATCH 1
    live put "$version" sum=6
    said conflict
    asked 'PATCH stale'
}

@test "a service that does not answer is left in time" {
    local began=$SECONDS

    writes '' sum=5
    table_fault hang '*' 100
    AZURITE_DEADLINE=1500 live put "$version" sum=6
    [ "$status" -eq 1 ]
    ((SECONDS - began <= 10))
    says "it is not known whether the row 'gpt-4o-2024-10' was written" \
        'before the time ran out'
    table_forget
    live get
    has_lines "version=$version" sum=5
}

@test "a try that hangs is given up, and the next one counts" {
    writes '' sum=5
    table_forget
    table_fault hang PATCH 1
    writes "$version" sum=6
    asked 'PATCH hang
PATCH 204'
}

@test "a SAS signs in, and is shown nowhere" {
    local signature

    microsoft sas rwau '2099-01-01T00:00:00Z' >"$AZURITE_KEY_FILE"
    signature=$(sed 's/.*sig=//; s/&.*//' "$AZURITE_KEY_FILE")
    [ "${#signature}" -gt 40 ]
    writes '' sum=5
    writes "$version" sum=6
    live get
    has_lines sum=6
    [[ $notes == *"GET http://127.0.0.1:$TABLE_PROXY/$AZURITE_ACCOUNT/$TABLE"* ]]
    table_fault busy '*' 100
    AZURITE_DEADLINE=1500 live get
    says '503 ServerBusy'
    [[ $notes != *"${signature:0:8}"* && $output != *"${signature:0:8}"* ]]
    [[ $notes != *'sig='* && $output != *'sig='* ]]
}

@test "a SAS that is over, or too narrow, is told as such" {
    microsoft sas rwau '2024-10-31T09:00:00Z' >"$AZURITE_KEY_FILE"
    live get
    [ "$status" -eq 1 ]
    says "the table $TABLE of $AZURITE_ACCOUNT: 403 " \
        'the SAS has expired at 2024-10-31T09:00:00Z'
    microsoft sas r '2099-01-01T00:00:00Z' >"$AZURITE_KEY_FILE"
    live get
    has_lines version=
    live put '' sum=5
    [ "$status" -eq 1 ]
    says '403 AuthorizationPermissionMismatch' 'the SAS does not allow this'
}

@test "a wrong key is told as such" {
    printf 'MDEyMzQ1Njc4OWFiY2RlZg==\n' >"$AZURITE_KEY_FILE"
    live get
    [ "$status" -eq 1 ]
    says "the table $TABLE of $AZURITE_ACCOUNT: 403 AuthorizationFailure" \
        'check --state-key-file'
}

# A JSON Web Token for the audience $1, which nobody has signed.
make_token() {
    python3 - "$1" <<'PYTHON'
import base64
import json
import sys
import time


def part(value):
    text = json.dumps(value).encode()
    return base64.urlsafe_b64encode(text).decode().rstrip('=')


now = int(time.time())
print(part({'alg': 'RS256', 'typ': 'JWT'}),
      part({'aud': sys.argv[1], 'iat': now - 60, 'nbf': now - 60,
            'exp': now + 3600, 'iss': 'https://sts.windows.net/'
            '11111111-1111-1111-1111-111111111111/'}),
      'bm9ib2R5', sep='.')
PYTHON
}

@test "a token of Entra signs in over https" {
    local folder=$BATS_TEST_TMPDIR port=$AZURITE_PORT pid=$AZURITE_PID

    openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost \
        -addext subjectAltName=DNS:localhost,IP:127.0.0.1 \
        -keyout "$folder/tls.key" -out "$folder/tls.pem" 2>/dev/null
    azurite_start --oauth basic --cert "$folder/tls.pem" --key "$folder/tls.key"
    SECURE_PID=$AZURITE_PID
    export AZURITE_CA_FILE=$folder/tls.pem AZURITE_TOKEN_FILE=$folder/token
    export AZURITE_TABLE_URL=https://localhost:$AZURITE_PORT/$AZURITE_ACCOUNT/$TABLE
    AZURITE_PORT=$port AZURITE_PID=$pid
    unset AZURITE_KEY_FILE
    make_token https://storage.azure.com >"$folder/token"
    writes '' sum=5
    writes "$version" sum=6
    live get
    has_lines "version=$version" sum=6
    make_token https://management.azure.com >"$folder/token"
    live get
    [ "$status" -eq 1 ]
    says "the table $TABLE of $AZURITE_ACCOUNT: 403 AuthenticationFailed" \
        'Azure does not accept the token'
    [[ $notes$output != *"$(cut -d. -f2 "$folder/token")"* ]]
}

@test "what the program before wrote is read, and its properties stay" {
    microsoft original
    live get
    has_lines sum=1183 critical=1 warning=0 level= updated=1730365200
    version=$(sed -n 's/^version=//p' <<<"$output")
    writes "$version" sum=9007199254740993 critical=1 warning=1 \
        updated=1730368800
    output=$(microsoft read "${ROW[@]}")
    has_lines 'Note string of somebody else' 'SumToken bigint 9007199254740993' \
        'ActionDone boolean true' 'WarningDone boolean true' \
        'LastUpdated string 2024-10-31T10:00:00Z'
}

@test "what we write is read by Microsoft's own client, to the last token" {
    writes '' sum=9223372036854775807 critical=1 updated=1730365200 \
        level=warning until=1730366100 attempt=3 owner=host:1:2 \
        operation=8540c0de-899f-5cce-acb5-3ec493af3800
    output=$(microsoft read "${ROW[@]}")
    has_lines "etag string $version" 'partitionKey string DeploymentType' \
        'rowKey string gpt-4o-2024-10' 'SumToken bigint 9223372036854775807' \
        'ActionDone boolean true' 'WarningDone boolean false' \
        'LastUpdated string 2024-10-31T09:00:00Z' 'ClaimLevel string warning' \
        'ClaimAccepted boolean false' 'ClaimAttempt number 3' \
        'ClaimUntil string 2024-10-31T09:15:00Z' \
        'ClaimOwner string host:1:2' \
        'ClaimOperation string 8540c0de-899f-5cce-acb5-3ec493af3800'
}

@test "the store's contract holds on the service" {
    AZURITE_ACCOUNT_URL=http://127.0.0.1:$AZURITE_PORT/$AZURITE_ACCOUNT \
        CMOCKA_MESSAGE_OUTPUT=TAP "$BUILDDIR/store_table_contract" \
        >"$BATS_TEST_TMPDIR/contract" 2>&1 ||
        { cat "$BATS_TEST_TMPDIR/contract"; return 1; }
    [ "$(grep -c '^ok ' "$BATS_TEST_TMPDIR/contract")" -ge 10 ]
}
