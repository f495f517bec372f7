# SPDX-License-Identifier: MIT
"""What can go wrong with an answer.

Each kind is given the exchange (the connection and the request) and a function
that makes the true answer, and sends what it likes.  What it sends by hand it
first enters in the journal, with status 0 when that is no proper answer.

A request does its work when the true answer is made.  Kinds that have no use
for that answer are `blind`; their setting `done` has it made and thrown away.
"""

import copy
import gzip
import zlib

from .answer import JSON, Answer
from .pointer import remove, replace

_BLOCK = 16 << 20


class Kind:
    """A kind of fault; `wanted` are its obligatory settings."""
    wanted, optional, blind = (), (), False

    def __init__(self, settings):
        self.settings = settings

    @classmethod
    def check(cls, settings):
        """Refuse unknown or missing settings."""
        for name in cls.wanted:
            if name not in settings:
                raise ValueError(f"{settings['kind']}: '{name}' is missing")
        for name in settings:
            if name not in ("kind", *cls.wanted, *cls.optional,
                            *(("done",) if cls.blind else ())):
                raise ValueError(f"{settings['kind']}: unknown '{name}'")

    def strike(self, exchange, true_answer):
        """Play the fault, after the work when it is to be `done`."""
        if self.settings.get("done"):
            true_answer()
        self.play(exchange, true_answer)

    def play(self, exchange, true_answer):
        """Send the wrong answer."""
        raise NotImplementedError


def _body(settings):
    return settings["text"].encode() if "text" in settings \
        else settings.get("body")


class Status(Kind):
    """Another status, with headers and a body."""
    blind = True
    wanted, optional = ("status",), ("headers", "body", "text")

    def play(self, exchange, true_answer):
        exchange.send(Answer(self.settings["status"],
                                    _body(self.settings),
                                    dict(self.settings.get("headers", {}))))


class Replace(Kind):
    """Status 200 with another body."""
    blind = True
    optional = ("body", "text")

    def play(self, exchange, true_answer):
        body = self.settings.get("body")
        if isinstance(body, str):
            body = body.encode()
        exchange.send(Answer(200, _body({**self.settings,
                                                "body": body})))


class Redirect(Kind):
    """A redirection elsewhere."""
    blind = True
    wanted, optional = ("location",), ("status",)

    def play(self, exchange, true_answer):
        exchange.send(Answer(self.settings.get("status", 302), b"",
                                    {"Location": self.settings["location"]}))


class Edit(Kind):
    """The true answer with parts set or deleted by JSON pointer."""
    optional = ("set", "delete")

    def play(self, exchange, true_answer):
        answer = true_answer()
        body = copy.deepcopy(answer.body)
        for pointer, value in self.settings.get("set", {}).items():
            body = replace(body, pointer, value)
        for pointer in self.settings.get("delete", []):
            remove(body, pointer)
        answer.body = body
        exchange.send(answer)


class Delay(Kind):
    """The true answer, late."""
    wanted = ("ms",)

    def play(self, exchange, true_answer):
        exchange.pause(float(self.settings["ms"]) / 1000)
        exchange.send(true_answer())


class Drip(Kind):
    """The true answer, one byte at a time."""
    wanted = ("ms",)

    def play(self, exchange, true_answer):
        answer = true_answer()
        wire = exchange.render(answer)
        exchange.record(answer.status)
        for byte in wire:
            exchange.write(bytes((byte,)))
            if exchange.pause(float(self.settings["ms"]) / 1000):
                break
        exchange.close()


class Hang(Kind):
    """Never an answer."""
    blind = True

    def play(self, exchange, true_answer):
        exchange.record(0)
        exchange.hang()
        exchange.close()


class Reset(Kind):
    """The connection is reset."""
    blind = True

    def play(self, exchange, true_answer):
        exchange.record(0)
        exchange.reset()


class Cut(Kind):
    """The true headers, only `keep` bytes of the body, then the end."""
    wanted = ("keep",)

    def play(self, exchange, true_answer):
        answer = true_answer()
        wire = exchange.render(answer)
        head = wire.index(b"\r\n\r\n") + 4
        exchange.record(answer.status)
        exchange.write(wire[:head + self.settings["keep"]])
        exchange.close()


class Garbage(Kind):
    """A 200 whose body is no JSON; with `wire` not even HTTP."""
    blind = True
    optional = ("wire",)

    def play(self, exchange, true_answer):
        noise = bytes(range(255, -1, -1)) * 4
        if self.settings.get("wire"):
            exchange.record(0)
            exchange.write(noise)
            exchange.close()
        else:
            exchange.send(Answer(200, noise))


class Huge(Kind):
    """A body of `bytes` bytes of white space; with `chunked` its length is
    not announced."""
    blind = True
    wanted, optional = ("bytes",), ("chunked",)

    def play(self, exchange, true_answer):
        left, block = int(self.settings["bytes"]), b" " * 65536
        chunked = self.settings.get("chunked")
        head = "Transfer-Encoding: chunked" if chunked \
            else f"Content-Length: {left}"
        exchange.record(200)
        exchange.write(f"HTTP/1.1 200 OK\r\nContent-Type: {JSON}\r\n{head}"
                       "\r\n\r\n".encode())
        while left > 0 and not exchange.stopping():
            part = block[:left]
            left -= len(part)
            exchange.write(f"{len(part):x}\r\n".encode() + part + b"\r\n"
                           if chunked else part)
        exchange.write(b"0\r\n\r\n" if chunked else b"")


class GzipBomb(Kind):
    """A small gzip body that unpacks to `bytes` (a GiB unless told)."""
    blind = True
    optional = ("bytes",)

    def play(self, exchange, true_answer):
        exchange.send(Answer(200, bomb(self.settings.get(
            "bytes", 1 << 30)), {"Content-Encoding": "gzip"}))


def bomb(size):
    """A gzip stream of at least `size` spaces: one deflate block repeated."""
    block, repeats = b" " * _BLOCK, -(-size // _BLOCK)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    checksum = 0
    for _ in range(repeats):
        checksum = zlib.crc32(block, checksum)
    end = zlib.compressobj(9, zlib.DEFLATED, -15).flush()
    length = repeats * _BLOCK & 0xffffffff
    return (gzip.compress(b"")[:10] + packed * repeats + end
            + checksum.to_bytes(4, "little") + length.to_bytes(4, "little"))


KINDS = {"status": Status, "replace": Replace, "redirect": Redirect,
         "edit": Edit, "delay": Delay, "drip": Drip, "hang": Hang,
         "reset": Reset, "cut": Cut, "garbage": Garbage, "huge": Huge,
         "gzip-bomb": GzipBomb}
