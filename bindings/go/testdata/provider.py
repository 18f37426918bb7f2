"""The provider of tests/e2e, for the tests in Go: prints its URL, then obeys standard input.

Each line is a command, answered with one line: `approve URL` and `deny URL` are the user with a
browser, `clock SECONDS` puts the provider's clock ahead.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "tests" / "e2e"))

import user  # noqa: E402
from provider import Provider  # noqa: E402


def obey(provider, command, argument):
    if command == "clock":
        provider.registry.clock_offset = int(argument)
        return "set"
    return {"approve": user.approve, "deny": user.deny}[command](argument)


with Provider() as provider:
    print(provider.url, flush=True)
    for line in sys.stdin:
        print(obey(provider, *line.split()), flush=True)
