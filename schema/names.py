"""Every name that contributions put into a graph, with its owner and its place: what a clash is looked for in."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from types import UnionType
from typing import Annotated, Any, Final, Union

from strawberry.types.base import StrawberryObjectDefinition, get_object_definition
from strawberry.types.union import StrawberryUnion
from strawberry.utils.str_converters import to_camel_case

from schema.declare import (
    Declaration,
    ExtensionDeclaration,
    FunctionDeclaration,
    InterfaceDeclaration,
    NodeDeclaration,
    declaration_of,
)
from schema.errors import DeclarationError
from schema.graph import OWN, ROOTS, Contribution
from schema.place import Place, place_of
from schema.relay import Node
from schema.shape import answer_of, graph_names, hints_of
from schema.sources import BatchedSource, Source

TYPE_KINDS: Final = ("object", "interface", "union", "enum", "scalar", "input")
"""Sorts of types: GraphQL has one namespace for all of them."""
ROOT_FIELD: Final = "root field"
FIELD: Final = "field"

OWN_TYPES: Final[Mapping[str, str]] = {
    "Node": "interface",
    "PageInfo": "object",
    "Direction": "enum",
    **dict.fromkeys(("SearchConnection", "SearchEdge"), "object"),
    "SearchResult": "union",
    **dict.fromkeys(ROOTS.values(), "object"),
    **dict.fromkeys(("String", "Int", "Float", "Boolean", "ID", "Date", "DateTime", "Decimal", "UUID"), "scalar"),
    **{f"{leaf}Filter": "input" for leaf in ("String", "Int", "Boolean", "ID", "Date", "DateTime")},
}
"""The types that the engine puts into every graph, by sort."""
OWN_FIELDS: Final = ("Query.node", "Query.nodes", "Query.search")
"""The root fields that it puts there."""


@dataclass(frozen=True)
class Name:
    """A name, who puts it there, and where it is written; a field's name is `Type.field`."""

    kind: str
    name: str
    owner: str
    place: Place | None


def names_of(contributions: Sequence[Contribution]) -> list[Name]:
    """The names of types of every sort, of root fields and of fields on types.

    Reads declarations alone: what cannot be resolved is left to the build of the graph, which says what is wrong.
    """
    own = [Name(sort, name, OWN, None) for name, sort in OWN_TYPES.items()]
    own += [Name(FIELD, "Node.id", OWN, None), *(Name(ROOT_FIELD, field, OWN, None) for field in OWN_FIELDS)]
    reader = _Reader(contributions)
    return list(dict.fromkeys([*own, *(name for each in contributions for name in reader.names(each))]))


class _Reader:
    def __init__(self, contributions: Sequence[Contribution]) -> None:
        self.graph_names = graph_names([each.declaration for each in contributions])
        self.owners = {_package(_written(each.declaration)): each.owner for each in contributions}

    def names(self, contribution: Contribution) -> Iterator[Name]:
        owner, declared = contribution.owner, contribution.declaration
        if isinstance(declared, FunctionDeclaration):
            field = f"{ROOTS[declared.kind]}.{to_camel_case(declared.name)}"
            yield Name(ROOT_FIELD, field, owner, declared.place)
        else:
            yield from _type_names(owner, declared)
            yield from _field_names(owner, declared, _written(declared))
        yield from self._mentioned(contribution)

    def _mentioned(self, contribution: Contribution) -> Iterator[Name]:
        """The enums, unions and value objects in the annotations of a declaration."""
        seen: set[object] = set()
        declared = contribution.declaration
        hints = self._hints(_written(declared))
        for function in _batched_functions(_written(declared)):
            for annotation in self._hints(function).values():
                yield from self._in(annotation, contribution, seen)
        for name, annotation in hints.items():
            is_answer = name == "return"
            if isinstance(declared, FunctionDeclaration) and is_answer and _is_union(answer_of(declared, hints)):
                union = f"{declared.name.title().replace('_', '')}Result"
                yield Name("union", union, contribution.owner, declared.place)
            yield from self._in(annotation, contribution, seen)

    def _in(self, annotation: Any, contribution: Contribution, seen: set[object]) -> Iterator[Name]:
        for mark in getattr(annotation, "__metadata__", ()):
            if isinstance(mark, StrawberryUnion) and mark.graphql_name:
                yield Name("union", mark.graphql_name, contribution.owner, contribution.declaration.place)
        for part in typing.get_args(annotation):
            yield from self._in(part, contribution, seen)
        if isinstance(annotation, type) and annotation not in seen and not declaration_of(annotation):
            seen.add(annotation)
            yield from self._class(annotation, contribution, seen)

    def _class(self, cls: type, contribution: Contribution, seen: set[object]) -> Iterator[Name]:
        owner, place = self._owner(cls), place_of(cls)
        definition = get_object_definition(cls)
        if issubclass(cls, Enum):
            name = getattr(getattr(cls, "__strawberry_definition__", None), "name", cls.__name__)
            yield Name("enum", name, owner, place)
            yield Name("input", f"{name}Filter", owner, place)
        elif definition:
            yield Name(_sort(definition), definition.name, owner, place)
            for annotation in self._hints(cls).values():
                yield from self._in(annotation, contribution, seen)

    def _hints(self, thing: Any) -> Mapping[str, Any]:
        try:
            return hints_of(thing, self.graph_names, None)
        except (DeclarationError, TypeError, AttributeError):
            return {}

    def _owner(self, cls: type) -> str:
        """The department in whose package a class is written; else the top-level package, such as `core`."""
        package = _package(cls)
        while package and package not in self.owners:
            package = package.rpartition(".")[0]
        return self.owners.get(package, cls.__module__.partition(".")[0])


def _written(declared: Declaration) -> Any:
    return declared.function if isinstance(declared, FunctionDeclaration) else getattr(declared, "cls", None)


def _batched_functions(cls: Any) -> list[Callable[..., Any]]:
    """The functions of a class's batched fields, whose arguments may be of types of their own."""
    sources = (getattr(cls, name, None) for name in (_annotated(cls) if isinstance(cls, type) else ()))
    return [each.function for each in sources if isinstance(each, BatchedSource)]


def _package(thing: Any) -> str:
    return str(thing.__module__).rpartition(".")[0]


def _type_names(owner: str, declared: Declaration) -> Iterator[Name]:
    if isinstance(declared, InterfaceDeclaration):
        yield Name("interface", declared.name, owner, declared.place)
    if isinstance(declared, NodeDeclaration):
        for sort, suffix in _made_for(declared):
            yield Name(sort, declared.name + suffix, owner, declared.place)


def _made_for(declared: NodeDeclaration) -> list[tuple[str, str]]:
    """The sorts and suffixes of the types that a node brings with it."""
    made = [("object", suffix) for suffix in ("", "Edge", "Connection", "Summary")]
    made += [("input", "Filter")] * bool(declared.filters)
    made += [("input", "Order"), ("enum", "OrderField")] * bool(declared.orders)
    made += [("object", "Sums")] * bool(declared.sums)
    return made + [("object", "GroupSummary"), ("enum", "Group")] * bool(declared.groups)


def _field_names(owner: str, declared: Declaration, cls: type) -> Iterator[Name]:
    kind = ROOT_FIELD if declared.name in ROOTS.values() else FIELD
    if isinstance(declared, NodeDeclaration):
        yield Name(kind, f"{declared.name}.id", OWN, None)
    for field in _annotated(cls):
        if field == "id" and not isinstance(declared, ExtensionDeclaration):
            continue
        source = getattr(cls, field, None)
        place = source.place if isinstance(source, Source) else declared.place
        yield Name(kind, f"{declared.name}.{to_camel_case(field)}", owner, place)


def _annotated(cls: type) -> list[str]:
    """The names that a class and its bases annotate, but for the engine's own interface."""
    bases = [base for base in reversed(cls.__mro__) if base not in (Node, object)]
    names = dict.fromkeys(name for base in bases for name in inspect.get_annotations(base))
    return [name for name in names if not name.startswith("_")]


def _is_union(annotation: Any) -> bool:
    if typing.get_origin(annotation) is Annotated:
        return False
    members = [each for each in typing.get_args(annotation) if each is not type(None)]
    return typing.get_origin(annotation) in (Union, UnionType) and len(members) > 1


def _sort(definition: StrawberryObjectDefinition) -> str:
    if definition.is_input:
        return "input"
    return "interface" if definition.is_interface else "object"
