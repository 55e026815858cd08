"""Contracting data in the Open Contracting Data Standard."""

from __future__ import annotations

import copy
import itertools
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from core.registry.models import Organisation, OrganisationIdentifier
from plugins.procurement.importers.ocds import OCDS
from plugins.procurement.models import (
    Award,
    AwardStatus,
    Contract,
    Procedure,
    PurchaseKind,
    Supplier,
    Tender,
    TenderStatus,
)
from tests.databases import changes
from tests.importing import column, empty_database, real, run, shared_data, stored

Json = dict[str, Any]

BUYER: Json = {
    "id": "b",
    "name": "City of Wrocław",
    "identifier": {"scheme": "PL-REGON", "id": "931934644.0"},
    "address": {"locality": "Wrocław", "countryName": "Poland"},
    "contactPoint": {"name": "Jan Kowalski", "email": "jan@example.org"},
    "roles": ["buyer", "procuringEntity"],
}
FIRM: Json = {
    "id": "1",
    "name": "Rowery Sp. z o.o.",
    "identifier": {"id": "1", "legalName": "Rowery Spółka"},
    "address": {"countryName": "Poland"},
    "roles": ["supplier"],
}
RELEASE: Json = {
    "ocid": "ocds-x-1",
    "id": "ocds-x-1-contract",
    "date": "2025-05-10T10:30:00Z",
    "tag": ["contract"],
    "parties": [BUYER, FIRM],
    "buyer": {"id": "b", "name": "City of Wrocław"},
    "tender": {
        "id": "t",
        "title": "Cycle lanes",
        "status": "complete",
        "procurementMethod": "open",
        "mainProcurementCategory": "works",
        "value": {"amount": 1100000, "currency": "PLN"},
        "tenderPeriod": {"startDate": "2025-03-01T09:00:00Z", "endDate": "2025-04-08T18:00:00+02:00"},
        "procuringEntity": {"id": "9", "name": "Angela Gonzalez"},
    },
    "awards": [
        {
            "id": "a",
            "status": "active",
            "date": "2025-05-10T10:30:00Z",
            "value": {"amount": 1000000.505, "currency": "PLN"},
            "suppliers": [{"id": "1", "name": "Rowery Sp. z o.o."}],
        }
    ],
    "contracts": [
        {
            "id": "c",
            "awardID": "a",
            "title": "To build cycle lanes",
            "status": "active",
            "dateSigned": "2025-06-10T14:23:12Z",
            "period": {"startDate": "2025-07-01T00:00:00Z", "endDate": "2026-06-30T23:59:00Z"},
            "value": {"amount": 1000000.505, "currency": "PLN"},
        }
    ],
}


def release(**changes_to_it: Any) -> Json:
    return copy.deepcopy(RELEASE) | changes_to_it


def package(*releases: Json) -> Json:
    return {"publisher": {"name": "City of Wrocław"}, "releases": list(releases)}


def written(folder: Path, value: Any, name: str = "releases.json") -> Path:
    path = folder / name
    path.write_text("\ufeff" + json.dumps(value), "utf-8")
    return path


async def test_a_release_is_a_tender_with_its_award_and_contract(tmp_path: Path) -> None:
    async with empty_database() as opened:
        job = await run(OCDS, opened, written(tmp_path, package(RELEASE)))
        assert job.faults == []
        tender = await Tender.get().prefetch_related("buyer")
        assert (tender.reference, tender.title, tender.status) == ("ocds-x-1", "Cycle lanes", TenderStatus.AWARDED)
        assert (tender.kind, tender.procedure) == (PurchaseKind.SERVICE, Procedure.OPEN)
        assert (tender.estimate_minor, tender.estimate_currency) == (110_000_000, "PLN")
        assert tender.published_on == date(2025, 3, 1)
        assert tender.closes_at == datetime(2025, 4, 8, 16, 0, tzinfo=UTC)
        assert tender.buyer is not None
        assert (tender.buyer.name, tender.buyer.country) == ("City of Wrocław", "PL")
        assert tender.source == "City of Wrocław"

        award = await Award.get().prefetch_related("winner")
        assert (award.amount_minor, award.winner.name) == (100_000_050, "Rowery Sp. z o.o.")
        contract = await Contract.get().prefetch_related("contractor", "award", "buyer")
        assert contract.award == award
        assert contract.buyer == tender.buyer
        assert contract.contractor.name == "Rowery Sp. z o.o."
        assert (contract.signed_on, contract.ends_on) == (date(2025, 6, 10), date(2026, 6, 30))


async def test_nobody_becomes_a_registered_supplier(tmp_path: Path) -> None:
    async with empty_database() as opened:
        await run(OCDS, opened, written(tmp_path, package(RELEASE)))
        assert await Organisation.all().count() == 2
        assert await Supplier.all().count() == 0


async def test_persons_are_nowhere(tmp_path: Path) -> None:
    async with empty_database() as opened:
        await run(OCDS, opened, written(tmp_path, package(RELEASE)))
        everything = "\n".join(await stored(opened)).casefold()
        assert "rowery" in everything
        assert not [name for name in ("kowalski", "jan@", "gonzalez") if name in everything]


async def test_only_a_number_of_a_register_is_kept_and_without_the_spreadsheets_point(tmp_path: Path) -> None:
    async with empty_database() as opened:
        await run(OCDS, opened, written(tmp_path, package(RELEASE)))
        numbers = await OrganisationIdentifier.all().values_list("scheme", "value")
        assert [tuple(pair) for pair in numbers] == [("PL-REGON", "931934644")]


async def test_an_identifier_without_a_register_says_nothing_beyond_its_release(tmp_path: Path) -> None:
    other = release(ocid="ocds-x-2", id="2", parties=[BUYER, FIRM | {"name": "Drogi S.A."}])
    other["awards"][0]["suppliers"] = [{"id": 1, "name": "Drogi S.A."}]
    async with empty_database() as opened:
        await run(OCDS, opened, written(tmp_path, package(RELEASE, other)))
        names = await column(Organisation.all().order_by("name"), "name")
        assert names == ["City of Wrocław", "Drogi S.A.", "Rowery Sp. z o.o."]
        winner = (await Award.get(tender__reference="ocds-x-2").prefetch_related("winner")).winner
        assert winner.name == "Drogi S.A."


SHAPES = {
    "package": package(RELEASE),
    "array": [RELEASE],
    "array of packages": [package(RELEASE)],
    "release": RELEASE,
    "record": {"records": [{"ocid": "ocds-x-1", "compiledRelease": RELEASE, "releases": [{"url": "x"}]}]},
    "record of releases": {"records": [{"ocid": "ocds-x-1", "releases": [RELEASE]}]},
}


@pytest.mark.parametrize("shape", SHAPES)
async def test_packages_records_and_arrays_are_one_process(tmp_path: Path, shape: str) -> None:
    async with empty_database() as opened:
        job = await run(OCDS, opened, written(tmp_path, SHAPES[shape]))
        assert job.exit_code == 0
        assert (await Tender.all().count(), await Award.all().count(), await Contract.all().count()) == (1, 1, 1)
        before = await changes(opened)
        await run(OCDS, opened, written(tmp_path, SHAPES[shape]))
        assert await changes(opened) == before


async def test_a_record_that_only_links_is_told(tmp_path: Path) -> None:
    linked = {"records": [{"ocid": "ocds-x-1", "releases": [{"url": "https://example.org"}]}]}
    async with empty_database() as opened:
        job = await run(OCDS, opened, written(tmp_path, linked))
        assert "only links to its releases" in job.faults[0].reason


def _bad(**parts: Any) -> Json:
    return release(ocid="ocds-x-bad", id="bad", **parts)


BAD: dict[str, tuple[Json, str]] = {
    "amount": (
        _bad(awards=[RELEASE["awards"][0] | {"value": {"amount": {"$numberLong": "7"}, "currency": "COP"}}]),
        "awards/0/value/amount",
    ),
    "text amount": (_bad(tender={"value": {"amount": "7", "currency": "PLN"}}), "tender/value/amount"),
    "no currency": (_bad(tender={"value": {"amount": 7}}), "tender/value/currency"),
    "date": (_bad(date="soon"), "date"),
    "status": (_bad(tender={"status": "asleep"}), "tender/status"),
    "winner": (_bad(awards=[{"id": "a", "status": "active"}]), "awards/0/suppliers"),
    "award id": (_bad(awards=[RELEASE["awards"][0] | {"id": None}]), "awards/0/id"),
    "list": (_bad(parties={"name": "x"}), "parties"),
}


@pytest.mark.parametrize("fault", BAD)
async def test_a_bad_release_is_left_out_whole_and_the_others_go_on(tmp_path: Path, fault: str) -> None:
    bad, place = BAD[fault]
    bad["parties"] = [BUYER | {"name": "Never stored"}] if fault != "list" else bad["parties"]
    good = release(ocid="ocds-x-good", id="good")
    async with empty_database() as opened:
        job = await run(OCDS, opened, written(tmp_path, package(bad, good)))
        assert [(one.file, one.place) for one in job.faults] == [("releases.json", f"ocds-x-bad, {place}")]
        assert job.exit_code == 1
        assert await column(Tender.all(), "reference") == ["ocds-x-good"]
        assert await Organisation.filter(name="Never stored").count() == 0


async def test_a_contract_finds_its_supplier_in_an_earlier_release(tmp_path: Path) -> None:
    awarded = release(id="1", date="2025-05-01T00:00:00Z", contracts=None)
    signed = release(id="2", awards=None, tender=None)
    lost = release(ocid="ocds-x-9", id="3", awards=None)
    async with empty_database() as opened:
        await run(OCDS, opened, written(tmp_path, awarded, "1.json"))
        job = await run(OCDS, opened, written(tmp_path, [signed, lost], "2.json"))
        contract = await Contract.get().prefetch_related("contractor")
        assert contract.contractor.name == "Rowery Sp. z o.o."
        assert [(fault.place, fault.reason) for fault in job.faults] == [
            ("ocds-x-9", "a contract names no supplier, and ocds-x-9/award/a is not known")
        ]
        assert await Tender.all().count() == 1


async def test_a_contract_whose_release_names_no_buyer_has_that_of_its_tender(tmp_path: Path) -> None:
    called = release(id="1", date="2025-05-01T00:00:00Z", contracts=None)
    signed = release(id="2", buyer=None, parties=[FIRM], tender=None)
    async with empty_database() as opened:
        await run(OCDS, opened, written(tmp_path, [called, signed]))
        contract = await Contract.get().prefetch_related("buyer")
        assert contract.buyer
        assert contract.buyer.name == "City of Wrocław"


async def test_an_award_to_several_counts_its_value_once(tmp_path: Path) -> None:
    shared = release(parties=[])
    shared["awards"][0]["suppliers"] = [{"name": "One"}, {"name": "Two"}]
    async with empty_database() as opened:
        await run(OCDS, opened, written(tmp_path, shared))
        rows = await Award.all().order_by("reference").values_list("reference", "winner__name", "amount_minor")
        assert [tuple(row) for row in rows] == [
            ("ocds-x-1/award/a", "One", 100_000_050),
            ("ocds-x-1/award/a/2", "Two", None),
        ]


async def test_a_cancelled_award_is_no_active_one(tmp_path: Path) -> None:
    cancelled = release()
    cancelled["awards"][0]["status"] = "cancelled"
    async with empty_database() as opened:
        await run(OCDS, opened, written(tmp_path, cancelled))
        assert (await Award.get()).status is AwardStatus.CANCELLED


async def test_the_latest_release_wins_whatever_the_order(tmp_path: Path) -> None:
    releases = [
        release(
            id="1",
            date="2025-01-01T00:00:00Z",
            tender=RELEASE["tender"] | {"title": "Planned", "status": "planned"},
            awards=None,
            contracts=None,
        ),
        release(
            id="2",
            date="2025-02-01T00:00:00Z",
            tender=RELEASE["tender"] | {"title": "Open", "status": "active"},
            awards=None,
            contracts=None,
        ),
        release(id="3", date="2025-03-01T00:00:00Z", tender=None),
    ]
    found: set[str] = set()
    for place, order in enumerate(itertools.permutations(releases)):
        folder = tmp_path / f"{place}"
        folder.mkdir()
        async with empty_database() as opened:
            for number, one in enumerate(order):
                await run(OCDS, opened, written(folder, one, f"{number}.json"))
            assert (await Tender.get()).title == "Open"
            found.add("\n".join(await stored(opened)))
    assert len(found) == 1


async def test_a_very_long_title_is_kept_whole_in_the_description(tmp_path: Path) -> None:
    async with empty_database() as opened:
        long = release(tender={"title": "x" * 600, "description": "More."}, awards=None, contracts=None)
        await run(OCDS, opened, written(tmp_path, long))
        tender = await Tender.get()
        assert (len(tender.title), tender.description) == (500, f"{'x' * 600}\n\nMore.")


@shared_data
async def test_colombia_is_98_releases_and_98_organisations() -> None:
    async with empty_database() as opened:
        job = await run(OCDS, opened, real("ocds/colombia_secop_100_releases.json"))
        assert job.exit_code == 1
        assert [fault.place.partition(",")[0] for fault in job.faults] == ["ocds-k50g02-58193", "ocds-k50g02-58198"]
        assert (await Tender.all().count(), await Award.all().count(), await Contract.all().count()) == (98, 98, 98)
        assert await Organisation.all().count() == 98
        releases = json.loads(real("ocds/colombia_secop_100_releases.json").read_bytes())["releases"]
        persons = {one["tender"]["procuringEntity"]["name"] for one in releases}
        everything = "\n".join(await stored(opened))
        assert not [name for name in persons if name and name in everything]


@shared_data
@pytest.mark.parametrize(
    "path", ["", "ocds-213czf-000-00001.json", "record", "record/ocds-213czf-000-00001-withversions.json"]
)
async def test_the_standards_sample_is_one_process_of_three_organisations(path: str) -> None:
    async with empty_database() as opened:
        job = await run(OCDS, opened, real("ocds/standard_sample_fictional/1.1") / path)
        assert job.exit_code == 0
        assert (await Tender.all().count(), await Award.all().count(), await Contract.all().count()) == (1, 1, 1)
        assert await Organisation.all().count() == 3
        values = await column(OrganisationIdentifier.all().order_by("value"), "value")
        assert values == ["11111111", "22222222", "E09000003"]
