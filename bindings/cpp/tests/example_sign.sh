#!/bin/sh
# The example signs X's documented request, tells its steps, and says why it does
# not sign what X reads otherwise: example_sign.sh SIGN VECTORS
set -eu
sign=$1
checkout=$2/../../..
. "$checkout/tests/documented_request.sh"
fail() {
    echo "example_sign: $1"
    exit 1
}

documented="--nonce $(field nonce) --timestamp $(field timestamp)"

# shellcheck disable=SC2086 # two options and their values
signed() { "$sign" "$@" $documented POST "$(field url)" "$(cat "$vector/body")"; }
[ "$(signed)" = "$(cat "$vector/header.txt")" ] || fail "signs otherwise than X's documentation"
[ "$(signed --base-string)" = "$(cat "$vector/base_string.txt")" ] || fail "another base string"
signed --explain | grep -qF "$(cat "$vector/base_string.txt")" || fail "does not explain"
if signed --explain | grep -qF "$X_API_SECRET"; then fail "shows a secret"; fi

if message=$("$sign" GET "https://api.x.com/?q=from:jack" 2>&1 >/dev/null); then
    fail "signs what X reads otherwise"
fi
case $message in
    "sign: request.url: raw ':' at byte 25"*) ;;
    *) fail "does not say why: $message" ;;
esac

refusal='{"errors":[{"code":32,"message":"Could not authenticate you."}]}'
report=$(printf '> Authorization: %s\r\n< HTTP/1.1 401 Unauthorized\r\n< \r\n%s' \
    "$("$sign" POST https://api.x.com/2/users/me)" "$refusal" |
    "$sign" --diagnose GET https://api.x.com/2/users/me)
case $report in
    "cause: signed-as-post"*"HTTP 401, code 32"*) ;;
    *) fail "does not name the mistake: $report" ;;
esac

status=0
"$sign" --timestamp 1x GET https://api.x.com/ 2>/dev/null || status=$?
[ "$status" -eq 2 ] || fail "takes any timestamp"
status=0
"$sign" GET 2>/dev/null || status=$?
[ "$status" -eq 2 ] || fail "takes a method alone"
if (unset X_API_SECRET && "$sign" GET https://api.x.com/) >/dev/null 2>&1; then
    fail "signs without a secret"
fi
echo "example_sign: signs X's documented request"
