"""Several processes serve one port and one database: whoever is asked answers, and all of them hear what changes."""

from __future__ import annotations

import signal
import threading
from collections.abc import Generator
from pathlib import Path
from queue import Queue
from typing import Any

import pytest

from core.storage.connection import IN_MEMORY
from tests.serving import PATIENCE, Served, ipt, serving
from tests.web.sloths import wait_until
from tests.web.test_served import events, publish

WORKERS = 2
LISTENERS = 8


@pytest.fixture
def served(tmp_path: Path) -> Generator[Served]:
    with serving(tmp_path, "--workers", str(WORKERS)) as served:
        yield served


def children(served: Served) -> set[str]:
    """The processes that serve, which hold the database open; the others of the parent's children help it."""
    tasks = Path(f"/proc/{served.process.pid}/task")
    found = {child for each in tasks.iterdir() for child in (each / "children").read_text().split()}
    return {each for each in found if "spawn_main" in Path(f"/proc/{each}/cmdline").read_text()}


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="no /proc: nobody tells of processes")
def test_every_worker_hears_of_a_change_and_all_end_together(served: Served) -> None:
    heard = [Queue[Any]() for _ in range(LISTENERS)]
    for each in heard:
        listen(served, each)
    workers = children(served)

    for number in range(20):
        publish(served, f"Cycle lanes {number}")
        if not any(each.empty() for each in heard):
            break

    assert len(workers) == WORKERS
    assert {each.get(timeout=PATIENCE)["data"]["tenderChanged"]["reference"] for each in heard} == {"ocds-x-1"}
    served.process.send_signal(signal.SIGTERM)
    assert served.process.wait(PATIENCE) == 0
    wait_until(lambda: not any(Path(f"/proc/{each}").exists() for each in workers))


def listen(served: Served, told: Queue[Any]) -> None:
    def run() -> None:
        for each in events(served):
            told.put(each)

    threading.Thread(target=run, daemon=True).start()


def test_processes_cannot_share_a_database_in_memory(tmp_path: Path) -> None:
    done = ipt(IN_MEMORY, tmp_path, "serve", "--workers", "2")

    assert done.returncode == 1
    assert "IPT_DATABASE_URL" in done.stderr
