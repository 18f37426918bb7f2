"""Every vector of tests/vectors/signing through the C ABI of the built library."""

import unittest
from urllib.parse import unquote_to_bytes

import twsign
from twsign import Credentials, Request, Rules, Status

VECTORS = twsign.CHECKOUT / "tests" / "vectors" / "signing"


class Vector:
    """One folder: a request, and each step of its signing."""

    def __init__(self, folder):
        self.name = folder.name
        self.parameters = (folder / "parameters.txt").read_bytes()
        self.base_string = (folder / "base_string.txt").read_bytes()
        self.header = (folder / "header.txt").read_bytes()
        body = folder / "body"
        self._body = body.read_bytes() if body.exists() else b""
        self._fields = {}
        self._oauth_params = []
        for line in (folder / "request.txt").read_bytes().splitlines():
            field, _, value = line.partition(b": ")
            if field == b"oauth_param":
                name, _, value = value.partition(b"=")
                self._oauth_params.append((name, value))
            else:
                self._fields[field.decode()] = value
        self.ambiguous = self._fields["x_rules"] == b"ambiguous"

    def credentials(self):
        names = ("api_key", "api_secret", "token", "token_secret")
        return Credentials(*(self._fields.get(name) for name in names))

    def request(self, rules):
        return Request(
            method=self._fields["method"],
            url=self._fields["url"],
            content_type=self._fields.get("content_type"),
            body=self._body,
            nonce=self._fields["nonce"],
            timestamp=int(self._fields["timestamp"]),
            rules=rules,
            oauth_params=tuple(self._oauth_params),
        )


def parameters_of(base_string):
    """The normalized parameters: the third part of a base string, decoded once (RFC 5849, 3.4.1.1)."""
    _, _, parameters = base_string.split(b"&")
    return unquote_to_bytes(parameters)


class Vectors(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.vectors = [Vector(folder) for folder in sorted(VECTORS.iterdir())]

    def test_none_is_missing(self):
        self.assertGreaterEqual(len(self.vectors), 73)
        self.assertTrue(any(vector.ambiguous for vector in self.vectors))

    def test_steps_by_the_rfc(self):
        for vector in self.vectors:
            with self.subTest(vector.name):
                self.check_steps(vector, Rules.RFC5849)

    def test_steps_by_the_rules_of_x(self):
        for vector in self.vectors:
            with self.subTest(vector.name):
                if vector.ambiguous:
                    self.check_refused_as_ambiguous(vector)
                else:
                    self.check_steps(vector, Rules.X)

    def check_steps(self, vector, rules):
        credentials, request = vector.credentials(), vector.request(rules)
        base_string = twsign.signature_base_string(credentials, request)
        self.assertEqual(parameters_of(base_string), vector.parameters)
        self.assertEqual(base_string, vector.base_string)
        self.assertEqual(twsign.sign_request(credentials, request), vector.header)
        with twsign.Signer(credentials) as signer:
            self.assertEqual(signer.sign(request), vector.header)
            self.assertEqual(signer.sign_into(request, len(vector.header) + 1), vector.header)

    def check_refused_as_ambiguous(self, vector):
        for call in (twsign.sign_request, twsign.signature_base_string):
            with self.assertRaises(twsign.Error) as caught:
                call(vector.credentials(), vector.request(Rules.X))
            self.assertEqual(caught.exception.status, Status.AMBIGUOUS)


if __name__ == "__main__":
    unittest.main()
