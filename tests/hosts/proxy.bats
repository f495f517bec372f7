#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# A real forward proxy, tinyproxy, that demands a password stands between the
# check and the simulated Azure. It hands on to the simulation's own proxy,
# which alone knows the names *.azure-sim.test.

load ../sim

PASSWORD=hush-hush

setup() {
    fresh
    sim_scenario "$SCENARIOS/many.json"
    with "AZURE_AUTHORITY_HOST=${SIM_AUTHORITY/localhost/login.azure-sim.test}"
    REACH[0]=--arm-endpoint=${SIM_ARM/localhost/arm.azure-sim.test}
    LOG=$BATS_TEST_TMPDIR/tinyproxy.log
}

teardown() {
    [ -z "${PROXY_PID-}" ] || kill "$PROXY_PID" 2>/dev/null || :
}

# A port of loopback that nobody uses.
free_port() {
    python3 -c 'import socket
s = socket.socket()
s.bind(("127.0.0.1", 0))
print(s.getsockname()[1])'
}

# Starts the proxy, with further lines for its configuration.
start_proxy() {
    PORT=$(free_port)
    printf '%s\n' "Port $PORT" 'Listen 127.0.0.1' 'Timeout 60' \
        "LogFile \"$LOG\"" 'LogLevel Connect' 'MaxClients 20' \
        "Upstream http ${SIM_PROXY#http://}" \
        "ConnectPort ${SIM_AUTHORITY##*:}" "ConnectPort ${SIM_ARM##*:}" \
        "$@" >"$BATS_TEST_TMPDIR/tinyproxy.conf"
    tinyproxy -d -c "$BATS_TEST_TMPDIR/tinyproxy.conf" >/dev/null 2>&1 3>&- &
    PROXY_PID=$!
    until (: <"/dev/tcp/127.0.0.1/$PORT") 2>/dev/null; do
        kill -0 "$PROXY_PID" || return 1
        sleep 0.05
    done
}

# Runs the check, asking Azure in any case.
ask() {
    check -r "$MANY" -d o1 --max-age=0 "$@"
}

# The proxy has heard nothing that fits $1.
not_logged() {
    [ "$(grep -c -- "$1" "$LOG")" -eq 0 ]
}

@test "a whole check goes through a proxy whose password the variable holds" {
    start_proxy "BasicAuth nagios $PASSWORD"
    with "HTTPS_PROXY=http://nagios:$PASSWORD@127.0.0.1:$PORT"
    ask -vvv
    succeeds
    hides "$PASSWORD"
    grep -q 'CONNECT login.azure-sim.test:' "$LOG"
    grep -q 'CONNECT arm.azure-sim.test:' "$LOG"
    asked 1 '^entra POST 200 '
    asked 1 '^arm GET 200 '
}

@test "the password may stand in a file" {
    start_proxy "BasicAuth nagios $PASSWORD"
    printf '[check_aoai_tokens]\nproxy = http://nagios:%s@127.0.0.1:%s\n' \
        "$PASSWORD" "$PORT" >"$BATS_TEST_TMPDIR/plugins.ini"
    ask -vvv --extra-opts=@"$BATS_TEST_TMPDIR/plugins.ini"
    succeeds
    hides "$PASSWORD"
    asked 1 '^arm GET 200 '
}

@test "a wrong password and a missing one are told as such" {
    start_proxy "BasicAuth nagios $PASSWORD"
    for user in nagios:hush-wrong@ ''; do
        with "HTTPS_PROXY=http://${user}127.0.0.1:$PORT"
        ask -vvv
        exits 3
        first_has 'the proxy wants another user or password'
        hides hush-
    done
    asked 0 '^entra '
}

@test "a port that the proxy does not open is told with its host" {
    start_proxy "BasicAuth nagios $PASSWORD"
    with "HTTPS_PROXY=http://nagios:$PASSWORD@127.0.0.1:$PORT"
    REACH[0]=--arm-endpoint=https://arm.azure-sim.test:1
    ask -t 5
    exits 3
    first_has 'arm.azure-sim.test' 'the proxy'
    hides "$PASSWORD"
}

@test "loopback and the metadata service never go through it" {
    start_proxy "BasicAuth nagios $PASSWORD"
    with "HTTPS_PROXY=http://nagios:$PASSWORD@127.0.0.1:$PORT" \
        "HTTP_PROXY=http://nagios:$PASSWORD@127.0.0.1:$PORT" \
        "http_proxy=http://nagios:$PASSWORD@127.0.0.1:$PORT"
    without AZURE_CLIENT_ID
    ask --credential=managed-identity
    succeeds
    asked 1 '^imds GET 200 '
    not_logged "${SIM_IMDS##*:}"
    REACH[0]=--arm-endpoint=$SIM_ARM
    with "AZURE_AUTHORITY_HOST=$SIM_AUTHORITY" "AZURE_CLIENT_ID=$CLIENT"
    ask --credential=environment
    succeeds
    not_logged 'CONNECT localhost'
}
