"""What an annotation says of a field: a value, a node, a list, a page; and whether it can be missing."""

from __future__ import annotations

import types
import typing
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import reduce
from operator import or_
from typing import Annotated, Any, Union
from uuid import UUID

import strawberry
from strawberry.types.base import has_object_definition
from strawberry.types.union import StrawberryUnion

from schema.declare import Declaration, FunctionDeclaration, InterfaceDeclaration, NodeDeclaration, declaration_of
from schema.errors import DeclarationError, UnknownNameError
from schema.place import Place
from schema.relay import Connection, Ref

LEAVES: tuple[type, ...] = (str, int, float, bool, Decimal, date, datetime, UUID)


class Kind(Enum):
    """The sorts of things that a field can hold."""

    LEAF = "leaf"
    NODE = "node"
    INTERFACE = "interface"
    VALUE = "value"
    UNION = "union"
    LIST = "list"
    CONNECTION = "connection"


@dataclass(frozen=True)
class Shape:
    """A field's type: `name` is that of a node, interface or union in GraphQL; `python` the class of others."""

    kind: Kind
    name: str = ""
    python: Any = None
    item: Shape | None = None
    members: tuple[Shape, ...] = ()
    nullable: bool = False
    ref: bool = False

    @property
    def innermost(self) -> Shape:
        """What a list or page is a list of; itself otherwise."""
        return self.item.innermost if self.item else self


def hints_of(thing: Any, names: Mapping[str, Any], place: Place | None) -> dict[str, Any]:
    """The annotations of a class or function; `names` adds the types of the graph to those of its own module."""
    try:
        return typing.get_type_hints(thing, localns=dict(names), include_extras=True)
    except NameError as error:
        raise UnknownNameError(
            f"{getattr(thing, '__name__', thing)}: the annotation names {error.name!r}, which is nowhere to be found",
            place=place,
            remedy="Import it, or write the name of a type of this graph in quotes.",
        ) from None


def answer_of(declared: FunctionDeclaration, hints: Mapping[str, Any]) -> Any:
    """The annotation of what a root function answers; of a subscription, what each of its events is."""
    annotation = hints.get("return")
    if declared.kind != "subscription":
        return annotation
    is_stream = typing.get_origin(annotation) in (AsyncGenerator, AsyncIterator, AsyncIterable)
    return typing.get_args(annotation)[0] if is_stream else None


def shape_of(annotation: Any, *, place: Place | None, use: str, union_name: str = "") -> Shape:
    """The shape of an annotation; `use` names the field for the error message."""
    reader = _Reader(place, use, union_name)
    return reader.read(annotation)


@dataclass(frozen=True)
class _Reader:
    place: Place | None
    use: str
    union_name: str

    def read(self, annotation: Any) -> Shape:
        origin = typing.get_origin(annotation)
        if origin is Annotated:
            return self._annotated(annotation)
        if origin in (Union, types.UnionType):
            return self._union(typing.get_args(annotation), self.union_name)
        if origin is list:
            return Shape(Kind.LIST, item=self.read(typing.get_args(annotation)[0]))
        if origin is Connection:
            return Shape(Kind.CONNECTION, item=self.read(typing.get_args(annotation)[0]))
        if origin is Ref:
            return self._ref(typing.get_args(annotation)[0])
        return self._named(annotation)

    def _annotated(self, annotation: Any) -> Shape:
        inner, *marks = typing.get_args(annotation)
        named = [mark for mark in marks if isinstance(mark, StrawberryUnion)]
        if named and typing.get_origin(inner) in (Union, types.UnionType):
            return self._union(typing.get_args(inner), str(named[0].graphql_name))
        return self.read(inner)

    def _union(self, arguments: tuple[Any, ...], name: str) -> Shape:
        members = [self.read(member) for member in arguments if member is not type(None)]
        nullable = len(members) < len(arguments)
        if len(members) == 1:
            return replace(members[0], nullable=nullable)
        if not name:
            self._fail("a union needs a name", 'Write Annotated[A | B, strawberry.union("Name")].')
        return Shape(Kind.UNION, name=name, members=tuple(members), nullable=nullable)

    def _ref(self, target: Any) -> Shape:
        shape = self.read(target)
        if shape.kind not in (Kind.NODE, Kind.INTERFACE, Kind.UNION):
            self._fail("Ref[...] needs a node, an interface or a union of nodes", "Write the type itself without Ref.")
        members = tuple(replace(member, ref=True) for member in shape.members)
        return replace(shape, ref=True, members=members)

    def _named(self, annotation: Any) -> Shape:
        declaration = declaration_of(annotation)
        if isinstance(declaration, NodeDeclaration):
            return Shape(Kind.NODE, name=declaration.name)
        if isinstance(declaration, InterfaceDeclaration):
            return Shape(Kind.INTERFACE, name=declaration.name)
        if has_object_definition(annotation):
            return Shape(Kind.VALUE, name=annotation.__name__, python=annotation)
        if self._is_leaf(annotation):
            return Shape(Kind.LEAF, python=annotation)
        self._fail(
            f"{annotation!r} is no type of the graph",
            "Use str, int, bool, float, Decimal, date, datetime, strawberry.ID, an Enum, a class declared with @node "
            "or @interface, a @strawberry.type, or list, Connection, Ref and | None of these.",
        )
        raise AssertionError

    def _is_leaf(self, annotation: Any) -> bool:
        if annotation is strawberry.ID:
            return True
        return isinstance(annotation, type) and (annotation in LEAVES or issubclass(annotation, Enum))

    def _fail(self, what: str, remedy: str) -> None:
        raise DeclarationError(f"{self.use}: {what}", place=self.place, remedy=remedy)


def graph_names(declarations: list[Declaration]) -> dict[str, Any]:
    """The classes of nodes and interfaces by their GraphQL names, for annotations in quotes."""
    return {
        declaration.name: declaration.cls
        for declaration in declarations
        if isinstance(declaration, NodeDeclaration | InterfaceDeclaration)
    }


def union_of(name: str, members: Sequence[Any], description: str | None) -> Any:
    """An annotation that is a union of these, under a name in the schema."""
    return Annotated[reduce(or_, members), strawberry.union(name, description=description)]
