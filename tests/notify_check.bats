#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# notify_acs_email --check: whom it mails, and whom not.

load notify

### Who is told

@test "a deployment that crosses is mailed once, and the next run mails nobody" {
    notify_check --deployment=o1 --critical=4000
    exits 0
    mails_are "$FROM > $OPS | [CRITICAL] o1: 5000 tokens in $MONTH (critical 4000)"
    says 'sent: o1 of aoai-many, 5000 tokens' "to $OPS" 'CRITICAL: first'
    notify_check --deployment=o1 --critical=4000
    exits 0
    mailed 1
    [ -z "$output" ]
    asked 1 '^mail POST 202 '
}

@test "warning and critical are told once each" {
    notify_check --deployment=o1 --warning=4000 --critical=1M
    exits 0
    mails_are "$FROM > $OPS | [WARNING] o1: 5000 tokens in $MONTH (warning 4000)"
    notify_check --deployment=o1 --warning=4000 --critical=1M
    mailed 1
    notify_check --deployment=o1 --warning=4000 --critical=4500
    exits 0
    mailed 2
    [[ $(sim_mail 2 subject) == '[CRITICAL] o1: '* ]]
    [[ $(sim_mail 2 plain) == *'worse'* ]]
    notify_check --deployment=o1 --warning=1 --critical=1
    mailed 2
}

@test "both crossed at once is one mail, which counts as the warning too" {
    notify_check --deployment=o1 --warning=4000 --critical=4500
    exits 0
    mailed 1
    notify_check --deployment=o1 --warning=4000 --critical=1M
    exits 0
    mailed 1
}

@test "nothing crossed: nobody is mailed, and the tokens are remembered" {
    notify_check --deployment=o1 --critical=1M
    exits 0
    mailed 0
    [ -z "$output" ]
    [ "$(state_of "o1-$MONTH" 'sum_token, critical_done')" = '5000|0' ]
    asked 0 '^mail '
    notify_check --deployment=o1 --critical=1M --verbose
    says 'not due: o1 of aoai-many' 'none: below every threshold'
}

@test "every deployment has its mail, the others of the account have rows" {
    notify_check --critical='o1=4000' --critical='gpt-4o=2000'
    exits 0
    mailed 2
    [ "$(state_of "o1-$MONTH" 'sum_token, critical_done')" = '5000|1' ]
    [ "$(state_of "gpt-4.1-$MONTH" 'sum_token, critical_done')" = '7000|0' ]
}

@test "--digest is one mail about all that have crossed" {
    notify_check --critical='o1=4000' --critical='gpt-4o=2000' \
        --warning='gpt-4.1=6000' --digest
    exits 0
    mailed 1
    [[ $(sim_mail 1 subject) == '[CRITICAL] 3 deployments'* ]]
    for name in o1 gpt-4o gpt-4.1; do
        [[ $(sim_mail 1 plain) == *"$name"* ]]
        [[ $(sim_mail 1 html) == *"$name"* ]]
    done
    notify_check --critical='o1=4000' --critical='gpt-4o=2000' \
        --warning='gpt-4.1=6000' --digest
    mailed 1
}

@test "a resource that can not be read fails the run, the others are mailed" {
    notify_check "--resource=$CLOSED" --deployment=o1 --critical=4000
    exits 1
    complains "$CLOSED" '404 ResourceGroupNotFound'
    mailed 1
    [ "$(wc -l <"$BATS_TEST_TMPDIR/stderr")" -eq 1 ]
}

@test "without any threshold nobody would be told: refused" {
    notify_check
    exits 3
    complains '--check: no threshold is set'
    asked 0 .
}

### What is shown

@test "--dry-run shows the mail and the reasons, and changes nothing" {
    notify_check --critical='o1=4000' --dry-run
    exits 0
    says 'would send (o1: first: ' "From: $FROM" "To: $OPS" \
        "Subject: [CRITICAL] o1: 5000 tokens in $MONTH (critical 4000)" \
        'not due: gpt-4o of aoai-many' 'none: below every threshold'
    mailed 0
    asked 0 '^mail '
    notify_check --critical='o1=4000'
    mailed 1
    notify_check --critical='o1=4000' --dry-run
    says 'not due: o1 of aoai-many' 'repeat: '
    hides 'would send'
}

@test "--test-mail sends one mail, --dry-run shows it" {
    notify --test-mail --dry-run
    exits 0
    says "From: $FROM" "To: $OPS" 'Subject: '
    mailed 0
    notify --test-mail
    exits 0
    mailed 1
    notify --test-mail
    mailed 2
    [ ! -e "$STATE" ]
}

@test "recipients: to, cc, bcc and reply-to, repeated and in lists" {
    notify_check --deployment=o1 --critical=4000 --to=a@azure-sim.test \
        --to='B <b@azure-sim.test>, c@azure-sim.test' --cc=d@azure-sim.test \
        --bcc=e@azure-sim.test --reply-to=f@azure-sim.test
    exits 0
    [ "$(sim_mail 1 to)" = a@azure-sim.test,b@azure-sim.test,c@azure-sim.test ]
    [ "$(sim_mail 1 cc)" = d@azure-sim.test ]
    [ "$(sim_mail 1 bcc)" = e@azure-sim.test ]
    [ "$(sim_mail 1 reply_to)" = f@azure-sim.test ]
}

### The month

@test "a new month starts afresh, with its own row" {
    sim_scenario "$(scenario '2024-10-31T22:00:00Z' \
        "[$(series o1 '[["2024-10-02T10:00:00Z",900],["2024-11-01T00:30:00Z",950]]')]")"
    notify_clock '2024-10-31 23:59:30'
    notify --check "--resource=$ONE" "--state=sqlite:$STATE" --critical=800
    exits 0
    notify --check "--resource=$ONE" "--state=sqlite:$STATE" --critical=800
    mailed 1
    notify_clock '2024-11-01 00:00:30'
    notify --check "--resource=$ONE" "--state=sqlite:$STATE" --critical=800 \
        --max-age=0
    exits 0
    mailed 1
    notify_clock '2024-11-01 01:00:30'
    notify --check "--resource=$ONE" "--state=sqlite:$STATE" --critical=800 \
        --max-age=0
    exits 0
    mails_are \
        "$FROM > $OPS | [CRITICAL] o1: 900 tokens in 2024-10 (critical 800)" \
        "$FROM > $OPS | [CRITICAL] o1: 950 tokens in 2024-11 (critical 800)"
    [ "$(state_of o1-2024-10 'sum_token, critical_done')" = '900|1' ]
    [ "$(state_of o1-2024-11 'sum_token, critical_done')" = '950|1' ]
}

@test "mail, key and sum are of the same month, in the chosen zone" {
    sim_scenario "$(scenario '2024-10-31T22:00:00Z' \
        "[$(series o1 '[["2024-10-31T22:30:00Z",40],["2024-10-31T23:10:00Z",950]]')]")"
    notify_clock '2024-10-31 23:30:00'
    notify --check "--resource=$ONE" "--state=sqlite:$STATE" --critical=800 \
        --timezone=Europe/Berlin
    exits 0
    mails_are "$FROM > $OPS | [CRITICAL] o1: 950 tokens in 2024-11 (critical 800)"
    [ "$(state_of o1-2024-11 sum_token)" = 950 ]
    [ -z "$(state_of o1-2024-10 sum_token)" ]
}

### Arguments

@test "everything that is missing is told at once" {
    without COMMUNICATION_SERVICES_CONNECTION_STRING EMAIL_SENDER_ADDRESS \
        EMAIL_RECIPIENT_ADDRESS
    notify --check --critical=1
    exits 3
    complains 'no resource' 'no mail service' 'no sender' 'no recipient'
    asked 0 .
}

@test "help and version end with 0" {
    notify --help
    exits 0
    says 'Usage: notify_acs_email' '--check' '--connection-string-file' '--state'
    hides '--format' '--max-output'
    notify --version
    exits 0
    says 'notify_acs_email v'
}

@test "what is no state, no address and no key is refused in words" {
    local key=$BATS_TEST_TMPDIR/key

    notify --check "--resource=$MANY" --critical=1 --state=state.db
    exits 3
    complains '--state'
    notify --check "--resource=$MANY" --critical=1 \
        --state=http://example.com/table
    exits 3
    complains '--state'
    notify_check --critical=1 --to='nobody'
    exits 3
    complains "--to: 'nobody' is no mail address"
    notify_check --critical=1 --from=$'a@azure-sim.test\r\nBcc: b@azure-sim.test'
    exits 3
    complains '--from'
    echo 'no base64' >"$key"
    notify --check "--resource=$MANY" --critical=1 "--state-key-file=$key" \
        --state=https://account.table.core.windows.net/alerts
    exits 3
    complains "$key"
    [[ $complaint != *'no base64'* ]]
    notify_check --critical=1 "--connection-string=endpoint=x;accesskey=$MAIL_KEY"
    exits 3
    [[ $complaint != *"$MAIL_KEY"* ]]
    asked 0 .
}

### Signing in to the mail service

@test "the connection string may stand in a file" {
    local file=$BATS_TEST_TMPDIR/connection

    without COMMUNICATION_SERVICES_CONNECTION_STRING
    printf 'AccessKey=%s;Endpoint=%s/;\n' "$MAIL_KEY" "$SIM_MAIL" >"$file"
    notify --test-mail "--connection-string-file=$file"
    exits 0
    mailed 1
}

@test "with --endpoint it signs in with Entra" {
    without COMMUNICATION_SERVICES_CONNECTION_STRING
    notify --test-mail "--endpoint=$SIM_MAIL"
    exits 0
    mailed 1
    asked 1 '^entra POST 200 '
}

@test "a sender that is not linked, a wrong key, suppressed recipients: in words" {
    notify --test-mail --from=someone@other.test
    exits 1
    complains 'DomainNotLinked'
    with "COMMUNICATION_SERVICES_CONNECTION_STRING=endpoint=$SIM_MAIL/;accesskey=AAAA$MAIL_KEY"
    notify --test-mail
    exits 1
    complains 'key'
    with "COMMUNICATION_SERVICES_CONNECTION_STRING=endpoint=$SIM_MAIL/;accesskey=$MAIL_KEY"
    sim_operation_fate next=1 Failed EmailDroppedAllRecipientsSuppressed
    notify --test-mail
    exits 1
    complains 'suppress'
    mailed 0
}

@test "no secret is in any output, in the state or in a command line" {
    notify_check --deployment=o1 --critical=4000 --verbose --verbose --verbose
    exits 0
    mailed 1
    ! grep -r -e "$MAIL_KEY" -e "$SECRET" -e 'eyJ' "$BATS_TEST_TMPDIR/stdout" \
        "$BATS_TEST_TMPDIR/stderr" "$BATS_TEST_TMPDIR/state"
    [ "$(stat -c %a "$STATE")" = 600 ]
    [ "$(stat -c %a "${STATE%/*}")" = 700 ]
}
