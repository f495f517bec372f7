#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# check_aoai_tokens: what is counted, how it is judged and how it is told.

load sim

setup() {
    fresh
    sim_scenario "$SCENARIOS/many.json"
    MONTH=$(date -u +%Y-%m)
}

### One deployment

@test "the article's account is CRITICAL with 1261 tokens" {
    sim_scenario "$SCENARIOS/article.json"
    program_clock '2024-10-31 12:09:00'
    check -r "$MOMO" -w 800 -c 1000
    exits 2
    output_is \
        'AOAI TOKENS CRITICAL - gpt-4o-momo 1261 tokens in 2024-10 (critical 1000) | gpt-4o-momo=1261;800;1000;0' \
        '[CRITICAL] gpt-4o-momo: 1261 tokens (critical 1000)'
    asked 1 '^entra POST 200 '
    asked 1 '^arm GET 200 .*/metrics\?'
    asked 2 .
}

@test "the contract's example with two deployments is met to the byte" {
    sim_scenario "$(scenario 2024-10-31T12:09:00Z "[
        $(series gpt-4o-momo '[["2024-10-16T14:41:00Z",1261]]'),
        $(series gpt-4o-mini '[["2024-10-14T13:20:00Z",78]]')]")"
    program_clock '2024-10-31 12:09:00'
    check -r "$ONE" -w gpt-4o-momo=800 -c 1000
    exits 2
    output_is \
        'AOAI TOKENS CRITICAL - gpt-4o-momo 1261 tokens in 2024-10 (critical 1000) | gpt-4o-momo=1261;800;1000;0 gpt-4o-mini=78;;1000;0' \
        '[CRITICAL] gpt-4o-momo: 1261 tokens (critical 1000)' \
        '[OK] gpt-4o-mini: 78 tokens'
}

@test "a threshold is the last value that is fine" {
    sim_scenario "$SCENARIOS/article.json"
    program_clock '2024-10-31 12:09:00'
    check -r "$MOMO" -w 1261
    exits 0
    first_is 'AOAI TOKENS OK - 1 deployment, 1261 tokens in 2024-10 | gpt-4o-momo=1261;1261;;0'
    check -r "$MOMO" -w 1260
    exits 1
    first_is 'AOAI TOKENS WARNING - gpt-4o-momo 1261 tokens in 2024-10 (warning 1260) | gpt-4o-momo=1261;1260;;0'
}

@test "without thresholds the check is OK and has empty fields for them" {
    sim_scenario "$SCENARIOS/article.json"
    program_clock '2024-10-31 12:09:00'
    check -r "$MOMO"
    exits 0
    output_is 'AOAI TOKENS OK - 1 deployment, 1261 tokens in 2024-10 | gpt-4o-momo=1261;;;0' \
        '[OK] gpt-4o-momo: 1261 tokens'
}

@test "the resource may come from AOAI_RESOURCE_URI" {
    with "AOAI_RESOURCE_URI=$MANY"
    check -d o1
    exits 0
    first_is "AOAI TOKENS OK - 1 deployment, 5000 tokens in $MONTH | o1=5000;;;0"
}

@test "a resource's case, missing first and additional last slash do not matter" {
    check -r "${MANY^^}/" -r "${MANY#/}" -r "$MANY" -d o1
    exits 0
    first_is "AOAI TOKENS OK - 1 deployment, 5000 tokens in $MONTH | o1=5000;;;0"
    asked 1 '^arm '
}

### Many deployments

@test "all deployments are told, more tokens first, then by name" {
    check -r "$MANY"
    exits 0
    output_is \
        "AOAI TOKENS OK - 11 deployments, 78000 tokens in $MONTH | __Empty=12000;;;0 batch-nightly=11000;;;0 chat_prod_eu=10000;;;0 text-embedding-3-large=9000;;;0 gpt-4_1-nano=8000;;;0 gpt-4_1=7000;;;0 o3-mini=6000;;;0 o1=5000;;;0 gpt-35-turbo=4000;;;0 gpt-4o=3000;;;0 gpt-4o-mini=3000;;;0" \
        '[OK] __Empty: 12000 tokens' \
        '[OK] batch-nightly: 11000 tokens' \
        '[OK] chat_prod.eu: 10000 tokens' \
        '[OK] text-embedding-3-large: 9000 tokens' \
        '[OK] gpt-4.1-nano: 8000 tokens' \
        '[OK] gpt-4.1: 7000 tokens' \
        '[OK] o3-mini: 6000 tokens' \
        '[OK] o1: 5000 tokens' \
        '[OK] gpt-35-turbo: 4000 tokens' \
        '[OK] gpt-4o: 3000 tokens' \
        '[OK] gpt-4o-mini: 3000 tokens'
}

@test "the question names all series, not Azure's default of ten" {
    check -r "$MANY"
    exits 0
    asked 1 '^arm GET 200 .*[?&]top=[0-9]{4,}(&|$)'
}

@test "worse states come first, whatever their tokens" {
    check -r "$MANY" -w o1=4999 -c 'gpt-4o=2999' -c '*=1M'
    exits 2
    output_is \
        "AOAI TOKENS CRITICAL - gpt-4o 3000 tokens in $MONTH (critical 2999), o1 5000 tokens (warning 4999) | gpt-4o=3000;;2999;0 o1=5000;4999;1000000;0 __Empty=12000;;1000000;0 batch-nightly=11000;;1000000;0 chat_prod_eu=10000;;1000000;0 text-embedding-3-large=9000;;1000000;0 gpt-4_1-nano=8000;;1000000;0 gpt-4_1=7000;;1000000;0 o3-mini=6000;;1000000;0 gpt-35-turbo=4000;;1000000;0 gpt-4o-mini=3000;;1000000;0" \
        '[CRITICAL] gpt-4o: 3000 tokens (critical 2999)' \
        '[WARNING] o1: 5000 tokens (warning 4999)' \
        '[OK] __Empty: 12000 tokens' \
        '[OK] batch-nightly: 11000 tokens' \
        '[OK] chat_prod.eu: 10000 tokens' \
        '[OK] text-embedding-3-large: 9000 tokens' \
        '[OK] gpt-4.1-nano: 8000 tokens' \
        '[OK] gpt-4.1: 7000 tokens' \
        '[OK] o3-mini: 6000 tokens' \
        '[OK] gpt-35-turbo: 4000 tokens' \
        '[OK] gpt-4o-mini: 3000 tokens'
}

@test "many bad deployments are counted where the first line is full" {
    check -r "$MANY" -w 1
    exits 1
    first_has 'AOAI TOKENS WARNING - __Empty 12000 tokens in ' \
        'batch-nightly 11000 tokens (warning 1)' ' more | __Empty=12000;1;;0 '
    python_asserts '
text = line.partition(" |")[0]
assert len(text.encode()) <= 200, len(text)
told = text.count("(warning 1)")
left = int(re.search(r", (\d+) more$", text)[1])
assert told + left == 11, (told, left)
assert len(perfdata(line)) == 11'
}

@test "an empty month of an account is 0 tokens and OK" {
    sim_scenario "$(scenario '' '[]')"
    check -r "$ONE" -c 100
    exits 0
    output_is "AOAI TOKENS OK - 0 tokens in $MONTH"
    asked 1 '^arm '
}

### Thresholds

@test "k, M and G are powers of ten" {
    check -r "$MANY" -d o1 -w 4.999k -c 0.005M
    exits 1
    first_is "AOAI TOKENS WARNING - o1 5000 tokens in $MONTH (warning 4.999k) | o1=5000;4999;5000;0"
    check -r "$MANY" -d o1 -w 1G -c 9.223372036G
    exits 0
    first_is "AOAI TOKENS OK - 1 deployment, 5000 tokens in $MONTH | o1=5000;1000000000;9223372036;0"
}

@test "a decimal threshold is compared exactly and rounded down in perfdata" {
    check -r "$MANY" -d o1 -w 4999.9 -c 5000.1
    exits 1
    first_is "AOAI TOKENS WARNING - o1 5000 tokens in $MONTH (warning 4999.9) | o1=5000;4999;5000;0"
}

@test "percentages are of the budget and are multiplied out" {
    check -r "$MANY" -d o1 -b 10k -w 49.99% -c 80%
    exits 1
    first_is "AOAI TOKENS WARNING - o1 5000 tokens in $MONTH (warning 49.99% = 4999) | o1=5000;4999;8000;0"
    check -r "$MANY" -d o1 -b 10000 -w 50%
    exits 0
    check -r "$MANY" -d o1 -b 3 -w 50%
    exits 1
    first_has 'warning 50% = 1' 'o1=5000;1;;0'
}

@test "each deployment has the budget of the first row that fits" {
    check -r "$MANY" -d o1 -d o3-mini -d gpt-4.1 -b o1=10k -b 'O?-MINI=6k' \
        -b 1M -c 100% -w 99%
    exits 1
    has_line '[WARNING] o3-mini: 6000 tokens (warning 99% = 5940)'
    has_line '[OK] o1: 5000 tokens'
    has_line '[OK] gpt-4.1: 7000 tokens'
    first_has 'o3-mini=6000;5940;6000;0 gpt-4_1=7000;990000;1000000;0 o1=5000;9900;10000;0'
}

@test "a deployment that no budget fits has no percentage, said at -v" {
    check -r "$MANY" -d o1 -d o3-mini -b o1=10k -w 10%
    exits 1
    first_is "AOAI TOKENS WARNING - o1 5000 tokens in $MONTH (warning 10% = 1000) | o1=5000;1000;;0 o3-mini=6000;;;0"
    hides 'no budget'
    check -r "$MANY" -d o1 -d o3-mini -b o1=10k -w 10% -v
    exits 1
    says 'o3-mini has no budget'
}

@test "a percentage without any budget is refused" {
    check -r "$MANY" -w 80%
    exits 3
    first_has 80% 'budget'
    asked 0 .
}

@test "a budget of 0, of a fraction or of a percentage is refused" {
    local budget

    for budget in 0 0.5 50% -5 'o1=0' 10000000000G 1e6; do
        check -r "$MANY" -b "$budget"
        exits 3
        first_has --budget "$budget"
    done
    asked 0 .
}

@test "the first row whose glob fits counts, split at the last =" {
    check -r "$MANY" -d 'gpt*' -c 'gpt-4o*=2999' -c 'gpt-4o=1' -c 'GPT-[34]*=1M' \
        -c 'a=b=1'
    exits 2
    has_line '[CRITICAL] gpt-4o: 3000 tokens (critical 2999)'
    has_line '[CRITICAL] gpt-4o-mini: 3000 tokens (critical 2999)'
    has_line '[OK] gpt-4.1: 7000 tokens'
    has_line '[OK] gpt-35-turbo: 4000 tokens'
    first_has 'gpt-4_1=7000;;1000000;0'
}

@test "a range with @ alerts inside, one with a start outside" {
    check -r "$MANY" -d o1 -w @5000:5000
    exits 1
    first_is "AOAI TOKENS WARNING - o1 5000 tokens in $MONTH (warning @5000:5000) | o1=5000;5000;;0"
    check -r "$MANY" -d o1 -w @5001:
    exits 0
    first_is "AOAI TOKENS OK - 1 deployment, 5000 tokens in $MONTH | o1=5000;;;0"
    check -r "$MANY" -d o1 -c 5001:
    exits 2
    first_is "AOAI TOKENS CRITICAL - o1 5000 tokens in $MONTH (critical 5001:) | o1=5000;;;0"
    check -r "$MANY" -d o1 -c '~:5000' -w 1:4999
    exits 1
    first_has '(warning 1:4999) | o1=5000;4999;5000;0'
}

@test "every invalid range is refused with the option's name and its text" {
    local range rows=0

    while IFS=$'\t' read -r range _ expected; do
        [[ $expected == INVALID ]] || continue
        rows=$((rows + 1))
        check -r "$MANY" -b 100 --warning="$range"
        exits 3
        if [ -n "$range" ]; then
            first_has '--warning' "$range"
        else
            first_has '--warning'
        fi
        check -r "$MANY" -b 100 --critical="o*=$range"
        exits 3
        first_has '--critical'
    done < <(sed 's/\t\t/\t-\t/' "$SRCDIR/tests/fixtures/ranges.tsv")
    [ "$rows" -gt 20 ]
    asked 0 .
}

@test "a threshold just below and at 2^63-1 is exact" {
    sim_scenario "$(scenario '' "[$(series huge '[["month",9223372036854775807]]')]")"
    check -r "$ONE" -w 9223372036854775806 -c 9223372036854775807
    exits 1
    first_is "AOAI TOKENS WARNING - huge 9223372036854775807 tokens in $MONTH (warning 9223372036854775806) | huge=9223372036854775807;9223372036854775806;9223372036854775807;0"
}

@test "a sum beyond 2^63-1 is UNKNOWN and no number" {
    # in one series, which Azure adds up
    sim_scenario "$(scenario '' "[
        $(series huge '[["month-1d",1],["month",9223372036854775807]]'),
        $(series other '[["month",9223372036854775808]]')]")"
    check -r "$ONE" -w 1
    exits 3
    first_has 'AOAI TOKENS UNKNOWN - aoai-one: other: '
    [[ $output != *'huge='* ]]
    # in two series of one deployment, which we add up
    sim_scenario "$(scenario '' "[
        $(series huge '[["month",9223372036854775807]]'),
        $(series HUGE '[["month",1]]')]")"
    check -r "$ONE" -w 1 --max-age=0
    exits 3
    first_has 2^63-1
    [[ $output != *'='[0-9]* ]]
    # in all deployments together
    sim_scenario "$(scenario '' "[
        $(series huge '[["month",9223372036854775807]]'),
        $(series other '[["month",1]]')]")"
    check -r "$ONE" --max-age=0
    exits 3
    first_has 'all deployments together exceed 2^63-1' \
        'huge=9223372036854775807;;;0 other=1;;;0'
}

### Filters

@test "-d takes and -x leaves out, in any case" {
    check -r "$MANY" -d 'GPT-4*' -x '*MINI' -x 'gpt-4.1-[!x]*'
    exits 0
    output_is \
        "AOAI TOKENS OK - 2 deployments, 10000 tokens in $MONTH | gpt-4_1=7000;;;0 gpt-4o=3000;;;0" \
        '[OK] gpt-4.1: 7000 tokens' '[OK] gpt-4o: 3000 tokens'
    asked 1 '^arm '
}

@test "series that differ in case only are one deployment" {
    check -r "$MANY" -d GPT-4O
    exits 0
    output_is "AOAI TOKENS OK - 1 deployment, 3000 tokens in $MONTH | gpt-4o=3000;;;0" \
        '[OK] gpt-4o: 3000 tokens'
}

@test "identical copies in another case are counted once" {
    sim_scenario "$(scenario '' "[$(series Chat '[["month",70]]'),
        $(series chat '[["month",70]]'), $(series CHAT '[["month",5]]')]")"
    check -r "$ONE"
    exits 0
    first_has '75 tokens in' 'hat=75;;;0'
}

@test "the series without a name is __Empty and can be chosen" {
    check -r "$MANY" -d __empty
    exits 0
    output_is "AOAI TOKENS OK - 1 deployment, 12000 tokens in $MONTH | __Empty=12000;;;0" \
        '[OK] __Empty: 12000 tokens'
}

@test "a deployment of an empty name is __Empty too" {
    sim_scenario "$(scenario '' "[$(series '' '[["month",70]]'),
        {\"dimensions\":{},\"points\":[[\"month\",5]]}]")"
    check -r "$ONE"
    exits 0
    output_is "AOAI TOKENS OK - 1 deployment, 75 tokens in $MONTH | __Empty=75;;;0" \
        '[OK] __Empty: 75 tokens'
}

@test "a deployment that exists without usage has 0 tokens" {
    check -r "$MANY" -d gpt-4o-unused -c 5
    exits 0
    output_is "AOAI TOKENS OK - 1 deployment, 0 tokens in $MONTH | gpt-4o-unused=0;;5;0" \
        '[OK] gpt-4o-unused: 0 tokens'
    asked 3 '^arm GET 200 .*/deployments\?'
    asked 1 '^arm GET 200 .*/metrics\?'
}

@test "a deployment that is nowhere is UNKNOWN, the others are still told" {
    check -r "$MANY" -d gpt-99 -d o1 -c 1M
    exits 3
    first_has 'no deployment gpt-99' "$MONTH" --deployment 'o1=5000;;1000000;0'
    has_line '[OK] o1: 5000 tokens'
    asked 3 '^arm GET 200 .*/deployments\?'
}

@test "a deployment that is nowhere does not hide a CRITICAL one" {
    check -r "$MANY" -d gpt-99 -d o1 -c 1
    exits 2
    first_has 'AOAI TOKENS CRITICAL - o1 5000 tokens'
    says '[UNKNOWN] no deployment gpt-99'
}

@test "a seen deployment needs no look into the list" {
    check -r "$MANY" -d o1 -d gpt-4o
    exits 0
    asked 0 '/deployments'
}

@test "a glob that fits nothing is OK with 0 deployments, and says so" {
    check -r "$MANY" -d 'claude*' -c 1
    exits 0
    output_is "AOAI TOKENS OK - 0 deployments, 0 tokens in $MONTH (nothing fits --deployment and --exclude)"
    check -r "$MANY" -x '*' -c 1
    exits 0
    first_has 'AOAI TOKENS OK - 0 deployments, '
}

@test "--require makes nothing UNKNOWN" {
    check -r "$MANY" -d 'claude*' --require
    exits 3
    first_has 'no deployment' "$MONTH" --require
    check -r "$MANY" -x '*' --require
    exits 3
    check -r "$MANY" -d o1 --require
    exits 0
    sim_scenario "$(scenario '' '[]')"
    check -r "$ONE" --require
    exits 3
    first_has 'no deployment has any usage' --require
}

### Metrics

@test "prompt and completion are metrics of their own" {
    check -r "$MANY" -m prompt
    exits 0
    first_is "AOAI TOKENS OK - 1 deployment, 700 tokens in $MONTH | gpt-4o=700;;;0"
    check -r "$MANY" -m completion
    exits 0
    first_is "AOAI TOKENS OK - 1 deployment, 300 tokens in $MONTH | gpt-4o=300;;;0"
    asked 1 'metricnames=ProcessedPromptTokens'
    asked 1 'metricnames=GeneratedTokens'
}

@test "--metric-family=models asks for the names of Foundry models" {
    check -r "$FOUNDRY" --metric-family=models
    exits 0
    first_is "AOAI TOKENS OK - 1 deployment, 4500 tokens in $MONTH | claude-sonnet=4500;;;0"
    check -r "$FOUNDRY" --metric-family=models -m prompt
    exits 0
    first_has 'claude-sonnet=4000'
    check -r "$FOUNDRY" --metric-family=models -m completion
    exits 0
    first_has 'claude-sonnet=500;'
    check -r "$FOUNDRY" -m TotalTokens
    exits 0
    first_has 'claude-sonnet=4500;'
}

@test "a gateway's custom metrics are totalled by their dimension" {
    check -r "$GATEWAY" --metric-namespace 'API Management' -m 'Total Tokens' \
        --dimension 'Subscription ID' -w 'team (*=250'
    exits 1
    output_is \
        "AOAI TOKENS WARNING - team (blue) 300 tokens in $MONTH (warning 250) | team__blue_=300;250;;0 team-green=200;;;0 team-red=100;;;0" \
        '[WARNING] team (blue): 300 tokens (warning 250)' \
        '[OK] team-green: 200 tokens' '[OK] team-red: 100 tokens'
    asked 1 'metricnamespace=API%20Management'
}

@test "a value that a gateway never reported is UNKNOWN when named" {
    check -r "$GATEWAY" --metric-namespace 'API Management' -m 'Total Tokens' \
        --dimension 'Subscription ID' -d team-none -d team-red
    exits 3
    first_has 'no deployment team-none' 'team-red=100;;;0'
    asked 0 '/deployments'
}

@test "a metric or dimension that Azure does not know is UNKNOWN with its words" {
    check -r "$MANY" -m NoSuchMetric
    exits 3
    first_has '400 BadRequest' NoSuchMetric
    check -r "$MANY" --dimension NoSuchDimension
    exits 3
    first_has '400 '
    check -r "$MANY" -m "x' or 'a' eq 'a" --dimension $'a\nb'
    exits 3
    says --metric --dimension
}

### Several resources

@test "with several resources the account stands before the deployment" {
    check -r "$MANY" -r "$FOUNDRY" -d 'o1' -d 'claude*' -m total
    exits 0
    first_is "AOAI TOKENS OK - 1 deployment, 5000 tokens in $MONTH | aoai-many_o1=5000;;;0"
    check -r "$MANY" -r "$FOUNDRY" -m total -c o1=1 -d o1
    exits 2
    output_is \
        "AOAI TOKENS CRITICAL - aoai-many/o1 5000 tokens in $MONTH (critical 1) | aoai-many_o1=5000;;1;0" \
        '[CRITICAL] aoai-many/o1: 5000 tokens (critical 1)'
}

@test "a resource that may not be read is UNKNOWN among good ones" {
    sim_scenario "$SCENARIOS/article.json"
    program_clock '2024-10-31 12:09:00'
    check -r "$CLOSED" -r "$MOMO" -c 1M
    exits 3
    output_is \
        'AOAI TOKENS UNKNOWN - aoai-closed: 403 AuthorizationFailed: grant Monitoring Reader on it | aoai-momo_gpt-4o-momo=1261;;1000000;0' \
        "[UNKNOWN] $CLOSED: 403 AuthorizationFailed: grant Monitoring Reader on it" \
        '[OK] aoai-momo/gpt-4o-momo: 1261 tokens'
    asked 1 '^arm GET 403 .*/aoai-closed/'
}

@test "CRITICAL and WARNING are worse than UNKNOWN, and come first" {
    sim_scenario "$SCENARIOS/article.json"
    program_clock '2024-10-31 12:09:00'
    check -r "$CLOSED" -r "$MOMO" -c 1000
    exits 2
    output_is \
        'AOAI TOKENS CRITICAL - aoai-momo/gpt-4o-momo 1261 tokens in 2024-10 (critical 1000), aoai-closed: 403 AuthorizationFailed: grant Monitoring Reader on it | aoai-momo_gpt-4o-momo=1261;;1000;0' \
        '[CRITICAL] aoai-momo/gpt-4o-momo: 1261 tokens (critical 1000)' \
        "[UNKNOWN] $CLOSED: 403 AuthorizationFailed: grant Monitoring Reader on it"
    check -r "$CLOSED" -r "$MOMO" -w 1000
    exits 1
    first_has 'AOAI TOKENS WARNING - aoai-momo/gpt-4o-momo 1261 tokens' aoai-closed
}

@test "accounts of one name in two groups have labels of their own" {
    local two

    two='{"id":"'"${ONE/rg-one/rg-two}"'","location":"eastus","metrics":[{
        "name":"TokenTransaction","series":['$(series chat '[["month",9]]')']}]},'
    sim_scenario "$(scenario '' "[$(series chat '[["month",7]]')]" |
        sed "s#\"resources\":\[#&${two//$'\n'/}#")"
    check -r "$ONE" -r "${ONE/rg-one/rg-two}"
    exits 0
    python_asserts "
import hashlib
def label(group):
    what = '$ONE/chat'.replace('rg-one', group).lower()
    return 'aoai-one_chat_' + hashlib.sha256(what.encode()).hexdigest()[:8]
assert perfdata(line) == {label('rg-two'): (9, '', ''), label('rg-one'): (7, '', '')}"
    has_line '[OK] aoai-one/chat: 9 tokens'
    has_line '[OK] aoai-one/chat: 7 tokens'
}

@test "a hundred resources that are not there fit into every byte budget" {
    local size resources=() i

    for i in {1..100}; do
        resources+=(-r "$ONE-$i")
    done
    sim_scenario "$(scenario '' "[$(series chat '[["month",7]]')]")"
    for size in 1024 4096 65536; do
        check "${resources[@]}" -r "$ONE" --max-output=$size --max-age=0 -t 20
        exits 3
        python_asserts "
assert len(raw) <= $size, len(raw)
text, bar, data = line.partition(' |')
assert len(text.encode()) <= 200 and data == ' aoai-one_chat=7;;;0', line
assert 'aoai-one-1: 404 ResourceNotFound' in text
left = int(re.search(r', (\d+) more\$', text)[1])
assert text.count('404 ResourceNotFound') + left == 100, text
lines = out.split('\n')[1:-1]
assert all(l.startswith('[UNKNOWN] /subs') for l in lines[:-1])
if $size == 65536:
    assert len(lines) == 101 and lines[-1] == '[OK] aoai-one/chat: 7 tokens'
else:
    assert re.fullmatch(r'\.\.\. and \d+ more', lines[-1]), lines[-1]
"
    done
}

@test "labels that clash get a piece of the SHA-256 of what they name" {
    sim_scenario "$(scenario '' "[$(series a.b '[["month",30]]'),
        $(series a_b '[["month",20]]'), $(series a-b '[["month",10]]')]")"
    check -r "${ONE^^}"
    exits 0
    python_asserts "
import hashlib
def label(name):
    what = '$ONE/'.lower() + name
    return 'a_b_' + hashlib.sha256(what.encode()).hexdigest()[:8]
assert list(perfdata(line)) == [label('a.b'), label('a_b'), 'a-b'], line"
}

### Verbosity and formats

@test "the first line is the same at every level and with details below" {
    local plain level lines

    check -r "$MANY" -w 7k --max-age=0
    exits 1
    plain=$first
    lines=$(wc -l <<<"$output")
    for level in -v -vv -vvv '-v -v -v -v'; do
        # shellcheck disable=SC2086
        check -r "$MANY" -w 7k --max-age=0 $level
        exits 1
        first_is "$plain"
        [ "$(head -n "$lines" <<<"$output" | tail -n +2 | grep -c '^\[')" -eq 11 ]
    done
    says 'reads left' "$SIM_ARM"
}

@test "details stay within the byte budget" {
    check -r "$MANY" -d o1 --max-output=1024 -vvv -b gpt=1 -w 1% -d gpt-4o-unused
    exits 0
    [ "$(wc -c <"$BATS_TEST_TMPDIR/stdout")" -le 1024 ]
    first_is "AOAI TOKENS OK - 2 deployments, 5000 tokens in $MONTH | o1=5000;;;0 gpt-4o-unused=0;;;0"
    check -r "$MANY" --max-output=1024 -vvv
    exits 0
    [ "$(wc -c <"$BATS_TEST_TMPDIR/stdout")" -le 1024 ]
    [ "$(tail -c 1 "$BATS_TEST_TMPDIR/stdout" | od -An -c | tr -d ' ')" = '\n' ]
}

@test "JSON tells what the lines tell, with names as they are" {
    check -r "$MANY" -d 'chat*' -d o1 -b o1=1M -w o1=0.1% -c 9k --format=json
    exits 2
    json=1 python_asserts "
assert list(answer) == ['state', 'month', 'timezone', 'start', 'end', 'deployments', 'errors']
assert answer['state'] == 'CRITICAL' and answer['timezone'] == 'UTC'
assert answer['month'] == '$MONTH' and answer['start'] == '$MONTH-01T00:00:00Z'
assert re.fullmatch(r'$MONTH-\d\dT\d\d:\d\d:\d\dZ', answer['end'])
assert answer['errors'] == []
assert answer['deployments'] == [
  {'resource': '$MANY', 'account': 'aoai-many', 'deployment': 'chat_prod.eu',
   'metric': 'TokenTransaction', 'tokens': 10000, 'state': 'CRITICAL',
   'warning': None, 'critical': '9k', 'budget': None},
  {'resource': '$MANY', 'account': 'aoai-many', 'deployment': 'o1',
   'metric': 'TokenTransaction', 'tokens': 5000, 'state': 'WARNING',
   'warning': '0.1%', 'critical': '9k', 'budget': 1000000}]
"
    python3 -m json.tool "$BATS_TEST_TMPDIR/stdout" >/dev/null
}

@test "JSON has the month's end for a past month and names failed resources" {
    sim_scenario "$SCENARIOS/article.json"
    sim_clock 2024-11-02T08:00:00Z
    program_clock '2024-11-02 08:00:00'
    check -r "$MOMO" -r "$CLOSED" --month=2024-10 --format=json
    exits 3
    json=1 python_asserts "
assert (answer['state'], answer['start'], answer['end']) == (
    'UNKNOWN', '2024-10-01T00:00:00Z', '2024-11-01T00:00:00Z')
assert [d['tokens'] for d in answer['deployments']] == [1261]
assert answer['errors'] == [{'resource': '$CLOSED', 'message':
    '403 AuthorizationFailed: grant Monitoring Reader on it'}]"
}

@test "JSON says that nothing is there by null and by empty lists" {
    sim_scenario "$(scenario '' '[]')"
    check -r "$ONE" --format=json
    exits 0
    json=1 python_asserts "
assert answer['state'] == 'OK' and answer['deployments'] == [] == answer['errors']"
}

# A scenario with 300 deployments of 1000, 1001, ... tokens.
crowd() {
    local plain

    plain=$(scenario '' '[]')
    printf '%s"generate":[{"count":300,"name":"deployment-{n:04d}","step":1,
        "points":[["month",1000]]}]}]}' "${plain%%\"deployments\"*}"
}

@test "300 deployments fit into every byte budget, worst first" {
    local size

    sim_scenario "$(crowd)"
    for size in 1024 4096 65536; do
        check -r "$ONE" -w 1249 -c 1298 --max-output=$size
        exits 2
        python_asserts "
size = $size
assert len(raw) <= size, len(raw)
assert out.endswith('\n') and '\n\n' not in out
lines = out.split('\n')[1:-1]
items = perfdata(line)
assert len(line.partition(' |')[0].encode()) <= 200
assert next(iter(items.items())) == ('deployment-0300', (1299, '1249', '1298')), items
more = re.fullmatch(r'\.\.\. and (\d+) more', lines[-1])
told = [l for l in lines if l.startswith('[')]
assert len(told) + (int(more[1]) if more else 0) == 300
assert told[0] == '[CRITICAL] deployment-0300: 1299 tokens (critical 1298)'
assert told[1] == '[WARNING] deployment-0299: 1298 tokens (warning 1249)'
assert list(items) == ['deployment-%04d' % (300 - n) for n in range(len(items))]
assert bool(more) == (size < 65536)
if not more:
    assert len(items) == 300 and told[-1] == '[OK] deployment-0001: 1000 tokens'
else:
    assert len(raw) > size - 100, 'room is left: %d' % len(raw)
"
    done
    asked 1 '^arm '
}

@test "the least byte budget still has the state and the worst item" {
    sim_scenario "$(crowd)"
    check -r "$ONE" -w 1249 -c 1298 --max-output=256
    exits 2
    python_asserts "
assert len(raw) <= 256, len(raw)
assert line.startswith('AOAI TOKENS CRITICAL - deployment-0300 1299 tokens'), line
assert perfdata(line)['deployment-0300'] == (1299, '1249', '1298')
assert re.fullmatch(r'\.\.\. and \d+ more', out.split('\n')[-2])"
}

@test "JSON is never cut" {
    sim_scenario "$(crowd)"
    check -r "$ONE" --max-output=1024 --format=json
    exits 0
    json=1 python_asserts "
assert len(answer['deployments']) == 300
assert sum(d['tokens'] for d in answer['deployments']) == 300 * 1000 + 299 * 150"
}

### Hostile names

@test "hostile names break neither lines nor perfdata" {
    local long

    long=$(printf 'x%.0s' {1..200})
    sim_scenario "$(scenario '' "[
        $(series 'a|b' '[["month",1]]'), $(series 'a\"b' '[["month",2]]'),
        $(series "a'b" '[["month",3]]'), $(series 'a;b' '[["month",4]]'),
        $(series 'a=b' '[["month",5]]'), $(series 'a\nb' '[["month",6]]'),
        $(series 'a::b' '[["month",7]]'), $(series 'grün-日本' '[["month",8]]'),
        $(series '\u0001\u001b[31m\u007f' '[["month",9]]'),
        $(series 'nul\u0000nul' '[["month",10]]'),
        $(series 'two words, 5%' '[["month",11]]'),
        $(series "$long" '[["month",12]]'), $(series 'a\\b' '[["month",13]]'),
        $(series '=' '[["month",14]]'), $(series '| evil=1' '[["month",15]]'),
        $(series 'tab\tcr\rend' '[["month",16]]')]")"
    check -r "$ONE" -w 0 -v
    exits 1
    python_asserts "
items = perfdata(line)
assert len(items) == 16, items
assert sorted(i[0] for i in items.values()) == list(range(1, 17))
assert items['a__b'][0] == 7 and items['x' * 200][0] == 12
assert items['two_words__5_'][0] == 11
assert sum(re.fullmatch('a_b_[0-9a-f]{8}', label) is not None for label in items) == 7
lines = out.split('\n')[1:17]
assert all(re.match(r'\[WARNING\] .*: \d+ tokens \(warning 0\)\$', l) for l in lines), lines
assert not re.search(r'[\x00-\x09\x0b-\x1f\x7f]', out)
assert out.count('|') == 1
assert 'grün-日本: 8 tokens' in out and '=: 14 tokens' in out"
    check -r "$ONE" --format=json
    exits 0
    json=1 python_asserts "
names = {d['tokens']: d['deployment'] for d in answer['deployments']}
assert names[1] == 'a|b' and names[2] == 'a\"b' and names[6] == 'a\nb'
assert names[9] == '\x01\x1b[31m\x7f' and names[8] == 'grün-日本'
assert names[12] == 'x' * 200 and names[16] == 'tab\tcr\rend'"
}

@test "a hostile name can be chosen exactly" {
    sim_scenario "$(scenario '' "[$(series 'a|b' '[["month",7]]'),
        $(series 'a=b' '[["month",5]]')]")"
    check -r "$ONE" -d 'A|B'
    exits 0
    output_is "AOAI TOKENS OK - 1 deployment, 7 tokens in $MONTH | a_b=7;;;0" \
        '[OK] a?b: 7 tokens'
    check -r "$ONE" -c 'a=b=4'
    exits 2
    first_has 'a=b 5 tokens'
}

@test "a line is cut between characters, not inside one" {
    local shift

    for shift in '' a aa aaa; do
        sim_scenario "$(scenario '' "[$(series "$shift$(printf '日本%.0s' {1..60})" '[["month",7]]')]")"
        check -r "$ONE" -w 1 --max-age=0
        exits 1
        python_asserts "
text = line.partition(' |')[0]
assert 190 <= len(text.encode()) <= 200 and text.endswith('...'), text
assert '\ufffd' not in out and '?' not in out"
    done
}

@test "one long name does not push its item or the state out of the line" {
    local long

    long=$(printf 'y%.0s' {1..1500})
    sim_scenario "$(scenario '' "[$(series "$long" '[["month",7]]'),
        $(series 'b' '[["month",5]]')]")"
    check -r "$ONE" -w 1 --max-output=1024
    exits 1
    python_asserts "
assert line.partition(' |')[0].startswith('AOAI TOKENS WARNING - yyy')
assert len(line.partition(' |')[0]) <= 200
assert perfdata(line)['y' * 1500][0] == 7"
}
