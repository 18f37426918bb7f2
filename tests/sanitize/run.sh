#!/bin/sh
# Runs tests against a library that is built with a sanitizer, and with the same one
# in the tests; UndefinedBehaviorSanitizer is in these too.
#   tests/sanitize/run.sh address|thread [TEST ...]
# Without a TEST: those in C that make sense under it.
set -eu
cd "$(dirname "$0")/../.."
sanitizer=$1
shift
vectors=tests/vectors/signing
host=$(rustc -vV | sed -n 's/^host: //p')
runtimes=$(rustc --print sysroot)/lib/rustlib/$host/lib
built=target/sanitize/$sanitizer
library=$built/$host/release/libtwsign.a

case $sanitizer in
address)
    runtime=$runtimes/librustc-stable_rt.asan.a
    flags="-fsanitize=address,undefined -fsanitize-trap=undefined"
    mistake=reads_too_far
    report="AddressSanitizer: heap-buffer-overflow"
    # These have a malloc or a stack of their own, a stack too small for it, a GB, or
    # processes that libc does not know of.
    omitted="large nonces no_memory wiped memory_search wiped_stack quiet host_state include_c"
    all=""
    for test in tests/c/*.c; do
        case " $omitted " in *" $(basename "$test" .c) "*) ;; *) all="$all $test" ;; esac
    done
    ;;
thread)
    runtime=$runtimes/librustc-stable_rt.tsan.a
    flags="-fsanitize=thread"
    mistake=shares_a_buffer
    report="ThreadSanitizer: data race"
    all="tests/c/busy_host.c tests/c/threads.c tests/c/shared_objects.c"
    ;;
esac
[ $# -gt 0 ] || set -- $all

# RUSTC_BOOTSTRAP lets a stable toolchain take -Z flags.
RUSTC_BOOTSTRAP=1 \
    RUSTFLAGS="-Zsanitizer=$sanitizer -Cunsafe-allow-abi-mismatch=sanitizer" \
    cargo build --quiet --release --locked --lib --target "$host" --target-dir "$built"

# With the sanitizer's runtime of this rustc, which is that of the library.
build() {
    case $1 in
    *.c) compile="clang -std=c99 -Itests/c" ;;
    *) compile="clang++ -std=c++17 -Ibindings/cpp/include" ;;
    esac
    # shellcheck disable=SC2086 # lists of words
    $compile -g -O1 $flags -Iinclude -pthread -c "$1" -o "$2.o"
    ${compile%% *} "$2.o" "$library" -Wl,--whole-archive "$runtime" -Wl,--no-whole-archive \
        -Wl,--export-dynamic -pthread -ldl -lm -lrt -lresolv -o "$2"
}

# It has to see a mistake, and to see it inside of the library.
build "tests/sanitize/$mistake.c" "$built/$mistake"
"$built/$mistake" >"$built/$mistake.txt" 2>&1 && seen=no || seen=yes
if [ $seen = no ] || ! grep -q "$report" "$built/$mistake.txt" ||
    ! grep -q '#[0-9] .*/src/[a-z_]*\.rs' "$built/$mistake.txt"; then
    echo "sanitize: $sanitizer does not see tests/sanitize/$mistake.c; see $built/$mistake.txt"
    exit 1
fi

for test in "$@"; do
    program=$built/$(basename "$test" | tr . _)
    build "$test" "$program"
    "$program" "$vectors" >"$program.txt" 2>&1 || {
        tail -40 "$program.txt"
        echo "sanitize: $test under $sanitizer: see $program.txt"
        exit 1
    }
    echo "sanitize: $sanitizer, $test: $(tail -n 1 "$program.txt")"
done
