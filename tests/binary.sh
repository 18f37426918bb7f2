#!/bin/sh
# What an installed libtwsign.so.0 is, as the loader sees it: binary.sh LIBRARY LIMIT
set -eu
library=$1
limit=$2
cd "$(dirname "$0")/.."
wrong() { echo "binary: $library $*"; exit 1; }

size=$(wc -c <"$library")
[ "$size" -le "$limit" ] || wrong "has $size bytes, more than $limit"
readelf -SW "$library" | grep -Eq ' \.(symtab|debug_[a-z]+) ' && wrong "is not stripped"

dynamic=$(readelf -dW "$library")
# Before glibc 2.34 threads and dlsym were libraries of its own.
needs=$(echo "$dynamic" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | grep -Ev '^(lib(c|pthread|dl)\.so\.[0-9]|ld-linux.*\.so\.[0-9])$' || true)
[ -z "$needs" ] || wrong "needs more than libc: $needs"
for wanted in 'SONAME.*\[libtwsign\.so\.0\]' 'FLAGS.*BIND_NOW' 'FLAGS_1.*NODELETE'; do
    echo "$dynamic" | grep -q "$wanted" || wrong "has no $wanted"
done
echo "$dynamic" | grep -q TEXTREL && wrong "has relocations in its code"
segments=$(readelf -lW "$library")
echo "$segments" | grep -q GNU_RELRO || wrong "has no RELRO"
echo "$segments" | grep GNU_STACK | grep -q ' RW ' || wrong "has an executable stack"

nm -D --defined-only "$library" | awk '{ print $3 }' | sort | diff tests/abi/symbols.txt - || wrong "exports other names"
# Rust's own panic handler prints, and brings a reader of debug information along.
grep -aq RUST_BACKTRACE "$library" && wrong "has Rust's panic handler: see leave_out_backtraces in build.rs"
echo "binary: $size bytes, needs libc alone, $(readelf -VW "$library" | grep -o 'GLIBC_[0-9.]*' | sort -Vu | tail -n 1)"
