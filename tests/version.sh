#!/bin/sh
# One version number, everywhere: version.sh PREFIX, where the library is installed.
set -eu
prefix=$1
cd "$(dirname "$0")/.."
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
same() { # WHERE FOUND
    [ "$2" = "$version" ] || { echo "version: $1 says '$2', Cargo.toml $version"; exit 1; }
}
macro() { sed -n "s/^#define TW_VERSION_$1 \"*\([^\"]*\)\"*/\1/p" include/twsign.h; }

same "Cargo.lock" "$(sed -n '/^name = "twsign"$/{n;s/.*"\(.*\)"/\1/p}' Cargo.lock)"
same "TW_VERSION_STRING" "$(macro STRING)"
same "TW_VERSION_MAJOR and so on" "$(macro MAJOR).$(macro MINOR).$(macro PATCH)"
same "CHANGELOG.md, first" "$(sed -n 's/^## \([0-9.]*\).*/\1/p' CHANGELOG.md | head -n 1)"
same "the gem" "$(ruby -Ibindings/ruby/lib -r twsign/version -e 'puts Twsign::VERSION')"
same "twsign.pc" "$(PKG_CONFIG_PATH=$prefix/lib/pkgconfig pkg-config --modversion twsign)"
same "CMake's package" "$(cmake -DCMAKE_PREFIX_PATH="$prefix" -P tests/consumers/cmake/version.cmake 2>&1)"
same "the file's name" "$(basename "$(readlink -f "$prefix/lib/libtwsign.so")" | sed 's/libtwsign\.so\.//')"
same "tw_version()" "$(python3 -c 'import ctypes, sys
library = ctypes.CDLL(sys.argv[1])
library.tw_version.restype = ctypes.c_char_p
print(library.tw_version().decode())' "$prefix/lib/libtwsign.so")"
same "twsign(7)" "$(sed -n 's/^\.TH.*"libtwsign \([0-9.]*\)".*/\1/p' "$prefix/share/man/man7/twsign.7")"
# The ABI's own number, which moves at a break only.
readelf -d "$prefix/lib/libtwsign.so" | grep -q 'SONAME.*\[libtwsign\.so\.0\]'
[ "$(basename "$(readlink "$prefix/lib/libtwsign.so")")" = libtwsign.so.0 ]
grep -q '^- \*\*ABI\*\*: .*' CHANGELOG.md
echo "version: $version everywhere"
