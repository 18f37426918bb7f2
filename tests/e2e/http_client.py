"""Sends one request, byte by byte as it is given, and follows nothing."""

from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Response:
    status: int
    headers: dict  # names in lower case
    body: bytes

    @property
    def text(self):
        return self.body.decode()


def send(method, url, headers=None, body=None):
    parts = urlsplit(url)
    target = url.partition(parts.netloc)[2] or "/"
    connection = HTTPConnection(parts.netloc, timeout=10)
    try:
        connection.request(method, target, body, headers or {})
        response = connection.getresponse()
        names = {name.lower(): value for name, value in response.getheaders()}
        return Response(response.status, names, response.read())
    finally:
        connection.close()
