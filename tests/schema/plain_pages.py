"""The parts of a connection in plain Python: its items, edges, page info, summary and sums."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from schema.graph import NodeType
from schema.sources import ColumnSource, ComputedSource
from tests.schema.plain import FieldError
from tests.schema.plain_lists import Order, Page, group_text
from tests.schema.world.rows import Row

if TYPE_CHECKING:
    from tests.schema.oracle import Oracle


@dataclass(frozen=True)
class Item:
    """A node."""

    node: NodeType
    row: Row

    @property
    def type_name(self) -> str:
        return self.node.name


@dataclass(frozen=True)
class Listed:
    """A connection: the whole list in order, and the page asked for."""

    node: NodeType
    rows: list[Row]
    order: Order
    page: Page

    def ask(self, name: str, given: Mapping[str, Any], oracle: Oracle) -> Any:
        match name:
            case "edges":
                return [Edge(Item(self.node, row), self.order.cursor(row)) for row in self.page.rows]
            case "nodes":
                return [Item(self.node, row) for row in self.page.rows]
            case "pageInfo":
                return Info(self)
            case "totalCount":
                return len(self.rows)
            case _:
                return Figures(self.node, self.rows)


@dataclass(frozen=True)
class Edge:
    """An item of a page."""

    item: Item
    cursor: str

    def ask(self, name: str, given: Mapping[str, Any], oracle: Oracle) -> Any:
        return self.item if name == "node" else oracle.told(self.item.type_name, self.cursor)


@dataclass(frozen=True)
class Info:
    """Where a page stands."""

    listed: Listed

    def ask(self, name: str, given: Mapping[str, Any], oracle: Oracle) -> Any:
        page, order = self.listed.page, self.listed.order
        if name.startswith("has"):
            return page.has_next if name == "hasNextPage" else page.has_previous
        if not page.rows:
            return None
        row = page.rows[0 if name == "startCursor" else -1]
        return oracle.told(self.listed.node.name, order.cursor(row))


@dataclass(frozen=True)
class Figures:
    """A summary, or one of its groups."""

    node: NodeType
    rows: list[Row]
    key: str | None = None

    def ask(self, name: str, given: Mapping[str, Any], oracle: Oracle) -> Any:
        match name:
            case "count":
                return len(self.rows)
            case "key":
                return self.key
            case "sums":
                return Sums(self.node, self.rows)
            case _:
                return self._groups(str(getattr(given["by"], "value", given["by"])).lower(), oracle)

    def _groups(self, by: str, oracle: Oracle) -> list[Figures]:
        column = by if by in self.node.declaration.groups else f"{by}_id"
        found: dict[str | None, list[Row]] = {}
        for row in self.rows:
            found.setdefault(group_text(oracle.sight.value(self.node.name, row, column)), []).append(row)
        if len(found) > oracle.cap:
            raise FieldError("LIST_TOO_LONG")
        ordered = sorted(found, key=lambda key: (-len(found[key]), key is None, key or ""))
        return [Figures(self.node, found[key], key) for key in ordered]


@dataclass(frozen=True)
class Sums:
    """The sums of a summary."""

    node: NodeType
    rows: list[Row]

    def ask(self, name: str, given: Mapping[str, Any], oracle: Oracle) -> Any:
        source = self.node.fields[name].source
        if isinstance(source, ColumnSource):
            values = (oracle.sight.value(self.node.name, row, source.name) for row in self.rows)
            return sum(value for value in values if value is not None)
        assert isinstance(source, ComputedSource)
        amount, *units = source.columns
        totals: dict[tuple[Any, ...], int] = {}
        for row in self.rows:
            value = oracle.sight.value(self.node.name, row, amount)
            if value is not None:
                unit = tuple(oracle.sight.value(self.node.name, row, each) for each in units)
                totals[unit] = totals.get(unit, 0) + value
        ordered = sorted(totals, key=lambda unit: [str(each) for each in unit])
        return [source.function(totals[unit], *unit) for unit in ordered]


Plain = Listed | Edge | Info | Figures | Sums
