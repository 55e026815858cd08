"""The product's own source, as the house tests read it: files of rooms and departments, and what they import."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("schema", "core", "plugins")
REGISTRY = ROOT / "core" / "registry"


@dataclass(frozen=True)
class Source:
    """A Python file, or a text that a test gives out for one; `path` is relative to the root."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.path)

    @property
    def name(self) -> str:
        """The file's name without its ending: `nodes`."""
        return Path(self.path).stem

    @property
    def part(self) -> str:
        """The part of a department that it is, or is a file of: `nodes` for `nodes.py` and for `nodes/bids.py`."""
        return Path(self.path).parts[2].removesuffix(".py") if self.package else ""

    @property
    def room(self) -> str:
        """The top-level folder."""
        return Path(self.path).parts[0]

    @property
    def package(self) -> str:
        """The package of the department that it is part of, as in `plugins.procurement`; empty outside departments."""
        parts = Path(self.path).parts
        is_inside = len(parts) > 2 and (parts[0] == "plugins" or parts[:2] == ("core", "registry"))
        return ".".join(parts[:2]) if is_inside else ""

    def at(self, node: ast.AST) -> str:
        """Where a part of the file stands."""
        return f"{self.path}:{getattr(node, 'lineno', 1)}"


@dataclass(frozen=True)
class Import:
    """A name that a file imports: `module` or `module.name`, and what it is called in the file."""

    module: str
    name: str
    alias: str
    level: int
    node: ast.AST

    @property
    def full(self) -> str:
        return f"{self.module}.{self.name}" if self.name else self.module

    def is_of(self, package: str) -> bool:
        """Whether it is the package or something in it."""
        return f"{self.full}.".startswith(f"{package}.")


def imports(source: Source) -> Iterator[Import]:
    """Every import, wherever in the file it stands."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            for each in node.names:
                yield Import(each.name, "", each.asname or each.name, 0, node)
        elif isinstance(node, ast.ImportFrom):
            for each in node.names:
                yield Import(node.module or "", each.name, each.asname or each.name, node.level, node)


@lru_cache
def read(path: Path) -> Source:
    """A file of the product."""
    return Source(str(path.relative_to(ROOT)), path.read_text(encoding="utf-8"))


def sources(*rooms: str) -> list[Source]:
    """Every file of these rooms, by path; migrations are written by a tool."""
    files = sorted(path for room in rooms or ROOMS for path in (ROOT / room).rglob("*.py"))
    return [read(path) for path in files if not {"migrations", "node_modules"} & set(path.relative_to(ROOT).parts)]


def departments() -> list[Path]:
    """The folders of departments, the registry first."""
    return [REGISTRY, *sorted(each.parent for each in (ROOT / "plugins").glob("*/__init__.py"))]


def tracked() -> list[Path]:
    """Every file that git knows or would take."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [path for path in paths if path.is_file()]
