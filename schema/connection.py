"""Lists in pages: the rows of each parent's page, the count and the figures of the whole list, each when asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from graphql import GraphQLError
from tortoise.expressions import Q

from schema.failure import Failure
from schema.figures import Adding, Figures, Over, group_key, read_figures, too_many_groups
from schema.graph import NodeType
from schema.links import Arguments, coded, keys_of, read_windows, related
from schema.lists import Operand
from schema.page import Asked, Page, cursor_maker, limit_of, page_of, read_arguments
from schema.run import Run
from schema.selection import Link, Made, Row, Selection
from schema.statement import Columns, Statement
from schema.table import Column
from schema.where import where_sql


@dataclass
class FiguresPlan:
    """What was asked of a summary or of one of its groups."""

    counts: list[str] = field(default_factory=list[str])
    keys: list[str] = field(default_factory=list[str])
    typenames: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    sums: list[tuple[str, list[tuple[str, Adding | str]]]] = field(
        default_factory=list[tuple[str, list[tuple[str, "Adding | str"]]]]
    )
    groups: list[tuple[str, Arguments, FiguresPlan]] = field(default_factory=list[tuple[str, Arguments, "FiguresPlan"]])
    order: list[str] = field(default_factory=list[str])

    @property
    def adding(self) -> list[Adding]:
        """Each sum once, whatever its aliases."""
        found = [each for _, parts in self.sums for _, each in parts if isinstance(each, Adding)]
        return list({each.sum.field.name: each for each in found}.values())

    def bind(self, run: Run, node: NodeType, variables: Any) -> int:
        """Bind the columns to group by; how many values the figures can have."""
        total = len(self.counts) + len(self.keys) + sum(_width(each) for _, parts in self.sums for _, each in parts)
        for _, arguments, plan in self.groups:
            given = arguments.read(variables)
            chosen, most = given["by"], limit_of("first", given.get("first"), run.context.page_cap)
            column = node.table.known(str(getattr(chosen, "value", chosen)))
            run.bound[id(plan)] = column, most if given.get("first") is not None else None
            total += run.context.page_cap * plan.bind(run, node, variables)
        return total

    def make(self, figures: Mapping[str, Any], key: str | None = None) -> dict[str, Any]:
        """The object for these figures; what was never counted is none."""
        made: dict[str, Any] = dict.fromkeys(self.order)
        made.update(dict.fromkeys(self.counts, figures.get("count", 0)))
        made.update(dict.fromkeys(self.keys, key))
        made.update(self.typenames)
        for name, parts in self.sums:
            made[name] = {inner: _sum(figures, each) for inner, each in parts}
        return made


def _width(each: Adding | str) -> int:
    return each.width if isinstance(each, Adding) else 1


def _sum(figures: Mapping[str, Any], each: Adding | str) -> Any:
    if isinstance(each, str):
        return each
    return figures.get(each.sum.field.name, [] if each.sum.source else 0)


@dataclass
class Parts:
    """What was asked of a connection, by response key, in the order of asking."""

    order: list[str] = field(default_factory=list[str])
    edges: list[tuple[str, list[tuple[str, Selection | str]]]] = field(
        default_factory=list[tuple[str, list[tuple[str, "Selection | str"]]]]
    )
    nodes: list[tuple[str, Selection]] = field(default_factory=list[tuple[str, Selection]])
    page_infos: list[tuple[str, list[tuple[str, str]]]] = field(default_factory=list[tuple[str, list[tuple[str, str]]]])
    totals: list[str] = field(default_factory=list[str])
    summaries: list[tuple[str, FiguresPlan]] = field(default_factory=list[tuple[str, FiguresPlan]])
    typenames: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])

    @property
    def reads_rows(self) -> bool:
        return bool(self.edges or self.nodes or self.page_infos)

    @cached_property
    def needs_cursors(self) -> bool:
        on_edges = any(part == "cursor" for _, edge in self.edges for _, part in edge)
        return on_edges or any(part in ("startCursor", "endCursor") for _, info in self.page_infos for _, part in info)

    def selections(self) -> list[Selection]:
        inner = [part for _, parts in self.edges for _, part in parts if isinstance(part, Selection)]
        return [*inner, *(selection for _, selection in self.nodes)]


@dataclass(kw_only=True)
class ConnectionLink(Link):
    """Related nodes in pages; without `by`, all nodes of the type."""

    key_at: int | None
    node: NodeType
    by: Column | None
    where: Q
    order: str | None
    operands: Mapping[str, Operand]
    arguments: Arguments
    columns: Columns
    parts: Parts

    def bind(self, run: Run, variables: Any) -> int:
        each = sum(selection.bind(run, variables) for selection in self.parts.selections())
        each += sum(len(parts) for _, parts in self.parts.edges)
        try:
            given = self.arguments.read(variables)
            asked = read_arguments(self.node, self.order, given, run.context.page_cap, run.dialect)
            where_sql(run.statement(self.node), self.operands, asked.where)
            figures = sum(plan.bind(run, self.node, variables) for _, plan in self.parts.summaries)
        except GraphQLError as error:
            run.bound[id(self)] = coded(error)
            return 1
        run.bound[id(self)] = asked
        pages = sum(len(info) for _, info in self.parts.page_infos)
        return asked.window.limit * each + len(self.parts.order) + pages + figures

    async def follow(self, run: Run, rows: Sequence[Row], made: Made) -> None:
        bound = run.bound[id(self)]
        if isinstance(bound, GraphQLError):
            self.fail(made, Failure(bound))
            return
        keys = [None] if self.key_at is None else keys_of(rows, self.key_at)
        answers = await self._answers(run, bound, keys)
        empty: dict[str, Any] | None = None
        for row, each in zip(rows, made, strict=True):
            key = None if self.key_at is None else row[self.key_at]
            if key not in answers:
                empty = empty or _Answer(self, run, bound, {}, {}, {}, {}).make(None)
                each[self.key] = empty
            else:
                each[self.key] = answers[key]

    async def _answers(self, run: Run, asked: Asked, keys: list[Any]) -> dict[Any, dict[str, Any]]:
        if not keys:
            return {}
        over = self._over(asked, keys)
        pages = await self._pages(run, asked, keys, over) if self.parts.reads_rows else {}
        inner = await self._inner(run, pages)
        totals = await read_figures(run, over, None, ()) if self.parts.totals else {}
        summaries = {name: await _Summary(plan).read(run, over) for name, plan in self.parts.summaries}
        answer = _Answer(self, run, asked, pages, inner, totals, summaries)
        return {key: answer.make(key) for key in keys}

    def _over(self, asked: Asked, keys: list[Any]) -> Over:
        """What rows and figures speak of: those of these parents, narrowed by `where`."""
        begin = related(self.node, self.by, keys, self.where)

        def start(run: Run) -> Statement:
            statement = begin(run)
            self._narrow(statement, asked)
            return statement

        return Over(self.node, self.label, self.by, start)

    def _narrow(self, statement: Statement, asked: Asked) -> None:
        statement.add(where_sql(statement, self.operands, asked.where))

    async def _pages(self, run: Run, asked: Asked, keys: list[Any], over: Over) -> dict[Any, Page]:
        for column in asked.window.order.columns:
            self.columns.need(column.name)
        statement = over.start(run)
        groups = await read_windows(run, statement, self.by, keys, asked.window, self.columns.names, self.label)
        return {key: page_of(rows, asked) for key, rows in groups.items()}

    async def _inner(self, run: Run, pages: Mapping[Any, Page]) -> dict[int, dict[Any, list[dict[str, Any]]]]:
        """For each selection on the items: the dicts of each page."""
        flat = [row for page in pages.values() for row in page.rows]
        found: dict[int, dict[Any, list[dict[str, Any]]]] = {}
        for selection in self.parts.selections():
            dicts = iter(await selection.complete(run, flat))
            found[id(selection)] = {key: [next(dicts) for _ in page.rows] for key, page in pages.items()}
        return found


@dataclass
class _Summary:
    """A summary's figures for each parent."""

    plan: FiguresPlan

    async def read(self, run: Run, over: Over) -> Callable[[Any], dict[str, Any]]:
        figures: Figures = {}
        if self.plan.counts or self.plan.sums:
            figures = await read_figures(run, over, None, self.plan.adding)
        groups: dict[str, tuple[Column, FiguresPlan, dict[Any, Figures]]] = {}
        for name, _, plan in self.plan.groups:
            column: Column = run.bound[id(plan)][0]
            groups[name] = column, plan, _by_parent(await read_figures(run, over, column, plan.adding))

        def make(key: Any) -> dict[str, Any]:
            made = self.plan.make(figures.get(key, {}))
            for name, (column, plan, found) in groups.items():
                made[name] = _groups(run, column, plan, found.get(key, {}))
            return made

        return make


def _by_parent(figures: Figures) -> dict[Any, Figures]:
    found: dict[Any, Figures] = {}
    for (parent, group), each in figures.items():
        found.setdefault(parent, {})[group] = each
    return found


def _groups(run: Run, column: Column, plan: FiguresPlan, found: Figures) -> Any:
    first: int | None = run.bound[id(plan)][1]
    if first is None and len(found) > run.context.page_cap:
        return too_many_groups(run.context.page_cap, len(found), column)
    named = [(group_key(run, column, raw), figures) for raw, figures in found.items()]
    named.sort(key=lambda each: (-each[1]["count"], each[0] is None, each[0] or ""))
    return [plan.make(figures, key) for key, figures in named[:first]]


@dataclass
class _Answer:
    """The connection objects of one level."""

    link: ConnectionLink
    run: Run
    asked: Asked
    pages: Mapping[Any, Page]
    inner: Mapping[int, Mapping[Any, list[dict[str, Any]]]]
    totals: Figures
    summaries: Mapping[str, Callable[[Any], dict[str, Any]]]

    def make(self, key: Any) -> dict[str, Any]:
        parts = self.link.parts
        made: dict[str, Any] = dict.fromkeys(parts.order)
        page = self.pages.get(key) or Page([], False, self.asked)
        cursors = self._cursors(page) if parts.needs_cursors else []
        for name, edge in parts.edges:
            made[name] = [self._edge(edge, key, at, cursors) for at in range(len(page.rows))]
        for name, selection in parts.nodes:
            made[name] = self.inner.get(id(selection), {}).get(key, [])
        for name, info in parts.page_infos:
            made[name] = {inner: _page_info(part, page, cursors) for inner, part in info}
        for name in parts.totals:
            made[name] = self.totals.get(key, {}).get("count", 0)
        for name, plan in parts.summaries:
            made[name] = self.summaries[name](key) if name in self.summaries else _nothing(plan)
        made.update(parts.typenames)
        return made

    def _cursors(self, page: Page) -> list[str]:
        order, columns = page.asked.window.order, self.link.columns
        make = cursor_maker(order, columns.need(order.column.name), columns.need(order.pk.name))
        return [make(row) for row in page.rows]

    def _edge(self, parts: list[tuple[str, Selection | str]], key: Any, at: int, cursors: list[str]) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for name, part in parts:
            if isinstance(part, Selection):
                made[name] = self.inner[id(part)][key][at]
            else:
                made[name] = cursors[at] if part == "cursor" else part
        return made


def _nothing(plan: FiguresPlan) -> dict[str, Any]:
    made = plan.make({})
    made.update({name: [] for name, _, _ in plan.groups})
    return made


def _page_info(part: str, page: Page, cursors: list[str]) -> Any:
    match part:
        case "hasNextPage":
            return page.has_next
        case "hasPreviousPage":
            return page.has_previous
        case "startCursor":
            return cursors[0] if cursors else None
        case "endCursor":
            return cursors[-1] if cursors else None
        case _:
            return part
