"""A folder of somebody who uses the graph from outside, with files of their own and the packages of Node."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.clients.packages import NODE, PACKAGES
from tests.clients.running import Running, running
from tests.serving import Served, environment

SHOWN = "localhost:8000"
"""Where a server is in what people read."""
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Project:
    """The folder, and the server in the place of the one at localhost:8000; `ipt` works on its database."""

    folder: Path
    served: Served

    def __post_init__(self) -> None:
        (self.folder / PACKAGES.name).symlink_to(PACKAGES)

    def write(self, name: str, text: str) -> None:
        """Write a file as people read it."""
        (self.folder / name).write_text(self._here(text), encoding="utf-8")

    def read(self, name: str) -> str:
        """What a file holds."""
        return (self.folder / name).read_text(encoding="utf-8")

    def shell(self, command: str) -> str:
        """What a command of a shell prints, errors too; it must end well, and `npx` runs what is installed."""
        with self.started(command) as process:
            return COLOURS.sub("", process.ends_well())

    def mistake(self, command: str) -> str:
        """The same of a command that must fail."""
        with self.started(command) as process:
            return process.ends_badly()

    @contextmanager
    def started(self, command: str) -> Generator[Running]:
        """A command of a shell, while it runs."""
        programs = (Path(sys.executable).parent, NODE.parent, PACKAGES / ".bin", os.environ["PATH"])
        given = {**environment(self.served.url), "PATH": os.pathsep.join(map(str, programs))}
        shell = ["bash", "-c", f'npx() {{ "$@"; }}; {self._here(command)}']
        with running(shell, self.folder, given) as process:
            yield process

    def _here(self, text: str) -> str:
        return text.replace(SHOWN, self.served.address.removeprefix("http://"))
