"""A database of the first version that landed is brought to this one, and on, with everything that it holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest

import core.registry.migrations as registry_migrations
from core.storage.connection import database
from core.storage.migrating.alone import applied
from core.storage.migrating.history import read_history
from core.storage.migrating.structure import declared, found
from core.storage.migrations import migrate, missing, plan
from plugins.eu_support.importers.cordis import CORDIS
from plugins.eu_support.importers.topics import TOPICS_OF_THE_PORTAL
from plugins.knowledge_transfer.importers import OHWR
from plugins.procurement.importers.ocds import OCDS
from tests.databases import ask
from tests.importing import MODULES, real, run, shared_data
from tests.storage.first_version.loaded import load
from tests.storage.keeping import Content, contents, guards

LONGER_NAMES = """
from tortoise import fields, migrations
from tortoise.migrations import operations as ops

class Migration(migrations.Migration):
    dependencies = [("registry", "{newest}")]
    operations = [
        ops.AlterField("Organisation", "name", fields.CharField(max_length=600, db_index=True)),
    ]
"""
REAL = (
    (CORDIS, "cordis/cern_projects"),
    (TOPICS_OF_THE_PORTAL, "calls/funding_portal_topics.jsonl.gz"),
    (OCDS, "ocds/colombia_secop_100_releases.json"),
    (OHWR, "technologies/ohwr_projects.yaml"),
)


@pytest.fixture
async def old(url: str) -> str:
    """A database of the first version, with its sample story."""
    await load(url)
    return url


@pytest.fixture
def later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A version with one more migration: it changes a column of the table that every department's rows hang on."""
    newest = read_history(MODULES).newest("registry")
    copied = copytree(registry_migrations.__path__[0], tmp_path / "later" / "migrations")
    (copied / "9999_longer_names.py").write_text(LONGER_NAMES.format(newest=newest))
    monkeypatch.syspath_prepend(tmp_path)
    return {**MODULES, "registry": "later.models"}


async def upgraded(url: str, modules: Mapping[str, str] = MODULES) -> None:
    """Bring a database to the migrations of these modules."""
    async with database(url, MODULES) as found:
        opened = replace(found, modules=modules)
        await migrate(opened)
        assert await plan(opened) == []
        assert await missing(opened) == set()


async def test_a_database_of_the_first_version_keeps_everything(old: str) -> None:
    """What later migrations take away by their own word is the exception."""
    rows = contents(old)
    history = read_history(MODULES)
    async with database(old, MODULES) as opened:
        was, before = await applied(opened), await found(opened)

    await upgraded(old)

    async with database(old, MODULES) as opened:
        newest = declared(history.state(history.migrations), is_sqlite=opened.is_sqlite)
        taken = declared(history.state(was), is_sqlite=opened.is_sqlite) - newest
        assert before - await found(opened) == taken
    assert contents(old, like=rows) == rows
    assert sum(each.rows for each in rows.values()) > 200


async def test_a_contract_gets_the_buyer_of_its_tender(old: str) -> None:
    bought = """
        SELECT count(*) FROM procurement_contract JOIN procurement_tender ON procurement_tender.id = tender_id
        WHERE procurement_contract.buyer_id = procurement_tender.buyer_id
    """

    await upgraded(old)

    assert ask(old, bought) == ask(old, "SELECT count(*) FROM procurement_contract") != [(0,)]


async def test_a_row_that_is_written_after_the_upgrade_has_an_id_of_its_own(old: str) -> None:
    async with database(old, MODULES) as opened:
        await migrate(opened)
    highest = ask(old, "SELECT max(id) FROM registry_organisation")[0][0]
    insert = """
        INSERT INTO registry_organisation
        (name, short_name, country, city, kind, website, source, source_rank, folded_name, search_text, version)
        VALUES ('Zephyr', '', '', '', 'other', '', '', '', '', '', 1) RETURNING id
    """

    assert ask(old, insert) == [(highest + 1,)]


async def test_a_parents_column_changes_and_all_that_hangs_on_it_stays(old: str, later: dict[str, str]) -> None:
    await upgraded(old)
    await change_the_parent(old, later)


@shared_data
async def test_real_imports_stay_when_a_parents_column_changes(old: str, later: dict[str, str]) -> None:
    await upgraded(old)
    async with database(old, MODULES) as opened:
        for importer, path in REAL:
            assert any((await run(importer, opened, real(path))).written.values())

    held = await change_the_parent(old, later)

    assert held["eu_support_participation"].rows > 1_000
    assert held["procurement_contract"].rows > 90
    assert held["eu_support_topic"].rows > 100
    assert held["knowledge_transfer_technology"].rows > 100


async def change_the_parent(url: str, later: Mapping[str, str]) -> Mapping[str, Content]:
    """Upgrade by the migration that changes the parent: nothing but the column has changed. What the tables hold."""
    rows, guarded = contents(url), guards(url)
    async with database(url, MODULES) as opened:
        before = await found(opened)

    await upgraded(url, later)

    assert contents(url) == rows
    assert guards(url) == guarded
    async with database(url, MODULES) as opened:
        assert before ^ await found(opened) == {
            "column registry_organisation.name varchar(500) not null",
            "column registry_organisation.name varchar(600) not null",
        }
    return rows
