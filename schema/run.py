"""One operation under way: for whom, on which database, with which arguments, and what it has cost so far."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any, Protocol

from schema.conditions import Sql
from schema.dialect import Dialect, dialect_of
from schema.graph import Graph, NodeType
from schema.listening import listening, speaker
from schema.statement import Statement

MAX_VALUES = 100_000
"""An operation that could answer with more values than this is refused before it runs."""


class Reader(Protocol):
    """What the engine reads through: one connection, held for one operation."""

    @property
    def dialect(self) -> str:
        """What it speaks: `sqlite` or `postgres`."""
        ...

    async def fetch(self, sql: str, values: Sequence[Any]) -> Sequence[Any]:
        """The rows of a statement; each can be read by position."""
        ...


class Fields(frozenset[str]):
    """The fields that were asked of a root function's answer, for one that can leave work out."""


@dataclass(slots=True)
class Spent:
    """One statement that was run: for which field, by which department's type, and what came of it."""

    field: str
    owner: str
    sql: str
    rows: int
    milliseconds: float


@dataclass
class Context:
    """What a request brings to the engine; `viewer` may be any class, scopes are given it as it is."""

    viewer: Any
    reader: Reader
    page_cap: int = 100
    max_values: int = MAX_VALUES
    spent: list[Spent] = field(default_factory=list[Spent])
    supplied: dict[type, Any] = field(default_factory=dict[type, Any])


class Run:
    """The state of one operation while it is read."""

    def __init__(self, graph: Graph, schema: Any, context: Context) -> None:
        self.graph = graph
        self.schema = schema
        self.context = context
        self.viewer = context.viewer
        self.dialect: Dialect = dialect_of(context.reader.dialect)
        self.bound: dict[int, Any] = {}
        self.links = 0
        self.event: Any = None
        """Of a subscription: what happened."""
        self.is_unseen = False
        """Of a subscription: whether the viewer may not see what the event is about."""

    def statement(self, node: NodeType) -> Statement:
        """A statement about the rows of a node that this viewer may see."""
        return Statement(node, self.viewer, self.dialect)

    async def fetch(self, sql: Sql, node: NodeType, field: str) -> Sequence[Any]:
        """The rows of a statement; each can be read by position."""
        return await self.fetch_for(sql, node.owner, field)

    async def fetch_for(self, sql: Sql, owner: str, field: str) -> Sequence[Any]:
        """The same for a statement over the tables of several types."""
        started = perf_counter()
        text = self.dialect.number(sql.text)
        rows = await self.context.reader.fetch(text, sql.values)
        spent = Spent(field, owner, text, len(rows), (perf_counter() - started) * 1000)
        self.context.spent.append(spent)
        return rows

    @contextmanager
    def hearing(self, field: str, owner: str) -> Generator[None]:
        """Count the statements of a department's function under its field; what another one answers is that one's."""

        def hear(sql: str, rows: int, milliseconds: float) -> None:
            self.context.spent.append(Spent(field, speaker() or owner, sql, rows, milliseconds))

        with listening(hear):
            yield

    def supply(self, kind: type) -> Any:
        """What a function's parameter of this class gets: the viewer, this run, or what the request brought."""
        if kind is self.graph.viewer:
            return self.viewer
        return self if kind is Run else self.context.supplied[kind]
