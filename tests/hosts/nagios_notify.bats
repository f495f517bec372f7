#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The real Nagios notifies through notify_acs_email and the simulated Azure.

load ../notify
load nagios

setup() {
    fresh_notify
    make_folders
}

# Writes what defines the contact ops, whose notifications run COMMAND, and a
# configuration with the service tokens, which is critical.
notify_by() { # COMMAND
    local d=$BATS_TEST_TMPDIR/nagios

    printf 'endpoint=%s/;accesskey=%s\n' "$SIM_MAIL" "$MAIL_KEY" \
        >"$BATS_TEST_TMPDIR/connection"
    OBJECTS="define command {
    command_name by-mail
    command_line $NOTIFY --connection-string-file=$BATS_TEST_TMPDIR/connection --ca-file=$SIM_CA_FILE --from=$FROM $1 >>$d/said 2>&1
}
define contact {
    contact_name ops
    email $OPS
    host_notification_period always
    service_notification_period always
    host_notification_options d,u,r
    service_notification_options w,u,c,r
    host_notification_commands by-mail
    service_notification_commands by-mail
}"
    without COMMUNICATION_SERVICES_CONNECTION_STRING EMAIL_SENDER_ADDRESS \
        EMAIL_RECIPIENT_ADDRESS
    configure 60 tokens '-d o1 -w 1k -c 2k'
}

# Waits until COUNT mails have come.
await_mails() {
    local until=$((SECONDS + 20))

    until [ "$(sim_mail_count)" -ge "$1" ]; do
        if ((SECONDS > until)); then
            cat "$HOME_DIR/said" "$HOME_DIR/nagios.log"
            return 1
        fi
        sleep 0.2
    done
}

@test "Nagios notifies by options" {
    # shellcheck disable=SC2016
    notify_by '-r "$CONTACTEMAIL$" -t "$NOTIFICATIONTYPE$" -l "$HOSTNAME$" -4 "$HOSTADDRESS$" -e "$SERVICEDESC$" -s "$SERVICESTATE$" -d "$LONGDATETIME$" -o "$SERVICEOUTPUT$\n$LONGSERVICEOUTPUT$" -b "$NOTIFICATIONAUTHOR$" -c "$NOTIFICATIONCOMMENT$"'
    run_nagios 1
    await_mails 1
    mails_are "$FROM > $OPS | [PROBLEM] tokens on azure is CRITICAL!"
    [[ $(sim_mail 1 plain) == *"AOAI TOKENS CRITICAL - o1 5000 tokens in $MONTH (critical 2k)"* ]]
    [[ $(sim_mail 1 plain) == *$'\n'*'[CRITICAL] o1: 5000 tokens (critical 2k)'* ]]
    [[ $(sim_mail 1 plain) == *127.0.0.1* ]]
    # It is said a moment after the mail has come.
    for _ in {1..50}; do
        ! grep -q '^sent: ' "$HOME_DIR/said" || break
        sleep 0.1
    done
    grep -q '^sent: ' "$HOME_DIR/said"
}

@test "Nagios notifies by the macros in the environment" {
    MAIN='enable_environment_macros=1' notify_by ''
    run_nagios 1
    await_mails 1
    mails_are "$FROM > $OPS | [PROBLEM] tokens on azure is CRITICAL!"
    [[ $(sim_mail 1 plain) == *"AOAI TOKENS CRITICAL - o1 5000 tokens in $MONTH (critical 2k)"* ]]
    [[ $(sim_mail 1 plain) == *$'\n'*'[CRITICAL] o1: 5000 tokens (critical 2k)'* ]]
}
