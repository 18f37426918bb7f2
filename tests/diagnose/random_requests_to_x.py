"""Random requests of the kind that programs send to X, with what mistakes are made over.

The same ones for the same seed.
"""

import json
import random
import string
import time

from diagnosis import twsign
from naive_signer import FORM

LETTERS = string.ascii_letters + string.digits
HOSTS = [*["api.x.com"] * 4, "api.twitter.com", "API.x.com", "Api.Twitter.Com", "upload.x.com", "localhost"]
PORTS = [*[""] * 9, ":443", ":80", ":8443"]
PATHS = [
    "/2/tweets",
    "/2/users/me",
    "/2/tweets/search/recent",
    "/1.1/statuses/update.json",
    "/2/lists/84839422",
]
PATHS += ["/1.1/users/show/~jack", "/2/a%20b/c%2Fd", "/2/tweets/", "/1.1/it's(*)!", "/", ""]
NAMES = "q query ids status text max_results user user.fields user-id user_id a A z Z ~ oauth Name".split()
NAMES += ["expansions[]", "tweet[fields]", "é", "a b"]
SNIPPETS = [*" !*'()~+&=%/,:;@?$#[]\"-._\n", " ", "é", "☃", "日本", "%20"]
CALLBACKS = ["oob", "https://example.com/back?to=home&lang=en", "http://127.0.0.1:3000/it's a (test)*"]
SCHEMES = [*["https"] * 9, "http", "HTTPS", "hTTp"]
CALLBACKS += ["https://example.com/back%20home"]
ROUGH_PIECES = ["", "flag", "a=b;c=d", "a=b=c", "q=%FF%C3(", "from:jack", "%71=%6a", "=x"]
METHODS = "GET GET POST POST PUT DELETE PATCH HEAD".split()
JSON_TEXTS = ['{"text": "a=b&c=d"}', '{"text":"Hello, world"}', "{}"]
JSON_TEXTS += ['{"text":"a","media":{"media_ids":["1","2"]},"tags":["b c",[3,null],{}],"poll":null}']
JSON_TEXTS += ['{"text":"100% + x","for_super_followers_only":true}']


class Source(random.Random):
    """The random parts of requests; rough ones have what X reads otherwise than the RFC."""

    def one_in(self, n):
        return self.randrange(n) == 0

    def letters(self, count):
        return "".join(self.choices(LETTERS, k=count))

    def text(self):
        """Up to six pieces, at least one of them a word."""
        pieces = [self.letters(self.randint(1, 5)) for _ in range(self.randint(1, 3))]
        pieces += self.choices(SNIPPETS, k=self.randint(0, 3))
        self.shuffle(pieces)
        return "" if self.one_in(8) else "".join(pieces)

    def __init__(self, seed, rough):
        super().__init__(seed)
        self.rough = rough

    def wire(self, text, sloppiness):
        return "".join(self.wire_byte(byte, sloppiness) for byte in text.encode())

    def wire_byte(self, byte, sloppiness):
        """The strict form; or, of the sloppy, one of the other forms that X reads alike."""
        char = chr(byte)
        if char in LETTERS + "-._~":
            return char
        if sloppiness and self.one_in(2):
            return {" ": "+", ",": ",", "[": "[", "]": "]"}.get(char, "%%%02x" % byte)
        return "%%%02X" % byte

    def pairs(self):
        """A query or a form."""
        sloppiness = self.one_in(3)
        names = self.choices(NAMES, k=self.choice([0, 1, 1, 2, 3, 4]))
        if names and self.one_in(4):
            names.append(names[0])
        pieces = [self.wire(name, sloppiness) + "=" + self.wire(self.text(), sloppiness) for name in names]
        if self.rough and self.one_in(4):
            pieces.insert(self.randint(0, len(pieces)), self.choice(ROUGH_PIECES))
        return "&".join(pieces)

    def url(self):
        scheme = self.choice(SCHEMES)
        host, path, query = self.choice(HOSTS), self.choice(PATHS), self.pairs()
        question = "?" if query or self.rough and self.one_in(8) else ""
        fragment = "#top" if self.one_in(8) else ""
        return f"{scheme}://{host}{self.choice(PORTS)}{path}{question}{query}{fragment}".encode()

    def content(self):
        """A media type and a body."""
        form = self.choice([FORM, FORM + b"; charset=utf-8"])
        return self.choice(
            [
                (None, b""),
                (None, b""),
                (form, self.pairs().encode()),
                (form, self.pairs().encode()),
                (b"application/json", self.choice(JSON_TEXTS).encode()),
                (b"application/json", json.dumps({"text": self.text() + "&b=1"}).encode()),
                (b"multipart/form-data; boundary=xyz", self.multipart()),
            ]
        )

    def multipart(self):
        part = b'--xyz\r\nContent-Disposition: form-data; name="media"\r\n\r\n'
        return part + self.text().encode() + b"\r\n--xyz--\r\n"

    def secret(self, count):
        odd = self.choice(["/", "+", "=", "&", "%"]) if self.rough and self.one_in(6) else ""
        return (self.letters(count - 5) + odd + self.letters(5)).encode()

    def credentials(self):
        """In the shape that X's have today."""
        token = f"{self.randrange(10**17, 10**19)}-{self.letters(30)}".encode()
        app = (self.letters(25).encode(), self.secret(50))
        return twsign.Credentials(*app, *(() if self.one_in(6) else (token, self.secret(45))))

    def oauth_params(self):
        choices = [
            (b"oauth_callback", self.choice(CALLBACKS).encode()),
            (b"oauth_verifier", self.letters(32).encode()),
            (b"oauth_verifier", self.letters(20).encode() + b"%2B/"),
        ]
        choices += [(b"realm", b"https://api.twitter.com"), (b"realm", b"Photos"), (b"oauth_version", b"")]
        return (self.choice(choices),) if self.one_in(3) else ()

    def request(self):
        content_type, body = self.content()
        return twsign.Request(
            method=self.choice(METHODS).encode(),
            url=self.url(),
            content_type=content_type,
            body=body,
            nonce=self.letters(32).encode(),
            timestamp=int(time.time()) - self.randrange(100),
            rules=twsign.Rules.RFC5849,
            oauth_params=self.oauth_params(),
        )


def generate(seed, rough=True):
    """Endless pairs of credentials and request."""
    number = 0
    while True:
        source = Source(f"{seed}/{number}", rough)
        yield source.credentials(), source.request()
        number += 1
