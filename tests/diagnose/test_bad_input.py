"""What cannot be sent is an error with its place; whatever else is missing or odd is no error."""

import ctypes
import random
import re
import unittest
from dataclasses import replace

from diagnosis import Attempt, diagnose, tw_attempt, twsign
from mistakes import MISTAKES
from naive_signer import FORM, sign
from scene import CODE_32, CREDENTIALS, SEARCH, refused
from twsign import Status

NOTHING = twsign.Credentials(None, None, None, None)
UNSENDABLE = [
    (Status.INVALID_URL, {"url": b"/2/users/me"}),
    (Status.INVALID_URL, {"url": b""}),
    (Status.INVALID_URL, {"url": b"ftp://api.x.com/"}),
    (Status.INVALID_URL, {"url": b"https://"}),
    (Status.INVALID_URL, {"url": b"https://user:secret@api.x.com/"}),
    (Status.INVALID_URL, {"url": b"https://api.x.com/?query=hello world"}),
    (Status.INVALID_URL, {"url": b"https://api.x.com/?query=100%"}),
    (Status.INVALID_URL, {"url": "https://api.x.com/?query=é".encode()}),
    (Status.INVALID_METHOD, {"method": b""}),
    (Status.INVALID_METHOD, {"method": b"GE T"}),
    (Status.INVALID_PARAM, {"content_type": b"text/plain\r\nX: y"}),
    (Status.INVALID_BODY, {"content_type": FORM, "body": b"status=hello world"}),
    (Status.INVALID_BODY, {"content_type": FORM, "body": b"status=100%"}),
    (Status.NULL_ARGUMENT, {"url": None}),
    (Status.NULL_ARGUMENT, {"method": None}),
]


class BadInput(unittest.TestCase):
    def test_a_request_that_cannot_be_sent_is_an_error(self):
        for status, changes in UNSENDABLE:
            with self.subTest(changes):
                for credentials, attempt in ((CREDENTIALS, refused(sign(CREDENTIALS, SEARCH))), (None, None)):
                    with self.assertRaises(twsign.Error) as caught:
                        diagnose(credentials, replace(SEARCH, **changes), attempt)
                    self.assertEqual(caught.exception.status, status)
                    self.assertIn("request." + next(reversed(changes)), caught.exception.message)

    def test_whatever_is_not_known_may_be_null(self):
        header = sign(CREDENTIALS, SEARCH)
        for credentials in (None, NOTHING, CREDENTIALS):
            for attempt in (None, Attempt(), Attempt(header), Attempt(b""), refused(None), refused(header)):
                cause = diagnose(credentials, SEARCH, attempt).cause
                self.assertTrue(cause)

    def test_each_credential_alone_may_be_null(self):
        for field in ("api_key", "api_secret", "token", "token_secret"):
            for header in (None, sign(CREDENTIALS, SEARCH)):
                report = diagnose(replace(CREDENTIALS, **{field: None}), SEARCH, Attempt(header))
                self.assertNotRegex(report.text, "(?m)^Proven")

    def test_a_header_may_be_pasted_with_its_name(self):
        header = sign(CREDENTIALS, SEARCH)
        wrong = sign(CREDENTIALS, SEARCH, *MISTAKES["other-host"])
        for name in (b"Authorization: ", b"authorization:", b"  AUTHORIZATION:  "):
            for value, cause in (
                (header, "none-found"),
                (wrong, "other-host"),
                (b"Bearer x", "header-not-oauth"),
            ):
                report = diagnose(CREDENTIALS, SEARCH, Attempt(name + value))
                self.assertEqual(report.causes, [cause], report.text)

    def test_what_only_signing_looks_at_is_not_looked_at(self):
        header = sign(CREDENTIALS, SEARCH)
        for changes in (
            {"nonce": b""},
            {"timestamp": -1},
            {"rules": 7},
            {"oauth_params": ((b"oauth_nonce", b"1"), (b"", b"\n"))},
        ):
            report = diagnose(CREDENTIALS, replace(SEARCH, **changes), Attempt(header))
            self.assertEqual(report.causes, ["none-found"])

    def test_a_pointer_that_is_needed_and_null_is_an_error(self):
        request = ctypes.byref(SEARCH.to_c())
        text, error = ctypes.c_void_p(1), twsign.tw_error()
        call = twsign.library.tw_diagnose
        self.assertEqual(
            call(None, None, None, ctypes.byref(text), ctypes.byref(error)), Status.NULL_ARGUMENT
        )
        self.assertIsNone(text.value)
        self.assertEqual(call(None, request, None, None, ctypes.byref(error)), Status.NULL_ARGUMENT)
        attempt = Attempt().to_c()
        attempt.body, attempt.body_len = None, 5
        status = call(None, request, ctypes.byref(attempt), ctypes.byref(text), ctypes.byref(error))
        self.assertEqual(status, Status.NULL_ARGUMENT)
        self.assertIn("attempt.body", error.message.decode())

    def test_a_struct_of_another_size_is_an_error(self):
        text, error = ctypes.c_void_p(1), twsign.tw_error()
        for size in (0, 8, ctypes.sizeof(tw_attempt) - 1, 5000):
            attempt = Attempt().to_c()
            attempt.struct_size = size
            status = twsign.library.tw_diagnose(
                None, SEARCH.to_c(), ctypes.byref(attempt), ctypes.byref(text), ctypes.byref(error)
            )
            self.assertEqual(status, Status.STRUCT_SIZE)
            self.assertIsNone(text.value)

    def test_no_header_date_or_reply_is_an_error(self):
        source = random.Random("spoilt")
        header, reply = sign(CREDENTIALS, SEARCH), CODE_32
        for _ in range(150):
            attempt = Attempt(
                self.spoilt(source, header).replace(b"\0", b"?"),
                received_at=source.choice([0, -1, 1, 2**63 - 1, -(2**63)]),
                http_status=source.choice([-1, 0, 1, 200, 401, 999, 2**31 - 1]),
                date=self.spoilt(source, b"Sun, 06 Nov 1994 08:49:37 GMT").replace(b"\0", b"?"),
                body=self.spoilt(source, reply),
            )
            report = diagnose(CREDENTIALS, SEARCH, attempt)
            self.assertTrue(re.fullmatch(r"[\n\x20-\x7e]*", report.text), report.text)

    def spoilt(self, source, text):
        """The text with some bytes changed, doubled or cut out."""
        for _ in range(source.randint(1, 6)):
            place = source.randrange(len(text) + 1)
            text = (
                text[:place]
                + source.choice([b"", source.randbytes(2), b'"', b",", b"="])
                + text[place + source.randint(0, 3) :]
            )
        return text


if __name__ == "__main__":
    unittest.main()
