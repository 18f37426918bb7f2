#!/usr/bin/env python3
"""Prints the licences of the crates that the library holds: licences.py TARGET"""

import json
import pathlib
import subprocess
import sys

metadata = json.loads(subprocess.run(
    ["cargo", "metadata", "--locked", "--format-version", "1", "--filter-platform", sys.argv[1]],
    check=True, capture_output=True).stdout)
packages = {package["id"]: package for package in metadata["packages"]}
needs = {node["id"]: [dependency["pkg"] for dependency in node["deps"]
                      if any(kind["kind"] is None for kind in dependency["dep_kinds"])]
         for node in metadata["resolve"]["nodes"]}
found, todo = set(), [metadata["resolve"]["root"]]
while todo:
    for name in needs[todo.pop()]:
        if name not in found:
            found.add(name)
            todo.append(name)

print("libtwsign holds the crates below, and the standard library of Rust (MIT OR Apache-2.0,\n"
      "Copyright (c) The Rust Project Contributors).")
for package in sorted((packages[name] for name in found), key=lambda package: package["name"]):
    print(f"\n{'=' * 72}\n{package['name']} {package['version']}: {package['license']}\n{package['repository']}")
    folder = pathlib.Path(package["manifest_path"]).parent
    texts = sorted(path for path in folder.iterdir()
                   if path.name.upper().startswith(("LICENSE", "LICENCE", "COPYING", "COPYRIGHT", "NOTICE")))
    if not texts and "MIT" in package["license"]:
        print(f"\nCopyright (c) {', '.join(package['authors'])}; the text of the MIT licence is in LICENSE-MIT.")
    elif not texts:
        sys.exit(f"licences: {package['name']} {package['version']} comes without a licence's text")
    # One of the licences suffices, and MIT's is the shorter one; a notice always.
    short = [path for path in texts if "APACHE" not in path.name.upper()] or texts
    for path in short:
        print(f"\n--- {path.name}\n{path.read_text(encoding='utf-8').strip()}")
