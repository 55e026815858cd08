"""From the text of a request to its answer: parsed and validated once, refused with a code, run by its plan."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Mapping
from contextlib import AbstractAsyncContextManager, aclosing
from dataclasses import dataclass, field
from typing import Any, TypeAlias, cast

from graphql import ExecutionResult, GraphQLError, OperationDefinitionNode, OperationType

from schema.document import TOO_DEEP, Document, Documents
from schema.errors import Code, coded, fault
from schema.execute import Execution, GraphSchema, executed, execution_of
from schema.failure import failure_of
from schema.run import Context

TOO_LONG = "The operation took longer than {seconds:g} seconds and was stopped. Ask for less at once, or in pages."
NEEDS_STREAM = (
    "A subscription is answered more than once. Ask over a WebSocket (graphql-transport-ws), or for server-sent "
    "events: Accept: text/event-stream."
)

Contexts: TypeAlias = Callable[[], AbstractAsyncContextManager[Context]]
"""Tells, each time it is entered, for whom and when an operation runs, and what it reads through until it is left."""


@dataclass(frozen=True)
class Request:
    """One operation as a client sends it."""

    text: str
    variables: Mapping[str, Any] = field(default_factory=dict[str, Any])
    operation_name: str | None = None


@dataclass(frozen=True)
class Answer:
    """What a client is told; without `ran` the request was refused before it ran and has no data."""

    data: dict[str, Any] | None
    errors: list[GraphQLError]
    ran: bool

    def body(self) -> dict[str, Any]:
        """The answer as GraphQL's JSON."""
        body: dict[str, Any] = {"data": self.data} if self.ran else {}
        if self.errors:
            body["errors"] = [error.formatted for error in self.errors]
        return body


def refusal(*errors: GraphQLError) -> Answer:
    """The answer to a request that is not run."""
    return Answer(None, list(errors), ran=False)


class Operations:
    """Runs the operations of one schema, and keeps the documents seen last."""

    def __init__(self, schema: GraphSchema, seconds: float | None = None) -> None:
        self.schema = schema
        self.seconds = seconds
        """How long one operation, or one event of a subscription, may take."""
        self._documents = Documents(schema.core)

    async def answer(self, request: Request, context: Context) -> Answer:
        """Run one operation; never raises: what is unexpected is logged and masked."""
        return await self._guarded(self._answer(request, context))

    async def answers(self, request: Request, contexts: Contexts) -> AsyncGenerator[Answer]:
        """Run an operation that may go on: of a subscription one answer for each event, of another its only one.

        `contexts` is entered anew for each of them: who is looking, and when. An answer that did not run is the last.
        """
        if self.kind(request) is not OperationType.SUBSCRIPTION:
            yield await self._guarded(self._only_answer(request, contexts))
            return
        try:
            async with aclosing(self._answers(request, contexts)) as answers:
                async for answer in answers:
                    yield answer
        except Exception as error:  # noqa: BLE001  # a function of a department may raise anything
            yield refusal(_unmarked(failure_of(error, "this subscription").error))

    async def _only_answer(self, request: Request, contexts: Contexts) -> Answer:
        async with contexts() as context:
            return await self._answer(request, context)

    async def _answers(self, request: Request, contexts: Contexts) -> AsyncGenerator[Answer]:
        execution = await self._opened(request, contexts)
        if isinstance(execution, Answer):
            yield execution
            return
        async with aclosing(execution.events()) as events:
            async for event in events:
                happened = cast(Execution, execution.build_per_event_executor(event))
                answer = await self._guarded(self._answer_to(happened, contexts))
                if not happened.is_unseen:
                    yield answer
                if not answer.ran:
                    return

    async def _answer_to(self, happened: Execution, contexts: Contexts) -> Answer:
        async with contexts() as context:
            happened.context_value = context
            return _settled(await cast(Awaitable[ExecutionResult], happened.execute_operation()))

    async def _opened(self, request: Request, contexts: Contexts) -> Execution | Answer:
        document = self._documents.of(request.text)
        assert isinstance(document, Document)  # its kind is known, so it was read
        operation = document.chosen(request.operation_name)
        assert isinstance(operation, OperationDefinitionNode)
        async with contexts() as context:
            execution = execution_of(self.schema, document, operation, request.variables, context)
        if isinstance(execution, list):
            return refusal(*[coded(error, Code.BAD_REQUEST) for error in execution])
        return execution

    def kind(self, request: Request) -> OperationType | None:
        """What is to be run: a query, a mutation or a subscription; None when it cannot be."""
        document = self._documents.of(request.text)
        operation = document if isinstance(document, list) else document.chosen(request.operation_name)
        return operation.operation if isinstance(operation, OperationDefinitionNode) else None

    async def _guarded(self, work: Coroutine[Any, Any, Answer]) -> Answer:
        timer = asyncio.timeout(self.seconds)
        try:
            async with timer:
                return await work
        except RecursionError:
            return refusal(fault(Code.BAD_REQUEST, TOO_DEEP))
        except Exception as error:  # noqa: BLE001  # the last net: no text of an exception reaches a client
            if timer.expired():
                return refusal(fault(Code.TIMEOUT, TOO_LONG.format(seconds=self.seconds)))
            return refusal(failure_of(error, "this operation").error)

    async def _answer(self, request: Request, context: Context) -> Answer:
        document = self._documents.of(request.text)
        if isinstance(document, list):
            return refusal(*document)
        operation = document.chosen(request.operation_name)
        if isinstance(operation, GraphQLError):
            return refusal(operation)
        if operation.operation is OperationType.SUBSCRIPTION:
            return refusal(fault(Code.BAD_REQUEST, NEEDS_STREAM))
        return _settled(await executed(self.schema, document, operation, request.variables, context))


def _unmarked(error: GraphQLError) -> GraphQLError:
    """Without the mark of what is refused as a whole, which concerns nobody outside."""
    (error.extensions or {}).pop("refused", None)
    return error


def _settled(result: ExecutionResult) -> Answer:
    errors = list(result.errors or [])
    before = [error for error in errors if (error.extensions or {}).get("refused")]
    if before:
        return refusal(*map(_unmarked, before))
    if result.data is None and errors and all(error.path is None for error in errors):
        return refusal(*[error if error.extensions else coded(error, Code.BAD_REQUEST) for error in errors])
    return Answer(result.data, errors, ran=True)
