"""Plans how the values that functions return become answers: by attribute, member of a union, or Ref."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from graphql import (
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLUnionType,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
)
from graphql.execution.collect_fields import FieldDetailsList
from strawberry.types.base import StrawberryObjectDefinition

from schema.graph import NodeType
from schema.planning import BACKREF, Planning
from schema.selection import References, Selection
from schema.statement import Columns
from schema.values import SHORT, Convert, any_of, leaf, listed, non_null, nullable, reference, value_object


class Completion:
    """The conversion of one field's value, and the Refs that it can hold."""

    def __init__(self, planner: Planning, longest: int = SHORT) -> None:
        self.planner = planner
        self.longest = longest
        self.references: list[References] = []

    def convert(self, of: Any, details: FieldDetailsList, where: str, *, may_be_null: bool = True) -> Convert:
        """The conversion of a value of this type; `where` names the field for errors."""
        if is_non_null_type(of):
            return non_null(self.convert(of.of_type, details, where, may_be_null=False), where)
        if is_list_type(of):
            before = len(self.references)
            inner = self.convert(of.of_type, details, where)
            for references in self.references[before:]:
                references.in_list = True
            return nullable(listed(inner, where))
        if is_leaf_type(of):
            return nullable(leaf(cast(Any, of), where))
        return nullable(self._object(of, details, where, may_be_null=may_be_null))

    def _object(self, of: Any, details: FieldDetailsList, where: str, *, may_be_null: bool) -> Convert:
        members = self._members(of)
        abstract = isinstance(of, GraphQLInterfaceType | GraphQLUnionType)
        nodes = {
            each.name: self.planner.graph.nodes[each.name] for each in members if each.name in self.planner.graph.nodes
        }
        otherwise = None
        if nodes:
            otherwise = reference(
                self._references(nodes, details, where, abstract=abstract), where, may_be_null=may_be_null
            )
        by_class = {
            self._class_of(each): self._value(each, details, abstract=abstract)
            for each in members
            if each.name not in self.planner.graph.nodes
        }
        if not abstract and by_class:
            return next(iter(by_class.values()))
        return any_of(by_class, otherwise, where) if by_class else cast(Convert, otherwise)

    def _members(self, of: Any) -> Sequence[GraphQLObjectType]:
        if isinstance(of, GraphQLInterfaceType | GraphQLUnionType):
            return self.planner.schema.get_possible_types(of)
        return [of]

    def _class_of(self, object_type: GraphQLObjectType) -> type:
        return cast(StrawberryObjectDefinition, object_type.extensions[BACKREF]).origin

    def _references(
        self, nodes: Mapping[str, NodeType], details: FieldDetailsList, where: str, *, abstract: bool
    ) -> References:
        types: dict[str, tuple[NodeType, Selection]] = {}
        for name, node in nodes.items():
            columns = Columns(node)
            columns.need("pk")
            types[name] = node, self.planner.node(node, details, columns)
        made = References(types, where, abstract=abstract)
        self.references.append(made)
        return made

    def _value(self, object_type: GraphQLObjectType, details: FieldDetailsList, *, abstract: bool) -> Convert:
        fields: list[tuple[str, str, Convert]] = []
        for key, inner in self.planner.grouped(object_type, details).items():
            name = inner[0].node.name.value
            if name == "__typename":
                fields.append((key, name, lambda value, pending: value))
                continue
            definition = object_type.fields[name]
            where = f"{object_type.name}.{name}"
            convert = self.convert(definition.type, inner, where)
            fields.append((key, definition.extensions[BACKREF].python_name, convert))
        return value_object(object_type.name, fields, abstract=abstract)

    def width(self, of: Any, details: FieldDetailsList) -> int:
        """How many values one value of this type can be, as it was asked for; nodes are counted by their own plans."""
        if is_non_null_type(of):
            return self.width(of.of_type, details)
        if is_list_type(of):
            return self.longest * self.width(of.of_type, details)
        if is_leaf_type(of):
            return 1
        values = [each for each in self._members(of) if each.name not in self.planner.graph.nodes]
        return max((self._fields_width(each, details) for each in values), default=1)

    def _fields_width(self, object_type: GraphQLObjectType, details: FieldDetailsList) -> int:
        fields = self.planner.grouped(object_type, details).values()
        known = [(object_type.fields.get(each[0].node.name.value), each) for each in fields]
        return sum(self.width(field.type, each) if field else 1 for field, each in known)

    def item_width(self, of: Any, details: FieldDetailsList) -> int:
        """The same for one item of a list, whose length is limited elsewhere."""
        inner = of.of_type if is_non_null_type(of) else of
        return self.width(inner.of_type if is_list_type(inner) else inner, details)
