"""GraphQL over a WebSocket: the protocol graphql-transport-ws, message by message."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import aclosing, suppress
from dataclasses import dataclass
from typing import Any, Final, NoReturn

import orjson
from graphql import GraphQLError
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketDisconnected

from core.access.claim import HEADER
from core.access.viewer import ViewerError
from core.web.callers import Callers
from core.web.requests import MAX_BODY, RefusedError, read_object, read_operation
from core.web.stopping import Drain
from schema.errors import Code, fault
from schema.operation import Answer, Contexts, Operations, Request, refusal

PROTOCOL: Final = "graphql-transport-ws"
WAIT: Final = 10.0
"""Seconds in which a client must introduce itself."""
MAX_OPERATIONS: Final = 50
"""So many operations one socket may run at once."""
LONGEST_REASON: Final = 123
"""Bytes that a frame which closes a socket has for the reason."""

GOING_AWAY: Final = 1001
TOO_BIG: Final = 1009
BAD_MESSAGE: Final = 4400
UNAUTHORIZED: Final = 4401
FORBIDDEN: Final = 4403
WRONG_PROTOCOL: Final = 4406
TOO_LATE: Final = 4408
TAKEN: Final = 4409
TOO_MANY: Final = 4429


class ClosedError(Exception):
    """The socket is to be closed: the code of the protocol, and why."""

    def __init__(self, code: int, reason: str) -> None:
        self.code = code
        self.reason = reason.encode()[:LONGEST_REASON].decode(errors="ignore")
        super().__init__(reason)


@dataclass(frozen=True)
class SocketEndpoint:
    """The address of the graph, for sockets."""

    operations: Operations
    callers: Callers
    drain: Drain

    async def respond(self, socket: WebSocket) -> None:
        """Serve one socket until one side closes it."""
        offered = PROTOCOL in socket.scope["subprotocols"]
        await socket.accept(PROTOCOL if offered else None)
        if not offered:
            return await socket.close(WRONG_PROTOCOL, f"Subprotocol not acceptable: speak {PROTOCOL}")
        session = _Session(self, socket)
        try:
            with self.drain.lasting() as stop:
                await session.serve()
            if stop.is_stopped:
                await socket.close(GOING_AWAY, "The server is about to stop: connect again")
        except ClosedError as closed:
            await socket.close(closed.code, closed.reason)
        except WebSocketDisconnect:
            pass
        finally:
            await session.end()
        return None


class _Session:
    """One socket: who is at the other end, and which operations run."""

    def __init__(self, endpoint: SocketEndpoint, socket: WebSocket) -> None:
        self.endpoint = endpoint
        self.socket = socket
        self.contexts: Contexts | None = None
        self.running: dict[str, asyncio.Task[None]] = {}
        self.handlers: dict[str, Callable[[Mapping[str, Any]], Awaitable[None]]] = {
            "connection_init": self._introduced,
            "ping": self._pinged,
            "pong": self._ponged,
            "subscribe": self._subscribed,
            "complete": self._completed,
        }

    async def serve(self) -> None:
        """Take messages until the client goes; raises ClosedError for one that the protocol does not allow."""
        try:
            async with asyncio.timeout(WAIT) as patience:
                while True:
                    message = await self._received()
                    await self.handlers[message["type"]](message)
                    if self.contexts:
                        patience.reschedule(None)
        except TimeoutError:
            raise ClosedError(TOO_LATE, "Connection initialisation timeout") from None

    async def end(self) -> None:
        """Stop what still runs."""
        tasks = list(self.running.values())
        for each in tasks:
            each.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _received(self) -> Mapping[str, Any]:
        message = await self.socket.receive()
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message.get("code", 1000))
        text = message.get("text")
        if text is None:
            _refuse("it is no text")
        if len(text) > MAX_BODY:
            raise ClosedError(TOO_BIG, f"A message has at most {MAX_BODY:,} bytes")
        return self._checked(_object(text))

    def _checked(self, given: Mapping[str, Any]) -> Mapping[str, Any]:
        kind = given.get("type")
        if not isinstance(kind, str) or kind not in self.handlers:
            _refuse(f"`type` is none of {', '.join(self.handlers)}")
        if kind in ("subscribe", "complete") and not (isinstance(given.get("id"), str) and given["id"]):
            _refuse("`id` must be a string, and not empty")
        wanted = (dict,) if kind == "subscribe" else (dict, type(None))
        if not isinstance(given.get("payload"), wanted) and kind != "complete":
            _refuse("`payload` must be an object")
        return given

    # ------------------------------------------------------------ what a client says

    async def _introduced(self, message: Mapping[str, Any]) -> None:
        if self.contexts:
            raise ClosedError(TOO_MANY, "Too many initialisation requests")
        said = (message.get("payload") or {}).get(HEADER)
        try:
            claim = self.endpoint.callers.claim(self.socket, said if isinstance(said, str) else None)
            contexts = self.endpoint.callers.contexts(claim)
            async with contexts():
                self.contexts = contexts
        except (ViewerError, GraphQLError) as error:
            raise ClosedError(FORBIDDEN, f"Forbidden: {error}") from None
        await self._say("connection_ack")

    async def _pinged(self, message: Mapping[str, Any]) -> None:
        payload = message.get("payload")
        await self._say("pong", **({} if payload is None else {"payload": payload}))

    async def _ponged(self, _message: Mapping[str, Any]) -> None:
        pass

    async def _completed(self, message: Mapping[str, Any]) -> None:
        task = self.running.pop(message["id"], None)
        if task:
            task.cancel()

    async def _subscribed(self, message: Mapping[str, Any]) -> None:
        name = message["id"]
        if not self.contexts:
            raise ClosedError(UNAUTHORIZED, "Unauthorized")
        if name in self.running:
            raise ClosedError(TAKEN, f"Subscriber for {name} already exists")
        operation = await self._operation(name, message["payload"])
        if operation is None:
            return None
        if len(self.running) >= MAX_OPERATIONS:
            text = f"{MAX_OPERATIONS} operations run on this socket already. Complete one, or open another socket."
            return await self._fail(name, refusal(fault(Code.TOO_MANY_OPERATIONS, text)))
        self.running[name] = asyncio.create_task(self._run(name, operation, self.contexts))
        return None

    async def _operation(self, name: str, payload: Mapping[str, Any]) -> Request | None:
        """What is to be run; an empty document is the operation's fault, a wrong member the message's."""
        try:
            return read_operation(payload)
        except RefusedError as error:
            if payload.get("query") != "":
                _refuse(str(error))
            await self._fail(name, refusal(fault(Code.BAD_REQUEST, str(error))))
            return None

    # ------------------------------------------------------------ what it is told

    async def _run(self, name: str, operation: Request, contexts: Contexts) -> None:
        # Between two events a subscription's function reads through the ORM, like any function of a department.
        with suppress(WebSocketDisconnect, WebSocketDisconnected), self.endpoint.callers.database().current():
            await self._tell(name, operation, contexts)

    async def _tell(self, name: str, operation: Request, contexts: Contexts) -> None:
        async with aclosing(self.endpoint.operations.answers(operation, contexts)) as answers:
            async for answer in answers:
                if not answer.ran:
                    self.running.pop(name, None)
                    return await self._fail(name, answer)
                await self._say("next", id=name, payload=answer.body())
        self.running.pop(name, None)
        await self._say("complete", id=name)
        return None

    async def _fail(self, name: str, answer: Answer) -> None:
        await self._say("error", id=name, payload=answer.body()["errors"])

    async def _say(self, kind: str, **members: Any) -> None:
        await self.socket.send_text(orjson.dumps({"type": kind, **members}).decode())


def _object(text: str) -> Mapping[str, Any]:
    try:
        return read_object(text, "message")
    except RefusedError as error:
        _refuse(str(error))


def _refuse(why: str) -> NoReturn:
    raise ClosedError(BAD_MESSAGE, f"Invalid message: {why}")
