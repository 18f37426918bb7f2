"""How X's published server code reads a signed call, by x-rules.md.

Parameters are taken as they stand on the wire, with four corrections: nothing is decoded and
encoded again, as RFC 5849 has it. Text is latin-1 here, one character a byte.
"""

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes, urlsplit

FORM = "application/x-www-form-urlencoded"
NEEDED = ("oauth_consumer_key", "oauth_nonce", "oauth_signature", "oauth_signature_method", "oauth_timestamp")
DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Reading:
    """The oauth parameters, one value each, and all others; still escaped."""

    base_string_start: str
    oauth: dict
    others: list

    def __getitem__(self, name):
        """An oauth parameter, decoded; "" if it was not sent."""
        return unquote_to_bytes(self.oauth.get(name, "")).decode("latin-1")

    def base_string(self):
        signed = [pair for pair in self.oauth.items() if pair[0] != "oauth_signature"]
        pairs = sorted(signed + self.others)
        return self.base_string_start + _encode("&".join(f"{name}={value}" for name, value in pairs))

    def signed_by(self, api_secret, token_secret):
        """Is the signature the one of these secrets? X joins them as they are."""
        key = f"{api_secret}&{token_secret}".encode()
        digest = hmac.new(key, self.base_string().encode("latin-1"), hashlib.sha1).digest()
        return hmac.compare_digest(self["oauth_signature"].encode("latin-1"), base64.b64encode(digest))


def read(call):
    """The reading of a call, or None: X cannot make out who signed what."""
    oauth = {name: value for name, value in _header_pairs(call.authorization) if name.startswith("oauth_")}
    sent = _pairs(call.query)
    if is_form(call.content_type):
        sent += _pairs(call.body.decode("latin-1"))
    oauth.update(pair for pair in sent if pair[0].startswith("oauth_"))
    others = [pair for pair in sent if not pair[0].startswith("oauth_")]
    if not all(oauth.get(name) for name in NEEDED) or not oauth["oauth_timestamp"].isdigit():
        return None
    return Reading(f"{call.method.upper()}&{_encode(_base_string_uri(call.url))}&", oauth, others)


def is_form(content_type):
    return content_type.strip().startswith(FORM)


def _header_pairs(authorization):
    scheme, _, parameters = authorization.partition(" ")
    if scheme.lower() != "oauth":
        return
    for piece in parameters.split(","):
        pair = _pair(piece.strip())
        if pair:
            yield pair[0], re.sub(r'\A"(.*)"\Z', r"\1", pair[1])


def _pairs(text):
    return [pair for pair in map(_pair, text.split("&")) if pair]


def _pair(piece):
    """A name and a value; a pair without a name is none, and neither is one with `=` in its value."""
    name, *values = piece.rstrip("=").split("=")
    if not name or len(values) > 1:
        return None
    return _corrected(name), _corrected(values[0]) if values else ""


_CORRECTIONS = {"+": "%20", ",": "%2C", "[": "%5B", "]": "%5D"}
_CORRECTIONS |= {"%2D": "-", "%2E": ".", "%5F": "_", "%7E": "~"}


def _corrected(text):
    def correction(match):
        upper = match[0].upper()
        return _CORRECTIONS.get(upper, upper)

    return re.sub(r"%[0-9A-Fa-f]{2}|[+,\[\]]", correction, text)


def _base_string_uri(url):
    parts = urlsplit(url)
    host, port = re.fullmatch(r"(.*?)(?::(\d*))?", parts.netloc.lower()).groups()
    if port and int(port) != DEFAULT_PORTS[parts.scheme]:
        host += f":{int(port)}"
    return f"{parts.scheme}://{host}{parts.path or '/'}"


def _encode(text):
    return quote(text.encode("latin-1"), safe="")
