#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# check_aoai_tokens: its options, INI files and its manners as a process.

load sim

setup() {
    fresh
    sim_scenario "$SCENARIOS/many.json"
    INI=$BATS_TEST_TMPDIR/options.ini
}

# The last run was refused: each of the texts is in the first line, and nobody
# was asked.
refused() {
    exits 3
    first_has 'AOAI TOKENS UNKNOWN - ' "$@"
    asked 0 .
}

# Writes the lines given to the INI file.
ini() {
    printf '%s\n' "$@" >"$INI"
}

# The last run used the INI file with this section: o1 alone, critical at 1.
used_ini() {
    exits 2
    first_has 'o1 5000 tokens' '| o1=5000;;1;0'
    [[ $first != *'4o'* ]]
}

### Help and version

@test "--help and -h explain every option in 79 columns and end with 3" {
    local word

    bare --help
    exits 3
    cp "$BATS_TEST_TMPDIR/stdout" "$BATS_TEST_TMPDIR/help"
    [ "$(wc -L <"$BATS_TEST_TMPDIR/help")" -le 79 ]
    [ "$(sed '/^What to read:/,$d' "$BATS_TEST_TMPDIR/help" | wc -l)" -le 23 ]
    [[ $first == 'Usage: check_aoai_tokens '* ]]
    for word in --resource=ID --deployment=GLOB --exclude=GLOB --metric=NAME \
        --metric-family --metric-namespace --dimension --month --timezone \
        --cloud --tenant-id --client-id --client-secret-file --credential \
        --token-file --managed-identity-id --authority-host --arm-endpoint \
        --ca-file --ca-path --proxy --timeout=SECONDS --cache-dir --max-age \
        --warning --critical --budget --format --require --max-output \
        --verbose --version --help --extra-opts; do
        says "$word"
    done
    hides --client-secret= --insecure
    bare -h -r "$MANY" --bogus
    exits 3
    cmp "$BATS_TEST_TMPDIR/stdout" "$BATS_TEST_TMPDIR/help"
    asked 0 .
}

@test "--version and -V name program, version and package and end with 3" {
    bare --version
    exits 3
    [[ $output =~ ^check_aoai_tokens\ v[0-9]+\.[0-9]+\.[0-9]+[^\ ]*\ \(aoai-tokens\)$ ]]
    bare -V
    exits 3
    [[ $output == 'check_aoai_tokens v'* ]]
}

### Mistakes

@test "an unknown option is named, its value is not" {
    check -r "$MANY" --bogus
    refused --bogus --help
    check -r "$MANY" --bogus=hush
    refused --bogus
    hides hush
    check -r "$MANY" -Z
    refused -Z
    check -r "$MANY" -vZv
    refused -Z
    check -r "$MANY" '-?'
    refused '-?'
}

@test "an abbreviation must be clear" {
    check -r "$MANY" -d o1 --warn=1
    exits 1
    sim_forget_requests
    check -r "$MANY" --re
    refused --re
    check -r "$MANY" --metric-=x
    refused --metric-
}

@test "a missing value and a value too many are told" {
    check -r "$MANY" -w
    refused -w 'needs a value' RANGE
    check -r "$MANY" --warning
    refused --warning 'needs a value' RANGE
    check -r "$MANY" --require=hush
    refused --require 'takes no value'
    hides hush
    check -r "$MANY" --help=hush
    refused --help 'takes no value'
    hides hush
}

@test "a word that belongs to no option is told" {
    check -r "$MANY" words
    refused "'words'"
    check words -r "$MANY"
    refused "'words'"
    check -r "$MANY" -- -v
    refused "'-v'"
    check -r "$MANY" ''
    refused "''"
}

@test "a word behind an unknown option may be its secret and is not shown" {
    check -r "$MANY" --client-secre hush-hush
    refused --client-secre
    says 'a word left over'
    hides hush
}

@test "an empty value is refused with the option's name" {
    local option

    for option in resource deployment exclude metric metric-namespace \
        dimension month timezone warning critical budget cloud tenant-id \
        client-id client-secret-file managed-identity-id token-file credential \
        authority-host arm-endpoint ca-file ca-path proxy timeout cache-dir \
        max-age format max-output metric-family; do
        bare -r "$MANY" "--$option="
        refused "--$option"
    done
}

@test "all mistakes are told in one go" {
    check -r "$MANY" -r /subscriptions/x --bogus -t 0 -w x -w 5=y -c 1:2:3 -b 0 \
        --month=soon --timezone=Mars/Phobos --format=xml --cloud=moon words \
        --arm-endpoint=ftp://x --max-age=-1 --client-secret=hush
    refused '(and 14 more mistakes)'
    says --resource --bogus --timeout --warning "'5=y'" --critical --budget \
        --month --timezone --format --cloud 'a word left over' --arm-endpoint --max-age \
        --client-secret
    hides hush
    [ "$(wc -l <"$BATS_TEST_TMPDIR/stdout")" -eq 16 ]
    python_asserts "assert len(line.encode()) <= 200 and '|' not in out"
}

@test "a typing error in the resource id is told with what belongs there" {
    check -r "${MANY/subscriptions/subscription}"
    refused --resource
    says "'subscription' stands where 'subscriptions' belongs"
    check -r "${MANY/resourceGroups/resourceGroup}"
    refused --resource
    says "'resourceGroup' stands where 'resourceGroups' belongs"
    check -r "${MANY%/*}"
    refused --resource
    says 'the name of the resource is missing at the end'
    check -r "https://management.azure.com$MANY"
    refused --resource
    says 'it is a URL; give the id alone'
    check -r "$MANY/../other"
    refused --resource
    says 'are no names'
    check -r "${MANY/rg-many/}"
    refused --resource
    says 'a part between two slashes is empty'
    check -r "$MANY?x=1"
    refused --resource
    check -r "$MANY"$'\n'
    refused --resource
    check -r "$MANY%2e"
    refused --resource
    with "AOAI_RESOURCE_URI=nonsense"
    check
    refused AOAI_RESOURCE_URI nonsense
}

@test "no resource at all is told with what to do" {
    check
    refused 'no resource' --resource AOAI_RESOURCE_URI
    with AOAI_RESOURCE_URI=
    check -w 5
    refused 'no resource'
}

@test "numbers out of their limits are refused" {
    local words

    for words in -t:0 -t:-1 -t:abc -t:5s -t:86401 -t:5:maybe -t:5: \
        -t::CRITICAL -t:5:4 -t:+5 -t:5.5 --max-age:-1 --max-age:1e3 \
        --max-age:99999999999999999999 --max-output:255 \
        --max-output:1048577 --max-output:4k; do
        check -r "$MANY" "${words%%:*}" "${words#*:}"
        words=${words/#-t/--timeout}
        refused "${words%%:*}: '" "${words##*:}'"
    done
    check -r "$MANY" -d o1 -t 5:0 --max-output 1048576 --max-age 86400
    exits 0
}

@test "hostile arguments are cleaned in what is said about them" {
    check -r "$MANY" -w $'5|x=1\n\e[31m\x80' --month=$'|\t'
    refused --month
    says --warning
    python_asserts "
assert '|' not in out and out.count('\n') == 3
assert not re.search(r'[\x00-\x09\x0b-\x1f\x7f]', out)"
    check -r "$MANY" --month="$(printf 'x%.0s' {1..100000})"
    refused --month
    [ "${#output}" -le 4096 ]
    [ "${#first}" -le 200 ]
}

@test "bad arguments with --format=json give the JSON object" {
    check -r "$MANY" --bogus --format=json -w x
    exits 3
    json=1 python_asserts "
assert list(answer) == ['state', 'month', 'timezone', 'start', 'end', 'deployments', 'errors']
assert answer['state'] == 'UNKNOWN' and answer['deployments'] == []
assert [answer[k] for k in ('month', 'timezone', 'start', 'end')] == [None] * 4
assert [e['resource'] for e in answer['errors']] == [None, None]
assert '--bogus' in answer['errors'][0]['message']
assert '--warning' in answer['errors'][1]['message']"
    check --format=json
    exits 3
    json=1 python_asserts "assert 'no resource' in answer['errors'][0]['message']"
    ini '[check_aoai_tokens]' 'format = json' 'warning = "|'
    bare -r "$MANY" --extra-opts=@"$INI"
    exits 3
    json=1 python_asserts "assert answer['state'] == 'UNKNOWN'"
    asked 0 .
}

### INI files

@test "--extra-opts=@FILE reads the program's section" {
    ini '# a comment' '; another' '[other]' 'bogus = 1' '[check_aoai_tokens]' \
        'deployment = o1' '  critical=1  ' '' "resource = $MANY"
    check --extra-opts=@"$INI"
    used_ini
}

@test "--extra-opts=SECTION@FILE reads that section, and several add up" {
    ini '[one]' "resource = $MANY" '[two words]' 'deployment = o1' \
        '[check_aoai_tokens]' 'bogus = 1' '[three]' 'critical = 1'
    check --extra-opts=one@"$INI" --extra-opts='two words@'"$INI" \
        --extra-opts=three@"$INI"
    used_ini
}

@test "--extra-opts=@- reads standard input" {
    ini '[check_aoai_tokens]' "resource = $MANY" 'deployment = o1' 'critical = 1'
    STDIN=$INI check --extra-opts=@-
    used_ini
}

@test "--extra-opts alone finds the file that MP_CONFIG_FILE names" {
    ini '[check_aoai_tokens]' "resource = $MANY" 'deployment = o1' 'critical = 1' \
        '[mine]' "resource = $MANY" 'deployment = gpt-4o'
    with "MP_CONFIG_FILE=$INI" NAGIOS_CONFIG_PATH=/nonexistent
    check --extra-opts
    used_ini
    check --extra-opts=mine
    exits 0
    first_has 'gpt-4o=3000;;;0'
}

@test "--extra-opts alone looks through NAGIOS_CONFIG_PATH" {
    local name

    mkdir "$BATS_TEST_TMPDIR/etc"
    with "NAGIOS_CONFIG_PATH=/nonexistent::$BATS_TEST_TMPDIR/etc:/etc"
    ini '[check_aoai_tokens]' "resource = $MANY" 'deployment = o1' 'critical = 1'
    for name in nagios-plugins.ini plugins.ini monitoring-plugins.ini; do
        cp "$INI" "$BATS_TEST_TMPDIR/etc/$name"
        check --extra-opts
        used_ini
        echo '[check_aoai_tokens]' >"$BATS_TEST_TMPDIR/etc/$name"
    done
    # the first name is found first, and it is empty now
    check --extra-opts
    exits 3
    first_has "$BATS_TEST_TMPDIR/etc/monitoring-plugins.ini"
}

@test "an unknown key, section or file is named" {
    ini '[check_aoai_tokens]' 'resource = /subscriptions/x' 'bogus-key = hush' \
        'warning = x'
    check -r "$MANY" --extra-opts=@"$INI"
    refused "$INI [check_aoai_tokens]" "'bogus-key'"
    says warning
    hides hush
    check -r "$MANY" --extra-opts=nowhere@"$INI"
    refused "$INI [nowhere]" 'no such section'
    check -r "$MANY" --extra-opts=@/nonexistent/file.ini
    refused --extra-opts /nonexistent/file.ini
    check -r "$MANY" --extra-opts=@"$BATS_TEST_TMPDIR"
    refused --extra-opts "$BATS_TEST_TMPDIR"
    with MP_CONFIG_FILE=/nonexistent/mp.ini
    check -r "$MANY" --extra-opts
    refused /nonexistent/mp.ini
}

@test "a line that is none is told with its number" {
    ini '[check_aoai_tokens]' 'warning = 5' '[broken' 'critical = 5'
    check -r "$MANY" --extra-opts=@"$INI"
    refused "$INI" 'line 3'
}

@test "the command line wins over the INI file" {
    ini '[check_aoai_tokens]' 'metric = prompt' 'timezone = Mars/Phobos' \
        'month = previous' 'verbose = 3'
    check --extra-opts=@"$INI" -r "$MANY" -d o1 -m total --timezone=UTC \
        --month=current
    exits 0
    first_has 'o1=5000;;;0'
    says 'reads left'
    asked 1 'metricnames=TokenTransaction'
}

@test "the command line's rows come before the INI file's" {
    ini '[check_aoai_tokens]' 'critical = o1=1' 'critical = 4000' \
        "resource = $FOUNDRY" 'deployment = gpt-4.1'
    check --extra-opts=@"$INI" -r "$MANY" -c 'o1=5000' -d o1
    exits 2
    first_has 'aoai-many_gpt-4_1=7000;;4000;0 aoai-many_o1=5000;;5000;0'
}

@test "flags, long lines and line ends of Windows are understood" {
    {
        printf '[check_aoai_tokens]\r\nrequire\r\nverbose = 2\r\n'
        printf 'deployment = %s\r\n' "$(printf 'x%.0s' {1..3000})*"
        printf 'exclude = o2\r\n'
    } >"$INI"
    check -r "$MANY" --extra-opts=@"$INI"
    exits 3
    first_has 'no deployment fits' --require
    says 'reads left'
    ini '[check_aoai_tokens]' 'require = no' 'deployment = x*'
    check -r "$MANY" --extra-opts=@"$INI"
    exits 0
    ini '[check_aoai_tokens]' 'require = perhaps'
    check -r "$MANY" --extra-opts=@"$INI"
    exits 3
    first_has require perhaps
}

@test "an INI file that is a program is refused" {
    head -c 100000 "$CHECK" >"$INI"
    check -r "$MANY" --extra-opts=@"$INI"
    refused "$INI [check_aoai_tokens]"
    printf '[check_aoai_tokens]\0\nwarning = 5\n' >"$INI"
    check -r "$MANY" --extra-opts=@"$INI"
    exits 3
    asked 0 .
}

@test "an INI file that never ends or never begins is given up" {
    check -r "$MANY" --extra-opts=@/dev/zero -t 5
    refused /dev/zero
    took_between 0 3000
    mkfifo "$BATS_TEST_TMPDIR/fifo"
    check -r "$MANY" --extra-opts=@"$BATS_TEST_TMPDIR/fifo" -t 1
    exits 3
    took_between 0 3000
}

@test "a secret's file that is a FIFO does not hold the check up" {
    needs_speed
    mkfifo "$BATS_TEST_TMPDIR/fifo"
    check -r "$MANY" --client-secret-file="$BATS_TEST_TMPDIR/fifo" -t 1:CRITICAL
    [ "$status" -ge 2 ]
    took_between 0 2500
    check -r "$MANY" --token-file="$BATS_TEST_TMPDIR/fifo" -t 1
    exits 3
    took_between 0 2500
    check -r "$MANY" --ca-file="$BATS_TEST_TMPDIR/fifo" -t 1 --max-age=0
    exits 3
    took_between 0 2500
}

### Manners

# Runs the check with redirections ($1, shell text) and leaves $status.
redirected() {
    local redirections=$1

    shift
    status=0
    # shellcheck disable=SC2086
    eval 'env -i "${ENVIRONMENT[@]}" ${WRAP-} "$CHECK" "${REACH[@]}" "$@" 3>&-' \
        "$redirections" || status=$?
    : >"$BATS_TEST_TMPDIR/stderr"
}

# Starts the check in the background, its output in $OUT and its id in $PID, and
# waits until it hangs in the middle of a request.
hanging() {
    sim_fault arm metrics 0 '{"kind":"hang"}'
    OUT=$BATS_TEST_TMPDIR/stdout
    env -i "${ENVIRONMENT[@]}" "$CHECK" "${REACH[@]}" -r "$MANY" -t 60 "$@" \
        >"$OUT" 2>&1 3>&- &
    PID=$!
    sim_await '^arm GET 0 '
}

@test "an answer that can not be written is UNKNOWN" {
    redirected '>/dev/full 2>"$BATS_TEST_TMPDIR/stderr"' -r "$MANY"
    [ "$status" -eq 3 ]
    redirected '>&- 2>"$BATS_TEST_TMPDIR/stderr"' -r "$MANY" -c 1
    [ "$status" -eq 3 ]
    redirected '>/dev/full' -r "$MANY" --format=json
    [ "$status" -eq 3 ]
    redirected '>/dev/full' --bogus
    [ "$status" -eq 3 ]
    redirected '>/dev/full' --help
    [ "$status" -eq 3 ]
}

@test "a reader that went away is UNKNOWN, no signal" {
    mkfifo "$BATS_TEST_TMPDIR/pipe"
    exec {reader}<>"$BATS_TEST_TMPDIR/pipe"
    exec {writer}>"$BATS_TEST_TMPDIR/pipe"
    exec {reader}>&-
    redirected ">&$writer 2>/dev/null" -r "$MANY"
    exec {writer}>&-
    [ "$status" -eq 3 ]
}

@test "a reader that does not read can not hold the check beyond its time" {
    needs_speed
    cat >"$BATS_TEST_TMPDIR/full" <<'PYTHON'
import fcntl, os, subprocess, sys, time
reader, writer = os.pipe()
fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, 4096)
os.write(writer, b"x" * 4096)
began = time.monotonic()
run = subprocess.run(sys.argv[1:], stdout=writer, stderr=subprocess.PIPE,
                     stdin=subprocess.DEVNULL, timeout=60)
assert run.returncode == 2 and run.stderr == b"", run
assert 0.7 <= time.monotonic() - began <= 20, began
assert os.read(reader, 9999) == b"x" * 4096
PYTHON
    # shellcheck disable=SC2086
    env -i "${ENVIRONMENT[@]}" python3 "$BATS_TEST_TMPDIR/full" ${WRAP-} "$CHECK" \
        "${REACH[@]}" -r "$MANY" -t 1:CRITICAL
    asked 1 '^arm GET 200 '
}

@test "closed standard input and error change nothing" {
    WRAP='' redirected '<&- 2>&- >"$BATS_TEST_TMPDIR/stdout"' -r "$MANY" -d o1 -c 1
    [ "$status" -eq 2 ]
    grep -q '^AOAI TOKENS CRITICAL - o1 5000 tokens' "$BATS_TEST_TMPDIR/stdout"
    WRAP='' redirected '<&- 2>&- >&-' -r "$MANY" -d o1 -c 1 --max-age=0
    [ "$status" -eq 3 ]
}

@test "a signal to stop is answered by a line and 3" {
    local name

    for name in TERM HUP INT QUIT USR1 TRAP VTALRM PROF; do
        fresh
        hanging
        kill "-$name" "$PID"
        status=0
        wait "$PID" || status=$?
        [ "$status" -eq 3 ]
        [[ $(<"$OUT") == "AOAI TOKENS UNKNOWN - stopped by signal "[0-9]* ]]
        [ "$(wc -l <"$OUT")" -eq 1 ]
    done
    fresh
    hanging --format=json
    kill -TERM "$PID"
    status=0
    wait "$PID" || status=$?
    [ "$status" -eq 3 ]
    : >"$BATS_TEST_TMPDIR/stderr"
    json=1 python_asserts "
assert answer['state'] == 'UNKNOWN' and 'signal 15' in answer['errors'][0]['message']"
}

@test "a parent that blocks or ignores signals changes nothing" {
    needs_speed
    cat >"$BATS_TEST_TMPDIR/parent" <<'PYTHON'
import os, signal, sys
every = set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}
for one in (signal.SIGALRM, signal.SIGTERM, signal.SIGCHLD, signal.SIGHUP):
    signal.signal(one, signal.SIG_IGN)
signal.pthread_sigmask(signal.SIG_BLOCK, every)
os.execvp(sys.argv[1], sys.argv[1:])
PYTHON
    WRAP="python3 $BATS_TEST_TMPDIR/parent ${WRAP-}" check -r "$MANY" -d o1
    exits 0
    sim_fault arm metrics 0 '{"kind":"hang"}'
    WRAP="python3 $BATS_TEST_TMPDIR/parent ${WRAP-}" \
        check -r "$MANY" -d o1 -t 1:CRITICAL --max-age=0
    exits 2
    took_between 700 2500
    OUT=$BATS_TEST_TMPDIR/out
    sim_forget_requests
    env -i "${ENVIRONMENT[@]}" python3 "$BATS_TEST_TMPDIR/parent" "$CHECK" \
        "${REACH[@]}" -r "$MANY" -t 60 --max-age=0 >"$OUT" 2>&1 3>&- &
    PID=$!
    sim_await '^arm GET 0 '
    kill -TERM "$PID"
    status=0
    wait "$PID" || status=$?
    [ "$status" -eq 3 ]
    [[ $(<"$OUT") == 'AOAI TOKENS UNKNOWN - stopped by signal 15' ]]
}

# bats test_tags=bare
@test "limits that a parent sets end in an answer" {
    local count

    for count in 4 6 7 8 9; do
        WRAP="prlimit --nofile=$count" check -r "$MANY" -d o1 -t 1 --max-age=0
        [ "$status" -eq 0 ] || exits 3
    done
    WRAP='prlimit --as=10000000' check -r "$MANY" -d o1 --max-age=0
    exits 3
    WRAP='prlimit --fsize=1000' check -r "$MANY" -d o1 --max-age=0 -v
    exits 0
    says 'the token is not kept'
}

# bats test_tags=bare
@test "no core is left and nothing else is started" {
    check -r "$MANY" -d o1
    WRAP="strace -f -e trace=execve,fork,vfork,clone,clone3 -o $BATS_TEST_TMPDIR/trace" \
        check -r "$MANY" -d o1 --max-age=0
    exits 0
    [ "$(grep -c execve "$BATS_TEST_TMPDIR/trace")" -eq 1 ]
    [ -z "$(grep -E 'fork\(' "$BATS_TEST_TMPDIR/trace")" ]
    [ -z "$(grep -E 'clone3?\(' "$BATS_TEST_TMPDIR/trace" | grep -v CLONE_THREAD)" ]
}
