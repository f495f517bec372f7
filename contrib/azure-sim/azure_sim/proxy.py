# SPDX-License-Identifier: MIT
"""A forward proxy for CONNECT, to loopback destinations only.

RFC 9110, sections 9.3.6 (CONNECT) and 11.7 (Proxy-Authorization).  A request
in absolute form is refused: nothing of Azure is plain HTTP except the
metadata address, which must never be asked through a proxy.
"""

import base64
import selectors
import socket

from .answer import Answer
from .server import Exchange, Handler, Request

_LOOPBACK = ("localhost", "127.0.0.1", "[::1]")

# Names that only this proxy knows: they lead to loopback (RFC 6761 keeps
# .test free of real hosts), and the certificate is for them too.
DOMAIN = ".azure-sim.test"


class ProxyHandler(Handler):
    """One connection of a client to the proxy."""

    def serve(self):
        """Open the tunnel, or refuse."""
        target = self.raw_requestline.split(b" ")[1].decode("latin-1")
        request = Request(self.command, target, self.headers)
        exchange = Exchange(self, request)
        sim = self.server.sim
        fault = sim.faults.pick("proxy", target)
        if fault:
            fault.strike(exchange, lambda: Answer(200))
            return
        answer, upstream = self._connect(request)
        if answer:
            exchange.send(answer)
        else:
            self.close_connection = True
            exchange.record(200)
            with upstream:
                exchange.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
                _pump(self.request, upstream, sim.stop)

    def _connect(self, request):
        """(refusal, None) or (None, socket)."""
        if not self._authorized():
            return Answer(407, None, {"Proxy-Authenticate":
                                      'Basic realm="azure-sim"'}), None
        host, _, port = request.path.rpartition(":")
        if request.method != "CONNECT" or not port.isdigit():
            return Answer(405, {"error": "only CONNECT host:port"}), None
        if host.lower() not in _LOOPBACK and \
                not host.lower().endswith(DOMAIN):
            return Answer(403, {"error": f"{host} is not loopback"}), None
        try:
            upstream = socket.create_connection(("127.0.0.1", int(port)), 5)
        except OSError as error:
            return Answer(502, {"error": str(error)}), None
        upstream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)
        upstream.settimeout(None)
        return None, upstream

    def _authorized(self):
        wanted = self.server.sim.proxy
        if "user" not in wanted:
            return True
        pair = f"{wanted['user']}:{wanted.get('password', '')}".encode()
        given = self.headers.get("Proxy-Authorization", "")
        scheme, _, text = given.partition(" ")
        return scheme.lower() == "basic" \
            and text.strip() == base64.b64encode(pair).decode()


def _pump(client, upstream, stop):
    """Copy bytes both ways until either side closes."""
    with selectors.DefaultSelector() as selector:
        selector.register(client, selectors.EVENT_READ, upstream)
        selector.register(upstream, selectors.EVENT_READ, client)
        while not stop.is_set():
            for key, _ in selector.select(0.5):
                data = key.fileobj.recv(65536)
                if not data:
                    return
                key.data.sendall(data)
