#!/bin/sh
# Builds the library twice, in folders of different names, and compares: the same
# source, compiler and Cargo.lock give the same bytes. The folders' names would be
# in what panics and debuggers show; they are mapped to fixed ones.
set -eu
cd "$(dirname "$0")/../.."
rm -rf target/reproducible
for folder in one/here another/place/with/a/longer/name; do
    mkdir -p "target/reproducible/$folder"
    git ls-files -z | xargs -0 cp --parents -t "target/reproducible/$folder"
    (
        cd "target/reproducible/$folder"
        RUSTFLAGS="--remap-path-prefix=$PWD=/twsign --remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=/cargo" \
            cargo build --quiet --release --locked --lib --target-dir target
    )
done
for library in libtwsign.so libtwsign.a; do
    one=target/reproducible/one/here/target/release/$library
    cmp "$one" "target/reproducible/another/place/with/a/longer/name/target/release/$library" || {
        echo "reproducible: $library differs"
        exit 1
    }
    ! grep -q "$PWD" "$one" || {
        echo "reproducible: $library holds the name of this folder"
        exit 1
    }
    echo "reproducible: $library is the same: $(sha256sum <"$one" | cut -c1-16)..."
done
