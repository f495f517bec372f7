#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# notify_acs_email with its state in a table that several pollers share: the
# real Azurite.

load ../azurite
load ../notify

setup_file() {
    azurite_start
    proxy_start
    export AZURITE_PORT AZURITE_PID TABLE_PROXY TABLE_CONTROL TABLE_PROXY_PID
    sim_start "$SCENARIOS/many.json"
}

teardown_file() {
    sim_stop
    end_process "${TABLE_PROXY_PID-}"
    end_process "${AZURITE_PID-}"
}

# Each test has a table of its own, which is not there yet, behind the proxy.
setup() {
    fresh_notify
    sim_scenario "$SCENARIOS/many.json"
    table_forget
    TABLE=shared$BATS_TEST_NUMBER
    KEY_FILE=$BATS_TEST_TMPDIR/key
    printf '%s\n' "$AZURITE_KEY" >"$KEY_FILE"
    PLACE=http://127.0.0.1:$TABLE_PROXY/$AZURITE_ACCOUNT/$TABLE
}

# Runs a check of its own over the table, with $PARTITION behind its URL.
over_table() {
    notify --check "--state=$PLACE${PARTITION-}" "--state-key-file=$KEY_FILE" \
        "--resource=$MANY" --deployment=o1 --critical=4000 "$@"
}

@test "a table remembers, and is made when it is missing" {
    over_table
    exits 0
    mailed 1
    over_table
    exits 0
    mailed 1
    PARTITION='?partition=DeploymentType' over_table
    exits 0
    mailed 2 # another partition remembers nothing of the first
    microsoft read DeploymentType "o1-$MONTH" >"$BATS_TEST_TMPDIR/stdout"
    grep -q 'SumToken.*5000' "$BATS_TEST_TMPDIR/stdout"
    grep -q 'ActionDone.*true' "$BATS_TEST_TMPDIR/stdout"
}

@test "what the Azure Functions program has marked is not mailed again" {
    sim_scenario "$(scenario '2024-10-31T09:00:00Z' \
        "[$(series gpt-4o '[["2024-10-02T10:00:00Z",9000]]')]")"
    notify_clock '2024-10-31 09:30:00'
    microsoft original
    notify --check "--state=$PLACE?partition=DeploymentType" --verbose \
        "--state-key-file=$KEY_FILE" "--resource=$ONE" --critical=4000
    exits 0
    says 'repeat: '
    mailed 0
    microsoft read DeploymentType gpt-4o-2024-10 >"$BATS_TEST_TMPDIR/stdout"
    grep -q 'SumToken.*9000' "$BATS_TEST_TMPDIR/stdout"
    grep -q 'ActionDone.*true' "$BATS_TEST_TMPDIR/stdout"
    grep -q 'Note.*of somebody else' "$BATS_TEST_TMPDIR/stdout"
}

@test "ten pollers at once send one mail" {
    notify_at_once 10 --check "--state=$PLACE" "--state-key-file=$KEY_FILE" \
        "--resource=$MANY" --deployment=o1 --critical=4000
    mailed 1
}

@test "a table that fails sends nothing, and the next run sends" {
    table_fault busy POST 99
    table_fault busy GET 99
    over_table --timeout=3
    exits 1
    complains "$TABLE"
    asked 0 '^mail '
    table_forget
    over_table
    exits 0
    mailed 1
}

@test "a write whose answer is lost sends one mail all the same" {
    over_table --critical=1M
    table_fault reset PATCH 1
    over_table
    over_table
    exits 0
    mailed 1
}
