"""The whole of CORDIS' Horizon Europe: every figure that was counted, in bounds, through kills; needs the real data."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.host import Host
from core.registry.models import Organisation
from core.settings import Settings
from core.storage.connection import Database, database
from core.storage.fresh import databases
from core.testing import Clock, GraphUnderTest
from plugins.eu_support.importers.cordis import CORDIS
from plugins.eu_support.importers.topics import TOPICS_OF_THE_PORTAL
from plugins.eu_support.models import Call, Participation, ParticipationRole, Programme, Project, Topic
from tests.databases import peek
from tests.importing import MODULES, empty_database, migrated, real, run, shared_data, stored

pytestmark = shared_data

ROOT = Path(__file__).parents[2]
ARCHIVE = "cordis/horizon_europe_projects.tar.xz"
TOPICS = "calls/funding_portal_topics.jsonl.gz"
IN_FIGURES = ROOT / "plugins/eu_support/examples/cern_in_figures.graphql"
PROJECTS = 19_189
CERN = "PIC:999988133"

SECONDS = 60
"""Of the processors: the clock also counts what else the machine does."""
ALLOWANCE = 3
"""How many times as long the clock may take, for that."""
MEGABYTES = 300
KILLS = 5
ATTEMPTS = 3
"""How often a kill may come too late before it counts as a failure."""

IMPORT = """
import asyncio, resource, sys
from pathlib import Path
from core.storage.connection import database
from plugins.eu_support.importers.cordis import CORDIS
from tests.databases import changes
from tests.importing import MODULES, run

def peak() -> float:
    # Not by getrusage on Linux: there it counts the process that started this one, before it became this one.
    if sys.platform != "linux":
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 2**10

async def main() -> None:
    async with database(sys.argv[1], MODULES) as opened:
        before = await changes(opened)
        job = await run(CORDIS, opened, Path(sys.argv[2]))
        print(job.exit_code, await changes(opened) - before, peak())

asyncio.run(main())
"""


def started(url: str) -> subprocess.Popen[str]:
    """An import of the whole archive in a process of its own."""
    command = [sys.executable, "-c", IMPORT, url, str(real(ARCHIVE))]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)


@dataclass(frozen=True)
class Ended:
    """What a process told when it ended, and what it took."""

    exit_code: int
    changes: int
    megabytes: float
    processor: float
    clock: float

    def __str__(self) -> str:
        return f"{self.clock:.1f} s, {self.processor:.1f} s of the processors, {self.megabytes:.0f} MB at most"


def imported(url: str) -> Ended:
    """Run an import that is expected to succeed to its end."""
    begun, process = time.monotonic(), started(url)
    assert process.stdout is not None
    with process.stdout:
        printed = process.stdout.read().split()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    took = usage.ru_utime + usage.ru_stime
    return Ended(int(printed[0]), int(printed[1]), float(printed[2]), took, time.monotonic() - begun)


@dataclass(frozen=True)
class Whole:
    """The imported archive; who changes it works on a copy."""

    url: str
    first: Ended

    @asynccontextmanager
    async def opened(self) -> AsyncGenerator[Database]:
        async with database(self.url, MODULES) as found:
            yield found


@pytest.fixture(scope="module")
async def whole() -> AsyncGenerator[Whole]:
    async with migrated() as url:
        yield Whole(url, imported(url))


async def test_it_is_imported_in_bounds(whole: Whole, capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        sys.stdout.write(f"\nThe whole of CORDIS: {whole.first}\n")
    assert whole.first.exit_code == 0
    assert whole.first.processor < SECONDS
    assert whole.first.clock < SECONDS * ALLOWANCE
    assert whole.first.megabytes < MEGABYTES


async def test_its_rows_are_those_that_were_counted(whole: Whole) -> None:
    async with whole.opened():
        assert await Project.all().count() == PROJECTS
        assert await Participation.all().count() == 119_242
        assert await Organisation.all().count() == 30_721
        assert await Call.all().count() == 589
        assert await Topic.all().count() == 2_301
        assert await Programme.filter(is_part=True).count() == 95
        partners = Participation.filter(role=ParticipationRole.ASSOCIATED_PARTNER)
        assert await partners.filter(ec_contribution_minor__isnull=True).count() == await partners.count() == 20_052


async def test_one_operation_tells_what_cern_has(whole: Whole) -> None:
    host = Host.load(Settings(database_url=whole.url))
    async with database(host.settings.database_url, host.model_modules()) as opened:
        told = await GraphUnderTest(host, opened, Clock()).ask(IN_FIGURES.read_text())
    assert not told.errors
    summary = told.data["organisation"]["participations"]["summary"]
    assert summary["count"] == 79
    assert summary["sums"]["ecContribution"] == [{"amount": "38809297.92", "currency": "EUR"}]
    counts = {group["key"]: group["count"] for group in summary["groups"]}
    assert (counts["COORDINATOR"], sum(counts.values())) == (35, 79)


async def test_the_topics_of_the_portal_come_to_its_own(whole: Whole) -> None:
    async with databases().copy_of(whole.url) as url, database(url, MODULES) as opened:
        job = await run(TOPICS_OF_THE_PORTAL, opened, real(TOPICS))
        assert job.exit_code == 0
        assert job.seen[Topic._meta.db_table] == 629
        assert await Topic.all().count() == 2_930 == 2_301 + 629


async def test_a_second_run_writes_nothing(whole: Whole) -> None:
    again = imported(whole.url)
    assert (again.exit_code, again.changes) == (0, 0)


async def test_runs_that_were_killed_leave_nothing_that_the_next_does_not_mend(whole: Whole) -> None:
    async with whole.opened() as opened:
        expected = await stored(opened)
    for _ in range(ATTEMPTS):
        async with migrated() as url:
            if all(_is_killed(url, place) for place in range(KILLS)):
                imported(url)
                async with database(url, MODULES) as opened:
                    assert await stored(opened) == expected
                return
    pytest.fail(f"In {ATTEMPTS} attempts an import was over before it could be killed.")


def _is_killed(url: str, place: int) -> bool:
    """Kill a run in the tenth of the projects at this place, at any moment; False if it came to its end before."""
    wanted = random.randint(place * PROJECTS // 10 + 1, (place + 1) * PROJECTS // 10)
    with started(url) as process:
        while _projects(url) < wanted and process.poll() is None:
            time.sleep(0.02)
        time.sleep(random.uniform(0, 0.3))
        process.send_signal(signal.SIGKILL)
    if process.returncode == 0:
        return False
    assert process.returncode == -signal.SIGKILL
    assert 0 < _projects(url) < PROJECTS
    return True


def _projects(url: str) -> int:
    """How many projects are stored; a kill must leave all to the next run."""
    return int(peek(url, f'SELECT count(*) FROM "{Project._meta.db_table}"')[0][0])


async def test_the_projects_with_cern_read_from_a_folder() -> None:
    async with empty_database() as opened:
        job = await run(CORDIS, opened, real("cordis/cern_projects"))
        assert job.exit_code == 0
        assert await Project.all().count() == 79
        assert await Participation.filter(organisation__identifiers__unique_key=CERN).count() == 79
