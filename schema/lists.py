"""What every list of nodes offers in the schema: its connection, its filter, its orders and its summary."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum
from typing import Any, cast
from uuid import UUID

import strawberry
from strawberry.utils.str_converters import to_camel_case

from schema.errors import DeclarationError
from schema.graph import FieldDef, Graph, NodeType
from schema.shape import Shape
from schema.sources import ColumnSource, ComputedSource
from schema.table import Column

MEASURES = ("eq", "ne", "in", "lt", "lte", "gt", "gte", "isNull")
OPERATORS: dict[type, tuple[str, ...]] = {
    str: (*MEASURES, "startsWith"),
    int: MEASURES,
    date: MEASURES,
    datetime: MEASURES,
    bool: ("eq", "ne", "isNull"),
    UUID: ("eq", "ne", "in", "isNull"),
}
CHOICE = ("eq", "ne", "in", "isNull")


class Direction(Enum):
    """Which end of an order comes first."""

    ASC = "ASC"
    """The smallest, earliest or alphabetically first."""
    DESC = "DESC"
    """The largest, latest or alphabetically last."""


@dataclass(frozen=True)
class Operand:
    """A column as filters know it: its name, its type, and the node whose ids it takes, if it is a key."""

    name: str
    column: Column
    node: str | None
    target: NodeType | None = None
    """The node behind a foreign key: a target that the viewer may not see counts as none."""

    @property
    def graphql_name(self) -> str:
        return to_camel_case(self.name)

    @property
    def leaf(self) -> Any:
        return strawberry.ID if self.node else self.column.type

    @property
    def operators(self) -> tuple[str, ...]:
        if self.node or issubclass(self.column.type, Enum):
            return CHOICE
        return OPERATORS[self.column.type]

    @property
    def filter_name(self) -> str:
        """`TenderStatusFilter` for an enum, `StringFilter` and the like for others."""
        if self.node:
            return "IDFilter"
        return f"{_LEAF_NAMES.get(self.column.type, self.column.type.__name__)}Filter"


_LEAF_NAMES: dict[type, str] = {
    str: "String",
    int: "Int",
    bool: "Boolean",
    date: "Date",
    datetime: "DateTime",
    UUID: "ID",
}


def operands(graph: Graph, node: NodeType) -> dict[str, Operand]:
    """What `where` of this node's lists can test, by GraphQL name."""
    found = [_operand(graph, node, name) for name in node.declaration.filters]
    return {operand.graphql_name: operand for operand in found}


def _operand(graph: Graph, node: NodeType, name: str) -> Operand:
    column = node.table.known(name)
    if column is node.table.pk:
        return Operand("id", column, node.name)
    relation = node.table.relation(name.removesuffix("_id"))
    if relation is None:
        return Operand(name, column, None)
    target = graph.node_of(relation[0].model)
    if target is None:
        raise DeclarationError(
            f"{node.name}, filters: {name!r} points to {relation[0].model.__name__}, which no node shows",
            place=node.place,
            remedy="Declare a node for that model, or leave the column out of filters.",
        )
    return Operand(name.removesuffix("_id"), column, target.name, target)


@dataclass(frozen=True)
class Sum:
    """A field that summaries add up: its columns, and for a quantity with a unit the function that puts it together."""

    field: FieldDef
    source: ComputedSource | None

    @property
    def shape(self) -> Shape:
        """One value per unit for a computed field; otherwise one number."""
        return replace(self.field.shape, nullable=False)


def sums(node: NodeType) -> dict[str, Sum]:
    """What `summary` of this node's lists adds up, by GraphQL name."""
    wanted = set(node.declaration.sums)
    return {
        field.graphql_name: Sum(field, field.source if isinstance(field.source, ComputedSource) else None)
        for field in node.fields.values()
        if field.name in wanted
    }


def constant_case(name: str) -> str:
    """`opens_at` as the enum value `OPENS_AT`."""
    return name.removesuffix("_id").upper()


def choices(name: str, node: NodeType, columns: tuple[str, ...], doc: str) -> type[Enum]:
    """An enum of columns, for `orderBy` and `groups(by:)`, each described as the field that shows it."""
    make: Any = Enum
    described = {
        constant_case(column): strawberry.enum_value(column, description=_shown(node, column)) for column in columns
    }
    made: Any = make(name, described)
    made.__doc__ = doc
    return cast(type[Enum], made)


def _shown(node: NodeType, column: str) -> str:
    named = node.fields.get(to_camel_case(column))
    found = [named] if named else [each for each in node.fields.values() if column in _columns_of(each)]
    return found[0].description if found else f"What is kept as `{column}`; no field shows it."


def _columns_of(field: FieldDef) -> tuple[str, ...]:
    if isinstance(field.source, ColumnSource):
        return (field.source.name,)
    return field.source.columns if isinstance(field.source, ComputedSource) else ()
