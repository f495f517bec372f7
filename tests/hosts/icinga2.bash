# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# What the tests with the real Icinga 2 share.

setup() {
    fresh
    make_folders
}

# Makes the folders of Icinga.
make_folders() {
    B=$BATS_TEST_TMPDIR/icinga
    mkdir -p "$B"/{conf,lib,log,cache,spool,run,aoai}
    chmod 700 "$B/aoai"
}

teardown() {
    [ -z "${ICINGA_PID-}" ] || kill "$ICINGA_PID" 2>/dev/null || :
    [ -z "${ICINGA_PID-}" ] || wait "$ICINGA_PID" 2>/dev/null || :
}

# Fills ICINGA: the command with our folders.
make_command() {
    local user group
    user=$(id -un) group=$(id -gn)
    ICINGA=(env -i "${ENVIRONMENT[@]}" "ICINGA2_USER=$user"
        "ICINGA2_GROUP=$group" icinga2 daemon -c "$B/conf/icinga2.conf"
        -D "ConfigDir=$B/conf" -D "DataDir=$B/lib" -D "LogDir=$B/log"
        -D "CacheDir=$B/cache" -D "SpoolDir=$B/spool" -D "InitRunDir=$B/run"
        -D "PidPath=$B/run/icinga2.pid" -D "VarsPath=$B/cache/vars"
        -D "StatePath=$B/lib/state" -D "ObjectsPath=$B/cache/objects")
}

# Writes the configuration: service NAME runs the check with the Icinga
# dictionary VARS. $HOST stands in the host's object, $OBJECTS beside it.
configure() { # pairs of NAME VARS
    cat >"$B/conf/icinga2.conf" <<CONF
const NodeName = "test"
const ZoneName = "test"
const PluginDir = "/"
include <itl>
object Endpoint "test" { }
object Zone "test" { endpoints = [ "test" ] }
object CheckerComponent "checker" { }
object FileLogger "main" { severity = "information"; path = "$B/log/icinga2.log" }
object PerfdataWriter "perfdata" {
  host_perfdata_path = "$B/spool/host"
  host_temp_path = "$B/spool/host.tmp"
  service_perfdata_path = "$B/spool/service"
  service_temp_path = "$B/spool/service.tmp"
  service_format_template = "\$service.name\$\t\$service.state_id\$\t\$service.perfdata\$\t\$service.output\$"
  rotation_interval = 1s
}
object CheckCommand "aoai_tokens" {
  command = [ "$CHECK" ]
  arguments = {
    "--arm-endpoint" = "$SIM_ARM"
    "--ca-file" = "$SIM_CA_FILE"
    "--cache-dir" = "$B/aoai"
    "--resource" = "$MANY"
    "--deployment" = { value = "\$aoai_deployment\$"; repeat_key = true }
    "--warning" = "\$aoai_warning\$"
    "--critical" = "\$aoai_critical\$"
    "--timeout" = "\$aoai_timeout\$"
  }
}
object Host "azure" { check_command = "dummy"; ${HOST-} }
${OBJECTS-}
template Service "aoai" {
  host_name = "azure"
  check_command = "aoai_tokens"
  check_interval = 2s
  max_check_attempts = 1
}
CONF
    while [ $# -gt 0 ]; do
        printf 'object Service "%s" { import "aoai"; %s }\n' "$1" "$2" \
            >>"$B/conf/icinga2.conf"
        shift 2
    done
    make_command
    "${ICINGA[@]}" -C >"$B/verify" 2>&1 || { cat "$B/verify"; return 1; }
}

# Starts Icinga and waits until each of COUNT services has a result.
run_icinga() {
    local until=$((SECONDS + 40))

    "${ICINGA[@]}" >"$B/out" 2>&1 3>&- &
    ICINGA_PID=$!
    until [ "$(results | cut -f1 | sort -u | wc -l)" -ge "$1" ]; do
        if ((SECONDS > until)) || ! kill -0 "$ICINGA_PID"; then
            tail -n 5 "$B/out" "$B/log/icinga2.log"
            return 1
        fi
        sleep 0.2
    done
}

# All results so far: name, state, perfdata and first line between tabs.
results() {
    cat "$B"/spool/service* 2>/dev/null | grep -a '	'
}

holds() { # NAME EXPECTED-REST-OF-THE-LINE (a pattern)
    local line
    line=$(results | grep -a "^$1	" | head -n 1)
    # shellcheck disable=SC2053
    [[ ${line#*	} == $2 ]] && return 0
    printf 'result of %s: %s\ninstead of: %s\n' "$1" "${line#*	}" "$2"
    return 1
}
