"""A web server whose webhook is answered by the program of TWSIGN_WEBHOOK, as by CGI.

webhook crc CRC_TOKEN              prints the JSON that answers a check
webhook event SIGNATURE < body     ends with status 0 and "verified", or with 1 and the reason
"""

import os
import shlex
import subprocess
from urllib.parse import parse_qs

from http_server import Reply, Server


class WebhookServer(Server):
    """`told` holds what the program said, one line for each call."""

    def __init__(self, **environment):
        self._command = shlex.split(os.environ["TWSIGN_WEBHOOK"])
        self._environment = {name: value for name, value in os.environ.items() if not name.startswith("X_")}
        self._environment |= environment
        self.told = []
        super().__init__(self._answer)

    def _answer(self, call):
        if call.method == "GET":
            crc_token = parse_qs(call.query, keep_blank_values=True)["crc_token"][0]
            program = self._run(b"", "crc", crc_token)
            return Reply(500 if program.returncode else 200, "application/json", program.stdout)
        program = self._run(call.body, "event", call.headers.get("x-twitter-webhooks-signature", ""))
        return Reply(403 if program.returncode else 200, "text/plain", b"")

    def _run(self, body, *arguments):
        program = subprocess.run(
            [*self._command, *(argument.encode() for argument in arguments)],
            env=self._environment,
            input=body,
            capture_output=True,
            timeout=10,
        )
        self.told.append((program.stdout + program.stderr).decode().rstrip("\n"))
        return program
