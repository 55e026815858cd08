"""The graph: every type and field of all departments, with the department that owns it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import strawberry
from strawberry.utils.str_converters import to_camel_case
from tortoise.models import Model

from schema.counting import Counted, counted_by
from schema.declare import Declaration, NodeDeclaration, Scope
from schema.errors import DeclarationError
from schema.place import Place
from schema.shape import Shape
from schema.sources import BatchedSource, Source
from schema.table import Table

ROOTS = {"query": "Query", "mutation": "Mutation", "subscription": "Subscription"}
OWN = "schema"
"""The owner of what the engine itself puts into every graph."""


@dataclass(frozen=True)
class Contribution:
    """A declaration and the department that makes it."""

    owner: str
    declaration: Declaration


@dataclass(frozen=True, kw_only=True)
class IdSource(Source):
    """The global id, made of the type's name and the key."""


@dataclass(frozen=True)
class Parameter:
    """A parameter of a department's function that is an argument of its field."""

    name: str
    annotation: Any
    shape: Shape
    default: Any

    @property
    def graphql_name(self) -> str:
        return to_camel_case(self.name)

    @property
    def takes_ids(self) -> bool:
        """Whether it takes a list of ids."""
        inner = self.shape.innermost
        return inner is not self.shape and (inner.ref or inner.python is strawberry.ID)


@dataclass(frozen=True)
class Signature:
    """What a department's function is called with by name: its field's arguments, and what the engine supplies."""

    parameters: tuple[Parameter, ...] = ()
    supplied: Mapping[str, type] = field(default_factory=dict[str, type])


@dataclass(frozen=True, kw_only=True)
class FunctionSource(Source):
    """A root field that a function answers."""

    kind: str
    function: Callable[..., Any]


@dataclass(frozen=True)
class FieldDef:
    """A field with the department that owns it."""

    name: str
    shape: Shape
    source: Source
    owner: str
    place: Place | None
    description: str
    signature: Signature = Signature()
    """Of what a function answers: how it is called."""

    @property
    def graphql_name(self) -> str:
        return to_camel_case(self.name)


@dataclass
class ObjectType:
    """A type with fields: a node, an interface or a root."""

    name: str
    owner: str
    description: str
    place: Place | None
    interfaces: tuple[str, ...] = ()
    fields: dict[str, FieldDef] = field(default_factory=dict[str, FieldDef])

    def add(self, new: FieldDef) -> None:
        """Take a field in; a second one of that name is an error that names both owners."""
        old = self.fields.get(new.graphql_name)
        if old:
            raise DeclarationError(
                f"{self.name}.{new.graphql_name} is declared by {old.owner} ({old.place}) and by {new.owner}",
                place=new.place,
                remedy=f"Rename the field in {new.owner}, or leave it to {old.owner}.",
            )
        self.fields[new.graphql_name] = new


@dataclass
class NodeType(ObjectType):
    """A node: its table, its scope, and what may be asked of lists of it."""

    declaration: NodeDeclaration = field(kw_only=True)
    table: Table = field(kw_only=True)

    @property
    def scope(self) -> Scope:
        return self.declaration.scope


@dataclass
class Graph:
    """All types of all departments."""

    viewer: type
    nodes: dict[str, NodeType]
    interfaces: dict[str, ObjectType]
    roots: dict[str, ObjectType]
    names: dict[str, Any]

    def node_of(self, model: type[Model]) -> NodeType | None:
        """The node that shows a model, if one does."""
        return next((node for node in self.nodes.values() if node.table.model is model), None)

    def implementing(self, interface: str) -> list[NodeType]:
        """The nodes that implement an interface."""
        return [node for node in self.nodes.values() if interface in node.interfaces]

    def counted(self) -> list[tuple[str, FieldDef, Counted]]:
        """Every field that counts rows which its viewer may not see, by its name, with what it counts and why."""
        owning = [*self.nodes.values(), *self.roots.values()]
        fields = [(f"{made.name}.{each.graphql_name}", each) for made in owning for each in made.fields.values()]
        functions = [
            (name, each, each.source.function)
            for name, each in fields
            if isinstance(each.source, BatchedSource | FunctionSource)
        ]
        return [(name, each, counted) for name, each, function in functions for counted in counted_by(function)]

    def objects(self) -> list[ObjectType]:
        """Every type with fields of its own."""
        return [*self.interfaces.values(), *self.nodes.values(), *self.roots.values()]
