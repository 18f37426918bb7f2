#!/bin/sh
# A program outside of the checkout finds the library as it is installed, by CMake
# and by pkg-config, also when the prefix was moved: package.sh BUILD-FOLDER
set -eu
build=$1
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
version=$(sed -n 's/^#define TW_VERSION_STRING "\(.*\)"/\1/p' "$root/include/twsign.h")
rm -rf "$build"
mkdir -p "$build"

# As `make install` lays it out.
install_into() { # PREFIX LIBDIR INCLUDEDIR
    install -d "$2" "$3"
    install -m 644 "$root/include/twsign.h" "$3"
    install -m 755 "$root/target/release/libtwsign.so" "$2/libtwsign.so.$version"
    ln -s "libtwsign.so.$version" "$2/libtwsign.so.0"
    ln -s libtwsign.so.0 "$2/libtwsign.so"
    "$here/../cmake/install.sh" "$2" "$3"
}

cmake_builds() { # NAME ARGUMENT...
    name=$1
    shift
    "$CMAKE" -S "$here/package" -B "$build/$name" -DCMAKE_CXX_COMPILER="$CXX" "$@" \
        >"$build/$name.log" 2>&1 && "$CMAKE" --build "$build/$name" >>"$build/$name.log" 2>&1
}

check() { # NAME ARGUMENT...
    cmake_builds "$@" || { cat "$build/$1.log"; exit 1; }
    told=$("$build/$1/somebody")
    [ "$told" = "$version OAuth " ] || { echo "package: $1 says $told"; exit 1; }
}

install_into "$build/usual" "$build/usual/lib" "$build/usual/include"
check usual-prefix -DCMAKE_PREFIX_PATH="$build/usual"
mv "$build/usual" "$build/moved"
check moved-prefix -DCMAKE_PREFIX_PATH="$build/moved"
# Debian's folder for libraries, and headers in a folder of their own.
install_into "$build/debian" "$build/debian/lib/x86_64-linux-gnu" "$build/debian/include/x"
check other-folders -Dtwsign_DIR="$build/debian/lib/x86_64-linux-gnu/cmake/twsign"
check checkout -Dtwsign_DIR="$root/bindings/cpp/cmake"

check right-version -DCMAKE_PREFIX_PATH="$build/moved" -DWANTED="${version%.*}"
check same-version -DCMAKE_PREFIX_PATH="$build/moved" "-DWANTED=$version;EXACT"
for other in 0.0.9 99.0 "${version%.*}.999"; do
    if cmake_builds "version-$other" -DCMAKE_PREFIX_PATH="$build/moved" -DWANTED="$other"; then
        echo "package: $version passes for $other"
        exit 1
    fi
    grep -q "version: $version" "$build/version-$other.log"
done
# No library, and the package says so.
rm "$build/debian/lib/x86_64-linux-gnu/libtwsign.so"
if cmake_builds no-library -Dtwsign_DIR="$build/debian/lib/x86_64-linux-gnu/cmake/twsign"; then
    echo "package: a library that is not there was found"
    exit 1
fi
grep -q 'make lib' "$build/no-library.log"

# twsign.pc of the checkout, for that prefix: the same flags serve C and C++.
export PKG_CONFIG_PATH="$root/target/pkgconfig"
# shellcheck disable=SC2046 # a list of words
"$CXX" -std=c++17 "$here/package/somebody.cpp" $(pkg-config --cflags --libs \
    --define-variable=prefix="$build/moved" --define-variable=libdir="$build/moved/lib" twsign) \
    -o "$build/by-pkg-config"
[ "$(LD_LIBRARY_PATH="$build/moved/lib" "$build/by-pkg-config")" = "$version OAuth " ]
echo "package: found by CMake and by pkg-config"
