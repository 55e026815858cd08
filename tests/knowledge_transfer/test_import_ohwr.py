"""Projects of the Open Hardware Repository."""

from __future__ import annotations

from pathlib import Path

from plugins.knowledge_transfer.importers import OHWR
from plugins.knowledge_transfer.models import Technology, TechnologyArea, TechnologyCompatibility, TechnologyStatus
from tests.databases import changes
from tests.importing import column, empty_database, real, run, shared_data, stored

PROJECTS = """
projects:
  - id: 'wr-switch-hw'
    repository: 'https://example.org/wr-switch-hw.git'
    contact:
      name: 'Ada Lovelace'
      email: 'ada@example.org'
    compatibles: ['diot-crate-hw', 'babywr']
    tags: ['White Rabbit', 'TRL9', 'White Rabbit', 'WR Switch']
  - id: 'plain'
    repository: 'https://example.org/plain.git'
  - repository: 'https://example.org/nameless.git'
"""


def listed(folder: Path, text: str = PROJECTS) -> Path:
    path = folder / "projects.yaml"
    path.write_text(text, "utf-8")
    return path


async def test_a_project_is_a_published_technology(tmp_path: Path) -> None:
    async with empty_database() as opened:
        job = await run(OHWR, opened, listed(tmp_path))
        switch = await Technology.get(reference="ohwr/wr-switch-hw")
        assert (switch.name, switch.status, switch.trl) == ("wr-switch-hw", TechnologyStatus.PUBLISHED, 9)
        assert switch.repository == "https://example.org/wr-switch-hw.git"
        assert (await Technology.get(reference="ohwr/plain")).trl is None
        areas = await column(TechnologyArea.filter(technology=switch).order_by("area"), "area")
        assert areas == ["WR Switch", "White Rabbit"]
        assert await TechnologyCompatibility.filter(technology=switch).count() == 2
        assert [(fault.place, job.exit_code) for fault in job.faults] == [("project 3, id", 1)]


async def test_the_contact_is_a_person_and_is_nowhere(tmp_path: Path) -> None:
    async with empty_database() as opened:
        await run(OHWR, opened, listed(tmp_path))
        everything = "\n".join(await stored(opened)).casefold()
        assert "wr-switch" in everything
        assert "ada" not in everything
        assert "lovelace" not in everything


async def test_a_tag_that_is_gone_is_gone_and_an_equal_list_writes_nothing(tmp_path: Path) -> None:
    async with empty_database() as opened:
        await run(OHWR, opened, listed(tmp_path))
        shorter = listed(tmp_path, PROJECTS.replace(", 'WR Switch'", ""))
        await run(OHWR, opened, shorter)
        assert await column(TechnologyArea.all(), "area") == ["White Rabbit"]
        before = await changes(opened)
        await run(OHWR, opened, shorter)
        assert await changes(opened) == before


async def test_a_file_of_something_else_is_told(tmp_path: Path) -> None:
    async with empty_database() as opened:
        for text in ("a: [", "a: 1", "projects: none"):
            job = await run(OHWR, opened, listed(tmp_path, text))
            assert len(job.faults) == 1, text


@shared_data
async def test_the_list_of_the_repository() -> None:
    async with empty_database() as opened:
        job = await run(OHWR, opened, real("technologies/ohwr_projects.yaml"))
        assert job.exit_code == 0
        assert await Technology.all().count() == 187
        assert await Technology.filter(trl__isnull=False).count() == 87
