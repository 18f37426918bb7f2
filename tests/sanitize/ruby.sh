#!/bin/sh
# Ruby's tests with a library that is built with AddressSanitizer, which cannot be
# loaded without its runtime: gcc's is loaded first, and Ruby's malloc is then its.
# Go's cannot run so: its heap lies where the sanitizer keeps its own books.
#   tests/sanitize/ruby.sh    after tests/sanitize/run.sh address
set -eu
cd "$(dirname "$0")/../.."
host=$(rustc -vV | sed -n 's/^host: //p')
export TWSIGN_LIBRARY="$PWD/target/sanitize/address/$host/release/libtwsign.so"
nm -D --undefined-only "$TWSIGN_LIBRARY" | grep -q __asan_report || {
    echo "sanitize: no AddressSanitizer in $TWSIGN_LIBRARY"
    exit 1
}
cd bindings/ruby
# What counts memory counts the sanitizer's too; Ruby leaks and has a signal stack of its own.
LD_PRELOAD=$(gcc -print-file-name=libasan.so) ASAN_OPTIONS=detect_leaks=0:use_sigaltstack=0 \
    ruby -Ilib:test -e 'Dir["./test/*_test.rb"].grep_v(/documentation|memory|leaks/).each { |test| require test }'
