# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034 # names for the tests that load this
#
# What the program tests (check_*.bats) share: a simulated Azure for each file,
# a clean environment and a fresh cache folder for each test, and words to
# assert with.
#
#   BUILDDIR  where check_aoai_tokens was built (default: the current folder)
#   CHECK     the program (default: $BUILDDIR/check_aoai_tokens)
#   WRAP      what to run it under, as "valgrind -q --error-exitcode=99";
#             times are measured more generously then
#
# Tests with the tag "bare" are about the program as it is: leave them out with
# --filter-tags '!bare' under a wrapper or with sanitizers.

SRCDIR=$(cd "${BASH_SOURCE[0]%/*}/.." && pwd)
SCENARIOS=$SRCDIR/contrib/azure-sim/scenarios
# Namespaces are root's right; others need one for users first.
UNSHARE=unshare
[ "$(id -u)" -eq 0 ] || UNSHARE='unshare -r'
CHECK=${CHECK:-${BUILDDIR:-$PWD}/check_aoai_tokens}

SUBSCRIPTION=/subscriptions/66666666-6666-6666-6666-666666666666
ACCOUNTS=providers/Microsoft.CognitiveServices/accounts
MOMO=$SUBSCRIPTION/resourceGroups/rg-momo/$ACCOUNTS/aoai-momo
CLOSED=$SUBSCRIPTION/resourceGroups/rg-closed/$ACCOUNTS/aoai-closed
MANY=$SUBSCRIPTION/resourceGroups/rg-many/$ACCOUNTS/aoai-many
FOUNDRY=$SUBSCRIPTION/resourceGroups/rg-many/$ACCOUNTS/foundry-many
GATEWAY=$SUBSCRIPTION/resourceGroups/rg-gateway/providers/Microsoft.Insights/components/appi-gateway
ONE=$SUBSCRIPTION/resourceGroups/rg-one/$ACCOUNTS/aoai-one
TENANT=11111111-1111-1111-1111-111111111111
CLIENT=22222222-2222-2222-2222-222222222222
SECRET='demo-secret~+/&=1'
MAIL_KEY=MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlBQkNERUYwMTIzNDU2Nzg5YWJjZGVmMDEyMzQ1Njc4OUFCQ0RFRg==

### The simulated Azure

# Starts it with the scenario file $1; once in each file's setup_file.
sim_start() {
    local dir=$BATS_FILE_TMPDIR/sim pid

    if [ ! -x "$CHECK" ]; then
        echo "no program $CHECK: set BUILDDIR or CHECK"
        return 1
    fi
    "$SRCDIR/contrib/azure-sim/azure-sim" --scenario "$1" --run-dir "$dir" \
        >"$dir.log" 2>&1 3>&- &
    pid=$!
    until [ -e "$dir/endpoints.json" ]; do
        if ! kill -0 "$pid" 2>/dev/null; then
            cat "$dir.log"
            return 1
        fi
        sleep 0.02
    done
    set -a
    # shellcheck disable=SC1091
    . "$dir/endpoints.env"
    set +a
}

# What a file of tests does unless it says otherwise: the simulation runs for all
# of its tests, and each begins with a running month and nothing else.
setup_file() {
    sim_start "$SCENARIOS/many.json"
}

teardown_file() {
    sim_stop
}

setup() {
    fresh
    sim_scenario "$SCENARIOS/many.json"
}

# Stops it, and waits until it has put its endpoints away.
sim_stop() {
    [ -n "${SIM_PID-}" ] || return 0
    kill "$SIM_PID"
    while [ -e "$BATS_FILE_TMPDIR/sim/endpoints.json" ]; do
        kill -0 "$SIM_PID" 2>/dev/null || return 0
        sleep 0.02
    done
}

# Sends METHOD PATH [BODY] to the control port and prints the answer's body.
sim_ask() {
    local LC_ALL=C body=${3-} answer fd

    exec {fd}<>"/dev/tcp/127.0.0.1/${SIM_CONTROL##*:}"
    printf '%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n' \
        "$1" "$2" >&"$fd"
    printf 'Content-Length: %d\r\n\r\n%s' "${#body}" "$body" >&"$fd"
    answer=$(cat <&"$fd")
    exec {fd}>&-
    if [[ $answer != 'HTTP/1.1 200 '* ]]; then
        echo "the simulation answered $1 $2 with: $answer"
        return 1
    fi
    printf '%s\n' "${answer#*$'\r\n\r\n'}"
}

# Loads the scenario in the file $1, or the JSON text $1.
sim_scenario() {
    case $1 in
    '{'*) sim_ask POST /scenario "$1" >/dev/null ;;
    *) sim_ask POST /scenario "$(<"$1")" >/dev/null ;;
    esac
}

# Loads the scenario many with the Python statements $1 done to it: "s" is the
# scenario, "app" its application, "text(name)" a file of $KEYS.
arrange() {
    sim_scenario "$(python3 - "$SCENARIOS/many.json" "${KEYS-}" "$1" <<'PYTHON'
import json
import pathlib
import sys

s = json.loads(pathlib.Path(sys.argv[1]).read_text())
app = s['tenants'][0]['apps'][0]


def text(name):
    return pathlib.Path(sys.argv[2], name).read_text()


exec(sys.argv[3])
print(json.dumps(s))
PYTHON
)"
}

# Arms a fault: SERVER, PATH expression, TIMES (0: for ever), the fault's JSON
# and how many requests to let pass first.
sim_fault() {
    sim_ask POST /faults "{\"server\":\"$1\",\"path\":\"$2\",\"times\":$3,\
\"skip\":${5:-0},\"fault\":$4}" >/dev/null
}

sim_clear_faults() {
    sim_ask DELETE /faults >/dev/null
}

# Makes every token issued so far invalid.
sim_revoke() {
    sim_ask POST /revoke >/dev/null
}

# Sets the simulation's clock.
sim_clock() {
    sim_ask POST /clock "{\"now\":\"$1\"}" >/dev/null
}

# Adds $4 tokens to deployment $2 of the account $1, at the instant $3.
sim_usage() {
    sim_ask POST /usage "{\"resource\":\"$1\",\"metric\":\"TokenTransaction\",\
\"dimensions\":{\"ModelDeploymentName\":\"$2\"},\"at\":\"$3\",\"tokens\":$4}" \
        >/dev/null
}

sim_forget_requests() {
    sim_ask DELETE /requests >/dev/null
}

# Prints a line "SERVER METHOD STATUS PATH" for each request so far.
sim_requests() {
    sim_ask GET /requests | sed 's/{"time"/\n&/g' | sed -nE 's/.*"server":"([^"]*)","method":"([^"]*)","path":"([^"]*)","status":([0-9]+).*/\1 \2 \4 \3/p'
}

# Prints a line "FROM > TO | SUBJECT" for each mail that was sent, with commas
# between several recipients.
sim_mails() {
    sim_ask GET /mails | python3 -X utf8 -c 'import json, sys
for mail in json.load(sys.stdin):
    print(mail["from"], ">", ",".join(mail["to"]), "|", mail["subject"])'
}

# Prints how many mails were sent.
sim_mail_count() {
    sim_ask GET /mails |
        python3 -c 'import json, sys; print(len(json.load(sys.stdin)))'
}

# Prints the field $2 of the mail $1, the first one is 1; a list with commas.
# The fields are those of azure-sim's inbox: from, to, subject, plain, html, ...
sim_mail() {
    sim_ask GET /mails | python3 -X utf8 -c 'import json, sys
value = json.load(sys.stdin)[int(sys.argv[1]) - 1][sys.argv[2]]
print(",".join(value) if isinstance(value, list) else value)' "$1" "$2"
}

# No mail has ever been sent, and no fate is decided.
sim_forget_mails() {
    sim_ask DELETE /mails >/dev/null
}

# The service forgets which operations it had; what was sent stays sent.
sim_forget_operations() {
    sim_ask DELETE /operations >/dev/null
}

# Decides what becomes of an operation: its id, or next=N for the N to come (0:
# all of them); its STATUS, and with Failed perhaps CODE and MESSAGE.
sim_operation_fate() {
    local which="\"id\":\"$1\"" why=

    [[ $1 != next=* ]] || which="\"next\":${1#next=}"
    [ $# -lt 3 ] || why=",\"code\":\"$3\""
    [ $# -lt 4 ] || why+=",\"message\":\"$4\""
    sim_ask POST /operations "{$which,\"status\":\"$2\"$why}" >/dev/null
}

# Waits until the simulation has seen a request that fits $1.
sim_await() {
    local until=$((SECONDS + 20))

    until sim_requests | grep -Eq -- "$1"; do
        if ((SECONDS > until)); then
            echo "no request like $1 came"
            return 1
        fi
        sleep 0.02
    done
}

# A scenario with the account aoai-one: NOW (an instant; "" is the machine's
# clock), the series of its TokenTransaction, and deployments (both JSON).
scenario() {
    local now=

    [ -z "$1" ] || now="\"now\":\"$1\","
    cat <<JSON
{$now
"tenants":[{"id":"$TENANT","apps":[{"client_id":"$CLIENT",
  "object_id":"33333333-3333-3333-3333-333333333333",
  "secrets":[{"value":"$SECRET"}]}]}],
"roles":[{"principal":"$CLIENT","role":"Monitoring Reader","scope":"/"}],
"mail":{"resource":"$SUBSCRIPTION/resourceGroups/rg-mail/providers/Microsoft.Communication/communicationServices/acs-one",
  "keys":["$MAIL_KEY"],"senders":["azure-sim.test"]},
"resources":[{"id":"$ONE","location":"eastus","kind":"OpenAI",
  "deployments":${3:-[]},
  "metrics":[{"name":"TokenTransaction","series":$2}]}]}
JSON
}

# One series for scenario: the deployment NAME (JSON without the quotes) and
# its points.
series() {
    printf '{"dimensions":{"ModelDeploymentName":"%s"},"points":%s}' "$1" "$2"
}

### Running the program

# Prepares one test: nothing armed, asked or mailed, no cache, a clean
# environment.
fresh() {
    CACHE=$BATS_TEST_TMPDIR/cache
    ENVIRONMENT=(
        "PATH=$PATH"
        "HOME=$BATS_TEST_TMPDIR/home"
        "TMPDIR=$BATS_TEST_TMPDIR"
        "AZURE_TENANT_ID=$TENANT"
        "AZURE_CLIENT_ID=$CLIENT"
        "AZURE_CLIENT_SECRET=$SECRET"
        "AZURE_AUTHORITY_HOST=$SIM_AUTHORITY"
        "AZURE_POD_IDENTITY_AUTHORITY_HOST=$SIM_IMDS"
    )
    [ -z "${ASAN_OPTIONS-}" ] || ENVIRONMENT+=("ASAN_OPTIONS=$ASAN_OPTIONS")
    [ -z "${UBSAN_OPTIONS-}" ] || ENVIRONMENT+=("UBSAN_OPTIONS=$UBSAN_OPTIONS")
    [ -z "${LSAN_OPTIONS-}" ] || ENVIRONMENT+=("LSAN_OPTIONS=$LSAN_OPTIONS")
    REACH=("--arm-endpoint=$SIM_ARM" "--ca-file=$SIM_CA_FILE"
        "--cache-dir=$CACHE")
    sim_clear_faults
    sim_forget_requests
    sim_forget_mails
}

# Sets variables of the program's environment: NAME=VALUE...
with() {
    local pair

    for pair in "$@"; do
        without "${pair%%=*}"
        ENVIRONMENT+=("$pair")
    done
}

# Takes variables out of the program's environment: NAME...
without() {
    local name pair kept

    for name in "$@"; do
        kept=()
        for pair in "${ENVIRONMENT[@]}"; do
            [[ $pair == "$name="* ]] || kept+=("$pair")
        done
        ENVIRONMENT=("${kept[@]}")
    done
}

# Lets the program's wall clock stand still at the instant $1 (UTC, "YYYY-MM-DD
# HH:MM:SS"); skips the test where there is no libfaketime.
program_clock() {
    local library asan

    for library in /usr/lib/*/faketime/libfaketime.so.1 \
        /usr/lib*/faketime/libfaketime.so.1 ''; do
        [ ! -e "$library" ] || break
    done
    [ -n "$library" ] || skip 'needs libfaketime'
    asan=$(ldd "$CHECK" | sed -n 's/.*libasan.* => \([^ ]*\).*/\1/p')
    with "LD_PRELOAD=$asan${asan:+ }$library" "FAKETIME=$1" NO_FAKE_STAT=1 \
        FAKETIME_DONT_FAKE_MONOTONIC=1 TZ=UTC
}

# Runs PROGRAM with just these words. Leaves its exit code in $status, what it
# printed in $output, its first line in $first and the milliseconds it took in
# $took. It reads the file $STDIN, if set.
execute() { # PROGRAM WORD...
    local began=${EPOCHREALTIME/[.,]/}

    status=0
    # shellcheck disable=SC2086
    env -i "${ENVIRONMENT[@]}" ${WRAP-} "$@" \
        >"$BATS_TEST_TMPDIR/stdout" 2>"$BATS_TEST_TMPDIR/stderr" \
        <"${STDIN:-/dev/null}" 3>&- || status=$?
    took=$(((${EPOCHREALTIME/[.,]/} - began) / 1000))
    output=$(tr '\0' '#' <"$BATS_TEST_TMPDIR/stdout")
    first=${output%%$'\n'*}
}

# Runs the check with just these words, as execute. Whatever it is asked, it
# ends with 0 to 3 and says nothing on standard error.
bare() {
    execute "$CHECK" "$@"
    if [ -s "$BATS_TEST_TMPDIR/stderr" ] || ((status > 3)); then
        echo "ended with $status"
        show
        return 1
    fi
}

# Runs the check against the simulation, as bare; its first line begins as the
# contract wants and agrees with the exit code.
check() {
    local states=(OK WARNING CRITICAL UNKNOWN)

    bare "${REACH[@]}" "$@"
    [[ " $* " != *' --format=json '* ]] || return 0
    if [[ $first != "AOAI TOKENS ${states[status]} - "* ]]; then
        echo "ended with $status"
        show
        return 1
    fi
}

# Runs PROGRAM against the simulation COUNT times at once with the same words.
# Leaves what each printed in $BATS_TEST_TMPDIR/out.1 and so on, and its exit
# code in code.1 and so on.
execute_at_once() { # COUNT PROGRAM WORD...
    local count=$1 program=$2 i
    shift 2

    for ((i = 1; i <= count; i++)); do
        {
            env -i "${ENVIRONMENT[@]}" "$program" "${REACH[@]}" "$@" \
                >"$BATS_TEST_TMPDIR/out.$i" 2>&1 3>&-
            echo $? >"$BATS_TEST_TMPDIR/code.$i"
        } &
    done
    wait
}

check_at_once() { # COUNT WORD...
    execute_at_once "$1" "$CHECK" "${@:2}"
}

# Each of the COUNT runs at once began with the text $2.
each_began() {
    local i

    for ((i = 1; i <= $1; i++)); do
        [[ $(<"$BATS_TEST_TMPDIR/out.$i") == "$2"* ]] && continue
        cat "$BATS_TEST_TMPDIR/out.$i"
        return 1
    done
}

# Lets no run keep or find anything, so that those at once do not wait for one
# another.
no_cache() {
    REACH[2]=--cache-dir=/dev/null/none
}

# Runs what follows without any network, so that looking a name up asks nobody.
offline() {
    WRAP="$UNSHARE -n ${WRAP-}" "$@"
}

# Skips a test whose time limits are too short for a wrapper.
needs_speed() {
    [ -z "${WRAP-}" ] || skip 'has time limits too short for a wrapper'
}

# Milliseconds that the program may take: $1, much more under a wrapper.
allow() {
    if [ -n "${WRAP-}" ]; then
        echo $(($1 * 20))
    else
        echo "$1"
    fi
}

### Asserting

# Prints what the last run said.
show() {
    echo "--- stdout"
    cat "$BATS_TEST_TMPDIR/stdout"
    echo "--- stderr"
    cat "$BATS_TEST_TMPDIR/stderr"
    echo "---"
}

exits() {
    [ "$status" -eq "$1" ] && return 0
    echo "exit code: $status instead of $1"
    show
    return 1
}

# The first line is exactly $1.
first_is() {
    [ "$first" = "$1" ] && return 0
    printf 'first line: %s\ninstead of: %s\n' "$first" "$1"
    show
    return 1
}

# The whole output is exactly the lines given.
output_is() {
    local wanted

    wanted=$(printf '%s\n' "$@")
    [ "$output" = "$wanted" ] && return 0
    diff <(echo "$wanted") <(echo "$output")
    show
    return 1
}

# Each of the texts is in the first line.
first_has() {
    local text

    for text in "$@"; do
        [[ $first == *"$text"* ]] && continue
        printf 'not in the first line: %s\n' "$text"
        show
        return 1
    done
}

# The last run read the deployment o1 of $MANY and no other.
succeeds() {
    exits 0
    first_has 'AOAI TOKENS OK - 1 deployment, 5000 tokens' 'o1=5000;;;0'
}

# The last run is UNKNOWN, with each of the texts in the first line and without
# any number of tokens.
fails() {
    exits 3
    first_has 'AOAI TOKENS UNKNOWN - ' "$@"
    hides ' | ' '[OK]'
}

# Each of the texts is in the output.
says() {
    local text

    for text in "$@"; do
        [[ $output == *"$text"* ]] && continue
        printf 'not in the output: %s\n' "$text"
        show
        return 1
    done
}

# None of the texts is in the output.
hides() {
    local text

    for text in "$@"; do
        [[ $output != *"$text"* ]] && continue
        printf 'in the output: %s\n' "$text"
        show
        return 1
    done
}

# There is a line $1 in the output.
has_line() {
    grep -Fxq -- "$1" <<<"$output" && return 0
    printf 'no line: %s\n' "$1"
    show
    return 1
}

# The simulation has seen exactly $1 requests that fit the expression $2 (a
# line of sim_requests).
asked() {
    local count

    count=$(sim_requests | grep -Ec -- "$2" || true)
    [ "$count" -eq "$1" ] && return 0
    printf '%s requests like %s instead of %s:\n' "$count" "$2" "$1"
    sim_requests
    show
    return 1
}

# The last run took from $1 to $2 milliseconds.
took_between() {
    ((took >= $1 && took <= $(allow "$2"))) && return 0
    printf 'took %s ms, not %s to %s\n' "$took" "$1" "$(allow "$2")"
    show
    return 1
}

# Runs Python code that asserts about the output: "out" is the text, "line" its
# first line; with json=1 in front "answer" is the object.
python_asserts() {
    # shellcheck disable=SC2154
    python3 - "$BATS_TEST_TMPDIR/stdout" <<PYTHON || { show; return 1; }
import json, re, sys
raw = open(sys.argv[1], 'rb').read()
out = raw.decode('utf-8')
line = out.split('\n')[0]
answer = json.loads(out) if "${json-}" else None


def perfdata(line):
    """The items after the bar, by a strict grammar."""
    text, bar, data = line.partition('|')
    assert bar and '|' not in data, line
    assert text.endswith(' ') and data.startswith(' '), line
    items = {}
    for item in data[1:].split(' '):
        fit = re.fullmatch(r'([A-Za-z0-9_-]+)=(\d+);(\d*);(\d*);(0)', item)
        assert fit, item
        assert fit[1] not in items, 'twice: ' + fit[1]
        items[fit[1]] = (int(fit[2]), fit[3], fit[4])
    return items


$1
PYTHON
}
