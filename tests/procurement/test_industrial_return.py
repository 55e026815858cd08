"""The industrial return of states: what the database adds up, and who may see it."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import pytest

from bench.decade import CERN, STATES, MadeUp, counted, counts, made_up, write
from core.access.viewer import Role, Viewer
from core.registry import models as registry
from core.testing import GraphUnderTest, graph_of
from plugins.procurement.models import PurchaseKind

MANY = 3_000
CONTRACTS = made_up(MANY, Random(7))
MEASURES = """
  memberState { country { code } }
  status decision { outcome reasons { code } }
  value { ofState { amount currency } ofAll { amount } share { percent } coefficient }
  number { ofState ofAll coefficient }
"""
RANKING = f"query ($kind: PurchaseKind!, $year: Int) {{ returnRanking(kind: $kind, year: $year) {{ {MEASURES} }} }}"
KINDS = tuple(PurchaseKind)


@pytest.fixture(scope="module")
async def graph() -> AsyncGenerator[GraphUnderTest]:
    async with graph_of("procurement") as found:
        with found.database.current():
            await write(CONTRACTS, Random(8))
        yield found


def officer(graph: GraphUnderTest) -> Viewer:
    return graph.viewer(Role.PROCUREMENT_OFFICER)


async def ranking(graph: GraphUnderTest, kind: PurchaseKind, year: int | None, viewer: Viewer) -> dict[str, Any]:
    """The answer by the code of the state."""
    data = await graph.data(RANKING, viewer, kind=kind.name, year=year)
    return {each["memberState"]["country"]["code"]: each for each in data["returnRanking"]}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("year", [2018, 2021, 2024])
async def test_the_return_is_what_a_plain_count_of_the_same_rows_gives(
    graph: GraphUnderTest, kind: PurchaseKind, year: int
) -> None:
    found = await ranking(graph, kind, year, officer(graph))

    plain, everything = counted(CONTRACTS, kind, range(year - 3, year + 1))
    assert found.keys() == {*STATES}
    contributions = await paid(graph, range(year - 3, year + 1))
    for state, each in found.items():
        assert Fraction(each["value"]["ofState"]["amount"]) == plain[state].value
        assert Fraction(each["value"]["ofAll"]["amount"]) == everything.value
        assert Fraction(each["number"]["ofState"]) == plain[state].number
        assert Fraction(each["number"]["ofAll"]) == everything.number
        by_value = plain[state].value / everything.value / contributions[state]
        by_number = plain[state].number / everything.number / contributions[state]
        assert each["value"]["coefficient"] == shown(by_value)
        assert each["number"]["coefficient"] == shown(by_number)


async def paid(graph: GraphUnderTest, years: range) -> dict[str, Fraction]:
    """Each state's part of the amounts of some years."""
    with graph.database.current():
        rows = await registry.Contribution.filter(year__in=[*years]).values_list(
            "member_state__country", "amount_minor"
        )
    amounts: dict[str, int] = {}
    for state, amount in rows:
        amounts[state] = amounts.get(state, 0) + amount
    return {state: Fraction(amount, sum(amounts.values())) for state, amount in amounts.items()}


def shown(exact: Fraction) -> str:
    return f"{Decimal(round(exact * 10_000)).scaleb(-4):.4f}"


@pytest.mark.parametrize("kind", KINDS)
async def test_contracts_count_once_or_are_told_with_the_reason(graph: GraphUnderTest, kind: PurchaseKind) -> None:
    asked = "query ($kind: PurchaseKind!) { returnNotCounted(kind: $kind, year: 2024) { code contracts } }"

    found = {
        each["code"]: each["contracts"]
        for each in (await graph.data(asked, officer(graph), kind=kind.name))["returnNotCounted"]
    }

    years = range(2021, 2025)
    possible = [each for each in CONTRACTS if is_possible(each, kind, years)]
    assert sum(found.values()) == sum(not counts(each, kind, years) for each in possible)
    assert found["OTHER_BUYER"] == sum(each.buyer not in (None, CERN) for each in possible)
    assert found["BUYER_UNKNOWN"] == sum(each.buyer is None for each in possible)
    assert found.keys() == {
        "BUYER_UNKNOWN",
        "OTHER_BUYER",
        "NOT_IN_FORCE",
        "KIND_UNKNOWN",
        "YEAR_UNKNOWN",
        "VALUE_UNKNOWN",
        "OTHER_CURRENCY",
        "ORIGIN_UNKNOWN",
    }


def is_possible(each: MadeUp, kind: PurchaseKind, years: range) -> bool:
    """Whether nothing that is known of a contract says that it is of another kind or time."""
    return each.kind in (kind, None) and (each.signed_on is None or each.signed_on.year in years)


async def test_the_public_is_not_told_of_a_few(graph: GraphUnderTest) -> None:
    asked = "{ returnNotCounted(kind: SERVICE, year: 2024) { code contracts } }"

    exact = {each["code"]: each["contracts"] for each in (await graph.data(asked, officer(graph)))["returnNotCounted"]}
    told = {each["code"]: each["contracts"] for each in (await graph.data(asked))["returnNotCounted"]}

    assert all(5 <= count <= exact[code] for code, count in told.items())
    assert exact.keys() - told.keys() >= {code for code, count in exact.items() if count < 5}


async def test_the_best_balanced_state_comes_first(graph: GraphUnderTest) -> None:
    found = await ranking(graph, PurchaseKind.SUPPLY, 2024, officer(graph))

    coefficients = [Decimal(each["value"]["coefficient"]) for each in found.values()]
    assert coefficients == sorted(coefficients, reverse=True)
    assert {each["status"] for each in found.values()} == {
        "WELL_BALANCED",
        "POORLY_BALANCED",
        "VERY_POORLY_BALANCED",
    }


async def test_a_state_answers_as_the_ranking_does_and_its_history_has_each_window(graph: GraphUnderTest) -> None:
    asked = f"""{{ memberStates(first: 32) {{ nodes {{ country {{ code }}
      industrialReturn(kind: SUPPLY, year: 2022) {{ {MEASURES} }}
      returnHistory(kind: SUPPLY) {{ lastYear firstYear {MEASURES} }} }} }} }}"""

    told = await graph.ask(asked, officer(graph))

    of_2022 = await ranking(graph, PurchaseKind.SUPPLY, 2022, officer(graph))
    assert told.statements == 35
    for state in told.data["memberStates"]["nodes"]:
        assert state["industrialReturn"] == of_2022[state["country"]["code"]]
        history = state["returnHistory"]
        assert [each["lastYear"] for each in history] == [*range(2015, 2026)]
        assert {each["lastYear"] - each["firstYear"] for each in history} == {3}
        (same,) = (each for each in history if each["lastYear"] == 2022)
        assert {key: same[key] for key in of_2022["PL"]} == of_2022[state["country"]["code"]]


async def test_statements_do_not_grow_with_states_or_contracts(graph: GraphUnderTest) -> None:
    told = await graph.ask(RANKING, officer(graph), kind="SUPPLY", year=2024)

    assert told.statements == 9
