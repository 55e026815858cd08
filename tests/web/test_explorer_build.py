"""The explorer that is shipped is built from the source beside it, by the packages of its lock."""

from __future__ import annotations

import filecmp
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from core.web.pages import BUILT
from tests.clients.packages import INSTALLING, NODE, NPM

SOURCE = BUILT.parent
NOT_SOURCE = shutil.ignore_patterns("node_modules", "built", "fresh")


def npm(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run npm, and whatever it runs, by the Node of this project's lock."""
    path = os.pathsep.join((str(NODE.parent), os.environ.get("PATH", "")))
    return subprocess.run(
        [str(NODE), str(NPM), *arguments],
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
        timeout=INSTALLING,
    )


def differing(one: Path, other: Path) -> list[str]:
    """The files that are not in both folders, or not equal byte for byte."""
    names = {str(path.relative_to(folder)) for folder in (one, other) for path in folder.rglob("*") if path.is_file()}
    _, different, missing = filecmp.cmpfiles(one, other, names, shallow=False)
    return sorted([*different, *missing])


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source in a folder of its own, with its packages; who cannot install them is left out."""
    folder = tmp_path_factory.mktemp("explorer") / "source"
    shutil.copytree(SOURCE, folder, ignore=NOT_SOURCE)
    done = npm(folder, "ci", "--loglevel", "error")
    if done.returncode:
        pytest.skip(f"npm cannot install the packages of the explorer: {done.stderr.strip()}")
    return folder


def test_its_types_hold(copy: Path) -> None:
    checked = npm(copy, "run", "check")

    assert checked.returncode == 0, checked.stdout


def test_its_build_is_the_one_that_is_shipped(copy: Path) -> None:
    built = npm(copy, "run", "build")

    assert built.returncode == 0, built.stderr
    assert not differing(copy / "built", BUILT), f"Build it anew, as {SOURCE.name}/README.md says."


def test_a_difference_is_found(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for folder, text in ((one, "a"), (other, "b")):
        folder.mkdir()
        (folder / "same.js").write_text("same")
        (folder / "page.js").write_text(text)
    (other / "more.js").touch()

    assert differing(one, other) == ["more.js", "page.js"]
