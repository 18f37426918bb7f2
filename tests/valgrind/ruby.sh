#!/bin/sh
# Ruby's tests under valgrind's memcheck; what they fork is watched, too.
#   tests/valgrind/ruby.sh    with TWSIGN_LIBRARY
set -eu
cd "$(dirname "$0")/../.."
built=$PWD/target/valgrind
suppressions=$PWD/tests/valgrind/ruby.supp
mkdir -p "$built"

# What is never released, leaks_test.rb finds: Ruby itself releases little at its end.
memcheck() {
    log=$1
    shift
    valgrind --quiet --leak-check=no --error-exitcode=99 --log-file="$log" \
        --suppressions="$suppressions" ruby "$@"
}

# It has to see a mistake, and to see it inside of the library.
mistake="-Ibindings/ruby/lib tests/sanitize/mistake.rb"
# shellcheck disable=SC2086 # a list of words
memcheck "$built/ruby_mistake.txt" $mistake yes && seen=0 || seen=$?
if [ $seen -ne 99 ] || ! grep -q "Invalid read of size" "$built/ruby_mistake.txt" ||
    ! grep -q "by 0x.*: tw_webhook_verify (webhook.rs" "$built/ruby_mistake.txt"; then
    echo "valgrind: does not see tests/sanitize/mistake.rb; see $built/ruby_mistake.txt"
    exit 1
fi
# shellcheck disable=SC2086 # a list of words
memcheck "$built/ruby_none.txt" $mistake

cd bindings/ruby
rm -f "$built"/ruby.*.txt
# Left out: a million calls, and what runs other programs and no more.
memcheck "$built/ruby.%p.txt" -Ilib:test -e \
    'Dir["./test/*_test.rb"].grep_v(/documentation|examples|gem|memory|signatures/).each { |test| require test }' \
    || failed=yes
# A child's reports are in a file of its own.
if [ "${failed-}" ] || cat "$built"/ruby.*.txt | grep -q .; then
    tail -n 40 "$built"/ruby.*.txt
    exit 1
fi
