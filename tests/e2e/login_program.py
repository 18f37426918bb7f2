"""Runs the example `login` of any language as a user would: its command line and its environment.

    login pin                     asks for a PIN, prints `export` lines for a shell
    login callback CALLBACK-URL   asks for the URL to which the browser was sent back, likewise
    login bearer                  prints an `export` line
    login revoke [BEARER]         revokes the bearer, or the token of the environment
    login get URL                 signed calls, which print the reply's body; a URL that begins
    login post URL NAME=VALUE...  with `/` is the API's
    login post-json URL JSON
    login upload URL FILE

Standard output is for the shell or for the next program, so the page to open is told on standard
error, in a line that begins with "Open ". A failure ends with status 1 and X's words there.
"""

import os
import shlex
import subprocess
import threading
from dataclasses import dataclass

LONGEST_RUN = 10  # seconds


@dataclass(frozen=True)
class Outcome:
    status: int
    out: str
    err: str

    def exports(self):
        """What a shell knows after `eval "$(login ...)"`."""
        command = ["/bin/sh", "-euc", 'eval "$1"; exec env', "sh", self.out]
        shell = subprocess.run(command, env={"PATH": os.defpath}, capture_output=True, check=True, text=True)
        known = dict(line.split("=", 1) for line in shell.stdout.splitlines())
        return {name: value for name, value in known.items() if name.startswith("X_")}


class Login:
    """The program of TWSIGN_LOGIN, with an environment of its own."""

    def __init__(self, **environment):
        self._command = shlex.split(os.environ["TWSIGN_LOGIN"])
        self._own = environment

    def with_environment(self, **environment):
        return Login(**{**self._own, **environment})

    def run(self, *arguments):
        """For the commands that ask for nothing."""
        return self.converse(arguments, None)

    def converse(self, arguments, user):
        """`user`, a function, is given the URL to open, and types what it returns."""
        process = self._start(arguments)
        killer = threading.Timer(LONGEST_RUN, process.kill)
        killer.start()
        try:
            told, answer = _listen(process, user) if user else (b"", None)
            out, err = process.communicate(answer)
        finally:
            killer.cancel()
            process.kill()
        return self._outcome(process.returncode, out.decode(), (told + err).decode())

    def _start(self, arguments):
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("X_")}
        pipe = subprocess.PIPE
        return subprocess.Popen(
            [*self._command, *(argument.encode() for argument in arguments)],
            env={**inherited, "no_proxy": "127.0.0.1", **self._own},
            stdin=pipe,
            stdout=pipe,
            stderr=pipe,
            bufsize=0,  # what comes after the line that is waited for is left to communicate()
        )

    def _outcome(self, status, out, err):
        """No run shows a secret that it was given."""
        for name, secret in self._own.items():
            if name.endswith("SECRET") and secret in out + err:
                raise AssertionError(f"{name} is shown")
        return Outcome(status, out, err)


def _listen(process, user):
    """What the program tells up to the URL, and the answer to type; None if it has ended before."""
    told = b""
    while line := process.stderr.readline():
        told += line
        if line.startswith(b"Open "):
            url = line.decode().removeprefix("Open ").rstrip("\n")
            return told, (user(url) + "\n").encode()
    return told, None
