#!/bin/sh
# No crate that the library links wants a newer Rust than Cargo.toml promises.
set -eu
cd "$(dirname "$0")/.."
cargo metadata --locked --format-version 1 | python3 -c '
import json, sys

metadata = json.load(sys.stdin)
packages = {package["id"]: package for package in metadata["packages"]}
needs = {node["id"]: [dependency["pkg"] for dependency in node["deps"]
                      if any(kind["kind"] is None for kind in dependency["dep_kinds"])]
         for node in metadata["resolve"]["nodes"]}

def rust(package):
    return [int(number) for number in (package["rust_version"] or "1").split(".")][:2]

root = metadata["resolve"]["root"]
linked, todo = {root}, [root]
while todo:
    new = [name for name in needs[todo.pop()] if name not in linked]
    linked.update(new)
    todo.extend(new)
newer = [packages[name]["name"] for name in linked if rust(packages[name]) > rust(packages[root])]
if len(linked) < 10 or newer:
    sys.exit(f"msrv: want a newer Rust than Cargo.toml says: {newer}")
promised = packages[root]["rust_version"]
print(f"msrv: {len(linked)} crates can do with Rust {promised}")'
