"""What declared_in finds: in a module what it declares itself, in a package what its modules do."""

from __future__ import annotations

import sys
from importlib import import_module, invalidate_caches
from pathlib import Path

import pytest

from schema.declare import declared_in

EXTENSION = '''"""Part of a department."""

from schema.declare import extend


@extend("{name}")
class Links:
    """A type of somebody else's."""
'''


def test_a_package_stands_for_its_modules_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "orbit_links"
    (package / "deep").mkdir(parents=True)
    for path, name in (("__init__", "Own"), ("moons", "Moon"), ("earth", "Earth"), ("deep/__init__", "Space")):
        (package / f"{path}.py").write_text(EXTENSION.format(name=name))
    monkeypatch.syspath_prepend(tmp_path)
    invalidate_caches()
    known = {*sys.modules}

    found = [each.name for each in declared_in(import_module("orbit_links"))]

    for name in {*sys.modules} - known:
        monkeypatch.delitem(sys.modules, name)
    assert found == ["Own", "Space", "Earth", "Moon"]
