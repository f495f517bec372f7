# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034 # names for the tests that load this
#
# What the program tests of notify_acs_email (notify_*.bats) share, beside what
# sim.bash has.
#
#   NOTIFY  the program (default: $BUILDDIR/notify_acs_email)

# shellcheck source=tests/sim.bash
. "${BASH_SOURCE[0]%/*}/sim.bash"

NOTIFY=${NOTIFY:-${BUILDDIR:-$PWD}/notify_acs_email}
FROM=donotreply@azure-sim.test
OPS=ops@azure-sim.test

setup() {
    fresh_notify
    sim_scenario "$SCENARIOS/many.json"
}

# Prepares one test: as fresh, with a way to mail and a place for the state.
fresh_notify() {
    fresh
    STATE=$BATS_TEST_TMPDIR/state/state.db
    CHECKS=(--check "--resource=$MANY" "--state=sqlite:$STATE")
    MONTH=$(date -u +%Y-%m)
    with "COMMUNICATION_SERVICES_CONNECTION_STRING=endpoint=$SIM_MAIL/;accesskey=$MAIL_KEY" \
        "EMAIL_SENDER_ADDRESS=$FROM" "EMAIL_RECIPIENT_ADDRESS=$OPS"
}

# Runs the notifier against the simulation, as execute; what it complained of is
# in $complaint. It complains if and only if it fails.
notify() {
    execute "$NOTIFY" "${REACH[@]}" "$@"
    complaint=$(<"$BATS_TEST_TMPDIR/stderr")
    case $status in
    0) [ -z "$complaint" ] && return 0 ;;
    1 | 3) [ -n "$complaint" ] && return 0 ;;
    esac
    echo "ended with $status"
    show
    return 1
}

# Runs a check of its own of the account $MANY.
notify_check() {
    notify "${CHECKS[@]}" "$@"
}

notify_at_once() { # COUNT WORD...
    execute_at_once "$1" "$NOTIFY" "${@:2}"
}

# Each of the texts is in the complaint.
complains() {
    local text

    for text in "$@"; do
        [[ $complaint == *"$text"* ]] && continue
        printf 'not complained of: %s\n' "$text"
        show
        return 1
    done
}

# The mails so far are exactly the lines given (see sim_mails), in any order.
mails_are() {
    local wanted found

    wanted=$(printf '%s\n' "$@" | sort)
    found=$(sim_mails | sort)
    [ "$found" = "$wanted" ] && return 0
    diff <(echo "$wanted") <(echo "$found")
    show
    return 1
}

# So many mails have been sent.
mailed() {
    local count

    count=$(sim_mail_count)
    [ "$count" -eq "$1" ] && return 0
    echo "$count mails instead of $1"
    sim_mails
    show
    return 1
}

# Lets the notifier's wall clock stand still at the instant $1 (see
# program_clock), and the simulation's with it.
notify_clock() {
    CHECK=$NOTIFY program_clock "$1"
    sim_clock "${1/ /T}Z"
}

# Prints the columns $2 of the row $1 of the state file; bats asks Python, for
# the shell of SQLite is one more package.
state_of() {
    python3 -X utf8 -c 'import sqlite3, sys
rows = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True).execute(
    f"select {sys.argv[3]} from entity where row_key = ?", (sys.argv[2],))
for row in rows:
    print(*row, sep="|")' "$STATE" "$1" "$2"
}
