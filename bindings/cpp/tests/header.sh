#!/bin/sh
# The header alone, included twice, by every compiler that is here, under every
# standard it promises, with all warnings: header.sh BUILD-FOLDER
set -eu
build=$1
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
mkdir -p "$build"

warnings="-Wall -Wextra -pedantic -Wconversion -Wsign-conversion -Wshadow -Wold-style-cast -Werror"
printf '#include <twsign.hpp>\n#include <twsign.hpp>\nint main() {}\n' >"$build/twice.cpp"
checked=0
for compiler in g++ clang++; do
    command -v "$compiler" >/dev/null || continue
    for standard in c++17 c++20; do
        for options in -fsyntax-only "-fsyntax-only -fno-exceptions -fno-rtti" -O2; do
            # shellcheck disable=SC2086 # lists of words
            "$compiler" -std=$standard $options $warnings -I"$root/include" \
                -I"$here/../include" -c "$build/twice.cpp" -o "$build/twice.o"
            checked=$((checked + 1))
        done
    done
    if "$compiler" -std=c++14 -I"$root/include" -I"$here/../include" \
        -c "$build/twice.cpp" -o "$build/twice.o" 2>"$build/words.txt"; then
        echo "header: $compiler takes C++14, which is not promised"
        exit 1
    fi
    grep -q 'needs C++17' "$build/words.txt"
done
[ "$checked" -gt 0 ]
echo "header: clean in $checked ways"
