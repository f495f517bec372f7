# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# What the tests with the real Nagios share.

# A contact who is not notified.
NOBODY='define contact {
    contact_name ops
    host_notifications_enabled 0
    service_notifications_enabled 0
    host_notification_period always
    service_notification_period always
    host_notification_commands nothing
    service_notification_commands nothing
}'

setup() {
    fresh
    make_folders
}

# Makes the folders of Nagios.
make_folders() {
    HOME_DIR=$BATS_TEST_TMPDIR/nagios
    mkdir -p "$HOME_DIR"/{results,archive,rw,cache}
    chmod 700 "$HOME_DIR/cache"
}

teardown() {
    [ -z "${NAGIOS_PID-}" ] || kill "$NAGIOS_PID" 2>/dev/null || :
    [ -z "${NAGIOS_PID-}" ] || wait "$NAGIOS_PID" 2>/dev/null || :
}

# Writes the configuration: service NAME runs the check with ARGUMENTS, and
# Nagios gives a check TIMEOUT seconds. $MAIN stands in the main file too, and
# $OBJECTS defines the contact ops.
configure() { # TIMEOUT, then pairs of NAME ARGUMENTS
    local d=$HOME_DIR timeout=$1 user group
    shift
    user=$(id -un) group=$(id -gn)
    cat >"$d/nagios.cfg" <<CFG
log_file=$d/nagios.log
cfg_file=$d/objects.cfg
resource_file=$d/resource.cfg
object_cache_file=$d/objects.cache
precached_object_file=$d/objects.precache
status_file=$d/status.dat
state_retention_file=$d/retention.dat
command_file=$d/rw/nagios.cmd
query_socket=$d/rw/nagios.qh
lock_file=$d/nagios.lock
temp_file=$d/nagios.tmp
temp_path=$d
check_result_path=$d/results
log_archive_path=$d/archive
nagios_user=$user
nagios_group=$group
use_syslog=0
retain_state_information=0
check_for_updates=0
interval_length=1
status_update_interval=1
check_result_reaper_frequency=1
service_inter_check_delay_method=n
max_service_check_spread=1
service_check_timeout=$timeout
${MAIN-}
CFG
    : >"$d/resource.cfg"
    cat >"$d/objects.cfg" <<CFG
define timeperiod {
    timeperiod_name always
    alias always
    sunday 00:00-24:00
    monday 00:00-24:00
    tuesday 00:00-24:00
    wednesday 00:00-24:00
    thursday 00:00-24:00
    friday 00:00-24:00
    saturday 00:00-24:00
}
define command {
    command_name nothing
    command_line /bin/true
}
${OBJECTS:-$NOBODY}
define host {
    host_name azure
    address 127.0.0.1
    max_check_attempts 1
    check_period always
    contacts ops
    notification_period always
    notification_interval 0
}
define command {
    command_name check_aoai_tokens
    command_line $CHECK \$ARG1\$
}
CFG
    while [ $# -gt 0 ]; do
        cat >>"$d/objects.cfg" <<CFG
define service {
    host_name azure
    service_description $1
    check_command check_aoai_tokens!--arm-endpoint=$SIM_ARM --ca-file=$SIM_CA_FILE --cache-dir=$d/cache -r $MANY $2
    max_check_attempts 1
    check_interval 60
    retry_interval 60
    check_period always
    contacts ops
    notification_period always
    notification_interval 0
}
CFG
        shift 2
    done
    nagios4 -v "$d/nagios.cfg" >"$d/verify" || { cat "$d/verify"; return 1; }
}

# Starts Nagios and waits until each service has a result.
run_nagios() { # COUNT of services
    local until=$((SECONDS + 40))

    env -i "${ENVIRONMENT[@]}" nagios4 "$HOME_DIR/nagios.cfg" \
        >"$HOME_DIR/out" 2>&1 3>&- &
    NAGIOS_PID=$!
    until [ "$(grep -c 'has_been_checked=1' "$HOME_DIR/status.dat" \
        2>/dev/null)" -ge "$1" ] 2>/dev/null; do
        if ((SECONDS > until)) || ! kill -0 "$NAGIOS_PID"; then
            tail -n 5 "$HOME_DIR/out" "$HOME_DIR/nagios.log"
            return 1
        fi
        sleep 0.2
    done
}

# Prints FIELD of service NAME as Nagios holds it.
field() {
    awk -v name="$1" -v field="$2" '
        /^servicestatus/ {inside = 1; this = ""}
        inside && index($0, "\tservice_description=") == 1 {
            this = substr($0, 22)}
        inside && this == name && index($0, "\t" field "=") == 1 {
            print substr($0, length(field) + 3)}
        /^\t}/ {inside = 0}' "$HOME_DIR/status.dat"
}

holds() { # NAME FIELD VALUE
    local value
    value=$(field "$1" "$2")
    [ "$value" = "$3" ] && return 0
    printf '%s of %s: %s\ninstead of: %s\n' "$2" "$1" "$value" "$3"
    return 1
}
