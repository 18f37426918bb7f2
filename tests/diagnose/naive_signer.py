"""Signs a request by RFC 5849, in small steps that a mistake can replace one at a time.

Made of nothing of libtwsign. Every text is bytes.
"""

import base64
import hashlib
import hmac
import re

FORM = b"application/x-www-form-urlencoded"
DEFAULT_PORTS = {b"http": 80, b"https": 443}


def escape(text):
    """3.6: all but the unreserved characters, as `%` and two upper-case digits."""
    return re.sub(rb"[^A-Za-z0-9._~-]", lambda match: b"%%%02X" % match[0][0], text)


def unescape(text):
    return re.sub(rb"%([0-9A-Fa-f]{2})", lambda match: bytes([int(match[1], 16)]), text)


def split_pairs(text):
    """The pieces between `&` that are not empty, as names and values, nothing decoded."""
    pieces = (piece.partition(b"=") for piece in text.split(b"&") if piece)
    return [(name, value) for name, _, value in pieces]


class RightSigner:
    """One request about to be signed; `header` are the pairs of the Authorization header, in order."""

    def __init__(self, credentials, request, header):
        self.credentials = credentials
        self.request = request
        self.header = header
        before_fragment, _, self.fragment = request.url.partition(b"#")
        self.whole_uri, self.question, self.query = before_fragment.partition(b"?")
        self.sent_scheme, self.sent_host, self.sent_port, self.sent_path = re.fullmatch(
            rb"([a-zA-Z]+)://(\[[^]]*\]|[^/:]*)(?::([0-9]*))?(/.*)?", self.whole_uri, re.DOTALL
        ).groups(b"")

    def signature(self):
        return base64.b64encode(hmac.new(self.key(), self.base_string(), hashlib.sha1).digest())

    # ---- 3.4.1.1 the base string -----------------------------------------------------------

    def base_string(self):
        return b"&".join([self.encode(self.method()), self.encoded_uri(), self.encoded_parameters()])

    def method(self):
        return self.request.method.upper()

    def encoded_uri(self):
        return self.encode(self.uri())

    def encoded_parameters(self):
        return self.encode(self.normalized_parameters())

    def encode(self, text):
        """Every encoding: of names and values, and of the parts of the base string."""
        return escape(text)

    # ---- 3.4.1.2 the base string URI -------------------------------------------------------

    def uri(self):
        return self.scheme() + b"://" + self.host() + self.port() + self.path()

    def scheme(self):
        return self.sent_scheme.lower()

    def host(self):
        return self.sent_host.lower()

    def port(self):
        if self.sent_port == b"" or int(self.sent_port) == DEFAULT_PORTS[self.sent_scheme.lower()]:
            return b""
        return b":%d" % int(self.sent_port)

    def path(self):
        return self.sent_path or b"/"

    # ---- 3.4.1.3 the parameters ------------------------------------------------------------

    def parameters(self):
        return self.query_parameters() + self.header_parameters() + self.body_parameters()

    def query_parameters(self):
        return self.read_pairs(self.query)

    def header_parameters(self):
        return [(name, value) for name, value in self.header if name != b"realm"]

    def body_parameters(self):
        return self.read_pairs(self.request.body) if self.body_is_form() else []

    def body_is_form(self):
        media_type = (self.request.content_type or b"").split(b";")[0]
        return media_type.strip(b" \t").lower() == FORM

    def read_pairs(self, text):
        return [(self.read(name), self.read(value)) for name, value in split_pairs(text)]

    def read(self, text):
        """A name or value as it stands in query or form."""
        return unescape(text.replace(b"+", b" "))

    def normalized_parameters(self):
        return self.join(self.order(self.encode_pairs(self.parameters())))

    def encode_pairs(self, pairs):
        return [(self.encode_parameter(name), self.encode_parameter(value)) for name, value in pairs]

    def encode_parameter(self, text):
        return self.encode(text)

    def order(self, encoded_pairs):
        return sorted(encoded_pairs)

    def join(self, pairs):
        return b"&".join(name + b"=" + value for name, value in pairs)

    # ---- 3.4.2 the key ---------------------------------------------------------------------

    def key(self):
        return self.encode_secret(self.api_secret()) + b"&" + self.encode_secret(self.token_secret())

    def api_secret(self):
        return self.credentials.api_secret

    def token_secret(self):
        return self.credentials.token_secret or b""

    def encode_secret(self, secret):
        return escape(secret)


def header_pairs(credentials, request):
    """3.1: what the header carries beside the signature, in the order in which it is sent."""
    pairs = {
        b"oauth_consumer_key": credentials.api_key,
        b"oauth_nonce": request.nonce,
        b"oauth_signature_method": b"HMAC-SHA1",
        b"oauth_timestamp": b"%d" % request.timestamp,
        b"oauth_version": b"1.0",
    }
    if credentials.token is not None:
        pairs[b"oauth_token"] = credentials.token
    pairs.update(request.oauth_params)
    if pairs[b"oauth_version"] == b"":  # how libtwsign's callers leave this optional one out
        del pairs[b"oauth_version"]
    realm = [(name, value) for name, value in pairs.items() if name == b"realm"]
    return realm + sorted((name, value) for name, value in pairs.items() if name != b"realm")


def header_text(pairs):
    """3.5.1; a realm is a quoted string and is not escaped."""
    values = (value if name == b"realm" else escape(value) for name, value in pairs)
    return b"OAuth " + b", ".join(b'%s="%s"' % (pair[0], value) for pair, value in zip(pairs, values))


def sign(credentials, request, *mistakes):
    """The header, signed with these mistakes; each is a class that replaces steps of RightSigner."""
    pairs = header_pairs(credentials, request)
    signer = with_mistakes(*mistakes)(credentials, request, pairs)
    return header_text([*pairs, (b"oauth_signature", signer.signature())])


def signature(credentials, request, *mistakes):
    return with_mistakes(*mistakes)(credentials, request, header_pairs(credentials, request)).signature()


def with_mistakes(*mistakes):
    return type("Signer", (*mistakes, RightSigner), {})
