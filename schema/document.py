"""A document of operations: parsed, validated, and small enough to be worth either."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from graphql import (
    DocumentNode,
    ExecutableDefinitionNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    parse,
    validate,
)

from schema.errors import Code, coded, fault

MAX_TOKENS: Final = 10_000
MOST_REPEATS: Final = 20
MOST_SPREADS: Final = 50
"""Validation compares fields of one name, and fragments side by side, each with each."""
MAX_DOCUMENTS: Final = 256
MAX_KEPT: Final = 8_000
"""Characters of a document that is kept with its plans: they take about a hundred times as much memory as its text."""
TOO_DEEP: Final = "The document is nested too deeply. Ask for less in one operation."


@dataclass(frozen=True, slots=True)
class Document:
    """A valid document."""

    node: DocumentNode
    operations: tuple[OperationDefinitionNode, ...]
    fragments: tuple[FragmentDefinitionNode, ...]

    def chosen(self, name: str | None) -> OperationDefinitionNode | GraphQLError:
        """The operation of this name, or the only one there is; otherwise why none can be chosen."""
        if name is None and len(self.operations) == 1:
            return self.operations[0]
        found = [each for each in self.operations if each.name and each.name.value == name]
        return found[0] if found else self._unknown(name)

    def _unknown(self, name: str | None) -> GraphQLError:
        names = ", ".join(each.name.value for each in self.operations if each.name)
        if name is None:
            return fault(
                Code.BAD_REQUEST,
                f"The document has {len(self.operations)} operations. Say which by `operationName`: {names}.",
            )
        return fault(
            Code.BAD_REQUEST, f"The document has no operation {name!r}. It has: {names or 'one without a name'}."
        )


class Documents:
    """The documents of one schema; those seen last are kept."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self._schema = schema
        self._kept: OrderedDict[str, Document] = OrderedDict()

    def of(self, text: str) -> Document | list[GraphQLError]:
        """The document of a text, or the errors in it; the same object for the same text, so its plans are found."""
        found = self._kept.get(text)
        if found is not None:
            self._kept.move_to_end(text)
            return found
        read = self._read(text)
        if isinstance(read, Document) and len(text) <= MAX_KEPT:
            self._kept[text] = read
            if len(self._kept) > MAX_DOCUMENTS:
                self._kept.popitem(last=False)
        return read

    def _read(self, text: str) -> Document | list[GraphQLError]:
        try:
            node = parse(text, max_tokens=MAX_TOKENS)
            repeated = _repeated(node)
            if repeated:
                return [repeated]
            errors = validate(self._schema, node)
        except GraphQLSyntaxError as error:
            return [coded(error, Code.PARSE_FAILED)]
        except RecursionError:
            return [fault(Code.PARSE_FAILED, TOO_DEEP)]
        return [coded(error, Code.VALIDATION_FAILED) for error in errors] if errors else _document(node)


def _document(node: DocumentNode) -> Document:
    operations = tuple(each for each in node.definitions if isinstance(each, OperationDefinitionNode))
    fragments = tuple(each for each in node.definitions if isinstance(each, FragmentDefinitionNode))
    return Document(node, operations, fragments)


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
