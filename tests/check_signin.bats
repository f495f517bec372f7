#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# check_aoai_tokens: signing in, and what becomes of tokens and secrets.

load sim

IDENTITY=77777777-7777-7777-7777-777777777777
IDENTITY_OBJECT=88888888-8888-8888-8888-888888888888
IDENTITY_RESOURCE=$SUBSCRIPTION/resourceGroups/rg-many/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-monitor

# Runs the check of one deployment, asking Azure in any case.
ask() {
    check -r "$MANY" -d o1 --max-age=0 "$@"
}

# Leaves nothing configured in the environment.
without_environment() {
    without AZURE_TENANT_ID AZURE_CLIENT_ID AZURE_CLIENT_SECRET
}

# A port of this machine where nothing listens.
closed_endpoint() {
    echo "http://127.0.0.1:1"
}

# The token file in the cache folder.
token_file() {
    local file

    for file in "$CACHE"/token-*; do
        [[ $file == *.lock ]] || echo "$file"
    done
}

# The answer file in the cache folder.
answer_file() {
    local file

    for file in "$CACHE"/answer-*; do
        [[ $file == *.lock ]] || echo "$file"
    done
}

### Applications with a secret

@test "a secret of the environment signs in, whatever characters it has" {
    ask
    succeeds
    asked 1 "^entra POST 200 /$TENANT/oauth2/v2.0/token$"
    asked 0 '^imds '
}

@test "a secret may come from a file, whose trailing newline is dropped" {
    without AZURE_CLIENT_SECRET
    printf '%s' "$SECRET" >"$BATS_TEST_TMPDIR/secret"
    ask --client-secret-file="$BATS_TEST_TMPDIR/secret"
    succeeds
    rm -r "$CACHE"
    printf '%s\n' "$SECRET" >"$BATS_TEST_TMPDIR/secret"
    ask --client-secret-file="$BATS_TEST_TMPDIR/secret"
    succeeds
    asked 2 '^entra POST 200 '
}

@test "the secret's file wins over the environment" {
    with AZURE_CLIENT_SECRET=wrong
    printf '%s\n' "$SECRET" >"$BATS_TEST_TMPDIR/secret"
    ask --client-secret-file="$BATS_TEST_TMPDIR/secret"
    succeeds
    asked 1 '^entra '
}

@test "a secret's file that is missing or empty is named" {
    ask --client-secret-file=/nonexistent/secret
    exits 3
    first_has /nonexistent/secret
    : >"$BATS_TEST_TMPDIR/secret"
    ask --client-secret-file="$BATS_TEST_TMPDIR/secret"
    exits 3
    first_has "$BATS_TEST_TMPDIR/secret"
    asked 0 .
}

@test "--tenant-id and --client-id win over the environment" {
    with AZURE_TENANT_ID=no AZURE_CLIENT_ID=nobody
    ask --tenant-id=momo.example --client-id="$CLIENT"
    succeeds
    asked 1 '^entra POST 200 /momo.example/'
}

@test "a wrong secret is told as such and tried once" {
    with AZURE_CLIENT_SECRET=wrong-secret-word
    ask -vvv
    exits 3
    first_has 'AADSTS7000215: the client secret is wrong' "$CLIENT"
    hides wrong-secret-word
    asked 1 '^entra POST 401 '
    asked 1 .
}

@test "an expired secret is told as such" {
    sim_scenario "$SCENARIOS/article.json"
    with AZURE_CLIENT_SECRET=old-secret
    program_clock '2024-10-31 12:09:00'
    check -r "$MOMO"
    exits 3
    first_has 'AADSTS7000222: the client secret has expired'
    hides old-secret
    asked 1 .
}

@test "an unknown tenant and an unknown application are told apart" {
    ask --tenant-id=99999999-9999-9999-9999-999999999999
    exits 3
    first_has 'AADSTS90002: no such tenant'
    ask --client-id=99999999-9999-9999-9999-999999999999
    exits 3
    first_has 'AADSTS700016: the application is not in this tenant'
    ask --tenant-id='no tenant/at?all'
    exits 3
    first_has 'AADSTS9'
    asked 3 '^entra POST 4'
    asked 3 .
}

@test "a configured credential that fails ends the chain" {
    sim_scenario "$SCENARIOS/article.json"
    with AZURE_CLIENT_SECRET=wrong
    program_clock '2024-10-31 12:09:00'
    check -r "$MOMO"
    exits 3
    first_has AADSTS7000215
    asked 0 '^imds '
}

@test "Entra that throttles or fails is asked again" {
    sim_fault entra token 1 '{"kind":"status","status":429,"headers":{"Retry-After":"1"}}'
    sim_fault entra token 1 '{"kind":"status","status":503}'
    ask
    succeeds
    took_between 1000 5000
    asked 3 '^entra '
}

### Managed identities

@test "the machine's own identity signs in where nothing is configured" {
    sim_scenario "$SCENARIOS/article.json"
    without_environment
    program_clock '2024-10-31 12:09:00'
    check -r "$MOMO"
    exits 0
    first_has 'gpt-4o-momo=1261;;;0'
    asked 1 '^imds GET 200 .*resource=https%3A%2F%2Fmanagement'
    asked 0 'client_id='
    asked 0 '^entra '
}

@test "a user-assigned identity is chosen by each of its ids" {
    local id

    without_environment
    for id in $IDENTITY $IDENTITY_OBJECT "$IDENTITY_RESOURCE"; do
        rm -rf "$CACHE"
        ask --managed-identity-id="$id"
        succeeds
    done
    asked 1 "^imds GET 200 .*client_id=$IDENTITY"
    asked 1 "^imds GET 200 .*object_id=$IDENTITY_OBJECT"
    asked 1 '^imds GET 200 .*msi_res_id=%2Fsubscriptions'
    rm -rf "$CACHE"
    with AZURE_CLIENT_ID=$IDENTITY
    ask
    succeeds
    with AZURE_CLIENT_ID=99999999-9999-9999-9999-999999999999
    rm -rf "$CACHE"
    ask --managed-identity-id=$IDENTITY
    succeeds
    asked 3 "^imds GET 200 .*client_id=$IDENTITY"
}

@test "an identity that the machine does not have is named" {
    without_environment
    ask --managed-identity-id=99999999-9999-9999-9999-999999999999
    exits 3
    first_has 'the managed identity is not assigned to this machine: 99999999-9999-9999-9999-999999999999'
    asked 0 '^entra '
}

@test "a machine without identities is told what was looked for" {
    sim_scenario "$(scenario '' '[]')"
    without_environment
    ask
    exits 3
    first_has 'no credential is configured' 'no AZURE_TENANT_ID' \
        'no managed identity is assigned to this machine, no az here'
    asked 0 '^arm '
}

@test "of several identities one must be chosen" {
    local plain two

    plain=$(scenario '' '[]')
    two='"managed_identities":[{"kind":"user","client_id":"'$IDENTITY'",
        "object_id":"'$IDENTITY_OBJECT'","tenant":"'$TENANT'"},
        {"kind":"user","client_id":"99999999-9999-9999-9999-999999999999",
        "object_id":"99999999-9999-9999-9999-999999999998",
        "tenant":"'$TENANT'"}],'
    sim_scenario "${plain/\"roles\"/$two\"roles\"}"
    without_environment
    ask
    exits 3
    first_has 'several' --managed-identity-id
}

@test "without a metadata service nothing is waited for" {
    without_environment
    with "AZURE_POD_IDENTITY_AUTHORITY_HOST=$(closed_endpoint)"
    ask
    exits 3
    says 'no credential is configured' 'no AZURE_TENANT_ID' \
        'no metadata service here'
    took_between 0 1500
    asked 0 .
}

@test "a metadata address that swallows everything costs about a second" {
    without_environment
    sim_fault imds . 0 '{"kind":"hang"}'
    ask
    exits 3
    first_has 'no credential is configured'
    took_between 900 2500
    asked 1 '^imds '
}

@test "each variable that is missing is named" {
    local name

    with "AZURE_POD_IDENTITY_AUTHORITY_HOST=$(closed_endpoint)"
    for name in AZURE_TENANT_ID AZURE_CLIENT_ID AZURE_CLIENT_SECRET; do
        without "$name"
        ask --credential=environment
        exits 3
        says "no $name"
        with "$name="
        ask --credential=environment
        exits 3
        says "no $name"
        fresh
    done
}

@test "a pinned credential is the only one tried" {
    ask --credential=managed-identity --managed-identity-id=$IDENTITY
    succeeds
    asked 0 '^entra '
    without_environment
    ask --credential=environment
    exits 3
    first_has 'no AZURE_TENANT_ID'
    asked 1 '^imds '
    ask --credential=token-file
    exits 3
    first_has --token-file=FILE
    ask --credential=environment --token-file=/dev/null
    exits 3
    first_has --credential --token-file
    ask --credential=guess
    exits 3
    first_has --credential guess managed-identity
}

@test "the metadata service is never asked through a proxy" {
    without_environment
    with "HTTPS_PROXY=$SIM_PROXY" "https_proxy=$SIM_PROXY" \
        "HTTP_PROXY=$SIM_PROXY" "http_proxy=$SIM_PROXY" "ALL_PROXY=$SIM_PROXY"
    ask --managed-identity-id=$IDENTITY
    succeeds
    asked 1 '^imds GET 200 '
    asked 0 '^proxy '
}

### Ready tokens

@test "a ready token is used as it is and is read on each run" {
    ask
    grep -ao 'eyJ[A-Za-z0-9_.-]*' "$(token_file)" >"$BATS_TEST_TMPDIR/token"
    rm -r "$CACHE"
    sim_forget_requests
    without_environment
    ask --token-file="$BATS_TEST_TMPDIR/token"
    succeeds
    asked 0 '^(entra|imds) '
    [ -z "$(find "$CACHE" -name 'token-*')" ]
    echo 'not.a-token' >"$BATS_TEST_TMPDIR/token"
    ask --token-file="$BATS_TEST_TMPDIR/token"
    exits 3
    first_has 401
    asked 1 '^arm GET 401 '
    hides 'not.a-token'
}

@test "a token's file that is missing, empty or no token is named" {
    ask --token-file=/nonexistent/token
    exits 3
    first_has /nonexistent/token
    printf 'two\nlines\n' >"$BATS_TEST_TMPDIR/token"
    ask --token-file="$BATS_TEST_TMPDIR/token"
    exits 3
    first_has "$BATS_TEST_TMPDIR/token" 'no bearer token'
    : >"$BATS_TEST_TMPDIR/token"
    ask --token-file="$BATS_TEST_TMPDIR/token"
    exits 3
    first_has "$BATS_TEST_TMPDIR/token"
    asked 0 .
}

### Kept tokens

@test "a token is kept, in files 0600 in a folder 0700" {
    umask 0
    ask
    succeeds
    ask
    succeeds
    asked 1 '^entra '
    asked 2 '^arm GET 200 '
    [ "$(stat -c %a "$CACHE")" = 700 ]
    [ "$(find "$CACHE" -type f | wc -l)" -ge 2 ]
    [ -z "$(find "$CACHE" -type f ! -perm 600)" ]
    check -r "$MANY" -d o1
    [ -n "$(answer_file)" ]
    [ -z "$(find "$CACHE" -type f ! -perm 600)" ]
}

@test "a token is renewed when less than five minutes remain" {
    sim_scenario "$SCENARIOS/article.json"
    program_clock '2024-10-31 12:09:00'
    check -r "$MOMO" --max-age=0
    program_clock '2024-10-31 13:03:59'
    check -r "$MOMO" --max-age=0
    exits 0
    asked 1 '^entra '
    program_clock '2024-10-31 13:04:00'
    check -r "$MOMO" --max-age=0
    exits 0
    asked 2 '^entra POST 200 '
}

@test "a token from the future is not used" {
    sim_scenario "$SCENARIOS/article.json"
    program_clock '2024-10-31 12:30:00'
    check -r "$MOMO" --max-age=0
    program_clock '2024-10-31 12:10:00'
    check -r "$MOMO" --max-age=0
    exits 0
    asked 2 '^entra POST 200 '
}

@test "a token that Azure no longer takes is renewed once" {
    ask
    sim_revoke
    sim_forget_requests
    ask
    succeeds
    asked 1 '^arm GET 401 '
    asked 1 '^entra POST 200 '
    asked 1 '^arm GET 200 '
    ask
    succeeds
    asked 1 '^entra '
}

@test "a 401 that stays is told after one new token" {
    sim_fault arm metrics 0 '{"kind":"status","status":401,"body":{"error":{"code":"InvalidAuthenticationToken","message":"The access token is invalid."}}}'
    ask
    exits 3
    first_has '401 InvalidAuthenticationToken: Azure does not accept the token'
    asked 2 '^arm '
    asked 2 '^entra '
}

@test "other identities, tenants and authorities do not share a token" {
    ask
    with "AZURE_AUTHORITY_HOST=${SIM_AUTHORITY/localhost/127.0.0.1}"
    ask
    succeeds
    asked 2 '^entra POST 200 '
    with AZURE_TENANT_ID=momo.example
    ask
    succeeds
    asked 3 '^entra POST 200 '
    without_environment
    ask --managed-identity-id=$IDENTITY
    succeeds
    asked 1 '^imds GET 200 '
}

@test "a foreign token under our name is not used" {
    local ours theirs

    ask
    ours=$(token_file)
    mv "$ours" "$BATS_TEST_TMPDIR/ours"
    with "AZURE_AUTHORITY_HOST=${SIM_AUTHORITY/localhost/127.0.0.1}"
    ask
    theirs=$(token_file)
    cp -p "$BATS_TEST_TMPDIR/ours" "$theirs"
    sim_forget_requests
    ask
    succeeds
    asked 1 '^entra POST 200 '
}

@test "twenty runs at once with an empty cache sign in once" {
    check_at_once 20 -r "$MANY" -d o1 --max-age=0
    each_began 20 'AOAI TOKENS OK - 1 deployment, 5000 '
    asked 1 '^entra '
    asked 20 '^arm GET 200 '
}

@test "twenty runs at once with a wrong secret ask Entra a few times only" {
    local i

    with AZURE_CLIENT_SECRET=wrong
    sim_fault entra token 0 '{"kind":"delay","ms":1000}'
    check_at_once 20 -r "$MANY" --max-age=0
    for i in {1..20}; do
        [[ $(<"$BATS_TEST_TMPDIR/out.$i") == 'AOAI TOKENS UNKNOWN - aoai-many: sign-in: AADSTS7000215'* ]]
    done
    [ "$(sim_requests | grep -c '^entra ')" -le 5 ]
}

### Cache files that are no good

# Does $1 with the token's, the answer's and their lock files in turn, and runs
# the check after each: it must be right, fast, and leave the victim alone.
spoil() {
    local file began

    check -r "$MANY" -d o1
    succeeds
    echo 'do not touch' >"$BATS_TEST_TMPDIR/victim"
    for file in "$CACHE"/*; do
        rm -rf "$file"
        "$1" "$file"
        check -r "$MANY" -d o1
        succeeds
        took_between 0 3000
        [ "$(<"$BATS_TEST_TMPDIR/victim")" = 'do not touch' ]
    done
}

make_garbage() {
    head -c 2000 /dev/urandom >"$1"
    chmod 600 "$1"
}

make_empty() {
    : >"$1"
    chmod 600 "$1"
}

make_huge() {
    truncate -s 1G "$1"
    chmod 600 "$1"
}

make_link() {
    ln -s "$BATS_TEST_TMPDIR/victim" "$1"
}

make_hard_link() {
    chmod 600 "$BATS_TEST_TMPDIR/victim"
    ln "$BATS_TEST_TMPDIR/victim" "$1"
}

make_dangling_link() {
    ln -s "$BATS_TEST_TMPDIR/nothing" "$1"
}

make_fifo() {
    mkfifo -m 600 "$1"
}

make_folder() {
    mkdir "$1"
}

@test "garbage in the cache is harmless" {
    spoil make_garbage
}

@test "empty cache files are harmless" {
    spoil make_empty
}

@test "huge cache files are harmless" {
    spoil make_huge
}

@test "a symbolic link in the cache is not followed" {
    spoil make_link
    spoil make_dangling_link
    [ ! -e "$BATS_TEST_TMPDIR/nothing" ]
}

@test "a file with a second name is not used" {
    spoil make_hard_link
}

@test "a FIFO in the cache blocks nobody" {
    spoil make_fifo
}

@test "a folder in place of a cache file is harmless" {
    spoil make_folder
}

@test "a token's file with any byte changed or cut off is not trusted blindly" {
    local file size at

    ask
    file=$(token_file)
    cp -p "$file" "$BATS_TEST_TMPDIR/good"
    size=$(stat -c %s "$file")
    for at in 0 1 10 30 100 $((size / 2)) $((size - 1)); do
        cp -p "$BATS_TEST_TMPDIR/good" "$file"
        truncate -s "$at" "$file"
        ask
        succeeds
        cp -p "$BATS_TEST_TMPDIR/good" "$file"
        printf '\0' | dd of="$file" bs=1 seek="$at" conv=notrunc status=none
        ask
        succeeds
    done
}

@test "a file that others may read is not used" {
    ask
    chmod 644 "$(token_file)"
    ask
    succeeds
    asked 2 '^entra POST 200 '
}

### Cache folders that are no good

@test "without a usable cache folder the check works and says so at -v" {
    local folder

    : >"$BATS_TEST_TMPDIR/file"
    mkdir -m 777 "$BATS_TEST_TMPDIR/open"
    mkdir -m 700 "$BATS_TEST_TMPDIR/target"
    ln -s target "$BATS_TEST_TMPDIR/link"
    for folder in /proc/aoai-tokens "$BATS_TEST_TMPDIR/file" \
        "$BATS_TEST_TMPDIR/open" "$BATS_TEST_TMPDIR/link" \
        "/nonexistent$(printf '/%.0s' {1..5000})x" \
        "$BATS_TEST_TMPDIR/$(printf 'x%.0s' {1..300})"; do
        ask --cache-dir="$folder"
        succeeds
        hides 'no cache'
        ask --cache-dir="$folder" -v
        succeeds
        says 'no cache: the cache folder '
    done
    [ -z "$(find "$BATS_TEST_TMPDIR/open" "$BATS_TEST_TMPDIR/target" -type f)" ]
    asked 12 '^entra POST 200 '
}

@test "a folder of somebody else is not used" {
    [ "$(id -u)" -eq 0 ] || skip 'needs root'
    mkdir -m 700 "$CACHE"
    chown 65534 "$CACHE"
    ask -v
    succeeds
    says 'no cache: ' 'belongs to somebody else'
    [ -z "$(ls "$CACHE")" ]
}

@test "the usual folders are tried in turn" {
    local run=() place=$BATS_TEST_TMPDIR/place

    if [ "$(id -u)" -eq 0 ]; then
        command -v setpriv >/dev/null || skip 'needs setpriv'
        place=$(mktemp -d /tmp/aoai-place.XXXXXX)
        chown 65534 "$place"
        run=(setpriv --reuid=65534 --clear-groups)
        "${run[@]}" test -x "$CHECK" || skip 'nobody can not run the program'
    else
        mkdir "$place"
    fi
    cp "$SIM_CA_FILE" "$place/ca.pem"
    chmod 644 "$place/ca.pem"
    with "HOME=$place/home" "XDG_CACHE_HOME=$place/xdg"
    env -i "${ENVIRONMENT[@]}" "${run[@]}" "$CHECK" -r "$MANY" -d o1 -v \
        --arm-endpoint="$SIM_ARM" --ca-file="$place/ca.pem" \
        >"$BATS_TEST_TMPDIR/one" 2>&1
    with "XDG_CACHE_HOME="
    env -i "${ENVIRONMENT[@]}" "${run[@]}" "$CHECK" -r "$MANY" -d o1 -v \
        --arm-endpoint="$SIM_ARM" --ca-file="$place/ca.pem" \
        >"$BATS_TEST_TMPDIR/two" 2>&1
    ls -RA "$place" >"$BATS_TEST_TMPDIR/list"
    [ "$(id -u)" -ne 0 ] || rm -r "$place"
    cat "$BATS_TEST_TMPDIR"/{one,two,list}
    grep -q '^AOAI TOKENS OK' "$BATS_TEST_TMPDIR/one"
    grep -q '^AOAI TOKENS OK' "$BATS_TEST_TMPDIR/two"
    grep -q '^no cache: ' "$BATS_TEST_TMPDIR/one" || skip 'the first one is ours'
    [ "$(grep -c 'token-[0-9a-f]*$' "$BATS_TEST_TMPDIR/list")" -eq 2 ]
    grep -q '/xdg/aoai-tokens:$' "$BATS_TEST_TMPDIR/list"
    grep -q '/home/.cache/aoai-tokens:$' "$BATS_TEST_TMPDIR/list"
}

### Secrets

# An answer of status $1 with the JSON $2, as a fault.
status() {
    printf '{"kind":"status","status":%s,"body":%s}' "$1" "$2"
}

@test "neither secret nor token is in the output, the arguments or files of others" {
    local pid token words

    ask -vvv
    succeeds
    token=$(grep -ao 'eyJ[A-Za-z0-9_.-]*' "$(token_file)")
    [ ${#token} -gt 100 ]
    hides "$SECRET" "${SECRET:0:10}" "$token" eyJ Bearer
    [ -z "$(grep -rlF "$SECRET" "$CACHE")" ]
    sim_fault arm metrics 1 '{"kind":"hang"}'
    sim_forget_requests
    env -i "${ENVIRONMENT[@]}" "$CHECK" "${REACH[@]}" -r "$MANY" \
        --max-age=0 -t 20 >"$BATS_TEST_TMPDIR/hanging" 2>&1 3>&- &
    pid=$!
    sim_await '^arm '
    words=$(tr '\0' ' ' <"/proc/$pid/cmdline")
    kill "$pid"
    wait "$pid" || true
    [[ $words == *"$MANY"* ]]
    [[ $words != *"${SECRET:0:10}"* && $words != *eyJ* ]]
    [ -z "$(find "$CACHE" "$BATS_TEST_TMPDIR" -perm /077 -type f \
        -exec grep -laF -e "$token" -e "$SECRET" {} +)" ]
}

@test "a token in an error message of Azure is not repeated at any level" {
    local token=eyJ0eXAiOiJKV1Qi.hush-hush.hush level

    echo "$token" >"$BATS_TEST_TMPDIR/token"
    chmod 600 "$BATS_TEST_TMPDIR/token"
    sim_fault arm metrics 0 "$(status 400 "{\"error\":{\"code\":\"BadRequest\",\"message\":\"no $token\"}}")"
    for level in -v -vv -vvv --format=json --selftest; do
        ask "$level" --token-file="$BATS_TEST_TMPDIR/token"
        exits 3
        says '400 BadRequest: no ***'
        hides eyJ hush
    done
}

@test "a secret in an error message of Entra is not repeated at any level" {
    local level shown

    # as it is, and as it was sent
    for shown in "$SECRET" demo-secret~%2B%2F%26%3D1; do
        sim_clear_faults
        sim_fault entra token 0 "$(status 400 "{\"error\":\"invalid_request\",\"error_description\":\"no client_secret=$shown, no\"}")"
        for level in -v -vvv --format=json --selftest; do
            ask "$level"
            exits 3
            says '400 invalid_request: no client_secret=***, no'
            hides demo-secret
        done
    done
}

@test "a message that tries to be more than text is one harmless line" {
    local level

    sim_fault entra token 0 "$(status 400 '{"error":"x\n[OK] fake: 0 tokens\u001b[2J|a=1","error_description":"y | b=2;;\u009b2J \u202e"}')"
    for level in -vvv --selftest; do
        ask "$level"
        exits 3
        hides '|' $'\e' $'\u009b' $'\n[OK] fake'
        [[ $first == *'x?[OK] fake: 0 tokens'* ]]
    done
}

@test "secrets on the command line are refused and not repeated" {
    local option

    for option in client-secret client-certificate-password connection-string \
        token; do
        ask "--$option=hush-hush"
        exits 3
        first_has "--$option" 'a secret must not stand here'
        hides hush
        ask "--$option" hush-hush -vvv
        exits 3
        hides hush
        check -r "$MANY" "--$option=hush-hush" --format=json
        exits 3
        says "--$option"
        hides hush
    done
    ask --client-secre=hush-hush
    exits 3
    hides hush
    ask --secret=hush-hush
    exits 3
    first_has --secret
    hides hush
    asked 0 .
}

@test "a secret in an INI file is refused and not repeated" {
    printf '[check_aoai_tokens]\nclient-secret = hush-hush\n' >"$BATS_TEST_TMPDIR/ini"
    ask --extra-opts=@"$BATS_TEST_TMPDIR/ini"
    exits 3
    first_has client-secret 'a secret must not stand here'
    hides hush
}
