#!/bin/sh
# What twsign.pc and CMake's package give a static program to link is what rustc says.
set -eu
cd "$(dirname "$0")/.."
said=$(cargo rustc --quiet --locked --lib --crate-type staticlib -- --print native-static-libs 2>&1 |
    sed -n 's/^note: native-static-libs: //p')
pc=$(sed -n 's/^Libs.private: //p' bindings/c/twsign.pc.in)
cmake=$(sed -n 's/.*INTERFACE_LINK_LIBRARIES "\(.*\)"/\1/p' bindings/cpp/cmake/twsign-config.cmake | tr ';' ' ')
for listed in "$pc" "$cmake"; do
    [ "$listed" = "$said" ] || { echo "static_libs: '$listed' is listed, rustc says '$said'"; exit 1; }
done
echo "static_libs: $said"
