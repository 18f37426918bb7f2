#!/bin/sh
# Go's tests with AddressSanitizer in Go, in the C between, and in the library; with
# gcc's UndefinedBehaviorSanitizer in the C. What C allocates and nobody releases is a
# failure, too.
#   tests/sanitize/go.sh GO    after tests/sanitize/run.sh address
set -eu
go=$(cd "$(dirname "$1")" && pwd)/go
cd "$(dirname "$0")/../.."
host=$(rustc -vV | sed -n 's/^host: //p')
built=$PWD/target/sanitize/go
mkdir -p "$built"
for name in libtwsign.so libtwsign.so.0; do
    ln -sf "$PWD/target/sanitize/address/$host/release/libtwsign.so" "$built/$name"
done

export GOTOOLCHAIN=local GOPROXY=off GOFLAGS=-mod=mod GOCACHE="$PWD/target/go-cache"
# gcc's runtime is then the one of all three. The folder comes before the checkout's own.
export CC=gcc CGO_LDFLAGS="-L$built -Wl,-rpath,$built"
export CGO_CFLAGS="-g -O1 -fsanitize=undefined -fsanitize-undefined-trap-on-error"

# It has to see each mistake, and those of memory inside of the library.
(cd tests/sanitize/go_mistakes && "$go" build -asan -o "$built/mistakes" .)
sees() {
    if "$built/mistakes" "$1" >"$built/$1.txt" 2>&1 || ! grep -q "Sanitizer: $2" "$built/$1.txt" ||
        ! grep -q '#[0-9]* .*src/ffi/[a-z_]*\.rs' "$built/$1.txt"; then
        echo "sanitize: address does not see $1 of tests/sanitize/go_mistakes; see $built/$1.txt"
        exit 1
    fi
}
sees too_far heap-buffer-overflow
sees freed heap-use-after-free
sees lost "detected memory leaks"
"$built/mistakes" none >"$built/none.txt" 2>&1

cd bindings/go
# What counts memory counts the sanitizer's too; the README's programs are only built.
"$go" test -asan -count=1 -skip 'Memory|Allocates|README' ./...
