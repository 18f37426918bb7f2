"""Headers made by real programs: npm's oauth-1.0a and oauth, Debian's liboauth.

Everything is built under target/real-programs; nothing is installed elsewhere.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path

from diagnosis import twsign

SOURCES = Path(__file__).resolve().parent / "real_programs"
BUILD = twsign.CHECKOUT / "target" / "real-programs"
LOCK = "package-lock.json"


def build():
    BUILD.mkdir(parents=True, exist_ok=True)
    install_packages()
    for script in SOURCES.glob("*.js"):
        shutil.copy(script, BUILD)
    warnings = ["-Wall", "-Wextra", "-pedantic", "-Werror"]
    source, program = SOURCES / "sign_with_liboauth.c", BUILD / "sign_with_liboauth"
    run(["cc", "-std=c99", *warnings, source, "-loauth", "-o", program])


def install_packages():
    """`npm ci`, by version and hash from the lock file; once for each lock file."""
    stamp = BUILD / "node_modules" / LOCK
    if stamp.exists() and stamp.read_bytes() == (SOURCES / LOCK).read_bytes():
        return
    for name in ("package.json", LOCK):
        shutil.copy(SOURCES / name, BUILD)
    run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=BUILD)
    shutil.copy(BUILD / LOCK, stamp)


def run(command, **options):
    done = subprocess.run(command, capture_output=True, timeout=300, **options)
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]} failed: {done.stderr.decode(errors='replace')}")
    return done.stdout


def headers_of_script(script, credentials, calls):
    """The headers for these calls, each a dict that the script of npm's package understands."""
    fields = ("api_key", "api_secret", "token", "token_secret")
    texts = {field: getattr(credentials, field).decode() for field in fields}
    question = json.dumps({"credentials": texts, "requests": calls})
    answer = run(["node", BUILD / script], input=question.encode(), cwd=BUILD)
    return [header.encode() for header in json.loads(answer)]


def headers_of_liboauth(credentials, requests):
    fields = ("api_key", "api_secret", "token", "token_secret")
    environment = {field.upper(): getattr(credentials, field).decode() for field in fields}
    program = BUILD / "sign_with_liboauth"
    commands = ([program, request.method, request.url, *filter(None, [request.body])] for request in requests)
    return [run(command, env={**os.environ, **environment}).strip() for command in commands]
