"""What the report says to people, beside the cause in its first line."""

import unittest
from dataclasses import replace

from diagnosis import Attempt, diagnose
from mistakes import MISTAKES
from naive_signer import FORM, sign
from scene import APP_ONLY, CODE_32, CREDENTIALS, NOW, SEARCH, header_with, refused

RIGHT = sign(CREDENTIALS, SEARCH)
UNKNOWN = sign(replace(CREDENTIALS, api_secret=b"the secret of another App"), SEARCH)
ADVICE_TO_GIVE = r"(?m)^Change: give "


def signed_with(*ways):
    return diagnose(CREDENTIALS, SEARCH, refused(sign(CREDENTIALS, SEARCH, *ways))).text


class ReportForPeople(unittest.TestCase):
    def test_nothing_is_said_by_x_without_a_reply(self):
        for credentials in (CREDENTIALS, None):
            for header in (RIGHT, UNKNOWN, None):
                text = diagnose(credentials, SEARCH, Attempt(header)).text
                self.assertNotRegex(text, "Said by X|X answered|reply|Trying again")

    def test_what_was_given_is_not_asked_for(self):
        for header in (RIGHT, UNKNOWN):
            for attempt in (refused(header), Attempt(header, http_status=200), Attempt(header)):
                self.assertNotRegex(diagnose(CREDENTIALS, SEARCH, attempt).text, ADVICE_TO_GIVE)

    def test_what_is_missing_is_asked_for(self):
        for credentials, attempt in (
            (None, None),
            (CREDENTIALS, Attempt()),
            (None, refused(RIGHT)),
            (CREDENTIALS, refused(None)),
        ):
            self.assertRegex(diagnose(credentials, SEARCH, attempt).text, ADVICE_TO_GIVE)

    def test_no_code_is_shown_where_there_is_none(self):
        for status, body in ((401, b""), (429, b""), (502, b"<html>"), (200, b"{}")):
            text = diagnose(CREDENTIALS, SEARCH, Attempt(RIGHT, http_status=status, body=body)).text
            self.assertRegex(text, rf"(?m)^X answered: HTTP {status}\.$")
            self.assertNotIn("code 0", text)

    def test_it_is_said_which_time_the_timestamp_was_held_against(self):
        late = b"Sun, 06 Nov 1994 08:49:37 GMT"
        old = header_with({b"oauth_timestamp": b"%d" % (NOW - 7200)})
        for attempt, words in (
            (refused(RIGHT), "The timestamp agrees with the reply's receipt."),
            (refused(RIGHT, NOW + 3), "The timestamp is 3 s behind the reply's receipt."),
            (replace(refused(RIGHT), date=late), "s ahead of the reply's Date."),
            (Attempt(old), "s behind this computer's clock now."),
        ):
            self.assertIn(words, diagnose(CREDENTIALS, SEARCH, attempt).text)
        self.assertNotIn("The timestamp", diagnose(CREDENTIALS, SEARCH, Attempt(RIGHT)).text)

    def test_it_is_said_which_secret_is_spoilt(self):
        both, of_app, of_token = MISTAKES["secret-with-newline"][:3]
        for way, name in ((both, "api_secret and token_secret"), (of_app, "api_secret"), (of_token, "token_secret")):
            self.assertIn(f"behind it ({name}).", signed_with(way))

    def test_it_is_said_whether_two_mistakes_were_made(self):
        (host,), plus = MISTAKES["other-host"], MISTAKES["space-as-plus"][0]
        self.assertIn("the proven mistake gives", signed_with(host))
        self.assertIn("the two proven mistakes give together", signed_with(host, plus))

    def test_it_is_said_where_the_base_strings_differ(self):
        form = replace(SEARCH, method=b"POST", content_type=FORM, body=b"status=Hello")
        for identifier, place in (
            ("signed-as-get", "byte 0 on, in the method."),
            ("other-host", "in the URL."),
            ("form-body-left-out", "in the parameter status."),
            ("space-as-plus", "in the parameter query."),
        ):
            header = sign(CREDENTIALS, form, MISTAKES[identifier][0])
            self.assertIn(place, diagnose(CREDENTIALS, form, refused(header)).text)

    def test_what_is_left_is_said_while_it_is_open_why_x_refused(self):
        for header, words in ((RIGHT, "a nonce used twice"), (UNKNOWN, "other secrets than")):
            self.assertIn(words, diagnose(CREDENTIALS, SEARCH, refused(header)).text)
        for status, code in ((403, b"261"), (401, b"89"), (401, b"135"), (429, b"88"), (200, b"0")):
            attempt = replace(refused(RIGHT), http_status=status, body=CODE_32.replace(b"32", code))
            self.assertNotIn("Left are", diagnose(CREDENTIALS, SEARCH, attempt).text)

    def test_a_right_signature_is_told_from_a_wrong_one_after_a_bare_401(self):
        right, unknown = (
            diagnose(CREDENTIALS, SEARCH, Attempt(header, http_status=401)) for header in (RIGHT, UNKNOWN)
        )
        line = "The signature is right for this request and these credentials."
        self.assertEqual((right.cause, unknown.cause), ("none-found", "signature-refused"))
        self.assertIn(line, right.text)
        self.assertIn(line, diagnose(CREDENTIALS, SEARCH, refused(RIGHT)).text)
        self.assertIn("a nonce used twice", right.text)
        self.assertNotIn(line, unknown.text)

    def test_x_is_not_said_to_have_named_the_signature_if_it_gave_no_code(self):
        for credentials, header in ((CREDENTIALS, RIGHT), (CREDENTIALS, UNKNOWN), (None, RIGHT)):
            bare = diagnose(credentials, SEARCH, Attempt(header, http_status=401))
            self.assertNotIn("Said by X", bare.text)
            self.assertIn("Said by X", diagnose(credentials, SEARCH, refused(header)).text)

    def test_the_base_string_is_shown_without_credentials(self):
        for credentials in (None, replace(APP_ONLY, api_secret=None)):
            report = diagnose(credentials, SEARCH, refused(RIGHT))
            self.assertIn("  GET&https%3A%2F%2Fapi.x.com%2F2%2Ftweets%2Fsearch%2Frecent&max_results", report.text)


if __name__ == "__main__":
    unittest.main()
