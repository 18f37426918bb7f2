"""Each recipe of the table as a mistake, written once, by itself.

A mistake is a class that replaces a step of naive_signer.RightSigner and leaves the others
as they are, so that two of them can be made at once. Where people make one mistake in
several ways there are several classes for it.
"""

import json
import re

from naive_signer import DEFAULT_PORTS, escape, split_pairs, unescape

# Identifier -> the ways to make this mistake.
MISTAKES = {}


def mistake(identifier):
    def register(way):
        MISTAKES.setdefault(identifier, []).append(way)
        return way

    return register


# ---- Encoding: with the encoder that a language happens to have --------------------------------


@mistake("space-as-plus")
class SpaceAsPlus:
    def encode(self, text):
        return super().encode(text).replace(b"%20", b"+")


@mistake("space-as-plus")
class SpaceAsPlusInParameters:
    def encode_parameter(self, text):
        return super().encode_parameter(text).replace(b"%20", b"+")


def leaving_raw(characters, text):
    def keep_or_restore(escaped):
        byte = bytes([int(escaped[1], 16)])
        return byte if byte in characters else escaped[0]

    return re.sub(rb"%([0-9A-Fa-f]{2})", keep_or_restore, text)


def raw_in_parameters(identifier, characters):
    """Names and values are written so, the parts of the base string by a better encoder."""

    @mistake(identifier)
    class RawInParameters:
        def encode_parameter(self, text):
            return leaving_raw(characters, super().encode_parameter(text))


def raw_everywhere(identifier, characters):
    """One encoder for all: it leaves the characters raw in the URI too, and at the second time."""

    @mistake(identifier)
    class RawEverywhere:
        def encode(self, text):
            return leaving_raw(characters, super().encode(text))


RAW_CHARACTERS = {
    "sub-delims-raw": b"!*'()",
    "asterisk-raw": b"*",
    "apostrophe-raw": b"'",
    "brackets-raw": b"[]",
    "slash-raw": b"/",
    "comma-raw": b",",
    "colon-raw": b":",
}
for raw_identifier, raw_characters in RAW_CHARACTERS.items():
    raw_in_parameters(raw_identifier, raw_characters)
    raw_everywhere(raw_identifier, raw_characters)
raw_in_parameters("reserved-raw", b";,/?:@&=+$#!*'()")


@mistake("tilde-escaped")
class TildeEscaped:
    def encode(self, text):
        return super().encode(text).replace(b"~", b"%7E")


@mistake("tilde-escaped")
class TildeEscapedInParameters:
    def encode_parameter(self, text):
        return super().encode_parameter(text).replace(b"~", b"%7E")


def form_encode(text):
    return leaving_raw(b"*", escape(text)).replace(b"%20", b"+").replace(b"~", b"%7E")


@mistake("form-encoder")
class FormEncoderForParameters:
    def encode_parameter(self, text):
        return form_encode(text)


@mistake("form-encoder")
class FormEncoderEverywhere:
    def encode(self, text):
        return form_encode(text)


def lower_hex(text):
    return re.sub(rb"%[0-9A-Fa-f]{2}", lambda escaped: escaped[0].lower(), text)


@mistake("hex-lower-case")
class LowerHexEverywhere:
    def encode(self, text):
        return lower_hex(super().encode(text))


@mistake("hex-lower-case")
class LowerHexInParameters:
    def encode_parameter(self, text):
        return lower_hex(super().encode_parameter(text))


@mistake("encoded-twice")
class EncodedTwice:
    def encode_parameter(self, text):
        return super().encode_parameter(super().encode_parameter(text))


@mistake("not-encoded")
class NotEncoded:
    def encode_parameter(self, text):
        return text


# ---- Reading the request -----------------------------------------------------------------------


@mistake("not-decoded")
class NotDecoded:
    def read(self, text):
        return text


@mistake("plus-read-literally")
class PlusReadLiterally:
    def read(self, text):
        return unescape(text)


@mistake("names-not-decoded")
class NamesNotDecoded:
    def read_pairs(self, text):
        return [(name, self.read(value)) for name, value in split_pairs(text)]


@mistake("names-not-decoded")
class NamesOfTheQueryNotDecoded:
    def query_parameters(self):
        return [(name, self.read(value)) for name, value in split_pairs(self.query)]


@mistake("value-cut-at-equals")
class ValueCutAtSecondEquals:
    def read_pairs(self, text):
        pairs = split_pairs(text)
        return [(self.read(name), self.read(value.partition(b"=")[0])) for name, value in pairs]


@mistake("split-at-semicolon")
class SplitAtSemicolonToo:
    def read_pairs(self, text):
        return super().read_pairs(text.replace(b";", b"&"))


@mistake("bare-names-left-out")
class BareNamesLeftOut:
    """What a program does that looks for `name=value`."""

    def read_pairs(self, text):
        return super().read_pairs(b"&".join(piece for piece in text.split(b"&") if b"=" in piece))


@mistake("invalid-utf8-replaced")
class InvalidUtf8Replaced:
    def read(self, text):
        return super().read(text).decode(errors="replace").encode()


@mistake("fragment-in-query")
class FragmentInQuery:
    def query_parameters(self):
        fragment = b"#" + self.fragment if self.fragment else b""
        return self.read_pairs(self.query + fragment) if self.query else []


@mistake("query-left-out")
class QueryLeftOut:
    def query_parameters(self):
        return []


@mistake("form-body-left-out")
class FormBodyLeftOut:
    def body_is_form(self):
        return False


@mistake("body-signed-though-no-form")
class EveryBodyIsAForm:
    def body_is_form(self):
        return True


@mistake("body-signed-as-text")
class BodyAsOneName:
    def body_parameters(self):
        return [(self.request.body, b"")] if self.request.body else []


@mistake("json-members-signed")
class JsonMembersSigned:
    """What programs do that take the parameters as an object, and are given that of the JSON body."""

    def body_parameters(self):
        try:
            members = json.loads(self.request.body)
        except ValueError:
            return super().body_parameters()
        return [(name.encode(), self.text_of(value)) for name, value in members.items()]

    def text_of(self, value):
        text = value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))
        return text.encode()


def javascript_text(value):
    """What JavaScript makes of a value where a text is expected."""
    if isinstance(value, dict):
        return "[object Object]"
    if isinstance(value, list):
        return ",".join("" if item is None else javascript_text(item) for item in value)
    return value if isinstance(value, str) else json.dumps(value)


@mistake("json-members-signed")
class JsonMembersAsJavaScriptWritesThem(JsonMembersSigned):
    def text_of(self, value):
        return javascript_text(value).encode()


@mistake("json-members-signed")
class JsonArraysItemByItem(JsonMembersAsJavaScriptWritesThem):
    def body_parameters(self):
        try:
            members = json.loads(self.request.body)
        except ValueError:
            return super().body_parameters()
        return [
            (name.encode(), self.text_of(item))
            for name, value in members.items()
            for item in (value if isinstance(value, list) else [value])
        ]


@mistake("multipart-fields-signed")
class MultipartFieldsSigned:
    FIELD = rb'\r\nContent-Disposition: form-data; name="([^"]*)"\r\n\r\n(.*?)\r\n--'

    def body_parameters(self):
        return super().body_parameters() + re.findall(self.FIELD, self.request.body, re.DOTALL)


@mistake("body-signed-by-character")
class BodySignedByCharacter:
    """What a loop over the members of an object does with a text."""

    def body_parameters(self):
        characters = self.request.body.decode()
        return [(b"%d" % index, character.encode()) for index, character in enumerate(characters)]


# ---- The list of parameters --------------------------------------------------------------------


@mistake("duplicates-first-kept")
class MapOfFirst:
    def parameters(self):
        kept = {}
        for name, value in super().parameters():
            kept.setdefault(name, value)
        return list(kept.items())


@mistake("duplicates-last-kept")
class MapOfLast:
    def parameters(self):
        return list(dict(super().parameters()).items())


@mistake("duplicates-numbered")
class DuplicatesNumbered:
    """ids=1&ids=2 as ids[0]=1&ids[1]=2."""

    def query_parameters(self):
        pairs = super().query_parameters()
        names = [name for name, _ in pairs]
        return [
            (name + b"[%d]" % names[:place].count(name) if names.count(name) > 1 else name, value)
            for place, (name, value) in enumerate(pairs)
        ]


@mistake("empty-pair-signed")
class EmptyPairSigned:
    """A bare `?`, or `a&&b`, has a piece that is nothing."""

    def query_parameters(self):
        empty = [(b"", b"")] if self.question and b"" in self.query.split(b"&") else []
        return super().query_parameters() + empty


@mistake("empty-values-left-out")
class EmptyValuesLeftOut:
    def parameters(self):
        return [(name, value) for name, value in super().parameters() if value]


@mistake("sorted-before-encoding")
class SortedBeforeEncoding:
    def parameters(self):
        return sorted(super().parameters())

    def order(self, encoded_pairs):
        return encoded_pairs


@mistake("sorted-as-joined-text")
class SortedAsJoinedText:
    def order(self, encoded_pairs):
        return sorted(encoded_pairs, key=lambda pair: pair[0] + b"=" + pair[1])


@mistake("not-sorted")
class NotSorted:
    def order(self, encoded_pairs):
        return encoded_pairs


@mistake("not-sorted")
class HeaderFirst(NotSorted):
    def parameters(self):
        return self.header_parameters() + self.query_parameters() + self.body_parameters()


@mistake("not-sorted")
class HeaderLast(NotSorted):
    def parameters(self):
        return self.query_parameters() + self.body_parameters() + self.header_parameters()


def not_signed(identifier, parameter):
    @mistake(identifier)
    class HeaderParameterLeftOut:
        def header_parameters(self):
            return [(name, value) for name, value in super().header_parameters() if name != parameter]


not_signed("token-not-signed", b"oauth_token")
not_signed("verifier-not-signed", b"oauth_verifier")
not_signed("callback-not-signed", b"oauth_callback")
not_signed("version-not-signed", b"oauth_version")


@mistake("realm-signed")
class RealmSigned:
    def header_parameters(self):
        return super().header_parameters() + [pair for pair in self.header if pair[0] == b"realm"]


@mistake("signature-signed")
class EmptySignatureSigned:
    """What a program does that fills in the signature of a list that is signed whole."""

    def header_parameters(self):
        return super().header_parameters() + [(b"oauth_signature", b"")]


def encoded_otherwise(identifier, parameter, otherwise):
    """The value in the signature is not the one in the header."""

    @mistake(identifier)
    class EncodedOtherwise:
        def header_parameters(self):
            pairs = super().header_parameters()
            return [(name, otherwise(value) if name == parameter else value) for name, value in pairs]


for once_more_or_less in (escape, unescape):
    encoded_otherwise("callback-encoded-twice", b"oauth_callback", once_more_or_less)
    encoded_otherwise("verifier-encoded-twice", b"oauth_verifier", once_more_or_less)


# ---- The base string URI and the method --------------------------------------------------------


@mistake("host-case-kept")
class HostAsWritten:
    def host(self):
        return self.sent_host


@mistake("host-case-kept")
class SchemeAndHostAsWritten(HostAsWritten):
    def scheme(self):
        return self.sent_scheme


@mistake("host-case-kept")
class SchemeAsWritten:
    def scheme(self):
        return self.sent_scheme


@mistake("other-host")
class RenamedHost:
    NAMES = {b"api.x.com": b"api.twitter.com", b"api.twitter.com": b"api.x.com"}

    def host(self):
        return self.NAMES.get(super().host(), super().host())


@mistake("scheme-swapped")
class SchemeSwapped:
    def scheme(self):
        return {b"http": b"https", b"https": b"http"}[super().scheme().lower()]


@mistake("default-port-kept")
class PortAlwaysWritten:
    def port(self):
        return b":%d" % int(self.sent_port or DEFAULT_PORTS[self.sent_scheme.lower()])


@mistake("default-port-kept")
class PortAsWritten:
    def port(self):
        return b":" + self.sent_port if self.sent_port else b""


@mistake("port-dropped")
class PortDropped:
    def port(self):
        return b""


@mistake("path-decoded")
class PathDecoded:
    def path(self):
        return unescape(super().path())


@mistake("slash-added")
class SlashAdded:
    def path(self):
        return super().path().rstrip(b"/") + b"/"


@mistake("slash-dropped")
class SlashDropped:
    def path(self):
        path = super().path()
        return path[:-1] if path.endswith(b"/") else path


@mistake("fragment-kept")
class FragmentKept:
    def uri(self):
        return super().uri() + (b"#" + self.fragment if self.fragment else b"")


@mistake("query-in-uri")
class QueryInUri:
    def uri(self):
        return super().uri() + self.question + self.query


@mistake("uri-not-encoded")
class UriNotEncoded:
    def encoded_uri(self):
        return self.uri()


@mistake("parameters-not-encoded")
class ParametersNotEncoded:
    def encoded_parameters(self):
        return self.normalized_parameters()


@mistake("method-lower-case")
class MethodLowerCase:
    def method(self):
        return super().method().lower()


def signed_as(identifier, method):
    @mistake(identifier)
    class AnotherMethod:
        def method(self):
            return method


for another in ("get", "post", "put", "patch", "delete"):
    signed_as(f"signed-as-{another}", another.upper().encode())


# ---- The key -----------------------------------------------------------------------------------


@mistake("token-secret-missing")
class TokenSecretMissing:
    def token_secret(self):
        return b""


@mistake("api-secret-missing")
class ApiSecretMissing:
    def api_secret(self):
        return b""


@mistake("secrets-swapped")
class SecretsSwapped:
    def api_secret(self):
        return super().token_secret()

    def token_secret(self):
        return super().api_secret()


@mistake("key-for-secret")
class KeyForSecret:
    def api_secret(self):
        return self.credentials.api_key


@mistake("token-for-secret")
class TokenForSecret:
    def token_secret(self):
        return self.credentials.token or b""


@mistake("secrets-not-encoded")
class SecretsNotEncoded:
    def encode_secret(self, secret):
        return secret


@mistake("ampersand-missing")
class AmpersandMissing:
    def key(self):
        return self.encode_secret(self.api_secret()) + self.encode_secret(self.token_secret())


def secret_between(identifier, before, after):
    """White space or quotes around one of the secrets, or around both."""

    class ApiSecretBetween:
        def api_secret(self):
            return before + super().api_secret() + after

    class TokenSecretBetween:
        def token_secret(self):
            secret = super().token_secret()
            return before + secret + after if secret else secret

    class BothBetween(ApiSecretBetween, TokenSecretBetween):
        pass

    for way in (BothBetween, ApiSecretBetween, TokenSecretBetween):
        mistake(identifier)(way)


secret_between("secret-with-newline", b"", b"\n")
secret_between("secret-with-newline", b"", b"\r\n")
secret_between("secret-with-space", b"", b" ")
secret_between("secret-with-tab", b"", b"\t")
secret_between("secret-in-quotes", b'"', b'"')
secret_between("secret-in-quotes", b"'", b"'")
