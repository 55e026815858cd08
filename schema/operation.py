"""From the text of a request to its answer: parsed and validated once, refused with a code, run by its plan."""

from __future__ import annotations

import asyncio
from collections import Counter, OrderedDict
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, aclosing
from dataclasses import dataclass, field, replace
from inspect import isawaitable
from typing import Any, TypeAlias, cast

from graphql import (
    DocumentNode,
    ExecutableDefinitionNode,
    ExecutionResult,
    FieldNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLSyntaxError,
    InlineFragmentNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    execute,
    parse,
    validate,
)

from schema.errors import Code, fault
from schema.execute import MAX_KEPT, Execution, GraphSchema
from schema.failure import failure_of
from schema.run import Context

MAX_TOKENS = 10_000
MOST_REPEATS = 20
MOST_SPREADS = 50
"""Validation compares fields of one name, and fragments side by side, each with each."""
MAX_DOCUMENTS = 256
TOO_LONG = "The operation took longer than {seconds:g} seconds and was stopped. Ask for less at once, or in pages."
NEEDS_STREAM = (
    "A subscription is answered more than once. Ask over a WebSocket (graphql-transport-ws), or for server-sent "
    "events: Accept: text/event-stream."
)
TOO_DEEP = "The document is nested too deeply. Ask for less in one operation."

Contexts: TypeAlias = Callable[[], AbstractAsyncContextManager[Context]]
"""Tells, each time it is entered, for whom and when an operation runs, and what it reads through until it is left."""


@dataclass(frozen=True)
class Request:
    """One operation as a client sends it."""

    text: str
    variables: Mapping[str, Any] = field(default_factory=dict[str, Any])
    operation_name: str | None = None
    goes_on: bool = False
    """Whether it may be answered more than once, as a subscription is."""


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
        self._documents: OrderedDict[str, DocumentNode] = OrderedDict()

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
        async with contexts() as context:
            built = Execution.build(
                self.schema._schema,  # noqa: SLF001  # as below
                cast(DocumentNode, self._document(request.text)),
                context_value=context,
                raw_variable_values=dict(request.variables),
                operation_name=request.operation_name,
            )
        if isinstance(built, list):
            return refusal(*[_coded(error, Code.BAD_REQUEST) for error in built])
        return cast(Execution, built)

    def kind(self, request: Request) -> OperationType | None:
        """What is to be run: a query, a mutation or a subscription; None when it cannot be."""
        document = self._document(request.text)
        if isinstance(document, list) or _refuse(document, replace(request, goes_on=True)):
            return None
        return _chosen(document, request.operation_name).operation

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
        document = self._document(request.text)
        if isinstance(document, list):
            return refusal(*document)
        refused = _refuse(document, request)
        if refused:
            return refusal(refused)
        result = execute(
            self.schema._schema,  # noqa: SLF001  # Strawberry keeps graphql-core's schema there, and documents it
            document,
            context_value=context,
            variable_values=dict(request.variables),
            operation_name=request.operation_name,
            executor_class=Execution,
        )
        if isawaitable(result):
            result = await result
        return _settled(result)

    def _document(self, text: str) -> DocumentNode | list[GraphQLError]:
        """The document of a text, or the errors in it; the same object for the same text, so its plans are found."""
        found = self._documents.get(text)
        if found is not None:
            self._documents.move_to_end(text)
            return found
        read = self._read(text)
        if isinstance(read, DocumentNode) and len(text) <= MAX_KEPT:
            self._documents[text] = read
            if len(self._documents) > MAX_DOCUMENTS:
                self._documents.popitem(last=False)
        return read

    def _read(self, text: str) -> DocumentNode | list[GraphQLError]:
        try:
            document = parse(text, max_tokens=MAX_TOKENS)
            repeated = _repeated(document)
            if repeated:
                return [repeated]
            errors = validate(self.schema._schema, document)  # noqa: SLF001
        except GraphQLSyntaxError as error:
            return [_coded(error, Code.PARSE_FAILED)]
        except RecursionError:
            return [fault(Code.PARSE_FAILED, TOO_DEEP)]
        return [_coded(error, Code.VALIDATION_FAILED) for error in errors] if errors else document


def _repeated(document: DocumentNode) -> GraphQLError | None:
    """Why a document would keep validation busy for seconds, if it would."""
    waiting = [each.selection_set for each in document.definitions if isinstance(each, ExecutableDefinitionNode)]
    while waiting:
        found = list(_selections(waiting.pop()))
        keys = Counter((each.alias or each.name).value for each in found if isinstance(each, FieldNode))
        if any(times > MOST_REPEATS for times in keys.values()) or len(found) - keys.total() > MOST_SPREADS:
            return fault(
                Code.VALIDATION_FAILED,
                f"One selection asks for the same field more than {MOST_REPEATS} times, or spreads more than "
                f"{MOST_SPREADS} fragments. Ask for each field once.",
            )
        waiting += [each.selection_set for each in found if isinstance(each, FieldNode) and each.selection_set]
    return None


def _selections(selection_set: SelectionSetNode) -> Iterator[FieldNode | FragmentSpreadNode]:
    """The fields and spreads of a selection, those of its inline fragments among them."""
    waiting = list(selection_set.selections)
    while waiting:
        each = waiting.pop()
        if isinstance(each, InlineFragmentNode):
            waiting += each.selection_set.selections
        elif isinstance(each, FieldNode | FragmentSpreadNode):
            yield each


def _refuse(document: DocumentNode, request: Request) -> GraphQLError | None:
    """Why the operation that is asked for cannot be chosen, or may not be run this way."""
    operations = [each for each in document.definitions if isinstance(each, OperationDefinitionNode)]
    names = [each.name.value for each in operations if each.name]
    name = request.operation_name
    if name is None and len(operations) != 1:
        return fault(
            Code.BAD_REQUEST,
            f"The document has {len(operations)} operations. Say which by `operationName`: {', '.join(names)}.",
        )
    if name is not None and name not in names:
        return fault(
            Code.BAD_REQUEST,
            f"The document has no operation {name!r}. It has: {', '.join(names) or 'one without a name'}.",
        )
    if not request.goes_on and _chosen(document, name).operation is OperationType.SUBSCRIPTION:
        return fault(Code.BAD_REQUEST, NEEDS_STREAM)
    return None


def _chosen(document: DocumentNode, name: str | None) -> OperationDefinitionNode:
    """The operation that is asked for, once it is known that there is one."""
    operations = (each for each in document.definitions if isinstance(each, OperationDefinitionNode))
    return next(each for each in operations if name is None or (each.name and each.name.value == name))


def _coded(error: GraphQLError, code: Code) -> GraphQLError:
    error.extensions = {**(error.extensions or {}), "code": code.value}
    return error


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
        return refusal(*[error if error.extensions else _coded(error, Code.BAD_REQUEST) for error in errors])
    return Answer(result.data, errors, ran=True)
