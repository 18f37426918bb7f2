"""A small HTTP server on a free port of 127.0.0.1, which hands each call to one function."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler
from socketserver import ThreadingTCPServer
from urllib.parse import urlsplit

LARGEST_BODY = 16 << 20


@dataclass(frozen=True)
class Call:
    """A request as it came over the wire: nothing is decoded."""

    method: str
    url: str  # absolute, by the Host header
    headers: Message
    body: bytes

    @property
    def path(self):
        return urlsplit(self.url).path

    @property
    def query(self):
        return urlsplit(self.url).query

    @property
    def authorization(self):
        return self.headers.get("Authorization", "")

    @property
    def content_type(self):
        return self.headers.get("Content-Type", "")


@dataclass(frozen=True)
class Reply:
    status: int
    content_type: str
    body: bytes
    headers: tuple = ()  # of pairs
    reason: "str | None" = None


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 10  # for a peer that stops in the middle
    wbufsize = -1  # head and body in one packet: a second one would wait for the first
    disable_nagle_algorithm = True

    def _handle(self):
        if "Transfer-Encoding" in self.headers:
            reply = Reply(411, "text/plain", b"Length Required")
            self.close_connection = True
        else:
            reply = self.server.answer(self._call())
        self.send_response(reply.status, reply.reason)
        for name, value in reply.headers:
            self.send_header(name, value)
        self.send_header("Content-Type", reply.content_type)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body)

    do_GET = do_POST = do_PUT = do_DELETE = _handle  # noqa: N815, the names that http.server wants

    def _call(self):
        length = int(self.headers.get("Content-Length", 0))
        if length > LARGEST_BODY:
            raise ValueError(f"a body of {length} bytes")
        url = f"http://{self.headers['Host']}{self.path}"
        return Call(self.command, url, self.headers, self.rfile.read(length))

    def date_time_string(self, timestamp=None):
        return formatdate(self.server.clock() if timestamp is None else timestamp, usegmt=True)

    def log_message(self, *_):
        pass


class _ThreadingServer(ThreadingTCPServer):
    daemon_threads = True
    answer: Callable
    clock: Callable


class Server:
    """Serves from the beginning to the end of a `with` block; `clock` tells the Date headers."""

    def __init__(self, answer, clock=time.time):
        self._server = _ThreadingServer(("127.0.0.1", 0), _Handler)
        self._server.answer = answer
        self._server.clock = clock
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
