#!/bin/sh
# The C in the README compiles as it stands; the first program signs.
set -eu
cd "$(dirname "$0")/.."
out=target/readme
mkdir -p "$out"
awk -v out="$out" '
    /^```c$/ { n++; file = out "/" n ".c"; printf "" > file; next }
    /^```/ { file = "" }
    file { print > file }' README.md
flags="-std=c99 -Wall -Wextra -pedantic $(pkg-config --cflags twsign)"
# shellcheck disable=SC2086 # a list of words
cc $flags -Werror "$out/1.c" $(pkg-config --libs twsign) -o "$out/1"
# Error checks are left out there, and said to be.
# shellcheck disable=SC2086
cc $flags -Werror -c "$out/2.c" -o "$out/2.o"
LD_LIBRARY_PATH=$(pkg-config --variable=libdir twsign) \
    X_API_KEY=key X_API_SECRET=secret "$out/1" | grep -q '^Authorization: OAuth oauth_consumer_key="key", '
echo "readme: its C compiles and signs"
