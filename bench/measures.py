"""Runs the contenders in turn, operation by operation and round by round, and keeps what came of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any, Final

from bench.client import latencies, throughput
from bench.contenders import Inside, Running
from bench.operations import Operation, leaves
from core.errors import UserError

CONNECTIONS: Final = 8
Key = tuple[str, str]
"""A contender and an operation."""


@dataclass(frozen=True)
class Effort:
    """How long is measured."""

    rounds: int
    seconds: float
    """For one contender and operation in one round; throughput takes as long again."""


def _many() -> defaultdict[Key, list[float]]:
    return defaultdict(list)


@dataclass
class Measures:
    """What was found."""

    http: defaultdict[Key, list[float]] = field(default_factory=_many)
    inside: defaultdict[Key, list[float]] = field(default_factory=_many)
    rates: defaultdict[Key, list[float]] = field(default_factory=_many)
    processor: defaultdict[Key, list[tuple[float, int]]] = field(default_factory=lambda: defaultdict(list))
    """Milliseconds of processor time of the server, and for how many requests."""
    statements: dict[Key, int] = field(default_factory=dict[Key, int])
    memory: dict[str, float] = field(default_factory=dict[str, float])
    leaves: dict[str, int] = field(default_factory=dict[str, int])

    def ratio(self, name: str, operation: str) -> float | None:
        """How many times as long as ours somebody takes over HTTP; below one, they are faster."""
        theirs, own = self.http.get((name, operation)), self.http.get(("ours", operation))
        return median(theirs) / median(own) if theirs and own else None

    def work(self, name: str, operation: str) -> float | None:
        """Milliseconds of processor time for a request, which hardly depend on what else the machine does."""
        spent = self.processor.get((name, operation), [])
        requests = sum(count for _, count in spent)
        return sum(used for used, _ in spent) / requests if requests else None


def compare(
    servers: Sequence[Running], insides: Sequence[Inside], operations: Sequence[Operation], found: Measures
) -> None:
    """Ask everyone everything once; answers that differ end the run. Counts statements on the way."""
    for operation in operations:
        wanted = _told(servers[0].answer(operation), servers[0].contender.name, operation)
        found.leaves[operation.name] = leaves(wanted)
        for server in servers:
            _equal(wanted, server.answer(operation), server.contender.name, operation)
            counted = server.statements(operation)
            if counted is not None:
                found.statements[server.contender.name, operation.name] = counted
        for inside in insides:
            told = inside.ask(operation, 0)
            _equal(wanted, told["answer"], f"{inside.contender.name} in process", operation)
            if told["statements"]:
                found.statements.setdefault((inside.contender.name, operation.name), told["statements"])


def _told(answer: Any, name: str, operation: Operation) -> Any:
    if answer.get("errors"):
        raise UserError(f"{name} answers {operation.name} with errors: {answer['errors']}", remedy="Mend it first.")
    return answer["data"]


def _equal(wanted: Any, answer: Any, name: str, operation: Operation) -> None:
    if _told(answer, name, operation) != wanted:
        raise UserError(
            f"{name} answers {operation.name} otherwise than the first contender.",
            remedy="A comparison of different answers says nothing: mend it first.",
        )


def measure(
    servers: Sequence[Running],
    insides: Sequence[Inside],
    operations: Sequence[Operation],
    effort: Effort,
    found: Measures,
    announce: Callable[[str], object],
) -> None:
    """All rounds; in each the contenders take turns, so that what disturbs the machine disturbs all of them."""
    for number in range(effort.rounds):
        for operation in operations:
            announce(f"round {number + 1} of {effort.rounds}: {operation.title}")
            _round(servers, insides, operation, effort, found)
    for server in servers:
        peak = server.peak_memory()
        if peak is not None:
            found.memory[server.contender.name] = peak


def _round(
    servers: Sequence[Running], insides: Sequence[Inside], operation: Operation, effort: Effort, found: Measures
) -> None:
    for server in servers:
        key, request = (server.contender.name, operation.name), server.request(operation)
        before = server.processor()
        times = latencies(server.port, request, effort.seconds)
        after = server.processor()
        found.http[key] += times
        if before is not None and after is not None:
            found.processor[key].append((after - before, len(times)))
    for inside in insides:
        found.inside[inside.contender.name, operation.name] += inside.ask(operation, effort.seconds)["times"]
    for server in servers:
        key, request = (server.contender.name, operation.name), server.request(operation)
        found.rates[key].append(throughput(server.port, request, effort.seconds, CONNECTIONS))
