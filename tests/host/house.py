"""A house to build in: departments that a test writes as real packages into a folder of its own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from core.discovery import Found, in_folders
from core.host import Host
from core.problems import StartError
from core.settings import Settings

PLUGIN = """\
from core.hookspecs import Department, hookimpl

@hookimpl
def department():
    return Department(**{stated!r})

"""


@dataclass(frozen=True)
class House:
    """A package of departments that a test writes."""

    root: Path

    def add(self, folder: str, body: str = "", /, *, files: dict[str, str] | None = None, **stated: Any) -> Path:
        """Write a department that says who it is; `body` are its other hooks, `files` its other modules."""
        stated = {"name": folder, "version": "1.0", "host_api": ">=1,<2", **stated}
        return self.write(folder, PLUGIN.format(stated=stated) + dedent(body), files or {})

    def write(self, name: str, plugin: str, files: dict[str, str] | None = None) -> Path:
        """Write a department whose plugin.py is just this."""
        folder = self.root / name
        folder.mkdir()
        for module, text in {"__init__": f'"""The {name} department."""', "plugin": plugin, **(files or {})}.items():
            (folder / f"{module}.py").write_text(dedent(text))
        return folder / "plugin.py"

    def found(self) -> list[Found]:
        """What there is in this house."""
        return in_folders(self.root.name)

    def load(self, **settings: Any) -> Host:
        """A host of this house's departments; strict unless a setting says otherwise."""
        return Host.load(Settings(**settings), self.found())

    def refusal(self, **settings: Any) -> str:
        """What the host says when it does not start."""
        with pytest.raises(StartError) as caught:
            self.load(**settings)
        return str(caught.value)
