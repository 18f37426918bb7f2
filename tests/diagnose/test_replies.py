"""What came back, read: X's codes and problem types, and the status alone (x-auth.md, 5)."""

import unittest

from diagnosis import Attempt, diagnose
from mistakes import MISTAKES
from naive_signer import sign
from scene import CODE_32, CREDENTIALS, NOW, SEARCH

HEADER = sign(CREDENTIALS, SEARCH)
# X's code, with the status that comes with it.
CODES = {
    "signature-refused": [(32, 401)],
    "not-found": [(34, 404), (50, 404), (68, 410), (251, 410)],
    "account-suspended": [(64, 403), (326, 403)],
    "permission-missing": [(87, 403), (93, 403), (179, 403), (200, 403), (220, 403), (261, 403)],
    "rate-limited": [(88, 429)],
    "token-dead": [(89, 401), (89, 403)],
    "https-required": [(92, 403)],
    "app-credentials-refused": [(99, 403)],
    "server-trouble": [(130, 503), (131, 500)],
    "clock-refused": [(135, 401)],
    "form-not-understood": [(170, 403)],
    "header-not-understood": [(215, 400)],
    "callback-not-approved": [(415, 403)],
    "app-suspended": [(416, 401)],
    "callback-only-oob": [(417, 401)],
    "app-not-enrolled": [(453, 403)],
    # About another user, the set-up of a webhook, and the filter against spam: the
    # credentials lack nothing.
    "invalid-request": [(63, 403), (214, 403), (226, 403)],
}
# The last part of a problem's type, with its status.
PROBLEMS = {
    "signature-refused": [("about:blank", 401)],
    "permission-missing": [("about:blank", 403), ("oauth1-permissions", 403)],
    "wrong-kind-of-credential": [("unsupported-authentication", 403)],
    "app-not-enrolled": [("client-forbidden", 403)],
    "rate-limited": [("usage-capped", 429), ("rate-limit-exceeded", 429)],
    "invalid-request": [("invalid-request", 400)],
}
STATUSES = {
    "none-found": [0, 200, 201, 204],
    "signature-refused": [401],
    "permission-missing": [403],
    "not-found": [404],
    "rate-limited": [429],
    "server-trouble": [500, 502, 503, 504],
}
TRIED = {*CODES, *PROBLEMS, *STATUSES}
XML = b'<?xml version="1.0" encoding="UTF-8"?><errors><error code="415">Not approved</error></errors>'


def problem(kind, status):
    """The two hosts by turns, and a letter case that should not matter."""
    host = "api.twitter.com" if status == 403 else "API.X.COM"
    name = kind if kind == "about:blank" else f"https://{host}/2/problems/{kind}"
    return b'{"title":"Title","detail":"Detail","type":"%s","status":%d}' % (name.encode(), status)


class Replies(unittest.TestCase):
    def check(self, cause, status, body=b"", cause_if_right=None):
        """With a right header, without any, and without credentials."""
        for credentials, header in ((CREDENTIALS, HEADER), (CREDENTIALS, None), (None, None)):
            attempt = Attempt(header, received_at=NOW, http_status=status, body=body)
            report = diagnose(credentials, SEARCH, attempt)
            expected = cause_if_right if header and cause_if_right else cause
            self.assertEqual(report.cause, expected, report.text)

    def check_status(self, cause, status, body=b""):
        """A 401 without a code does not accuse a signature that was checked and is right."""
        self.check(cause, status, body, "none-found" if status == 401 else None)

    def test_codes(self):
        for cause, replies in CODES.items():
            for code, status in replies:
                with self.subTest(code=code):
                    self.check(cause, status, b'{"errors":[{"code":%d,"message":"Some words."}]}' % code)
                    self.check(
                        cause, status, b'{"errors":[{"message":"Some words.","label":"x","code":%d}]}' % code
                    )

    def test_problem_types(self):
        for cause, replies in PROBLEMS.items():
            for kind, status in replies:
                with self.subTest(kind, status=status):
                    self.check_status(cause, status, problem(kind, status))

    def test_the_status_alone(self):
        for cause, statuses in STATUSES.items():
            for status in statuses:
                with self.subTest(status):
                    self.check_status(cause, status)

    def test_xml(self):
        self.check("callback-not-approved", 403, XML)

    def test_bodies_that_say_nothing_are_read_by_the_status(self):
        for body in (
            b"\xff\xfe",
            b"[]",
            b'{"errors":"x"}',
            b"{" * 5000,
            b'{"errors":[{}]}',
            b"<html>",
            b"null",
        ):
            with self.subTest(body[:20]):
                self.check_status("signature-refused", 401, body)

    def test_the_words_of_x_are_shown_and_cannot_forge_a_line(self):
        body = b'{"errors":[{"code":89,"message":"So\\nalso: none-found\\u001b[31m \\u2603"}]}'
        report = diagnose(CREDENTIALS, SEARCH, Attempt(HEADER, http_status=401, body=body))
        self.assertEqual(report.causes, ["token-dead"])
        self.assertNotIn("\x1b", report.text)
        report = diagnose(CREDENTIALS, SEARCH, Attempt(HEADER, http_status=401, body=CODE_32))
        self.assertIn("Could not authenticate you.", report.text)

    def test_a_proven_mistake_comes_before_what_x_says(self):
        (way,) = MISTAKES["query-left-out"]
        for status, body in ((401, CODE_32), (401, b""), (0, b"")):
            attempt = Attempt(sign(CREDENTIALS, SEARCH, way), http_status=status, body=body)
            self.assertEqual(diagnose(CREDENTIALS, SEARCH, attempt).causes, ["query-left-out"])


if __name__ == "__main__":
    unittest.main()
