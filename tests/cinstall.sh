#!/bin/sh
# `cargo cinstall` lays out what `make install` does, but for CMake's package, and the
# library is the same to the loader. Needs cargo-c.
set -eu
cd "$(dirname "$0")/.."
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
make --no-print-directory install DESTDIR="$place/make" PREFIX=/usr >"$place/log"
cargo cinstall --release --locked --prefix=/usr --libdir=/usr/lib --destdir="$place/cargo" >"$place/log" 2>&1 ||
    { cat "$place/log"; exit 1; }

names() { find . ! -type d ! -path '*/cmake/*' | sort; }
loader() {
    readelf -dW usr/lib/libtwsign.so.0 | sed -n 's/.*(\(SONAME\|NEEDED\|FLAGS\|FLAGS_1\)) */\1 /p'
    nm -D --defined-only usr/lib/libtwsign.so.0 | awk '{ print $3 }' | sort
}
flags() { PKG_CONFIG_PATH="$PWD/usr/lib/pkgconfig" pkg-config --modversion --cflags --libs twsign | sed "s|$PWD||g"; }
headers() { sha256sum usr/include/*; }
for what in names loader flags headers; do
    for way in make cargo; do (cd "$place/$way" && $what) >"$place/$what.$way"; done
    [ -s "$place/$what.make" ]
    diff "$place/$what.make" "$place/$what.cargo" || { echo "cinstall: $what differ: < make install, > cargo cinstall"; exit 1; }
done
echo "cinstall: $(wc -l <"$place/names.make") files, as make install lays them out"
