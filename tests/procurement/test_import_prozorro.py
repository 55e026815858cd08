"""Tenders of Prozorro with their bids, awards and contracts."""

from __future__ import annotations

import itertools
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from core.registry.models import Organisation, OrganisationIdentifier
from plugins.procurement.importers.prozorro import tenders as module
from plugins.procurement.importers.prozorro.tenders import PROZORRO
from plugins.procurement.models import (
    Award,
    AwardStatus,
    Bid,
    Contract,
    ContractStatus,
    Lot,
    Procedure,
    PurchaseKind,
    Supplier,
    Tender,
    TenderStatus,
)
from tests.databases import changes
from tests.importing import column, empty_database, job_at, run, stored
from tests.procurement.prozorro import award, bid, firm, hryvnias, in_lots, tender, written


async def statuses() -> dict[str, str]:
    """What became of each bid, by the end of its reference."""
    rows = await Bid.all().values_list("reference", "status")
    return {reference.split("/bid/")[1]: status.name for reference, status in rows}


async def test_a_tender_is_stored_with_its_buyer_award_and_contract(tmp_path: Path) -> None:
    async with empty_database() as opened:
        job = await run(PROZORRO, opened, written(tmp_path, tender()))
        assert job.faults == []
        row = await Tender.get().prefetch_related("buyer")
        assert (row.reference, row.title, row.status) == (
            "UA-2021-12-21-000001-c",
            "Roof repair",
            TenderStatus.AWARDED,
        )
        assert (row.kind, row.procedure, row.source) == (PurchaseKind.SERVICE, Procedure.OPEN, "Prozorro")
        assert (row.estimate_minor, row.estimate_currency) == (323_447_800, "UAH")
        assert row.description == "Amounts include value-added tax."
        assert row.closes_at == datetime(2022, 1, 17, 9, tzinfo=UTC)
        assert row.opens_at == datetime(2022, 1, 18, 11, 49, 39, tzinfo=UTC)
        assert row.buyer is not None
        assert (row.buyer.name, row.buyer.country, row.buyer.city) == ("National Bank", "UA", "Київ")
        contract = await Contract.get().prefetch_related("contractor", "award")
        assert (contract.amount_minor, contract.status) == (255_000_000, ContractStatus.ACTIVE)
        assert contract.contractor.name == "Firm 38901342"
        assert contract.award is not None
        assert contract.award.reference == "UA-2021-12-21-000001-c/award/a2"


async def test_midnight_in_kyiv_is_no_day_earlier(tmp_path: Path) -> None:
    async with empty_database() as opened:
        await run(PROZORRO, opened, written(tmp_path, tender()))
        contract = await Contract.get()
        assert (contract.signed_on, contract.ends_on) == (date(2022, 2, 8), date(2022, 12, 31))
        assert (await Tender.get()).published_on == date(2021, 12, 21)
        assert await column(Award.all().order_by("reference"), "awarded_on") == [date(2022, 1, 24), date(2022, 1, 25)]


async def test_bids_are_priced_and_say_what_became_of_them(tmp_path: Path) -> None:
    async with empty_database() as opened:
        await run(PROZORRO, opened, written(tmp_path, tender()))
        assert await statuses() == {"dear": "UNSUCCESSFUL", "cheap": "DISQUALIFIED", "middle": "AWARDED"}
        prices = await Bid.all().order_by("amount_minor").values_list("amount_minor", "bidder__name")
        assert [tuple(row) for row in prices] == [
            (249_999_900, "Firm 35144656"),
            (255_000_000, "Firm 38901342"),
            (317_345_050, "Firm 37961573"),
        ]


async def test_a_bid_for_lots_is_one_bid_for_each(tmp_path: Path) -> None:
    async with empty_database() as opened:
        await run(PROZORRO, opened, written(tmp_path, in_lots()))
        assert await column(Lot.all().order_by("number"), "title") == ["Lot one", "Lot two"]
        assert await statuses() == {"x/lot1": "UNSUCCESSFUL", "y/lot1": "AWARDED"}
        assert {one.lot.number async for one in Bid.all().prefetch_related("lot") if one.lot} == {"lot1"}
        assert (await Award.get().prefetch_related("lot")).lot is not None


async def test_what_is_called_off_takes_its_decisions_back(tmp_path: Path) -> None:
    cancelled = tender(status="cancelled")
    cancelled["contracts"][0]["status"] = "pending"
    async with empty_database() as opened:
        await run(PROZORRO, opened, written(tmp_path, cancelled))
        assert (await Tender.get()).status is TenderStatus.CANCELLED
        assert await column(Award.all().order_by("reference"), "status") == [
            AwardStatus.UNSUCCESSFUL,
            AwardStatus.CANCELLED,
        ]
        assert (await Contract.get()).status is ContractStatus.CANCELLED
        assert await statuses() == {"dear": "SUBMITTED", "cheap": "DISQUALIFIED", "middle": "SUBMITTED"}


async def test_the_last_decision_on_a_bid_counts(tmp_path: Path) -> None:
    decisions = [
        award("a1", "middle", "38901342", "cancelled", 1),
        award("a2", "middle", "38901342", "unsuccessful", 1),
        award("a3", "dear", "37961573", "pending", 1),
    ]
    async with empty_database() as opened:
        pending = tender(awards=decisions, contracts=[], status="active.qualification")
        await run(PROZORRO, opened, written(tmp_path, pending))
        assert await statuses() == {"dear": "SUBMITTED", "cheap": "SUBMITTED", "middle": "DISQUALIFIED"}
        assert (await Tender.get()).status is TenderStatus.CLOSED


async def test_persons_are_nowhere_and_nobody_becomes_a_supplier(tmp_path: Path) -> None:
    trader = firm("1000000001", "Підприємець Тіньова Ірина")
    async with empty_database() as opened:
        job = await run(PROZORRO, opened, written(tmp_path, tender(bids=[], awards=[], contracts=[])))
        before = {(one.place, one.reason) for one in job.notices}
        sole = tender("3", bids=[bid("s", "", 5, tenderers=[trader])], awards=[], contracts=[])
        job = await run(PROZORRO, opened, written(tmp_path, sole))
        everything = "\n".join(await stored(opened)).casefold()
        assert "sole trader (name not kept), bid s of ua-2021-12-21-000003-c" in everything
        assert not [word for word in ("hidden", "тіньова", "ірина", "1000000001", "+38000") if word in everything]
        trader_at = "UA-2021-12-21-000003-c, bids/0/tenderers/0"
        assert {(one.place, one.reason) for one in job.notices} - before >= {
            (f"{trader_at}/name", "it is left out: it is a person's"),
            (f"{trader_at}/identifier", "it is left out: the number is a person's"),
        }
        assert await Supplier.all().count() == 0


async def test_sole_traders_without_names_are_kept_apart_and_win_what_they_bid_for(tmp_path: Path) -> None:
    one, other = firm("1000000001", "ФОП Тіньова Ірина"), firm("1000000002", "ФОП Тіньова Ірина")
    bids = [bid("a", "", 5, tenderers=[one]), bid("b", "", 4, tenderers=[other])]
    won = award("w", "b", "", "active", 4, suppliers=[other])
    early = tender(bids=bids, awards=[], contracts=[], dateModified="2022-01-20T00:00:00+02:00")
    async with empty_database() as opened:
        await run(PROZORRO, opened, written(tmp_path, early))
        await run(PROZORRO, opened, written(tmp_path, tender(bids=bids, awards=[won], contracts=[])))
        before = await changes(opened)
        await run(PROZORRO, opened, written(tmp_path, tender(bids=bids, awards=[won], contracts=[])))
        assert await changes(opened) == before
        bidders = {str(row.reference)[-1]: row.bidder_id async for row in Bid.all()}  # type: ignore[attr-defined]
        assert bidders["a"] != bidders["b"]
        assert (await Award.get()).winner_id == bidders["b"]  # type: ignore[attr-defined]
        assert await Organisation.all().count() == 3


@pytest.mark.parametrize(
    ("scheme", "number"), [("", ""), ("UA-EDR", ""), ("UA-EDR", "12345678"), ("UA-IPN", "100000000")]
)
async def test_a_name_that_says_it_is_a_persons_is_not_kept_whatever_the_number(
    tmp_path: Path, scheme: str, number: str
) -> None:
    trader = firm(number, "ФОП Тіньова Ірина")
    trader["identifier"]["scheme"] = scheme
    async with empty_database() as opened:
        sole = tender(bids=[bid("s", "", 5, tenderers=[trader])], awards=[], contracts=[])
        await run(PROZORRO, opened, written(tmp_path, sole))
        everything = "\n".join(await stored(opened)).casefold()
        assert "sole trader (name not kept)" in everything
        assert not [word for word in ("тіньова", "12345678", "100000000") if word in everything]


async def test_a_firm_is_one_whatever_it_is_called(tmp_path: Path) -> None:
    renamed = tender("2", dateModified="2023-01-01T00:00:00+02:00")
    renamed["bids"][0]["tenderers"] = [firm("37961573", "The firm under its new name")]
    async with empty_database() as opened:
        await run(PROZORRO, opened, written(tmp_path, renamed, "2.json"))
        await run(PROZORRO, opened, written(tmp_path, tender(), "1.json"))
        names = await column(OrganisationIdentifier.filter(value="37961573"), "organisation__name")
        assert names == ["The firm under its new name"]
        assert await Organisation.all().count() == 4


async def test_what_has_no_place_is_told_and_what_needs_a_look_too(tmp_path: Path) -> None:
    odd = tender()
    odd["bids"].append({"id": "gone", "status": "deleted"})
    odd["bids"][0]["tenderers"].append(firm("11111111"))
    odd["bids"][0]["value"] = hryvnias(5, taxed=False)
    async with empty_database() as opened:
        job = await run(PROZORRO, opened, written(tmp_path, odd))
        *notices, rest = [(one.place.removeprefix("UA-2021-12-21-000001-c, "), one.reason) for one in job.notices]
        assert notices == [
            ("bids/0/tenderers", "a group of 2 firms is known by the first of them"),
            ("bids/3", "it was not made or was taken back: the source keeps nothing of it but its id"),
            ("bids/0/value", "it is without value-added tax, unlike the tender's value: they do not compare"),
        ]
        assert rest[0] == "in all"
        for name in ("tender.description (1)", "tender.documents (1)", "organisations.contactPoint (4)"):
            assert name in rest[1]


async def test_a_second_run_writes_nothing(tmp_path: Path) -> None:
    written(tmp_path, tender(), "1.json")
    written(tmp_path, in_lots(), "2.json")
    async with empty_database() as opened:
        await run(PROZORRO, opened, tmp_path)
        before = await changes(opened)
        job = await run(PROZORRO, opened, tmp_path)
        assert (job.exit_code, sum(job.written.values())) == (0, 0)
        assert await changes(opened) == before


async def test_the_latest_version_wins_whatever_the_order_and_a_bid_that_it_lost_was_taken_back(tmp_path: Path) -> None:
    early = tender(
        dateModified="2022-01-20T00:00:00+02:00", status="active.qualification", awards=[], contracts=[], title="Early"
    )
    early["bids"].append(bid("gone", "35793772", 7))
    middle = tender(dateModified="2022-01-25T00:00:00+02:00", title="Middle")
    found: set[str] = set()
    for place, order in enumerate(itertools.permutations([early, middle, tender()])):
        folder = tmp_path / f"{place}"
        folder.mkdir()
        async with empty_database() as opened:
            for number, one in enumerate(order):
                await run(PROZORRO, opened, written(folder, one, f"{number}.json"))
            assert (await Tender.get()).title == "Roof repair"
            told = await statuses()
            if order[0] is early:
                assert told.pop("gone") == "WITHDRAWN"
            assert told == {"dear": "UNSUCCESSFUL", "cheap": "DISQUALIFIED", "middle": "AWARDED"}
            found.add("\n".join(line for line in await stored(opened) if "Tender" in line or "Award" in line))
    assert len(found) == 1


async def test_versions_in_one_run_are_one_tender(tmp_path: Path) -> None:
    written(tmp_path, tender(), "1.json")
    written(tmp_path, tender(dateModified="2022-01-20T00:00:00+02:00", title="Early"), "2.json")
    async with empty_database() as opened:
        job = await run(PROZORRO, opened, tmp_path)
        assert job.faults == []
        assert await column(Tender.all(), "title") == ["Roof repair"]


async def test_progress_ends_at_the_total(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TENDERS_IN_A_BATCH", 2)
    for number in range(1, 6):
        written(tmp_path, tender(f"{number}"), f"{number}.json")
    told: list[tuple[int, int | None]] = []
    async with empty_database() as opened:
        await PROZORRO.run(job_at(opened, tmp_path, lambda done, total: told.append((done, total))))
    assert told == [(2, 5), (4, 5), (5, 5)]


KILLED = """
import asyncio, sys
from pathlib import Path
from core.storage.connection import database
from plugins.procurement.importers.prozorro import tenders
from tests.importing import MODULES, job_at

async def main() -> None:
    tenders.TENDERS_IN_A_BATCH = 1
    async with database(sys.argv[1], MODULES) as opened:
        await tenders.PROZORRO.run(job_at(opened, Path(sys.argv[2]), lambda done, _: print(done, flush=True)))

asyncio.run(main())
"""


async def test_a_run_that_is_killed_leaves_whole_tenders_and_another_one_ends_it(tmp_path: Path) -> None:
    for number in range(1, 10):
        made: Any = tender(f"{number}") if number % 2 else in_lots(f"{number}")
        written(tmp_path, made, f"{number}.json")
    async with empty_database() as opened:
        await run(PROZORRO, opened, tmp_path)
        whole = await stored(opened)
    async with empty_database() as opened:
        for batches in (1, 3):
            _kill_after(batches, opened.url, tmp_path)
        there = await column(Tender.all(), "reference")
        assert 3 <= len(there) <= 9
        for one in there:
            hanging = [await model.filter(tender__reference=one).count() for model in (Bid, Award)]
            assert hanging == ([2, 1] if int(one[-3]) % 2 == 0 else [3, 2])
        await run(PROZORRO, opened, tmp_path)
        assert await stored(opened) == whole


def _kill_after(batches: int, url: str, folder: Path) -> None:
    """Run an import and end it, by SIGKILL, once it has told that many times how far it is."""
    command = [sys.executable, "-c", KILLED, url, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]) as process:
        assert process.stdout is not None
        for _ in range(batches):
            process.stdout.readline()
        process.kill()
