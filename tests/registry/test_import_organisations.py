"""Which organisation a record means: by its numbers, else by its name, else a new one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.registry.importers.organisations import Identifier, Mention, write_organisations
from core.registry.models import Organisation, OrganisationIdentifier, OrganisationKind
from core.storage.connection import Database
from tests.databases import changes
from tests.importing import column, empty_database, job_at

Written = tuple[list[int], list[str]]
Way = Callable[..., Awaitable[Written]]


def mention(
    name: str, *identifiers: Identifier, country: str = "PL", year: int = 2025, rank: str = "1", **facts: object
) -> Mention:
    return Mention(
        name=name,
        country=country,
        source="test",
        source_date=datetime(year, 1, 1, tzinfo=UTC),
        source_rank=rank,
        identifiers=identifiers,
        facts=facts,
        file="list.json",
    )


async def write(opened: Database, *mentions: Mention) -> Written:
    """The ids that records were given, and what a person should look at; one batch for all of them."""
    job = job_at(opened, Path())
    async with job.batch() as batch:
        found = await write_organisations(batch, {(n,): one for n, one in enumerate(mentions)}, job.notice)
    return [found[n,] for n in range(len(mentions))], [notice.reason for notice in job.notices]


async def one_by_one(opened: Database, *mentions: Mention) -> Written:
    written = [await write(opened, one) for one in mentions]
    return [ids[0] for ids, _ in written], [reason for _, reasons in written for reason in reasons]


@pytest.fixture(params=[write, one_by_one], ids=["in one batch", "one by one"])
def way(request: pytest.FixtureRequest) -> Way:
    chosen: Way = request.param
    return chosen


@pytest.mark.parametrize("scheme", ["PIC", "ROR"])
async def test_one_pic_or_ror_is_one_organisation_whatever_its_name(way: Way, scheme: str) -> None:
    async with empty_database() as opened:
        (first, second), _ = await way(
            opened, mention("CERN", (scheme, "9")), mention("Organisation européenne", (scheme, "9"), country="CH")
        )
        assert first == second
        assert await Organisation.all().count() == 1


async def test_two_pics_are_two_organisations_though_name_and_vat_are_the_same(way: Way) -> None:
    async with empty_database() as opened:
        (first, second), notices = await way(
            opened, mention("Bosch", ("PIC", "1"), ("VAT", "DE1")), mention("Bosch", ("PIC", "2"), ("VAT", "DE1"))
        )
        assert first != second
        assert notices == []


async def test_a_register_number_finds_who_has_it(way: Way) -> None:
    async with empty_database() as opened:
        (first, second), _ = await way(
            opened, mention("Creotech", ("PL-KRS", "407094")), mention("Creotech Instruments", ("PL-KRS", "407094"))
        )
        assert first == second


async def test_a_number_in_another_register_is_another_number(way: Way) -> None:
    async with empty_database() as opened:
        (first, second), _ = await way(opened, mention("One", ("PL-KRS", "7")), mention("Two", ("GB-COH", "7")))
        assert first != second


async def test_a_pic_joins_the_organisation_that_its_register_number_names(way: Way) -> None:
    async with empty_database() as opened:
        (first, second), _ = await way(
            opened,
            mention("Creotech", ("VAT", "PL951"), year=2024),
            mention("CREOTECH", ("VAT", "PL951"), ("PIC", "3"), year=2025),
        )
        assert first == second
        assert await OrganisationIdentifier.filter(unique_key="PIC:3").count() == 1


async def test_names_meet_folded_in_one_country_if_nobody_has_a_number(way: Way) -> None:
    async with empty_database() as opened:
        ids, notices = await way(
            opened,
            mention("Wrocławski Park, Sp. z o.o."),
            mention("WROCLAWSKI PARK SP Z O O"),
            mention("Wrocławski Park", country="DE"),
        )
        assert ids[0] == ids[1] != ids[2]
        assert notices == []


async def test_a_name_alone_does_not_mean_an_organisation_that_has_a_number(way: Way) -> None:
    async with empty_database() as opened:
        (first, second), notices = await way(
            opened, mention("Creotech", ("PIC", "3"), year=2024), mention("Creotech", year=2025)
        )
        assert first != second
        assert len(notices) == 1
        assert "'Creotech' (PL) may be a duplicate" in notices[0]


async def test_who_is_made_as_a_possible_duplicate_is_found_again() -> None:
    records = (mention("Creotech", ("PIC", "3"), year=2024), mention("Creotech", year=2025))
    async with empty_database() as opened:
        first, _ = await write(opened, *records)
        before = await changes(opened)
        second, _ = await write(opened, *records)
        assert first == second
        assert await changes(opened) == before


async def test_of_two_that_a_number_could_mean_none_is_guessed() -> None:
    async with empty_database() as opened:
        shared = ("VAT", "DE1")
        await write(opened, mention("Bosch", ("PIC", "1"), shared), mention("Bosch Rexroth", ("PIC", "2"), shared))
        await Organisation.all().update(source="elsewhere")
        (third,), notices = await write(opened, mention("Bosch GmbH", shared))
        (again,), _ = await write(opened, mention("Bosch GmbH", shared))
        assert third == again
        assert await Organisation.all().count() == 3
        assert len(notices) == 1


@pytest.mark.parametrize("latest_first", [False, True])
async def test_the_latest_record_describes_it_whatever_the_order(latest_first: bool) -> None:
    records = [
        mention("Old name", ("PIC", "1"), year=2023, kind=OrganisationKind.OTHER, website="http://old"),
        mention("New name", ("PIC", "1"), year=2025, rank="9", kind=OrganisationKind.COMPANY, is_sme=True),
        mention("New name, lower grant", ("PIC", "1"), year=2025, rank="8"),
    ]
    async with empty_database() as opened:
        await one_by_one(opened, *(reversed(records) if latest_first else records))
        row = await Organisation.get()
        assert (row.name, row.kind, row.is_sme, row.website) == ("New name", OrganisationKind.COMPANY, True, "")


async def test_what_importers_do_not_know_stays() -> None:
    async with empty_database() as opened:
        await write(opened, mention("Terapet", ("PIC", "1")))
        await Organisation.all().update(is_startup=True)
        await write(opened, mention("Terapet SA", ("PIC", "1"), year=2026))
        row = await Organisation.get()
        assert (row.name, row.is_startup, row.version) == ("Terapet SA", True, 2)


async def test_numbers_of_all_records_are_kept(way: Way) -> None:
    async with empty_database() as opened:
        await way(
            opened,
            mention("Bosch", ("PIC", "1"), ("VAT", "DE1"), year=2025),
            mention("Bosch", ("PIC", "1"), ("VAT", "DE2"), year=2024),
        )
        values = await column(OrganisationIdentifier.all(), "value")
        assert sorted(map(str, values)) == ["1", "DE1", "DE2"]


async def test_a_unique_number_of_another_is_left_out_and_told() -> None:
    async with empty_database() as opened:
        await write(opened, mention("One", ("PIC", "1")), mention("Two", ("ROR", "r")))
        _, notices = await write(opened, mention("One", ("PIC", "1"), ("ROR", "r"), year=2026))
        assert len(notices) == 1
        assert "ROR r, which another organisation has" in notices[0]
        assert await OrganisationIdentifier.all().count() == 2
