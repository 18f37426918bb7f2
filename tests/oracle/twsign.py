"""The C ABI of libtwsign through ctypes: its structs, its functions, and little more.

The library is the one that TWSIGN_LIBRARY names, else the release build of this checkout.
All text is bytes, as it is for C; None stands for NULL.
"""

import ctypes
import os
from ctypes import POINTER, byref, c_char, c_char_p, c_int, c_int32, c_int64, c_size_t, c_uint32, c_void_p
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]


class Status(IntEnum):
    """tw_status."""

    OK = 0
    NULL_ARGUMENT = 1
    STRUCT_SIZE = 2
    INVALID_CREDENTIALS = 3
    INVALID_METHOD = 4
    INVALID_URL = 5
    INVALID_BODY = 6
    INVALID_PARAM = 7
    AMBIGUOUS = 8
    BUFFER_TOO_SMALL = 9
    INVALID_RESPONSE = 10
    REFUSED = 11
    DENIED = 12
    SIGNATURE_MISMATCH = 13
    SYSTEM = 14
    INTERNAL = 15


class Rules(IntEnum):
    """TW_RULES_X and TW_RULES_RFC5849."""

    X = 0
    RFC5849 = 1


class tw_error(ctypes.Structure):
    _fields_ = [("status", c_int32), ("api_code", c_int32), ("message", c_char * 248)]


class tw_credentials(ctypes.Structure):
    _fields_ = [
        ("struct_size", c_size_t),
        ("api_key", c_char_p),
        ("api_secret", c_char_p),
        ("token", c_char_p),
        ("token_secret", c_char_p),
    ]


class tw_param(ctypes.Structure):
    _fields_ = [("name", c_char_p), ("value", c_char_p)]


class tw_request(ctypes.Structure):
    _fields_ = [
        ("struct_size", c_size_t),
        ("method", c_char_p),
        ("url", c_char_p),
        ("content_type", c_char_p),
        ("body", c_char_p),
        ("body_len", c_size_t),
        ("nonce", c_char_p),
        ("timestamp", c_int64),
        ("rules", c_int32),
        ("oauth_params", POINTER(tw_param)),
        ("oauth_params_len", c_size_t),
    ]


_TEXT_OUT = POINTER(c_void_p)
_PROTOTYPES = {
    "tw_version": (c_char_p, []),
    "tw_version_number": (c_uint32, []),
    "tw_status_message": (c_char_p, [c_int]),
    "tw_free": (None, [c_void_p]),
    "tw_sign_request": (c_int, [POINTER(tw_credentials), POINTER(tw_request), _TEXT_OUT, POINTER(tw_error)]),
    "tw_signer_new": (c_int, [POINTER(tw_credentials), POINTER(c_void_p), POINTER(tw_error)]),
    "tw_signer_sign": (c_int, [c_void_p, POINTER(tw_request), _TEXT_OUT, POINTER(tw_error)]),
    "tw_signer_sign_into": (
        c_int,
        [c_void_p, POINTER(tw_request), POINTER(c_char), c_size_t, POINTER(c_size_t), POINTER(tw_error)],
    ),
    "tw_signer_set_clock_offset": (None, [c_void_p, c_int64]),
    "tw_signer_learn_clock": (c_int, [c_void_p, c_char_p, POINTER(c_int64), POINTER(tw_error)]),
    "tw_signer_free": (None, [c_void_p]),
    "tw_form_encode": (c_int, [POINTER(tw_param), c_size_t, _TEXT_OUT, POINTER(tw_error)]),
    "tw_canonical_url": (c_int, [c_char_p, _TEXT_OUT, POINTER(tw_error)]),
    "tw_signature_base_string": (
        c_int,
        [POINTER(tw_credentials), POINTER(tw_request), _TEXT_OUT, POINTER(tw_error)],
    ),
    "tw_explain": (c_int, [POINTER(tw_credentials), POINTER(tw_request), _TEXT_OUT, POINTER(tw_error)]),
}


def _load():
    path = os.environ.get("TWSIGN_LIBRARY") or CHECKOUT / "target" / "release" / "libtwsign.so"
    library = ctypes.CDLL(str(path))
    for name, (result, arguments) in _PROTOTYPES.items():
        function = getattr(library, name)
        function.restype = result
        function.argtypes = arguments
    return library


library = _load()


class Error(Exception):
    """A call that did not return TW_OK."""

    def __init__(self, status, message):
        super().__init__(f"{status.name}: {message}")
        self.status = status
        self.message = message


@dataclass(frozen=True)
class Credentials:
    api_key: bytes
    api_secret: bytes
    token: "bytes | None" = None
    token_secret: "bytes | None" = None

    def to_c(self):
        texts = map(_c_text, (self.api_key, self.api_secret, self.token, self.token_secret))
        return tw_credentials(ctypes.sizeof(tw_credentials), *texts)


@dataclass(frozen=True)
class Request:
    method: bytes
    url: bytes
    content_type: "bytes | None" = None
    body: bytes = b""
    nonce: "bytes | None" = None
    timestamp: int = 0
    rules: Rules = Rules.X
    oauth_params: tuple = ()

    def to_c(self):
        """The struct; it keeps the arrays that it points to alive."""
        return tw_request(
            ctypes.sizeof(tw_request),
            _c_text(self.method),
            _c_text(self.url),
            _c_text(self.content_type),
            self.body or None,
            len(self.body),
            _c_text(self.nonce),
            self.timestamp,
            self.rules,
            _c_params(self.oauth_params),
            len(self.oauth_params),
        )


class Signer:
    """tw_signer, freed at the end of a `with` block."""

    def __init__(self, credentials):
        self._signer = c_void_p()
        error = tw_error()
        _check(library.tw_signer_new(byref(credentials.to_c()), byref(self._signer), byref(error)), error)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        library.tw_signer_free(self._signer)
        self._signer = None

    def sign(self, request):
        return _text_from(library.tw_signer_sign, self._signer, byref(request.to_c()))

    def sign_into(self, request, capacity):
        buffer = ctypes.create_string_buffer(capacity)
        length = c_size_t()
        error = tw_error()
        status = library.tw_signer_sign_into(
            self._signer, byref(request.to_c()), buffer, capacity, byref(length), byref(error)
        )
        _check(status, error)
        return buffer.raw[: length.value]


def sign_request(credentials, request):
    return _text_from(library.tw_sign_request, byref(credentials.to_c()), byref(request.to_c()))


def signature_base_string(credentials, request):
    return _text_from(library.tw_signature_base_string, byref(credentials.to_c()), byref(request.to_c()))


def _text_from(function, *inputs):
    """Calls a function whose output is a `char *`, and frees that."""
    text = c_void_p()
    error = tw_error()
    _check(function(*inputs, byref(text), byref(error)), error)
    try:
        return ctypes.string_at(text)
    finally:
        library.tw_free(text)


def _check(status, error):
    if status != Status.OK:
        raise Error(Status(status), error.message.decode())


def _c_text(text):
    # C would read such a text only up to its NUL, and sign something else.
    if text is not None and b"\0" in text:
        raise ValueError("NUL inside a text")
    return text


def _c_params(params):
    if not params:
        return None
    return (tw_param * len(params))(*((_c_text(name), _c_text(value)) for name, value in params))
