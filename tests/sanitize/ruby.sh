#!/bin/sh
# Ruby's tests with a library that is built with AddressSanitizer, which cannot be
# loaded without its runtime: gcc's is loaded first, and Ruby's malloc is then its.
#   tests/sanitize/ruby.sh    after tests/sanitize/run.sh address
set -eu
cd "$(dirname "$0")/../.."
host=$(rustc -vV | sed -n 's/^host: //p')
export TWSIGN_LIBRARY="$PWD/target/sanitize/address/$host/release/libtwsign.so"
nm -D --undefined-only "$TWSIGN_LIBRARY" | grep -q __asan_report || {
    echo "sanitize: no AddressSanitizer in $TWSIGN_LIBRARY"
    exit 1
}
asan() {
    LD_PRELOAD=$(gcc -print-file-name=libasan.so) ASAN_OPTIONS=detect_leaks=0:use_sigaltstack=0 ruby "$@"
}

# It has to see a mistake, and to see it inside of the library.
mistake="-Ibindings/ruby/lib tests/sanitize/mistake.rb"
log=target/sanitize/address/mistake_rb.txt
# shellcheck disable=SC2086 # a list of words
if asan $mistake yes >"$log" 2>&1 || ! grep -q "AddressSanitizer: heap-buffer-overflow" "$log" ||
    ! grep -q '#[0-9]* .*src/ffi/[a-z_]*\.rs' "$log"; then
    echo "sanitize: address does not see tests/sanitize/mistake.rb; see $log"
    exit 1
fi
# shellcheck disable=SC2086 # a list of words
asan $mistake

cd bindings/ruby
# What counts memory counts the sanitizer's too; Ruby leaks and has a signal stack of its own.
asan -Ilib:test \
    -e 'Dir["./test/*_test.rb"].grep_v(/documentation|memory|leaks/).each { |test| require test }'
