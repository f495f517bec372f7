# SPDX-License-Identifier: MIT
"""HTTP/1.1 service on the loopback, plain or TLS.

One thread for each connection; the TLS handshake is made there, so that a slow
client holds up nobody.  Head and body of an answer leave in one write.
"""

import gzip
import socket
import ssl
import sys
import traceback
import uuid
from dataclasses import dataclass
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from .answer import Answer, Refusal, reason

_HANDSHAKE_TIMEOUT = 30
_GZIP_FROM = 2048


@dataclass
class Request:
    """One request; `path` is raw, with its query."""
    method: str
    path: str
    headers: object
    body: bytes = b""
    principal: str = None


class Server(ThreadingHTTPServer):
    """Serves one part of the simulated cloud."""
    daemon_threads = True
    request_queue_size = 256
    allow_reuse_address = True

    def __init__(self, name, sim, respond, context=None, handler=None):
        super().__init__(("127.0.0.1", 0), handler or Handler)
        self.name, self.sim = name, sim
        self.respond, self.context = respond, context
        self.port = self.server_address[1]
        self.watched = name != "control"

    def server_bind(self):
        """Bind without the name lookup of the base class."""
        socket.socket.bind(self.socket, self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = "localhost", \
            self.server_address[1]

    def handle_error(self, request, client_address):
        """A client that goes away is no news."""
        if not isinstance(sys.exc_info()[1], OSError):
            traceback.print_exc()


class Handler(BaseHTTPRequestHandler):
    """One connection."""
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def setup(self):
        """Make the TLS handshake, if any."""
        context = self.server.context
        if context:
            self.request.settimeout(_HANDSHAKE_TIMEOUT)
            self.request = context.wrap_socket(self.request, server_side=True)
            self.request.settimeout(None)
        super().setup()

    def finish(self):
        """Close what the handshake took over."""
        try:
            super().finish()
        finally:
            if isinstance(self.request, ssl.SSLSocket):
                self.request.close()

    def log_message(self, format, *args):
        """Nothing is logged; the journal knows."""

    def send_error(self, code, message=None, explain=None):
        """Refuse what is no proper HTTP."""
        self.close_connection = True
        exchange = Exchange(self, Request("?", "?", {}))
        exchange.send(Answer(code, {"code": "SimBadRequest",
                                    "message": message or reason(code)}))

    def handle_one_request(self):
        """Serve one request of the connection."""
        try:
            self.raw_requestline = self.rfile.readline(65537)
            if not self.raw_requestline:
                self.close_connection = True
                return
            if len(self.raw_requestline) > 65536:
                self.requestline = self.request_version = self.command = ""
                self.send_error(414)
                return
            if self.parse_request():
                self.serve()
        except OSError:
            self.close_connection = True

    def serve(self):
        """Answer the parsed request, rightly or as a fault wants it."""
        raw_path = self.raw_requestline.split(b" ")[1].decode("latin-1")
        request = Request(self.command, raw_path, self.headers)
        exchange = Exchange(self, request)
        if "Transfer-Encoding" in self.headers:
            self.close_connection = True
            exchange.send(Answer(411))
            return
        request.body = self.rfile.read(
            int(self.headers.get("Content-Length") or 0))
        server = self.server
        fault = server.watched and server.sim.faults.pick(server.name,
                                                          raw_path)
        try:
            if fault:
                fault.strike(exchange, lambda: self._answer(request))
            else:
                exchange.send(self._answer(request))
        except OSError:
            raise
        except Exception as error:  # a bug, or a fault that does not fit
            traceback.print_exc()
            self.close_connection = True
            exchange.send(Answer(500, {
                "code": "SimBroken",
                "message": f"{type(error).__name__}: {error}"}))
        finally:
            exchange.record(0)

    def _answer(self, request):
        try:
            return self.server.respond(self.server.sim, request)
        except Refusal as refusal:
            return refusal.answer


class Exchange:
    """The connection seen by an answer: bytes out, or trouble."""

    def __init__(self, handler, request):
        self._handler, self._request = handler, request
        self._recorded = False

    def record(self, status):
        """Enter the request in the journal, once, and before the client can
        know the answer; status 0 when there will be no proper one."""
        server = self._handler.server
        if server.watched and not self._recorded:
            server.sim.journal.add(server.sim.clock.iso(), server.name,
                                   self._request, status)
        self._recorded = True

    def render(self, answer):
        """Head and body of an answer as bytes."""
        body = answer.payload()
        headers = {"Date": formatdate(self._handler.server.sim.clock.seconds(),
                                      usegmt=True),
                   "Content-Type": answer.content_type,
                   "x-ms-request-id": str(uuid.uuid4()), **answer.headers}
        if len(body) >= _GZIP_FROM and "Content-Encoding" not in headers \
                and self._handler.server.sim.gzip and self._takes_gzip():
            body = gzip.compress(body, 1)
            headers["Content-Encoding"] = "gzip"
        headers["Content-Length"] = str(len(body))
        if self._handler.close_connection:
            headers["Connection"] = "close"
        head = f"HTTP/1.1 {answer.status} {reason(answer.status)}\r\n"
        head += "".join(f"{name}: {value}\r\n"
                        for name, value in headers.items())
        return head.encode("latin-1", "replace") + b"\r\n" + body

    def _takes_gzip(self):
        accepted = self._request.headers.get("Accept-Encoding") or ""
        return "gzip" in accepted.lower()

    def send(self, answer):
        """Send an answer in one write."""
        data = self.render(answer)
        self.record(answer.status)
        self.write(data)

    def write(self, data):
        """Send bytes."""
        self._handler.request.sendall(data)

    def close(self):
        """Close the connection once the answer is out."""
        self._handler.close_connection = True

    def reset(self):
        """Close the connection with a TCP reset."""
        connection = self._handler.request
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                              b"\1\0\0\0\0\0\0\0")
        self._handler.close_connection = True
        socket.close(connection.detach())

    def pause(self, seconds):
        """Wait; True when the simulation stops meanwhile."""
        return self._handler.server.sim.stop.wait(seconds)

    def hang(self):
        """Wait until the client goes away or the simulation stops."""
        connection = self._handler.request
        connection.settimeout(0.2)
        while not self.stopping():
            try:
                if not connection.recv(4096):
                    return
            except TimeoutError:
                continue

    def stopping(self):
        """True when the simulation stops."""
        return self._handler.server.sim.stop.is_set()
