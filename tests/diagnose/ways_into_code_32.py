"""The forty commonest ways to be answered with code 32, each one made here.

By the threads of some hundred projects, the most frequent kinds first: characters, bodies,
credentials, and what happens to URL and header on their way.
"""

import base64
import hashlib
from dataclasses import replace

from mistakes import MISTAKES
from naive_signer import FORM, sign
from scene import APP_ONLY, CREDENTIALS, SEARCH, header_with, header_with_signature, refused

API = b"https://api.x.com"
UPDATE = replace(SEARCH, method=b"POST", url=API + b"/1.1/statuses/update.json?include_entities=true")
TWEETS = replace(SEARCH, method=b"POST", url=API + b"/2/tweets")
FORM_UTF_8 = FORM + b"; charset=UTF-8"
MULTIPART = b'--x\r\nContent-Disposition: form-data; name="media_category"\r\n\r\ntweet_image\r\n--x--\r\n'


def searching(query):
    return replace(SEARCH, url=API + b"/2/tweets/search/recent?" + query)


def form(text, content_type=FORM):
    return replace(UPDATE, content_type=content_type, body=text)


def json(text):
    return replace(TWEETS, content_type=b"application/json", body=text)


def with_mistake(identifier, request=SEARCH, way=0):
    """The request, signed with this mistake."""
    return CREDENTIALS, request, refused(sign(CREDENTIALS, request, MISTAKES[identifier][way]))


def with_header(header):
    return CREDENTIALS, SEARCH, refused(header)


def with_credentials(**changes):
    """Faulty credentials, given to the program and to tw_diagnose alike."""
    credentials = replace(CREDENTIALS, **changes)
    return credentials, SEARCH, refused(sign(credentials, SEARCH))


EVERYWHERE = 1  # the second way of those mistakes: one encoder for names, values and all
RAW_COLON = searching(b"query=from:jack")
FORM_TEXT = b"status=Hello%20world"
OTHER_TOKEN = b"9876543210987654321-Qw1Er2Ty3Ui4Op5As6Df7Gh8Jk9Lz0"
WITH_CALLBACK = replace(
    SEARCH, method=b"POST", url=API + b"/oauth/request_token", oauth_params=((b"oauth_callback", b"oob"),)
)

# What was done, and the credentials, request and attempt.
WAYS = [
    (
        "`! * ' ( )` in a text, with JavaScript's `encodeURIComponent`",
        with_mistake("sub-delims-raw", searching(b"query=what%27s%20up%20%28now%29%21"), EVERYWHERE),
    ),
    ("a space, with an encoder for forms: Go's `url.QueryEscape`, xurl", with_mistake("space-as-plus")),
    (
        "a space, `*` and `~`, with Java's `URLEncoder` or Ruby's `encode_www_form`",
        with_mistake("form-encoder", searching(b"query=a%20%2A%20~b")),
    ),
    ("`~`, with an old `rawurlencode` or `quote`", with_mistake("tilde-escaped", searching(b"query=~jack"))),
    ("`/`, with Python's `quote`, which leaves it raw", with_mistake("slash-raw", way=EVERYWHERE)),
    ("`%2f` for `%2F`, with .NET's `HttpUtility.UrlEncode`", with_mistake("hex-lower-case")),
    (
        "`encodeURI` in the place of `encodeURIComponent`",
        with_mistake("reserved-raw", searching(b"query=from%3Ajack%2C%20%40x%20%26%20y")),
    ),
    ("`,` left raw in a list", with_mistake("comma-raw", searching(b"ids=1%2C2&query=a%20b"))),
    (
        "`from:jack` signed as it should be, and sent with a raw `:`",
        (CREDENTIALS, RAW_COLON, refused(sign(CREDENTIALS, RAW_COLON))),
    ),
    ("a JSON body read as a form", with_mistake("body-signed-though-no-form", json(b'{"text":"a=b&c"}'))),
    (
        "the members of a JSON body handed to the signer as parameters",
        with_mistake("json-members-signed", json(b'{"text":"Hello"}')),
    ),
    (
        "the JSON text handed to a signer that wants an object",
        with_mistake("body-signed-by-character", json(b'{"text":"Hello"}')),
    ),
    (
        "the fields of a media upload signed",
        with_mistake(
            "multipart-fields-signed",
            replace(TWEETS, content_type=b"multipart/form-data; boundary=x", body=MULTIPART),
        ),
    ),
    (
        "a form not recognized behind `; charset=UTF-8`",
        with_mistake("form-body-left-out", form(FORM_TEXT, FORM_UTF_8)),
    ),
    (
        "a form signed for POST only, and sent with PUT",
        with_mistake("form-body-left-out", replace(form(FORM_TEXT), method=b"PUT")),
    ),
    ("the query of a POST or an upload not signed", with_mistake("query-left-out", UPDATE)),
    ("parameters encoded by the program, and again by the signer", with_mistake("encoded-twice")),
    ("the query cut out of the URL and not decoded", with_mistake("not-decoded", searching(b"a+b=c%20d"))),
    ("values not encoded at all", with_mistake("not-encoded")),
    (
        "`+` in the URL, read as a plus",
        with_mistake("plus-read-literally", searching(b"query=hello+big%20world")),
    ),
    ("`[]` in a name, left raw", with_mistake("brackets-raw", searching(b"ids%5B%5D=1&query=a%20b"))),
    ("a repeated parameter, kept in a map", with_mistake("duplicates-last-kept", searching(b"id=2&id=1"))),
    (
        "`id=1&id=2` signed as `id[0]`, `id[1]`",
        with_mistake("duplicates-numbered", searching(b"id=1&id=2")),
    ),
    ("sorted before encoding", with_mistake("sorted-before-encoding", searching(b"ids%5B%5D=1&ids2=2"))),
    ("not sorted at all", with_mistake("not-sorted")),
    ("api.twitter.com signed, and api.x.com called", with_mistake("other-host")),
    ("http signed behind a proxy that speaks https", with_mistake("scheme-swapped")),
    (
        "`:443` in the URL, and signed",
        with_mistake("default-port-kept", replace(SEARCH, url=API + b":443/2/users/me")),
    ),
    ("a slash put behind the path by the framework", with_mistake("slash-added")),
    ("signed as GET, and sent as POST", with_mistake("signed-as-get", TWEETS)),
    ("a token sent, and its secret forgotten in the key", with_mistake("token-secret-missing")),
    ("API Secret and token secret in the wrong order", with_mistake("secrets-swapped")),
    ("a secret read from a file with its line's end", with_mistake("secret-with-newline")),
    (
        "a secret copied with the quotes of a .env file",
        with_credentials(api_secret=b'"%s"' % CREDENTIALS.api_secret),
    ),
    (
        "API Key and API Secret swapped",
        with_credentials(api_key=CREDENTIALS.api_secret, api_secret=CREDENTIALS.api_key),
    ),
    (
        "the token of another user than the secret",
        (replace(CREDENTIALS, token=OTHER_TOKEN), SEARCH, refused(sign(CREDENTIALS, SEARCH))),
    ),
    ("no token sent, where credentials have one", with_header(sign(APP_ONLY, SEARCH))),
    ("`oauth_callback` sent and not signed", with_mistake("callback-not-signed", WITH_CALLBACK)),
    (
        "the HMAC in hex",
        with_header(header_with_signature(lambda mac: base64.b64decode(mac).hex().encode())),
    ),
    ("HMAC-SHA256, and called HMAC-SHA1", with_header(header_with({}, digest=hashlib.sha256))),
]
