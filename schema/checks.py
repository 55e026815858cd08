"""What every declaration must fulfil before the graph is built; each mistake says what to write instead."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import fields
from decimal import Decimal
from enum import Enum
from typing import NoReturn

from tortoise.expressions import Q

from schema.declare import everyone
from schema.errors import DeclarationError
from schema.graph import FieldDef, Graph, NodeType, ObjectType
from schema.place import Place
from schema.shape import Kind, Shape, hints_of, shape_of
from schema.signatures import takes, viewer_parameter
from schema.sources import AggregateSource, BatchedSource, ColumnSource, ComputedSource, ManySource, OneSource, Source
from schema.table import Column, Table


def check_node(graph: Graph, node: NodeType) -> None:
    """A node's fields, filters, orders, sums, groups and guards."""
    _check_interfaces(graph, node)
    _check_lists(node)
    for field in node.fields.values():
        _CHECKS.get(type(field.source), _nothing)(graph, node, field)


def check_root(graph: Graph, root: ObjectType) -> None:
    """Root fields are pages of all nodes of a type, or functions."""
    for field in root.fields.values():
        if isinstance(field.source, ManySource):
            _check_root_many(graph, root, field)
        elif type(field.source) in _CHECKS:
            _fail(
                f"{root.name}.{field.name} cannot be a {type(field.source).__name__.removesuffix('Source').lower()}",
                field.place,
                "A root field is `many()`, or a function declared with @query.",
            )


def _nothing(graph: Graph, node: NodeType, field: FieldDef) -> None:
    pass


def _fail(what: str, place: Place | None, remedy: str) -> NoReturn:
    raise DeclarationError(what, place=place, remedy=remedy)


def _use(node: ObjectType, field: FieldDef) -> str:
    return f"{node.name}.{field.name}"


# ---------------------------------------------------------------- the node as a whole


def _check_interfaces(graph: Graph, node: NodeType) -> None:
    for name in node.interfaces:
        for wanted in graph.interfaces[name].fields.values():
            found = node.fields.get(wanted.graphql_name)
            if found is None or found.shape != wanted.shape:
                _fail(
                    f"{node.name} implements {name}, and its field {wanted.name!r} differs from there",
                    node.place,
                    f"Annotate {wanted.name} as {name} does, and give it a source.",
                )


def _check_lists(node: NodeType) -> None:
    declared = node.declaration
    for name in declared.filters:
        _indexed(node, name, "filters")
    for name in declared.orders:
        _orderable(node, name, "orders", indexed=True)
    for name in (*declared.groups, *declared.search, *declared.keys, *declared.visible):
        node.table.column(name, place=node.place, use=f"{node.name}, @node(...)")
    for name in declared.search:
        if name in declared.visible:
            _fail(f"{node.name}: {name!r} is searchable and guarded", node.place, "Leave it out of `search`.")
    for name in declared.sums:
        _check_sum(node, name)


def _indexed(node: NodeType, name: str, use: str) -> Column:
    column = node.table.column(name, place=node.place, use=f"{node.name}, {use}")
    if not column.indexed:
        _fail(
            f"{node.name}, {use}: the column {name!r} has no index",
            node.place,
            f"Give it one in {node.table.model.__name__} (db_index=True, or first in Meta.indexes), or leave it out.",
        )
    if column.type in (Decimal, float, object):
        _fail(
            f"{node.name}, {use}: the column {name!r} does not compare alike in every database",
            node.place,
            "Store it as an integer (minor units, millionths), or leave it out.",
        )
    return column


def _orderable(node: NodeType, name: str, use: str, *, indexed: bool) -> None:
    if indexed:
        _indexed(node, name, use)
    column = node.table.column(name, place=node.place, use=f"{node.name}, {use}")
    if column.nullable or name in node.declaration.visible:
        _fail(
            f"{node.name}, {use}: the column {name!r} can be missing, so its order would not be one",
            node.place,
            "Order by a column that is never null and has no guard.",
        )


def _check_sum(node: NodeType, name: str) -> None:
    field = next((each for each in node.fields.values() if each.name == name), None)
    if field and isinstance(field.source, ComputedSource):
        first = node.table.find(computed_columns(node.table, field.source)[0])
        if first and first.type is int:
            return
    elif field and isinstance(field.source, ColumnSource):
        column = node.table.find(field.source.name)
        if column and column.type is int:
            return
    _fail(
        f"{node.name}, sums: {name!r} is no field of whole numbers",
        node.place,
        "Name a field that is an integer column, or computed from (integer, unit) columns like money.",
    )


# ---------------------------------------------------------------- field by field


def _check_column(graph: Graph, node: NodeType, field: FieldDef) -> None:
    assert isinstance(field.source, ColumnSource)
    column = node.table.column(field.source.name, place=field.place, use=_use(node, field))
    if field.shape.kind is not Kind.LEAF or not _holds(field.shape, column):
        _fail(
            f"{_use(node, field)} is annotated {_spoken(field.shape)}, the column {column.name!r} holds "
            f"{column.type.__name__}",
            field.place,
            f"Annotate {column.type.__name__}{' | None' if column.nullable else ''}, or give it another source.",
        )
    _check_null(node, field, column)


def _holds(shape: Shape, column: Column) -> bool:
    python = shape.python
    if isinstance(python, type) and issubclass(python, Enum):
        return column.enum is python
    return column.type is python


def _check_null(node: NodeType, field: FieldDef, column: Column) -> None:
    guarded = column.name in node.declaration.visible
    if (column.nullable or guarded) and not field.shape.nullable:
        _fail(
            f"{_use(node, field)} can be missing: the column {column.name!r} is {'guarded' if guarded else 'nullable'}",
            field.place,
            f"Annotate it `{_spoken(field.shape)} | None`.",
        )


def _spoken(shape: Shape) -> str:
    return shape.name or getattr(shape.python, "__name__", shape.kind.value)


def _check_one(graph: Graph, node: NodeType, field: FieldDef) -> None:
    source = field.source
    assert isinstance(source, OneSource)
    use = _use(node, field)
    if field.shape.kind is not Kind.NODE:
        _fail(f"{use} is a one() of {_spoken(field.shape)}", field.place, "Annotate the node it leads to.")
    target = graph.nodes[field.shape.name]
    here = _key(node, field, source.key)
    there = target.table.column(source.by, place=field.place, use=use)
    if not there.unique:
        _fail(
            f"{use}: several {target.name} can have the same {there.name!r}",
            field.place,
            f"Use many({there.name!r}), or make the column unique.",
        )
    if not field.shape.nullable and (here.nullable or source.by != "pk" or target.scope is not everyone):
        _fail(f"{use} can be missing or hidden", field.place, f"Annotate it `{target.name} | None`.")


def _key(node: NodeType, field: FieldDef, name: str) -> Column:
    """The column of this node that a link joins on; another department's only where its owner offers it."""
    column = node.table.column(name, place=field.place, use=_use(node, field))
    if name != "pk" and field.owner != node.owner and name not in node.declaration.keys:
        _fail(
            f"{_use(node, field)}: {field.owner} joins on {name!r} of {node.name}, which {node.owner} does not offer",
            field.place,
            f"Join on the key, or let {node.owner} declare keys=[{name!r}] ({node.place}).",
        )
    return column


def _check_many(graph: Graph, node: NodeType, field: FieldDef) -> None:
    source = field.source
    assert isinstance(source, ManySource)
    _key(node, field, source.key)
    target = _many_target(graph, node, field, source)
    if source.by is None:
        _fail(
            f"{_use(node, field)}: many() needs the column of {target.name} that points here",
            field.place,
            f"Write many({node.name.lower() + '_id'!r}).",
        )
    by = target.table.column(source.by, place=field.place, use=_use(node, field))
    if not by.indexed:
        _fail(f"{_use(node, field)}: {target.name}.{by.name} has no index", field.place, "Give the column an index.")


def _check_root_many(graph: Graph, root: ObjectType, field: FieldDef) -> None:
    assert isinstance(field.source, ManySource)
    target = _many_target(graph, root, field, field.source)
    if field.source.by is not None or field.shape.kind is not Kind.CONNECTION:
        _fail(
            f"{_use(root, field)}: a root field lists all {target.name} in pages",
            field.place,
            f"Write `{field.name}: Connection[{target.name}] = many()`.",
        )


def _many_target(graph: Graph, node: ObjectType, field: FieldDef, source: ManySource) -> NodeType:
    shape = field.shape
    listed = shape.kind in (Kind.LIST, Kind.CONNECTION) and shape.item and shape.item.kind is Kind.NODE
    if not listed or shape.nullable or shape.innermost.nullable:
        _fail(f"{_use(node, field)} is no list of nodes", field.place, "Annotate Connection[T], or list[T] with max=.")
    if (shape.kind is Kind.LIST) != (source.max is not None):
        _fail(
            f"{_use(node, field)}: a list has a maximum and a page has none",
            field.place,
            "Write `list[T] = many(..., max=20)` or `Connection[T] = many(...)`.",
        )
    target = graph.nodes[shape.innermost.name]
    _refuse_guarded(target, source.where, field)
    if source.order:
        _orderable(target, source.order.removeprefix("-"), f"order of {_use(node, field)}", indexed=False)
    return target


def _refuse_guarded(target: NodeType, where: Q, field: FieldDef) -> None:
    """A relation's own filter would answer for a column that the viewer may not see."""
    guarded = [name for name in where.filters if name.split("__")[0] in target.declaration.visible]
    if guarded:
        _fail(
            f"{field.name}: where= tests {guarded[0]!r} of {target.name}, which is guarded",
            field.place,
            "Leave it to the client's filter, which goes through the guard.",
        )
    for child in where.children:
        _refuse_guarded(target, child, field)


def computed_columns(table: Table, source: ComputedSource) -> tuple[str, ...]:
    """The columns that a computed field reads: those named, else its parameters that are columns."""
    if source.columns:
        return source.columns
    return tuple(name for name in inspect.signature(source.function).parameters if table.find(name))


def _check_computed(graph: Graph, node: NodeType, field: FieldDef) -> None:
    assert isinstance(field.source, ComputedSource)
    use = _use(node, field)
    _check_columns(graph, node, field, field.source)
    if _holds_nodes(graph, field.shape, set()):
        _fail(f"{use} is computed and cannot hold nodes", field.place, "Use one(), many() or batched().")


def _check_columns(graph: Graph, node: NodeType, field: FieldDef, source: ComputedSource) -> None:
    use, function = _use(node, field), source.function
    viewer = viewer_parameter(function, graph.viewer)
    for name in source.columns:
        node.table.column(name, place=field.place, use=use)
    if source.columns and not takes(function, len(source.columns), [viewer] if viewer else []):
        _fail(
            f"{use}: {function.__name__} cannot be called with {', '.join(source.columns)}",
            field.place,
            f"Name one column for each parameter: {function.__name__}{inspect.signature(function)}.",
        )
    if not source.columns:
        for name in inspect.signature(function).parameters:
            if name != viewer:
                node.table.column(name, place=field.place, use=use)


def _holds_nodes(graph: Graph, shape: Shape, seen: set[type]) -> bool:
    """Whether nodes stand in a value: they would have to be read, row by row."""
    inner = shape.innermost
    if inner.kind is Kind.VALUE and inner.python not in seen:
        seen.add(inner.python)
        hints = hints_of(inner.python, graph.names, None)
        shapes = [shape_of(hints[each.name], place=None, use=each.name) for each in fields(inner.python)]
        return any(_holds_nodes(graph, each, seen) for each in shapes)
    return inner.kind in (Kind.NODE, Kind.INTERFACE) or any(_holds_nodes(graph, each, seen) for each in inner.members)


def _check_batched(graph: Graph, node: NodeType, field: FieldDef) -> None:
    assert isinstance(field.source, BatchedSource)
    _key(node, field, field.source.key)
    function, use = field.source.function, _use(node, field)
    remedy = "Write `async def f(keys: Sequence[int], viewer: Viewer) -> Mapping[int, T]`; arguments may follow."
    if not inspect.iscoroutinefunction(function):
        _fail(f"{use}: {function.__name__} is not async", field.place, remedy)
    named = [*(each.name for each in field.signature.parameters), *field.signature.supplied]
    if not takes(function, 1, named):
        _fail(f"{use}: {function.__name__} cannot be called with keys first and all else by name", field.place, remedy)


def _check_aggregate(graph: Graph, node: NodeType, field: FieldDef) -> None:
    source = field.source
    assert isinstance(source, AggregateSource)
    target = target_of(graph, source, _use(node, field))
    _refuse_guarded(target, source.where, field)
    _key(node, field, source.key)
    target.table.column(source.by, place=field.place, use=_use(node, field))
    if field.shape.python is not int or field.shape.nullable:
        _fail(f"{_use(node, field)} counts or sums whole numbers", field.place, "Annotate it `int`.")
    total = target.table.column(source.total, place=field.place, use=_use(node, field)) if source.total else None
    if total and total.type is not int:
        _fail(
            f"{_use(node, field)} adds up {total.name!r}, which holds {total.type.__name__}",
            field.place,
            "Name a column of whole numbers.",
        )


def target_of(graph: Graph, source: AggregateSource, use: str) -> NodeType:
    """The node whose rows an aggregate counts."""
    name = source.of if isinstance(source.of, str) else source.of.__name__
    found = graph.nodes.get(name)
    if found is None:
        _fail(f"{use} counts {name}, which is no node", source.place, "Name a class declared with @node.")
    return found


_CHECKS: dict[type[Source], Callable[[Graph, NodeType, FieldDef], None]] = {
    ColumnSource: _check_column,
    OneSource: _check_one,
    ManySource: _check_many,
    ComputedSource: _check_computed,
    BatchedSource: _check_batched,
    AggregateSource: _check_aggregate,
}
