#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# check_aoai_tokens --selftest: what an operator reads who looks for the step
# that fails.

load sim

OBJECT=33333333-3333-3333-3333-333333333333
IDENTITY=77777777-7777-7777-7777-777777777777
IDENTITY_OBJECT=88888888-8888-8888-8888-888888888888

setup() {
    fresh
    sim_scenario "$SCENARIOS/many.json"
    LOGIN=${SIM_AUTHORITY#https://}
    ARM=${SIM_ARM#https://}
}

ask() {
    check --selftest -r "$MANY" "$@"
}

# Each of the words is, in this order, how a line begins; no other line begins
# with a bracket.
steps_are() {
    local wanted found

    wanted=$(printf '%s\n' "$@")
    found=$(sed -nE 's/^(\[[A-Z]+\] [^:]*(:[0-9]+)?):.*/\1/p' <<<"$output")
    [ "$found" = "$wanted" ] && return 0
    diff <(echo "$wanted") <(echo "$found")
    show
    return 1
}

# As in sim.bash, of a selftest: the last run found nothing wrong.
succeeds() {
    exits 0
    first_has 'AOAI TOKENS OK - selftest: a check would work, '
    hides '[FAILED]' '[SKIPPED]'
}

# The last run failed, with each of the texts in the first line.
fails() {
    exits 3
    first_has 'AOAI TOKENS UNKNOWN - selftest: ' "$@"
    says '[FAILED] '
}

### All is well

@test "the whole way is walked and told" {
    ask
    succeeds
    steps_are '[OK] settings' '[OK] cache' "[OK] $LOGIN" "[OK] $ARM" \
        '[OK] clock' '[OK] credential' '[OK] aoai-many metrics' \
        '[OK] aoai-many deployments' '[OK] check'
    python_asserts '
lines = out.split("\n")
ms = r" \((\d+) ms\)"
assert re.fullmatch(r"AOAI TOKENS OK - selftest: a check would work, 9 steps "
                    r"in \d+ ms", line), line
assert re.fullmatch(r"\[OK\] settings: cloud public, 1 resource, month "
                    r"\d{4}-\d\d \(UTC\), time limit 30 s" + ms, lines[1])
assert re.fullmatch(r"\[OK\] cache: /.*/cache" + ms, lines[2])
for host in lines[3], lines[4]:
    assert re.fullmatch(r"\[OK\] localhost:\d+: answers, certificate trusted"
                        + ms, host)
assert re.fullmatch(r"\[OK\] clock: \d s .*servers.?" + ms, lines[5])
assert re.fullmatch(
    r"\[OK\] credential: environment, tenant 1{8}-.*, application 2{8}-.*, "
    r"object 3{8}-.*, token good until \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC"
    + ms, lines[6])
assert re.fullmatch(
    r"\[OK\] aoai-many metrics: TokenTransaction by ModelDeploymentName, 11 "
    r"deployments used 78000 tokens in \d{4}-\d\d" + ms, lines[7])
assert re.fullmatch(r"\[OK\] aoai-many deployments: 11" + ms, lines[8])
assert re.fullmatch(
    r"\[OK\] check: OK with these thresholds: 11 deployments, 78000 tokens in "
    r"\d{4}-\d\d" + ms, lines[9])
assert lines[10:] == [""]
parts = sum(int(re.search(ms + "$", text)[1]) for text in lines[1:10])
assert parts == int(re.search(r"in (\d+) ms", line)[1])
'
    asked 1 "^entra GET 200 /$TENANT/v2.0/.well-known/openid-configuration$"
    asked 1 "^entra POST 200 /$TENANT/oauth2/v2.0/token$"
    asked 1 '^arm GET [24].* /metadata/endpoints'
    asked 1 '^arm GET 200 .*/metrics\?'
}

@test "an alarm is a check that works" {
    ask -d o1 -c 1k
    succeeds
    says '[OK] check: CRITICAL with these thresholds: o1 5000 tokens in' \
        '(critical 1k)'
}

@test "a deployment without usage works when it is there" {
    ask -d gpt-4o-unused
    succeeds
    says '[OK] check: OK with these thresholds: 1 deployment, 0 tokens in'
}

@test "several accounts are walked, and one that is none has no deployments" {
    ask -r "$FOUNDRY" -r "$GATEWAY" -m TokenTransaction
    steps_are '[OK] settings' '[OK] cache' "[OK] $LOGIN" "[OK] $ARM" \
        '[OK] clock' '[OK] credential' '[OK] aoai-many metrics' \
        '[OK] foundry-many metrics' '[FAILED] appi-gateway metrics' \
        '[OK] aoai-many deployments' '[OK] foundry-many deployments' \
        '[FAILED] check'
    fails 'appi-gateway metrics: 400'
    ask -r "$FOUNDRY"
    succeeds
    says '2 resources' 'check: OK with these thresholds: 1'
}

@test "a managed identity is told by its ids, without asking the authority" {
    without AZURE_TENANT_ID AZURE_CLIENT_ID AZURE_CLIENT_SECRET
    ask --managed-identity-id="$IDENTITY"
    succeeds
    first_has '8 steps'
    says "credential: managed-identity, tenant $TENANT, application $IDENTITY, \
object $IDENTITY_OBJECT, token good until"
    asked 0 '^entra '
    fresh
    ask --credential=managed-identity --managed-identity-id="$IDENTITY"
    succeeds
    asked 0 '^entra '
}

@test "a ready token is told by what is in it" {
    check -r "$MANY" -d o1
    grep -aho 'eyJ[A-Za-z0-9_.-]*' "$CACHE"/token-* >"$BATS_TEST_TMPDIR/token"
    chmod 600 "$BATS_TEST_TMPDIR/token"
    sim_forget_requests
    ask --token-file="$BATS_TEST_TMPDIR/token" -vvv
    succeeds
    first_has '8 steps'
    says "credential: token-file, tenant $TENANT, application $CLIENT, object \
$OBJECT, token good until"
    hides eyJ
    asked 0 '^entra '
    echo opaque-but-wrong >"$BATS_TEST_TMPDIR/token"
    ask --token-file="$BATS_TEST_TMPDIR/token" -vvv
    fails 'aoai-many metrics: 401'
    says 'its identity can not be read from the token'
    hides opaque-but-wrong
}

@test "the details follow as usual" {
    ask -v
    succeeds
    has_line 'signed in by environment, for https://management.azure.com'
    hides ' POST '
    ask -vv
    succeeds
    says "POST $SIM_AUTHORITY/$TENANT/oauth2/v2.0/token 200 "
}

@test "neither secret nor token is ever shown" {
    local token

    ask -vvv --max-output=100000
    succeeds
    hides "$SECRET" eyJ Bearer
    check -r "$MANY" -d o1
    token=$(grep -aho 'eyJ[A-Za-z0-9_.-]*' "$CACHE"/token-*)
    [[ $token == *.*.* ]]
    (umask 077 && echo "$token" >"$BATS_TEST_TMPDIR/token")
    ask -vvv --max-output=100000 --token-file="$BATS_TEST_TMPDIR/token"
    succeeds
    # shellcheck disable=SC2086 # its three parts
    hides ${token//./ }
    with AZURE_CLIENT_SECRET=wrong-secret-word
    ask -vvv
    fails
    hides wrong-secret-word
}

### Signing in

@test "a token kept earlier does not hide a secret that is wrong now" {
    check -r "$MANY" -d o1
    exits 0
    cp -rp "$CACHE" "$BATS_TEST_TMPDIR/before"
    with AZURE_CLIENT_SECRET=wrong
    check -r "$MANY" -d o1
    exits 0
    sim_forget_requests
    ask
    fails 'credential: sign-in: AADSTS7000215: the client secret is wrong'
    steps_are '[OK] settings' '[OK] cache' "[OK] $LOGIN" "[OK] $ARM" \
        '[OK] clock' '[FAILED] credential' '[SKIPPED] aoai-many metrics' \
        '[SKIPPED] aoai-many deployments' '[SKIPPED] check'
    says '[SKIPPED] aoai-many metrics: not tried: credential failed'
    asked 1 '^entra POST 401 '
    asked 1 '^arm '
    # nor does the selftest change what is kept
    with "AZURE_CLIENT_SECRET=$SECRET"
    ask
    succeeds
    diff -r "$BATS_TEST_TMPDIR/before" "$CACHE"
}

@test "an unknown tenant is told before anybody signs in" {
    ask --tenant-id=99999999-9999-9999-9999-999999999999
    fails "$LOGIN: AADSTS90002: no such tenant: check the tenant id"
    says "[SKIPPED] credential: not tried: $LOGIN failed" \
        "[SKIPPED] check: not tried: $LOGIN failed" "[OK] $ARM"
    asked 0 ' POST '
}

@test "a machine without any credential is told what was looked for" {
    without AZURE_TENANT_ID AZURE_CLIENT_ID AZURE_CLIENT_SECRET
    with AZURE_POD_IDENTITY_AUTHORITY_HOST=http://127.0.0.1:1
    ask
    fails 'credential: no credential is configured' AZURE_TENANT_ID
    asked 0 '^entra '
}

@test "a secret file that everybody may read is told" {
    printf '%s\n' "$SECRET" >"$BATS_TEST_TMPDIR/secret"
    chmod 644 "$BATS_TEST_TMPDIR/secret"
    without AZURE_CLIENT_SECRET
    ask --client-secret-file="$BATS_TEST_TMPDIR/secret"
    succeeds
    first_has '10 steps' '1 warning'
    says "[WARNING] credential: secret file $BATS_TEST_TMPDIR/secret is \
readable by others: chmod o= $BATS_TEST_TMPDIR/secret"
    chmod o= "$BATS_TEST_TMPDIR/secret"
    ask --client-secret-file="$BATS_TEST_TMPDIR/secret"
    succeeds
    first_has '9 steps'
    hides WARNING
}

### Hosts

@test "a dead authority stops what needs it, and only that" {
    with AZURE_AUTHORITY_HOST=https://localhost:1
    ask
    fails 'localhost:1: connection refused: check the firewall'
    steps_are '[OK] settings' '[OK] cache' '[FAILED] localhost:1' \
        "[OK] $ARM" '[OK] clock' '[SKIPPED] credential' \
        '[SKIPPED] aoai-many metrics' '[SKIPPED] aoai-many deployments' \
        '[SKIPPED] check'
    took_between 0 2000
}

@test "a dead Resource Manager leaves the sign-in to be tested" {
    ask --arm-endpoint=https://localhost:1
    fails 'localhost:1: connection refused'
    steps_are '[OK] settings' '[OK] cache' "[OK] $LOGIN" \
        '[FAILED] localhost:1' '[OK] clock' '[OK] credential' \
        '[SKIPPED] aoai-many metrics' '[SKIPPED] aoai-many deployments' \
        '[SKIPPED] check'
    took_between 0 2000
}

@test "a name that does not exist is told" {
    ask --arm-endpoint=https://arm.invalid
    fails 'arm.invalid: could not resolve the name: check DNS'
}

@test "a host that swallows everything costs five seconds" {
    sim_fault entra . 0 '{"kind":"hang"}'
    ask
    fails "$LOGIN: no "
    says "[OK] $ARM" '[SKIPPED] credential'
    took_between 4500 7000
}

@test "an untrusted certificate is told with a way out" {
    openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=other.example \
        -keyout "$BATS_TEST_TMPDIR/other.key" \
        -out "$BATS_TEST_TMPDIR/other.pem" 2>/dev/null
    ask --ca-file="$BATS_TEST_TMPDIR/other.pem"
    fails "$LOGIN: its certificate is not trusted"
    says "[FAILED] $LOGIN" "[FAILED] $ARM" --ca-file \
        "[SKIPPED] clock: not tried: $ARM failed"
    asked 0 .
}

@test "a proxy that is down is told as such" {
    with "AZURE_AUTHORITY_HOST=${SIM_AUTHORITY/localhost/login.azure-sim.test}"
    REACH[0]=--arm-endpoint=${SIM_ARM/localhost/arm.azure-sim.test}
    ask --proxy="$SIM_PROXY"
    succeeds
    ask --proxy=http://localhost:1
    fails 'login.azure-sim.test' 'the proxy localhost:1: connection refused' \
        --proxy
    sim_fault proxy . 0 '{"kind":"status","status":502}'
    ask --proxy="$SIM_PROXY"
    fails 'the proxy does not connect to it (502)' --proxy
}

@test "a service in trouble is a warning where it still works" {
    sim_fault arm /metadata/endpoints 0 '{"kind":"status","status":503}'
    ask
    succeeds
    first_has '1 warning'
    says "[WARNING] $ARM: answers with the error 503"
}

### Clock and cache

@test "a clock that is off is told" {
    sim_ask POST /clock '{"advance":372}' >/dev/null
    ask
    succeeds
    python_asserts '
assert line.endswith(", 1 warning"), line
assert re.search(r"\[WARNING\] clock: this machine is 37[123] s behind "
                 r"localhost:\d+: set it by NTP", out)
'
    sim_ask POST /clock '{"advance":-744}' >/dev/null
    ask
    python_asserts '
assert re.search(r"\[WARNING\] clock: this machine is 37[123] s ahead of "
                 r"localhost:\d+: set it by NTP", out)
'
}

@test "a cache that can not be used is a warning" {
    ask --cache-dir=/proc/nothing
    succeeds
    first_has '1 warning'
    says '[WARNING] cache: none, so each check signs in and asks anew: ' \
        'the cache folder /proc/nothing' '--cache-dir'
}

### Accounts

@test "a missing role comes with the command that grants it" {
    sim_scenario "$SCENARIOS/article.json"
    program_clock '2024-10-31 12:09:00'
    check --selftest -r "$CLOSED"
    fails 'aoai-closed metrics: 403 AuthorizationFailed: grant the role Monitoring Reader'
    ((${#first} <= 200))
    says "[FAILED] aoai-closed metrics: 403 AuthorizationFailed: grant the role \
Monitoring Reader at scope $CLOSED to object $OBJECT: az role assignment \
create --role \"Monitoring Reader\" --scope \"$CLOSED\" --assignee-object-id \
$OBJECT --assignee-principal-type ServicePrincipal (" \
        '[SKIPPED] aoai-closed deployments: not tried: aoai-closed metrics failed' \
        '[SKIPPED] check: not tried: aoai-closed metrics failed'
    check --selftest -r "$MOMO" -r "$CLOSED" -c 1k
    fails 'aoai-closed metrics: 403'
    says '[OK] aoai-momo metrics: TokenTransaction by ModelDeploymentName, 1 deployment used 1261 tokens in 2024-10' \
        '[FAILED] check: aoai-closed: 403'
}

@test "an account that is not there is told" {
    ask -r "${MANY}x"
    fails 'aoai-manyx metrics: 404 ResourceNotFound: check the name'
    says '[OK] aoai-many metrics' '[OK] aoai-many deployments' \
        '[SKIPPED] aoai-manyx deployments'
}

@test "a deployment that no account has fails the check" {
    ask -d nowhere
    fails 'check: no deployment nowhere: no usage in'
    says '[OK] aoai-many deployments: 11'
    ask -d 'nowhere*'
    succeeds
    says 'nothing fits --deployment'
    ask -d 'nowhere*' --require
    fails 'check: no deployment fits'
}

@test "a list of deployments that fails matters where it is needed" {
    sim_fault arm deployments 0 '{"kind":"status","status":403,"body":{"error":{"code":"AuthorizationFailed","message":"no"}}}'
    ask -d o1
    succeeds
    first_has '1 warning'
    says '[WARNING] aoai-many deployments: 403 AuthorizationFailed: grant the role'
    check -r "$MANY" -d o1
    exits 0
    ask -d gpt-4o-unused
    fails 'aoai-many deployments: 403'
    check -r "$MANY" -d gpt-4o-unused
    exits 3
}

### Time, output, mistakes

@test "when the time is over the rest is skipped, before the guard answers" {
    needs_speed
    local state

    sim_fault arm /metrics 0 '{"kind":"hang"}'
    for state in '' :OK :CRITICAL; do
        ask -t "1$state"
        fails 'aoai-many metrics: '
        says '[OK] credential' \
            '[SKIPPED] aoai-many deployments: the time is over (-t)' \
            '[SKIPPED] check: the time is over (-t)'
        hides 'no answer within'
        took_between 800 1500
    done
    sim_clear_faults
    sim_fault entra . 0 '{"kind":"hang"}'
    ask -t 1:OK
    fails "$LOGIN: "
    says "[SKIPPED] $ARM: the time is over (-t)"
    took_between 800 1500
}

@test "what does not fit is counted, and failures stay" {
    ask --max-output=512 -vvv
    succeeds
    ((${#output} < 512))
    python_asserts 'assert re.search(r"\n\.\.\. and \d more\n", out)'
    ask --max-output=400 -d nowhere
    fails
    ((${#output} < 400))
    says '[FAILED] check: no deployment nowhere' '... and '
}

@test "names are made harmless" {
    sim_scenario "$(scenario '' "[$(series 'a' '[["now-1h",5]]')]")"
    ask -r "$ONE" -d $'x|y\x1b[31m'
    exits 3
    hides '|' $'\x1b'
}

@test "as JSON it is a mistake, told with the others" {
    ask --format=json
    exits 3
    says '"state":"UNKNOWN"' '--selftest answers in lines of text'
    ask --format=json -w x
    exits 3
    says --selftest --warning
    asked 0 .
}

@test "mistakes are told as always, before any step" {
    ask -w x -c 5:1 --month=never
    exits 3
    first_has 'AOAI TOKENS UNKNOWN - ' 'more mistakes'
    says --warning --critical --month
    hides selftest: '[OK]'
    asked 0 .
}
