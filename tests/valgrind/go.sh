#!/bin/sh
# Go's tests under valgrind's memcheck, which Go tells where its heap and stacks are. What
# is never released, tests/sanitize/go.sh sees: valgrind's own search for it aborts where
# Go's collector was at work.
#   tests/valgrind/go.sh GO    after `make lib`
set -eu
go=$(cd "$(dirname "$1")" && pwd)/go
cd "$(dirname "$0")/../.."
built=$PWD/target/valgrind
mkdir -p "$built"

export GOTOOLCHAIN=local GOPROXY=off GOFLAGS=-mod=mod GOCACHE="$PWD/target/go-cache"
# Debian's valgrind cannot read DWARF 5.
export GOEXPERIMENT=nodwarf5
(cd tests/sanitize/go_mistakes && "$go" build -tags valgrind -o "$built/go_mistakes" .)
(cd bindings/go && "$go" test -c -tags valgrind -o "$built/go_tests" .)

# Go stops a goroutine where it stands by a signal, and saves what registers hold below
# its stack; and it reads 32 bytes at a time of blocks that lie at 16.
export GODEBUG=asyncpreemptoff=1,cpu.avx2=off
memcheck() {
    log=$1
    shift
    valgrind --quiet --leak-check=no --error-exitcode=99 --log-file="$log" \
        --suppressions="$suppressions" "$@"
}
suppressions=$PWD/tests/valgrind/go.supp

# It has to see each mistake, the third by Go itself, the others by the library.
sees() {
    log=$built/go_$1.txt
    memcheck "$log" "$built/go_mistakes" "$1" >"$built/go_output.txt" 2>&1 && seen=0 || seen=$?
    if [ $seen -ne 99 ] || ! grep -q "$2" "$log" || ! grep -q "$3" "$log"; then
        echo "valgrind: does not see $1 of tests/sanitize/go_mistakes; see $log"
        exit 1
    fi
}
sees too_far "Invalid read of size" "by 0x.*: tw_webhook_verify (webhook.rs"
sees freed "Invalid read of size" "by 0x.*: tw_exchange_url (exchange.rs"
sees gone "Invalid read of size" "by 0x.*: runtime.findnull"
memcheck "$built/go_none.txt" "$built/go_mistakes" none >"$built/go_output.txt" 2>&1

cd bindings/go
# A million calls are too many here; the README's programs are only built.
memcheck "$built/go.txt" "$built/go_tests" -test.skip 'Memory|Allocates|README' || {
    tail -40 "$built/go.txt"
    exit 1
}
