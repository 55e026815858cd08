"""Every way on which an operation can come to the rows of a type: what a hidden row must not be found on."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from functools import cached_property
from typing import Any, cast

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
    is_required_argument,
)

from tests.given import given

Object = GraphQLObjectType | GraphQLInterfaceType

PAGE = 40
INNER = 2


@dataclass(frozen=True)
class Way:
    """One field of the root that comes to rows of a type, and in which manner."""

    manner: str
    """root, node, nodes, link, count, filter, order, summary or search, which come to the row itself.

    `whole` asks for every value of rows beside it, `given` for a field that wants arguments or is a function's.
    `counted` is the same of a field that counts hidden rows as well, and says so.
    """
    target: str
    text: str


@dataclass(frozen=True)
class Row:
    """A row of a type, with its global id and the values by which its type can be filtered."""

    type_name: str
    id: str
    facts: Mapping[str, Any]
    words: str = ""
    """What `search` would find it by."""


@dataclass(frozen=True)
class Map:
    """A schema, with the ids of some rows of each type to set out from."""

    schema: GraphQLSchema
    ids: Mapping[str, Sequence[str]]
    counting: Collection[str] = ()
    """The fields that count hidden rows as well, and say so."""

    def ways(self, row: Row) -> Iterator[Way]:
        """Every way to a row: from the root, by its id, by its words, and from the rows that are linked with it."""
        target = row.type_name
        yield Way("node", target, f"node(id: {json.dumps(row.id)}) {{ {self._every(target)} }}")
        yield Way("nodes", target, f"nodes(ids: [{json.dumps(row.id)}]) {{ {self._every(target)} }}")
        if row.words:
            found = "totalCount pageInfo { hasNextPage } nodes { __typename ... on Node { id } }"
            yield Way("search", target, f"search(text: {json.dumps(row.words)}) {{ {found} }}")
        for name, field in self._object("Query").fields.items():
            if self._lists(field, target):
                yield from self._list_ways(row, name, field, "{}", "root")
        for parent in self.ids:
            yield from self._links(row, parent)

    def whole(self) -> Iterator[Way]:
        """Every value of the rows of each type to set out from."""
        for name, ids in self.ids.items():
            yield Way("whole", name, f"nodes(ids: {json.dumps([*ids])}) {{ {self._every(name)} }}")

    def given(self) -> Iterator[Way]:
        """Each field that wants arguments, of the rows to set out from, and each root field that a function answers."""
        for name, ids in self.ids.items():
            for key, field in self._object(name).fields.items():
                manner = self._manner(f"{name}.{key}")
                if manner == "counted" or not _free(field):
                    asked = f"... on {name} {{ {self._asked(field, key)} }}"
                    yield Way(manner, name, f"nodes(ids: {json.dumps([*ids])}) {{ {asked} }}")
        for key, field in self._object("Query").fields.items():
            is_listed = get_named_type(field.type).name.endswith("Connection")
            if not is_listed and key not in ("node", "nodes"):
                yield Way(self._manner(f"Query.{key}"), "Query", self._asked(field, key))

    def _manner(self, field: str) -> str:
        return "counted" if field in self.counting else "given"

    def _asked(self, field: GraphQLField, key: str) -> str:
        return self._selected(field, f"{key}{given(field, lambda name: next(iter(self.ids[name]), ''))}")

    def _links(self, row: Row, parent: str) -> Iterator[Way]:
        start = f"nodes(ids: {json.dumps([*self.ids[parent]])}) {{ ... on {parent} {{ id %s }} }}"
        for name, field in self._object(parent).fields.items():
            if self._lists(field, row.type_name):
                yield from self._list_ways(row, name, field, start.replace("%s", "{}"), "link")
            elif row.type_name in self._members(field):
                selected = f"{name} {{ __typename ... on Node {{ id }} }}"
                yield Way("link", row.type_name, start.replace("%s", selected))

    def _list_ways(self, row: Row, name: str, field: GraphQLField, start: str, manner: str) -> Iterator[Way]:
        target = row.type_name

        def way(manner: str, arguments: str, selected: str) -> Way:
            given = f"({arguments})" if arguments else ""
            return Way(manner, target, start.replace("{}", f"{name}{given} {{ {selected} }}", 1))

        page = f"nodes {{ {self._every(target)} }} pageInfo {{ hasNextPage hasPreviousPage }}"
        yield way(manner, f"first: {PAGE}", page)
        yield way(manner, "last: 1", page)
        yield way("count", "", "totalCount")
        yield way("summary", "", f"summary {{ {self._figures(target)} }}")
        for test in self._tests(row, field):
            yield way("filter", f"first: {PAGE}, where: {test}", "totalCount nodes { id } summary { count }")
        for order in self._orders(field):
            yield way("order", f"first: {PAGE}, orderBy: {order}", "nodes { id } pageInfo { hasNextPage }")

    # ------------------------------------------------------------ what is selected

    def values(self, name: str, above: frozenset[str] = frozenset()) -> str:
        """Every value of a type that takes no argument, value objects included, nodes by their ids.

        A value object that stands in one of its own kind is left out: it would not end.
        """
        inside = above | {name}
        fields = [(key, field) for key, field in self._object(name).fields.items() if self._is_asked(name, key, field)]
        ending = [(key, field) for key, field in fields if get_named_type(field.type).name not in inside - self._nodes]
        return " ".join(["__typename", *(self._selected(field, key, inside) for key, field in ending)])

    def _is_asked(self, name: str, key: str, field: GraphQLField) -> bool:
        return _free(field) and f"{name}.{key}" not in self.counting

    def _selected(self, field: GraphQLField, key: str, above: frozenset[str] = frozenset()) -> str:
        kind = get_named_type(field.type)
        if isinstance(kind, GraphQLScalarType | GraphQLEnumType):
            return key
        if isinstance(kind, GraphQLUnionType) or kind.name in self._nodes:
            return f"{key} {{ __typename ... on Node {{ id }} }}"
        if kind.name.endswith("Connection"):
            return f"{key}(first: {INNER}) {{ totalCount nodes {{ id }} }}"
        return f"{key} {{ {self.values(kind.name, above)} }}"

    def _every(self, name: str) -> str:
        return f"__typename ... on Node {{ id }} ... on {name} {{ {self.values(name)} }}"

    def _figures(self, name: str) -> str:
        kind = self._object(f"{name}Summary")
        own = " ".join(self._selected(field, key) for key, field in kind.fields.items() if key != "groups")
        if "groups" not in kind.fields:
            return own
        choices = cast(GraphQLEnumType, get_named_type(kind.fields["groups"].args["by"].type))
        groups = (f"by_{each.lower()}: groups(by: {each}) {{ key {own} }}" for each in choices.values)
        return " ".join([own, *groups])

    # ------------------------------------------------------------ what is asked of a list

    def _tests(self, row: Row, field: GraphQLField) -> Iterator[str]:
        if "where" not in field.args:
            return
        tests = cast(GraphQLInputObjectType, get_named_type(field.args["where"].type))
        for name in tests.fields:
            if name in row.facts:
                yield f"{{ {name}: {{ {_equals(row.facts[name])} }} }}"

    def _orders(self, field: GraphQLField) -> Iterator[str]:
        if "orderBy" in field.args:
            order = cast(GraphQLInputObjectType, get_named_type(field.args["orderBy"].type))
            choices = cast(GraphQLEnumType, get_named_type(order.fields["field"].type))
            for each in choices.values:
                yield f"{{ field: {each}, direction: ASC }}"
                yield f"{{ field: {each}, direction: DESC }}"

    # ------------------------------------------------------------ what leads where

    def _object(self, name: str) -> Object:
        return cast(Object, self.schema.type_map[name])

    def _lists(self, field: GraphQLField, target: str) -> bool:
        return get_named_type(field.type).name == f"{target}Connection"

    def _members(self, field: GraphQLField) -> set[str]:
        named = get_named_type(field.type)
        if isinstance(named, GraphQLUnionType):
            return {each.name for each in named.types}
        return {named.name}

    @cached_property
    def _nodes(self) -> frozenset[str]:
        """Node, and what implements it."""
        node = cast(GraphQLInterfaceType, self.schema.type_map["Node"])
        found = self.schema.get_implementations(node)
        return frozenset(each.name for each in (node, *found.interfaces, *found.objects))


def _free(field: GraphQLField) -> bool:
    return not any(is_required_argument(each) for each in field.args.values())


def _equals(value: Any) -> str:
    return "isNull: true" if value is None else f"eq: {_literal(value)}"


def _literal(value: Any) -> str:
    match value:
        case Enum():
            return value.name
        case datetime() | date():
            return json.dumps(value.isoformat())
        case _:
            return json.dumps(value)
