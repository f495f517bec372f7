#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The real Icinga 2 notifies through notify_acs_email and the simulated Azure.

load ../notify
load icinga2

setup() {
    fresh_notify
    make_folders
}

# Writes a configuration with the service tokens, which is critical, the host
# gone, which is down (a service of it would not be notified of), and a user
# who is notified with the further words $1, beside the objects $2.
notify_icinga() {
    printf 'endpoint=%s/;accesskey=%s\n' "$SIM_MAIL" "$MAIL_KEY" \
        >"$BATS_TEST_TMPDIR/connection"
    without COMMUNICATION_SERVICES_CONNECTION_STRING EMAIL_SENDER_ADDRESS \
        EMAIL_RECIPIENT_ADDRESS
    OBJECTS=$(
        cat <<CONF
object NotificationComponent "notification" { }
object Host "gone" {
  check_command = "dummy"
  vars.dummy_state = 2
  vars.dummy_text = "unreachable"
  check_interval = 1s
  max_check_attempts = 1
}
object User "ops" { email = "$OPS" }
template NotificationCommand "acs" {
  command = [ "$NOTIFY", "--connection-string-file=$BATS_TEST_TMPDIR/connection",
    "--ca-file=$SIM_CA_FILE" ${1-} ]
  arguments = {
    "-4" = "\$address\$"
    "-b" = "\$notification.author\$"
    "-c" = "\$notification.comment\$"
    "-d" = "\$icinga.long_date_time\$"
    "-f" = "$FROM"
    "-i" = "\$notification_icingaweb2url\$"
    "-l" = "\$host.name\$"
    "-n" = "\$host.display_name\$"
    "-r" = "\$user.email\$"
    "-t" = "\$notification.type\$"
    "-v" = "\$notification_sendtosyslog\$"
  }
  vars.notification_icingaweb2url = "https://icinga.azure-sim.test/icingaweb2"
  vars.notification_sendtosyslog = false
}
object NotificationCommand "acs-service" {
  import "acs"
  arguments += {
    "-e" = "\$service.name\$"
    "-o" = "\$service.output\$"
    "-s" = "\$service.state\$"
    "-u" = "\$service.display_name\$"
  }
}
object NotificationCommand "acs-host" {
  import "acs"
  arguments += {
    "-o" = "\$host.output\$"
    "-s" = "\$host.state\$"
  }
}
apply Notification "mail" to Service {
  command = "acs-service"
  users = [ "ops" ]
  interval = 0
  assign where true
}
${2-}
apply Notification "mail-host" to Host {
  command = "acs-host"
  users = [ "ops" ]
  interval = 0
  assign where true
}
CONF
    )
    HOST='address = "127.0.0.1"' \
        configure tokens 'vars.aoai_deployment = "o1"; vars.aoai_critical = "2k"; max_check_attempts = 1; display_name = "tokens of o1"'
}

# Waits until a mail with each subject has come.
await_subjects() {
    local until=$((SECONDS + 40)) subject

    for subject in "$@"; do
        until sim_mails | grep -Fq -- "| $subject"; do
            if ((SECONDS > until)); then
                printf 'no mail: %s\n' "$subject"
                sim_mails
                tail -n 30 "$B/log/icinga2.log"
                return 1
            fi
            sleep 0.2
        done
    done
}

SERVICE='[PROBLEM] tokens of o1 on azure is CRITICAL!'
HOST_DOWN='[PROBLEM] Host gone is DOWN!'

@test "Icinga notifies of services and hosts as with its own scripts" {
    notify_icinga
    run_icinga 1
    await_subjects "$SERVICE" "$HOST_DOWN"
    sim_ask GET /mails | python3 -c 'import json, sys
mails = {mail["subject"]: mail for mail in json.load(sys.stdin)}
service = mails[sys.argv[1]]["plain"]
assert "AOAI TOKENS CRITICAL - o1 5000 tokens in" in service, service
assert "[CRITICAL] o1: 5000 tokens (critical 2k)" in service, service
assert "127.0.0.1" in service, service
assert "https://icinga.azure-sim.test/icingaweb2/" in service, service
assert "unreachable" in mails[sys.argv[2]]["plain"]' "$SERVICE" "$HOST_DOWN"
}

@test "--once=month lets one through, however often Icinga notifies" {
    notify_icinga ", \"--once=month\", \"--state=sqlite:$STATE\"" \
        'apply Notification "again" to Service {
  command = "acs-service"
  users = [ "ops" ]
  interval = 0
  assign where true
}'
    run_icinga 1
    await_subjects "$SERVICE" "$HOST_DOWN"
    for _ in {1..100}; do
        [ "$(grep -c 'Sending .*azure!tokens!' "$B/log/icinga2.log")" -lt 2 ] ||
            break
        sleep 0.2
    done
    [ "$(grep -c 'Sending .*azure!tokens!' "$B/log/icinga2.log")" -eq 2 ]
    sleep 2
    [ "$(sim_mails | grep -Fc "| $SERVICE")" -eq 1 ]
    [ "$(sim_mails | grep -Fc "| $HOST_DOWN")" -eq 1 ]
}
