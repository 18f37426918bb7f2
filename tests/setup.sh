#!/bin/sh
# Installs what the tests need beside Rust, gcc, make and Python, and after `bench`
# what the bindings are measured against: once, again and again without harm.
# Debian packages come from the release's own archive, Python packages by version
# and hash from tests/requirements.txt.
set -eu
cd "$(dirname "$0")/.."

packages="abigail-tools clang cmake curl doxygen g++ groff libcurl4-openssl-dev liboauth-dev lintian llvm locales
    man-db pkg-config python3-venv rake ruby ruby-faraday ruby-ffi ruby-minitest ruby-simple-oauth
    strace valgrind yard"
# What `make bench-bindings` sets beside the bindings.
if [ "${1-}" = bench ]; then
    packages="$packages golang-github-gomodule-oauth1-dev libbenchmark-dev"
fi
# Where Node.js came from elsewhere, Debian's would be in its way.
command -v npm >/dev/null || packages="$packages nodejs npm"

install_missing() { # PACKAGE...
    missing=""
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' ||
            missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    echo "setup: apt-get installs$missing"
    as_root=""
    [ "$(id -u)" -eq 0 ] || as_root="sudo"
    $as_root apt-get update -qq
    # shellcheck disable=SC2086 # a list of words
    DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing
}
# shellcheck disable=SC2086 # a list of words
install_missing $packages
# Faraday 2, which is Debian's from 13 on, has these in packages of their own.
if ruby -r faraday -e 'exit Faraday::VERSION.to_i > 1'; then
    install_missing ruby-faraday-multipart ruby-faraday-retry
fi

venv=target/venv
if ! cmp -s tests/requirements.txt "$venv/installed.txt"; then
    echo "setup: pip installs tests/requirements.txt into $venv"
    rm -rf "$venv"
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check --require-hashes \
        -r tests/requirements.txt
    cp tests/requirements.txt "$venv/installed.txt"
fi
echo "setup: all that the tests need is here"
