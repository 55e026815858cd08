"""From the text of a request to its answer: parsed and validated once, refused with a code, run by its plan."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from inspect import isawaitable
from typing import Any

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
TOO_DEEP = "The document is nested too deeply. Ask for less in one operation."


@dataclass(frozen=True)
class Request:
    """One operation as a client sends it."""

    text: str
    variables: Mapping[str, Any] = field(default_factory=dict[str, Any])
    operation_name: str | None = None
    only_queries: bool = False


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

    def __init__(self, schema: GraphSchema) -> None:
        self.schema = schema
        self._documents: OrderedDict[str, DocumentNode] = OrderedDict()

    async def answer(self, request: Request, context: Context) -> Answer:
        """Run one operation; never raises: what is unexpected is logged and masked."""
        try:
            return await self._answer(request, context)
        except RecursionError:
            return refusal(fault(Code.BAD_REQUEST, TOO_DEEP))
        except Exception as error:  # noqa: BLE001  # the last net: no text of an exception reaches a client
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
    chosen = (
        operations[0] if name is None else next(each for each in operations if each.name and each.name.value == name)
    )
    if request.only_queries and chosen.operation is not OperationType.QUERY:
        return fault(Code.BAD_REQUEST, f"A {chosen.operation.value} changes something, so it is sent by POST.")
    return None


def _coded(error: GraphQLError, code: Code) -> GraphQLError:
    error.extensions = {**(error.extensions or {}), "code": code.value}
    return error


def _settled(result: ExecutionResult) -> Answer:
    errors = list(result.errors or [])
    before = [error for error in errors if (error.extensions or {}).pop("refused", False)]
    if before:
        return refusal(*before)
    if result.data is None and errors and all(error.path is None for error in errors):
        return refusal(*[error if error.extensions else _coded(error, Code.BAD_REQUEST) for error in errors])
    return Answer(result.data, errors, ran=True)
