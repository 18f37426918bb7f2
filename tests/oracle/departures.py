"""Every way in which oauthlib 4.0.1 departs from RFC 5849, each with the section that it departs from.

A departure is told by the request alone, and foretells exactly what oauthlib does: the message
of its refusal, or the base string that it signs instead.
"""

import base64
import hashlib
import ipaddress
import re
from dataclasses import dataclass
from typing import Callable
from urllib.parse import unquote

import rfc5849
from witness import body_for


@dataclass(frozen=True)
class Refusal:
    """oauthlib refuses a request that the RFC can sign."""

    name: str
    message: str
    foretold: Callable  # of the request


@dataclass(frozen=True)
class Bend:
    """oauthlib signs another base string."""

    name: str
    bend: Callable  # changes the parts that the RFC wants into those that oauthlib signs


def explain(request, parts, testimony):
    """The names of the departures that together give oauthlib's testimony, to the letter.

    `parts` are those of the RFC. None: no departure known here explains the testimony.
    """
    refusal = next((refusal for refusal in REFUSALS if refusal.foretold(request)), None)
    if refusal or testimony.refusal:
        agrees = refusal and testimony.refusal and refusal.message in testimony.refusal
        return [refusal.name] if agrees else None
    names = []
    for departure in BENDS:
        before = parts.base_string()
        departure.bend(request, parts)
        if parts.base_string() != before:
            names.append(departure.name)
    return names if parts.base_string() == testimony.base_string else None


# ---- Refusals ------------------------------------------------------------------------------

# The bytes that oauthlib lets stand in a query or form. HTML 4.01 17.13.4.1 wants others escaped
# by whoever makes a form; RFC 5849 3.4.1.3.1 only decodes, and a raw byte decodes to itself.
ALPHABET = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-=&;:%+~,*@!()/?'$")


def is_no_text(request):
    try:
        request.body.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False


def has_raw_byte_in_query(request):
    query = request.url.partition(b"#")[0].partition(b"?")[2]
    return not ALPHABET.issuperset(query)


def looks_like_form(request):
    """oauthlib goes by the look of a body before it goes by the media type."""
    body = body_for(request)
    broken_escape = rb"%[^0-9A-Fa-f]|%[0-9A-Fa-f][^0-9A-Fa-f]"
    return body is not None and ALPHABET.issuperset(body) and not re.search(broken_escape, body)


def is_plain_form(request):
    return request.content_type == rfc5849.FORM


def is_dressed_form(request):
    """A form's media type by RFC 9110 8.3.1, in other letters or with parameters."""
    return rfc5849.is_form(request.content_type) and not is_plain_form(request)


def is_multipart(request):
    return (request.content_type or b"").startswith(b"multipart/")


REFUSALS = [  # in the order of oauthlib's checks
    Refusal(
        "refuses a body that is no UTF-8 text, though it is not signed (3.4.1.3.1)",
        "'utf-8' codec can't decode",
        is_no_text,
    ),
    Refusal(
        "refuses a query with a raw byte that decodes to itself (3.4.1.3.1)",
        "Found invalid characters",
        has_raw_byte_in_query,
    ),
    Refusal(
        "refuses a multipart body that looks like a form (3.4.1.3.1 goes by the media type)",
        "Headers indicate a multipart body",
        lambda request: is_multipart(request) and looks_like_form(request),
    ),
    Refusal(
        "refuses a form with a raw byte that decodes to itself (3.4.1.3.1)",
        "body was not decodable",
        lambda request: is_plain_form(request) and not looks_like_form(request),
    ),
    Refusal(
        "refuses a form whose media type has other letters or parameters (RFC 9110 8.3.1)",
        "Body contains parameters but Content-Type",
        lambda request: is_dressed_form(request) and looks_like_form(request),
    ),
    Refusal(
        "refuses another body that looks like a form (3.4.1.3.1 goes by the media type)",
        "Body contains parameters but Content-Type",
        lambda request: not rfc5849.is_form(request.content_type) and looks_like_form(request),
    ),
    Refusal(
        "refuses a form under GET or HEAD (3.4.1.3.1 knows no such condition)",
        "GET/HEAD requests should not include body",
        lambda request: is_plain_form(request) and request.method.upper() in (b"GET", b"HEAD"),
    ),
]


# ---- Other base strings --------------------------------------------------------------------


def add_body_hash(request, parts):
    # From draft-eaton-oauth-bodyhash; by 3.4.1.3.1 such a body has no part in the signature.
    if request.content_type and request.body and rfc5849.FORM not in request.content_type:
        digest = hashlib.sha1(request.body).digest()
        parts.header.append((b"oauth_body_hash", base64.b64encode(digest)))


def leave_form_out(request, parts):
    # 3.4.1.3.1 collects it; oauthlib drops in silence what it cannot read and does not expect.
    if is_dressed_form(request) and not looks_like_form(request):
        parts.form.clear()


def decode_as_utf8(_, parts):
    # 3.4.1.3.1 decodes %HH to bytes and 3.6 encodes bytes, so %FF stays %FF.
    def through_text(text):
        return text.decode("utf-8", "replace").encode()

    for pairs in (parts.query, parts.form):
        pairs[:] = [(through_text(name), through_text(value)) for name, value in pairs]


def decode_twice(_, parts):
    # 3.4.1.3.1 decodes a parameter once, whatever its name is.
    for pairs in (parts.query, parts.form):
        pairs[:] = [
            (name, unquote(value.decode()).encode() if name.startswith(b"oauth_") else value)
            for name, value in pairs
        ]


def drop_foreign_names(_, parts):
    # 3.4.1.3.1 collects every parameter of the header but `realm`.
    parts.header[:] = [pair for pair in parts.header if pair[0].startswith(b"oauth_")]


def leave_names_encoded(_, parts):
    # 3.5.1 (1) encodes names as well as values, so both are decoded when they are collected.
    parts.header[:] = [(rfc5849.encode(name), value) for name, value in parts.header]


def respell_ipv6(_, parts):
    # 3.4.1.2 (1, 2): the host of the Host header in lower case, not another spelling of it.
    literal = re.match(rb"\[([^]]*)\]", parts.authority)
    if literal:
        spelling = str(ipaddress.IPv6Address(literal[1].decode())).encode()
        parts.authority = b"[" + spelling + b"]" + parts.authority[literal.end() :]


def drop_last_semicolon(_, parts):
    # 3.4.1.2 takes the path as it is, and by RFC 3986 3.3 a `;` belongs to it.
    segment = parts.path.rpartition(b"/")[2]
    if segment.find(b";") == len(segment) - 1 and segment:
        parts.path = parts.path[:-1]


BENDS = [
    Bend("signs an oauth_body_hash, which RFC 5849 does not know (3.4.1.3.1)", add_body_hash),
    Bend("leaves out a form with a raw byte if its media type has parameters (3.4.1.3.1)", leave_form_out),
    Bend("turns escapes that are not UTF-8 into U+FFFD (3.4.1.3.1, 3.6)", decode_as_utf8),
    Bend("decodes an oauth_ parameter in query or form twice (3.4.1.3.1)", decode_twice),
    Bend("leaves out header parameters not named oauth_ (3.4.1.3.1)", drop_foreign_names),
    Bend("does not decode names in the header (3.5.1)", leave_names_encoded),
    Bend("spells an IPv6 address its own way (3.4.1.2)", respell_ipv6),
    Bend("drops a ';' that ends the path (3.4.1.2)", drop_last_semicolon),
]
