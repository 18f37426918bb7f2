"""The base string and the signature of a request, read off RFC 5849 section by section.

Slow and plain on purpose, and made of neither libtwsign nor oauthlib: it says who is right
where the two differ.
"""

import base64
import hashlib
import hmac
import ipaddress
import re
from dataclasses import dataclass

from twsign import Status

FORM = b"application/x-www-form-urlencoded"


class Unsignable(Exception):
    """A request that the RFCs do not allow; `rule` says which one, `status` is what libtwsign answers."""

    def __init__(self, status, rule):
        super().__init__(rule)
        self.status = status
        self.rule = rule


@dataclass
class Parts:
    """What a base string is made of; the parameters, decoded, by where they were found (3.4.1.3.1)."""

    method: bytes
    scheme: bytes
    authority: bytes
    path: bytes
    query: list
    header: list
    form: list

    def base_string(self):
        """3.4.1.1: method, base string URI and normalized parameters, each encoded, joined by `&`."""
        uri = self.scheme + b"://" + self.authority + self.path
        parameters = normalize(self.query + self.header + self.form)
        return b"&".join(map(encode, (self.method, uri, parameters)))


def signature(base_string, credentials):
    """3.4.2: HMAC-SHA1, keyed by the two encoded secrets and an `&` between them."""
    key = encode(credentials.api_secret) + b"&" + encode(credentials.token_secret or b"")
    return base64.b64encode(hmac.new(key, base_string, hashlib.sha1).digest())


def collect(credentials, request):
    """The parts of a request's base string, or Unsignable."""
    if not re.fullmatch(rb"[A-Za-z0-9!#$%&'*+.^_`|~-]+", request.method):
        raise Unsignable(Status.INVALID_METHOD, "RFC 9110 9.1: a method is a token")
    scheme, authority, path, query = split_url(request.url)
    parts = Parts(
        method=request.method.upper(),
        scheme=scheme,
        authority=authority,
        path=path,
        query=decode_pairs(query, Status.INVALID_URL),
        header=header_parameters(credentials, request),
        form=decode_pairs(request.body, Status.INVALID_BODY) if is_form(request.content_type) else [],
    )
    check_none_stands_twice(parts)
    return parts


def check_none_stands_twice(parts):
    """3.1: "Each parameter MUST NOT appear more than once per request"."""
    in_header = [name for name, _ in parts.header] + [b"oauth_signature"]
    elsewhere = {name for name, _ in parts.query + parts.form if name.startswith(b"oauth_")}
    if len(set(in_header)) != len(in_header) or elsewhere & set(in_header):
        raise Unsignable(Status.INVALID_PARAM, "RFC 5849 3.1: a protocol parameter stands twice")


def split_url(url):
    """3.4.1.2: scheme and host in lower case, no default port, at least `/` as path, no fragment."""
    check_characters(url, Status.INVALID_URL)
    if not re.match(rb"(?i)https?://", url):
        raise Unsignable(Status.INVALID_URL, "RFC 5849 3.4.1.2: neither an http nor an https URI")
    scheme, _, rest = url.partition(b"#")[0].partition(b"://")
    authority, path, query = re.fullmatch(rb"([^/?]*)([^?]*)(?:\?(.*))?", rest).groups()
    if b"@" in authority:
        raise Unsignable(Status.INVALID_URL, "RFC 9110 4.2.4: user info in the URI")
    host, port = re.fullmatch(rb"(\[[^]]*\]|[^:]*)(?::(.*))?", authority).groups()
    check_host(host)
    if port and not (port.isdigit() and 0 < int(port) < 65536):
        raise Unsignable(Status.INVALID_URL, "RFC 3986 3.2.3, RFC 793 3.1: no such port")
    scheme = scheme.lower()
    default = {b"http": 80, b"https": 443}[scheme]
    suffix = b":%d" % int(port) if port and int(port) != default else b""
    check_escapes(path, Status.INVALID_URL)
    return scheme, host.lower() + suffix, path or b"/", query or b""


def check_host(host):
    if not host:
        raise Unsignable(Status.INVALID_URL, "RFC 9110 4.2.1: an http URI without a host")
    try:
        if host[:1] == b"[":
            ipaddress.IPv6Address(host[1:-1].decode())
            return
    except ValueError:
        raise Unsignable(Status.INVALID_URL, "RFC 3986 3.2.2: brackets without an IPv6 address") from None
    if not re.fullmatch(rb"[A-Za-z0-9._~!$&'()*+,;=-]+", host):
        raise Unsignable(Status.INVALID_URL, "RFC 3986 3.2.2: a byte that no registered name holds")


def is_form(content_type):
    """3.4.1.3.1; RFC 9110 8.3.1: type names know no letter case, parameters may follow them."""
    return content_type is not None and content_type.split(b";")[0].strip(b" \t").lower() == FORM


def decode_pairs(text, status):
    """3.4.1.3.1, HTML 4.01 17.13.4.1: pairs between `&`, a name up to `=`, `+` is a space, %HH a byte."""
    check_characters(text, status)
    check_escapes(text, status)
    pairs = []
    for piece in filter(None, text.split(b"&")):
        name, _, value = piece.partition(b"=")
        pairs.append((decode(name.replace(b"+", b" ")), decode(value.replace(b"+", b" "))))
    return pairs


def header_parameters(credentials, request):
    """3.1, 3.4.1.3.1: all that the Authorization header carries but `realm` and the signature."""
    parameters = {
        b"oauth_consumer_key": credentials.api_key,
        b"oauth_nonce": request.nonce,
        b"oauth_signature_method": b"HMAC-SHA1",
        b"oauth_timestamp": b"%d" % request.timestamp,
        b"oauth_version": b"1.0",
    }
    if credentials.token is not None:
        parameters[b"oauth_token"] = credentials.token
    added = [pair for pair in request.oauth_params if pair[0] != b"realm"]
    if (b"oauth_version", b"") in added:  # how libtwsign's callers leave this optional one out
        added.remove((b"oauth_version", b""))
        del parameters[b"oauth_version"]
    return [*parameters.items(), *added]


def normalize(parameters):
    """3.4.1.3.2: encoded, then sorted by name and by value, then joined."""
    encoded = sorted((encode(name), encode(value)) for name, value in parameters)
    return b"&".join(name + b"=" + value for name, value in encoded)


def encode(text):
    """3.6: all but the unreserved characters, as `%` and two upper-case hexadecimal digits."""
    return re.sub(rb"[^A-Za-z0-9._~-]", lambda match: b"%%%02X" % match[0][0], text)


def decode(text):
    return re.sub(rb"%([0-9A-Fa-f]{2})", lambda match: bytes([int(match[1], 16)]), text)


def check_characters(text, status):
    if re.search(rb"[^\x21-\x7e]", text):
        raise Unsignable(status, "RFC 3986 2: a raw space, control character or non-ASCII byte")


def check_escapes(text, status):
    if re.search(rb"%(?![0-9A-Fa-f]{2})", text):
        raise Unsignable(status, "RFC 3986 2.1: a % without two hexadecimal digits")
