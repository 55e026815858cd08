"""Who may see how much a state gets: officers all, a liaison officer the own state, others no small group."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncGenerator
from datetime import date
from random import Random
from typing import Any

import pytest

from bench.decade import STATES, counts, made_up, origins_of, write
from core.access.viewer import Role, Viewer
from core.testing import GraphUnderTest, graph_of
from plugins.procurement.models import Contract, ContractOrigin, PurchaseKind

CONTRACTS = made_up(2_600, Random(3))
YEAR = 2024
WINDOW = range(2021, 2025)
SMALLEST = 5
MEASURES = "status decision { outcome reasons { code } } value { coefficient } number { ofState }"
ASKED = f"""{{ returnRanking(kind: SUPPLY, year: {YEAR}) {{ memberState {{ country {{ code }} }} {MEASURES} }} }}"""
WITHHELD = {"outcome": "WITHHELD", "reasons": [{"code": "WITHHELD"}]}


@pytest.fixture
async def graph() -> AsyncGenerator[GraphUnderTest]:
    async with graph_of("procurement") as found:
        with found.database.current():
            await write(CONTRACTS, Random(4))
        yield found


async def told(graph: GraphUnderTest, viewer: Viewer | None = None) -> dict[str, Any]:
    ranking = (await graph.data(ASKED, viewer))["returnRanking"]
    return {each.pop("memberState")["country"]["code"]: each for each in ranking}


def fewest() -> Counter[str]:
    """How many contracts each state has in the year of the window in which it has fewest."""
    yearly: Counter[tuple[str, int]] = Counter()
    for each in CONTRACTS:
        if counts(each, PurchaseKind.SUPPLY, WINDOW):
            assert each.signed_on
            yearly.update((country, each.signed_on.year) for country in origins_of(each, PurchaseKind.SUPPLY))
    return Counter({state: min(yearly[state, year] for year in WINDOW) for state in STATES})


def hidden(found: dict[str, Any]) -> set[str]:
    assert all((each["value"] is None) is (each["decision"] == WITHHELD) for each in found.values())
    assert all(each["number"] is None and each["status"] is None for each in found.values() if each["value"] is None)
    return {state for state, each in found.items() if each["value"] is None}


async def test_officers_see_all_figures(graph: GraphUnderTest) -> None:
    for role in (Role.PROCUREMENT_OFFICER, Role.ADMIN):
        assert hidden(await told(graph, graph.viewer(role))) == set()


async def test_others_see_no_state_that_has_too_few_contracts_in_a_year(graph: GraphUnderTest) -> None:
    small = {state for state, count in fewest().items() if count < SMALLEST}
    assert small
    assert small != {*STATES}
    for viewer in (graph.viewer(), graph.viewer(Role.FIRM, organisation=3), graph.viewer(Role.EU_OFFICER)):
        assert hidden(await told(graph, viewer)) == small


async def test_what_others_see_is_what_officers_see(graph: GraphUnderTest) -> None:
    whole = await told(graph, graph.viewer(Role.PROCUREMENT_OFFICER))
    public = await told(graph)

    assert {state: public[state] for state in public.keys() - hidden(public)} == {
        state: whole[state] for state in public.keys() - hidden(public)
    }


async def test_withheld_states_come_last_and_in_an_order_that_tells_nothing(graph: GraphUnderTest) -> None:
    public = await told(graph)

    last = [*public][-len(hidden(public)) :]
    assert last == sorted(hidden(public))


async def test_a_liaison_officer_sees_the_own_state_and_no_more_than_the_public_of_others(
    graph: GraphUnderTest,
) -> None:
    """Or the public answer and the own one, taken off the total, would tell the figures of one other state."""
    public = hidden(await told(graph))
    whole = await told(graph, graph.viewer(Role.PROCUREMENT_OFFICER))
    for own in sorted(public):
        ours = await told(graph, graph.viewer(Role.ILO, country=own))
        assert hidden(ours) == public - {own}
        assert ours[own] == whole[own]
        assert sum(fewest()[state] for state in public - {own}) >= SMALLEST


async def test_a_single_contract_in_a_small_group_is_not_told_by_what_is_withheld(graph: GraphUnderTest) -> None:
    before = hidden(await told(graph))
    poorest = min(before, key=lambda state: fewest()[state])
    with graph.database.current():
        contract = await Contract.create(
            id=len(CONTRACTS) + 1,
            reference="ONE-MORE",
            contractor_id=3,
            buyer_id=1,
            kind=PurchaseKind.SUPPLY,
            amount_minor=5_000_000_00,
            amount_currency="CHF",
            signed_on=date(YEAR, 5, 1),
        )
        await ContractOrigin.create(id=10**9, contract=contract, country=poorest, share_ppm=1_000_000)

    assert hidden(await told(graph)) == before


async def test_a_window_that_is_not_due_is_for_officers_alone(graph: GraphUnderTest) -> None:
    """Its figures change with each contract that is signed, which would tell of it."""
    asked = f"{{ returnRanking(kind: SUPPLY, year: 2026) {{ {MEASURES} }} }}"

    for viewer in (graph.viewer(), graph.viewer(Role.ILO, country="PL")):
        answer = await graph.ask(asked, viewer)
        assert [error.message for error in answer.errors] == [
            "There are no figures for 2026. Ask for a year from 1954 to 2025."
        ]
    assert await graph.data(asked, graph.viewer(Role.PROCUREMENT_OFFICER))


async def test_the_latest_window_is_that_of_the_list_that_is_due(graph: GraphUnderTest) -> None:
    asked = "{ returnRanking(kind: SERVICE) { firstYear lastYear } }"
    for day, last in ((date(2026, 2, 28), 2024), (date(2026, 3, 1), 2025)):
        graph.clock.time = graph.clock.time.replace(month=day.month, day=day.day)
        found = (await graph.data(asked))["returnRanking"]
        assert {(each["firstYear"], each["lastYear"]) for each in found} == {(last - 3, last)}
