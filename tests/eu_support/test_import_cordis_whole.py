"""The whole of CORDIS' Horizon Europe: every figure that was counted, in bounds, through kills; needs the real data."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from core.registry.models import Organisation
from core.storage.connection import database
from plugins.eu_support.importers.cordis import CORDIS
from plugins.eu_support.models import Call, Participation, ParticipationRole, Programme, Project, Topic
from tests.importing import MODULES, empty_database, real, run, shared_data, stored

ARCHIVE = "cordis/horizon_europe_projects.tar.xz"
SECONDS = 60
MEGABYTES = 300
CERN = "PIC:999988133"

IMPORT = """
import asyncio, sys
from pathlib import Path
from core.storage.connection import database
from plugins.eu_support.importers.cordis import CORDIS
from tests.importing import MODULES, changes, run

async def main() -> None:
    async with database(sys.argv[1], MODULES) as opened:
        job = await run(CORDIS, opened, Path(sys.argv[2]))
        print(job.exit_code, await changes(opened))

asyncio.run(main())
"""


def started(folder: Path, name: str) -> subprocess.Popen[str]:
    """An import of the whole archive in a process of its own."""
    command = [sys.executable, "-c", IMPORT, f"sqlite://{folder / name}", str(real(ARCHIVE))]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])


@dataclass(frozen=True)
class Ended:
    """What a process printed, the processor time that it took, and the most memory that it had."""

    printed: str
    seconds: float
    megabytes: float


def ended(process: subprocess.Popen[str]) -> Ended:
    """Wait for a process that is expected to succeed."""
    assert process.stdout is not None
    with process.stdout:
        printed = process.stdout.read().strip()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    unit = 1024 if sys.platform == "linux" else 1024 * 1024
    return Ended(printed, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit)


@shared_data
async def test_the_whole_archive(tmp_path: Path) -> None:
    async with empty_database(tmp_path, "whole.db"):
        pass

    # Not by the clock: it also counts what else the machine does. Work of a minute takes less on two cores.
    begun, first = time.monotonic(), ended(started(tmp_path, "whole.db"))
    took = time.monotonic() - begun
    assert first.printed.startswith("0 ")
    assert first.seconds < SECONDS
    assert first.megabytes < MEGABYTES

    async with database(f"sqlite://{tmp_path / 'whole.db'}", MODULES) as opened:
        await _count()
        whole = await stored(opened)

    assert ended(started(tmp_path, "whole.db")).printed == "0 0", "a second run writes nothing"

    async with empty_database(tmp_path, "killed.db"):
        pass
    for _ in range(5):
        _kill_somewhere(tmp_path, "killed.db", took)
    ended(started(tmp_path, "killed.db"))
    async with database(f"sqlite://{tmp_path / 'killed.db'}", MODULES) as opened:
        assert await stored(opened) == whole


async def _count() -> None:
    assert await Project.all().count() == 19_189
    assert await Participation.all().count() == 119_242
    assert await Organisation.all().count() == 30_721
    assert await Call.all().count() == 589
    assert await Topic.all().count() == 2_301
    assert await Programme.filter(is_part=True).count() == 95
    cern = await Participation.filter(organisation__identifiers__unique_key=CERN)
    assert len(cern) == 79
    assert sum(row.role is ParticipationRole.COORDINATOR for row in cern) == 35
    assert sum(row.ec_contribution_minor or 0 for row in cern) == 38_809_297_92
    partners = Participation.filter(role=ParticipationRole.ASSOCIATED_PARTNER)
    assert await partners.filter(ec_contribution_minor__isnull=True).count() == await partners.count() == 20_052


def _kill_somewhere(folder: Path, name: str, seconds: float) -> None:
    with started(folder, name) as process:
        time.sleep(random.uniform(1, seconds * 0.6))
        process.send_signal(signal.SIGKILL)


@shared_data
async def test_the_projects_with_cern_read_from_a_folder(tmp_path: Path) -> None:
    async with empty_database(tmp_path) as opened:
        job = await run(CORDIS, opened, real("cordis/cern_projects"))
        assert job.exit_code == 0
        assert await Project.all().count() == 79
        assert await Participation.filter(organisation__identifiers__unique_key=CERN).count() == 79
