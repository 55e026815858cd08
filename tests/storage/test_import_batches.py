"""Rows in bulk: what is there and equal is not touched."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.registry.models import Organisation, OrgUnit, UnitLevel
from core.storage.batches import Claim, rank_of
from core.storage.tables import Table
from plugins.eu_support.models import Call
from tests.databases import changes
from tests.importing import empty_database, job_at

UNITS = Table(OrgUnit, key=("code",))
NAMES = Table(OrgUnit, key=("code",), update=("name",))
CALLS = Table(Call, key=("identifier",))
ORGANISATIONS = Table(Organisation, key=("id",))


def unit(table: Table, code: str, name: str, activities: str = "") -> tuple[object, ...]:
    return table.row(code=code, name=name, level=UnitLevel.GROUP, activities=activities)


async def test_equal_rows_are_written_once_by_the_drivers_own_count(tmp_path: Path) -> None:
    async with empty_database() as opened:
        job = job_at(opened, tmp_path)
        for _ in range(2):
            async with job.batch() as batch:
                await batch.upsert(UNITS, [unit(UNITS, "IPT-PI", "Procurement"), unit(UNITS, "IPT-KT", "Transfer")])
        assert job.written["registry_org_unit"] == 2
        assert await changes(opened) == 2


async def test_only_the_fields_that_a_source_tells_are_changed(tmp_path: Path) -> None:
    async with empty_database() as opened:
        async with job_at(opened, tmp_path).batch() as batch:
            await batch.upsert(UNITS, [unit(UNITS, "IPT-PI", "Procurement", "buys")])
            await batch.upsert(NAMES, [unit(NAMES, "IPT-PI", "Procurement and Industrial Services")])
        row = await OrgUnit.get(code="IPT-PI")
        assert (row.name, row.activities) == ("Procurement and Industrial Services", "buys")


async def test_a_change_counts_the_version_up(tmp_path: Path) -> None:
    async with empty_database() as opened:
        async with job_at(opened, tmp_path).batch() as batch:
            for name in ("CERN", "CERN", "European Organization for Nuclear Research"):
                await batch.upsert(ORGANISATIONS, [ORGANISATIONS.row(id=7, name=name)])
        assert (await Organisation.get(id=7)).version == 2


async def test_a_batch_that_fails_leaves_nothing_and_counts_nothing(tmp_path: Path) -> None:
    async with empty_database() as opened:
        job = job_at(opened, tmp_path)

        async def half() -> None:
            async with job.batch() as batch:
                await batch.upsert(UNITS, [unit(UNITS, "IPT-PI", "Procurement")])
                raise RuntimeError("half way")

        with pytest.raises(RuntimeError, match="half way"):
            await half()
        assert await OrgUnit.all().count() == 0
        assert not job.written


async def test_more_rows_than_a_statement_can_take_are_written(tmp_path: Path) -> None:
    async with empty_database() as opened, job_at(opened, tmp_path).batch() as batch:
        codes = [f"U{number}" for number in range(10_000)]
        await batch.upsert(UNITS, [unit(UNITS, code, code) for code in codes])
        assert len(await batch.ids(UNITS, [(code,) for code in codes])) == 10_000


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0), (1, 0, 2)])
async def test_the_latest_source_wins_whatever_the_order(tmp_path: Path, order: tuple[int, ...]) -> None:
    said = [
        ("first", datetime(2024, 1, 1, tzinfo=UTC), "101"),
        ("second", datetime(2025, 1, 1, tzinfo=UTC), "101"),
        ("of two of one time, the greater number", datetime(2025, 1, 1, tzinfo=UTC), "102"),
    ]
    async with empty_database() as opened:
        for title, when, tie in (said[place] for place in order):
            row = CALLS.row(identifier="C-1", title=title, source_date=when, source_rank=tie)
            async with job_at(opened, tmp_path).batch() as batch:
                await batch.settle(CALLS, {("C-1",): Claim(row, rank_of(when, tie))})
        assert (await Call.get(identifier="C-1")).title == said[2][0]


async def test_ids_that_are_handed_out_are_not_handed_out_again(tmp_path: Path) -> None:
    async with empty_database() as opened:
        for name in ("one", "two"):
            async with job_at(opened, tmp_path).batch() as batch:
                ids = await batch.new_ids(ORGANISATIONS, 2)
                await batch.upsert(ORGANISATIONS, [ORGANISATIONS.row(id=one, name=name) for one in ids])
        assert await Organisation.all().count() == 4


def test_text_that_does_not_fit_is_an_error_that_says_how_much_does() -> None:
    with pytest.raises(ValueError, match="code has 61 characters, and 60 fit"):
        UNITS.check({"code": "x" * 61})


def test_a_field_that_a_model_does_not_have_is_an_error() -> None:
    with pytest.raises(TypeError, match=r"OrgUnit has no \['colour'\]"):
        UNITS.row(colour="red")
