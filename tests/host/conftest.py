"""Gives each test of the host a house of its own."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.host.house import House

NUMBERS = count()


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """An empty house, importable, whose modules are forgotten afterwards."""
    root = tmp_path / f"house_{next(NUMBERS)}"
    root.mkdir()
    (root / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    yield House(root)
    for module in [each for each in sys.modules if each.partition(".")[0] == root.name]:
        del sys.modules[module]
