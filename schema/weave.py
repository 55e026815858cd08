"""The graph as an ordinary Strawberry schema: every type, argument and description of it."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from types import GenericAlias
from typing import Any, Union, cast
from uuid import UUID

import strawberry
from strawberry.annotation import StrawberryAnnotation
from strawberry.schema.config import StrawberryConfig
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.base import get_object_definition
from strawberry.types.enum import StrawberryEnumDefinition
from strawberry.types.field import StrawberryField

from schema.errors import DeclarationError
from schema.execute import GraphSchema
from schema.graph import FieldDef, Graph, NodeType, ObjectType, Parameter
from schema.lists import Direction, Operand, choices, operands, sums
from schema.place import docstring, field_docs, place_of
from schema.relay import PageInfo
from schema.shape import Kind, Shape, hints_of, shape_of, union_of
from schema.sources import ManySource


class SourcedField(StrawberryField):
    """A field that knows what it is in the graph: a FieldDef, or the name of a part of a connection."""

    def __init__(self, name: str, annotation: Any, description: str, definition: object, **arguments: Any) -> None:
        super().__init__(
            python_name=name,
            type_annotation=StrawberryAnnotation(annotation),
            description=description or None,
            **arguments,
        )
        self.name = name
        self.definition = definition


def weave(graph: Graph) -> GraphSchema:
    """The schema of a graph; what graphql-core finds wrong with it is raised as it says it."""
    woven = Woven(graph)
    woven.make()
    roots = {name.lower(): woven.classes[name] for name, root in graph.roots.items() if root.fields}
    nodes = [woven.classes[name] for name in graph.nodes]
    return GraphSchema(
        graph, woven.fields, **roots, types=nodes, config=StrawberryConfig(relay_use_legacy_global_id=False)
    )


class Woven:
    """The Strawberry classes of a graph, and the fields of each."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.classes: dict[str, Any] = {}
        self.fields: dict[type, list[StrawberryField]] = {}
        self.unions: dict[str, Any] = {}
        self.enums: dict[str, Any] = {}

    def make(self) -> None:
        for interface in self.graph.interfaces.values():
            self._object(interface, is_interface=True)
        for node in self.graph.nodes.values():
            self._object(node)
        for root in self.graph.roots.values():
            self._object(root)
        self.classes["PageInfo"] = self._value(PageInfo)
        for node in self.graph.nodes.values():
            self._lists(node)
        for made in self.graph.objects():
            self.fields[self.classes[made.name]] = [self._field(field) for field in made.fields.values()]

    # ------------------------------------------------------------ classes

    def _class(self, name: str, description: str, *, bases: tuple[type, ...] = (), **kind: bool) -> Any:
        made: Any = type(name, bases, {"__module__": __name__})
        dress: Any = strawberry.type
        self.classes[name] = dress(made, name=name, description=description or None, **kind)
        return self.classes[name]

    def _object(self, made: ObjectType, *, is_interface: bool = False) -> None:
        bases = tuple(self.classes[name] for name in self._direct(made.interfaces))
        self._class(made.name, made.description, bases=bases, is_interface=is_interface)

    def _direct(self, interfaces: tuple[str, ...]) -> list[str]:
        """Without those that another one of them implements itself: Python wants each base once."""
        inherited = {each for name in interfaces for each in self.graph.interfaces[name].interfaces}
        return [name for name in interfaces if name not in inherited]

    def _input(self, name: str, description: str, fields: Iterable[StrawberryField]) -> Any:
        made = self._class(name, description, is_input=True)
        self.fields[made] = list(fields)
        return made

    # ------------------------------------------------------------ lists of a node

    def _lists(self, node: NodeType) -> None:
        name = node.name
        edge = self._class(f"{name}Edge", f"A {name} and its place in a list.")
        self.fields[edge] = [
            SourcedField("node", self.classes[name], f"The {name} itself.", None),
            SourcedField("cursor", str, "The place in this list: `after` or `before` for the next page.", None),
        ]
        connection = self._class(f"{name}Connection", f"A page of a list of {name}.")
        self.fields[connection] = [
            SourcedField("edges", _list(edge), "The items of this page with their cursors.", None),
            SourcedField("nodes", _list(self.classes[name]), "The items of this page, without cursors.", None),
            SourcedField("pageInfo", self.classes["PageInfo"], "Where this page stands in its list.", None),
            SourcedField(
                "totalCount", int, "How many items the whole list has for you; counted only when asked.", None
            ),
            SourcedField("summary", self._summary(node), "Figures over the whole list, not only this page.", None),
        ]
        self._where(node)
        self._order(node)

    def _summary(self, node: NodeType) -> Any:
        counted = [SourcedField("count", int, "How many there are.", None), *self._sums(node)]
        summary = self._class(f"{node.name}Summary", f"Figures over a list of {node.name}.")
        self.fields[summary] = counted
        if node.declaration.groups:
            summary_group = self._group(node, counted)
            self.fields[summary] = [*counted, summary_group]
        return summary

    def _sums(self, node: NodeType) -> list[StrawberryField]:
        added = sums(node)
        if not added:
            return []
        made = self._class(f"{node.name}Sums", f"Sums over a list of {node.name}.")
        self.fields[made] = [
            SourcedField(
                name,
                _list(self.annotation(each.shape)) if each.source else self.annotation(each.shape),
                f"The sum of `{name}`{', one for each unit' if each.source else ''}; what is missing counts nothing.",
                None,
            )
            for name, each in added.items()
        ]
        return [SourcedField("sums", made, "Sums over all of them.", None)]

    def _group(self, node: NodeType, counted: list[StrawberryField]) -> StrawberryField:
        by = self._enum(
            choices(
                f"{node.name}Group", node, node.declaration.groups, f"What a list of {node.name} can be grouped by."
            )
        )
        row = self._class(f"{node.name}GroupSummary", f"Figures over one group of a list of {node.name}.")
        self.fields[row] = [
            SourcedField("key", str | None, "What the group has in common; null where it is missing.", None),
            *counted,
        ]
        by_argument = StrawberryArgument("by", None, StrawberryAnnotation(by), description="What to group by.")
        first = _argument("first", int, "Only so many, the largest; by default all of them, which may be too many.")
        return _with_arguments(
            SourcedField("groups", _list(row), "The same figures for each group, the largest group first.", None),
            [by_argument, first],
        )

    def _where(self, node: NodeType) -> None:
        found = operands(self.graph, node)
        if not found:
            return
        name = f"{node.name}Filter"
        doc = f"Which {node.name} a list holds: all tests given must hold."
        made = self._input(name, doc, ())
        self.fields[made] = [
            *(
                _optional(each.graphql_name, self._operators(each), f"A test of `{each.graphql_name}`.")
                for each in found.values()
            ),
            _optional("and", _list(made), "All of these must hold."),
            _optional("or", _list(made), "At least one of these must hold."),
            _optional("not", made, "This must not hold."),
        ]

    def _operators(self, operand: Operand) -> Any:
        name = operand.filter_name
        if name not in self.classes:
            leaf = self.annotation(
                Shape(Kind.LEAF, python=strawberry.ID if operand.column.type is UUID else operand.leaf)
            )
            self._input(
                name,
                f"Tests of a {name.removesuffix('Filter')}; all tests given must hold. "
                "Where there is no value, only `ne` and `isNull: true` do.",
                [_optional(each, _operator_type(each, leaf), _OPERATOR_DOCS[each]) for each in operand.operators],
            )
        return self.classes[name]

    def _order(self, node: NodeType) -> None:
        if not node.declaration.orders:
            return
        by = self._enum(
            choices(
                f"{node.name}OrderField",
                node,
                node.declaration.orders,
                f"What a list of {node.name} can be ordered by.",
            )
        )
        direction = self._enum(Direction)
        self._input(
            f"{node.name}Order",
            f"The order in which a list of {node.name} comes.",
            [
                SourcedField("field", by, "What to order by.", None),
                SourcedField("direction", direction, "Which end comes first.", None, default=Direction.ASC),
            ],
        )

    # ------------------------------------------------------------ fields

    def _field(self, field: FieldDef) -> StrawberryField:
        made = SourcedField(field.graphql_name, self.annotation(field.shape), field.description, field)
        if field.signature.parameters:
            return _with_arguments(made, [self._argument(each) for each in field.signature.parameters])
        if isinstance(field.source, ManySource) and field.shape.kind is Kind.CONNECTION:
            return _with_arguments(made, self._page_arguments(self.graph.nodes[field.shape.innermost.name]))
        return made

    def _page_arguments(self, node: NodeType) -> list[StrawberryArgument]:
        arguments = [
            _argument("first", int, "At most so many items from the start; 20 when no page is asked for."),
            _argument("after", str, "Only what comes after this cursor."),
            _argument("last", int, "At most so many items from the end."),
            _argument("before", str, "Only what comes before this cursor."),
        ]
        for suffix, name, doc in (
            ("Filter", "where", "Only what fulfils this."),
            ("Order", "orderBy", "The order of the list; by default as the field says."),
        ):
            if node.name + suffix in self.classes:
                arguments.append(_argument(name, self.classes[node.name + suffix], doc))
        return arguments

    def _argument(self, parameter: Parameter) -> StrawberryArgument:
        return StrawberryArgument(
            parameter.name,
            None,
            StrawberryAnnotation(self.annotation(parameter.shape, as_input=True)),
            default=parameter.default,
            description=_argument_doc(parameter.annotation),
        )

    def annotation(self, shape: Shape, *, as_input: bool = False) -> Any:
        """A shape as the annotation that Strawberry reads."""
        inner = self._bare(shape, as_input=as_input)
        return _or_none(inner) if shape.nullable else inner

    def _bare(self, shape: Shape, *, as_input: bool) -> Any:
        if shape.ref and as_input:
            return strawberry.ID
        if shape.kind is Kind.LIST:
            return _list(self.annotation(cast(Shape, shape.item), as_input=as_input))
        if shape.kind is Kind.CONNECTION:
            return self.classes[f"{shape.innermost.name}Connection"]
        if shape.kind is Kind.UNION:
            return self._union(shape)
        if shape.kind is Kind.VALUE:
            return self._value(shape.python)
        if shape.kind is Kind.LEAF:
            return self._enum(shape.python) if _is_enum(shape.python) else shape.python
        return self.classes[shape.name]

    def _union(self, shape: Shape) -> Any:
        if shape.name not in self.unions:
            members = tuple(self.annotation(member) for member in shape.members)
            doc = f"What `{shape.name.removesuffix('Result')}` can answer." if shape.name.endswith("Result") else None
            self.unions[shape.name] = union_of(shape.name, members, doc)
        return self.unions[shape.name]

    def _value(self, cls: type) -> type:
        """A value object is a Strawberry type already; fields that hold Refs become the nodes themselves."""
        definition = get_object_definition(cls, strict=True)
        if cls in self.fields:
            return cls
        self.fields[cls] = definition.fields
        docs, hints = field_docs(cls), hints_of(cls, self.graph.names, None)
        self.fields[cls] = [self._value_field(cls, field, hints, docs) for field in definition.fields]
        if not definition.description:
            definition.description = docstring(cls)
        return cls

    def _value_field(
        self, cls: type, field: StrawberryField, hints: dict[str, Any], docs: dict[str, str]
    ) -> StrawberryField:
        if not field.description:
            field.description = docs.get(field.python_name)
        if field.base_resolver or field.python_name not in hints:
            return field
        shape = shape_of(hints[field.python_name], place=None, use=f"{cls.__name__}.{field.python_name}")
        if get_object_definition(cls, strict=True).is_input:
            if _is_enum(shape.innermost.python):
                self._enum(shape.innermost.python)
            if shape.innermost.kind is Kind.VALUE:
                self._value(shape.innermost.python)
            if shape.innermost.ref:
                raise DeclarationError(
                    f"{cls.__name__}.{field.python_name}: an input cannot hold a Ref",
                    place=place_of(cls),
                    remedy="Let the mutation take the Ref as an argument of its own, beside the input.",
                )
            return field
        made = SourcedField(
            field.python_name,
            self.annotation(shape),
            field.description or "",
            shape,
            default=field.default,
        )
        made.graphql_name = field.graphql_name
        made.python_name = field.python_name
        return made

    def _enum(self, cls: type[Enum]) -> Any:
        if cls.__name__ in self.enums:
            return self.enums[cls.__name__]
        definition = getattr(cls, "__strawberry_definition__", None)
        if not isinstance(definition, StrawberryEnumDefinition):
            strawberry.enum(cls)
            definition = cast(StrawberryEnumDefinition, cast(Any, cls).__strawberry_definition__)
        # A value object that was declared before has let Strawberry define its enums, without a description.
        definition.description = definition.description or docstring(cls) or None
        docs = field_docs(cls)
        for value in definition.values:
            value.description = value.description or docs.get(value.name)
        self.enums[cls.__name__] = cls
        return cls


def _list(annotation: Any) -> Any:
    return GenericAlias(list, (annotation,))


def _or_none(annotation: Any) -> Any:
    return Union[annotation, None]  # noqa: UP007  # `|` is not defined for every annotation


def _is_enum(python: Any) -> bool:
    return isinstance(python, type) and issubclass(python, Enum)


def _optional(name: str, annotation: Any, description: str) -> StrawberryField:
    return SourcedField(name, _or_none(annotation), description, None, default=strawberry.UNSET)


def _argument(name: str, annotation: Any, description: str) -> StrawberryArgument:
    return StrawberryArgument(
        name, None, StrawberryAnnotation(_or_none(annotation)), default=strawberry.UNSET, description=description
    )


def _with_arguments(field: StrawberryField, arguments: list[StrawberryArgument]) -> StrawberryField:
    field.arguments = arguments
    return field


def _argument_doc(annotation: Any) -> str | None:
    for mark in getattr(annotation, "__metadata__", ()):
        text = getattr(mark, "description", None)
        if isinstance(text, str):
            return text
    return None


def _operator_type(operator: str, leaf: Any) -> Any:
    if operator == "in":
        return _list(leaf)
    return bool if operator == "isNull" else leaf


_OPERATOR_DOCS = {
    "eq": "Is this value.",
    "ne": "Is not this value; a missing value is not.",
    "in": "Is one of these values.",
    "lt": "Is smaller or earlier than this.",
    "lte": "Is smaller or earlier than this, or equal to it.",
    "gt": "Is larger or later than this.",
    "gte": "Is larger or later than this, or equal to it.",
    "isNull": "Whether the value is missing.",
    "startsWith": "Begins with this text, letter for letter.",
}
