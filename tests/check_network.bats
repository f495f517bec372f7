#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# check_aoai_tokens: hosts, certificates and proxies on the way.

load sim

ask() {
    check -r "$MANY" -d o1 "$@"
}

# Makes a certificate, other.pem, that nobody trusts and that is for another
# name, and its key.
make_certificate() {
    openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=other.example \
        -addext 'subjectAltName=DNS:other.example' \
        -keyout "$BATS_TEST_TMPDIR/other.key" \
        -out "$BATS_TEST_TMPDIR/other.pem" 2>/dev/null
}

### Hosts

@test "an endpoint may end in a slash and need not begin with https://" {
    with "AZURE_AUTHORITY_HOST=$SIM_AUTHORITY/" \
        "AZURE_POD_IDENTITY_AUTHORITY_HOST=$SIM_IMDS/"
    ask --arm-endpoint="$SIM_ARM/"
    succeeds
    rm -r "$CACHE"
    with "AZURE_AUTHORITY_HOST=${SIM_AUTHORITY#https://}"
    ask
    succeeds
    asked 2 "^entra POST 200 /$TENANT/oauth2"
    asked 2 '^arm GET 200 /subscriptions/'
}

@test "a port that takes connections and never speaks is not waited for" {
    needs_speed
    local pid port

    python3 -c 'import socket, sys, time
listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
time.sleep(60)' >"$BATS_TEST_TMPDIR/port" 3>&- &
    pid=$!
    until [ -s "$BATS_TEST_TMPDIR/port" ]; do
        kill -0 "$pid"
        sleep 0.02
    done
    port=$(<"$BATS_TEST_TMPDIR/port")
    ask -t 1 --arm-endpoint="https://localhost:$port"
    kill "$pid"
    fails "localhost:$port: no connection before the time ran out"
    took_between 700 2000
}

# Runs what follows where the only name server, on an otherwise empty network,
# takes questions and never answers.
with_silent_names() {
    cat >"$BATS_TEST_TMPDIR/silent" <<'EOF'
#!/usr/bin/env python3
import fcntl, socket, struct, subprocess, sys
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
SIOCSIFFLAGS, IFF_UP = 0x8914, 1
fcntl.ioctl(server, SIOCSIFFLAGS, struct.pack('16sh14x', b'lo', IFF_UP))
server.bind(('127.0.0.1', 53))
names = sys.argv[0] + '.conf'
with open(names, 'w') as file:
    file.write('nameserver 127.0.0.1\n')
subprocess.run(['mount', '--bind', names, '/etc/resolv.conf'], check=True)
sys.exit(subprocess.run(sys.argv[1:]).returncode)
EOF
    chmod +x "$BATS_TEST_TMPDIR/silent"
    WRAP="$UNSHARE -n -m $BATS_TEST_TMPDIR/silent ${WRAP-}" "$@"
}

@test "a name server that never answers is told from a host that does not" {
    needs_speed
    with AZURE_AUTHORITY_HOST=https://login.example
    with_silent_names ask -t 1
    fails 'login.example: could not resolve the name before the time ran out'
    took_between 700 2000
    with_silent_names ask -t 2 --selftest
    exits 3
    says '[FAILED] login.example: could not resolve the name before the time' \
        ': check DNS, or name a proxy with --proxy'
}

@test "a port where nothing listens is UNKNOWN with host and reason" {
    needs_speed
    ask -t 1 --arm-endpoint=https://localhost:1
    fails 'localhost:1: connection refused'
    took_between 0 1500
    with AZURE_AUTHORITY_HOST=https://localhost:1
    rm -rf "$CACHE"
    ask -t 1
    fails 'localhost:1: connection refused'
    asked 0 '^arm '
}

@test "a name that does not exist is UNKNOWN with the name" {
    needs_speed
    with AZURE_AUTHORITY_HOST=https://no-such-host.invalid
    offline ask -t 2
    fails 'no-such-host.invalid: could not resolve the name'
    took_between 0 3000
}

@test "a machine without any network is UNKNOWN in time" {
    needs_speed
    offline ask -t 2
    fails localhost
    took_between 0 3000
    without AZURE_TENANT_ID AZURE_POD_IDENTITY_AUTHORITY_HOST
    offline ask -t 2
    fails 'no credential is configured'
    asked 0 .
}

@test "an untrusted certificate is refused once, with a way out" {
    make_certificate
    ask --ca-file="$BATS_TEST_TMPDIR/other.pem"
    fails localhost 'certificate is not trusted'
    says --ca-file
    took_between 0 2000
    asked 0 .
}

@test "a certificate out of its time is told with the clock" {
    program_clock '2060-01-01 12:00:00'
    ask --max-age=0
    fails localhost 'its certificate is not trusted (certificate has expired)'
    says 'check the clock of this machine'
    hides --ca-file
    program_clock '2010-01-01 12:00:00'
    ask --max-age=0
    fails localhost 'not trusted (certificate is not yet valid)'
    says 'check the clock of this machine'
    asked 0 .
}

@test "a certificate for another name is refused" {
    local pid port

    make_certificate
    cat "$SIM_CA_FILE" "$BATS_TEST_TMPDIR/other.pem" >"$BATS_TEST_TMPDIR/both.pem"
    openssl s_server -accept 127.0.0.1:0 -www -naccept 8 \
        -cert "$BATS_TEST_TMPDIR/other.pem" -key "$BATS_TEST_TMPDIR/other.key" \
        >"$BATS_TEST_TMPDIR/server" 2>&1 3>&- &
    pid=$!
    until port=$(sed -n 's/^ACCEPT .*:\([0-9]*\).*/\1/p' "$BATS_TEST_TMPDIR/server") &&
        [ -n "$port" ]; do
        kill -0 "$pid"
        sleep 0.02
    done
    ask -t 5 --ca-file="$BATS_TEST_TMPDIR/both.pem" \
        --arm-endpoint="https://127.0.0.1:$port"
    kill "$pid"
    fails 'certificate is for another name'
    took_between 0 2000
}

@test "trust may come from a folder or from the SDKs' variables" {
    REACH=("--arm-endpoint=$SIM_ARM" "--cache-dir=$CACHE")
    ask --ca-path="$SIM_CA_PATH"
    succeeds
    with "SSL_CERT_FILE=$SIM_CA_FILE"
    ask --max-age=0
    succeeds
    without SSL_CERT_FILE
    with "SSL_CERT_DIR=$SIM_CA_PATH"
    ask --max-age=0
    succeeds
    without SSL_CERT_DIR
    ask --max-age=0
    fails localhost certificate
    asked 3 '^arm GET 200 '
}

@test "a file of certificates that is missing or empty is named" {
    ask --ca-file=/nonexistent/ca.pem
    fails /nonexistent/ca.pem
    : >"$BATS_TEST_TMPDIR/empty.pem"
    ask --ca-file="$BATS_TEST_TMPDIR/empty.pem"
    exits 3
    first_has "$BATS_TEST_TMPDIR/empty.pem"
    took_between 0 2000
    asked 0 .
}

@test "verification can not be switched off" {
    for option in --insecure -k --no-verify --ca-file=; do
        ask "$option"
        exits 3
        first_has "${option%=}"
    done
    with CURL_INSECURE=1 SSL_NO_VERIFY=1 PYTHONHTTPSVERIFY=0
    make_certificate
    ask --ca-file="$BATS_TEST_TMPDIR/other.pem"
    fails certificate
    asked 0 .
}

@test "plain http is for loopback only" {
    local url

    for url in http://management.azure.com http://10.0.0.1:80 \
        http://localhost.example http://127.0.0.1.example http://0.0.0.0 \
        http://[::2] ftp://localhost; do
        ask --arm-endpoint="$url"
        exits 3
        first_has --arm-endpoint
        with "AZURE_AUTHORITY_HOST=$url"
        ask
        exits 3
        first_has AZURE_AUTHORITY_HOST
        fresh
    done
    with "AZURE_POD_IDENTITY_AUTHORITY_HOST=http://10.1.2.3"
    ask
    exits 3
    first_has AZURE_POD_IDENTITY_AUTHORITY_HOST
    asked 0 .
    fresh
    ask --arm-endpoint="$SIM_IMDS"
    fails '400: '
    asked 1 '^imds GET 400 /subscriptions/'
}

@test "user information in a URL is refused and not repeated" {
    ask --arm-endpoint="https://root:hush-hush@localhost"
    exits 3
    first_has --arm-endpoint
    hides hush
    with "AZURE_AUTHORITY_HOST=https://root:hush-hush@localhost"
    ask -vvv
    exits 3
    first_has AZURE_AUTHORITY_HOST
    hides hush
    asked 0 .
}

### Proxies

@test "loopback does not go through the proxy" {
    with "HTTPS_PROXY=$SIM_PROXY" "https_proxy=$SIM_PROXY" "ALL_PROXY=$SIM_PROXY"
    ask
    succeeds
    ask --max-age=0 --proxy="$SIM_PROXY"
    succeeds
    asked 0 '^proxy '
    asked 2 '^arm GET 200 '
}

# Names Entra and Resource Manager as only the proxy knows them.
behind_proxy() {
    with "AZURE_AUTHORITY_HOST=${SIM_AUTHORITY/localhost/login.azure-sim.test}"
    REACH[0]=--arm-endpoint=${SIM_ARM/localhost/arm.azure-sim.test}
}

@test "a whole check goes through the proxy, by option or variable" {
    behind_proxy
    ask --proxy="$SIM_PROXY" --max-age=0
    succeeds
    asked 2 '^proxy CONNECT 200 '
    asked 1 "^proxy CONNECT 200 login.azure-sim.test:${SIM_AUTHORITY##*:}$"
    asked 1 "^proxy CONNECT 200 arm.azure-sim.test:${SIM_ARM##*:}$"
    asked 1 '^entra POST 200 '
    asked 1 '^arm GET 200 '
    with "HTTPS_PROXY=$SIM_PROXY" https_proxy=http://localhost:1
    ask --max-age=0
    succeeds
    without HTTPS_PROXY
    with "https_proxy=$SIM_PROXY"
    ask --max-age=0
    succeeds
    asked 4 '^proxy CONNECT 200 '
    printf '[check_aoai_tokens]\nproxy = %s\n' "$SIM_PROXY" >"$BATS_TEST_TMPDIR/ini"
    without https_proxy
    ask --max-age=0 --extra-opts=@"$BATS_TEST_TMPDIR/ini"
    succeeds
    asked 5 '^proxy CONNECT 200 '
}

@test "a whole check goes through a proxy with a password" {
    local plain

    plain=$(<"$SCENARIOS/many.json")
    sim_scenario "${plain/\"tenants\"/\"proxy\":{\"user\":\"u@x\",\"password\":\"hush-:p/w\"\},\"tenants\"}"
    behind_proxy
    with "HTTPS_PROXY=${SIM_PROXY/:\/\//://u%40x:hush-%3Ap%2Fw@}"
    ask -vvv
    succeeds
    hides hush
    asked 2 '^proxy CONNECT 200 '
    with "HTTPS_PROXY=$SIM_PROXY"
    ask --max-age=0
    fails 'the proxy wants another user or password (407)'
}

@test "a host that NO_PROXY names is asked without the proxy" {
    needs_speed
    behind_proxy
    with "HTTPS_PROXY=$SIM_PROXY" 'NO_PROXY=other, .azure-sim.test'
    offline ask -t 1
    fails 'could not resolve the name'
    with 'NO_PROXY=*'
    offline ask -t 1
    fails 'could not resolve the name'
    asked 0 '^proxy '
}

@test "a proxy that refuses, breaks or hangs is told as such" {
    needs_speed
    behind_proxy
    with "HTTPS_PROXY=$SIM_PROXY"
    sim_fault proxy . 1 '{"kind":"reset"}'
    ask --max-age=0
    succeeds
    sim_fault proxy . 0 '{"kind":"status","status":502}'
    ask -t 1 --max-age=0
    fails 'the proxy does not connect to it (502)'
    sim_clear_faults
    sim_fault proxy . 0 '{"kind":"hang"}'
    ask -t 1:CRITICAL --max-age=0
    exits 2
    took_between 700 2000
}

@test "a proxy with a scheme that is none is told without its password" {
    needs_speed
    behind_proxy
    with HTTPS_PROXY=htp://u:hush-hush@proxy.example:3128
    ask -t 1
    fails "the proxy's URL has a scheme that is not known"
    says 'write http://HOST:PORT'
    hides hush
    ask -t 1 --selftest
    first_has "the proxy's URL has a scheme that is not known"
    says 'write http://HOST:PORT ('
    asked 0 '^(entra|arm|proxy) '
}

@test "other hosts do, by --proxy, HTTPS_PROXY or https_proxy" {
    needs_speed
    ask -t 1 --arm-endpoint=https://arm.invalid --proxy="$SIM_PROXY"
    fails 'arm.invalid: the proxy does not connect to it (403)'
    sim_requests | grep -q '^proxy CONNECT 403 arm.invalid:443'
    sim_forget_requests
    with "HTTPS_PROXY=$SIM_PROXY"
    ask -t 1 --arm-endpoint=https://arm.invalid:8443
    fails 'the proxy does not connect'
    sim_requests | grep -q '^proxy CONNECT 403 arm.invalid:8443'
    sim_forget_requests
    without HTTPS_PROXY
    with "https_proxy=$SIM_PROXY"
    ask -t 1 --arm-endpoint=https://arm.invalid
    fails 'the proxy does not connect'
}

@test "a proxy's password works from the environment and is never shown" {
    needs_speed
    local plain

    plain=$(scenario '' '[]')
    sim_scenario "${plain/\"tenants\"/\"proxy\":{\"user\":\"u\",\"password\":\"hush-hush\"\},\"tenants\"}"
    with "HTTPS_PROXY=${SIM_PROXY/:\/\//://u:hush-hush@}"
    ask -t 1 --arm-endpoint=https://arm.invalid -vvv
    fails 'the proxy does not connect to it (403)'
    hides hush
    with "HTTPS_PROXY=${SIM_PROXY/:\/\//://u:hush-wrong@}"
    ask --arm-endpoint=https://arm.invalid -vvv --max-age=0
    fails 'the proxy wants another user or password (407)'
    hides hush
    took_between 0 2000
    with "HTTPS_PROXY=http://u:hush-hush@localhost:1"
    ask -t 1 --arm-endpoint=https://arm.invalid -vvv --max-age=0
    fails arm.invalid
    hides hush
    with "HTTPS_PROXY=http://u:hush-hush@[broken"
    ask -t 1 --arm-endpoint=https://arm.invalid -vvv --max-age=0
    exits 3
    hides hush
}

@test "a proxy's password on the command line is refused and not repeated" {
    ask --proxy=http://u:hush-hush@localhost:3128
    exits 3
    first_has --proxy
    hides hush
    asked 0 .
}
