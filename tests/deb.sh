#!/bin/sh
# The Debian packages: lintian finds no error in them, they are installed where
# nothing else is, serve a program, and leave nothing behind.
set -eu
cd "$(dirname "$0")/.."
# Not the committer's own address, which lintian may take for none.
DEBEMAIL=packager@example.org bindings/c/deb.sh
found=$(lintian --allow-root --fail-on error target/deb/*.deb) || { echo "$found"; exit 1; }

root=$PWD/target/deb/root
mkdir -p "$root/var/lib/dpkg/info" "$root/var/lib/dpkg/updates"
: >"$root/var/lib/dpkg/status"
# No libc there: what the packages depend on is not part of the test.
in_root() {
    dpkg --root="$root" --force-depends --force-not-root --force-script-chrootless --log=/dev/null "$@" \
        >"$root.log" 2>&1 || { cat "$root.log"; exit 1; }
}
in_root --install target/deb/*.deb
libdir=$root/usr/lib/$(cc -print-multiarch)
cc tests/consumers/app.c $(PKG_CONFIG_SYSROOT_DIR="$root" PKG_CONFIG_PATH="" PKG_CONFIG_LIBDIR="$libdir/pkgconfig" \
    pkg-config --cflags --libs twsign) -o "$root.app"
checkout=$PWD
. "$checkout/tests/documented_request.sh"
header=$(LD_LIBRARY_PATH="$libdir" \
    "$root.app" "$(field url)" "$(cat "$vector/body")" "$(field nonce)" "$(field timestamp)")
[ "$header" = "$(cat "$vector/header.txt")" ]
in_root --purge libtwsign-dev libtwsign0
left=$(find "$root" -path "$root/var/lib/dpkg" -prune -o ! -type d -print)
[ -z "$left" ] || { echo "deb: left behind: $left"; exit 1; }
echo "deb: lintian has no error; installed, used and removed"
