"""tw_diagnose through ctypes, and its report taken apart."""

import ctypes
import re
import sys
from ctypes import POINTER, byref, c_char_p, c_int, c_int64, c_size_t, c_void_p
from dataclasses import dataclass
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "oracle"))

import twsign  # noqa: E402 (it stands in the folder just added)


class tw_attempt(ctypes.Structure):
    _fields_ = [
        ("struct_size", c_size_t),
        ("authorization", c_char_p),
        ("received_at", c_int64),
        ("http_status", c_int),
        ("date", c_char_p),
        ("body", c_char_p),
        ("body_len", c_size_t),
    ]


twsign.library.tw_diagnose.restype = c_int
twsign.library.tw_diagnose.argtypes = [
    POINTER(twsign.tw_credentials),
    POINTER(twsign.tw_request),
    POINTER(tw_attempt),
    POINTER(c_void_p),
    POINTER(twsign.tw_error),
]


@dataclass(frozen=True)
class Attempt:
    """The header that was sent, and what came back."""

    authorization: "bytes | None" = None
    received_at: int = 0
    http_status: int = 0
    date: "bytes | None" = None
    body: bytes = b""

    def to_c(self):
        return tw_attempt(
            ctypes.sizeof(tw_attempt),
            self.authorization,
            self.received_at,
            self.http_status,
            self.date,
            self.body or None,
            len(self.body),
        )


class Report:
    """The text that tw_diagnose gave, and the causes that it names."""

    def __init__(self, raw):
        self.raw = raw
        self.text = raw.decode("ascii")
        first, *others = self.text.splitlines()
        self.first_line = first
        self.cause = re.fullmatch(r"cause: ([a-z0-9-]+)", first)[1]
        self.also = [line[len("also: ") :] for line in others if re.fullmatch(r"also: [a-z0-9-]+", line)]

    @property
    def causes(self):
        return [self.cause, *self.also]


def diagnose(credentials, request, attempt=None):
    """The report; credentials and attempt may be None, which stands for NULL."""
    inputs = [value and byref(value.to_c()) for value in (credentials, request, attempt)]
    text = c_void_p()
    error = twsign.tw_error()
    status = twsign.library.tw_diagnose(*inputs, byref(text), byref(error))
    if status != twsign.Status.OK:
        raise twsign.Error(twsign.Status(status), error.message.decode())
    try:
        return Report(ctypes.string_at(text))
    finally:
        twsign.library.tw_free(text)
