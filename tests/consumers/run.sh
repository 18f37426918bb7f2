#!/bin/sh
# Programs of somebody else's, built and run outside of the checkout against an
# installed library. Each has to sign X's documented request:
# run.sh PREFIX GO
set -eu
prefix=$1
go=$2
root=$(cd "$(dirname "$0")/../.." && pwd)
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"

export PKG_CONFIG_PATH="$prefix/lib/pkgconfig" LD_LIBRARY_PATH="$prefix/lib"
checkout=$root
. "$root/tests/documented_request.sh"
url=$(field url) nonce=$(field nonce) timestamp=$(field timestamp)
body=$(cat "$vector/body") wanted=$(cat "$vector/header.txt")

signs() { # NAME COMMAND...
    name=$1
    shift
    header=$("$@")
    [ "$header" = "$wanted" ] || { echo "consumers: $name signs otherwise: $header"; exit 1; }
    echo "consumers: $name signs X's documented request"
}
app() { signs "$@" "$url" "$body" "$nonce" "$timestamp"; }
needs_it() { # PROGRAM yes|no: whether the loader has to find the library
    needs=$(readelf -d "$1" | grep -c 'NEEDED.*libtwsign' || true)
    [ "$needs" = "$2" ] || { echo "consumers: $1 needs $needs libtwsign, not $2"; exit 1; }
}

strict="-Wall -Wextra -pedantic -Werror"
cp "$root/tests/consumers/app.c" "$root/tests/consumers/loads.c" .
# shellcheck disable=SC2046,SC2086 # lists of words
{
    cc -std=c99 $strict app.c $(pkg-config --cflags --libs twsign) -o shared
    cc -std=c99 $strict app.c $(pkg-config --cflags --libs --static twsign |
        sed 's/-ltwsign/-l:libtwsign.a/') -o static
    cc -std=c89 $strict loads.c -ldl -o loads
}
needs_it shared 1
needs_it static 0
app "C by pkg-config, shared" ./shared
app "C by pkg-config, static" env -u LD_LIBRARY_PATH ./static
app "C89 by dlopen" ./loads

mkdir cmake
cp "$root/tests/consumers/cmake/CMakeLists.txt" app.c cmake
cmake -S cmake -B built -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_C_FLAGS="$strict" -DCMAKE_CXX_FLAGS="$strict" \
    >cmake.log && cmake --build built >>cmake.log || { cat cmake.log; exit 1; }
for program in c99 cpp11 cpp20; do
    needs_it "built/$program" 1
    needs_it "built/${program}_static" 0
    app "$program by CMake, shared" "built/$program"
    app "$program by CMake, static" "built/${program}_static"
done

cp -r "$root/examples/go/sign" go
cp -r "$root/bindings/go" twsign
cat >go/go.mod <<GO
module consumer

go 1.24

require twsign v0.0.0

replace twsign => $place/twsign
GO
(cd go && GOTOOLCHAIN=local GOPROXY=off GOFLAGS=-mod=mod GOCACHE="$root/target/go-cache" \
    "$go" build -tags twsign_pkgconfig -o ../sign-go .)
signs "Go by pkg-config" ./sign-go -nonce "$nonce" -timestamp "$timestamp" POST "$url" "$body"

cp -r "$root/bindings/ruby" gem
export GEM_HOME="$place/gems"
(cd gem && gem build --silent --output ../twsign.gem twsign.gemspec)
gem install --silent --local --no-document twsign.gem
[ "$(ls "$GEM_HOME/gems")" = "twsign-$(pkg-config --modversion twsign)" ]
cp "$root/examples/ruby/sign.rb" .
signs "Ruby by the gem" ruby sign.rb --nonce "$nonce" --timestamp "$timestamp" POST "$url" "$body"

# The Python in docs/embedding.md, as it stands there.
awk '/^```python$/ { text = 1; next } /^```/ { text = 0 } text' "$root/docs/embedding.md" >app.py
[ "$(wc -l <app.py)" -le 30 ]
case $(python3 app.py) in
    'OAuth oauth_consumer_key="'"$X_API_KEY"'", '*) echo "consumers: Python by ctypes signs" ;;
    *) echo "consumers: Python by ctypes does not sign"; exit 1 ;;
esac
