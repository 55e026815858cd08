"""Departments that are written for one test: real packages on disk, imported under names of their own."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.storage.departments import Departments


@pytest.fixture
def departments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Departments]:
    folder = tmp_path / "departments"
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)
    made = Departments(folder)
    yield made
    for name in [name for name in sys.modules if name.partition(".")[0] in made.modules]:
        del sys.modules[name]
