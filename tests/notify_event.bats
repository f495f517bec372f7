#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# notify_acs_email as the notification command of Nagios and Icinga.

load notify

# The words that Icinga gives its script for services.
SERVICE=(-d '2024-10-31 12:09:00 +0000' -e tokens -l db1 -n 'Database 1'
    -o 'AOAI TOKENS CRITICAL - o1 5000 tokens' -s CRITICAL -t PROBLEM
    -u 'Tokens of o1')

@test "a service's notification is mailed with all its facts" {
    notify "${SERVICE[@]}" -r "$OPS" -f "$FROM" -4 192.0.2.1 -6 2001:db8::1 \
        -X 'host note' -x 'service note' -b someone -c 'a comment' \
        -i https://icinga.azure-sim.test/icingaweb2 -v false
    exits 0
    mails_are "$FROM > $OPS | [PROBLEM] Tokens of o1 on Database 1 is CRITICAL!"
    for fact in 'AOAI TOKENS CRITICAL - o1 5000 tokens' '2024-10-31 12:09:00' \
        192.0.2.1 2001:db8::1 'host note' 'service note' someone 'a comment' \
        'https://icinga.azure-sim.test/icingaweb2'; do
        [[ $(sim_mail 1 plain) == *"$fact"* ]]
    done
}

@test "a host's notification is one without a service" {
    notify -d now -l db1 -n 'Database 1' -o 'CRITICAL - unreachable' -s DOWN \
        -t PROBLEM -r "$OPS"
    exits 0
    mails_are "$FROM > $OPS | [PROBLEM] Host Database 1 is DOWN!"
}

@test "every notification is mailed, for the host decides" {
    notify "${SERVICE[@]}"
    notify "${SERVICE[@]}"
    mailed 2
    [ ! -e "$STATE" ]
}

@test "--once=month is once for each host, service, state and recipient" {
    once=(--once=month "--state=sqlite:$STATE")
    notify "${SERVICE[@]}" "${once[@]}"
    exits 0
    notify "${SERVICE[@]}" "${once[@]}"
    exits 0
    says 'not due: ' 'repeat: '
    mailed 1
    notify "${SERVICE[@]}" "${once[@]}" -s WARNING
    mailed 2
    notify "${SERVICE[@]}" "${once[@]}" -e other
    mailed 3
    notify "${SERVICE[@]}" "${once[@]}" -l db2
    mailed 4
    notify "${SERVICE[@]}" "${once[@]}" -r other@azure-sim.test
    mailed 5
    notify -l db1 -o down -s DOWN -t PROBLEM "${once[@]}"
    notify -l db1 -o down -s DOWN -t PROBLEM "${once[@]}"
    mailed 6
    notify "${SERVICE[@]}" "${once[@]}"
    mailed 6
}

@test "--once=month begins anew with the month" {
    arrange "s['now'] = '2024-10-31T23:00:00Z'"
    notify_clock '2024-10-31 23:59:00'
    notify "${SERVICE[@]}" --once=month "--state=sqlite:$STATE"
    notify "${SERVICE[@]}" --once=month "--state=sqlite:$STATE"
    mailed 1
    notify_clock '2024-11-01 00:00:10'
    notify "${SERVICE[@]}" --once=month "--state=sqlite:$STATE"
    exits 0
    mailed 2
}

@test "ten at once with --once=month send one mail" {
    notify_at_once 10 "${SERVICE[@]}" --once=month "--state=sqlite:$STATE"
    mailed 1
}

@test "facts come from Nagios' environment where options leave them out" {
    with NAGIOS_NOTIFICATIONTYPE=PROBLEM NAGIOS_HOSTNAME=db1 \
        NAGIOS_SERVICEDESC=tokens NAGIOS_SERVICESTATE=WARNING \
        'NAGIOS_SERVICEOUTPUT=AOAI TOKENS WARNING - o1' \
        'NAGIOS_LONGSERVICEOUTPUT=[WARNING] o1\n[OK] o2\n' \
        NAGIOS_CONTACTEMAIL=contact@azure-sim.test NAGIOS_HOSTADDRESS=
    notify
    exits 0
    mails_are "$FROM > contact@azure-sim.test | [PROBLEM] tokens on db1 is WARNING!"
    [[ $(sim_mail 1 plain) == *$'\n'*'[WARNING] o1'$'\n'*'[OK] o2'* ]]
    notify -s CRITICAL
    [[ $(sim_mail 2 subject) == '[PROBLEM] tokens on db1 is CRITICAL!' ]]
}

@test "what is missing is told" {
    notify
    exits 3
    complains host
    asked 0 .
}

@test "hostile facts change neither headers nor markup nor keys" {
    local evil=$'x\r\nBcc: evil@azure-sim.test\n\n<script>alert(1)</script>\x01\x7f\xff\xc3(\x1b[31m\xe2\x80\xae"\''

    notify -d "$evil" -e "$evil" -l "$evil" -n "$evil" -o "$evil" -s CRITICAL \
        -t PROBLEM -u "$evil" -b "$evil" -c "$evil" -X "$evil" -x "$evil" \
        -4 "$evil" -i "javascript:alert(1)" --once=month \
        "--state=sqlite:$STATE"
    exits 0
    mailed 1
    [ "$(sim_mail 1 to)" = "$OPS" ]
    [ -z "$(sim_mail 1 bcc)" ]
    sim_ask GET /mails | python3 -c 'import json, re, sys
mail = json.load(sys.stdin)[0]
assert not re.search(r"[\x00-\x1f\x7f\u202a-\u202e\ufffe]", mail["subject"]), mail
assert len(mail["subject"].encode()) <= 200
assert "<script" not in mail["html"] and "javascript:" not in mail["html"]
assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", mail["html"] + mail["plain"])'
    notify -d "$evil" -e "$evil" -l "$evil" -n "$evil" -o "$evil" -s CRITICAL \
        -t PROBLEM -u "$evil" -b "$evil" -c "$evil" -X "$evil" -x "$evil" \
        -4 "$evil" -i "javascript:alert(1)" --once=month \
        "--state=sqlite:$STATE"
    mailed 1
}

@test "a service that hangs is given up before Nagios ends the command" {
    sim_fault mail . 0 '{"kind":"hang"}'
    notify "${SERVICE[@]}" --timeout=2
    exits 1
    took_between 0 2900
}

@test "a dead network is told in one sentence" {
    offline notify "${SERVICE[@]}" --timeout=3
    exits 1
    [ "$(wc -l <"$BATS_TEST_TMPDIR/stderr")" -eq 1 ]
    complains localhost
}
