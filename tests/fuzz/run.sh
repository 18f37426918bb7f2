#!/bin/sh
# Fuzzes each target for so many seconds with libFuzzer and AddressSanitizer:
#   tests/fuzz/run.sh SECONDS [TARGET ...]
# What cargo-fuzz does, without having to install it: its flags, on whatever
# toolchain is here (RUSTC_BOOTSTRAP lets a stable one take them).
set -eu
cd "$(dirname "$0")/../.."
seconds=$1
shift
# shellcheck disable=SC2046 # words: no name has a space in it
[ $# -gt 0 ] || set -- $(basename -s .rs tests/fuzz/fuzz_targets/*.rs)

host=$(rustc -vV | sed -n 's/^host: //p')
export RUSTC_BOOTSTRAP=1
export RUSTFLAGS="--cfg fuzzing -Cdebug-assertions -Zsanitizer=address -Cpasses=sancov-module \
    -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares"
cargo build --quiet --release --locked --target "$host" --target-dir target/fuzz \
    --manifest-path tests/fuzz/Cargo.toml

for target in "$@"; do
    corpus=target/fuzz/corpus/$target
    mkdir -p "$corpus" "target/fuzz/artifacts/$target" "tests/fuzz/found/$target" "target/tmp/seeds/$target"
    log=target/fuzz/$target.log
    if ! "target/fuzz/$host/release/$target" "$corpus" "target/tmp/seeds/$target" \
        "tests/fuzz/found/$target" -max_total_time="$seconds" -max_len=4096 \
        -dict=tests/fuzz/dictionary.txt -artifact_prefix="target/fuzz/artifacts/$target/" \
        -print_final_stats=1 >"$log" 2>&1; then
        grep -m1 -B1 -A3 'panicked at\|ERROR: ' "$log" || tail -20 "$log"
        echo "fuzz: $target failed; its input is in target/fuzz/artifacts/$target, see $log"
        exit 1
    fi
    runs=$(sed -n 's/^stat::number_of_executed_units: //p' "$log")
    coverage=$(sed -n 's/.*cov: \([0-9]*\) .*/\1/p' "$log" | tail -n 1)
    echo "fuzz: $target, $seconds s: $runs runs, $coverage edges, nothing found"
done
