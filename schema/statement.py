"""Statements over one node's table: the scope stands in each of them, the guards in each column they read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tortoise.expressions import Q

from schema.conditions import TRUE, Aliases, Conditions, Row, Sql, all_of, sql
from schema.dialect import Dialect
from schema.graph import NodeType
from schema.table import Column


@dataclass
class Columns:
    """The columns that a level reads, in the order of its rows' values."""

    node: NodeType

    def __post_init__(self) -> None:
        self.names: list[str] = []
        self.text = ""
        """The columns as a statement lists them, for whoever sees all of their values."""

    def need(self, name: str) -> int:
        """The place of a column in each row; the column is read from now on."""
        own = self.node.table.pk.name if name == "pk" else name
        if own not in self.names:
            self.names.append(own)
            self.text = ", ".join(f'{ROW}."{self.node.table.columns[name].db_name}"' for name in self.names)
        return self.names.index(own)


@dataclass(frozen=True)
class Order:
    """An order of a node's rows: by a column, then by key, in one direction."""

    column: Column
    pk: Column
    descending: bool

    @property
    def name(self) -> str:
        return f"{'-' if self.descending else ''}{self.column.name}"

    @property
    def columns(self) -> list[Column]:
        return [self.column] if self.column is self.pk else [self.column, self.pk]


@dataclass(frozen=True)
class Window:
    """A part of an ordered list: after and before a place, and at most so many, counted from the start or the end."""

    order: Order
    limit: int
    after: tuple[Any, ...] | None = None
    before: tuple[Any, ...] | None = None
    backward: bool = False


ROW = "t"
"""What the rows of a statement's node are called in it."""


class Statement:
    """One statement about the rows of a node that a viewer may see."""

    def __init__(self, node: NodeType, viewer: object, dialect: Dialect) -> None:
        self.node = node
        self.viewer = viewer
        self.dialect = dialect
        self.row = Row(node.table, ROW)
        self.conditions = Conditions(dialect, Aliases())
        self.parts: list[Sql] = []
        self.require(node.scope(viewer))

    def require(self, q: Q) -> None:
        """Narrow to the rows in `q`."""
        self.add(self.conditions.of(q, self.row))

    def add(self, condition: Sql) -> None:
        """Narrow to the rows that fulfil a condition."""
        if condition is not TRUE:
            self.parts.append(condition)

    def among(self, column: Column, keys: Sequence[Any]) -> None:
        """Narrow to the rows whose column holds one of these keys, given as the driver has them."""
        self._seen(column)
        text = self.row.sql(column)
        if len(keys) == 1:
            self.add(Sql(f"{text} = ?", (keys[0],)))
        else:
            condition, bound = self.dialect.among(text, keys)
            self.add(Sql(condition, (bound,)))

    def _seen(self, column: Column) -> None:
        """Narrow to the rows whose column shows its value."""
        guard = self.guard(column.name)
        if guard:
            self.add(Sql(f"({guard.text}) IS TRUE", guard.values))

    def guard(self, name: str) -> Sql | None:
        """The condition under which a column shows its value, if it has one."""
        visible = self.node.declaration.visible.get(name)
        return self.conditions.of(visible(self.viewer), self.row) if visible else None

    def shows(self, column: Column, target: NodeType) -> Sql | None:
        """The condition under which the row that a foreign key points to is seen; None where everybody sees all."""
        scope = target.scope(self.viewer)
        if not scope:
            return None
        row = Row(target.table, self.conditions.aliases.next())
        found = self.conditions.of(scope, row)
        head = f'EXISTS (SELECT 1 FROM "{target.table.name}" {row.alias} WHERE {row.sql(target.table.pk)} = '
        return Sql(f"{head}{self.row.sql(column)} AND ") + found + ")"

    def value(self, column: Column) -> Sql:
        """A column as this viewer sees it."""
        guard = self.guard(column.name)
        text = self.row.sql(column)
        return Sql(f"CASE WHEN {guard.text} THEN {text} END", guard.values) if guard else Sql(text)

    @cached_property
    def source(self) -> str:
        return f'"{self.node.table.name}" {self.row.alias}'

    def condition(self) -> Sql:
        return sql(" WHERE ", all_of(self.parts)) if self.parts else Sql("")

    # ------------------------------------------------------------ what is asked

    def rows(self, columns: Columns) -> Sql:
        """All rows."""
        return sql("SELECT ", self._listed(columns), " FROM ", self.source, self.condition())

    def window(self, columns: Columns, window: Window) -> Sql:
        """The rows of one window, in the order in which they are counted, one more than its limit."""
        return sql("SELECT ", self._listed(columns), self._within(window))

    def windows(self, columns: Columns, by: Column, keys: Sequence[Any], window: Window) -> Sql:
        """The same for each of these values of `by`, which stands last in each row; the rows are in no order.

        Each key's rows end at the limit, read from an index on (by, order); a numbering of all rows reads them all.
        """
        self._seen(by)
        self.add(Sql(f"{self.row.sql(by)} = k.value"))
        text, bound = self.dialect.each(by, keys)
        each, listed, rows = Sql(text, (bound,)), self._listed(columns), self._within(window)
        if self.dialect.has_lateral:
            return sql("SELECT w.* FROM ", each, " CROSS JOIN LATERAL (SELECT ", listed, ", k.value", rows, ") w")
        joined = f" CROSS JOIN {self.source} ON {ROW}.rowid IN (SELECT {ROW}.rowid"
        return sql("SELECT ", listed, ", k.value FROM ", each, joined, rows, ")")

    def figures(self, group: Sequence[Sql], measures: Sequence[Sql]) -> Sql:
        """Counts and sums, for each combination of the grouping values."""
        whole = sql("SELECT ", listed([*group, *measures]), " FROM ", self.source, self.condition())
        numbers = ", ".join(str(index + 1) for index in range(len(group)))
        return whole + (f" GROUP BY {numbers}" if group else "")

    def _listed(self, columns: Columns) -> Sql:
        if not columns.names:
            return Sql("1")
        if not self.node.declaration.visible:
            return Sql(columns.text)
        return listed([self.value(self.node.table.columns[name]) for name in columns.names])

    def _within(self, window: Window) -> Sql:
        """From where, on which condition, in which order and up to which limit."""
        self._place(window)
        end = f" ORDER BY {self._ordering(window)} LIMIT {window.limit + 1}"
        return sql(" FROM ", self.source, self.condition(), end)

    def _place(self, window: Window) -> None:
        for place, word in ((window.after, ">"), (window.before, "<")):
            if place is not None:
                self.add(self._beyond(window.order, place, word))

    def _beyond(self, order: Order, place: tuple[Any, ...], word: str) -> Sql:
        """A comparison of row values, which both databases answer from an index on (column, key)."""
        turned = {">": "<", "<": ">"}[word] if order.descending else word
        left = ", ".join(self.row.sql(column) for column in order.columns)
        marks = ", ".join("?" for _ in order.columns)
        return Sql(f"({left}) {turned} ({marks})" if len(place) > 1 else f"{left} {turned} ?", place)

    def _ordering(self, window: Window) -> str:
        direction = "DESC" if window.order.descending != window.backward else "ASC"
        return ", ".join(f"{self.row.sql(column)} {direction}" for column in window.order.columns)


def listed(parts: Sequence[Sql]) -> Sql:
    """The parts with commas between them."""
    return Sql(", ".join(part.text for part in parts), tuple(value for part in parts for value in part.values))
