# SPDX-License-Identifier: MIT
# The real Nagios runs the check against the simulated Azure.

load ../sim
load nagios

@test "Nagios holds state, output, long output and perfdata of each service" {
    configure 60 ok '-d o1' warning '-d o1 -w 1k' critical '-d gpt-4o -c 2k' \
        unknown '-d nowhere' wrong '-w abc'
    run_nagios 5
    holds ok current_state 0
    holds ok plugin_output 'AOAI TOKENS OK - 1 deployment, 5000 tokens in '"$(date -u +%Y-%m)"
    holds ok performance_data 'o1=5000;;;0'
    holds warning current_state 1
    holds critical current_state 2
    holds critical plugin_output "AOAI TOKENS CRITICAL - gpt-4o 3000 tokens in $(date -u +%Y-%m) (critical 2k)"
    holds critical long_plugin_output '[CRITICAL] gpt-4o: 3000 tokens (critical 2k)'
    holds critical performance_data 'gpt-4o=3000;;2000;0'
    holds unknown current_state 3
    holds wrong current_state 3
    [[ $(field wrong plugin_output) == "AOAI TOKENS UNKNOWN - --warning: 'abc'"* ]]
}

@test "sixty services on one account make one request of each kind" {
    local pairs=() number

    for ((number = 1; number <= 60; number++)); do
        pairs+=("service-$number" "-d gpt-4o -c ${number}k")
    done
    configure 60 "${pairs[@]}"
    run_nagios 60
    asked 1 '^arm GET .*/metrics'
    asked 1 '^entra POST'
    holds service-1 current_state 2
    holds service-60 current_state 0
}

@test "a check that Azure leaves hanging answers before Nagios kills it" {
    sim_fault arm metrics 0 '{"kind":"hang"}'
    configure 10 hanging '-t 2'
    run_nagios 1
    holds hanging current_state 3
    [[ $(field hanging plugin_output) == 'AOAI TOKENS UNKNOWN - '* ]]
}
