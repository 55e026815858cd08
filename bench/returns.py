"""`python -m bench.returns`: the return of a made-up decade by one query, beside a plain count of the same rows."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from random import Random
from statistics import median
from typing import Annotated, Final

import typer
from rich.console import Console

from bench.decade import STATES, YEARS, MadeUp, counted, made_up, write
from core.access.viewer import Role
from core.policies.policies import Policies
from core.policies.version import PolicyVersion
from core.testing import GraphUnderTest, Told, graph_of
from plugins.procurement.models import PurchaseKind

KIND: Final = PurchaseKind.SUPPLY
RANKING: Final = f"""{{ returnRanking(kind: SUPPLY, year: {YEARS[-1]}) {{
  memberState {{ country {{ code }} }}
  status value {{ ofState {{ amount }} ofAll {{ amount }} coefficient }} number {{ ofState coefficient }}
}} }}"""
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
    asyncio.run(_run(made_up(contracts, Random(1)), rounds))  # noqa: S311  # no secret


async def _run(rows: Sequence[MadeUp], rounds: int) -> None:
    out.print(f"{len(rows):,} contracts over {len(STATES)} states, {YEARS[0]} to {YEARS[-1]}")
    for years in (4, len(YEARS)):
        async with graph_of("procurement", policies=_windows_of(years, await _policies())) as graph:
            with graph.database.current():
                await write(rows, Random(2))  # noqa: S311  # no secret
            told, ours = await _asked(graph, rounds)
            found, plain = _counted(rows, YEARS[-years:], rounds)
            assert _figures(told) == found, "the figures differ"
            out.print(f"a window of {years} years, one query of all states: {ours}, {told.statements} statements")
            out.print(f"the same rows counted in Python, once they are there: {plain}")


async def _policies() -> Policies:
    async with graph_of("procurement") as graph:
        return graph.host.policies


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


def _figures(told: Told) -> Figures:
    return {
        each["memberState"]["country"]["code"]: (
            Fraction(each["value"]["ofState"]["amount"]),
            Fraction(each["value"]["ofAll"]["amount"]),
            Fraction(each["number"]["ofState"]),
        )
        for each in told.data["returnRanking"]
    }


if __name__ == "__main__":
    typer.run(run)
