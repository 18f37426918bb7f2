"""Starts the provider of tests/e2e, prints its URL, and stops when standard input ends."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "tests" / "e2e"))

from provider import Provider  # noqa: E402, found by the line above

with Provider() as provider:
    print(provider.url, flush=True)
    sys.stdin.read()
