#!/bin/sh
# Builds the examples as a user would, through pkg-config, and lets each sign
# X's documented request: tests/examples.sh NAME GO, with PKG_CONFIG_PATH set.
set -eu
name=$1
go=$(cd "$(dirname "$2")" && pwd)/go
cd "$(dirname "$0")/.."
out=$PWD/target/examples/$name
mkdir -p "$out"

libdir=$(pkg-config --variable=libdir twsign)
export LD_LIBRARY_PATH="$libdir"
export GOTOOLCHAIN=local GOPROXY=off GOFLAGS=-mod=mod GOCACHE="$PWD/target/go-cache"

cc -std=c99 -Wall -Wextra -pedantic -Werror examples/c/sign.c \
    $(pkg-config --cflags --libs twsign) -o "$out/sign-c"
# The library that pkg-config knows, not the checkout's own.
(cd examples/go && "$go" vet -tags twsign_pkgconfig ./... &&
    "$go" build -tags twsign_pkgconfig -o "$out/sign-go" ./sign)

checkout=$PWD
. "$checkout/tests/documented_request.sh"

for sign in "$out/sign-c --nonce $(field nonce) --timestamp $(field timestamp)" \
    "$out/sign-go -nonce $(field nonce) -timestamp $(field timestamp)"; do
    header=$($sign POST "$(field url)" "$(cat "$vector/body")")
    if [ "$header" != "$(cat "$vector/header.txt")" ]; then
        echo "examples: $sign signs otherwise than X's documentation: $header"
        exit 1
    fi
done
# A refusal: the message on stderr, nothing on stdout, exit status 1.
for sign in "$out/sign-c" "$out/sign-go"; do
    if message=$("$sign" GET "https://api.x.com/?q=from:jack" 2>&1 >/dev/null); then
        echo "examples: $sign signed what X reads otherwise"
        exit 1
    fi
    case $message in
        *"request.url: raw ':' at byte 25"*) ;;
        *) echo "examples: $sign does not say why: $message"; exit 1 ;;
    esac
done
echo "examples: C and Go sign X's documented request ($name)"
