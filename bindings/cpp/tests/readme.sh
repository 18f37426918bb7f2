#!/bin/sh
# Each C++ block of the README is a whole program of less than 40 lines, and
# builds with all warnings: readme.sh BUILD-FOLDER
set -eu
build=$1
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
rm -rf "$build"
mkdir -p "$build"

awk -v build="$build" '
    /^```cpp$/ { file = build "/" ++blocks ".cpp"; next }
    /^```$/ { file = "" }
    file { print > file }
' "$here/../README.md"

blocks=0
for block in "$build"/*.cpp; do
    [ "$(wc -l <"$block")" -lt 40 ] || { echo "readme: $block has 40 lines or more"; exit 1; }
    # shellcheck disable=SC2046 # lists of words
    "$CXX" -std=c++17 -Wall -Wextra -pedantic -Wconversion -Werror -I"$root/include" \
        -I"$here/../include" "$block" $(pkg-config --cflags libcurl) \
        -L"$root/target/release" -ltwsign $(pkg-config --libs libcurl) -o "$block.out"
    blocks=$((blocks + 1))
done
[ "$blocks" -ge 3 ]
echo "readme: $blocks programs build"
