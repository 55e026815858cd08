"""`python -m bench.returns`: a made-up decade's return by one query, in the graph, over HTTP, and counted plainly."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from random import Random
from statistics import median
from typing import Annotated, Any, Final

import typer
from rich.console import Console

from bench.decade import STATES, YEARS, MadeUp, counted, made_up, write
from core.access.viewer import Role
from core.host import Host
from core.policies.policies import Policies
from core.policies.version import PolicyVersion
from core.storage.connection import database
from core.testing import GraphUnderTest, Told, as_role, graph_of, served, settings_for
from plugins.procurement.models import PurchaseKind

KIND: Final = PurchaseKind.SUPPLY
RANKING: Final = f"""{{ returnRanking(kind: SUPPLY, year: {YEARS[-1]}) {{
  memberState {{ country {{ code }} }}
  status value {{ ofState {{ amount }} ofAll {{ amount }} coefficient }} number {{ ofState coefficient }}
}} }}"""
OFFICER: Final = as_role(role="procurement_officer")
Figures = dict[str, tuple[Fraction, Fraction, Fraction]]
"""What each state has by value, all have, and the state by number."""

out = Console(width=120)


@dataclass
class Taken:
    """How long something took, in milliseconds, each time."""

    wall: list[float]
    processor: list[float]

    @classmethod
    def nothing(cls) -> Taken:
        """Before the first time."""
        return cls([], [])

    def add(self, wall: float, processor: float) -> None:
        """One time more: both clocks in seconds, as they were at its start."""
        self.wall.append((time.perf_counter() - wall) * 1000)
        self.processor.append((time.process_time() - processor) * 1000)

    def __str__(self) -> str:
        return f"{median(self.wall):.1f} ms ({median(self.processor):.1f} ms of the processor)"


def run(
    contracts: Annotated[int, typer.Option(help="So many contracts over the ten years.")] = 20_000,
    rounds: Annotated[int, typer.Option(help="So many times each is asked.")] = 15,
) -> None:
    """Measure in this process, on SQLite or on the PostgreSQL that IPT_TEST_SERVER names, and compare the figures."""
    rows = made_up(contracts, Random(1))  # noqa: S311  # no secret
    out.print(f"{len(rows):,} contracts over {len(STATES)} states, {YEARS[0]} to {YEARS[-1]}")
    busy = ", ".join(f"{load:.1f}" for load in os.getloadavg())
    out.print(f"{os.cpu_count()} processors, their load over the last 1, 5 and 15 minutes: {busy}")
    for years in (4, len(YEARS)):
        policies = _windows_of(years, Host.load(settings_for(("procurement",))).policies)
        told, ours = asyncio.run(_in_the_graph(rows, policies, rounds))
        answer, served_as = _over_http(rows, policies, rounds)
        found, plain = _counted(rows, YEARS[-years:], rounds)
        out.print(f"a window of {years} years, one query of all states: {ours}, {told.statements} statements")
        out.print(f"the same over HTTP: {served_as}")
        out.print(f"the same rows counted in Python, once they are there: {plain}")
        if not _figures(told.data) == _figures(answer) == found:
            raise SystemExit("the figures differ")
        out.print("the figures of all three are equal")


async def _in_the_graph(rows: Sequence[MadeUp], policies: Policies, rounds: int) -> tuple[Told, Taken]:
    async with graph_of("procurement", policies=policies) as graph:
        with graph.database.current():
            await write(rows, Random(2))  # noqa: S311  # no secret
        return await _asked(graph, rounds)


def _over_http(rows: Sequence[MadeUp], policies: Policies, rounds: int) -> tuple[Any, Taken]:
    with served("procurement", samples=False, policies=policies, dev=True) as client:
        asyncio.run(_filled(client.url, rows))
        answer, taken = client.post("/graphql", json={"query": RANKING}, headers=OFFICER), Taken.nothing()
        for _ in range(rounds):
            wall, processor = time.perf_counter(), time.process_time()
            client.post("/graphql", json={"query": RANKING}, headers=OFFICER)
            taken.add(wall, processor)
        return answer.json()["data"], taken


async def _filled(url: str, rows: Sequence[MadeUp]) -> None:
    async with database(url, Host.load(settings_for(("procurement",))).model_modules()) as opened:
        with opened.current():
            await write(rows, Random(2))  # noqa: S311  # no secret


def _windows_of(years: int, policies: Policies) -> Policies:
    """The policies, but for the length of a window."""
    return Policies(_with_window(each, years) if each.policy.endswith("balance_lists") else each for each in policies)


def _with_window(version: PolicyVersion, years: int) -> PolicyVersion:
    values = (replace(each, given=Decimal(years)) if each.name == "window_years" else each for each in version.values)
    return replace(version, values=tuple(values))


async def _asked(graph: GraphUnderTest, rounds: int) -> tuple[Told, Taken]:
    officer, taken = graph.viewer(Role.PROCUREMENT_OFFICER), Taken.nothing()
    told = await graph.ask(RANKING, officer)
    assert not told.errors, told.errors
    for _ in range(rounds):
        wall, processor = time.perf_counter(), time.process_time()
        await graph.ask(RANKING, officer)
        taken.add(wall, processor)
    return told, taken


def _counted(rows: Sequence[MadeUp], years: range, rounds: int) -> tuple[Figures, Taken]:
    taken = Taken.nothing()
    by_country, everything = counted(rows, KIND, years)
    for _ in range(rounds):
        wall, processor = time.perf_counter(), time.process_time()
        counted(rows, KIND, years)
        taken.add(wall, processor)
    return {state: (by_country[state].value, everything.value, by_country[state].number) for state in STATES}, taken


def _figures(data: Any) -> Figures:
    return {
        each["memberState"]["country"]["code"]: (
            Fraction(each["value"]["ofState"]["amount"]),
            Fraction(each["value"]["ofAll"]["amount"]),
            Fraction(each["number"]["ofState"]),
        )
        for each in data["returnRanking"]
    }


if __name__ == "__main__":
    typer.run(run)
