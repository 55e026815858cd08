"""For every edge of a printed schema, to a depth: a query that follows it from many parents at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_abstract_type,
    is_leaf_type,
    is_required_argument,
)

from schema.relay import encode_id
from tests.given import given

INNER = 2
"""So many items of each inner page: what counts is how many parents there are."""


@dataclass(frozen=True)
class EdgeQuery:
    """A query from `$n` parents of a root list, or from those behind `$ids`; its last level follows all edges there."""

    path: str
    text: str
    node: str
    by_ids: bool


def edge_queries(schema: GraphQLSchema, depth: int = 3) -> list[EdgeQuery]:
    """Queries that follow every edge to `depth` below the items of each root list; other nodes are begun at by id."""
    assert schema.query_type
    found: list[EdgeQuery] = []
    begun: set[str] = set()
    for name, field in schema.query_type.fields.items():
        if _is_page(field) and not _requires(field):
            node = _item(field)
            opening = f"query($n: Int!) {{ {name}(first: $n) {{ nodes {{ "
            # A second list of the same type leads to the same edges.
            for path, text in _Walk(schema).from_(node, opening, "} } }", name, 1 if node.name in begun else depth):
                found.append(EdgeQuery(path, text, node.name, by_ids=False))
            begun.add(node.name)
    for node in _nodes(schema):
        if node.name not in begun:
            opening = f"query($ids: [ID!]!) {{ nodes(ids: $ids) {{ ... on {node.name} {{ "
            for path, text in _Walk(schema).from_(node, opening, "} } }", node.name, depth):
                found.append(EdgeQuery(path, text, node.name, by_ids=True))
    return found


@dataclass(frozen=True)
class _Walk:
    schema: GraphQLSchema

    def from_(
        self, of: GraphQLObjectType, opening: str, closing: str, path: str, depth: int
    ) -> Iterator[tuple[str, str]]:
        """All edges of this type in one query, then the same from behind each of them."""
        yield path, f"{opening}{self._all(of)} {closing}"
        if depth > 1:
            for name, field in _composite(of):
                for target, begin, end in self._steps(field):
                    yield from self.from_(
                        target, f"{opening}{name}{begin}", f"{end}{closing}", f"{path}.{name}", depth - 1
                    )

    def _all(self, of: GraphQLObjectType) -> str:
        return " ".join([_leaves(of), *(f"{name}{self._shallow(field)}" for name, field in _composite(of))])

    def _shallow(self, field: GraphQLField) -> str:
        if _is_page(field):
            inner = f"nodes {{ {_leaves(_item(field))} }} totalCount pageInfo {{ endCursor }} summary {{ count }}"
            return f"(first: {INNER}) {{ {inner} }}"
        steps = self._steps(field, merged=True)
        return "".join(f"{begin}{_leaves(target)} {end}" for target, begin, end in steps)

    def _steps(self, field: GraphQLField, *, merged: bool = False) -> list[tuple[GraphQLObjectType, str, str]]:
        """The types behind a field, with what opens and closes their selection."""
        of: Any = get_named_type(field.type)
        if _is_page(field):
            return [(_item(field), f"(first: {INNER}) {{ nodes {{ ", "} }")]
        given = _given(field)
        if not is_abstract_type(of):
            return [(of, f"{given} {{ ", "} ")]
        possible = self.schema.get_possible_types(of)
        if merged:
            types = " ".join(f"... on {each.name} {{ __typename }}" for each in possible)
            return [(_NOTHING, f"{given} {{ {types} ", "} ")]
        return [(each, f"{given} {{ ... on {each.name} {{ ", "} } ") for each in possible]


_NOTHING = GraphQLObjectType("Nothing", {})


def _leaves(of: GraphQLObjectType) -> str:
    plain = ((name, field) for name, field in of.fields.items() if is_leaf_type(get_named_type(field.type)))
    return " ".join(["__typename", *(f"{name}{_given(field)}" for name, field in plain)])


def _composite(of: GraphQLObjectType) -> list[tuple[str, GraphQLField]]:
    return [(name, field) for name, field in of.fields.items() if not is_leaf_type(get_named_type(field.type))]


def _given(field: GraphQLField) -> str:
    return given(field, lambda name: encode_id(name, 1))


def _requires(field: GraphQLField) -> bool:
    return any(is_required_argument(argument) for argument in field.args.values())


def _is_page(field: GraphQLField) -> bool:
    of: Any = get_named_type(field.type)
    return of.name.endswith("Connection") and "first" in field.args


def _item(field: GraphQLField) -> GraphQLObjectType:
    of: Any = get_named_type(field.type)
    item: Any = get_named_type(of.fields["nodes"].type)
    assert isinstance(item, GraphQLObjectType), item
    return item


def _nodes(schema: GraphQLSchema) -> list[GraphQLObjectType]:
    node = schema.type_map["Node"]
    assert isinstance(node, GraphQLInterfaceType)
    return list(schema.get_possible_types(node))
