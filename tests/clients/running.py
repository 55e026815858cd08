"""A process that goes on while a test does, and is read line by line."""

from __future__ import annotations

import json
import subprocess
import threading
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

PATIENCE = 120
"""Seconds after which a process is ended, so that nobody waits for ever."""


@dataclass(frozen=True)
class Running:
    """A process; what it prints are its output and its errors."""

    process: subprocess.Popen[str]

    def line(self) -> str:
        """The next line that it prints, once it does; empty when it has ended."""
        assert self.process.stdout is not None
        return self.process.stdout.readline()

    def says(self) -> Any:
        """The next line as JSON."""
        line = self.line()
        try:
            return json.loads(line)
        except json.JSONDecodeError:
            pytest.fail(f"no JSON: {line}{self.rest()}")

    def rest(self) -> str:
        """What else it prints until it ends."""
        return self.process.communicate()[0]

    def ends_well(self) -> str:
        """The same; its code must be zero."""
        told = self.rest()
        assert self.process.returncode == 0, f"{self.process.args!r} ended with {self.process.returncode}:\n{told}"
        return told

    def ends_badly(self) -> str:
        """The same; its code must be another."""
        told = self.rest()
        assert self.process.returncode != 0, f"{self.process.args!r} ended well:\n{told}"
        return told


@contextmanager
def running(
    command: Sequence[str], folder: Path | None = None, environment: Mapping[str, str] | None = None
) -> Generator[Running]:
    """A process for the time of a block."""
    with subprocess.Popen(
        command, cwd=folder, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        watch = threading.Timer(PATIENCE, process.kill)
        watch.start()
        try:
            yield Running(process)
        finally:
            watch.cancel()
            process.kill()
