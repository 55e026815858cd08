"""The engine against the oracle: the same operations on the same rows, answers compared to the letter."""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any

from graphql import DocumentNode

from core.storage.connection import Database
from schema import GraphSchema
from schema.document import Document
from schema.operation import Operations, Request
from tests.schema.arguments import CAP, Pool
from tests.schema.operations import Author, Operation
from tests.schema.oracle import Oracle
from tests.schema.plain import Sight, World
from tests.schema.world.opened import asked_by
from tests.schema.world.rows import Rows
from tests.schema.world.values import Viewer

VIEWERS = (Viewer(), Viewer("owner", owner=3, country="CH"), Viewer("owner", owner=5), Viewer("inspector"))
Errors = set[tuple[tuple[str | int, ...], str]]


@dataclass(frozen=True)
class Difference:
    """An operation that the engine and the oracle answer differently."""

    operation: Operation
    viewer: Viewer
    expected: tuple[Any, Errors]
    found: tuple[Any, Errors]

    def __str__(self) -> str:
        return (
            f"\n{self.operation.text}\n{json.dumps(self.operation.variables, ensure_ascii=False)}\n{self.viewer}\n"
            f"expected data:   {json.dumps(self.expected[0], ensure_ascii=False)}\n"
            f"found data:      {json.dumps(self.found[0], ensure_ascii=False)}\n"
            f"expected errors: {sorted(map(str, self.expected[1]))}\nfound errors:    {sorted(map(str, self.found[1]))}"
        )


@dataclass
class Contest:
    """Runs operations on both sides and counts what they used."""

    database: Database
    schema: GraphSchema
    rows: Rows
    seed: int
    shares: Counter[str] = field(default_factory=Counter[str])
    asked: int = 0
    answered: int = 0
    """Operations whose data is not null as a whole."""
    discarded: int = 0

    def __post_init__(self) -> None:
        self.world = World(self.rows)
        self.pool = Pool(self.world)
        self.operations = Operations(self.schema)
        self.random = Random(self.seed)
        self.author = Author(self.random, self.schema._schema, self.pool)  # noqa: SLF001  # graphql-core's own
        self.sights = {viewer: Sight(self.world, viewer) for viewer in VIEWERS}

    async def run(self, operations: int) -> Difference | None:
        """Compare so many; the first difference, if there is one."""
        while self.asked < operations:
            operation = self.author.operation()
            document = self.operations._documents.of(operation.text)  # noqa: SLF001  # the same that will be run
            if not isinstance(document, Document):
                self.discarded += 1
                continue
            found = await self._compare(operation, document.node)
            if not found and self.random.random() < 0.5:
                # Again, for somebody else and with other booleans: a plan must not remember whom it was made for, and
                # where it is kept another way leads to it.
                found = await self._compare(operation.turned(), document.node)
            if found:
                return found
        return None

    async def _compare(self, operation: Operation, document: DocumentNode) -> Difference | None:
        viewer = self.random.choice(VIEWERS)
        self.asked += 1
        # The engine goes first: a mutation changes its rows and ours alike.
        found = await self._engine(operation, viewer)
        oracle = Oracle(self.schema.graph, self.schema._schema, self.sights[viewer], CAP, self.pool.tell)  # noqa: SLF001
        expected = oracle.answer(document, operation.variables)
        self._count(operation, expected)
        same = json.dumps(found[0]) == json.dumps(expected[0]) and found[1] == expected[1]
        return None if same else Difference(operation, viewer, expected, found)

    async def _engine(self, operation: Operation, viewer: Viewer) -> tuple[Any, Errors]:
        context = asked_by(viewer, self.database, page_cap=CAP, max_values=10**12)
        answer = await self.operations.answer(Request(operation.text, operation.variables), context)
        return answer.data, {
            (tuple(each.path or ()), str((each.extensions or {}).get("code", each))) for each in answer.errors
        }

    def _count(self, operation: Operation, expected: tuple[Any, Errors]) -> None:
        codes = {code for _, code in expected[1]}
        rose = {"null propagation"} if any(_rose(expected[0], path) for path, _ in expected[1]) else set[str]()
        failed = {"failing function"} if codes & {"INTERNAL", "NOT_ALLOWED"} else set[str]()
        too_long = {"LIST_TOO_LONG"} & codes
        if expected[0] is not None:
            self.answered += 1
        self.shares.update(operation.features | rose | failed | too_long)

    def table(self) -> Mapping[str, float]:
        """Each feature's share of the operations."""
        return {name: count / self.asked for name, count in sorted(self.shares.items())}


def _rose(data: Any, path: tuple[str | int, ...]) -> bool:
    """Whether the null of an error stands above the field that failed."""
    for key in path[:-1]:
        if data is None:
            return True
        data = data[key]
    return data is None


@contextmanager
def quiet() -> Generator[None]:
    """Failures are wanted here: what the engine logs about them would only cost time."""
    loggers = [logging.getLogger(name) for name in ("ipt.graph",)]
    for logger in loggers:
        logger.disabled = True
    try:
        yield
    finally:
        for logger in loggers:
            logger.disabled = False
