"""Requests that are signed rightly: none is accused of anything."""

import random
import unittest
from dataclasses import replace
from itertools import islice

import random_requests_to_x
from diagnosis import Attempt, diagnose, twsign
from naive_signer import sign, signature
from scene import CODE_32

COUNT = 2000
NO_REPLY = (0, b"")
# What X says, and the only cause that may be named then.
REPLIES = {
    (401, CODE_32): "signature-refused",
    (401, b'{"errors":[{"code":89,"message":"Invalid or expired token."}]}'): "token-dead",
    (
        401,
        b'{"title":"Unauthorized","type":"about:blank","status":401,"detail":"Unauthorized"}',
    ): "none-found",
    (403, b'{"errors":[{"code":453,"message":"You currently have access to a subset"}]}'): "app-not-enrolled",
    (429, b'{"errors":[{"code":88,"message":"Rate limit exceeded."}]}'): "rate-limited",
    (500, b"<html>"): "server-trouble",
    (200, b'{"data":{"id":"1"}}'): "none-found",
    (404, b""): "not-found",
}


def refusal_by_x(credentials, request):
    """Whether X reads the request otherwise than the RFC does."""
    try:
        twsign.sign_request(credentials, replace(request, rules=twsign.Rules.X))
    except twsign.Error as error:
        return error.status == twsign.Status.AMBIGUOUS
    return False


class RightRequests(unittest.TestCase):
    def test_none_is_accused(self):
        source = random.Random("right requests")
        requests = random_requests_to_x.generate("right requests", rough=False)
        for number, (credentials, request) in enumerate(islice(requests, COUNT)):
            with self.subTest(number):
                header = self.right_header(number, credentials, request)
                (status, body), cause = source.choice([*REPLIES.items()])
                self.check(credentials, request, Attempt(header), "none-found")
                refused = Attempt(header, http_status=401, body=CODE_32)
                self.check(credentials, request, refused, "signature-refused")
                other = Attempt(header, http_status=status, body=body)
                self.check(credentials, request, other, cause)

    def right_header(self, number, credentials, request):
        """Made by the library, by turns with the naive signer."""
        return sign(credentials, request) if number % 2 else twsign.sign_request(credentials, request)

    def check(self, credentials, request, attempt, cause):
        report = diagnose(credentials, request, attempt)
        details = f"{credentials}\n{request}\n{report.text}"
        self.assertEqual(report.causes, [cause], details)

    def test_it_is_said_if_x_reads_a_right_request_otherwise(self):
        requests = islice(random_requests_to_x.generate("rough requests"), COUNT // 4)
        rough = [request for request in requests if refusal_by_x(*request)]
        self.assertGreater(len(rough), 50)
        for credentials, request in rough:
            report = diagnose(credentials, request, Attempt(sign(credentials, request)))
            self.assertEqual(report.cause, "x-reads-otherwise", f"{credentials}\n{request}")

    def test_a_wrong_signature_is_never_said_to_be_right_by_the_rfc(self):
        requests = islice(random_requests_to_x.generate("rough requests"), COUNT // 4)
        rough = filter(lambda request: refusal_by_x(*request), requests)
        for credentials, request in islice(rough, 40):
            other = replace(credentials, api_secret=b"the secret of another App")
            self.assertNotEqual(signature(other, request), signature(credentials, request))
            report = diagnose(credentials, request, Attempt(sign(other, request)))
            self.assertNotIn("x-reads-otherwise", report.causes, f"{request}")

    def test_reading_about_another_user_is_no_mistake(self):
        for path in (b"tweets", b"followers", b"following", b"liked_tweets"):
            credentials, request = next(random_requests_to_x.generate(path.decode(), rough=False))
            url = b"https://api.x.com/2/users/783214/" + path
            request = replace(request, method=b"GET", url=url, content_type=None, body=b"")
            self.check(credentials, request, Attempt(sign(credentials, request)), "none-found")


if __name__ == "__main__":
    unittest.main()
