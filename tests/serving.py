"""The command `ipt` and the served product, each as a process of its own."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.databases import empty

ROOT = Path(__file__).parents[1]
IPT = (sys.executable, "-c", "import sys; sys.argv[0] = 'ipt'; from core.cli import main; main()")
DEPARTMENTS = ("procurement", "knowledge_transfer", "eu_support")
PATIENCE = 60
"""Seconds that a command, or the start of a server, may take."""


def environment(url: str, **settings: str) -> dict[str, str]:
    """What a command finds set: a database, all departments, and nothing of the machine's own settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("IPT_")}
    own = {"IPT_DATABASE_URL": url, "IPT_DEPARTMENTS": ",".join(DEPARTMENTS)}
    return {**kept, "PYTHONPATH": str(ROOT), "COLUMNS": "200", "NO_COLOR": "1", "TERM": "dumb", **own, **settings}


def ipt(url: str, folder: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run `ipt` to its end, in a folder, on a database."""
    return subprocess.run(
        [*IPT, *arguments],
        env=environment(url, **settings),
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )


@dataclass(frozen=True)
class Served:
    """A server that answers, at `address`, the URL of its database, the folder in which it runs, and its process."""

    address: str
    url: str
    folder: Path
    process: subprocess.Popen[str]

    @property
    def graph(self) -> str:
        """Where the graph is."""
        return f"{self.address}/graphql"

    @property
    def port(self) -> str:
        """On which port it listens."""
        return self.address.rpartition(":")[2]

    def ipt(self, *arguments: str) -> str:
        """What a command says that somebody else runs on the same database while it is served."""
        done = ipt(self.url, self.folder, *arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def workers(self) -> set[str]:
        """The processes that serve for it, by their ids; the others of its children help it."""
        tasks = Path(f"/proc/{self.process.pid}/task")
        found = {child for each in tasks.iterdir() for child in (each / "children").read_text().split()}
        return {each for each in found if "spawn_main" in Path(f"/proc/{each}/cmdline").read_text()}

    def stop(self) -> None:
        """Ask it to stop, and wait until it has."""
        self.process.terminate()
        self.process.communicate(timeout=PATIENCE)


@contextmanager
def serving(folder: Path, *options: str, **settings: str) -> Generator[Served]:
    """`ipt serve` on a free port and a database of its own, which is made and filled with the sample story first."""
    with empty() as url:
        for command in ("migrate", "samples"):
            done = ipt(url, folder, command, **settings)
            assert done.returncode == 0, done.stderr
        with another(url, folder, *options, **settings) as served:
            yield served


@contextmanager
def another(url: str, folder: Path, *options: str, **settings: str) -> Generator[Served]:
    """`ipt serve` on a free port and a database that is there."""
    given, command = environment(url, **{"IPT_PORT": "0", **settings}), [*IPT, "serve", *options]
    # In a group of its own, as a shell starts it: Ctrl-C is then a signal to the group, and none to the tests.
    with subprocess.Popen(
        command, env=given, cwd=folder, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        try:
            yield Served(_address(process), url, folder, process)
        finally:
            process.terminate()
            process.communicate(timeout=PATIENCE)


def _address(process: subprocess.Popen[str]) -> str:
    """Where a server that was just started is, once it answers there."""
    assert process.stdout is not None
    told = next((found for line in process.stdout if (found := re.search(r"http://[^/\s]+", line))), None)
    assert told, f"the server ended with {process.wait()} before it said where it is"
    answer(f"{told.group()}/health/ready")
    return told.group()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def answer(address: str) -> str:
    """What a server answers, once it does."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            with urlopen(address, timeout=5) as got:
                return str(got.read().decode())
        except URLError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
