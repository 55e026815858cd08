"""GraphQL over HTTP: reads a request, finds out who is looking, runs the operation and says what came of it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any, Final

import orjson
from graphql import GraphQLError, OperationType
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from core.access.viewer import ViewerError
from core.web.callers import Callers
from core.web.events import EventStream
from core.web.explain import EXPLAIN, explained
from core.web.negotiation import EVENTS, GRAPHQL_JSON, JSON, chosen
from core.web.pages import explorer_page
from core.web.requests import ALLOW, RefusedError, operation_of
from core.web.stopping import Drain, while_connected
from schema import Context
from schema.errors import Code, fault
from schema.failure import failure_of
from schema.operation import Answer, Contexts, Operations, refusal
from schema.operation import Request as Operation

SUBSCRIPTION: Final = OperationType.SUBSCRIPTION
GONE: Final = 499
"""The status of an answer that nobody waits for any more; it reaches no one."""
TOO_LATE: Final = 504
BUSY: Final = 503
BAD: Final = 400


class _UnreachableError(RefusedError):
    """The database cannot be reached; the log says why."""

    code = Code.INTERNAL


@dataclass(frozen=True)
class GraphQLEndpoint:
    """The address of the graph, for requests."""

    operations: Operations
    callers: Callers
    drain: Drain

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request.

        As an ASGI application of its own: what Starlette puts around a function takes a tenth of a small query's time.
        """
        response = await self._responded(Request(scope, receive))
        await response(scope, receive, send)

    async def _responded(self, request: Request) -> Response:
        """The answer to one request; whatever it holds, the answer is GraphQL's, in a type that the client accepts."""
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"allow": ALLOW})
        if request.method in ("GET", "HEAD") and _wants_page(request):
            return explorer_page()
        media = chosen(",".join(request.headers.getlist("accept")))
        try:
            if media is None:
                raise RefusedError(406, f"Answers are {JSON}, {GRAPHQL_JSON} or {EVENTS}. Accept one of them.")
            return await self._answered(request, media)
        except RefusedError as error:
            told = refusal(fault(error.code, str(error)))
            return _response(GRAPHQL_JSON if media == GRAPHQL_JSON else JSON, told, error.status, error.headers)

    async def _answered(self, request: Request, media: str) -> Response:
        operation = await operation_of(request)
        if request.method != "POST" and self.operations.kind(operation) is OperationType.MUTATION:
            raise RefusedError(405, "A mutation changes something, so it is sent by POST.", Allow="POST")
        contexts = self._contexts(request)
        if media == EVENTS or self._is_to_be_followed(request, operation):
            return EventStream(self.operations.answers(operation, contexts), self.callers.database(), self.drain)
        with while_connected(request.receive):
            return await self._run(request, operation, media, contexts)
        return Response(status_code=GONE)

    def _contexts(self, request: Request) -> Contexts:
        try:
            return self.callers.contexts(self.callers.claim(request))
        except ViewerError as error:
            raise RefusedError(BAD, str(error)) from None

    def _is_to_be_followed(self, request: Request, operation: Operation) -> bool:
        """Whether it is a subscription of a client that would rather have one answer, but accepts a stream."""
        return EVENTS in request.headers.get("accept", "") and self.operations.kind(operation) is SUBSCRIPTION

    async def _run(self, request: Request, operation: Operation, media: str, contexts: Contexts) -> Response:
        async with AsyncExitStack() as held:
            context = await self._entered(contexts, held)
            answer = await self.operations.answer(operation, context)
        asked = request.headers.get(EXPLAIN, "")
        status = 200 if answer.ran or media == JSON else _status(answer)
        return _response(media, answer, status, extensions=explained(asked, context) if asked else None)

    async def _entered(self, contexts: Contexts, held: AsyncExitStack) -> Context:
        """Who is looking, with a connection to read through, for as long as they are held; a wait that ends."""
        try:
            async with asyncio.timeout(self.operations.seconds):
                return await held.enter_async_context(contexts())
        except GraphQLError as error:
            raise RefusedError(BAD, error.message) from None
        except TimeoutError:
            raise RefusedError(BUSY, "No connection to the database came free. Ask again later.") from None
        except Exception as error:  # noqa: BLE001  # drivers raise what they like
            raise _UnreachableError(BUSY, failure_of(error, "the database").error.message) from None


def _wants_page(request: Request) -> bool:
    return "query" not in request.query_params and "text/html" in request.headers.get("accept", "")


def _status(answer: Answer) -> int:
    """Of an operation that did not run, where the media type leaves the status to say so."""
    codes = {(error.extensions or {}).get("code") for error in answer.errors}
    return TOO_LATE if Code.TIMEOUT.value in codes else BAD


def _response(
    media: str,
    answer: Answer,
    status: int,
    headers: Mapping[str, str] | None = None,
    extensions: Mapping[str, Any] | None = None,
) -> Response:
    body = answer.body()
    if extensions:
        body["extensions"] = extensions
    kind = {"content-type": f"{media}; charset=utf-8", "vary": "Accept"}
    return Response(orjson.dumps(body), status, {**kind, **(headers or {})})
