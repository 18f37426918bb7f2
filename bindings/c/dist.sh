#!/bin/sh
# Makes target/dist/libtwsign-VERSION-x86_64-linux.tar.gz: the library for systems
# with glibc 2.17 or newer, with all that `make install` lays out, a bill of
# materials, the licences of what is in it, and checksums.
set -eu
cd "$(dirname "$0")/../.."
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
target=x86_64-unknown-linux-gnu
name=libtwsign-$version-x86_64-linux
tools=$PWD/target/dist-tools
stage=$PWD/target/dist/$name
rm -rf target/dist
mkdir -p "$stage"

if ! cmp -s bindings/c/dist-requirements.txt "$tools/installed.txt"; then
    python3 -m venv --clear "$tools"
    "$tools/bin/pip" install --quiet --disable-pip-version-check --require-hashes -r bindings/c/dist-requirements.txt
    cp bindings/c/dist-requirements.txt "$tools/installed.txt"
fi
[ -x "$tools/bin/cargo-cyclonedx" ] ||
    cargo install --quiet --locked --root "$tools" --version 0.5.9 cargo-cyclonedx

# No path of this machine in what is handed out.
export RUSTFLAGS="--remap-path-prefix=$PWD=/libtwsign --remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=/cargo"
PATH=$tools/bin:$PATH cargo zigbuild --release --locked --target "$target.2.17"
env -u RUSTFLAGS make --no-print-directory install DESTDIR="$stage" PREFIX= LIBDIR=/lib INCLUDEDIR=/include DATADIR=/share >target/dist/install.log
built=target/$target/release
install -m 755 "$built/libtwsign.so" "$stage/lib/libtwsign.so.$version"
install -m 644 "$built/libtwsign.a" "$stage/lib/libtwsign.a"
strip --strip-unneeded "$stage/lib/libtwsign.so.$version"
strip --strip-debug "$stage/lib/libtwsign.a"
# Wherever it is unpacked.
sed -i 's|^prefix=.*|prefix=${pcfiledir}/../..|; s|^\(includedir\|libdir\)=/|\1=${prefix}/|' "$stage/lib/pkgconfig/twsign.pc"

"$tools/bin/cargo-cyclonedx" cyclonedx --quiet --format json --target "$target" --override-filename libtwsign.cdx
sed "s|file://$PWD|file:///libtwsign|g" libtwsign.cdx.json >"$stage/share/doc/libtwsign/libtwsign.cdx.json"
rm libtwsign.cdx.json
python3 bindings/c/licences.py "$target" >"$stage/share/doc/libtwsign/THIRD-PARTY-LICENCES.txt"

(cd "$stage" && find . -type f ! -name SHA256SUMS -print0 | sort -z | xargs -0 sha256sum >SHA256SUMS)
tar --create --directory=target/dist --sort=name --owner=0 --group=0 --numeric-owner \
    --mtime="@${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}" "$name" | gzip -9n >"target/dist/$name.tar.gz"
(cd target/dist && sha256sum "$name.tar.gz" >SHA256SUMS)
echo "dist: target/dist/$name.tar.gz"
