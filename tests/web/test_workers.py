"""Several processes serve one port and one database: whoever is asked answers, and all of them hear what changes."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Generator
from pathlib import Path
from queue import Queue
from typing import Any

import pytest

from core.commands.serve import LAST_SECONDS
from core.storage.connection import IN_MEMORY
from tests.serving import PATIENCE, Served, ipt, serving
from tests.web.sloths import LISTED, is_read, sloths_served, wait_until
from tests.web.test_endings import got, post
from tests.web.test_served import events, publish

WORKERS = 2
LISTENERS = 8

linux = pytest.mark.skipif(not Path("/proc").is_dir(), reason="no /proc: nobody tells of processes")


@pytest.fixture
def served(tmp_path: Path) -> Generator[Served]:
    with serving(tmp_path, "--workers", str(WORKERS)) as served:
        yield served


@linux
def test_every_worker_hears_of_a_change_and_all_end_together(served: Served) -> None:
    heard = [Queue[Any]() for _ in range(LISTENERS)]
    for each in heard:
        listen(served, each)
    workers = served.workers()

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


@linux
def test_what_runs_is_finished_though_each_worker_is_told_twice_to_end(tmp_path: Path) -> None:
    """By the terminal, whose Ctrl-C every process of the group hears, and by the parent."""
    with sloths_served(tmp_path, "--workers", str(WORKERS), IPT_TIMEOUT=str(LAST_SECONDS + 3)) as served:
        waiting = post(served, LISTED)
        wait_until(lambda: is_read(served))

        os.killpg(served.process.pid, signal.SIGINT)

        assert got(waiting)[1]["errors"][0]["extensions"]["code"] == "TIMEOUT"
        assert served.process.wait(PATIENCE) == 0


@pytest.mark.parametrize("workers", ["-3", "0", "257"])
def test_as_many_processes_as_nobody_has_are_refused(tmp_path: Path, workers: str) -> None:
    done = ipt(IN_MEMORY, tmp_path, "serve", "--workers", workers)

    assert done.returncode == 2
    assert "--workers" in done.stderr
    assert not done.stdout


def test_processes_cannot_share_a_database_in_memory(tmp_path: Path) -> None:
    done = ipt(IN_MEMORY, tmp_path, "serve", "--workers", "2")

    assert done.returncode == 1
    assert "IPT_DATABASE_URL" in done.stderr
