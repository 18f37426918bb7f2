#!/bin/sh
# Signs the request of X's page "Creating a signature" with the credentials that
# X published there, and has disabled, and checks the signature it prints; then
# signs once more with a fresh nonce and time. `make demo` runs this.
set -eu
cd "$(dirname "$0")/.."

sign=target/examples/demo/sign
mkdir -p "$(dirname "$sign")"
cc -std=c99 -Iinclude examples/c/sign.c -Ltarget/release -ltwsign \
    -Wl,-rpath,"$PWD/target/release" -o "$sign"

export X_API_KEY=xvz1evFS4wEEPTGEFPHBog
export X_API_SECRET=kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw
export X_ACCESS_TOKEN=370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb
export X_ACCESS_TOKEN_SECRET=LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE
url="https://api.x.com/1.1/statuses/update.json?include_entities=true"
form="status=Hello%20Ladies%20%2b%20Gentlemen%2c%20a%20signed%20OAuth%20request%21"
documented="--nonce kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg --timestamp 1318622958"
# Ls93hJiZbQ3akF3HF3x1Bz8/zU4= as it stands in a header.
signature='oauth_signature="Ls93hJiZbQ3akF3HF3x1Bz8%2FzU4%3D"'

echo "Request: POST $url"
echo "Body:    $form"
printf '\nBase string:\n  '
# shellcheck disable=SC2086 # two options and their values
"$sign" --base-string $documented POST "$url" "$form"
# shellcheck disable=SC2086
header=$("$sign" $documented POST "$url" "$form")
printf '\nAuthorization header:\n  %s\n' "$header"
case $header in
    *"$signature"*) printf '\nIts signature is the one that X documents: Ls93hJiZbQ3akF3HF3x1Bz8/zU4=\n' ;;
    *)
        printf '\nIts signature is NOT the one that X documents.\n'
        exit 1
        ;;
esac
printf '\nSigned once more, with a fresh nonce and time:\n  '
"$sign" POST "$url" "$form"
