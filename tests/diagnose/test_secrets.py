"""No report holds a secret, neither as it is nor encoded, wherever the program put it."""

import re
import unittest
from dataclasses import replace

import test_other_causes
from diagnosis import Attempt, diagnose, twsign
from mistakes import MISTAKES
from naive_signer import FORM, escape, sign
from scene import APP_ONLY, BEARER, CODE_32, CREDENTIALS, NOW, SEARCH, refused

API_SECRET, TOKEN_SECRET = CREDENTIALS.api_secret, CREDENTIALS.token_secret
# One that looks different in each encoding.
ODD = replace(
    CREDENTIALS, api_secret=b"aB3d/E5g+H7j=K9m N1pQ&rS", token_secret=b'"Pl0Ok 9Ij8Uh7Yg6Tf5Rd4Es3"'
)


def written_forms(secret):
    once = escape(secret)
    return {secret, once, escape(once), once.lower(), escape(once).lower(), secret.replace(b" ", b"+")}


class Secrets(unittest.TestCase):
    def check(self, secrets, credentials, request, attempt):
        report = diagnose(credentials, request, attempt)
        for secret in secrets:
            for form in written_forms(secret):
                self.assertNotIn(form.lower(), report.raw.lower())
        return report

    def test_not_in_reports_on_the_mistakes(self):
        for credentials in (CREDENTIALS, ODD):
            secrets = (credentials.api_secret, credentials.token_secret)
            for identifier, ways in MISTAKES.items():
                for way in ways:
                    with self.subTest(identifier, way=way.__name__):
                        self.check(secrets, credentials, SEARCH, refused(sign(credentials, SEARCH, way)))

    def test_not_in_reports_on_the_other_causes(self):
        for identifier, cases in test_other_causes.CASES.items():
            for number, (credentials, request, attempt) in enumerate(cases):
                with self.subTest(identifier, case=number):
                    secrets = [
                        secret
                        for secret in (
                            credentials.api_secret,
                            credentials.token_secret,
                            API_SECRET,
                            TOKEN_SECRET,
                            BEARER,
                        )
                        if secret
                    ]
                    self.check(secrets, credentials, request, attempt)

    def test_not_if_they_were_put_in_the_place_of_another(self):
        api_key, token = CREDENTIALS.api_key, CREDENTIALS.token
        mixed_up = {
            "API Key and Secret": replace(CREDENTIALS, api_key=API_SECRET, api_secret=api_key),
            "token and its secret": replace(CREDENTIALS, token=TOKEN_SECRET, token_secret=token),
            "both": twsign.Credentials(API_SECRET, api_key, TOKEN_SECRET, token),
            "API Secret as token": replace(CREDENTIALS, token=API_SECRET),
            "the secrets alone": twsign.Credentials(API_SECRET, API_SECRET, TOKEN_SECRET, TOKEN_SECRET),
            "API Secret with white space as key": replace(
                CREDENTIALS, api_key=API_SECRET + b"\n", api_secret=api_key
            ),
        }
        for name, used in mixed_up.items():
            header = sign(used, SEARCH)
            for given in (used, CREDENTIALS):
                with self.subTest(name, given="mixed up" if given is used else "right"):
                    self.check((API_SECRET, TOKEN_SECRET), given, SEARCH, refused(header))
                    self.check((API_SECRET, TOKEN_SECRET), given, SEARCH, None)

    def test_not_a_bearer(self):
        for bearer in (BEARER, BEARER.replace(b"%2B", b"+").replace(b"%3D", b"=")):
            secrets = (bearer, BEARER)
            as_token = replace(CREDENTIALS, token=bearer)
            as_key = replace(CREDENTIALS, api_key=bearer)
            for credentials in (as_token, as_key):
                self.check(secrets, credentials, SEARCH, refused(sign(credentials, SEARCH)))
                self.check(secrets, CREDENTIALS, SEARCH, refused(sign(credentials, SEARCH)))
                self.check(secrets, credentials, SEARCH, None)
            self.check(secrets, CREDENTIALS, SEARCH, refused(b"Bearer " + bearer))
            self.check(secrets, None, SEARCH, refused(b"Bearer " + bearer))
            self.check(secrets, APP_ONLY, SEARCH, refused(b"OAuth " + bearer))

    def test_not_if_the_program_sent_them(self):
        url = SEARCH.url + b"&oauth_token_secret=" + TOKEN_SECRET + b"&x=" + API_SECRET
        body = b"client_secret=" + API_SECRET + b"&oauth_token_secret=" + TOKEN_SECRET
        for request in (
            replace(SEARCH, url=url),
            replace(SEARCH, method=b"POST", content_type=FORM, body=body),
            replace(SEARCH, url=b"https://api.x.com/" + API_SECRET + b"/" + TOKEN_SECRET),
        ):
            for ways in (
                (),
                MISTAKES["token-secret-missing"],
                MISTAKES["query-left-out"],
                MISTAKES["not-encoded"],
            ):
                header = sign(CREDENTIALS, request, *ways)
                self.check((API_SECRET, TOKEN_SECRET), CREDENTIALS, request, refused(header))

    def test_not_if_x_sent_them_back(self):
        body = CODE_32.replace(b"you.", b"you: " + API_SECRET + b" " + TOKEN_SECRET)
        attempt = Attempt(sign(CREDENTIALS, SEARCH), received_at=NOW, http_status=401, body=body)
        self.check((API_SECRET, TOKEN_SECRET), CREDENTIALS, SEARCH, attempt)

    def test_not_if_they_stand_in_the_header(self):
        header = sign(CREDENTIALS, SEARCH) + b', oauth_token_secret="' + TOKEN_SECRET + b'"'
        self.check((API_SECRET, TOKEN_SECRET), CREDENTIALS, SEARCH, refused(header))
        key = API_SECRET + b"&" + TOKEN_SECRET
        plaintext = re.sub(rb'oauth_signature="[^"]*"', b'oauth_signature="%s"' % escape(key), header)
        plaintext = plaintext.replace(b"HMAC-SHA1", b"PLAINTEXT")
        self.check((API_SECRET, TOKEN_SECRET), CREDENTIALS, SEARCH, refused(plaintext))


if __name__ == "__main__":
    unittest.main()
