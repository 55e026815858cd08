"""What stands before every route: whose requests are answered at all, and what every answer says to browsers."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

import orjson
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.web.stopping import Drain
from schema.errors import Code, fault
from schema.operation import refusal

LOOPBACK: Final = ("localhost", "*.localhost")
"""Names that every machine gives to itself; addresses in numbers need none."""
SAFE: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
)
"""Headers of every answer that does not give another value itself."""
STARTS: Final = ("http.response.start", "websocket.http.response.start")
HOST: Final = re.compile(r"(\[[^][]*\]|[^:\[\]]*)(?::\d+)?")
ANYTHING: Final = "*"


class Guard:
    """Answers only under the names that this server goes by, and opens sockets only to pages of its own or of friends.

    A page of a stranger can make its own name point to this machine, and would then be same-origin with it (DNS
    rebinding); and a browser lets any page open a socket to anywhere.
    """

    def __init__(self, app: ASGIApp, *, hosts: Collection[str], origins: Collection[str], drain: Drain) -> None:
        self.app = app
        self.drain = drain
        self.hosts = frozenset(each.lower() for each in (*LOOPBACK, *hosts))
        self.origins = frozenset(origins)
        self.is_known = lru_cache(maxsize=256)(self._is_known)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse and say why."""
        if scope["type"] == "lifespan":
            return await self.app(scope, receive, send)
        self.drain.running += 1
        try:
            return await self._answer(scope, receive, _Answer(send))
        finally:
            self.drain.running -= 1

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        refused = self._refusal(scope)
        if refused is None:
            await self.app(scope, receive, send)
        else:
            await _refuse(scope, send, *refused)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        hosts = _header(scope, b"host")
        if not all(map(self.is_known, hosts)):
            named = hosts[0].decode("latin-1")
            return 421, f"This server does not go by the name {named!r}. Its operator lists names in IPT_ALLOWED_HOSTS."
        if scope["type"] == "websocket" and not all(self._is_friend(each, hosts) for each in _header(scope, b"origin")):
            return (
                403,
                "A page of another origin may not open a socket. The operator lists origins in IPT_CORS_ORIGINS.",
            )
        return None

    def _is_known(self, host: bytes) -> bool:
        name = _name(host)
        if ANYTHING in self.hosts or name in self.hosts or _is_address(name):
            return True
        return any(each.startswith("*.") and name.endswith(each[1:]) for each in self.hosts)

    def _is_friend(self, origin: bytes, hosts: Sequence[bytes]) -> bool:
        text = origin.decode("latin-1")
        return ANYTHING in self.origins or text in self.origins or _place(text).encode("latin-1") in hosts


class _Answer:
    """Sends an answer with the headers that all have."""

    __slots__ = ("send",)

    def __init__(self, send: Send) -> None:
        self.send = send

    async def __call__(self, message: Message) -> None:
        if message["type"] in STARTS:
            given = {name for name, _ in message["headers"]}
            message["headers"] = [*message["headers"], *(each for each in SAFE if each[0] not in given)]
        await self.send(message)


def _header(scope: Scope, wanted: bytes) -> list[bytes]:
    return [value for name, value in scope["headers"] if name == wanted]


def _name(host: bytes) -> str:
    """The name or address in a Host header, without its port; nothing where it is no such header."""
    found = HOST.fullmatch(host.decode("latin-1").lower())
    return found.group(1).strip("[]").removesuffix(".") if found else ""


def _place(origin: str) -> str:
    """The name and port in an Origin header; nothing where it is no such header."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


async def _refuse(scope: Scope, send: Send, status: int, message: str) -> None:
    body = orjson.dumps(refusal(fault(Code.BAD_REQUEST, message)).body())
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    kind = "http"
    if scope["type"] == "websocket":
        if "websocket.http.response" not in scope.get("extensions", {}):
            return await send({"type": "websocket.close", "code": 1008})
        kind = "websocket.http"
    await send({"type": f"{kind}.response.start", "status": status, "headers": headers})
    await send({"type": f"{kind}.response.body", "body": body})
    return None
