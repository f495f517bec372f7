#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# notify_acs_email --check: exactly one mail, whatever fails in between.

load notify

# Three deployments that have crossed.
OVER=(--critical=o1=4000 --critical=gpt-4o=2000 --warning=gpt-4.1=6000)

# A clean run ends well; each of the three has been mailed exactly once.
ends_in_one_mail_each() {
    notify_check "${OVER[@]}" "$@"
    exits 0
    one_mail_each
}

one_mail_each() {
    local name

    mailed 3
    for name in o1 gpt-4o gpt-4.1; do
        [ "$(sim_mails | grep -c "] $name: ")" -eq 1 ]
        [ "$(state_of "$name-$MONTH" claimed)" = 0 ]
    done
}

# Ends every lease, as if time had gone by; there is none where the file's
# writer was killed before it had made the table.
end_leases() {
    python3 - "$STATE" <<'PYTHON'
import sqlite3
import sys

with sqlite3.connect(sys.argv[1]) as file:
    made = file.execute("select 1 from sqlite_master where name = 'entity'")
    if not made.fetchone():
        sys.exit()
    file.execute("update entity set lease_end = 0 where claimed != 0")
PYTHON
}

@test "ten at once send one mail each" {
    notify_at_once 10 "${CHECKS[@]}" "${OVER[@]}"
    one_mail_each
    for ((i = 1; i <= 10; i++)); do
        [ "$(<"$BATS_TEST_TMPDIR/code.$i")" -eq 0 ]
    done
}

@test "ten at once send one digest" {
    notify_at_once 10 "${CHECKS[@]}" "${OVER[@]}" --digest
    local about=0 i

    for ((i = 1; i <= $(sim_mail_count); i++)); do
        about=$((about + $(sim_mail "$i" subject | grep -oE '\b(o1|gpt-4o|gpt-4\.1)\b' | wc -l)))
    done
    [ "$about" -eq 3 ]
}

@test "fifty rounds of kill -9 at random moments: one mail each" {
    local round pid

    for ((round = 1; round <= 50; round++)); do
        rm -rf "${STATE%/*}"
        sim_forget_mails
        env -i "${ENVIRONMENT[@]}" "$NOTIFY" "${REACH[@]}" "${CHECKS[@]}" \
            "${OVER[@]}" \
            >/dev/null 2>&1 3>&- &
        pid=$!
        sleep "0.0$((RANDOM % 90 + 10))"
        kill -9 "$pid" 2>/dev/null || :
        wait "$pid" 2>/dev/null || :
        [ ! -e "$STATE" ] || end_leases
        ends_in_one_mail_each
    done
}

@test "the answer to a mail is lost after the work was done: one mail each" {
    local kind

    for kind in '"kind":"reset","done":true' '"kind":"status","status":500,"done":true' \
        '"kind":"cut","keep":10' '"kind":"reset"' '"kind":"status","status":500' \
        '"kind":"garbage"'; do
        rm -rf "${STATE%/*}"
        sim_forget_mails
        sim_clear_faults
        sim_fault mail emails:send 1 "{$kind}" 1
        notify_check "${OVER[@]}"
        end_leases
        ends_in_one_mail_each
    done
}

@test "a service that takes a repeated id for a conflict: one mail each" {
    arrange "s['mail']['repeat'] = 'conflict'"
    sim_fault mail emails:send 0 '{"kind":"reset","done":true}'
    sim_fault mail operations 0 '{"kind":"reset"}'
    notify_check "${OVER[@]}" --timeout=3
    exits 1
    sim_clear_faults
    ends_in_one_mail_each
}

@test "no answer about an operation: the next run asks, and sends no other" {
    sim_fault mail operations 0 '{"kind":"reset"}'
    notify_check "${OVER[@]}" --timeout=4
    exits 1
    complains 'o1'
    sim_clear_faults
    ends_in_one_mail_each
    says 'settled: '
    asked 3 '^mail POST 202 '
}

@test "the service does not answer at all: the run ends in time, the next one sends" {
    sim_fault mail . 0 '{"kind":"hang"}'
    notify_check "${OVER[@]}" --timeout=2
    exits 1
    took_between 0 2900
    mailed 0
    sim_clear_faults
    ends_in_one_mail_each
}

@test "an operation that takes long is finished by the next run" {
    arrange "s['mail'].update(operation_seconds=4, retry_after=100)"
    notify_check --deployment=o1 --critical=4000
    exits 0
    says 'accepted: o1 of aoai-many'
    took_between 0 3500
    asked 0 '^mail GET '
    [ "$(state_of "o1-$MONTH" 'critical_done, accepted')" = '0|1' ]
    sleep 4.5
    notify_check --deployment=o1 --critical=4000
    exits 0
    says 'settled: '
    mailed 1
    [ "$(state_of "o1-$MONTH" 'critical_done, accepted')" = '1|0' ]
    asked 1 '^mail POST '
}

@test "an operation that is asked about and does not end: the deadline passes" {
    arrange "s['mail'].update(operation_seconds=3600, retry_after=1)"
    notify_check --deployment=o1 --critical=4000 --timeout=4
    exits 1
    complains 'o1'
    asked 3 '^mail GET '
    [ "$(state_of "o1-$MONTH" critical_done)" = 0 ]
}

@test "what has failed is not sent: released, and sent anew under another id" {
    sim_operation_fate next=0 Failed EmailDropped
    notify_check "${OVER[@]}"
    exits 1
    complains 'o1' 'EmailDropped'
    mailed 0
    [ "$(state_of "o1-$MONTH" 'critical_done, claimed, attempt')" = '0|0|1' ]
    sim_forget_mails
    ends_in_one_mail_each
}

@test "a quota that is used up beyond the deadline leaves it to the next run" {
    arrange "s['mail']['quota'] = {'send': {'minute': 1}}"
    notify_check "${OVER[@]}" --timeout=5
    exits 1
    complains '429'
    mailed 1
    asked 2 '^mail POST '
    arrange "s['mail'].pop('quota', None)"
    ends_in_one_mail_each
}

@test "a store that can not be reached sends nothing, and loses nothing" {
    mkdir -p "${STATE%/*}"
    mkdir "$STATE"
    notify_check "${OVER[@]}"
    exits 1
    complains "$STATE"
    mailed 0
    asked 0 '^mail '
    rmdir "$STATE"
    ends_in_one_mail_each
}

@test "a full disk sends nothing" {
    local disk=$BATS_TEST_TMPDIR/disk

    mkdir "$disk"
    cat >"$BATS_TEST_TMPDIR/fill" <<SH
mount -t tmpfs -o size=16k none $disk
dd if=/dev/zero of=$disk/full bs=4k 2>/dev/null
exec "\$@"
SH
    WRAP="$UNSHARE -m sh $BATS_TEST_TMPDIR/fill ${WRAP-}" notify --check \
        "--resource=$MANY" "--state=sqlite:$disk/state.db" "${OVER[@]}"
    exits 1
    complains "$disk/state.db"
    asked 0 '^mail '
}

@test "what another process holds locked for long is no reason to send" {
    notify_check --deployment=o1 --critical=1M
    exits 0
    python3 - "$STATE" "$BATS_TEST_TMPDIR/locked" <<'PYTHON' 3>&- &
import pathlib
import sqlite3
import sys
import time

file = sqlite3.connect(sys.argv[1], isolation_level=None)
file.execute("begin exclusive")
pathlib.Path(sys.argv[2]).touch()
time.sleep(4)
PYTHON
    until [ -e "$BATS_TEST_TMPDIR/locked" ]; do sleep 0.02; done
    notify_check "${OVER[@]}" --timeout=2
    exits 1
    complains "$STATE"
    asked 0 '^mail '
    wait
    ends_in_one_mail_each
}
