"""Random requests for the oracle, the same ones for the same seed; every sixth is hostile.

An ordinary request is wild, but no trouble for a good implementation. A hostile one is an
ordinary one with a twist.
"""

import random
import string

from rfc5849 import FORM
from twists import TWISTS
from twsign import Credentials, Request, Rules

HOSTILE_EVERY = 6
LETTERS = string.ascii_letters + string.digits
NAMES = ["a", "A", "a-b", "a.b", "b", "id", "q", "x[y]", "é", "", "realm", "oauth", "oauth_session_handle"]
SNIPPETS = [*" +%&=/?#!*'();:,[]\"\\~\n\x00\x7f", "==", "-._", "é", "☃", "😀", "日本"]
SNIPPETS += ["%41", "%zz", "100%", "a=1&b=2", "\ufeff"]
RAW_IN_PAIRS = set("-._~:/?@!$'()*,;+")  # "+" stands for a space
RAW_IN_PATH = set("-._~:@!$&'()*,;=\"<>[]\\^`{|}")
METHODS = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "post", "Get", "m-search", "X|Y^`'~"]
IPV6_HOSTS = ["[::1]", "[2001:db8::a:1]", "[2001:DB8::A:1]", "[fe80::1]", "[1:2:3:4:5:6:7:8]"]
LAST_LABELS = ["com", "COM", "example.", "localhost", "o'b;c"]
PORTS = ["1", "80", "443", "0443", "00080", "8080", "65535"]


def generate(seed, count):
    """Yields pairs of credentials and request."""
    for number in range(count):
        source = Source(f"{seed}/{number}")
        credentials, request = source.credentials(), source.request()
        if number % HOSTILE_EVERY == 0:
            twist = TWISTS[number // HOSTILE_EVERY % len(TWISTS)]
            credentials, request = twist(source, credentials, request)
        yield credentials, request


class Source(random.Random):
    """The random parts of requests."""

    def one_in(self, n):
        return self.randrange(n) == 0

    def word(self, longest=8):
        return "".join(self.choices(LETTERS, k=self.randint(1, longest)))

    def text(self, most=5):
        count = self.randint(0, most)
        return "".join(self.choice(SNIPPETS) if self.one_in(3) else self.word() for _ in range(count))

    def text_for_c(self):
        """A text without NUL, which ends a text for C, and without the breaks that no header holds."""
        return self.text().translate({0: None, 10: None, 13: None})

    def wire(self, text, raw):
        """One of the many ways to write a text into a URL or form, if the bytes of `raw` may stand there."""
        return "".join(self.wire_byte(byte, raw) for byte in text.encode())

    def wire_byte(self, byte, raw):
        char = chr(byte)
        escape = self.choice(["%%%02X", "%%%02x"]) % byte
        if char == " " and "+" in raw:
            return self.choice(["+", escape])
        if char in LETTERS:
            return escape if self.one_in(12) else char
        return self.choice([char, escape]) if char in raw - {"+"} else escape

    def pairs(self):
        """A query or a form, as it is sent."""
        count = self.randint(33, 60) if self.one_in(60) else self.randint(0, 6)
        return "&".join(self.pair() for _ in range(count))

    def pair(self):
        name = self.wire(self.choice(NAMES) if self.one_in(2) else self.text(2), RAW_IN_PAIRS)
        # A value that oauthlib would decode twice, for its name, is a twist.
        value = self.word() if "oauth" in name else self.wire(self.text(), RAW_IN_PAIRS | {"="})
        return self.choice(["{}={}"] * 6 + ["{}=", "&{}={}&", "{}"]).format(name, value)

    def host(self):
        kind = self.randrange(8)
        if kind == 0:
            return ".".join(str(self.randrange(256)) for _ in range(4))
        if kind == 1:
            return self.choice(IPV6_HOSTS)
        labels = [self.word() + self.choice(["", "-x", "_y"]) for _ in range(self.randint(0, 3))]
        return ".".join([*labels, self.choice(LAST_LABELS)])

    def port(self):
        number = self.choice([*PORTS, str(self.randint(1, 65535))])
        return self.choice(["", "", "", ":", ":" + number])

    def path(self):
        return "".join("/" + self.segment() for _ in range(self.randint(0, 5)))

    def segment(self):
        # oauthlib drops a ";" at the end of the path; that is a twist.
        written = self.wire(self.text(3), RAW_IN_PATH).rstrip(";")
        return self.choice(["2", "users", "1.1", ".", "..", "", written, written])

    def url(self, query=None):
        scheme = self.choice(["https", "https", "http", "HTTPS", "hTTp"])
        query = self.pairs() if query is None else query
        question = "?" + query if query or self.one_in(10) else ""
        fragment = self.choice(["", "", "", "#", "#top", "#a?b=c&d"])
        return f"{scheme}://{self.host()}{self.port()}{self.path()}{question}{fragment}".encode()

    def credential(self):
        hostile = self.text_for_c().replace("\x7f", "").strip(" \ufeff") if self.one_in(4) else ""
        return (hostile or self.word(40)).encode()

    def credentials(self):
        return Credentials(*(self.credential() for _ in range(self.choice([2, 4, 4]))))

    def parameter_value(self):
        return self.text_for_c().encode()

    def realm(self):
        return "".join(self.choices(LETTERS + ' !"\\,=:/', k=self.randint(0, 12))).encode()

    def oauth_params(self):
        return self.choice(
            [
                (),
                (),
                ((b"oauth_callback", self.parameter_value()),),
                ((b"oauth_verifier", self.word().encode()), (b"realm", self.realm())),
                ((b"oauth_version", b""), (b"oauth_unheard_of", self.parameter_value())),
            ]
        )

    def request(self):
        method = self.choice(METHODS)
        has_form = method.upper() not in ("GET", "HEAD") and self.one_in(2)
        return Request(
            method=method.encode(),
            url=self.url(),
            content_type=FORM if has_form else None,
            body=self.pairs().encode() if has_form else b"",
            nonce="".join(self.choices(string.punctuation + LETTERS, k=self.randint(1, 40))).encode(),
            timestamp=self.choice([1, 1318622958, self.randrange(1, 2**40), 2**63 - 1]),
            rules=Rules.RFC5849,
            oauth_params=self.oauth_params(),
        )
