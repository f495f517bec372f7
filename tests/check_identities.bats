#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# check_aoai_tokens: managed identities of every place, the Azure CLI, and the
# chain of them all.

load sim

IDENTITY=77777777-7777-7777-7777-777777777777
IDENTITY_OBJECT=88888888-8888-8888-8888-888888888888
IDENTITY_RESOURCE=$SUBSCRIPTION/resourceGroups/rg-many/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-monitor
HEADER='demo-identity-header~+/&=1'

setup() {
    fresh
    without AZURE_TENANT_ID AZURE_CLIENT_ID AZURE_CLIENT_SECRET
    arrange ''
}

# Runs the check of one deployment, asking Azure and the identity in any case.
ask() {
    rm -rf "$CACHE"
    check -r "$MANY" -d o1 --max-age=0 "$@"
}

# Signs in by each of the ids of the user-assigned identity given.
ask_each() {
    local id

    for id in "$@"; do
        ask --managed-identity-id="$id"
        succeeds
    done
}

### App Service, Functions, Container Apps

app_service() {
    with "IDENTITY_ENDPOINT=$SIM_IDENTITY/msi/token" "IDENTITY_HEADER=$HEADER"
}

@test "an App Service signs in as itself or as an identity of its own" {
    app_service
    ask -vvv
    succeeds
    says 'signed in by managed-identity'
    hides demo-identity eyJ
    ask_each "$IDENTITY" "$IDENTITY_OBJECT" "$IDENTITY_RESOURCE"
    with "AZURE_CLIENT_ID=$IDENTITY"
    ask
    succeeds
    asked 0 '^imds '
}

@test "an App Service's answer may tell the end of the token in any way" {
    local form

    app_service
    for form in seconds number iso iso-z us rfc1123; do
        arrange "s['identity']['expires_on'] = '$form'"
        ask
        succeeds
        check -r "$MANY" -d o1 --max-age=0
        succeeds
    done
    asked 6 '^identity GET 200 '
}

@test "an App Service that refuses is told as such and ends the search" {
    app_service
    with IDENTITY_HEADER=hush-wrong
    ask -vvv
    exits 3
    first_has 'managed identity'
    hides hush
    with "IDENTITY_HEADER=$HEADER"
    ask --managed-identity-id=99999999-9999-9999-9999-999999999999
    exits 3
    first_has 99999999-9999-9999-9999-999999999999
    sim_fault identity . 0 '{"kind":"status","status":500,"body":{"statusCode":500,"message":"An unexpected error occured","correlationId":"x"}}'
    sim_forget_requests
    ask -t 2 # the first retry comes after a second, the next one after two
    exits 3
    first_has 500
    asked 2 '^identity GET 500 '
    asked 0 '^imds '
}

@test "a secret header that is sent back is not repeated at any level" {
    local level

    app_service
    with IDENTITY_HEADER=hush-hush-hush
    sim_fault identity . 0 '{"kind":"status","status":400,"body":{"statusCode":400,"message":"no hush-hush-hush, no"}}'
    for level in -v -vvv --format=json --selftest; do
        ask "$level"
        exits 3
        says "400: 'no ***, no'"
        hides hush
    done
}

@test "an identity's secret header goes to no host without TLS" {
    local url

    app_service
    for url in http://192.0.2.1/msi/token http://identity.invalid/msi/token \
        http://127.0.0.1.invalid/msi/token ftp://localhost/msi/token; do
        with "IDENTITY_ENDPOINT=$url"
        offline ask -t 2
        exits 3
        first_has IDENTITY_ENDPOINT
    done
    asked 0 .
}

### Machine Learning and Cloud Shell

@test "a Machine Learning compute signs in" {
    with "MSI_ENDPOINT=$SIM_IDENTITY/ml/token" "MSI_SECRET=$HEADER" \
        "DEFAULT_IDENTITY_CLIENT_ID=$IDENTITY"
    ask -vvv
    succeeds
    hides demo-identity eyJ
    asked 1 "^identity GET 200 .*clientid=$IDENTITY"
    without DEFAULT_IDENTITY_CLIENT_ID
    ask_each "$IDENTITY"
    ask --managed-identity-id="$IDENTITY_RESOURCE"
    exits 3
    says 'Azure Machine Learning knows client ids alone'
}

@test "a Cloud Shell signs in as its user and as nobody else" {
    with "MSI_ENDPOINT=$SIM_IDENTITY/cloudshell/token"
    ask -v
    succeeds
    asked 1 '^identity POST 200 /cloudshell/token$'
    ask --managed-identity-id="$IDENTITY"
    exits 3
    first_has 'Cloud Shell'
    asked 1 '^identity '
}

### Azure Arc

# Runs what follows with the folder $ARC in place of the agent's keys.
with_keys() {
    local place='mount -t tmpfs none /var/opt &&
        mkdir -p /var/opt/azcmagent/tokens &&
        mount --bind "$0" /var/opt/azcmagent/tokens && exec "$@"'

    printf '#!/bin/sh\nset -e\nkeys=%s\n%s\n' "$ARC" \
        "${place//\"\$0\"/\"\$keys\"}" >"$BATS_TEST_TMPDIR/in-place"
    chmod +x "$BATS_TEST_TMPDIR/in-place"
    WRAP="$UNSHARE -m $BATS_TEST_TMPDIR/in-place ${WRAP-}" "$@"
}

# A server with Azure Arc; $1 is further Python for the scenario.
arc() {
    ARC=$BATS_TEST_TMPDIR/keys
    mkdir -p "$ARC"
    arrange "s['arc'] = {'folder': '$ARC'}
${1-}"
    with "IDENTITY_ENDPOINT=$SIM_IDENTITY/metadata/identity/oauth2/token" \
        "IMDS_ENDPOINT=$SIM_IDENTITY"
}

@test "a server with Arc signs in by its challenge" {
    arc
    with_keys ask -vvv
    succeeds
    hides eyJ Basic
    asked 1 '^identity GET 401 '
    asked 1 '^identity GET 200 '
    asked 0 '^imds '
}

@test "a server with Arc and several identities must confirm the chosen one" {
    arc "s['arc']['echoes'] = True"
    with_keys ask_each "$IDENTITY" "$IDENTITY_RESOURCE"
    arc
    with_keys ask --managed-identity-id="$IDENTITY"
    exits 3
    first_has "$IDENTITY" 'confirm'
}

@test "a challenge that names any other file is refused, and none is read" {
    local realm

    printf 'hush-hush' >"$BATS_TEST_TMPDIR/stolen.key"
    for realm in /etc/passwd /var/opt/azcmagent/tokens/x.txt \
        "$BATS_TEST_TMPDIR/stolen.key" stolen.key '' \
        /var/opt/azcmagent/tokens/../../../../etc/passwd \
        /var/opt/azcmagent/tokens/../stolen.key \
        /var/opt/azcmagent/tokens/deep/x.key \
        /var/opt/azcmagent/tokens/.key/../x.key \
        '/var/opt/azcmagent/tokens/x.key=y'; do
        arc "s['arc']['realm'] = '$realm'"
        with_keys ask
        exits 3
        first_has Arc
    done
    # nobody was sent what is in a file, so none was asked a second time
    asked 10 '^identity GET 401 '
    asked 10 '^identity '
}

@test "a key that is missing, too large, a link or a FIFO is refused" {
    arc "s['arc']['realm'] = '/var/opt/azcmagent/tokens/x.key'"
    with_keys ask
    exits 3
    first_has /var/opt/azcmagent/tokens/x.key
    head -c 4097 /dev/zero | tr '\0' x >"$ARC/x.key"
    with_keys ask
    exits 3
    first_has /var/opt/azcmagent/tokens/x.key 4096
    rm "$ARC/x.key"
    ln -s /etc/passwd "$ARC/x.key"
    with_keys ask
    exits 3
    first_has /var/opt/azcmagent/tokens/x.key
    rm "$ARC/x.key"
    mkfifo "$ARC/x.key"
    with_keys ask -t 5
    exits 3
    first_has /var/opt/azcmagent/tokens/x.key
    took_between 0 3000
    asked 0 '^identity GET 200 '
}

### The metadata service

@test "a metadata service that is not ready yet is asked again" {
    local code

    needs_speed
    no_cache
    for code in 404 410 429 500 503; do
        sim_fault imds api-version 1 "{\"kind\":\"status\",\"status\":$code}"
    done
    check_at_once 5 -r "$MANY" -d o1 --managed-identity-id="$IDENTITY"
    each_began 5 'AOAI TOKENS OK - 1 deployment, 5000 tokens'
    for code in 404 410 429 500 503; do
        asked 1 "^imds GET $code "
    done
}

@test "a gateway that says unreachable is no metadata service" {
    sim_fault imds . 0 '{"kind":"status","status":403,"text":"connecting to 169.254.169.254:80: connecting to 169.254.169.254:80: dial tcp 169.254.169.254:80: connectex: A socket operation was attempted to an unreachable network."}'
    ask
    exits 3
    first_has 'no metadata service here'
}

### The Azure CLI

# A program az at the head of PATH, of the shell lines on standard input.
make_az() {
    mkdir -p "$BATS_TEST_TMPDIR/bin"
    { echo '#!/bin/sh'; cat; } >"$BATS_TEST_TMPDIR/bin/az"
    chmod +x "$BATS_TEST_TMPDIR/bin/az"
    with "PATH=$BATS_TEST_TMPDIR/bin:$PATH" \
        AZURE_POD_IDENTITY_AUTHORITY_HOST=http://127.0.0.1:1
}

# A token of the simulation's, as Entra gives it.
get_token() {
    curl -sf --cacert "$SIM_CA_FILE" "$SIM_AUTHORITY/$TENANT/oauth2/v2.0/token" \
        -d grant_type=client_credentials -d "client_id=$CLIENT" \
        --data-urlencode "client_secret=$SECRET" \
        -d scope=https://management.azure.com/.default |
        sed 's/.*"access_token": *"\([^"]*\)".*/\1/'
}

# An az that has logged in and notes what it was asked.
logged_in() {
    make_az <<AZ
printf '%s\n' "\$PWD" "\$@" >>"$BATS_TEST_TMPDIR/asked"
cat <<'JSON'
{"accessToken": "$(get_token)", "expires_on": $(($(date +%s) + ${1-3600})),
 "expiresOn": "2026-01-01 00:00:00.000000", "subscription": "x",
 "tenant": "$TENANT", "tokenType": "Bearer"}
JSON
AZ
    sim_forget_requests
}

@test "the Azure CLI signs in last of all" {
    logged_in
    ask -vvv
    succeeds
    says 'signed in by azure-cli' 'environment passed over: no AZURE_TENANT_ID' \
        'workload-identity passed over: no AZURE_FEDERATED_TOKEN_FILE' \
        'managed-identity passed over: no metadata service here'
    hides eyJ
    diff - "$BATS_TEST_TMPDIR/asked" <<'ASKED'
/
account
get-access-token
--output
json
--resource
https://management.azure.com
ASKED
    check -r "$MANY" -d o1 --max-age=0
    succeeds
    [ "$(wc -l <"$BATS_TEST_TMPDIR/asked")" -eq 7 ]
    asked 0 '^entra '
}

@test "an application comes before the Azure CLI" {
    make_az <<AZ
touch "$BATS_TEST_TMPDIR/ran"
AZ
    with "AZURE_TENANT_ID=$TENANT" "AZURE_CLIENT_ID=$CLIENT" \
        "AZURE_CLIENT_SECRET=$SECRET"
    ask
    succeeds
    with AZURE_CLIENT_SECRET=wrong
    ask
    exits 3
    first_has AADSTS7000215
    [ ! -e "$BATS_TEST_TMPDIR/ran" ]
}

@test "the Azure CLI is told the tenant" {
    logged_in
    ask --tenant-id="$TENANT" --credential=azure-cli
    succeeds
    [ "$(tail -n 1 "$BATS_TEST_TMPDIR/asked")" = "$TENANT" ]
    # shellcheck disable=SC2016 # nothing is to be expanded
    ask --tenant-id='$(id);x' --credential=azure-cli
    exits 3
    first_has tenant
}

@test "who is logged in to the Azure CLI elsewhere gets a token of his own" {
    local place

    logged_in
    for place in HOME=one HOME=two AZURE_CONFIG_DIR=three HOME=one; do
        with "${place/=/=$BATS_TEST_TMPDIR/}"
        check -r "$MANY" -d o1 --max-age=0 --credential=azure-cli
        succeeds
    done
    [ "$(grep -cx account "$BATS_TEST_TMPDIR/asked")" -eq 3 ]
}

@test "the Azure CLI gets the environment but no secret of others" {
    logged_in
    # shellcheck disable=SC2016 # the az expands it
    sed -i "2i env >'$BATS_TEST_TMPDIR/given'" "$BATS_TEST_TMPDIR/bin/az"
    with AZURE_CLIENT_SECRET=hush-one AZURE_CLIENT_CERTIFICATE_PASSWORD=hush-two \
        COMMUNICATION_SERVICES_CONNECTION_STRING=hush-three \
        AZURE_CONFIG_DIR=/nonexistent/az
    ask --credential=azure-cli
    succeeds
    grep -Fx AZURE_CONFIG_DIR=/nonexistent/az "$BATS_TEST_TMPDIR/given"
    [ "$(grep -c hush "$BATS_TEST_TMPDIR/given")" -eq 0 ]
}

@test "what the Azure CLI says is passed on" {
    make_az <<'AZ'
echo "Please run 'az login' to setup account." >&2
exit 1
AZ
    ask
    exits 3
    first_has 'no credential is configured' 'az is not logged in'
    ask --credential=azure-cli
    exits 3
    first_has 'az is not logged in: run az login as this user'
    make_az <<'AZ'
echo '{"accessToken":"hush-hush'
echo 'ERROR: AADSTS50078: Presented multi-factor authentication has expired' >&2
exit 1
AZ
    ask -vvv --credential=azure-cli
    exits 3
    first_has 'AADSTS50078: Presented multi-factor authentication has expired'
    hides hush
    make_az <<'AZ'
echo '{"accessToken":"hush-hush'
AZ
    ask -vvv --credential=azure-cli
    exits 3
    first_has 'the answer of az'
    hides hush
    make_az <<'AZ'
kill -9 $$
AZ
    ask --credential=azure-cli
    exits 3
    first_has 'aoai-many: az'
}

@test "an Azure CLI that hangs is ended in time, with what it started" {
    needs_speed
    make_az <<AZ
trap '' TERM
sleep 300 &
echo \$! \$\$ >"$BATS_TEST_TMPDIR/pids"
wait
sleep 300
AZ
    ask -t 2 --credential=azure-cli
    exits 3
    first_has 'az took longer than 2 s'
    took_between 1000 3000
    [ "$(wc -w <"$BATS_TEST_TMPDIR/pids")" -eq 2 ]
    for pid in $(<"$BATS_TEST_TMPDIR/pids"); do
        run kill -0 "$pid"
        [ "$status" -ne 0 ] || [[ $(ps -o stat= "$pid") == Z* ]]
    done
}

# bats test_tags=bare
@test "an Azure CLI ends with a run that is ended" {
    local pid az

    [ -e /proc/thread-self/children ] || skip 'needs a kernel that lists children'
    make_az <<AZ
echo \$\$ >"$BATS_TEST_TMPDIR/pid.part"
mv "$BATS_TEST_TMPDIR/pid.part" "$BATS_TEST_TMPDIR/pid"
exec sleep 60
AZ
    env -i "${ENVIRONMENT[@]}" "$CHECK" "${REACH[@]}" -r "$MANY" \
        --credential=azure-cli >/dev/null 2>&1 3>&- &
    pid=$!
    until [ -e "$BATS_TEST_TMPDIR/pid" ]; do sleep 0.02; done
    az=$(<"$BATS_TEST_TMPDIR/pid")
    [[ $(ps -o args= "$az") == *'sleep 60'* || $(ps -o args= "$az") == *az* ]]
    kill -TERM "$pid"
    wait "$pid" || [ $? -eq 3 ]
    for _ in {1..100}; do
        kill -0 "$az" 2>/dev/null && [[ $(ps -o stat= "$az") != Z* ]] || return 0
        sleep 0.02
    done
    echo "az still runs"
    return 1
}

# bats test_tags=bare
@test "no shell is started" {
    logged_in
    with "PATH=$BATS_TEST_TMPDIR/bin:$PATH"
    sed -i '1s/.*/#!\/bin\/cat/' "$BATS_TEST_TMPDIR/bin/az"
    env -i "${ENVIRONMENT[@]}" strace -f -qq -e trace=execve \
        -o "$BATS_TEST_TMPDIR/trace" "$CHECK" "${REACH[@]}" -r "$MANY" \
        --credential=azure-cli >/dev/null 3>&- || true
    grep -q "execve(\"$BATS_TEST_TMPDIR/bin/az\"" "$BATS_TEST_TMPDIR/trace"
    [ "$(grep -c 'execve("[^"]*sh"' "$BATS_TEST_TMPDIR/trace")" -eq 0 ]
}

### The chain

@test "with nothing configured the first line names what was looked for" {
    with AZURE_POD_IDENTITY_AUTHORITY_HOST=http://127.0.0.1:1 PATH=/nonexistent
    ask
    exits 3
    first_is "AOAI TOKENS UNKNOWN - aoai-many: no credential is configured: no AZURE_TENANT_ID, no AZURE_FEDERATED_TOKEN_FILE, no metadata service here, no az here"
}

@test "AZURE_TOKEN_CREDENTIALS chooses a part of the chain or one of it" {
    logged_in
    with AZURE_TOKEN_CREDENTIALS=prod
    ask
    exits 3
    first_has 'no metadata service here'
    hides azure-cli
    with AZURE_TOKEN_CREDENTIALS=' DEV '
    ask -v
    succeeds
    hides environment
    with AZURE_TOKEN_CREDENTIALS=azureclicredential
    ask
    succeeds
    with AZURE_TOKEN_CREDENTIALS=WorkloadIdentityCredential
    ask
    exits 3
    first_has AZURE_FEDERATED_TOKEN_FILE
    with AZURE_TOKEN_CREDENTIALS=AzurePowerShellCredential
    ask
    exits 3
    first_has AZURE_TOKEN_CREDENTIALS AzurePowerShellCredential
    ask --credential=azure-cli
    succeeds
}

@test "twenty runs at once with an expired token sign in once" {
    with "AZURE_TENANT_ID=$TENANT" "AZURE_CLIENT_ID=$CLIENT" \
        "AZURE_CLIENT_SECRET=$SECRET"
    arrange "s['tenants'][0]['apps'][0]['token_lifetime'] = 299"
    ask
    succeeds
    arrange ''
    sim_forget_requests
    check_at_once 20 -r "$MANY" -d o1 --max-age=0
    asked 1 '^entra '
    asked 20 '^arm GET 200 '
    each_began 20 'AOAI TOKENS OK - 1 deployment, 5000 '
}
