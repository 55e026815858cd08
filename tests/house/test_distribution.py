"""The top-level names `core`, `plugins` and `schema` are ours alone in an environment."""

from __future__ import annotations

from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

import core
import plugins
import schema
from tests.house.source import ROOMS, ROOT

OURS = "ipt-graph"


def claimants() -> dict[str, list[str]]:
    """Other distributions that bring one of our top-level packages."""
    brought = packages_distributions()
    found = {room: [each for each in brought.get(room, []) if each.replace("_", "-") != OURS] for room in ROOMS}
    return {room: names for room, names in found.items() if names}


def test_nobody_else_claims_our_packages() -> None:
    remedy = "Install IPT Graph in an environment of its own."
    assert not claimants(), remedy


def test_the_packages_are_those_of_this_project() -> None:
    assert [Path(str(each.__file__)).parent for each in (schema, core, plugins)] == [ROOT / room for room in ROOMS]


def test_a_claimant_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "other_schemas-1.0.dist-info"
    other.mkdir()
    (other / "METADATA").write_text("Metadata-Version: 2.1\nName: other-schemas\nVersion: 1.0\n")
    (other / "top_level.txt").write_text("schema\n")
    monkeypatch.syspath_prepend(tmp_path)

    assert claimants() == {"schema": ["other-schemas"]}
