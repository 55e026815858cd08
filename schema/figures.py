"""Counts and sums over the rows that a viewer may see, for many parents and groups in one statement each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from schema.checks import computed_columns
from schema.conditions import Sql
from schema.errors import Code, fault
from schema.failure import Failure, failure_of
from schema.graph import NodeType
from schema.lists import Sum
from schema.run import Run
from schema.sources import ColumnSource
from schema.statement import Statement
from schema.table import Column
from schema.values import Convert, Pending, whole

COUNT = Sql("COUNT(*)")


@dataclass(frozen=True)
class Adding:
    """A sum that was asked for, with the conversion of each of its values."""

    sum: Sum
    convert: Convert
    width: int


@dataclass(frozen=True)
class Over:
    """The rows that figures speak of: those of each parent, narrowed by what was asked."""

    node: NodeType
    field: str
    by: Column | None
    start: Callable[[Run], Statement]


Figures = dict[Any, dict[str, Any]]
"""By parent and group: the count under "count", and each sum under its name."""


async def read_figures(run: Run, over: Over, group: Column | None, adding: Sequence[Adding]) -> Figures:
    """One statement for the count and the plain sums, one more for each sum that has units."""
    plain = [each for each in adding if not each.sum.source]
    columns = [column for column in (over.by, group) if column]
    statement = over.start(run)
    measures = [COUNT, *(_total(statement, _column(over.node, each.sum)) for each in plain)]
    asked = statement.figures([statement.value(column) for column in columns], measures)
    figures: Figures = {}
    for row in await run.fetch(asked, over.node, over.field):
        figures[_key(row, over.by, group)] = {
            "count": row[len(columns)],
            **{
                each.sum.field.name: whole(int(row[len(columns) + 1 + at] or 0), each.sum.field.name)
                for at, each in enumerate(plain)
            },
        }
    for each in adding:
        if each.sum.source:
            await _add_units(run, over, group, each, figures)
    return figures


async def _add_units(run: Run, over: Over, group: Column | None, each: Adding, figures: Figures) -> None:
    """Add a quantity up for each of its units, as money is for each currency."""
    assert each.sum.source is not None
    table = over.node.table
    amount, *units = (table.known(name) for name in computed_columns(table, each.sum.source))
    columns = [column for column in (over.by, group) if column]
    statement = over.start(run)
    value = statement.value(amount)
    statement.add(value + " IS NOT NULL")
    grouping = [statement.value(column) for column in (*columns, *units)]
    rows = await run.fetch(statement.figures(grouping, [Sql("SUM(") + value + ")"]), over.node, over.field)
    for row in sorted(rows, key=lambda row: [str(part) for part in tuple(row)[len(columns) : -1]]):
        made = _quantity(
            run, each, int(row[len(columns) + len(units)]), list(zip(units, tuple(row)[len(columns) : -1], strict=True))
        )
        counted = figures.get(_key(row, over.by, group))
        if counted is not None:  # a group that was written between the two statements is not of this answer
            counted.setdefault(each.sum.field.name, []).append(made)


def _quantity(run: Run, each: Adding, total: int, units: list[tuple[Column, Any]]) -> Any:
    assert each.sum.source is not None
    try:
        read = [_read(run, column, value) for column, value in units]
        return each.convert(each.sum.source.function(total, *read), Pending())
    except Exception as error:  # noqa: BLE001  # a function of a department may raise anything
        return failure_of(error, each.sum.field.name)


def _read(run: Run, column: Column, value: Any) -> Any:
    reader = run.dialect.reader(column)
    return reader(value) if reader and value is not None else value


def _total(statement: Statement, column: Column) -> Sql:
    return Sql("SUM(") + statement.value(column) + ")"


def _column(node: NodeType, each: Sum) -> Column:
    assert isinstance(each.field.source, ColumnSource)
    return node.table.known(each.field.source.name)


def _key(row: Sequence[Any], by: Column | None, group: Column | None) -> Any:
    parent = row[0] if by else None
    return (parent, row[1 if by else 0]) if group else parent


def group_key(run: Run, column: Column, raw: Any) -> str | None:
    """What a group has in common, as text: an enum's value by its name in the schema."""
    value = _read(run, column, raw)
    if value is None:
        return None
    if isinstance(value, Enum):
        return value.name
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date) else str(value)


def too_many_groups(cap: int, found: int, column: Column) -> Failure:
    """More groups than one answer may hold."""
    message = (
        f"There are {found} groups by {column.name}, more than {cap}. "
        "Ask for the largest (`first: 10`), or narrow the list by `where`."
    )
    return Failure(fault(Code.LIST_TOO_LONG, message))
