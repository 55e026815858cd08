"""Compiles a selection set into levels: which columns each reads, what its rows become, and where it leads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, cast

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLString,
    get_named_type,
    get_nullable_type,
)
from graphql.execution import Executor
from graphql.execution.collect_fields import FieldDetailsList, GroupedFieldSet

from schema.arguments import Arguments, preparation
from schema.calls import BatchedLink, Call, FunctionLink
from schema.checks import computed_columns, target_of
from schema.completion import Completion
from schema.connection import ConnectionLink
from schema.events import EventLink
from schema.failure import Failure, failure_of
from schema.graph import FieldDef, FunctionSource, Graph, IdSource, NodeType
from schema.links import AggregateLink, ListLink, OneLink
from schema.lists import operands
from schema.page import order_of
from schema.paging import Paging
from schema.planning import BACKREF
from schema.relay import encode_id
from schema.run import Fields
from schema.selection import Link, Selection
from schema.shape import Kind
from schema.signatures import viewer_parameter
from schema.sources import AggregateSource, BatchedSource, ColumnSource, ComputedSource, ManySource, OneSource, Source
from schema.statement import Columns
from schema.table import Column
from schema.values import LONGEST, SHORT, Pending


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

    def node(self, node: NodeType, details: FieldDetailsList, columns: Columns) -> Selection:
        object_type = cast(GraphQLObjectType, self.schema.type_map[node.name])
        return self._fields(Selection(node.name, columns), object_type, self.grouped(object_type, details)).compile()

    def grouped(self, object_type: GraphQLObjectType, details: FieldDetailsList) -> GroupedFieldSet:
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
        _PLANS[type(self.field.source)](self)

    # ------------------------------------------------------------ from the row

    @property
    def own(self) -> NodeType:
        assert self.node is not None
        return self.node

    def _need(self, name: str) -> int:
        assert self.selection.columns is not None
        return self.selection.columns.need(name)

    def plan_id(self) -> None:
        name = self.own.name
        self._leaf(f"i_{self.key}(r[{self._need('pk')}])", {f"i_{self.key}": partial(encode_id, name)})

    def _leaf(self, expression: str, functions: Mapping[str, Any] | None = None, *, width: int = 1) -> None:
        self.selection.add(self.key, expression, functions, width=width)

    def plan_column(self) -> None:
        source = self.field.source
        assert isinstance(source, ColumnSource)
        column = self.own.table.known(source.name)
        value = f"r[{self._need(source.name)}]"
        if column.enum is not None:
            name = f"w_{self.key}"
            self._leaf(f"{name}[{value}]", {name: _Names(_names(self.definition), self.label)})
            return
        shown = self.planner.dialect.json(column, value)
        can_be_null = column.nullable or source.name in self.own.declaration.visible
        self._leaf(f"None if {value} is None else {shown}" if can_be_null and shown != value else shown)

    def plan_computed(self) -> None:
        source = self.field.source
        assert isinstance(source, ComputedSource)
        completion = Completion(self.planner)
        convert = completion.convert(self.definition.type, self.details, self.label)
        width = completion.width(self.definition.type, self.details)
        call, of = self._call(source), self.definition.type

        def compute(row: Any, viewer: Any) -> Any:
            return convert(call(row, viewer), Pending())

        def compute_text(row: Any, viewer: Any) -> Any:
            value = call(row, viewer)
            return value if type(value) is str else convert(value, Pending())

        if get_nullable_type(of) is GraphQLString:
            compute = compute_text  # text is most of what is computed, and JSON already
        name = f"c_{self.key}"
        self._leaf(f"{name}(r, v)", {name: _guarded(compute, self.label)}, width=width)

    def _call(self, source: ComputedSource) -> Callable[[Any, Any], Any]:
        """The function's call on a row, written out: its columns in their places, as Python values."""
        names: dict[str, Any] = {"f": source.function}
        given: list[str] = []
        for name in computed_columns(self.own.table, source):
            column = self.own.table.column(name, place=None, use=self.label)
            value = f"r[{self._need(column.name)}]"
            read = self.planner.dialect.reader(column)
            if read:
                names[f"read_{name}"] = read
                value = f"None if {value} is None else read_{name}({value})"
            given.append(value if source.columns else f"{name}={value}")
        viewer = viewer_parameter(source.function, self.graph.viewer)
        if viewer:
            given.append(f"{viewer}=v")
        made: Callable[[Any, Any], Any] = eval(f"lambda r, v: f({', '.join(given)})", names)  # noqa: S307  # our own text
        return made

    # ------------------------------------------------------------ beyond the row

    def _inner(self, node: NodeType, *needed: str) -> tuple[Columns, Selection]:
        columns = Columns(node)
        for name in needed:
            columns.need(name)
        return columns, self.planner.node(node, self.details, columns)

    def plan_one(self) -> None:
        source = self.field.source
        assert isinstance(source, OneSource)
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
        self.selection.lead(link)

    def plan_many(self) -> None:
        source = self.field.source
        assert isinstance(source, ManySource)
        target = self.graph.nodes[self.field.shape.innermost.name]
        by = target.table.find(source.by) if source.by else None
        plan = self._list if self.field.shape.kind is Kind.LIST else self._connection
        self.selection.lead(plan(source, target, by))

    def _list(self, source: ManySource, target: NodeType, by: Column | None) -> Link:
        assert by is not None
        _, selection = self._inner(target)
        return ListLink(
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

    def _connection(self, source: ManySource, target: NodeType, by: Column | None) -> Link:
        columns = Columns(target)
        parts, display = Paging(self.planner, target, columns).plan(self.definition, self.details)
        return ConnectionLink(
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
            parts=parts,
            display=display,
        )

    def _arguments(self) -> Arguments:
        first = self.details[0]
        return Arguments(definition=self.definition, node=first.node, fragment=first.fragment_variable_values)

    def plan_batched(self) -> None:
        source = self.field.source
        assert isinstance(source, BatchedSource)
        completion = Completion(self.planner, max(source.max, SHORT))
        convert = completion.convert(self.definition.type, self.details, self.label)
        column = self.own.table.column(source.key, place=None, use=self.label)
        link = BatchedLink(
            key=self.key,
            label=self.label,
            key_at=self._need(source.key),
            reader=lambda run: run.dialect.reader(column),
            call=self._called(source.function),
            convert=convert,
            references=completion.references,
            width=completion.item_width(self.definition.type, self.details),
            is_list=self.field.shape.kind is Kind.LIST,
            max=source.max,
        )
        self.selection.lead(link)

    def plan_aggregate(self) -> None:
        source = self.field.source
        assert isinstance(source, AggregateSource)
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
        self.selection.lead(link)

    def plan_function(self) -> None:
        source = self.field.source
        assert isinstance(source, FunctionSource)
        completion = Completion(self.planner, LONGEST)
        convert = completion.convert(self.definition.type, self.details, self.label)
        kind = EventLink if source.kind == "subscription" else FunctionLink
        link = kind(
            key=self.key,
            label=self.label,
            call=self._called(source.function),
            convert=convert,
            references=completion.references,
            width=completion.item_width(self.definition.type, self.details),
            is_list=self.field.shape.kind is Kind.LIST,
        )
        self.selection.lead(link)

    def _called(self, function: Callable[..., Any]) -> Call:
        signature = self.field.signature
        return Call(
            label=self.label,
            owner=self.field.owner,
            function=function,
            arguments=self._arguments(),
            prepare=preparation(signature, self.definition),
            ids=[each.graphql_name for each in signature.parameters if each.takes_ids],
            asked={name: self._asked() for name, kind in signature.supplied.items() if kind is Fields},
        )

    def _asked(self) -> Fields:
        answer = get_named_type(self.definition.type)
        if not isinstance(answer, GraphQLObjectType):
            return Fields()
        return Fields(each[0].node.name.value for each in self.planner.grouped(answer, self.details).values())


_PLANS: dict[type[Source], Callable[[_Field], None]] = {
    IdSource: _Field.plan_id,
    ColumnSource: _Field.plan_column,
    ComputedSource: _Field.plan_computed,
    OneSource: _Field.plan_one,
    ManySource: _Field.plan_many,
    BatchedSource: _Field.plan_batched,
    AggregateSource: _Field.plan_aggregate,
    FunctionSource: _Field.plan_function,
}


class _Names(dict[Any, Any]):
    """What a column holds, as the enum's names: a lookup in generated code; a value that is none of them has failed."""

    def __init__(self, names: Mapping[Any, str], where: str) -> None:
        super().__init__(names)
        self[None] = None
        self.where = where

    def __missing__(self, value: object) -> Failure:
        return failure_of(KeyError(value), self.where)


def _names(definition: GraphQLField) -> dict[Any, str]:
    """The names of an enum in the schema, by what its column holds."""
    values = cast(GraphQLEnumType, get_named_type(definition.type)).values
    return {getattr(each.value, "value", each.value): name for name, each in values.items()}


def _guarded(function: Callable[..., Any], where: str) -> Callable[..., Any]:
    """The same function; what it raises is the field's failure."""

    def call(*arguments: Any) -> Any:
        try:
            return function(*arguments)
        except Exception as error:  # noqa: BLE001  # a function of a department may raise anything
            return failure_of(error, where)

    return call
