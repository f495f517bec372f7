# SPDX-License-Identifier: MIT
# The real Icinga 2 runs the check against the simulated Azure.

load ../sim
load icinga2

@test "Icinga holds state, output and perfdata of each service" {
    configure ok 'vars.aoai_deployment = "o1"' \
        critical 'vars.aoai_deployment = [ "gpt-4o", "gpt-4.1" ]; vars.aoai_critical = "2k"' \
        unknown 'vars.aoai_deployment = "nowhere"'
    run_icinga 3
    local month
    month=$(date -u +%Y-%m)
    holds ok "0	o1=5000;;;0	AOAI TOKENS OK - 1 deployment, 5000 tokens in $month*"
    holds critical "2	gpt-4_1=7000;;2000;0 gpt-4o=3000;;2000;0	AOAI TOKENS CRITICAL - gpt-4.1 7000 tokens in $month (critical 2k), gpt-4o 3000 tokens (critical 2k)*"
    holds unknown "3		AOAI TOKENS UNKNOWN - no deployment nowhere*"
    ! grep -a 'Ignoring invalid perfdata' "$B/log/icinga2.log"
    asked 1 '^arm GET .*/metrics'
}

@test "a check that Azure leaves hanging answers before Icinga ends it" {
    sim_fault arm metrics 0 '{"kind":"hang"}'
    configure hanging 'vars.aoai_timeout = "2:CRITICAL"; check_timeout = 10s'
    run_icinga 1
    holds hanging "2		AOAI TOKENS CRITICAL - *"
}
