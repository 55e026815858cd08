"""From an HTTP request to an operation: its method, its media types, its body; or why it is none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast

import orjson
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect, Request

from core.web.negotiation import JSON, is_utf8
from schema.errors import Code
from schema.operation import Request as Operation

MAX_BODY: Final = 1_000_000
"""Bytes of a body, or of a message of a socket."""
ALLOW: Final = "GET, HEAD, POST, OPTIONS"


class RefusedError(Exception):
    """A request that is no GraphQL request: its status and why."""

    code = Code.BAD_REQUEST

    def __init__(self, status: int, message: str, **headers: str) -> None:
        self.status = status
        self.headers = headers
        super().__init__(message)


class OnlyHashError(RefusedError):
    """A request that names its operation by a hash, as clients do that hope it is known; they then send the whole."""

    code = Code.PERSISTED_QUERY_NOT_SUPPORTED

    def __init__(self) -> None:
        super().__init__(400, "No operation is known by a hash here. Send its text as `query`.")


async def operation_of(request: Request) -> Operation:
    """The operation that a request brings; raises RefusedError with the status that says why there is none."""
    if request.method in ("GET", "HEAD"):
        return _from_query(request.query_params)
    if request.method != "POST":
        raise RefusedError(405, f"{request.method} is not for this address. Use POST, or GET for queries.", Allow=ALLOW)
    _refuse_other_bodies(request.headers)
    return read_operation(read_object(await _body(request), "body"))


def _refuse_other_bodies(headers: Headers) -> None:
    kind, _, parameters = headers.get("content-type", "").partition(";")
    if kind.strip().lower() != JSON:
        what = kind.strip() or "of no type"
        raise RefusedError(415, f"The body is {what}. Send JSON, with the header Content-Type: {JSON}.", Accept=JSON)
    name, _, charset = parameters.partition("=")
    if name.strip().lower() == "charset" and not is_utf8(charset):
        raise RefusedError(415, f"The body is in {charset.strip()}. Send JSON in UTF-8.")
    encoding = headers.get("content-encoding", "identity").strip().lower()
    if encoding != "identity":
        raise RefusedError(
            415, f"The body is encoded as {encoding}. Send it as it is.", **{"Accept-Encoding": "identity"}
        )


async def _body(request: Request) -> bytes:
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length) > MAX_BODY:
        raise _too_large()
    body = bytearray()
    try:
        async for part in request.stream():
            body += part
            if len(body) > MAX_BODY:
                raise _too_large()
    except ClientDisconnect:
        raise RefusedError(400, "The body ended before its time.") from None
    return bytes(body)


def _too_large() -> RefusedError:
    return RefusedError(413, f"The body has more than {MAX_BODY:,} bytes. Send a smaller operation.")


def _from_query(given: Mapping[str, str]) -> Operation:
    read: dict[str, Any] = {key: given[key] for key in ("query", "operationName") if key in given}
    for name in ("variables", "extensions"):
        if given.get(name):
            read[name] = read_object(given[name].encode(), name)
    return read_operation(read)


def read_object(text: bytes | str, name: str) -> dict[str, Any]:
    """The JSON object in a text; `name` says what it is for."""
    try:
        found: object = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise RefusedError(400, f"The {name} is no JSON: {error}.") from None
    if not isinstance(found, dict):
        raise RefusedError(400, f'The {name} is no JSON object. Send {{"query": "{{ __typename }}"}}.')
    return cast(dict[str, Any], found)


def read_operation(given: Mapping[str, Any]) -> Operation:
    """The operation in the object that a client sends; raises RefusedError where a member is missing or wrong."""
    text = _typed(given, "query", str)
    extensions = _typed(given, "extensions", dict) or {}
    if not text and "persistedQuery" in extensions:
        raise OnlyHashError
    if not text:
        raise RefusedError(400, 'There is no `query`. Send {"query": "{ __typename }"}.')
    variables = cast(dict[str, Any], _typed(given, "variables", dict) or {})
    return Operation(text, variables, _typed(given, "operationName", str) or None)


def _typed(given: Mapping[str, Any], name: str, kind: type) -> Any:
    value = given.get(name)
    if value is not None and not isinstance(value, kind):
        raise RefusedError(
            400, f"`{name}` is {type(value).__name__}; it must be {'a string' if kind is str else 'an object'}."
        )
    return value
