"""Walks an operation beside its answer: which department owns each field, and whether it has a value anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from graphql import FieldNode, GraphQLSchema, TypeInfo, TypeInfoVisitor, Visitor, get_named_type, parse, visit

from core.host import Host

Path = tuple[str, ...]


@dataclass(frozen=True)
class Asked:
    """A field of an operation: its keys in the answer, the department behind it, and whether it has fields itself."""

    path: Path
    owner: str
    is_leaf: bool


class _Collector(Visitor):
    def __init__(self, host: Host, types: TypeInfo) -> None:
        super().__init__()
        self.types = types
        self.owners = {each.name: each.owner for each in host.names()}
        self.path: list[str] = []
        self.owner: list[str] = []
        self.found: list[Asked] = []

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        parent = self.types.get_parent_type()
        name = f"{get_named_type(parent).name if parent else ''}.{node.name.value}"
        self.path.append(node.alias.value if node.alias else node.name.value)
        # What belongs to nobody, such as the amount of money, belongs to whoever owns the field above it.
        above = self.owner[-1] if self.owner else ""
        self.owner.append(self.owners.get(name, above))
        self.found.append(Asked(tuple(self.path), self.owner[-1], node.selection_set is None))

    def leave_field(self, *_: Any) -> None:
        self.path.pop()
        self.owner.pop()


def asked(host: Host, text: str) -> list[Asked]:
    """Every field of an operation."""
    schema: GraphQLSchema = host.schema._schema  # noqa: SLF001  # Strawberry keeps graphql-core's schema there
    types = TypeInfo(schema)
    collector = _Collector(host, types)
    visit(parse(text), TypeInfoVisitor(types, collector))
    return collector.found


def values(data: Any, path: Path) -> Iterator[Any]:
    """Every value at a path of an answer, in all the rows that there are."""
    if isinstance(data, list):
        for each in data:
            yield from values(each, path)
    elif not path:
        yield data
    elif isinstance(data, dict):
        yield from values(data.get(path[0]), path[1:])


def is_answered(data: Any, field: Asked) -> bool:
    """Whether a field has a value, other than nothing, in some row."""
    return any(value is not None for value in values(data, field.path))
