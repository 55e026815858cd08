"""Compiles a selection set into levels: which columns each reads, what its rows become, and where it leads."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
)
from graphql.execution import Executor
from graphql.execution.collect_fields import FieldDetailsList, GroupedFieldSet
from strawberry.types.base import StrawberryObjectDefinition

from schema.arguments import preparation
from schema.checks import computed_columns, target_of
from schema.connection import ConnectionLink, FiguresPlan, Parts
from schema.declare import AggregateSource, BatchedSource, ColumnSource, ComputedSource, ManySource, OneSource
from schema.failure import failure_of
from schema.figures import Adding
from schema.graph import FieldDef, FunctionSource, Graph, IdSource, NodeType
from schema.lists import operands, sums
from schema.links import AggregateLink, Arguments, BatchedLink, FunctionLink, Link, ListLink, OneLink
from schema.page import order_of
from schema.relay import encode_id
from schema.selection import References, Selection
from schema.shape import Kind
from schema.statement import Columns
from schema.table import Column
from schema.values import (
    Convert,
    Pending,
    any_of,
    leaf,
    listed,
    non_null,
    nullable,
    reference,
    value_object,
)

BACKREF = "strawberry-definition"


class Planner:
    """Plans one operation; what it makes holds no values of variables and can be run again."""

    def __init__(self, graph: Graph, executor: Executor[Any], dialect: Any) -> None:
        self.graph = graph
        self.executor = executor
        self.schema: GraphQLSchema = executor.schema
        self.dialect = dialect

    def root(self, root_type: GraphQLObjectType, grouped: GroupedFieldSet) -> Selection:
        """The plan of an operation's root fields."""
        return self._fields(Selection(root_type.name, None), root_type, grouped).compile()

    def _node(self, node: NodeType, details: FieldDetailsList, columns: Columns) -> Selection:
        object_type = cast(GraphQLObjectType, self.schema.type_map[node.name])
        return self._fields(Selection(node.name, columns), object_type, self._grouped(object_type, details)).compile()

    def _grouped(self, object_type: GraphQLObjectType, details: FieldDetailsList) -> GroupedFieldSet:
        return self.executor.collect_subfields(object_type, details)[0]

    def _fields(self, selection: Selection, object_type: GraphQLObjectType, grouped: GroupedFieldSet) -> Selection:
        for key, details in grouped.items():
            name = details[0].node.name.value
            if name == "__typename":
                selection.add(key, repr(object_type.name))
                continue
            definition = object_type.fields[name]
            field = cast(FieldDef, definition.extensions[BACKREF].definition)
            _Field(self, selection, object_type.name, key, definition, field, details).plan()
        return selection

    # ------------------------------------------------------------ values of functions

    def convert(self, of: GraphQLOutputType, details: FieldDetailsList, where: str) -> tuple[Convert, list[References]]:
        """The conversion of a function's value of this type, and the Refs it can hold."""
        found: list[References] = []
        return self._convert(of, details, where, found), found

    def _convert(
        self, of: Any, details: FieldDetailsList, where: str, found: list[References], *, may_be_null: bool = True
    ) -> Convert:
        if is_non_null_type(of):
            return non_null(self._convert(of.of_type, details, where, found, may_be_null=False), where)
        if is_list_type(of):
            return nullable(listed(self._convert(of.of_type, details, where, found), where))
        if is_leaf_type(of):
            return nullable(leaf(cast(Any, of), where))
        return nullable(self._object(of, details, where, found, may_be_null=may_be_null))

    def _object(
        self, of: Any, details: FieldDetailsList, where: str, found: list[References], *, may_be_null: bool
    ) -> Convert:
        members = self._members(of)
        abstract = isinstance(of, GraphQLInterfaceType | GraphQLUnionType)
        nodes = {each.name: self.graph.nodes[each.name] for each in members if each.name in self.graph.nodes}
        otherwise = None
        if nodes:
            otherwise = reference(self._references(nodes, details, where, found, abstract), where, may_be_null=may_be_null)
        by_class = {
            self._class_of(each): self._value(each, details, found, abstract)
            for each in members
            if each.name not in self.graph.nodes
        }
        if not abstract and by_class:
            return next(iter(by_class.values()))
        return any_of(by_class, otherwise, where) if by_class else cast(Convert, otherwise)

    def _members(self, of: Any) -> Sequence[GraphQLObjectType]:
        if isinstance(of, GraphQLInterfaceType | GraphQLUnionType):
            return self.schema.get_possible_types(of)
        return [of]

    def _class_of(self, object_type: GraphQLObjectType) -> type:
        return cast(StrawberryObjectDefinition, object_type.extensions[BACKREF]).origin

    def _references(
        self, nodes: Mapping[str, NodeType], details: FieldDetailsList, where: str, found: list[References], abstract: bool
    ) -> References:
        types: dict[str, tuple[NodeType, Selection]] = {}
        for name, node in nodes.items():
            columns = Columns(node)
            columns.need("pk")
            types[name] = node, self._node(node, details, columns)
        made = References(types, where, abstract=abstract)
        found.append(made)
        return made

    def _value(
        self, object_type: GraphQLObjectType, details: FieldDetailsList, found: list[References], abstract: bool
    ) -> Convert:
        fields: list[tuple[str, str, Convert]] = []
        for key, inner in self._grouped(object_type, details).items():
            name = inner[0].node.name.value
            if name == "__typename":
                fields.append((key, name, lambda value, pending: value))
                continue
            definition = object_type.fields[name]
            where = f"{object_type.name}.{name}"
            convert = self._convert(definition.type, inner, where, found)
            fields.append((key, definition.extensions[BACKREF].python_name, convert))
        return value_object(object_type.name, fields, abstract=abstract)


class _Field:
    """One field of one selection, planned by its source."""

    def __init__(
        self,
        planner: Planner,
        selection: Selection,
        type_name: str,
        key: str,
        definition: GraphQLField,
        field: FieldDef,
        details: FieldDetailsList,
    ) -> None:
        self.planner = planner
        self.graph = planner.graph
        self.selection = selection
        self.key = key
        self.definition = definition
        self.field = field
        self.details = details
        self.label = f"{type_name}.{field.graphql_name}"
        self.node = self.graph.nodes.get(type_name)

    def plan(self) -> None:
        match self.field.source:
            case IdSource():
                self._id()
            case ColumnSource() as source:
                self._column(source)
            case ComputedSource() as source:
                self._computed(source)
            case OneSource() as source:
                self._one(source)
            case ManySource() as source:
                self._many(source)
            case BatchedSource() as source:
                self._batched(source)
            case AggregateSource() as source:
                self._aggregate(source)
            case FunctionSource() as source:
                self._function(source)
            case other:
                raise AssertionError(other)

    # ------------------------------------------------------------ from the row

    @property
    def own(self) -> NodeType:
        assert self.node is not None
        return self.node

    def _need(self, name: str) -> int:
        assert self.selection.columns is not None
        return self.selection.columns.need(name)

    def _id(self) -> None:
        name = self.own.name
        self._leaf(f"i_{self.key}(r[{self._need('pk')}])", **{f"i_{self.key}": lambda key: encode_id(name, key)})

    def _leaf(self, expression: str, **functions: Any) -> None:
        self.selection.add(self.key, expression, **functions)

    def _column(self, source: ColumnSource) -> None:
        column = self.own.table.columns[source.name]
        at, write = self._need(source.name), self._writer(column)
        if write is None:
            self._leaf(f"r[{at}]")
        else:
            name = f"w_{self.key}"
            self._leaf(f"None if r[{at}] is None else {name}(r[{at}])", **{name: write})

    def _writer(self, column: Column) -> Callable[[Any], Any] | None:
        """From the driver's value to JSON; None where it is JSON already."""
        if column.type in (str, int) and not column.enum:
            return None
        convert = leaf(cast(Any, get_named_type(self.definition.type)), self.label)
        read = self.planner.dialect.reader(column) or _as_it_is
        return _guarded(lambda raw: convert(read(raw), Pending()), self.label)

    def _computed(self, source: ComputedSource) -> None:
        table = self.own.table
        columns = [table.column(name, place=None, use=self.label) for name in computed_columns(table, source)]
        reads = [(self._need(column.name), self.planner.dialect.reader(column) or _as_it_is) for column in columns]
        convert, _ = self.planner.convert(self.definition.type, self.details, self.label)
        viewer = viewer_parameter(source.function, self.graph.viewer)
        names = [] if source.columns else computed_columns(table, source)

        def compute(row: Any, seen_by: Any) -> Any:
            values = [None if row[at] is None else read(row[at]) for at, read in reads]
            supplied = {viewer: seen_by} if viewer else {}
            if names:
                return convert(source.function(**dict(zip(names, values, strict=True)), **supplied), Pending())
            return convert(source.function(*values, **supplied), Pending())

        name = f"c_{self.key}"
        self._leaf(f"{name}(r, v)", **{name: _guarded(compute, self.label)})

    # ------------------------------------------------------------ beyond the row

    def _link(self, link: Link) -> None:
        self.selection.add(self.key, "None")
        self.selection.links.append(link)

    def _inner(self, node: NodeType, *needed: str) -> tuple[Columns, Selection]:
        columns = Columns(node)
        for name in needed:
            columns.need(name)
        return columns, self.planner._node(node, self.details, columns)  # noqa: SLF001  # one thought in two classes

    def _one(self, source: OneSource) -> None:
        target = self.graph.nodes[self.field.shape.name]
        columns, selection = self._inner(target, source.by)
        link = OneLink(
            key=self.key,
            label=self.label,
            key_at=self._need(source.key),
            node=target,
            by=target.table.column(source.by, place=None, use=self.label),
            by_at=columns.need(source.by),
            nullable=self.field.shape.nullable,
            selection=selection,
        )
        self._link(link)

    def _many(self, source: ManySource) -> None:
        target = self.graph.nodes[self.field.shape.innermost.name]
        by = target.table.find(source.by) if source.by else None
        if self.field.shape.kind is Kind.LIST:
            assert by is not None
            _, selection = self._inner(target)
            link: Link = ListLink(
                key=self.key,
                label=self.label,
                key_at=self._need(source.key),
                node=target,
                by=by,
                where=source.where,
                order=order_of(target, source.order),
                max=source.max or 0,
                selection=selection,
            )
            return self._link(link)
        columns = Columns(target)
        self._link(
            ConnectionLink(
                key=self.key,
                label=self.label,
                key_at=self._need(source.key) if by else None,
                node=target,
                by=by,
                where=source.where,
                order=source.order,
                operands=operands(self.graph, target),
                arguments=self._arguments(),
                columns=columns,
                parts=_Parts(self.planner, target, columns).plan(self.definition, self.details),
            )
        )

    def _arguments(self) -> Arguments:
        first = self.details[0]
        return Arguments(definition=self.definition, node=first.node, fragment=first.fragment_variable_values)

    def _batched(self, source: BatchedSource) -> None:
        convert, references = self.planner.convert(self.definition.type, self.details, self.label)
        column = self.own.table.column(source.key, place=None, use=self.label)
        link = BatchedLink(
            key=self.key,
            label=self.label,
            key_at=self._need(source.key),
            reader=lambda run: run.dialect.reader(column),
            function=source.function,
            viewer_name=viewer_parameter(source.function, self.graph.viewer),
            convert=convert,
            references=references,
            is_list=self.field.shape.kind is Kind.LIST,
            max=source.max,
        )
        self._link(link)

    def _aggregate(self, source: AggregateSource) -> None:
        target = target_of(self.graph, source, self.label)
        link = AggregateLink(
            key=self.key,
            label=self.label,
            key_at=self._need(source.key),
            node=target,
            by=target.table.column(source.by, place=None, use=self.label),
            where=source.where,
            total=target.table.find(source.total) if source.total else None,
        )
        self._link(link)

    def _function(self, source: FunctionSource) -> None:
        convert, references = self.planner.convert(self.definition.type, self.details, self.label)
        link = FunctionLink(
            key=self.key,
            label=self.label,
            function=source.function,
            arguments=self._arguments(),
            prepare=preparation(source, self.definition),
            convert=convert,
            references=references,
            is_list=self.field.shape.kind is Kind.LIST,
        )
        self._link(link)


class _Parts:
    """What was asked of a connection, planned part by part."""

    def __init__(self, planner: Planner, node: NodeType, columns: Columns) -> None:
        self.planner = planner
        self.node = node
        self.columns = columns
        self.parts = Parts()

    def plan(self, definition: GraphQLField, details: FieldDetailsList) -> Parts:
        for key, inner, part in self._each(definition, details):
            self.parts.order.append(key)
            match inner[0].node.name.value:
                case "edges":
                    self.parts.edges.append((key, [self._edge(*each) for each in self._each(part, inner)]))
                case "nodes":
                    self.parts.nodes.append((key, self._items(inner)))
                case "pageInfo":
                    self.parts.page_infos.append((key, [_named(*each) for each in self._each(part, inner)]))
                case "totalCount":
                    self.parts.totals.append(key)
                case "summary":
                    self.parts.summaries.append((key, self._figures(part, inner)))
                case _:
                    self.parts.typenames.append((key, f"{self.node.name}Connection"))
        return self.parts

    def _each(self, definition: GraphQLField | None, details: FieldDetailsList) -> list[tuple[str, FieldDetailsList, Any]]:
        object_type = cast(GraphQLObjectType, get_named_type(cast(GraphQLField, definition).type))
        grouped = self.planner._grouped(object_type, details)  # noqa: SLF001
        return [(key, each, object_type.fields.get(each[0].node.name.value)) for key, each in grouped.items()]

    def _items(self, details: FieldDetailsList) -> Selection:
        return self.planner._node(self.node, details, self.columns)  # noqa: SLF001

    def _edge(self, key: str, details: FieldDetailsList, part: Any) -> tuple[str, Selection | str]:
        name = details[0].node.name.value
        if name == "node":
            return key, self._items(details)
        return key, name if name == "cursor" else f"{self.node.name}Edge"

    def _figures(self, definition: GraphQLField, details: FieldDetailsList) -> FiguresPlan:
        plan = FiguresPlan()
        for key, inner, part in self._each(definition, details):
            plan.order.append(key)
            match inner[0].node.name.value:
                case "count":
                    plan.counts.append(key)
                case "key":
                    plan.keys.append(key)
                case "sums":
                    plan.sums.append((key, [self._sum(*each) for each in self._each(part, inner)]))
                case "groups":
                    by = Arguments(definition=part, node=inner[0].node, fragment=inner[0].fragment_variable_values)
                    plan.groups.append((key, by, self._figures(part, inner)))
                case _:
                    plan.typenames.append((key, str(get_named_type(definition.type))))
        return plan

    def _sum(self, key: str, details: FieldDetailsList, part: Any) -> tuple[str, Adding | str]:
        name = details[0].node.name.value
        if part is None:
            return key, f"{self.node.name}Sums"
        of = part.type.of_type
        inner = of.of_type if is_list_type(of) else of
        convert, _ = self.planner.convert(inner, details, f"{self.node.name}Sums.{name}")
        return key, Adding(sums(self.node)[name], convert)


def _named(key: str, details: FieldDetailsList, part: Any) -> tuple[str, str]:
    name = details[0].node.name.value
    return key, "PageInfo" if name == "__typename" else name


def viewer_parameter(function: Callable[..., Any], viewer: type) -> str | None:
    """The name of the parameter that takes the viewer, if the function has one."""
    for name, parameter in inspect.signature(function).parameters.items():
        if parameter.annotation is viewer or parameter.annotation == viewer.__name__:
            return name
    return None


def _guarded(function: Callable[..., Any], where: str) -> Callable[..., Any]:
    """The same function; what it raises is the field's failure."""

    def call(*arguments: Any) -> Any:
        try:
            return function(*arguments)
        except Exception as error:
            return failure_of(error, where)

    return call


def _as_it_is(value: Any) -> Any:
    return value
