"""The token endpoints of the C ABI through ctypes, as far as test_exchange.py needs them.

The library is the one that TWSIGN_LIBRARY names, else the release build of this checkout.
"""

import ctypes
import os
from ctypes import POINTER, byref, c_char, c_char_p, c_int, c_int32, c_size_t, c_void_p
from pathlib import Path

OK, REFUSED = 0, 11


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


_OUT = [POINTER(c_void_p), POINTER(tw_error)]
_CREDENTIALS = POINTER(tw_credentials)
_PROTOTYPES = {
    "tw_exchange_new_request_token": (c_int, [_CREDENTIALS, c_char_p, c_char_p, c_char_p, *_OUT]),
    "tw_exchange_new_access_token": (c_int, [_CREDENTIALS, c_char_p, c_char_p, *_OUT]),
    "tw_exchange_new_bearer_token": (c_int, [_CREDENTIALS, c_char_p, *_OUT]),
    "tw_exchange_new_invalidation": (c_int, [_CREDENTIALS, c_char_p, c_char_p, *_OUT]),
    "tw_exchange_method": (c_char_p, [c_void_p]),
    "tw_exchange_url": (c_char_p, [c_void_p]),
    "tw_exchange_authorization": (c_char_p, [c_void_p]),
    "tw_exchange_content_type": (c_char_p, [c_void_p]),
    "tw_exchange_body": (c_char_p, [c_void_p]),
    "tw_exchange_finish": (c_int, [c_void_p, c_int, c_char_p, c_size_t, *_OUT]),
    "tw_exchange_free": (None, [c_void_p]),
    "tw_token_value": (c_char_p, [c_void_p]),
    "tw_token_free": (None, [c_void_p]),
}


def _load():
    checkout = Path(__file__).resolve().parents[2]
    path = os.environ.get("TWSIGN_LIBRARY") or checkout / "target" / "release" / "libtwsign.so"
    library = ctypes.CDLL(str(path))
    for name, (result, arguments) in _PROTOTYPES.items():
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library


library = _load()


class Failed(Exception):
    def __init__(self, error):
        super().__init__(error.message.decode())
        self.status, self.api_code, self.message = error.status, error.api_code, error.message.decode()


class Exchange:
    """tw_exchange, freed at the end of a `with` block; made by one of the tw_exchange_new_ functions."""

    def __init__(self, kind, credentials, *texts):
        self._exchange = c_void_p()
        credentials = tw_credentials(ctypes.sizeof(tw_credentials), *credentials)
        make = getattr(library, f"tw_exchange_new_{kind}")
        _check(lambda error: make(byref(credentials), *texts, byref(self._exchange), error))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        library.tw_exchange_free(self._exchange)

    def request(self):
        """Method, URL, headers and body, as they are to be sent."""
        names = ("method", "url", "authorization", "content_type", "body")
        texts = (getattr(library, f"tw_exchange_{name}")(self._exchange) for name in names)
        method, url, authorization, content_type, body = (text and text.decode() for text in texts)
        headers = {"Authorization": authorization}
        if content_type is not None:
            headers["Content-Type"] = content_type
        return method, url, headers, body

    def finish(self, http_status, body):
        """The token that the reply brings."""
        token = c_void_p()
        _check(
            lambda error: library.tw_exchange_finish(
                self._exchange, http_status, body, len(body), byref(token), error
            )
        )
        try:
            return library.tw_token_value(token).decode()
        finally:
            library.tw_token_free(token)


def _check(call):
    error = tw_error()
    status = call(byref(error))
    assert status == error.status
    if status != OK:
        raise Failed(error)
