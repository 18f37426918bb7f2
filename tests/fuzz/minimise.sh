#!/bin/sh
# Writes tests/fuzz/corpus anew: of all that fuzzing has gathered under target/, the
# few short inputs that reach all that was reached, each a line in hex.
#   tests/fuzz/minimise.sh [TARGET ...]    after tests/fuzz/run.sh
set -eu
cd "$(dirname "$0")/../.."
# shellcheck disable=SC2046 # words: no name has a space in it
[ $# -gt 0 ] || set -- $(basename -s .rs tests/fuzz/fuzz_targets/*.rs)
host=$(rustc -vV | sed -n 's/^host: //p')
mkdir -p tests/fuzz/corpus
for target in "$@"; do
    few=target/fuzz/few/$target
    rm -rf "$few"
    mkdir -p "$few"
    "target/fuzz/$host/release/$target" -set_cover_merge=1 -use_counters=0 -max_len=512 \
        "$few" "target/fuzz/corpus/$target" "target/tmp/seeds/$target" \
        >"target/fuzz/$target.minimise.log" 2>&1
    for input in "$few"/*; do
        od -An -v -tx1 "$input" | tr -d ' \n'
        echo
    done | LC_ALL=C sort >"tests/fuzz/corpus/$target.txt"
    echo "fuzz: $target, $(wc -l <"tests/fuzz/corpus/$target.txt") inputs kept"
done
