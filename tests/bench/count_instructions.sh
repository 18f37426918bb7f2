#!/bin/sh
# Instructions for one signature, by callgrind: what 700 take more than 200, by
# 500. Run by Cargo in the place of the benchmark, whose path comes first.
#
#     count_instructions.sh PROGRAM NAME...    lines of name and instructions
set -eu

program=$1
shift

instructions() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$program" count "$1" "$2" 2>&1 >/dev/null |
        sed -n 's/^==.*Collected : //p'
}

for name; do
    [ "$name" = --bench ] && continue # Cargo's own
    few=$(instructions "$name" 200)
    many=$(instructions "$name" 700)
    printf '%s\t%d\n' "$name" $(((many - few) / 500))
done
