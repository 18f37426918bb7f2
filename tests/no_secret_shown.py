#!/usr/bin/env python3
"""Runs a command, shows what it prints, and fails if a secret of the tests is in there.

    tests/no_secret_shown.py COMMAND ...

Ends as the command does; with 1 if that is well and a secret was shown. What was
printed stays in target/output.txt. Logs that tests write meanwhile are read, too.
"""

import base64
import os
import pathlib
import re
import signal
import subprocess
import sys
import time
from urllib.parse import quote

CHECKOUT = pathlib.Path(__file__).resolve().parent.parent
OUTPUT = CHECKOUT / "target/output.txt"
# What tests send elsewhere: the words of panics, of programs that a sanitizer watches, and of tests that pass.
LOGS = (
    "target/hosts/*.txt",
    "target/sanitize/*/*.txt",
    "target/go-tests.txt",
    "target/cpp/build/Testing/Temporary/LastTest.log",
)
SOURCES = {".c", ".h", ".cpp", ".hpp", ".go", ".py", ".rb", ".rs", ".sh", ".md", ".txt"}
VARIABLES = ("X_API_SECRET", "X_ACCESS_TOKEN_SECRET", "X_BEARER_TOKEN")
# Shorter ones stand in other texts by chance.
SHORTEST = 10
NAMED_A_SECRET = re.compile(
    rb"""(?:secret|bearer|hidden)\w*["']?\]?\s*(?:=>|:=|=|:)\s*b?["'`]?([A-Za-z0-9%+/_.~-]{10,})""", re.IGNORECASE
)
# Stands on two lines in C; X has revoked it.
PUBLISHED_BEARER = (
    b"AAAAAAAAAAAAAAAAAAAAAMLheAAAAAAA0%2BuSeid%2BULvsea4JtiGRiSDSJSI%3DEUifiRBkKG5E2XzMDjRfl76ZC9Ub0wnz4XsNiRVBChTYbJcE3F"
)


def secrets():
    """Each secret, and where it stands: in a vector, in a source of the tests, in the environment."""
    found = {PUBLISHED_BEARER: "the bearer that X published"}
    for folder in ("tests", "bindings", "examples", "docs"):
        for path in sorted((CHECKOUT / folder).rglob("*")):
            if path.suffix not in SOURCES or not path.is_file() or path.is_relative_to(CHECKOUT / "tests/fuzz"):
                continue
            name = path.relative_to(CHECKOUT)
            for match in NAMED_A_SECRET.finditer(path.read_bytes()):
                if looks_like_one(match[1]):
                    found.setdefault(match[1], f"a secret of {name}")
            if path.name == "request.txt":
                for match in re.finditer(rb"^(?:api|token)_secret: (.*)$", path.read_bytes(), re.MULTILINE):
                    if len(match[1]) >= SHORTEST:
                        found.setdefault(match[1], f"a secret of {name}")
    for variable in VARIABLES:
        value = os.environb.get(variable.encode(), b"")
        if len(value) >= SHORTEST:
            found.setdefault(value, f"the value of {variable}")
    return found


def looks_like_one(text):
    """And not like a name or a piece of a program: digits beside letters, or words and hyphens."""
    return re.search(rb"[A-Za-z]", text) and (
        (re.search(rb"\d", text) and b"." not in text) or re.fullmatch(rb"[a-z]+(?:-[a-z]+)+", text)
    )


def forms(secret):
    """As it is; percent-encoded, which is in the signing key; in base64, wherever it begins, and so in
    Basic; in hexadecimal; and as HMAC's key block."""
    encoded = quote(secret, safe="-._~").encode()
    twice = quote(encoded, safe="-._~").encode()
    for way, text in (("as it is", secret), ("percent-encoded", encoded), ("percent-encoded twice", twice)):
        yield way, text
        yield way + ", in lower case", text.lower()
        for end, part in (("the begin", text[:SHORTEST]), ("the end", text[-SHORTEST:])):
            if len(text) >= 2 * SHORTEST and re.search(rb"[a-z0-9]", part) and len(set(part)) > SHORTEST // 2:
                yield f"{end}, {way}", part
    for text in (secret, encoded):
        for offset, partial in ((0, 0), (1, 2), (2, 3)):
            whole = (offset + len(text)) * 8 // 6
            for encode in (base64.b64encode, base64.urlsafe_b64encode):
                yield "in base64", encode(b"\0" * offset + text)[partial:whole]
        for pad in (0x36, 0x5C):
            yield "as HMAC's key block", bytes(byte ^ pad for byte in text)
    yield "in hexadecimal", secret.hex().encode()
    yield "in hexadecimal", secret.hex().upper().encode()


def search_for(found):
    """All forms at once: what each is, and the expression that finds them."""
    meanings = {}
    for secret, place in found.items():
        for way, form in forms(secret):
            meanings.setdefault(form, f"{place}, {way}")
    longest_first = sorted(meanings, key=len, reverse=True)
    return meanings, re.compile(b"|".join(map(re.escape, longest_first)))


def run(command):
    """Shows the output as it comes; gives the exit status."""
    OUTPUT.parent.mkdir(exist_ok=True)
    # Rust's tests keep to themselves what those print that pass, unless they are told.
    environment = {**os.environ, "RUST_TEST_NOCAPTURE": "1"}
    # make's children talk to it by descriptors that it opened.
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment, close_fds=False
    )
    # Whoever interrupts make interrupts the command as well, which says how it ended.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with OUTPUT.open("wb") as output:
        while piece := process.stdout.read1():
            output.write(piece)
            sys.stdout.buffer.write(piece)
            sys.stdout.buffer.flush()
    status = process.wait()
    return status if status >= 0 else 128 - status


def main(command):
    found = secrets()
    meanings, search = search_for(found)
    if blind := [meaning for form, meaning in meanings.items() if not search.search(b"a" + form + b"a")]:
        sys.exit(f"no_secret_shown: is blind for {blind}")
    begun = time.time()
    status = run(command)
    logs = [log for pattern in LOGS for log in CHECKOUT.glob(pattern) if log.stat().st_mtime >= begun]
    shown = 0
    for path in [OUTPUT, *logs]:
        for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
            for match in search.finditer(line):
                shown += 1
                print(f"{path.relative_to(CHECKOUT)}:{number}: shows {meanings[match[0]]}")
    if shown:
        print("no_secret_shown: secrets are shown")
    else:
        print(f"no_secret_shown: none of {len(found)} secrets is in the output, nor in {len(logs)} logs")
    return status or (1 if shown else 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
