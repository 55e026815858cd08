"""A client that costs next to nothing, so that what is measured is the server: HTTP/1.1 over plain sockets."""

from __future__ import annotations

import selectors
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any, Final

import orjson

HOST: Final = "127.0.0.1"
TIMEOUT: Final = 60
RECEIVED: Final = 1 << 18
END_OF_HEAD: Final = b"\r\n\r\n"


def request_of(text: str, variables: Mapping[str, Any], **headers: str) -> bytes:
    """A POST of an operation."""
    body = orjson.dumps({"query": text, "variables": variables})
    given = {"Host": HOST, "Content-Type": "application/json", "Content-Length": str(len(body)), **headers}
    head = "".join(f"{name}: {value}\r\n" for name, value in given.items())
    return f"POST /graphql HTTP/1.1\r\n{head}\r\n".encode() + body


def get(path: str) -> bytes:
    """A GET of a path."""
    return f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode()


@dataclass
class Line:
    """One connection that is kept alive, with one request under way at the most."""

    port: int
    socket: socket.socket = field(init=False)
    received: bytearray = field(default_factory=bytearray, init=False)

    def __post_init__(self) -> None:
        self.socket = socket.create_connection((HOST, self.port), TIMEOUT)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, request: bytes) -> bytes:
        """Send a request and wait for the answer's body."""
        self.socket.sendall(request)
        while (body := self.read()) is None:
            pass
        return body

    def read(self) -> bytes | None:
        """What has come; the body once it is complete."""
        part = self.socket.recv(RECEIVED)
        if not part:
            raise ConnectionError(f"The server on port {self.port} hung up.")
        self.received += part
        end = self.received.find(END_OF_HEAD)
        if end < 0 or len(self.received) < (whole := end + len(END_OF_HEAD) + self._length(end)):
            return None
        body = bytes(self.received[end + len(END_OF_HEAD) : whole])
        del self.received[:whole]
        return body

    def _length(self, end: int) -> int:
        head = bytes(self.received[:end]).lower()
        _, found, rest = head.partition(b"content-length:")
        if not found:
            raise ConnectionError(f"The server on port {self.port} does not say how long its answer is.")
        return int(rest.partition(b"\r\n")[0])

    def close(self) -> None:
        """Hang up."""
        self.socket.close()


def latencies(port: int, request: bytes, seconds: float) -> list[float]:
    """Milliseconds of requests one after the other, for so many seconds."""
    line, times = Line(port), list[float]()
    began = perf_counter()
    while not times or perf_counter() - began < seconds:
        started = perf_counter()
        line.ask(request)
        times.append((perf_counter() - started) * 1000)
    line.close()
    return times


def throughput(port: int, request: bytes, seconds: float, connections: int) -> float:
    """Requests answered in a second, with so many connections that each wait for their answer."""
    waiting = {(line := Line(port)).socket.fileno(): line for _ in range(connections)}
    with selectors.DefaultSelector() as selector:
        for number, line in waiting.items():
            selector.register(number, selectors.EVENT_READ)
            line.socket.sendall(request)
        began, answered = perf_counter(), 0
        while waiting:
            for key, _ in selector.select(TIMEOUT):
                line = waiting[key.fd]
                if line.read() is None:
                    continue
                answered += 1
                if perf_counter() - began < seconds:
                    line.socket.sendall(request)
                else:
                    # What is under way is waited for: it would disturb whoever is measured next.
                    selector.unregister(key.fd)
                    waiting.pop(key.fd).close()
    return answered / (perf_counter() - began)
