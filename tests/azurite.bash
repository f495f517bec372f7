# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034 # names for the tests that load this
#
# The real Azurite, Microsoft's own emulator of Azure Table Storage, with
# table-proxy before it to fail on command. npm ci --prefix tests/sdk brings it.
#
#   BUILDDIR  where store_table_live was built (default: the current folder)

SRCDIR=$(cd "${BASH_SOURCE[0]%/*}/.." && pwd)
LIVE=${BUILDDIR:-$PWD}/store_table_live
AZURITE=$SRCDIR/tests/sdk/node_modules/azurite/dist/src/table/main.js

# The account that every Azurite has, with a key that guards nothing.
AZURITE_ACCOUNT=devstoreaccount1
AZURITE_KEY='Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=='

# A port of loopback that nobody uses.
free_port() {
    python3 -c 'import socket
s = socket.socket()
s.bind(("127.0.0.1", 0))
print(s.getsockname()[1])'
}

# Waits until the port $1 accepts while the process $2 lives.
await_port() {
    until (: <"/dev/tcp/127.0.0.1/$1") 2>/dev/null; do
        kill -0 "$2" 2>/dev/null || return 1
        sleep 0.05
    done
}

# Starts an Azurite with the arguments "$@": its port is AZURITE_PORT, its
# process AZURITE_PID.
azurite_start() {
    local log=$BATS_FILE_TMPDIR/azurite.log

    if [ ! -f "$AZURITE" ]; then
        echo "no $AZURITE: npm ci --prefix tests/sdk"
        return 1
    fi
    for _ in 1 2 3; do # somebody else may take the port first
        AZURITE_PORT=$(free_port)
        (cd "$BATS_FILE_TMPDIR" && exec node "$AZURITE" \
            --tableHost 127.0.0.1 --tablePort "$AZURITE_PORT" \
            --inMemoryPersistence --disableTelemetry --silent "$@") \
            >"$log" 2>&1 3>&- &
        AZURITE_PID=$!
        await_port "$AZURITE_PORT" "$AZURITE_PID" && return 0
    done
    cat "$log"
    return 1
}

# Starts the proxy before the Azurite at AZURITE_PORT: TABLE_PROXY and
# TABLE_CONTROL are its ports, TABLE_PROXY_PID its process.
proxy_start() {
    local ready=$BATS_FILE_TMPDIR/table-proxy

    "$SRCDIR/tests/table-proxy" "$AZURITE_PORT" "$ready" \
        >"$ready.log" 2>&1 3>&- &
    TABLE_PROXY_PID=$!
    until [ -e "$ready" ]; do
        kill -0 "$TABLE_PROXY_PID" 2>/dev/null || { cat "$ready.log"; return 1; }
        sleep 0.02
    done
    # shellcheck disable=SC1090
    . "$ready"
}

# Ends the process $1, a child or not, and waits until it has gone.
end_process() {
    [ -n "$1" ] || return 0
    kill "$1" 2>/dev/null || return 0
    while kill -0 "$1" 2>/dev/null && [[ $(<"/proc/$1/stat") != *') Z '* ]]; do
        sleep 0.02
    done 2>/dev/null
    return 0
}

# Arms a fault: KIND METHOD TIMES [PATH] (see table-proxy).
table_fault() {
    curl -sSf -d "$1 $2 $3 ${4-*}" "http://127.0.0.1:$TABLE_CONTROL/"
}

# Prints the requests that the proxy has seen.
table_requests() {
    curl -sSf "http://127.0.0.1:$TABLE_CONTROL/"
}

# Forgets them, and disarms all faults.
table_forget() {
    curl -sSf -X DELETE "http://127.0.0.1:$TABLE_CONTROL/"
}

# Runs Microsoft's own client: a command of tests/sdk/table.mjs, on
# the table TABLE.
microsoft() {
    TABLE_ENDPOINT=http://127.0.0.1:$AZURITE_PORT/$AZURITE_ACCOUNT \
        TABLE_NAME=$TABLE TABLE_ACCOUNT=$AZURITE_ACCOUNT \
        TABLE_KEY=$AZURITE_KEY node "$SRCDIR/tests/sdk/table.mjs" "$@"
}
