"""Something for each argument that a field must be given, so that tests can ask for every field that there is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    get_named_type,
    is_list_type,
    is_required_argument,
    is_required_input_field,
)

from schema.graph import FieldDef
from schema.planning import BACKREF

Id = Callable[[str], str]
"""An id of a type of nodes; empty if there is none to be had."""

SCALARS = {
    "Int": "1",
    "Float": "1",
    "Boolean": "true",
    "String": '"a"',
    "ID": '"a"',
    "UUID": '"00000000-0000-0000-0000-000000000001"',
    "Decimal": '"1"',
    "Date": '"2026-01-01"',
    "DateTime": '"2026-01-01T00:00:00Z"',
}


def given(field: GraphQLField, id_of: Id) -> str:
    """The arguments of a field, in brackets; empty if it needs none."""
    needed = {name: each for name, each in field.args.items() if is_required_argument(each)}
    shown = [f"{name}: {_id(field, name, id_of) or literal(each.type)}" for name, each in needed.items()]
    return f"({', '.join(shown)})" if shown else ""


def literal(of: Any) -> str:
    """The simplest value of an input type."""
    inner = getattr(of, "of_type", of)
    if is_list_type(inner):
        return f"[{literal(inner.of_type)}]"
    match get_named_type(of):
        case GraphQLEnumType(values=values):
            return str(next(iter(values)))
        case GraphQLInputObjectType(fields=fields):
            needed = ((name, each) for name, each in fields.items() if is_required_input_field(each))
            return "{" + ", ".join(f"{name}: {literal(each.type)}" for name, each in needed) + "}"
        case scalar:
            return SCALARS[scalar.name]


def _id(field: GraphQLField, argument: str, id_of: Id) -> str:
    """An id of the node that an argument takes, as it is written; empty if it takes none."""
    definition = field.extensions[BACKREF].definition
    taken = definition.signature.parameters if isinstance(definition, FieldDef) else ()
    shape = next((each.shape.innermost for each in taken if each.graphql_name == argument), None)
    if shape is None or not shape.ref:
        return ""
    names = [each.name for each in shape.members] or [shape.name]
    return next((f'"{found}"' for name in names if (found := id_of(name))), "")
