"""sign --diagnose, fed with what the real curl prints about a server that refuses.

The program is examples/c/sign.c, or that of another language by its command in TWSIGN_SIGN.
"""

import os
import shlex
import subprocess
import threading
import unittest
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from diagnosis import twsign
from mistakes import MISTAKES
from naive_signer import FORM, sign
from scene import CODE_32, CREDENTIALS, NOW, SEARCH, header_with

LIBRARY = Path(
    os.environ.get("TWSIGN_LIBRARY") or twsign.CHECKOUT / "target" / "release" / "libtwsign.so"
).resolve()
C_PROGRAM = twsign.CHECKOUT / "target" / "tests" / "sign"
COMMAND = shlex.split(os.environ.get("TWSIGN_SIGN", "")) or [C_PROGRAM]
WARNINGS = ["-Wall", "-Wextra", "-pedantic", "-Werror"]
USAGE = b"usage: sign [--explain | --base-string] [--nonce N] [--timestamp T]\n            METHOD URL [FORM-BODY]\n"
USAGE += b"       sign --diagnose METHOD URL [BODY] < what-curl-sv-printed\n"
VARIABLES = {
    "X_API_KEY": CREDENTIALS.api_key,
    "X_API_SECRET": CREDENTIALS.api_secret,
    "X_ACCESS_TOKEN": CREDENTIALS.token,
    "X_ACCESS_TOKEN_SECRET": CREDENTIALS.token_secret,
}
TEXT_FORM = b"status=Hello%20world"
JSON = b'{"text":"a=b&c"}'


class Refusal(BaseHTTPRequestHandler):
    """Answers every request with code 32; with a status of 100 before it, if the client wants that."""

    protocol_version = "HTTP/1.1"

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(401)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(CODE_32)))
        self.end_headers()
        self.wfile.write(CODE_32)

    do_GET = do_PUT = do_POST

    def log_message(self, *_):
        pass


def build_c_program():
    C_PROGRAM.parent.mkdir(parents=True, exist_ok=True)
    source = twsign.CHECKOUT / "examples" / "c" / "sign.c"
    link = [LIBRARY, f"-Wl,-rpath,{LIBRARY.parent}"]
    include = twsign.CHECKOUT / "include"
    command = ["cc", "-std=c99", *WARNINGS, source, "-I", include, *link, "-o", C_PROGRAM]
    subprocess.run(command, check=True, timeout=60)


class SignProgram(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if COMMAND == [C_PROGRAM]:
            build_c_program()
        cls.server = ThreadingHTTPServer(("127.0.0.1", 0), Refusal)
        threading.Thread(target=cls.server.serve_forever, daemon=True).start()
        cls.url = b"http://127.0.0.1:%d" % cls.server.server_port

    @classmethod
    def tearDownClass(cls):
        cls.server.shutdown()
        cls.server.server_close()

    def transcript(self, request, header, *options):
        """What curl prints on both its outputs when it sends the request."""
        command = [b"curl", b"-sv", b"--noproxy", b"*", *options, b"-X", request.method]
        command += [b"-H", b"Authorization: " + header]
        if request.body:
            command += [b"-H", b"Content-Type: " + request.content_type, b"--data-binary", request.body]
        output = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        return subprocess.run([*command, request.url], timeout=60, **output).stdout

    def run_program(self, arguments, transcript, variables=VARIABLES):
        environment = {name: value for name, value in os.environ.items() if not name.startswith("X_")}
        return subprocess.run(
            [*COMMAND, *arguments],
            input=transcript,
            env={**environment, **{name: value.decode() for name, value in variables.items()}},
            capture_output=True,
            timeout=60,
        )

    def report(self, request, transcript, variables=VARIABLES):
        arguments = ["--diagnose", request.method, request.url, *filter(None, [request.body])]
        done = self.run_program(arguments, transcript, variables)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        return done.stdout.decode()

    def check(self, cause, request, header, *options):
        report = self.report(request, self.transcript(request, header, *options))
        self.assertEqual(report.splitlines()[0], f"cause: {cause}", report)
        self.assertIn("HTTP 401, code 32", report)
        self.assertIn("Could not authenticate you.", report)

    def test_mistakes_are_named(self):
        get = replace(SEARCH, url=self.url + b"/2/tweets/search/recent?query=hello%20world")
        form = replace(get, method=b"POST", content_type=FORM + b"; charset=utf-8", body=TEXT_FORM)
        json = replace(get, method=b"POST", content_type=b"application/json", body=JSON)
        for request, identifier in (
            (get, "space-as-plus"),
            (get, "query-left-out"),
            (form, "form-body-left-out"),
            (json, "body-signed-though-no-form"),
            (replace(form, method=b"PUT"), "method-lower-case"),
        ):
            with self.subTest(identifier):
                self.check(identifier, request, sign(CREDENTIALS, request, MISTAKES[identifier][0]))

    def test_a_right_header_is_not_accused(self):
        request = replace(
            SEARCH, method=b"POST", url=self.url + b"/2/tweets?a=b", content_type=FORM, body=TEXT_FORM
        )
        done = self.run_program([request.method, request.url, request.body], b"")
        self.check("signature-refused", request, done.stdout.strip())

    def test_the_date_of_the_reply_is_read(self):
        request = replace(SEARCH, url=self.url + b"/2/users/me")
        header = header_with({b"oauth_timestamp": b"%d" % (NOW - 7200)}, request=request)
        self.check("clock-off", request, header)

    def test_a_status_of_100_before_the_reply_is_no_trouble(self):
        request = replace(
            SEARCH, method=b"POST", url=self.url + b"/2/tweets", content_type=FORM, body=TEXT_FORM
        )
        header = sign(CREDENTIALS, request, *MISTAKES["form-body-left-out"])
        expect = (b"-H", b"Expect: 100-continue")
        self.assertIn(b"< HTTP/1.1 100", self.transcript(request, header, *expect))
        self.check("form-body-left-out", request, header, *expect)

    def test_curl_with_its_progress_meter_is_read_too(self):
        request = replace(SEARCH, url=self.url + b"/2/users/me?a=b")
        self.check(
            "query-left-out", request, sign(CREDENTIALS, request, *MISTAKES["query-left-out"]), b"--no-silent"
        )

    def test_http_2_with_the_body_glued_to_a_remark_is_read(self):
        """As a terminal shows it: header names in lower case, and no line's end behind the body."""
        header = sign(CREDENTIALS, SEARCH, *MISTAKES["other-host"])
        lines = [b"> GET /2/tweets HTTP/2", b"> authorization: " + header, b"> ", b"< HTTP/2 401 ", b"< "]
        transcript = b"\r\n".join([*lines, CODE_32 + b"* Connection #0 to host api.x.com left intact\n"])
        report = self.report(SEARCH, transcript)
        self.assertEqual(report.splitlines()[0], "cause: other-host")
        self.assertIn("HTTP 401, code 32", report)

    def test_without_credentials_the_reply_is_read(self):
        transcript = b"< HTTP/1.1 403 Forbidden\r\n< \r\n" + CODE_32.replace(b"32", b"261")
        self.assertEqual(self.report(SEARCH, transcript, {}).splitlines()[0], "cause: permission-missing")

    def test_it_tells_its_usage(self):
        for arguments in ([], ["GET"], ["--diagnose", "GET"], ["--what", "GET", SEARCH.url]):
            done = self.run_program(arguments, b"")
            self.assertEqual((done.returncode, done.stdout), (2, b""))
            self.assertIn(USAGE, done.stderr)

    def test_a_request_that_cannot_be_sent_is_told(self):
        done = self.run_program(["--diagnose", "GET", "https://api.x.com/?q=a b"], b"")
        self.assertEqual((done.returncode, done.stdout), (1, b""))
        self.assertRegex(done.stderr, rb"\Asign: (twsign: )?request\.url: ")

    def test_nothing_to_read_is_no_crash(self):
        for transcript in (b"", b"\n\n", b"\0\0", b"< HTTP/1.1 ", b"{", b"> Authorization:", b"x" * 2**21):
            with self.subTest(transcript[:20]):
                self.assertRegex(self.report(SEARCH, transcript), r"\Acause: ")


if __name__ == "__main__":
    unittest.main()
