#!/bin/sh
# What twsign.pc and CMake's package give a static program to link is what rustc says; twsign.pc
# has the static unwinder in libgcc_s's place, so that the program does not need it.
set -eu
cd "$(dirname "$0")/.."
said=$(cargo rustc --quiet --locked --lib --crate-type staticlib -- --print native-static-libs 2>&1 |
    sed -n 's/^note: native-static-libs: //p')
pc=$(sed -n 's/^Libs.private: //p' bindings/c/twsign.pc.in)
cmake=$(sed -n 's/.*INTERFACE_LINK_LIBRARIES "\(.*\)"/\1/p' bindings/cpp/cmake/twsign-config.cmake | tr ';' ' ')
[ "$cmake" = "$said" ] || { echo "static_libs: CMake lists '$cmake', rustc says '$said'"; exit 1; }
unwinder=$(echo "$said" | sed 's/-lgcc_s/-lgcc_eh -lgcc/')
[ "$pc" = "$unwinder" ] || { echo "static_libs: twsign.pc lists '$pc', rustc says '$said'"; exit 1; }
mkdir -p target/static_libs
# shellcheck disable=SC2046,SC2086 # lists of words
cc -Iinclude examples/c/sign.c target/release/libtwsign.a $pc -o target/static_libs/sign
if readelf -d target/static_libs/sign | grep NEEDED.*libgcc_s; then
    echo "static_libs: a static program needs it"; exit 1
fi
echo "static_libs: $said"
