"""Contracts that count in no return: which they are, and who is told of them."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from datetime import date
from random import Random
from typing import Any

import pytest

from bench.decade import CERN, write
from core.access.viewer import Role, Viewer
from core.testing import GraphUnderTest, graph_of
from plugins.procurement.models import Contract, ContractOrigin, ContractStatus, PurchaseKind

RANKING = """{ returnRanking(kind: SUPPLY, year: 2024) {
  memberState { country { code } } value { ofState { amount } ofAll { amount } } number { ofAll } } }"""
NOT_COUNTED = "{ returnNotCounted(kind: SUPPLY, year: 2024) { code contracts } }"


@pytest.fixture
async def graph() -> AsyncGenerator[GraphUnderTest]:
    async with graph_of("procurement") as found:
        with found.database.current():
            await write([], Random(1))
        yield found


def officer(graph: GraphUnderTest) -> Viewer:
    return graph.viewer(Role.PROCUREMENT_OFFICER)


async def signed(graph: GraphUnderTest, number: int, origins: Mapping[str, int], **facts: Any) -> None:
    """A contract of 100 francs, with origins in percent."""
    usual: dict[str, Any] = {"kind": PurchaseKind.SUPPLY, "signed_on": date(2023, 5, 1), "contractor_id": 3}
    worth: dict[str, Any] = {"amount_minor": 100_00, "amount_currency": "CHF", "buyer_id": CERN}
    with graph.database.current():
        made = await Contract.create(reference=f"MADE-UP-{number}", **{**usual, **worth, **facts})
        for country, percent in origins.items():
            await ContractOrigin.create(contract=made, country=country, share_ppm=percent * 10_000)


async def not_counted(graph: GraphUnderTest, viewer: Viewer | None = None) -> dict[str, int]:
    found = (await graph.data(NOT_COUNTED, viewer))["returnNotCounted"]
    return {each["code"]: each["contracts"] for each in found}


async def test_a_contract_whose_stated_origins_are_a_part_of_it_does_not_count(graph: GraphUnderTest) -> None:
    """Or the rest of it would vanish from all totals, and nobody would be told."""
    await signed(graph, 1, {"PL": 30})
    await signed(graph, 2, {"PL": 40, "DE": 40})
    await signed(graph, 3, {"PL": 80, "DE": 40})
    await signed(graph, 4, {"PL": 25, "DE": 75})
    await signed(graph, 5, {})

    found = {
        each["memberState"]["country"]["code"]: each
        for each in (await graph.data(RANKING, officer(graph)))["returnRanking"]
    }

    poland, germany = found["PL"], found["DE"]
    assert poland["value"] == {"ofState": {"amount": "25.00"}, "ofAll": {"amount": "100.00"}}
    assert germany["value"] == {"ofState": {"amount": "75.00"}, "ofAll": {"amount": "100.00"}}
    assert poland["number"] == {"ofAll": "1"}
    assert await not_counted(graph, officer(graph)) == {"ORIGIN_INCOMPLETE": 3, "ORIGIN_UNKNOWN": 1}


async def test_nobody_else_learns_of_a_contract_that_is_not_signed_or_dated(graph: GraphUnderTest) -> None:
    secret: tuple[dict[str, Any], ...] = ({"status": ContractStatus.PENDING}, {"signed_on": None})
    others = [graph.viewer(), graph.viewer(Role.ILO, country="PL"), graph.viewer(Role.FIRM, organisation=3)]
    for number in range(6):
        await signed(graph, number, {"PL": 100}, amount_currency="EUR")
    before = [await not_counted(graph, viewer) for viewer in others]

    for number in range(6):
        for place, facts in enumerate(secret, start=1):
            await signed(graph, number + 10 * place, {"PL": 100}, **facts)

    assert [await not_counted(graph, viewer) for viewer in others] == before == [{"OTHER_CURRENCY": 6}] * 3
    assert await not_counted(graph, officer(graph)) == {"NOT_IN_FORCE": 6, "OTHER_CURRENCY": 6, "YEAR_UNKNOWN": 6}
