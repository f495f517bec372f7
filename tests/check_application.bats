#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# check_aoai_tokens: applications that sign in with a certificate or with a
# federated token.

load sim

PASSWORD='hush hush~+/&=1'

# Throw-away certificates: pem (with its key), and what may be wrong with one.
make_certificates() {
    local dir=$1
    (
        cd "$dir"
        request() { # NAME SUBJECT OPTION...
            openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj "$2" \
                -keyout "$1.key" -out "$1.crt" "${@:3}"
        }
        request good /CN=aoai-tokens
        request other /CN=other
        request old /CN=old
        openssl x509 -in old.crt -signkey old.key -days -1 -out past.crt
        mv past.crt old.crt
        cat good.key good.crt >good.pem
        cat other.key other.crt >other.pem
        cat old.key old.crt >old.pem
        cat good.crt good.key >reversed.pem
        cat other.key good.crt >mixed.pem
        openssl pkcs8 -topk8 -in good.key -passout "pass:$PASSWORD" -out locked.key
        cat locked.key good.crt >locked.pem
        openssl rsa -aes256 -traditional -in good.key \
            -passout "pass:$PASSWORD" -out legacy.key
        cat legacy.key good.crt >legacy.pem
        openssl pkcs12 -export -inkey good.key -in good.crt \
            -passout "pass:$PASSWORD" -out locked.p12
        openssl pkcs12 -export -inkey good.key -in good.crt -passout pass: \
            -out open.p12
        openssl ecparam -name prime256v1 -genkey -noout -out ec.key
        openssl req -x509 -key ec.key -days 30 -subj /CN=ec -out ec.crt
        cat ec.key ec.crt >ec.pem
        printf '%s\n' "$PASSWORD" >password
        chmod 600 ./*
    ) >"$dir/log" 2>&1 || {
        cat "$dir/log"
        return 1
    }
}

setup_file() {
    export KEYS=$BATS_FILE_TMPDIR/keys
    mkdir "$KEYS"
    make_certificates "$KEYS"
    sim_start "$SCENARIOS/many.json"
}

setup() {
    fresh
    without AZURE_CLIENT_SECRET
    arrange 'app["certificates"] = [text("good.crt")]'
}

# Runs the check of one deployment, asking Azure and Entra in any case.
ask() {
    rm -rf "$CACHE"
    check -r "$MANY" -d o1 --max-age=0 "$@"
}

# A token of the issuer below for the subject $1, further JSON members in $2.
federated_token() {
    sim_ask POST /federated-token \
        "{\"issuer\":\"$ISSUER\",\"subject\":\"$1\"${2-}}" |
        sed 's/.*"token": *"\([^"]*\)".*/\1/'
}

ISSUER=https://oidc.azure-sim.test/cluster/
SUBJECT=system:serviceaccount:monitoring:aoai-tokens

# An application that trusts the issuer's SUBJECT, and a token of it in a file.
federate() {
    arrange "app['federated'] = [{'issuer': '$ISSUER', 'subject': '$SUBJECT'}]"
    FILE=$BATS_TEST_TMPDIR/federated
    federated_token "$SUBJECT" >"$FILE"
    with "AZURE_FEDERATED_TOKEN_FILE=$FILE"
}

### Certificates

@test "a certificate signs in, named by the environment or an option" {
    with "AZURE_CLIENT_CERTIFICATE_PATH=$KEYS/good.pem"
    ask -v
    succeeds
    says 'signed in by environment'
    without AZURE_CLIENT_CERTIFICATE_PATH
    ask --client-certificate="$KEYS/good.pem"
    succeeds
    asked 2 "^entra POST 200 /$TENANT/oauth2/v2.0/token$"
}

@test "key and certificate may stand in any order" {
    ask --client-certificate="$KEYS/reversed.pem"
    succeeds
}

@test "a setting asks for the older algorithm" {
    ask --client-certificate="$KEYS/good.pem" --assertion-algorithm=RS256
    succeeds
    ask --client-certificate="$KEYS/good.pem" --assertion-algorithm=ES256
    exits 3
    first_has --assertion-algorithm PS256 RS256
}

@test "a key with a password takes it from the environment or a file" {
    local file

    for file in locked.pem legacy.pem locked.p12; do
        with "AZURE_CLIENT_CERTIFICATE_PASSWORD=$PASSWORD"
        ask -vvv --client-certificate="$KEYS/$file"
        succeeds
        hides hush
        without AZURE_CLIENT_CERTIFICATE_PASSWORD
        ask -vvv --client-certificate="$KEYS/$file" \
            --client-certificate-password-file="$KEYS/password"
        succeeds
        hides hush
    done
    ask --client-certificate="$KEYS/open.p12"
    succeeds
}

@test "the chain is sent where it is wanted" {
    arrange 'app["x5c_subject"] = "CN=aoai-tokens"'
    ask --client-certificate="$KEYS/good.pem"
    exits 3
    first_has AADSTS700027
    ask --client-certificate="$KEYS/good.pem" --send-certificate-chain
    succeeds
    with AZURE_CLIENT_SEND_CERTIFICATE_CHAIN=true
    ask --client-certificate="$KEYS/good.pem"
    succeeds
}

@test "everything that can be wrong with a certificate has its own sentence" {
    local row file words sentences=$BATS_TEST_TMPDIR/sentences

    for row in 'nothing.pem|' 'log|' 'good.key|no certificate' \
        'good.crt|no private key' 'mixed.pem|does not belong' 'ec.pem|RSA' \
        'old.pem|expired' 'locked.pem|password' 'locked.p12|password'; do
        IFS='|' read -r file words <<<"$row"
        ask -vvv --client-certificate="$KEYS/$file"
        exits 3
        first_has "$KEYS/$file" "$words"
        echo "${first//$file/}" >>"$sentences"
    done
    with 'AZURE_CLIENT_CERTIFICATE_PASSWORD=hush-wrong'
    ask -vvv --client-certificate="$KEYS/locked.pem"
    exits 3
    first_has "$KEYS/locked.pem" 'the password does not open it'
    hides hush
    echo "${first//locked.pem/}" >>"$sentences"
    ask -vvv --client-certificate="$KEYS/locked.p12"
    exits 3
    first_has "$KEYS/locked.p12" password
    hides hush
    asked 0 .
    # Nine reasons: PEM and PKCS#12 may say the same of their passwords.
    [ "$(sort -u "$sentences" | wc -l)" -ge 9 ]
}

@test "a certificate that is not registered is told as such" {
    ask --client-certificate="$KEYS/other.pem"
    exits 3
    first_has 'AADSTS700027: the certificate is not registered'
    says "(application $CLIENT)"
    asked 1 '^entra POST 401 '
    asked 1 .
}

@test "an option wins over the environment, a secret there over a certificate" {
    with AZURE_CLIENT_SECRET=wrong-secret
    ask --client-certificate="$KEYS/good.pem"
    succeeds
    with "AZURE_CLIENT_SECRET=$SECRET" \
        AZURE_CLIENT_CERTIFICATE_PATH=/nonexistent.pem
    ask
    succeeds
    with "AZURE_CLIENT_CERTIFICATE_PATH=$KEYS/other.pem"
    printf '%s' "$SECRET" >"$BATS_TEST_TMPDIR/secret"
    without AZURE_CLIENT_SECRET
    ask --client-secret-file="$BATS_TEST_TMPDIR/secret"
    succeeds
    ask --client-secret-file="$BATS_TEST_TMPDIR/secret" \
        --client-certificate="$KEYS/good.pem"
    exits 3
    first_has 'give one of them'
}

@test "nothing of a certificate's secrets is kept or shown" {
    with "AZURE_CLIENT_CERTIFICATE_PASSWORD=$PASSWORD"
    ask -vvv --client-certificate="$KEYS/locked.pem"
    succeeds
    hides hush 'PRIVATE KEY' eyJ "$(sed -n 3p "$KEYS/good.key")"
    [ -z "$(grep -rlaF -e hush -e 'PRIVATE KEY' "$CACHE")" ]
    [ -z "$(find "$CACHE" -type f -perm /077)" ]
}

### Federated tokens

@test "a federated token signs in, named by the environment or an option" {
    federate
    ask -v
    succeeds
    says 'signed in by workload-identity' 'environment passed over'
    without AZURE_FEDERATED_TOKEN_FILE
    ask --federated-token-file="$FILE"
    succeeds
    ask --federated-token-file="$FILE" --credential=workload-identity
    succeeds
    asked 3 '^entra POST 200 '
}

@test "its file is read each time, blanks round it do not matter" {
    federate
    ask
    succeeds
    printf '\n %s \n\n' "$(federated_token "$SUBJECT")" >"$FILE"
    ask
    succeeds
    federated_token system:serviceaccount:default:default >"$FILE"
    ask
    exits 3
    first_has AADSTS700213
}

@test "what is wrong with a federated token is told" {
    federate
    federated_token system:serviceaccount:default:default >"$FILE"
    ask -vvv
    exits 3
    first_has AADSTS700213 'federated credential'
    says system:serviceaccount:default:default
    hides "$(<"$FILE")"
    ISSUER=https://elsewhere.example federated_token "$SUBJECT" >"$FILE"
    ask
    first_has AADSTS700211
    federated_token "$SUBJECT" ',"audience":"api://other"' >"$FILE"
    ask
    first_has AADSTS700212
    federated_token "$SUBJECT" ',"expires_in":-600' >"$FILE"
    ask
    first_has AADSTS
    rm "$FILE"
    ask
    exits 3
    first_has "$FILE"
    : >"$FILE"
    ask --credential=workload-identity
    exits 3
    first_has "$FILE"
}

@test "a refused federated token ends the search" {
    federate
    federated_token system:serviceaccount:default:default >"$FILE"
    ask
    exits 3
    asked 0 '^imds '
}

### All together

@test "each wrong credential has a sentence of its own" {
    local sentences=$BATS_TEST_TMPDIR/sentences

    # Signs in in a wrong way and keeps what was said: WORDS OPTION...
    wrong() {
        ask "${@:2}"
        exits 3
        first_has "$1"
        echo "$first" >>"$sentences"
    }

    arrange "app['secrets'].append({'value': 'old', 'expires': '2020-01-01T00:00:00Z'})
app['certificates'] = [text('good.crt')]
app['federated'] = [{'issuer': '$ISSUER', 'subject': '$SUBJECT'}]"
    with AZURE_CLIENT_SECRET=bad
    wrong 'AADSTS7000215: the client secret is wrong'
    with AZURE_CLIENT_SECRET=old
    wrong 'AADSTS7000222: the client secret has expired'
    with "AZURE_CLIENT_SECRET=$SECRET"
    wrong 'AADSTS90002: no such tenant' \
        --tenant-id=99999999-9999-9999-9999-999999999999
    wrong 'AADSTS700016: the application is not in this tenant' \
        --client-id=99999999-9999-9999-9999-999999999999
    wrong 'AADSTS700027: the certificate is not registered' \
        --client-certificate="$KEYS/other.pem"
    wrong "$KEYS/old.pem: " --client-certificate="$KEYS/old.pem"
    federated_token system:other >"$BATS_TEST_TMPDIR/other"
    wrong 'AADSTS700213: no federated credential' \
        --federated-token-file="$BATS_TEST_TMPDIR/other"
    federated_token "$SUBJECT" ',"audience":"api://x"' \
        >"$BATS_TEST_TMPDIR/other"
    wrong 'AADSTS700212: no federated credential' \
        --federated-token-file="$BATS_TEST_TMPDIR/other"
    federated_token "$SUBJECT" ',"expires_in":-600' >"$BATS_TEST_TMPDIR/other"
    wrong 'AADSTS700024: ' --federated-token-file="$BATS_TEST_TMPDIR/other"
    wrong 'the managed identity is not assigned to this machine' \
        --credential=managed-identity
    echo eyJhbGciOiJub25lIn0.e30. >"$BATS_TEST_TMPDIR/token"
    wrong 'Azure does not accept the token' \
        --token-file="$BATS_TEST_TMPDIR/token"
    [ "$(sort -u "$sentences" | wc -l)" -eq 11 ]
}

### Clouds

@test "an authority of another cloud is refused, whoever names it" {
    without AZURE_AUTHORITY_HOST
    REACH=("--ca-file=$SIM_CA_FILE")
    with AZURE_AUTHORITY_HOST=https://login.microsoftonline.us/
    offline ask -t 1
    exits 3
    first_has login.microsoftonline.us 'set --cloud=usgov'
    offline ask -t 1 --cloud=china
    first_has login.microsoftonline.us management.chinacloudapi.cn
    without AZURE_AUTHORITY_HOST
    offline ask -t 1 --authority-host=login.partner.microsoftonline.cn
    first_has 'set --cloud=china'
    offline ask -t 1 --arm-endpoint=https://management.usgovcloudapi.net
    first_has 'set --cloud=usgov'
    offline ask -t 1 --cloud=usgov \
        --arm-endpoint=https://management.azure.com/
    first_has 'set --cloud=public'
}

@test "a cloud with its own hosts is asked there" {
    without AZURE_AUTHORITY_HOST
    with AZURE_CLIENT_SECRET=s
    REACH=()
    offline ask -t 1 --cloud=usgov
    first_has login.microsoftonline.us
    offline ask -t 1 --cloud=china
    first_has login.chinacloudapi.cn
    offline ask -t 1 --cloud=public
    first_has login.microsoftonline.com
    with AZURE_AUTHORITY_HOST=https://login.partner.microsoftonline.cn
    offline ask -t 1 --cloud=china
    first_has login.partner.microsoftonline.cn
    offline ask -t 1 --authority-host=https://login.microsoftonline.us \
        --arm-endpoint=https://management.azure.com
    first_has login.microsoftonline.us 'could not'
}
