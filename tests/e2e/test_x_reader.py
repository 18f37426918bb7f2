"""X's reader against tests/vectors: it reads as the RFC what the vectors call alike, and nothing else."""

import unittest
from email.message import Message
from pathlib import Path

import x_reader
from http_server import Call

VECTORS = Path(__file__).resolve().parents[1] / "vectors" / "signing"


def lines_of(folder):
    return dict(line.split(b": ", 1) for line in (folder / "request.txt").read_bytes().splitlines())


def call_of(folder, fields):
    headers = Message()
    headers["Authorization"] = (folder / "header.txt").read_text("latin-1")
    if b"content_type" in fields:
        headers["Content-Type"] = fields[b"content_type"].decode()
    body = folder / "body"
    url = fields[b"url"].decode("latin-1")
    return Call(fields[b"method"].decode(), url, headers, body.read_bytes() if body.exists() else b"")


class Vectors(unittest.TestCase):
    def test_the_readings_agree_where_the_vectors_say_so(self):
        folders = sorted(VECTORS.iterdir())
        self.assertGreater(len(folders), 60)
        for folder in folders:
            with self.subTest(folder.name):
                fields = lines_of(folder)
                reading = x_reader.read(call_of(folder, fields))
                secrets = fields[b"api_secret"].decode(), fields.get(b"token_secret", b"").decode()
                self.assertEqual(reading.signed_by(*secrets), fields[b"x_rules"] == b"signed")
                if fields[b"x_rules"] == b"signed":
                    self.assertEqual(reading.base_string(), (folder / "base_string.txt").read_text())


class Classes(unittest.TestCase):
    """x-rules.md, W1 to W7: what X makes of a query or form."""

    def reading(self, query, content_type="", body=b""):
        headers = Message()
        oauth = 'oauth_consumer_key="k",oauth_nonce="n",oauth_signature="s"'
        headers["Authorization"] = f'OAuth {oauth},oauth_signature_method="HMAC-SHA1",oauth_timestamp="1"'
        headers["Content-Type"] = content_type
        return x_reader.read(Call("GET", f"http://h/?{query}", headers, body))

    def test_pairs_are_taken_as_they_stand(self):
        for query, pairs in (
            ("q=from:jack!", [("q", "from:jack!")]),  # W1
            ("q=%61", [("q", "%61")]),  # W2
            ("q=a=b&r=c==", [("r", "c")]),  # W3
            ("=v&q", [("q", "")]),  # W4
            ("q=%zz%", [("q", "%zz%")]),  # W5
            ("q=a+b%2f%2D%2e%5f%7E,[]", [("q", "a%20b%2F-._~%2C%5B%5D")]),
        ):
            with self.subTest(query):
                self.assertEqual(self.reading(query).others, pairs)

    def test_an_oauth_parameter_in_the_query_overrides_the_headers(self):  # W6
        self.assertEqual(self.reading("oauth_nonce=m")["oauth_nonce"], "m")

    def test_a_form_is_known_by_the_first_letters_of_its_media_type(self):  # W7
        for content_type, pairs in (
            ("application/x-www-form-urlencoded; charset=UTF-8", [("a", "1")]),
            ("application/x-www-form-urlencoded-not", [("a", "1")]),
            ("Application/X-WWW-Form-Urlencoded", []),
            ("application/json", []),
        ):
            with self.subTest(content_type):
                self.assertEqual(self.reading("", content_type, b"a=1").others, pairs)


if __name__ == "__main__":
    unittest.main()
