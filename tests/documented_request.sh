# X's documented request and the credentials that X published with it, and has
# disabled. For scripts, which read this file by `.` with $checkout set.
# shellcheck shell=sh
vector=$checkout/tests/vectors/signing/x-docs-creating-a-signature
field() { sed -n "s/^$1: //p" "$vector/request.txt"; }
X_API_KEY=$(field api_key)
X_API_SECRET=$(field api_secret)
X_ACCESS_TOKEN=$(field token)
X_ACCESS_TOKEN_SECRET=$(field token_secret)
export X_API_KEY X_API_SECRET X_ACCESS_TOKEN X_ACCESS_TOKEN_SECRET
