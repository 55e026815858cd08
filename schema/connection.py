"""Lists in pages: the rows of each parent's page, the count and the figures of the whole list, each when asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graphql import GraphQLError
from tortoise.expressions import Q

from schema.arguments import Arguments, coded
from schema.display import Display
from schema.failure import Failure
from schema.figures import Over
from schema.graph import NodeType
from schema.links import Related, keys_of
from schema.lists import Operand
from schema.page import Asked, page_of, read_arguments
from schema.parts import Level, Part
from schema.run import Run
from schema.selection import Link, Row
from schema.statement import Columns, Statement
from schema.table import Column
from schema.where import where_sql


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
    parts: Sequence[Part]
    display: Display
    known: dict[int, Asked] = field(default_factory=dict[int, Asked])
    """What is asked in each run, by the page cap that it was checked against."""

    def bind(self, run: Run, variables: Any) -> int:
        each = sum(part.bind_items(run, variables) for part in self.parts)
        try:
            asked = self._asked(run, variables)
            if asked.where:
                where_sql(run.statement(self.node), self.operands, asked.where)
            whole = sum(part.bind_whole(run, self.node, variables) for part in self.parts)
        except GraphQLError as error:
            run.bound[id(self)] = coded(error)
            return 1
        run.bound[id(self)] = asked
        return asked.window.limit * each + len(self.parts) + whole

    def _asked(self, run: Run, variables: Any) -> Asked:
        """What this run asks, which is read once where it is the same in each."""
        cap = run.context.page_cap
        if cap not in self.known:
            given = self.arguments.read(variables)
            asked = read_arguments(self.node, self.order, given, cap, run.dialect)
            if not self.arguments.are_fixed:
                return asked
            self.known[cap] = asked
        return self.known[cap]

    async def follow(self, run: Run, rows: Sequence[Row]) -> list[Any]:
        bound, at = run.bound[id(self)], self.key_at
        if isinstance(bound, GraphQLError):
            return [Failure(bound)] * len(rows)
        if at is None:
            return await self._answers(run, bound, [None])
        keys = keys_of(rows, at)
        answers = dict(zip(keys, await self._answers(run, bound, keys), strict=True)) if keys else {}
        if any(row[at] is None for row in rows):
            answers[None] = (await self._answers(run, bound, [None]))[0]
        return [answers[row[at]] for row in rows]

    async def _answers(self, run: Run, asked: Asked, keys: list[Any]) -> list[dict[str, Any]]:
        """The connection of each key; None has no rows where rows belong to keys."""
        related = Related(self.node, self.by, keys, self.where, lambda statement: self._narrow(statement, asked))
        over = Over(self.node, self.label, self.by, related.together)
        level = Level(run, asked, keys, self.columns, over)
        if self.by and keys == [None]:
            level.is_empty = True
        elif any(part.reads_rows for part in self.parts):
            if any(part.reads_cursors for part in self.parts):
                level.place_cursors()
            found = await related.windows(run, asked.window, self.columns, self.label)
            level.pages = [page_of(rows, asked) for rows in found]
        return self.display(keys, run.viewer, *[await part.follow(level) for part in self.parts])

    def _narrow(self, statement: Statement, asked: Asked) -> None:
        if asked.where:
            statement.add(where_sql(statement, self.operands, asked.where))
