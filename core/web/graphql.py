"""GraphQL over HTTP: reads a request, finds out who is looking, runs the operation and says what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast

import orjson
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from core.access.claim import HEADER, claim_of
from core.access.identity import viewer_of
from core.access.viewer import Viewer, ViewerError
from core.settings import Settings
from core.storage.connection import Database
from core.web.explain import explained
from core.web.pages import explorer_page
from schema import Context
from schema.errors import Code, fault
from schema.operation import Answer, Operations, refusal
from schema.operation import Request as Operation

JSON: Final = "application/json"
GRAPHQL_JSON: Final = "application/graphql-response+json"
MAX_BODY: Final = 1_000_000
ALLOW: Final = "GET, HEAD, POST"


class RefusedError(Exception):
    """A request that is no GraphQL request: its status and why."""

    def __init__(self, status: int, message: str, **headers: str) -> None:
        self.status = status
        self.headers = headers
        super().__init__(message)


@dataclass(frozen=True)
class GraphQLEndpoint:
    """The one address of the graph."""

    operations: Operations
    database: Callable[[], Database]
    settings: Settings
    clock: Callable[[], datetime]

    async def respond(self, request: Request) -> Response:
        """Answer one request; whatever its body holds, the answer is GraphQL's JSON."""
        if request.method == "GET" and _wants_page(request):
            return explorer_page()
        try:
            operation = await _operation(request)
            with self.database().current():
                return await self._run(request, operation)
        except ViewerError as error:
            return _response(request.headers, refusal(fault(Code.BAD_REQUEST, str(error))), status=400)
        except RefusedError as error:
            body = refusal(fault(Code.BAD_REQUEST, str(error)))
            return _response(request.headers, body, status=error.status, headers=error.headers)

    async def _run(self, request: Request, operation: Operation) -> Response:
        viewer = await self.viewer(request)
        async with self.database().reading() as reader:
            context = Context(viewer=viewer, reader=reader, page_cap=self.settings.page_cap)
            answer = await self.operations.answer(operation, context)
        asked = request.headers.get("IPT-Explain", "")
        return _response(request.headers, answer, extensions=explained(asked, context) if asked else None)

    async def viewer(self, request: Request) -> Viewer:
        """Who is looking, by what is believed of them."""
        claim = claim_of(
            setting=self.settings.dev_viewer,
            header=request.headers.get(HEADER),
            client=request.client.host if request.client else None,
            dev=self.settings.dev,
        )
        return await viewer_of(claim, self.clock())


def _wants_page(request: Request) -> bool:
    return "query" not in request.query_params and "text/html" in request.headers.get("accept", "")


async def _operation(request: Request) -> Operation:
    if request.method in ("GET", "HEAD"):
        return _from_query(request.query_params)
    if request.method != "POST":
        raise RefusedError(405, f"{request.method} is not for this address. Use POST, or GET for queries.", Allow=ALLOW)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != JSON:
        raise RefusedError(415, f"The body is {kind or 'of no type'}. Send JSON, with the header Content-Type: {JSON}.")
    return _from_json(_object(await _body(request), "body"), only_queries=False)


async def _body(request: Request) -> bytes:
    body = bytearray()
    try:
        async for part in request.stream():
            body += part
            if len(body) > MAX_BODY:
                raise RefusedError(413, f"The body has more than {MAX_BODY:,} bytes. Send a smaller operation.")
    except ClientDisconnect:
        raise RefusedError(400, "The body ended before its time.") from None
    return bytes(body)


def _from_query(given: Mapping[str, str]) -> Operation:
    read: dict[str, Any] = {key: given[key] for key in ("query", "operationName") if key in given}
    if given.get("variables"):
        read["variables"] = _object(given["variables"].encode(), "variables")
    return _from_json(read, only_queries=True)


def _object(text: bytes, name: str) -> dict[str, Any]:
    try:
        found: object = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise RefusedError(400, f"The {name} is no JSON: {error}.") from None
    if not isinstance(found, dict):
        raise RefusedError(400, f'The {name} is no JSON object. Send {{"query": "{{ __typename }}"}}.')
    return cast(dict[str, Any], found)


def _from_json(given: Mapping[str, Any], *, only_queries: bool) -> Operation:
    text = _typed(given, "query", str)
    if not text:
        raise RefusedError(400, 'There is no `query`. Send {"query": "{ __typename }"}.')
    _typed(given, "extensions", dict)
    variables = cast(dict[str, Any], _typed(given, "variables", dict) or {})
    return Operation(text, variables, _typed(given, "operationName", str) or None, only_queries=only_queries)


def _typed(given: Mapping[str, Any], name: str, kind: type) -> Any:
    value = given.get(name)
    if value is not None and not isinstance(value, kind):
        raise RefusedError(
            400, f"`{name}` is {type(value).__name__}; it must be {'a string' if kind is str else 'an object'}."
        )
    return value


def _response(
    asked: Headers,
    answer: Answer,
    *,
    status: int | None = None,
    headers: Mapping[str, str] | None = None,
    extensions: Mapping[str, Any] | None = None,
) -> Response:
    body = answer.body()
    if extensions:
        body["extensions"] = extensions
    graphql = GRAPHQL_JSON in asked.get("accept", "")
    code = status or (400 if graphql and not answer.ran else 200)
    kind = f"{GRAPHQL_JSON if graphql else JSON}; charset=utf-8"
    return Response(orjson.dumps(body), code, {**(headers or {}), "content-type": kind})
