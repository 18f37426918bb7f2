"""The causes that are seen without a search: in header, credentials and request.

What a reply says is in test_replies.py.
"""

import base64
import hashlib
import re
import unittest
from dataclasses import replace

import table
import test_replies
from diagnosis import Attempt, diagnose
from naive_signer import FORM, escape, header_pairs, header_text, sign, signature
from scene import (
    APP_ONLY,
    BEARER,
    CREDENTIALS,
    NOW,
    SEARCH,
    header_with,
    header_with_signature,
    refused,
)

RIGHT = sign(CREDENTIALS, SEARCH)
# Signatures that hold the two characters which some encoder would change.
PLUS_AND_SLASH = next(
    request
    for request in (replace(SEARCH, nonce=b"%032d" % number) for number in range(1000))
    if b"+" in signature(CREDENTIALS, request) and b"/" in signature(CREDENTIALS, request)
)
SECOND_TOKEN = b"9876543210987654321-Qw1Er2Ty3Ui4Op5As6Df7Gh8Jk9Lz0"
CLIENT_ID = base64.b64encode(b"rG9n6402A3dbUJKzXTNX:1:ci").rstrip(b"=")
URL = SEARCH.url
WITH_VERIFIER = replace(SEARCH, oauth_params=((b"oauth_verifier", b"123"),))
WITH_OTHER = replace(SEARCH, oauth_params=((b"oauth_other", b"1"),))


def without(parameter):
    return refused(re.sub(rb'%s="[^"]*"(, )?' % parameter, b"", RIGHT))


def with_url(url, **changes):
    """A request for another URL, signed rightly."""
    request = replace(SEARCH, url=url, **changes)
    return CREDENTIALS, request, refused(sign(CREDENTIALS, request))


def with_header(header):
    return CREDENTIALS, SEARCH, refused(header)


def with_signature(written, request=SEARCH):
    return CREDENTIALS, request, refused(header_with_signature(written, request=request))


def with_credential(**changes):
    """Faulty credentials, as the program used them."""
    credentials = replace(CREDENTIALS, **changes)
    return credentials, SEARCH, refused(sign(credentials, SEARCH))


def url_safe(mac):
    return escape(mac.translate(bytes.maketrans(b"+/", b"-_")))


def hexadecimal(mac):
    return base64.b64decode(mac).hex().encode()


SECRET = CREDENTIALS.api_secret
POST_FORM = {"method": b"POST", "content_type": FORM}
CASES = {
    "x-reads-otherwise": [with_url(URL + b"&since=2026-01-01T00:00:00Z"), with_url(URL + b"&%61=1")],
    "header-not-oauth": [
        with_header(b"Bearer " + BEARER),
        with_header(b"Basic YWJjOmRlZg=="),
        with_header(b""),
    ],
    "header-backslashes": [with_header(RIGHT.replace(b"oauth_", b"oauth\\_"))],
    "header-incomplete": [
        (CREDENTIALS, SEARCH, without(parameter))
        for parameter in (
            b"oauth_consumer_key",
            b"oauth_nonce",
            b"oauth_signature",
            b"oauth_signature_method",
            b"oauth_timestamp",
        )
    ],
    "header-parameter-twice": [
        with_header(RIGHT + b', oauth_nonce="%s"' % SEARCH.nonce),
        with_header(RIGHT + b', oauth_token="%s"' % CREDENTIALS.token),
    ],
    "oauth-parameter-twice": [
        with_url(URL + b"&oauth_token=" + CREDENTIALS.token),
        with_url(URL, body=b"oauth_nonce=1", **POST_FORM),
        (CREDENTIALS, replace(SEARCH, url=URL + b"&oauth_nonce=" + SEARCH.nonce), refused(RIGHT)),
        (
            CREDENTIALS,
            replace(WITH_VERIFIER, url=URL + b"&oauth_verifier=123"),
            refused(sign(CREDENTIALS, WITH_VERIFIER)),
        ),
        (
            CREDENTIALS,
            replace(WITH_OTHER, url=URL + b"&oauth_other=1"),
            refused(sign(CREDENTIALS, WITH_OTHER)),
        ),
    ],
    "signature-method": [
        with_header(header_with({b"oauth_signature_method": b"PLAINTEXT"})),
        with_header(header_with({b"oauth_signature_method": b"HMAC-SHA256"}, digest=hashlib.sha256)),
    ],
    "oauth-version": [with_header(header_with({b"oauth_version": b"2.0"}))],
    "nonce-empty": [with_header(header_with({b"oauth_nonce": b""}))],
    "signature-not-escaped": [
        with_signature(lambda mac: mac),
        with_signature(lambda mac: mac, PLUS_AND_SLASH),
    ],
    "signature-escaped-twice": [with_signature(lambda mac: escape(escape(mac)))],
    "signature-url-safe": [with_signature(url_safe, PLUS_AND_SLASH)],
    "signature-without-padding": [with_signature(lambda mac: escape(mac.rstrip(b"=")))],
    "signature-with-newline": [
        with_signature(lambda mac: escape(mac + b"\n")),
        with_signature(lambda mac: escape(mac + b"\r\n")),
    ],
    "signature-in-hex": [
        with_signature(hexadecimal),
        with_signature(lambda mac: hexadecimal(mac).upper()),
        with_signature(lambda mac: hexadecimal(mac) + b"%0A"),
        with_signature(lambda mac: escape(base64.b64encode(hexadecimal(mac)))),
    ],
    "signature-hmac-sha256": [with_header(header_with({}, digest=hashlib.sha256))],
    "signature-length": [
        with_signature(lambda mac: b"abc%3D"),
        with_signature(lambda mac: escape(mac + mac)),
    ],
    "timestamp-not-a-number": [
        with_header(header_with({b"oauth_timestamp": text}))
        for text in (b"", b"now", b"1700000000.5", b"2026-01-01T00:00:00Z")
    ],
    "timestamp-in-milliseconds": [with_header(header_with({b"oauth_timestamp": b"%d123" % NOW}))],
    "clock-off": [
        with_header(header_with({b"oauth_timestamp": b"%d" % (NOW + hours * 3600)}))
        for hours in (-24, -1, 1, 24)
    ]
    + [(CREDENTIALS, SEARCH, replace(refused(RIGHT), date=b"Sun, 06 Nov 1994 08:49:37 GMT"))],
    "other-api-key": [(replace(CREDENTIALS, api_key=b"Zz4xQ7zBv9Lk2Wm8Rn5Jc3Hd1"), SEARCH, refused(RIGHT))],
    "other-token": [(replace(CREDENTIALS, token=SECOND_TOKEN), SEARCH, refused(RIGHT))],
    "token-not-sent": [
        with_header(sign(APP_ONLY, SEARCH)),
        (CREDENTIALS, SEARCH, without(b"oauth_token")),
    ],
    "token-sent-without-secret": [(APP_ONLY, SEARCH, refused(RIGHT))],
    "credential-white-space": [
        with_credential(api_secret=secret)
        for secret in (SECRET + b"\n", SECRET + b"\r\n", b" " + SECRET, SECRET + b"\t", SECRET + b"\xc2\xa0")
    ]
    + [
        with_credential(token=CREDENTIALS.token + b" "),
        with_credential(api_key=b"\xef\xbb\xbf" + CREDENTIALS.api_key),
    ],
    "credential-in-quotes": [
        with_credential(api_secret=left + SECRET + right)
        for left, right in ((b'"', b'"'), (b"'", b"'"), (b"{", b"}"), (b"[", b"]"), (b"<", b">"))
    ],
    "credential-empty": [with_credential(api_secret=b""), with_credential(api_key=b"")],
    "credential-placeholder": [
        with_credential(api_secret=text)
        for text in (
            b"YOUR_API_SECRET",
            b"your-api-secret",
            b"xxxxxxxxxxxxxxxx",
            b"<your api secret>",
            b"changeme",
        )
    ],
    "credential-encoded": [with_credential(api_secret=SECRET[:20] + b"%2B" + SECRET[20:])],
    "bearer-as-token": [with_credential(token=BEARER), with_credential(token=BEARER.replace(b"%2B", b"+"))],
    "client-id-as-api-key": [with_credential(api_key=CLIENT_ID)],
    "key-and-secret-swapped": [with_credential(api_key=SECRET, api_secret=CREDENTIALS.api_key)],
    "token-shape": [
        with_credential(token=CREDENTIALS.token.partition(b"-")[2]),
        with_credential(token=b"GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb"),
    ],
    "user-of-another-account": [with_url(b"https://api.x.com/2/users/783214/likes", method=b"POST")],
}


class OtherCauses(unittest.TestCase):
    def test_each_cause_that_is_seen_is_named_first(self):
        for identifier, cases in CASES.items():
            for number, case in enumerate(cases):
                with self.subTest(identifier, case=number):
                    self.assertEqual(diagnose(*case).causes[0], identifier)

    def test_faulty_credentials_are_seen_without_a_header(self):
        for identifier in CASES:
            if identifier.startswith(("credential-", "bearer-", "client-id-", "key-and-", "token-shape")):
                for number, (credentials, request, _) in enumerate(CASES[identifier]):
                    with self.subTest(identifier, case=number):
                        self.assertEqual(diagnose(credentials, request, None).cause, identifier)

    def test_it_is_said_that_no_header_is_known(self):
        self.assertIn("header-missing", diagnose(CREDENTIALS, SEARCH, refused(None)).causes)

    def test_the_parameter_that_is_missing_is_named(self):
        for parameter in (b"oauth_consumer_key", b"oauth_nonce", b"oauth_signature", b"oauth_timestamp"):
            report = diagnose(CREDENTIALS, SEARCH, without(parameter))
            self.assertEqual(report.causes.count("header-incomplete"), 1)
            self.assertIn(parameter.decode(), report.text)

    def test_a_version_that_is_left_out_is_no_mistake(self):
        request = replace(SEARCH, oauth_params=((b"oauth_version", b""),))
        report = diagnose(CREDENTIALS, request, Attempt(sign(CREDENTIALS, request)))
        self.assertEqual(report.causes, ["none-found"])

    def test_a_header_in_any_form_that_x_reads_is_no_mistake(self):
        pairs = [*header_pairs(CREDENTIALS, SEARCH), (b"oauth_signature", signature(CREDENTIALS, SEARCH))]
        plain = header_text(pairs)
        for header in (
            header_text(pairs[::-1]),
            plain.replace(b"OAuth ", b"oauth  "),
            plain.replace(b", ", b","),
            plain.replace(b", ", b",\t  "),
            plain.replace(b'"', b""),
            b"  " + plain + b"  ",
        ):
            with self.subTest(header):
                self.assertEqual(diagnose(CREDENTIALS, SEARCH, Attempt(header)).causes, ["none-found"])

    def test_each_other_cause_of_the_table_is_tried(self):
        tried = {*CASES, *test_replies.TRIED, "header-missing"}
        self.assertEqual({cause.identifier for cause in table.OTHERS}, tried)


if __name__ == "__main__":
    unittest.main()
