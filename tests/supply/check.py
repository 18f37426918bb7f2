"""What libtwsign is made of: crates.io alone, free licences, each crate once, and all named in the README.

cargo-deny checks more, and takes minutes to build; this reads `cargo metadata`.
"""

import json
import re
import subprocess
import sys

CRATES_IO = "registry+https://github.com/rust-lang/crates.io-index"
# What ends up in the library, and what only its tests are made with.
IN_THE_LIBRARY = {"MIT", "Apache-2.0", "BSD-3-Clause"}
IN_TESTS = IN_THE_LIBRARY | {"MPL-2.0", "Unicode-3.0", "Unlicense", "Apache-2.0 WITH LLVM-exception"}


def is_allowed(expression, allowed):
    """Of an SPDX expression without nesting: one of each OR, and all of an AND."""
    parts = re.sub(r"[()]", "", expression or "").split(" AND ")
    return all(any(one in allowed for one in re.split(r" OR |/", part)) for part in parts)


def metadata(manifest):
    """Fails if Cargo.lock does not fit or a crate has yet to be fetched."""
    command = ["cargo", "metadata", "--locked", "--offline", "--format-version", "1", "--manifest-path", manifest]
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)


def library_crates(found):
    """By id, whatever the library is linked with on any platform."""
    nodes = {node["id"]: node for node in found["resolve"]["nodes"]}
    reached, todo = set(), [found["resolve"]["root"]]
    while todo:
        for dependency in nodes[todo.pop()]["deps"]:
            is_linked = any(kind["kind"] is None for kind in dependency["dep_kinds"])
            if is_linked and dependency["pkg"] not in reached:
                reached.add(dependency["pkg"])
                todo.append(dependency["pkg"])
    return reached


def troubles():
    found = metadata("Cargo.toml")
    linked = library_crates(found)
    names = []
    for package in found["packages"]:
        name = f"{package['name']} {package['version']}"
        if package["id"] == found["resolve"]["root"]:
            direct = {one["name"] for one in package["dependencies"] if one["kind"] is None}
            continue
        if package["source"] != CRATES_IO:
            yield f"{name} comes from {package['source']}: only crates.io is allowed"
        if not is_allowed(package["license"], IN_THE_LIBRARY if package["id"] in linked else IN_TESTS):
            yield f"{name} has the licence {package['license']!r}: choose another crate"
        if package["id"] in linked:
            names.append(package["name"])
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"{name} is linked in two versions: bring its users to one"
    section = open("README.md").read().split("\n## Crates\n")[1].split("\n## ")[0]
    for name in sorted(direct ^ set(re.findall(r"`([a-z0-9_-]+)`", section))):
        if name in direct:
            yield f"{name} is not in the README's Crates: name it there, with the reason"
        else:
            yield f"{name} is in the README's Crates, and not in Cargo.toml"


if __name__ == "__main__":
    found = list(troubles())
    print("\n".join(f"supply: {trouble}" for trouble in found) or "supply: all crates are as they may be")
    sys.exit(bool(found))
