"""What contracts that do not exist would do to the return of states."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from bench.decade import STATES, made_up, write
from core.access.viewer import Role
from core.testing import GraphUnderTest, graph_of

CONTRACTS = made_up(1_500, Random(5))
ASKED = """query ($contracts: [WhatIfContract!]!) {
  returnWhatIf(kind: SUPPLY, year: 2024, contracts: $contracts) { withheld moves {
    moved memberState { country { code } }
    before { status value { ofState { amount } ofAll { amount } coefficient } number { ofState ofAll } }
    after { status value { ofState { amount } ofAll { amount } coefficient } number { ofState ofAll } }
  } }
}"""


@pytest.fixture(scope="module")
async def graph() -> AsyncGenerator[GraphUnderTest]:
    async with graph_of("procurement") as found:
        with found.database.current():
            await write(CONTRACTS, Random(6))
        yield found


async def asked(graph: GraphUnderTest, *contracts: dict[str, Any]) -> list[Any]:
    data = await graph.data(ASKED, graph.viewer(Role.PROCUREMENT_OFFICER), contracts=contracts)
    assert data["returnWhatIf"]["withheld"] == 0
    return list(data["returnWhatIf"]["moves"])


def amount(found: Any, of: str) -> Decimal:
    return Decimal(found["value"][of]["amount"])


async def test_a_contract_raises_its_state_and_lowers_the_others(graph: GraphUnderTest) -> None:
    for each in await asked(graph, {"amount": "900000000", "country": "PL"}):
        was, will = Decimal(each["before"]["value"]["coefficient"]), Decimal(each["after"]["value"]["coefficient"])
        is_poland = each["memberState"]["country"]["code"] == "PL"
        assert will > was if is_poland else will < was
        assert amount(each["after"], "ofAll") - amount(each["before"], "ofAll") == 900_000_000
        assert amount(each["after"], "ofState") - amount(each["before"], "ofState") == 900_000_000 * is_poland


async def test_who_moves_comes_first(graph: GraphUnderTest) -> None:
    found = await asked(graph, {"amount": "90000000000", "country": "PL"})

    moved = [each["moved"] for each in found]
    assert moved == sorted(moved, reverse=True)
    assert True in moved
    assert len(found) == len(STATES)
    assert all(each["moved"] is (each["before"]["status"] != each["after"]["status"]) for each in found)


async def test_the_parts_of_a_contract_count_where_they_are_made(graph: GraphUnderTest) -> None:
    origins = [{"country": "PL", "percent": "80"}, {"country": "US", "percent": "20"}]

    found = await asked(graph, {"amount": "1000.50", "origins": origins})

    more = {
        each["memberState"]["country"]["code"]: amount(each["after"], "ofState") - amount(each["before"], "ofState")
        for each in found
    }
    assert {state: value for state, value in more.items() if value} == {"PL": Decimal("800.4")}
    (poland,) = (each for each in found if each["memberState"]["country"]["code"] == "PL")
    assert Decimal(poland["after"]["number"]["ofState"]) - Decimal(poland["before"]["number"]["ofState"]) == Decimal(
        "0.8"
    )
    assert Decimal(poland["after"]["number"]["ofAll"]) - Decimal(poland["before"]["number"]["ofAll"]) == 1


async def test_what_is_withheld_stays_so_whatever_is_added(graph: GraphUnderTest) -> None:
    """Or the amount that moves a state would tell how much it has."""
    text = """query ($contracts: [WhatIfContract!]!) { returnWhatIf(kind: SERVICE, year: 2024, contracts: $contracts) {
      withheld moves { memberState { country { code } } before { value { coefficient } } } } }"""
    contracts = [{"amount": "1", "country": "PL"}, {"amount": "2", "country": "PL"}]

    public = (await graph.data(text, contracts=contracts))["returnWhatIf"]
    poland = (await graph.data(text, graph.viewer(Role.ILO, country="PL"), contracts=contracts))["returnWhatIf"]

    assert public == {"withheld": len(STATES), "moves": []}
    assert poland["withheld"] == len(STATES) - 1
    assert [each["memberState"]["country"]["code"] for each in poland["moves"]] == ["PL"]
    assert poland["moves"][0]["before"]["value"]


@pytest.mark.parametrize(
    ("contract", "told"),
    [
        ({"amount": "1"}, "Contract 1: give `country` or `origins`, and not both."),
        ({"amount": "1", "country": "PL", "origins": []}, "Contract 1: give `country` or `origins`, and not both."),
        ({"amount": "-1", "country": "PL"}, "Contract 1, `amount` is -1: give a number from 0"),
        ({"amount": "NaN", "country": "PL"}, "Contract 1, `amount` is NaN"),
        ({"amount": "1E+99", "country": "PL"}, "Contract 1, `amount` is 1E+99"),
        ({"amount": "1.001", "country": "PL"}, "Contract 1: 1.001 CHF is finer than the minor unit"),
        (
            {"amount": "1", "country": "QQ"},
            "Contract 1, origin: there is no country 'QQ'. Give two letters of ISO 3166-1.",
        ),
        ({"amount": "1", "origins": []}, "Contract 1: its origins do not add up to 100 percent."),
        (
            {"amount": "1", "origins": [{"country": "PL", "percent": "99.99"}]},
            "Contract 1: its origins do not add up to 100 percent.",
        ),
        (
            {"amount": "1", "origins": [{"country": "EL", "percent": "50"}, {"country": "GR", "percent": "50"}]},
            "Contract 1, origins: GR is named twice.",
        ),
    ],
)
async def test_a_contract_that_cannot_be_is_refused(graph: GraphUnderTest, contract: Any, told: str) -> None:
    answer = await graph.ask(ASKED, contracts=[contract])

    assert answer.codes == ["BAD_ARGUMENT"]
    assert answer.errors[0].message.startswith(told)


async def test_there_is_something_to_add(graph: GraphUnderTest) -> None:
    answer = await graph.ask(ASKED, contracts=[])

    assert [error.message for error in answer.errors] == ["`contracts` is empty: give at least one."]
