"""Writes small departments into a folder, and changes them the way a developer would."""

from __future__ import annotations

import importlib
import sys
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent

from core.storage.migrating.drafts import drafts

HEADER = (
    "from enum import Enum\n"
    "from tortoise import fields\n"
    "from tortoise.fields.db_defaults import SqlDefault\n"
    "from tortoise.indexes import PartialIndex\n"
    "from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint\n"
    "from tortoise.models import Model\n\n"
)


@dataclass
class Departments:
    """Departments by name, in the order in which they were written."""

    folder: Path
    modules: dict[str, str] = field(default_factory=dict[str, str])

    def write(self, name: str, models: str) -> None:
        """Write or overwrite the models of a department."""
        package = self.folder / name
        package.mkdir(exist_ok=True)
        (package / "__init__.py").touch()
        (package / "models.py").write_text(HEADER + dedent(models))
        self.modules[name] = f"{name}.models"
        self.forget()

    def migration(self, department: str, name: str, source: str) -> None:
        """Write a migration by hand."""
        folder = self.folder / department / "migrations"
        folder.mkdir(exist_ok=True)
        (folder / "__init__.py").touch()
        header = "from tortoise import fields, migrations\nfrom tortoise.migrations import operations as ops\n"
        (folder / f"{name}.py").write_text(header + dedent(source))
        self.forget()

    async def make_migrations(self, name: str = "initial") -> list[str]:
        """Write what the models ask for and answer the files' names."""
        written = [draft.write() for draft in await drafts(self.modules, name)]
        self.forget()
        return [f"{path.parent.parent.name}.{path.stem}" for path in written]

    def forget(self) -> None:
        """Let the next import read the files anew, as a new process would."""
        for name in [name for name in sys.modules if name.partition(".")[0] in self.modules]:
            del sys.modules[name]
        importlib.invalidate_caches()
