"""A department in a wheel of its own, installed beside the product, is a department like any other."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SOURCE = Path(__file__).with_name("space_department")
PRODUCT = Path(__file__).parents[2]

LOAD = """
import asyncio, json
from core.host import Host
from core.settings import Settings
from core.storage.connection import database
from core.storage.fresh import databases
from core.storage.migrations import migrate
from core.web.home.links import landscape

host = Host.load(Settings(departments=("space",)))

async def migrated():
    async with databases().empty() as url, database(url, host.model_modules()) as opened:
        return [str(key) for key in await migrate(opened)]

async def asked():
    from core.registry.models import Organisation
    from core.testing import graph_of
    from ipt_space.models import Mission

    async with graph_of("space") as graph:
        flies = await Organisation.create(name="Orbital Workshop (sample)", source="sample")
        await Mission.create(organisation=flies, name="Timepix on board", source="sample")
        return await graph.data(
            "{ organisations { nodes { name spaceShare { percent } "
            "spaceMissions { totalCount nodes { name launchedOn } } } } }"
        )

space = host.departments[-1]
owner = lambda *name: host.provenance(*name).owner
print(json.dumps({
    "departments": [each.name for each in host.departments],
    "distribution": space.found.distribution,
    "title": space.title,
    "file": host.provenance("Mission").place.file,
    "owners": [owner("Mission"), owner("Organisation", "spaceMissions"), owner("Query", "spaceMissions")],
    "tables": [each.name for each in host.names() if each.kind == "table" and each.owner == "space"],
    "drawn": [each.fields for each in landscape(host.graph, {"registry": "Registry", "space": "Space"}).crossing],
    "examples": [each.name for each in space.examples],
    "migrations": asyncio.run(migrated()),
    "answer": asyncio.run(asked()),
}))
"""


def python(*arguments: str, site: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run this Python; `site` is where the wheel is installed."""
    path = os.pathsep.join(str(each) for each in (site, PRODUCT) if each)
    environment = {**os.environ, "PYTHONPATH": path, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INDEX": "1"}
    return subprocess.run(
        [sys.executable, *arguments],
        env=environment,
        cwd=site,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def pip(*arguments: str) -> None:
    done = python("-m", "pip", *arguments)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the department is installed from the wheel that was built of it."""
    folder = tmp_path_factory.mktemp("wheel")
    shutil.copytree(SOURCE, folder / "source", ignore=shutil.ignore_patterns("__pycache__"))
    pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder / "dist"), str(folder / "source"))
    (wheel,) = (folder / "dist").glob("*.whl")
    pip("install", "--no-deps", "--target", str(folder / "site"), str(wheel))
    return folder / "site"


@pytest.fixture(scope="module")
def loaded(site: Path) -> dict[str, Any]:
    """What a host in a process of its own says with the wheel installed."""
    done = python("-c", LOAD, site=site)
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_it_is_found_and_named_with_its_distribution(loaded: dict[str, Any], site: Path) -> None:
    assert loaded["departments"] == ["registry", "space"]
    assert loaded["distribution"] == "ipt-space 2.1.0"
    assert loaded["title"] == "Space Applications"
    assert loaded["file"] == str(site / "ipt_space" / "nodes.py")


def test_it_owns_a_type_and_a_root_field_and_extends_organisation(loaded: dict[str, Any]) -> None:
    assert loaded["owners"] == ["space", "space", "space"]


def test_it_owns_a_table_and_its_migration(loaded: dict[str, Any]) -> None:
    assert loaded["tables"] == ["space_mission"]
    assert loaded["migrations"][0] == "registry.0001_initial"
    assert "space.0001_initial" in loaded["migrations"]


def test_what_it_adds_to_an_organisation_is_answered_from_its_own_table(loaded: dict[str, Any]) -> None:
    missions = {"totalCount": 1, "nodes": [{"name": "Timepix on board", "launchedOn": None}]}
    assert loaded["answer"] == {
        "organisations": {
            "nodes": [
                {"name": "Orbital Workshop (sample)", "spaceShare": {"percent": "100.0000"}, "spaceMissions": missions}
            ]
        }
    }


def test_its_link_is_drawn_on_the_first_page(loaded: dict[str, Any]) -> None:
    assert loaded["drawn"] == [["Organisation.spaceMissions"]]


def test_what_it_counts_in_full_is_listed_with_the_reason(site: Path) -> None:
    done = python("-c", "from core.cli import main; main()", "departments", site=site)

    why = "A share is of all missions, also of those that you may not see."
    assert f"in full Organisation.spaceShare of space counts each Mission, whoever asks: {why}" in done.stdout


def test_its_examples_are_in_the_wheel(loaded: dict[str, Any]) -> None:
    assert loaded["examples"] == ["missions.graphql"]


def test_a_broken_wheel_is_reported_with_its_distribution_and_the_others_go_on(site: Path, tmp_path: Path) -> None:
    broken = shutil.copytree(site, tmp_path / "site")
    links = broken / "ipt_space" / "links.py"
    links.write_text("from core.no_such_module import anything\n")
    load = "from core.host import Host; from core.settings import Settings; "
    show = "print([each.name for each in host.departments], *host.problems, sep='\\n')"

    done = python("-c", f"{load}host = Host.load(Settings(strict=False)); {show}", site=broken)

    assert "'registry', " in done.stdout
    assert "The department 'space' (ipt-space 2.1.0) cannot be imported: ModuleNotFoundError" in done.stdout
    assert f"{links}:1" in done.stdout
