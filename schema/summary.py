"""The figures of a whole list: counts and sums, together and by group, each when asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from schema.arguments import Arguments
from schema.figures import Adding, Figures, Over, group_key, read_figures, too_many_groups
from schema.graph import NodeType
from schema.page import limit_of
from schema.run import Run
from schema.table import Column


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

    async def read(self, run: Run, over: Over) -> Summary:
        """The figures over these rows."""
        figures: Figures = {}
        if self.counts or self.sums:
            figures = await read_figures(run, over, None, self.adding)
        groups: dict[str, _Groups] = {}
        for name, _, plan in self.groups:
            column: Column = run.bound[id(plan)][0]
            found = _by_parent(await read_figures(run, over, column, plan.adding))
            groups[name] = _Groups(run, column, plan, found)
        return Summary(self, figures, groups)

    def make(self, figures: Mapping[str, Any], key: str | None = None) -> dict[str, Any]:
        """The object for these figures; what was never counted is none."""
        made: dict[str, Any] = dict.fromkeys(self.order)
        made.update(dict.fromkeys(self.counts, figures.get("count", 0)))
        made.update(dict.fromkeys(self.keys, key))
        made.update(self.typenames)
        for name, parts in self.sums:
            made[name] = {inner: _sum(figures, each) for inner, each in parts}
        return made


@dataclass(frozen=True)
class Summary:
    """The figures of each parent's list."""

    plan: FiguresPlan
    figures: Figures
    groups: Mapping[str, _Groups]

    def of(self, key: Any) -> dict[str, Any]:
        """The summary of one parent's list."""
        made = self.plan.make(self.figures.get(key, {}))
        made.update({name: [] for name, _, _ in self.plan.groups})
        made.update({name: groups.of(key) for name, groups in self.groups.items()})
        return made


@dataclass(frozen=True)
class _Groups:
    """The figures of each parent's groups."""

    run: Run
    column: Column
    plan: FiguresPlan
    found: Mapping[Any, Figures]

    def of(self, key: Any) -> Any:
        found = self.found.get(key, {})
        first: int | None = self.run.bound[id(self.plan)][1]
        cap = self.run.context.page_cap
        if first is None and len(found) > cap:
            return too_many_groups(cap, len(found), self.column)
        named = [(group_key(self.run, self.column, raw), figures) for raw, figures in found.items()]
        named.sort(key=lambda each: (-each[1]["count"], each[0] is None, each[0] or ""))
        return [self.plan.make(figures, name) for name, figures in named[:first]]


def _by_parent(figures: Figures) -> dict[Any, Figures]:
    found: dict[Any, Figures] = {}
    for (parent, group), each in figures.items():
        found.setdefault(parent, {})[group] = each
    return found


def _width(each: Adding | str) -> int:
    return each.width if isinstance(each, Adding) else 1


def _sum(figures: Mapping[str, Any], each: Adding | str) -> Any:
    if isinstance(each, str):
        return each
    return figures.get(each.sum.field.name, [] if each.sum.source else 0)
