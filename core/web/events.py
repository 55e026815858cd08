"""Server-sent events: GraphQL's answers as a stream (graphql-sse, distinct connections mode)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Generator
from contextlib import aclosing, contextmanager
from typing import Final

import orjson
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from core.storage.connection import Database
from core.web.negotiation import EVENTS
from core.web.stopping import Drain, while_connected
from schema.operation import Answer

KEEP_ALIVE: Final = 12.0
"""Seconds after which a comment is sent, so that nobody on the way takes the stream for dead."""
COMMENT: Final = b":\n\n"
COMPLETE: Final = b"event: complete\ndata:\n\n"


class EventStream(Response):
    """Answers as events, for as long as there are any, the client listens, and the process goes on."""

    media_type = EVENTS

    def __init__(self, answers: AsyncGenerator[Answer], database: Database, drain: Drain) -> None:
        super().__init__(headers={"cache-control": "no-cache", "x-accel-buffering": "no"})
        del self.headers["content-length"]
        self.answers = answers
        self.database = database
        self.drain = drain

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the stream."""
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        with while_connected(receive, patience=0) as client, self.drain.lasting(), _kept_alive(send):
            await self._tell(send)
            await _send(send, COMPLETE)
        if not client.is_stopped:
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _tell(self, send: Send) -> None:
        # Between two events a subscription's function reads through the ORM, like any function of a department.
        with self.database.current():
            async with aclosing(self.answers):
                async for answer in self.answers:
                    await _send(send, b"event: next\ndata: " + orjson.dumps(answer.body()) + b"\n\n")


async def _send(send: Send, text: bytes) -> None:
    await send({"type": "http.response.body", "body": text, "more_body": True})


@contextmanager
def _kept_alive(send: Send) -> Generator[None]:
    beating = asyncio.create_task(_beat(send))
    try:
        yield
    finally:
        beating.cancel()


async def _beat(send: Send) -> None:
    while True:
        await asyncio.sleep(KEEP_ALIVE)
        await _send(send, COMMENT)
