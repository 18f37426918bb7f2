#!/bin/sh
# Installs what C++ and CMake need beside the library and twsign.h:
#
#     [DESTDIR=...] install.sh LIBDIR INCLUDEDIR
set -eu
libdir=$1
includedir=$2
destdir=${DESTDIR:-}
from=$(cd "$(dirname "$0")/.." && pwd)
package=$libdir/cmake/twsign

relative() { realpath --canonicalize-missing --relative-to="$package" "$1"; }

install -d "$destdir$package" "$destdir$includedir"
install -m 644 "$from/include/twsign.hpp" "$destdir$includedir"
for file in twsign-config.cmake twsign-config-version.cmake; do
    sed -e "s|\.\./\.\./\.\./target/release|$(relative "$libdir")|;t" \
        -e "s|\.\./\.\./\.\./bindings/cpp/include|$(relative "$includedir")|;t" \
        -e "s|\.\./\.\./\.\./include|$(relative "$includedir")|" \
        "$from/cmake/$file" >"$destdir$package/$file"
    chmod 644 "$destdir$package/$file"
done
