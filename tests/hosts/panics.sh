#!/bin/sh
# Runs tests/hosts/panics.c with the static library and with the shared one, and reads
# what they say on stderr: the shared one nothing, the static one where it was, and
# nothing of what it was given.
#   tests/hosts/panics.sh STATIC SHARED
set -eu
unset RUST_BACKTRACE
said() {
    "$1" 2>"$1.txt" || {
        tail "$1.txt"
        exit 1
    }
}

said "$1"
# Rust's own words around the place, the panic's two, and Rust's advice after the first.
if ! grep -q '^thread .* panicked at src/ffi/raw\.rs:[0-9:]*$' "$1.txt" || grep -vE \
    '^$|^thread .* panicked at src/ffi/raw\.rs:[0-9:]*$|^on purpose$|^note: run with `RUST_BACKTRACE=1`' "$1.txt"; then
    echo "panics: the static library says something else; see $1.txt"
    exit 1
fi

said "$2"
if [ -s "$2.txt" ]; then
    echo "panics: the shared library does not keep quiet; see $2.txt"
    exit 1
fi
