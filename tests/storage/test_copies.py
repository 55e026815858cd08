"""The copy of an SQLite file from before a change: when it is made, what it is called, and how one goes back to it."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import anyio
import pytest

from core.errors import StorageError
from core.storage.connection import SQLITE, database
from core.storage.migrating.backups import KEPT, backups
from core.storage.migrating.goals import EVERYTHING, Goal
from core.storage.migrating.rehearsal import rehearse
from core.storage.migrations import migrate
from tests.alone import sqlite_file
from tests.databases import ask
from tests.storage.departments import Departments
from tests.storage.halls import HALL, filled, migrated
from tests.storage.keeping import contents, guards

pytestmark = sqlite_file

RUNNING = (Path(__file__).parents[2] / "docs" / "running.md").read_text(encoding="utf-8")


@pytest.fixture
def file(url: str) -> Path:
    return Path(url.removeprefix(SQLITE))


@pytest.fixture
async def longer(departments: Departments, url: str) -> Departments:
    """Halls and magnets with rows; a migration that changes the parent's column is pending."""
    await filled(departments, url)
    departments.write("halls", HALL.replace("max_length=20", "max_length=60"))
    await departments.make_migrations("longer_names")
    return departments


def url_of(file: Path) -> str:
    return f"{SQLITE}{file}"


async def test_a_copy_says_when_it_was_made_and_before_what(longer: Departments, url: str, file: Path) -> None:
    told: list[Path] = []
    there, rows = guards(url), contents(url)

    async with database(url, longer.modules) as opened:
        await migrate(opened, saved=told.append)

    assert backups(file) == told
    assert re.fullmatch(r"ipt\.\d{8}T\d{12}Z\.before\.halls\.0002_longer_names\.db", told[0].name)
    assert (guards(url_of(told[0])), contents(url_of(told[0]))) == (there, rows)
    assert "VARCHAR(20)" in str(ask(url_of(told[0]), "SELECT sql FROM sqlite_master WHERE name = 'halls_hall'"))
    assert "VARCHAR(60)" in str(ask(url, "SELECT sql FROM sqlite_master WHERE name = 'halls_hall'"))


async def test_a_copy_has_what_is_not_in_the_file_yet(longer: Departments, url: str, file: Path) -> None:
    """A row that was just written is in the file beside it, which a copy by hand would miss."""
    with closing(sqlite3.connect(file)) as other, other:
        other.execute("INSERT INTO halls_hall (name) VALUES ('new')")
        other.commit()

        await migrated(longer, url)

    (copy,) = backups(file)
    assert ask(url_of(copy), "SELECT name FROM halls_hall WHERE name = 'new'") == [("new",)]


async def test_a_copy_is_read_by_whoever_reads_the_database(longer: Departments, url: str, file: Path) -> None:
    await anyio.Path(file).chmod(0o600)

    await migrated(longer, url)

    assert [copy.stat().st_mode & 0o777 for copy in backups(file)] == [0o600]


async def test_a_removal_says_so_in_its_name(longer: Departments, url: str, file: Path) -> None:
    await migrated(longer, url, Goal("magnets", remove=True))

    assert backups(file)[0].name.endswith(".before.undoing.magnets.0001_initial.db")


async def test_nothing_is_copied_where_nothing_changes(departments: Departments, url: str, file: Path) -> None:
    """A new database has nothing to lose, one that is up to date does not change, and a rehearsal is taken back."""
    await filled(departments, url)
    await migrated(departments, url)
    departments.write("halls", HALL.replace("max_length=20", "max_length=60"))
    await departments.make_migrations("longer_names")
    async with database(url, departments.modules) as opened:
        await rehearse(opened, EVERYTHING)

    assert [path.name for path in file.parent.iterdir() if path.name != file.name] == []


async def test_a_change_that_fails_leaves_no_copy(longer: Departments, url: str, file: Path) -> None:
    """A service that tries again and again fills no disk, and pushes no older copy out."""
    longer.migration(
        "halls",
        "0003_gone_wrong",
        """
        class Migration(migrations.Migration):
            dependencies = [("halls", "0002_longer_names")]
            operations = [ops.RunSQL("DELETE FROM halls_nowhere")]
        """,
    )

    with pytest.raises(StorageError, match="halls_nowhere"):
        await migrated(longer, url)

    assert backups(file) == []


async def test_the_newest_copies_stay(longer: Departments, url: str, file: Path) -> None:
    other = file.with_name("ipt.20200101T000000000000Z.before.anything.txt")
    other.touch()
    made: list[Path] = []
    for _ in range(KEPT):
        for goal in (EVERYTHING, Goal("halls", "0001", back=True)):
            async with database(url, longer.modules) as opened:
                await migrate(opened, goal=goal, saved=made.append)

    assert len(made) == 2 * KEPT
    assert backups(file) == made[-KEPT:]
    assert other.exists()


async def test_without_a_copy_nothing_changes(departments: Departments, url: str, file: Path) -> None:
    """No file system takes a name as long as this one, whoever asks; a full disk is told in the same way."""
    await filled(departments, url)
    there = guards(url)
    departments.write("halls", HALL.replace("max_length=20", "max_length=60"))
    await departments.make_migrations("x" * 240)

    with pytest.raises(StorageError, match="cannot be copied before the change") as caught:
        await migrated(departments, url)

    assert "Nothing was changed" in caught.value.remedy
    assert guards(url) == there
    assert [path.name for path in file.parent.iterdir() if ".before." in path.name] == []


async def test_one_goes_back_to_a_copy_as_the_docs_say(longer: Departments, url: str, file: Path) -> None:
    there, rows = guards(url), contents(url)
    (block,) = (each for each in re.findall(r"```\n(.*?)```", RUNNING, re.DOTALL) if "ipt.db-wal" in each)
    await migrated(longer, url)
    ask(url, "DELETE FROM magnets_tested")

    await anyio.run_process(["sh", "-e", "-c", block.replace("registry.0002", "halls.0002")], cwd=file.parent)

    assert (guards(url), contents(url)) == (there, rows)
    assert await migrated(longer, url) == ["halls.0002_longer_names"]
