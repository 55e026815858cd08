"""What can be asked of a connection: its items, where its page stands, and the figures of the whole list."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from schema.display import Display
from schema.figures import Over, read_figures
from schema.graph import NodeType
from schema.page import EMPTY, Asked, Page, cursor_maker
from schema.run import Run
from schema.selection import Row, Selection
from schema.statement import Columns
from schema.summary import FiguresPlan, Summary


@dataclass
class Level:
    """The lists of one level while they are answered, one for each key of a parent."""

    run: Run
    asked: Asked
    keys: Sequence[Any]
    columns: Columns
    over: Over
    is_empty: bool = False
    """Nothing belongs to these keys, so nothing is read."""
    pages: Sequence[Page] = field(init=False)
    counts: Mapping[Any, Mapping[str, Any]] | None = None
    """How many items each list has, once it was asked; two aliases ask once."""

    def __post_init__(self) -> None:
        self.pages = [EMPTY] * len(self.keys)

    @cached_property
    def rows(self) -> list[Row]:
        """The rows of all pages, one page after the other."""
        return [row for page in self.pages for row in page.rows]

    @cached_property
    def cursors(self) -> list[str]:
        """The cursors of these rows."""
        make = cursor_maker(self.asked.window.order, *self.place_cursors())
        return [make(row) for row in self.rows]

    def place_cursors(self) -> tuple[int, int]:
        """Where in a row its cursor's value and key stand; these columns are read from now on."""
        order = self.asked.window.order
        return self.columns.need(order.column.name), self.columns.need(order.pk.name)

    def by_page(self, items: list[Any]) -> list[list[Any]]:
        """What was made of the rows, page by page."""
        found: list[list[Any]] = []
        start = 0
        for page in self.pages:
            end = start + len(page.rows)
            found.append(items[start:end])
            start = end
        return found


class Part(ABC):
    """A field of a connection."""

    reads_rows = False
    reads_cursors = False

    def bind_items(self, run: Run, variables: Any) -> int:
        """Bind what was asked of each item; the most values that it can have."""
        return 0

    def bind_whole(self, run: Run, node: NodeType, variables: Any) -> int:
        """Bind what was asked of the list as a whole; how many values there are besides the field itself."""
        return 0

    @abstractmethod
    async def follow(self, level: Level) -> list[Any]:
        """The field's value in each of the level's connections."""


@dataclass
class Nodes(Part):
    """The items themselves."""

    selection: Selection
    reads_rows = True

    def bind_items(self, run: Run, variables: Any) -> int:
        return self.selection.bind(run, variables)

    async def follow(self, level: Level) -> list[Any]:
        return level.by_page(await self.selection.complete(level.run, level.rows))


@dataclass
class Edges(Part):
    """The items with their cursors: for each field of an edge the selection on the node, `cursor`, or a type's name."""

    fields: Sequence[Selection | str]
    display: Display
    reads_rows = True

    def __post_init__(self) -> None:
        self.reads_cursors = "cursor" in self.fields

    def bind_items(self, run: Run, variables: Any) -> int:
        return len(self.fields) + sum(each.bind(run, variables) for each in self.fields if isinstance(each, Selection))

    async def follow(self, level: Level) -> list[Any]:
        lists = [await self._list(level, each) for each in self.fields]
        return level.by_page(self.display(level.rows, level.run.viewer, *lists))

    async def _list(self, level: Level, of: Selection | str) -> list[Any]:
        if isinstance(of, Selection):
            return await of.complete(level.run, level.rows)
        return level.cursors if of == "cursor" else [of] * len(level.rows)


@dataclass
class PageInfo(Part):
    """Where a page stands in its list."""

    fields: Sequence[str]
    display: Display
    reads_rows = True

    def __post_init__(self) -> None:
        self.reads_cursors = "startCursor" in self.fields or "endCursor" in self.fields

    def bind_whole(self, run: Run, node: NodeType, variables: Any) -> int:
        return len(self.fields)

    async def follow(self, level: Level) -> list[Any]:
        return self.display(level.pages, level.run.viewer, *[self._list(level, each) for each in self.fields])

    def _list(self, level: Level, of: str) -> list[Any]:
        match of:
            case "hasNextPage":
                return [page.has_next(level.asked) for page in level.pages]
            case "hasPreviousPage":
                return [page.has_previous(level.asked) for page in level.pages]
            case "startCursor":
                return [cursors[0] if cursors else None for cursors in level.by_page(level.cursors)]
            case "endCursor":
                return [cursors[-1] if cursors else None for cursors in level.by_page(level.cursors)]
            case _:
                return [of] * len(level.pages)


@dataclass
class TotalCount(Part):
    """How many items the whole list has."""

    async def follow(self, level: Level) -> list[Any]:
        if level.counts is None:
            level.counts = {} if level.is_empty else await read_figures(level.run, level.over, None, ())
        return [level.counts.get(key, {}).get("count", 0) for key in level.keys]


@dataclass
class Figures(Part):
    """The summary of the whole list."""

    plan: FiguresPlan

    def bind_whole(self, run: Run, node: NodeType, variables: Any) -> int:
        return self.plan.bind(run, node, variables)

    async def follow(self, level: Level) -> list[Any]:
        summary = Summary(self.plan, {}, {}) if level.is_empty else await self.plan.read(level.run, level.over)
        return [summary.of(key) for key in level.keys]


@dataclass
class Typename(Part):
    """The connection's own type."""

    name: str

    async def follow(self, level: Level) -> list[Any]:
        return [self.name] * len(level.keys)
