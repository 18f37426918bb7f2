"""Headers made by real programs, on requests where they are wrong: the mistake is named and proven.

npm's oauth-1.0a and oauth and Debian's liboauth sign here by their own code, called as their
users call it.
"""

import json
import unittest
from dataclasses import replace

import real_programs
from diagnosis import Attempt, diagnose
from naive_signer import FORM
from scene import CREDENTIALS, NOW, SEARCH, refused

SEARCH_URL = "https://api.x.com/2/tweets/search/recent"
ME = "https://api.x.com/2/users/me"
UPDATE = "https://api.x.com/1.1/statuses/update.json"
POST = "https://api.x.com/2/tweets"
TEXT_FORM = b"status=Hello%20world"
MULTIPART = b'--x\r\nContent-Disposition: form-data; name="media_category"\r\n\r\ntweet_image\r\n--x--\r\n'


# Members that are no strings.
JSON_DATA = [
    {"text": "Hello", "media": {"media_ids": ["1", "2"]}},
    {"text": "Hello", "poll": {"options": ["yes", "no"], "duration_minutes": 60}, "nullcast": False},
    {"tags": ["b c", "a"], "reply": None},
    {"tags": [[1, None, "x"], {"a": 1}, None], "none": [], "empty": {}},
]


def get(url):
    return {"url": url}


def post(url, content_type, body, data):
    """`data` is what the user hands to the program for this body."""
    return {"method": "POST", "url": url, "content_type": content_type, "body": body, "data": data}


# What each program gets wrong, by the mistake that it makes.
OAUTH_1_0A = {
    "names-not-decoded": [
        get(SEARCH_URL + "?expansions%5B%5D=author%20id"),
        get(SEARCH_URL + "?%C3%A9t%C3%A9=a%20b&user%20fields=id"),
    ],
    "plus-read-literally": [get(SEARCH_URL + "?query=a+b%20c"), get(SEARCH_URL + "?query=cats+%26+dogs")],
    "value-cut-at-equals": [get(SEARCH_URL + "?query=a=b"), get(SEARCH_URL + "?max_results=10&query=x==")],
    "default-port-kept": [get("https://api.x.com:443/2/users/me"), get("http://api.x.com:80/2/users/me?a=b")],
    "host-case-kept": [get("https://API.X.com/2/users/me"), get("HTTPS://Api.X.Com/2/users/me?a=b")],
    "slash-dropped": [get("https://api.x.com"), get("https://api.x.com?a=b")],
    "fragment-kept": [get(ME + "#top")],
    "fragment-in-query": [get(ME + "?a=b#top")],
    "empty-pair-signed": [get(ME + "?"), get(ME + "?a=1&&b=2"), get(ME + "?a=1&")],
    "duplicates-last-kept": [get(SEARCH_URL + "?ids=&ids=1")],
    "oauth-parameter-twice": [get(ME + "?oauth_token=abc"), get(ME + "?oauth_other=1")],
    "json-members-signed": [
        post(POST, "application/json", b'{"text":"Hello"}', {"text": "Hello"}),
        post(POST + "?a=b", "application/json", b'{"text":"Hello","n":5}', {"text": "Hello", "n": 5}),
        *(post(POST, "application/json", json.dumps(data).encode(), data) for data in JSON_DATA),
    ],
    "body-signed-by-character": [
        post(POST, "application/json", b'{"text":"Hello"}', '{"text":"Hello"}'),
        post(UPDATE, FORM.decode(), TEXT_FORM, TEXT_FORM.decode()),
    ],
    "multipart-fields-signed": [
        post(POST, "multipart/form-data; boundary=x", MULTIPART, {"media_category": "tweet_image"})
    ],
}
NODE_OAUTH = {
    "duplicates-numbered": [get(SEARCH_URL + "?id=2&id=10&id=1"), get(SEARCH_URL + "?a=1&b=2&a=")],
    "invalid-utf8-replaced": [get(SEARCH_URL + "?q=%FF"), get(SEARCH_URL + "?q=a%20%C3%28")],
    "oauth-parameter-twice": [get(ME + "?oauth_token=abc"), get(ME + "?oauth_other=1")],
    "form-body-left-out": [
        post(UPDATE, FORM.decode(), TEXT_FORM, TEXT_FORM.decode()),
        post(UPDATE + "?a=b", FORM.decode() + "; charset=utf-8", TEXT_FORM, TEXT_FORM.decode()),
    ],
}
LIBOAUTH = {
    "default-port-kept": [get("https://api.x.com:443/2/users/me"), get("https://[::1]:443/a")],
    "port-dropped": [get("https://api.x.com:80/2/users/me")],
    "host-case-kept": [get("https://API.X.com/2/users/me"), get("HTTPS://API.X.com/2/users/me?a=b")],
    "fragment-kept": [get(ME + "#top")],
    "fragment-in-query": [get(ME + "?a=b#top")],
    "oauth-parameter-twice": [get(ME + "?oauth_token=abc"), get(ME + "?oauth_other=1")],
}
# What they get right, so that it is shown that they are used rightly.
RIGHT = [
    get(ME),
    get(SEARCH_URL + "?query=hello%20world%21%2A%27%28%29~&max_results=10"),
    get("https://api.x.com:8080/2/a%20b/c%2Fd?a=%E2%98%83"),
]


def request_of(call):
    return replace(
        SEARCH,
        method=call.get("method", "GET").encode(),
        url=call["url"].encode(),
        content_type=call["content_type"].encode() if "content_type" in call else None,
        body=call.get("body", b""),
    )


def call_of(case):
    """What the scripts read: a case without what only the wire carries."""
    return {"method": "GET", **{name: value for name, value in case.items() if name != "body"}}


def sign_with_script(script):
    return lambda cases: real_programs.headers_of_script(
        script, CREDENTIALS, [call_of(case) for case in cases]
    )


def sign_with_liboauth(cases):
    return real_programs.headers_of_liboauth(CREDENTIALS, [request_of(case) for case in cases])


class RealPrograms(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        real_programs.build()

    def check(self, sign, mistakes):
        self.check_right_requests(sign)
        cases = [(identifier, case) for identifier, cases in mistakes.items() for case in cases]
        headers = sign([case for _, case in cases])
        for (identifier, case), header in zip(cases, headers):
            with self.subTest(identifier, case=case):
                report = diagnose(CREDENTIALS, request_of(case), refused(header, received_at=NOW))
                self.assertIn(identifier, report.causes, header)
                self.assertRegex(report.text, "(?m)^Proven: ")

    def check_right_requests(self, sign):
        for case, header in zip(RIGHT, sign(RIGHT)):
            self.assertEqual(diagnose(CREDENTIALS, request_of(case), Attempt(header)).causes, ["none-found"])

    def test_oauth_1_0a_of_npm(self):
        self.check(sign_with_script("sign_with_oauth_1.0a.js"), OAUTH_1_0A)

    def test_oauth_of_npm(self):
        self.check(sign_with_script("sign_with_node_oauth.js"), NODE_OAUTH)

    def test_liboauth_of_debian(self):
        self.check(sign_with_liboauth, LIBOAUTH)


if __name__ == "__main__":
    unittest.main()
