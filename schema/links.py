"""The ways that lead from the rows of one level to the next: each takes one statement, however many rows there are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from tortoise.expressions import Q

from schema.errors import Code, fault
from schema.failure import Failure, missing
from schema.figures import COUNT
from schema.graph import NodeType
from schema.run import Run
from schema.selection import Link, Row, Selection
from schema.statement import Columns, Order, Statement, Window
from schema.table import Column
from schema.values import whole


def keys_of(rows: Sequence[Row], at: int) -> list[Any]:
    """The different values in one place of the rows, in their order."""
    found = dict.fromkeys([row[at] for row in rows])
    found.pop(None, None)
    return list(found)


@dataclass(kw_only=True)
class OneLink(Link):
    """The related node."""

    key_at: int
    node: NodeType
    by: Column
    by_at: int
    nullable: bool
    selection: Selection

    def bind(self, run: Run, variables: Any) -> int:
        return self.selection.bind(run, variables)

    async def follow(self, run: Run, rows: Sequence[Row]) -> list[Any]:
        found, at = await self._read(run, keys_of(rows, self.key_at)), self.key_at
        if self.nullable:
            get = found.get
            return [get(row[at]) for row in rows]
        return [found[row[at]] if row[at] in found else missing(self.label) for row in rows]

    async def _read(self, run: Run, keys: list[Any]) -> dict[Any, Any]:
        if not keys:
            return {}
        assert self.selection.columns is not None
        statement = run.statement(self.node)
        statement.among(self.by, keys)
        rows = await run.fetch(statement.rows(self.selection.columns), self.node, self.label)
        made, at = await self.selection.complete(run, rows), self.by_at
        return {row[at]: each for row, each in zip(rows, made, strict=True)}


@dataclass(kw_only=True)
class ListLink(Link):
    """The related nodes, a short list with a declared maximum."""

    key_at: int
    node: NodeType
    by: Column
    where: Q
    order: Order
    max: int
    selection: Selection

    def bind(self, run: Run, variables: Any) -> int:
        return self.max * self.selection.bind(run, variables)

    async def follow(self, run: Run, rows: Sequence[Row]) -> list[Any]:
        assert self.selection.columns is not None
        keys, at = keys_of(rows, self.key_at), self.key_at
        related = Related(self.node, self.by, keys, self.where)
        groups = await related.windows(run, Window(self.order, self.max), self.selection.columns, self.label)
        kept = [found for found in groups if len(found) <= self.max]
        dicts = iter(await self.selection.complete(run, [row for found in kept for row in found]))
        lists: dict[Any, Any] = {
            key: [next(dicts) for _ in found] if len(found) <= self.max else self._too_long()
            for key, found in zip(keys, groups, strict=True)
        }
        return [lists.get(row[at], []) for row in rows]

    def _too_long(self) -> Failure:
        message = f"{self.label} has more than {self.max} items, the most that this list may hold."
        return Failure(fault(Code.LIST_TOO_LONG, message))


@dataclass(frozen=True)
class Related:
    """The rows that belong to some keys; without `by`, all rows, which belong to the one key there is."""

    node: NodeType
    by: Column | None
    keys: Sequence[Any]
    where: Q
    narrow: Callable[[Statement], object] = lambda statement: None

    def together(self, run: Run) -> Statement:
        """A statement about all of them, whichever key they belong to."""
        statement = self._any(run)
        if self.by:
            statement.among(self.by, self.keys)
        return statement

    def _any(self, run: Run) -> Statement:
        statement = run.statement(self.node)
        statement.require(self.where)
        self.narrow(statement)
        return statement

    async def windows(self, run: Run, window: Window, columns: Columns, label: str) -> list[Sequence[Row]]:
        """One window of rows for each key, in one statement, in the direction in which the window is counted."""
        if self.by is None or len(self.keys) == 1:
            asked = self.together(run).window(columns, window)
            return [await run.fetch(asked, self.node, label)]
        if not self.keys:
            return []
        places = [columns.need(column.name) for column in window.order.columns]
        asked = self._any(run).windows(columns, self.by, self.keys, window)
        groups: dict[Any, list[Row]] = {key: [] for key in self.keys}
        for row in await run.fetch(asked, self.node, label):
            groups[row[-1]].append(row)
        is_descending = window.order.descending != window.backward
        for rows in groups.values():
            rows.sort(key=itemgetter(*places), reverse=is_descending)
        return list(groups.values())


@dataclass(kw_only=True)
class AggregateLink(Link):
    """A count or a sum over the related rows."""

    key_at: int
    node: NodeType
    by: Column
    where: Q
    total: Column | None

    def bind(self, run: Run, variables: Any) -> int:
        return 1

    async def follow(self, run: Run, rows: Sequence[Row]) -> list[Any]:
        statement = Related(self.node, self.by, keys_of(rows, self.key_at), self.where).together(run)
        measure = COUNT
        if self.total:
            measure = statement.value(self.total)
            measure = type(measure)("SUM(") + measure + ")"
        group = [statement.value(self.by)]
        found = {row[0]: row[1] for row in await run.fetch(statement.figures(group, [measure]), self.node, self.label)}
        return [whole(int(found.get(row[self.key_at]) or 0), self.label) for row in rows]
