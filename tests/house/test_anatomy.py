"""Every department has the same files for the same questions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.source import departments

PARTS = {
    "models",
    "nodes",
    "links",
    "queries",
    "mutations",
    "subscriptions",
    "rules",
    "answers",
    "importers",
    "exporters",
    "samples",
    "routes",
    "commands",
}
"""What a department is made of: files, and one grown too long becomes the folder of its name."""
FILES = {"__init__.py", "plugin.py", *(f"{part}.py" for part in PARTS)}
FOLDERS = {
    **{part: {".py"} for part in PARTS},
    "migrations": {".py"},
    "policies": {".toml"},
    "examples": {".graphql"},
}
"""Folders with what they may hold."""
WANTED = ("__init__.py", "plugin.py", "models", "nodes", "migrations/__init__.py", "examples")
LONGEST_PLUGIN = 40
"""Lines that hold something."""

IGNORED = {"__pycache__"}


def oddities(folder: Path) -> Iterator[str]:
    """What a department has and should not, or lacks and should have."""
    for path in sorted(folder.iterdir()):
        if path.is_dir() and path.name not in IGNORED:
            yield from _folder_oddities(path)
        elif path.is_file() and path.name not in FILES:
            yield f"{path}: no department has such a file. There are: {', '.join(sorted(FILES))}."
    yield from (f"{folder} has no {name}." for name in WANTED if not _is_there(folder, name))
    twice = [name for name in FOLDERS if (folder / name).is_dir() and (folder / f"{name}.py").exists()]
    yield from (f"{folder} has {name}.py and {name}/. Keep one." for name in twice)
    lines = len([line for line in (folder / "plugin.py").read_text(encoding="utf-8").splitlines() if line])
    if lines > LONGEST_PLUGIN:
        yield f"{folder}/plugin.py has {lines} lines: it is a table of contents, {LONGEST_PLUGIN} at the most."


def _is_there(folder: Path, name: str) -> bool:
    return (folder / name).exists() or (name in PARTS and (folder / f"{name}.py").exists())


def _folder_oddities(folder: Path) -> Iterator[str]:
    if folder.name not in FOLDERS:
        yield f"{folder}: no department has such a folder. There are: {', '.join(sorted(FOLDERS))}."
        return
    found = [path for path in sorted(folder.rglob("*")) if path.is_file() and not IGNORED & set(path.parts)]
    allowed = FOLDERS[folder.name]
    yield from (f"{path} does not belong there." for path in found if path.suffix not in allowed)
    if not any(path.suffix in allowed for path in found):
        yield f"{folder} is empty."


@pytest.mark.parametrize("folder", departments(), ids=lambda each: each.name)
def test_a_department_has_the_anatomy_of_the_house(folder: Path) -> None:
    assert not [*oddities(folder)]


@pytest.mark.parametrize("folder", departments(), ids=lambda each: each.name)
def test_a_department_says_in_its_package_what_it_is(folder: Path) -> None:
    text = (folder / "__init__.py").read_text(encoding="utf-8")
    title, *sentences = [line for line in text.strip().strip('"').splitlines() if line]
    assert len(title) < 60
    assert sentences, f"{folder.name}: below its title, two or three sentences say what it is for"


def test_oddities_are_found(tmp_path: Path) -> None:
    for name in ("__init__.py", "models.py", "nodes.py", "utils.py", "rules.py"):
        (tmp_path / name).touch()
    (tmp_path / "plugin.py").write_text("import this\n" * 41)
    for folder in ("rules", "examples", "tools"):
        (tmp_path / folder).mkdir()
    (tmp_path / "rules" / "cut_offs.toml").touch()

    found = "\n".join(oddities(tmp_path))

    for what in ("utils.py", "tools", "cut_offs.toml", "examples is empty", "Keep one", "migrations", "41 lines"):
        assert what in found
