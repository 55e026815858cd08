"""Where departments are looked for, and the page of hooks that they read."""

from __future__ import annotations

from inspect import getdoc, signature
from pathlib import Path

import pytest

from core.discovery import GROUP, in_entry_points, in_folders
from core.hookspecs import Hooks, examples_in
from core.host import Host
from core.settings import Settings
from tests.host.house import House

HOOKS = [name for name in vars(Hooks) if not name.startswith("_")]


def announce(folder: Path, entry: str, distribution: str = "ipt_far") -> None:
    """What pip leaves of an installed distribution, as far as entry points go."""
    info = folder / f"{distribution}-3.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 3.0\n")
    (info / "entry_points.txt").write_text(f"[{GROUP}]\n{entry}\n")


def test_folders_are_found_in_name_order(house: House) -> None:
    house.add("zeta")
    house.add("alpha")

    assert [each.name for each in in_folders(house.root.name)] == ["alpha", "zeta"]


def test_what_is_left_of_a_removed_department_is_not_found(house: House) -> None:
    (house.root / "gone" / "__pycache__").mkdir(parents=True)

    assert house.found() == []


def test_entry_points_are_found_with_the_distribution_that_announces_them(house: House) -> None:
    plugin = house.add("far")
    announce(house.root.parent, f"far = {house.root.name}.far.plugin")

    (found,) = [each for each in in_entry_points(GROUP) if each.name == "far"]

    assert found.distribution == "ipt_far 3.0"
    assert found.place is not None
    assert found.place.file == str(house.root / "__init__.py")
    assert Host.load(Settings(), [found]).departments[0].hooks["department"] is not None
    assert plugin.exists()


def test_an_entry_point_to_nothing_is_reported_with_its_distribution(house: House) -> None:
    announce(house.root.parent, "lost = ipt_lost.plugin")

    (found,) = [each for each in in_entry_points(GROUP) if each.name == "lost"]
    host = Host.load(Settings(strict=False), [found])

    assert "'lost' (ipt_far 3.0) cannot be imported: ModuleNotFoundError" in host.problems[0].what
    assert host.problems[0].where == "ipt_lost.plugin of ipt_far 3.0"


@pytest.mark.parametrize("hook", HOOKS)
def test_every_hook_says_what_to_answer_by_example(hook: str) -> None:
    spec = getattr(Hooks, hook)

    assert "`return " in (getdoc(spec) or "")
    assert signature(spec).return_annotation is not signature(spec).empty


def test_examples_are_the_operations_beside_a_plugin(tmp_path: Path) -> None:
    (tmp_path / "examples").mkdir()
    for name in ("b.graphql", "a.graphql", "notes.txt"):
        (tmp_path / "examples" / name).touch()

    assert [each.name for each in examples_in(str(tmp_path / "plugin.py"))] == ["a.graphql", "b.graphql"]
