#!/bin/sh
# Makes target/deb/libtwsign0_*.deb and libtwsign-dev_*.deb: what a Debian package
# of the library would hold, by `make install`. DEBFULLNAME and DEBEMAIL say who
# stands behind it; else the maintainers do, by the address of the last commit.
set -eu
cd "$(dirname "$0")/../.."
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
architecture=$(dpkg --print-architecture)
libdir=usr/lib/$(cc -print-multiarch)
maintainer="${DEBFULLNAME:-The libtwsign maintainers} <${DEBEMAIL:-$(git log -1 --format=%ce)}>"
out=$PWD/target/deb
library=$out/libtwsign0
headers=$out/libtwsign-dev
rm -rf "$out"
mkdir -p "$headers" "$library/$libdir"

make --no-print-directory install DESTDIR="$headers" PREFIX=/usr LIBDIR="/$libdir" >"$out.log"
mv "$headers/$libdir"/libtwsign.so.* "$library/$libdir"
chmod 644 "$library/$libdir"/libtwsign.so.*.*
strip --remove-section=.comment --remove-section=.note "$library/$libdir"/libtwsign.so.*.*
strip --strip-debug --remove-section=.comment "$headers/$libdir/libtwsign.a"
rm -r "$headers/usr/share/doc"
gzip -9n "$headers"/usr/share/man/man?/*
glibc=$(readelf -V "$library/$libdir/libtwsign.so.0" | grep -o 'GLIBC_[0-9.]*' | sort -Vu | tail -n 1)

# pack NAME SECTION DEPENDS SHORT-DESCRIPTION < long description
pack() {
    folder=$out/$1
    doc=$folder/usr/share/doc/$1
    mkdir -p "$folder/DEBIAN" "$doc"
    {
        echo "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/"
        echo "Upstream-Name: libtwsign"
        echo
        echo "Files: *"
        echo "Copyright: $(sed -n 's/^Copyright (c) //p' LICENSE-MIT)"
        echo "License: Expat or Apache-2.0"
        echo
        echo "License: Expat"
        sed -e '1,/^Copyright/d' -e '/./!d' -e 's/^/ /' LICENSE-MIT
        echo
        echo "License: Apache-2.0"
        echo " See /usr/share/common-licenses/Apache-2.0."
    } >"$doc/copyright"
    printf '%s (%s-1) unstable; urgency=low\n\n  * See CHANGELOG.md of libtwsign %s.\n\n -- %s  %s\n' \
        libtwsign "$version" "$version" "$maintainer" "$(date -R -d "@${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}")" |
        gzip -9n >"$doc/changelog.Debian.gz"
    {
        printf 'Package: %s\nSource: libtwsign\nVersion: %s-1\nArchitecture: %s\nMulti-Arch: same\n' \
            "$1" "$version" "$architecture"
        printf 'Maintainer: %s\nSection: %s\nPriority: optional\nDepends: %s\n' "$maintainer" "$2" "$3"
        printf 'Installed-Size: %s\nDescription: %s\n' "$(du -sk "$folder/usr" | cut -f 1)" "$4"
        sed 's/^/ /'
    } >"$folder/DEBIAN/control"
    (cd "$folder" && find usr -type f -print0 | sort -z | xargs -0 md5sum) >"$folder/DEBIAN/md5sums"
    find "$folder" -type d -exec chmod 755 {} +
    dpkg-deb --build --root-owner-group "$folder" "$out" >>"$out.log"
}

mkdir -p "$library/DEBIAN"
echo "libtwsign 0 libtwsign0 (>= $version)" >"$library/DEBIAN/shlibs"
echo "activate-noawait ldconfig" >"$library/DEBIAN/triggers"
pack libtwsign0 libs "libc6 (>= ${glibc#GLIBC_})" "signs X (Twitter) API requests with an API Key and Secret" <<'TEXT'
OAuth 1.0a for the X API: signs requests, gets and revokes tokens, answers
webhooks, and says why a request was refused. Does no input or output itself.
.
This package holds the shared library.
TEXT
pack libtwsign-dev libdevel "libtwsign0 (= $version-1)" "signs X (Twitter) API requests (development files)" <<'TEXT'
OAuth 1.0a for the X API: signs requests, gets and revokes tokens, answers
webhooks, and says why a request was refused. Does no input or output itself.
.
This package holds the headers for C and C++, the static library, what
pkg-config and CMake need, and the manual pages.
TEXT
