#!/bin/sh
# What `make dist` hands out: whole, self-contained, and for glibc 2.17: dist.sh LIMIT
set -eu
limit=$1
cd "$(dirname "$0")/.."
root=$PWD
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
(cd target/dist && sha256sum --check --quiet SHA256SUMS)
tar --extract --file "$(echo target/dist/*.tar.gz)" --directory "$place"
cd "$place"/libtwsign-*
sha256sum --check --quiet SHA256SUMS
[ "$(find . -type f ! -name SHA256SUMS | wc -l)" = "$(wc -l <SHA256SUMS)" ]
for path in "$root" "${CARGO_HOME:-$HOME/.cargo}"; do
    if grep -rlaF "$path" .; then
        echo "dist: they hold a path of this machine: $path"
        exit 1
    fi
done

"$root/tests/binary.sh" "$PWD/lib/libtwsign.so.0" "$limit"
newest=$(readelf -VW lib/libtwsign.so.0 | grep -o 'GLIBC_[0-9.]*' | sort -Vu | tail -n 1)
[ "$(printf '%s\n' GLIBC_2.17 "$newest" | sort -V | tail -n 1)" = GLIBC_2.17 ] ||
    { echo "dist: needs $newest"; exit 1; }

# Every crate that cargo links is in the bill of materials, and its licence there.
python3 - "$root" <<'PYTHON'
import json, subprocess, sys
bill = {(part["name"], part["version"]) for part in json.load(open("share/doc/libtwsign/libtwsign.cdx.json"))["components"]}
tree = subprocess.run(["cargo", "tree", "--locked", "--edges", "normal", "--prefix", "none", "--manifest-path",
                       sys.argv[1] + "/Cargo.toml"], check=True, capture_output=True, text=True).stdout
linked = {tuple(line.split()[:2]) for line in tree.splitlines()[1:] if line}
linked = {(name, version.lstrip("v")) for name, version in linked}
licences = open("share/doc/libtwsign/THIRD-PARTY-LICENCES.txt").read()
missing = linked - bill, {crate for crate in linked if f"\n{crate[0]} {crate[1]}: " not in licences}
if not linked or any(missing):
    sys.exit(f"dist: not in the bill: {missing[0]}; without licence: {missing[1]}")
print(f"dist: {len(bill)} crates in the bill of materials")
PYTHON

# Where it was unpacked, by pkg-config and by the loader.
checkout=$root
. "$root/tests/documented_request.sh"
export PKG_CONFIG_PATH="$PWD/lib/pkgconfig"
cp "$root/tests/consumers/app.c" "$root/tests/consumers/loads.c" "$place"
# shellcheck disable=SC2046 # lists of words
{
    cc "$place/app.c" $(pkg-config --cflags --libs twsign) -o "$place/shared"
    cc "$place/app.c" $(pkg-config --cflags --libs --static twsign | sed 's/-ltwsign/-l:libtwsign.a/') -o "$place/static"
}
signs() {
    header=$("$@" "$(field url)" "$(cat "$vector/body")" "$(field nonce)" "$(field timestamp)")
    [ "$header" = "$(cat "$vector/header.txt")" ] || { echo "dist: $* signs otherwise: $header"; exit 1; }
}
signs env LD_LIBRARY_PATH="$PWD/lib" "$place/shared"
signs "$place/static"

# OLD_ROOT=folder: an older system, as debootstrap makes one; as root.
if [ -n "${OLD_ROOT:-}" ]; then
    "$root/target/dist-tools/bin/python" -m ziglang cc -target x86_64-linux-gnu.2.17 "$place/loads.c" -ldl -o "$OLD_ROOT/tmp/loads"
    cp lib/libtwsign.so.0 "$OLD_ROOT/tmp"
    signs chroot "$OLD_ROOT" env LD_LIBRARY_PATH=/tmp /tmp/loads
    echo "dist: signs with $(chroot "$OLD_ROOT" ldd --version | head -n 1)"
fi
echo "dist: $(basename "$root"/target/dist/*.tar.gz) is whole and signs"
