#!/bin/sh
# How many lines of src/ each target's committed corpus runs through, and all of them
# together; target/coverage/TARGET.txt says it of each file.
#   tests/fuzz/coverage.sh [TARGET ...]
# Needs LLVM's tools of rustc's own version: Debian's llvm-22 and the like, or
# `rustup component add llvm-tools`.
set -eu
cd "$(dirname "$0")/../.."
# shellcheck disable=SC2046 # words: no name has a space in it
[ $# -gt 0 ] || set -- $(basename -s .rs tests/fuzz/fuzz_targets/*.rs)

host=$(rustc -vV | sed -n 's/^host: //p')
version=$(rustc -vV | sed -n 's/^LLVM version: \([0-9]*\).*/\1/p')
export PATH="$(rustc --print sysroot)/lib/rustlib/$host/bin:/usr/lib/llvm-$version/bin:$PATH"
llvm-cov --version | grep -q "LLVM version $version\." || {
    echo "coverage: needs llvm-cov of LLVM $version"
    exit 1
}

built=target/coverage
# For a run without these, which is none, the profile would go to the folder at hand.
export LLVM_PROFILE_FILE=/dev/null
RUSTFLAGS="--cfg fuzzing -Cinstrument-coverage" cargo build --quiet --release --locked \
    --target "$host" --target-dir "$built" --manifest-path tests/fuzz/Cargo.toml

# A file of its own for each line of a corpus, which is an input in hex.
write_inputs='
import pathlib, sys
for number, line in enumerate(open(sys.argv[1])):
    pathlib.Path(sys.argv[2], f"{number:05}").write_bytes(bytes.fromhex(line))
'
report() {
    profile=$built/$1.profdata
    shift
    # shellcheck disable=SC2086 # a list of words
    llvm-cov report $* --instr-profile="$profile" --sources src 2>"$profile.messages" >"${profile%.profdata}.txt"
    # Columns 8 and 9: lines, and those that were missed.
    awk '$1 == "TOTAL" { print $8 - $9 " of " $8 " lines of src, " $10 }' "${profile%.profdata}.txt"
}
programs="" profiles=""
for target in "$@"; do
    program=$built/$host/release/$target
    inputs=$built/inputs/$target
    rm -rf "$inputs"
    mkdir -p "$inputs"
    python3 -c "$write_inputs" "tests/fuzz/corpus/$target.txt" "$inputs"
    LLVM_PROFILE_FILE=$built/$target.profraw "$program" "$inputs"/* >"$built/$target.log" 2>&1
    llvm-profdata merge -sparse "$built/$target.profraw" -o "$built/$target.profdata"
    echo "coverage: $target, $(find "$inputs" -type f | wc -l) inputs: $(report "$target" "$program")"
    programs="$programs ${programs:+--object }$program"
    profiles="$profiles $built/$target.profraw"
done
# shellcheck disable=SC2086 # lists of words
llvm-profdata merge -sparse $profiles -o "$built/together.profdata"
echo "coverage: together: $(report together "$programs")"
