#!/bin/sh
# Compares the C ABI with what was released: tests/abi/symbols.txt is what the
# library exports, tests/abi/twsign.abi what the header declares, by Debian's
# abigail-tools. tests/abi/layout.txt is held by tests/layout.rs for Rust and by
# tests/c/layout.c for C.
#   tests/abi/check.sh LIBRARY          compares
#   tests/abi/check.sh LIBRARY write    writes both anew
set -eu
cd "$(dirname "$0")/../.."
library=$1
made=target/abi
mkdir -p "$made"

nm -D --defined-only "$library" | awk '{print $3}' | LC_ALL=C sort >"$made/symbols.txt"
if grep -v '^tw_' "$made/symbols.txt"; then
    echo "abi: the library exports what does not begin with tw_: keep it inside"
    exit 1
fi

# The header with a body for each function: its types as a compiler sees them,
# the same for any version of Rust.
sed 's/^\(.*\));$/\1) { __builtin_trap(); }/' include/twsign.h >"$made/declared.c"
"${CC:-cc}" -std=c99 -g -Og -w -shared -fPIC -o "$made/declared.so" "$made/declared.c"
nm -D --defined-only "$made/declared.so" | awk '{print $3}' | grep '^tw_' |
    LC_ALL=C sort | diff - "$made/symbols.txt" || {
    echo "abi: the header (<) does not declare what the library (>) exports: run make header"
    exit 1
}
abidw --no-comp-dir-path --no-corpus-path --no-show-locs --no-elf-needed --no-architecture \
    "$made/declared.so" >"$made/twsign.abi"

if [ "${2:-}" = write ]; then
    cp "$made/symbols.txt" "$made/twsign.abi" tests/abi/
    echo "abi: written to tests/abi"
    exit 0
fi

same=yes
abidiff tests/abi/twsign.abi "$made/twsign.abi" || same=no
diff tests/abi/symbols.txt "$made/symbols.txt" || same=no
if [ "$same" = no ]; then
    echo "abi: not what it was, see above. A new function, a new number or a new field at the end of a
struct that begins with struct_size is an addition: run make abi-write, and commit tests/abi with it.
Anything else breaks programs that are compiled already: take it back, and add beside it."
    exit 1
fi
echo "abi: as it was"
