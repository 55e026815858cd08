"""The rule of the lowest compliant bid decides real tenders as they were decided."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncGenerator
from decimal import Decimal
from typing import Any, Final

import pytest

from core.access.viewer import Role
from core.policies.version import PolicyVersion
from core.registry.models import Organisation, OrganisationIdentifier
from core.storage.imports import Import
from core.testing import GraphUnderTest, graph_of
from core.words import Money
from plugins.procurement.importers.prozorro.tenders import PROZORRO
from plugins.procurement.models import Award, AwardStatus, Bid, Contract, Lot, Tender
from plugins.procurement.rules import bids as rules
from plugins.procurement.rules.adjudication import (
    LOWEST_COMPLIANT,
    NO_BIDS,
    NOT_BY_PRICE,
    Adjudication,
    lowest_compliant,
)
from tests.importing import real, run, shared_data, stored

pytestmark = shared_data

COMPLETE: Final = (
    "UA-2020-01-20-001169-c",
    "UA-2020-08-06-003989-a",
    "UA-2021-06-22-008064-c",
    "UA-2021-12-21-009402-c",
    "UA-2022-10-25-007560-a",
    "UA-2022-12-16-017515-a",
)
CHEAPER_FELL_OUT: Final = ("UA-2020-08-06-003989-a", "UA-2021-12-21-009402-c")
WITHOUT_BIDS: Final = "UA-2021-01-11-002071-a"
RATED: Final = "UA-2019-12-26-000379-b"


@pytest.fixture
async def graph() -> AsyncGenerator[GraphUnderTest]:
    async with graph_of() as opened:
        with opened.database.current():
            job = await run(PROZORRO, opened.database, real("bids"))
            assert job.faults == []
            yield opened


def identity(firm: Organisation) -> str:
    """What tells a bidder from the others: names do not, since those of persons are not kept."""
    return str(firm.id)


def as_ruled(bid: Bid) -> rules.Bid:
    """A bid as the rule sees it. Whether it won is not told: it is what the rule has to find."""
    known = None if bid.amount_minor is None else Money.from_minor(bid.amount_minor, bid.amount_currency or "").amount
    status = bid.status.value if bid.status.value in ("disqualified", "withdrawn") else "submitted"
    return rules.Bid(bidder=identity(bid.bidder), fca=known, currency=bid.amount_currency or "UAH", status=status)


async def adjudicated(graph: GraphUnderTest, reference: str, lot: Lot | None = None) -> Adjudication:
    bids = await Bid.filter(tender__reference=reference, lot=lot).prefetch_related("bidder")
    return lowest_compliant([as_ruled(bid) for bid in bids], policy(graph))


def policy(graph: GraphUnderTest) -> PolicyVersion:
    found = graph.host.policies.version("procurement.adjudication", "ADJUDICATION-1")
    assert found is not None
    return found


async def lots_of(reference: str) -> list[Lot | None]:
    """The lots of a tender that has some, or the whole."""
    return [*await Lot.filter(tender__reference=reference).order_by("title")] or [None]


@pytest.mark.parametrize("reference", COMPLETE)
async def test_the_lowest_bid_that_is_not_disqualified_is_the_real_winner(
    graph: GraphUnderTest, reference: str
) -> None:
    decided = 0
    for lot in await lots_of(reference):
        holding = Award.filter(tender__reference=reference, lot=lot, status=AwardStatus.ACTIVE)
        award = await holding.first().prefetch_related("winner")
        ruled = await adjudicated(graph, reference, lot)
        if award is None:
            assert ruled.decision.outcome == NO_BIDS
            continue
        decided += 1
        assert ruled.decision.outcome == LOWEST_COMPLIANT
        assert ruled.lowest is not None
        assert ruled.lowest.bidder == identity(award.winner)
        assert ruled.lowest.price == Decimal(award.amount_minor or 0) / 100
    assert decided == 1


async def test_twice_a_cheaper_bid_fell_out(graph: GraphUnderTest) -> None:
    fell_out: list[str] = []
    for reference in COMPLETE:
        award = await Award.get(tender__reference=reference, status=AwardStatus.ACTIVE)
        cheaper = Bid.filter(tender__reference=reference, amount_minor__lt=award.amount_minor)
        fell_out += [reference] * await cheaper.filter(status="disqualified").count()
    assert tuple(fell_out) == CHEAPER_FELL_OUT


async def test_what_was_bought_without_competition_has_no_bids(graph: GraphUnderTest) -> None:
    ruled = await adjudicated(graph, WITHOUT_BIDS)

    assert ruled.decision.outcome == NO_BIDS
    assert await Award.filter(tender__reference=WITHOUT_BIDS, status=AwardStatus.ACTIVE).count() == 1


async def test_what_was_rated_is_not_decided_by_price(graph: GraphUnderTest) -> None:
    lots = await lots_of(RATED)

    ruled = [await adjudicated(graph, RATED, lot) for lot in lots]

    assert [each.decision.outcome for each in ruled] == [NOT_BY_PRICE] * 10


async def test_ten_tenders_with_all_that_is_theirs(graph: GraphUnderTest) -> None:
    counts = [await model.all().count() for model in (Tender, Lot, Bid, Award, Contract)]
    assert counts == [10, 15, 40, 27, 18]
    assert await Organisation.all().count() == 33
    assert await OrganisationIdentifier.all().count() == 31


async def test_a_second_run_writes_nothing(graph: GraphUnderTest) -> None:
    job: Import = await run(PROZORRO, graph.database, real("bids"))

    assert sum(job.seen.values()) > 100
    assert sum(job.written.values()) == 0


def persons(value: Any) -> set[str]:
    """Every name, address and number of a contact point, wherever it stands."""
    if isinstance(value, list):
        return {found for one in value for found in persons(one)}
    if not isinstance(value, dict):
        return set()
    own = {str(text) for name, point in value.items() if name.endswith("ontactPoint") for text in point.values()}
    return {text for text in own if text != value.get("name")} | {
        one for each in value.values() for one in persons(each)
    }


async def test_no_contact_person_is_stored(graph: GraphUnderTest) -> None:
    files = [json.loads(path.read_bytes()) for path in sorted(real("bids").glob("*.json"))]
    given = {text.strip() for text in persons(files)} - {"", "uk", "http://bank.gov.ua"}
    everything = "\n".join(await stored(graph.database))
    firms = {name for (name,) in await Organisation.all().values_list("name")}

    assert len(given) > 60
    assert not [text for text in given - firms if text in everything]


async def test_no_sole_trader_is_stored_by_name_or_number(graph: GraphUnderTest) -> None:
    given = traders([json.loads(path.read_bytes()) for path in sorted(real("bids").glob("*.json"))])
    everything = "\n".join(await stored(graph.database)).casefold()

    assert len(given) == 6
    assert not [text for text in given if text.casefold() in everything]
    assert await Organisation.filter(name__startswith="Sole trader (name not kept), ").count() == 2


def traders(value: Any) -> set[str]:
    """Every surname, first name, patronymic and number of a firm whose number is a person's."""
    if isinstance(value, list):
        return {found for one in value for found in traders(one)}
    if not isinstance(value, dict):
        return set()
    number = str((value.get("identifier") or {}).get("id"))
    own = {number, *value["name"].split()[-3:]} - {"Підприємець"} if re.fullmatch(r"\d{10}", number) else set[str]()
    return own.union(*(traders(each) for each in value.values()))


async def test_officers_read_the_prices_and_nobody_else_does(graph: GraphUnderTest) -> None:
    asked = "{ tenders { totalCount nodes { awards { totalCount } bids { totalCount nodes { amount { amount } } } } } }"
    bidder = (await Bid.get(amount_minor=255_000_000)).bidder_id  # type: ignore[attr-defined]

    counted = {}
    for viewer in graph.viewers(organisation=bidder, country="UA", unit="IPT"):
        found = (await graph.data(asked, viewer))["tenders"]
        assert found["totalCount"] == 10
        counted[viewer.role] = sum(tender["bids"]["totalCount"] for tender in found["nodes"])

    assert counted.pop(Role.PROCUREMENT_OFFICER) == 40
    assert counted.pop(Role.FIRM) == 1
    assert set(counted.values()) == {0}
