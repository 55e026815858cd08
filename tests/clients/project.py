"""A folder of somebody who uses the graph from outside, with files of their own and the packages of Node."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.clients.packages import NODE, PACKAGES, RUNNING

SHOWN = "localhost:8000"
"""Where a server is in what people read."""
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Project:
    """The folder, and the server that takes the place of the one at localhost:8000."""

    folder: Path
    address: str

    def __post_init__(self) -> None:
        (self.folder / PACKAGES.name).symlink_to(PACKAGES)

    def write(self, name: str, text: str) -> None:
        """Write a file as people read it."""
        (self.folder / name).write_text(self._here(text), encoding="utf-8")

    def read(self, name: str) -> str:
        """What a file holds."""
        return (self.folder / name).read_text(encoding="utf-8")

    def shell(self, command: str) -> str:
        """What a command of a shell prints, errors too; `npx` runs what is installed."""
        done = self.tried(command)
        assert done.returncode == 0, f"{command}\n{done.stdout}"
        return COLOURS.sub("", done.stdout)

    def tried(self, command: str) -> subprocess.CompletedProcess[str]:
        """The same, whichever way it ends."""
        programs = (Path(sys.executable).parent, NODE.parent, PACKAGES / ".bin", os.environ["PATH"])
        return subprocess.run(
            ["bash", "-c", f'npx() {{ "$@"; }}; {self._here(command)}'],
            cwd=self.folder,
            env={**os.environ, "PATH": os.pathsep.join(map(str, programs))},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=RUNNING,
        )

    def _here(self, text: str) -> str:
        return text.replace(f"http://{SHOWN}", self.address).replace(SHOWN, self.address)
