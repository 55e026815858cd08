"""What README.md and docs/running.md show is what happens: each question is asked, each name exists."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

import plugins
from core.access.viewer import Role
from core.host import Host
from core.names import HOST_COMMANDS, HOST_ROUTES
from core.settings import Settings
from core.testing import Clock, graph_of, served, settings_for
from schema.place import field_docs
from tests.story.conftest import DEPARTMENTS
from tests.story.walk import asked, is_answered

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
RUNNING = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")
QUESTIONS = re.findall(r"```graphql\n(.*?)```", README, re.DOTALL)
ANSWER = json.loads(re.findall(r"```json\n(.*?)```", README, re.DOTALL)[0])
CURLS = re.findall(r"curl -s localhost:8000(\S+) (.*?)\n```", README + RUNNING, re.DOTALL)
WRITTEN = datetime(2026, 11, 23, 12, tzinfo=UTC)
"""The day of the answer in the README: some days of the sample story are counted from today."""


@pytest.fixture(scope="module")
def reader() -> Iterator[TestClient]:
    """A server as `make serve` brings it up, on the day on which the README was written."""
    with served(*DEPARTMENTS, clock=Clock(WRITTEN), dev=True) as client:
        yield client


def test_the_question_across_departments_has_the_answer_that_is_shown(reader: TestClient) -> None:
    assert reader.post("/graphql", json={"query": QUESTIONS[0]}).json() == ANSWER


def test_every_department_has_a_part_in_the_answer(host: Host) -> None:
    fields = asked(host, QUESTIONS[0])

    assert {each.owner for each in fields} == {"registry", *DEPARTMENTS}
    assert not [each.path for each in fields if not is_answered(ANSWER["data"], each)]


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_can_be_asked(reader: TestClient, question: str) -> None:
    told = reader.post("/graphql", json={"query": question}).json()

    assert "errors" not in told
    assert any(told["data"].values())


@pytest.mark.parametrize(("path", "arguments"), CURLS)
def test_a_request_can_be_sent_as_it_is_shown(reader: TestClient, path: str, arguments: str) -> None:
    headers = dict(each.split(": ", 1) for each in re.findall(r"-H '([^']*)'", arguments))
    (body,) = re.findall(r"-d '(.*)'", arguments, re.DOTALL)

    told = reader.post(path, content=body, headers=headers).json()

    assert "errors" not in told
    assert any(told["data"].values())


def test_every_link_leads_somewhere() -> None:
    for page in (ROOT / "README.md", *(ROOT / "docs").rglob("*.md")):
        for target in re.findall(r"\]\((?!https?:)([^)#\s]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.relative_to(ROOT)}: {target}"


def test_every_format_that_is_named_can_be_imported(host: Host) -> None:
    kinds = {each.kind for department in host.departments for each in department.importers}

    assert set(re.findall(r"^ipt import (\w+) ", README + RUNNING, re.MULTILINE)) <= kinds


# ---------------------------------------------------------------- docs/running.md


def test_every_setting_is_explained() -> None:
    known = {name for text in field_docs(Settings).values() for name in re.findall(r"^IPT_\w+", text)}

    assert len(known) >= 10
    assert known == set(re.findall(r"`(IPT_[A-Z_]+)`", RUNNING))


def test_every_command_and_address_is_listed() -> None:
    assert not [each for each in HOST_COMMANDS if f"| `ipt {each}" not in RUNNING]
    assert not [each for each in HOST_ROUTES if not each.endswith("*") and f"| `{each}` |" not in RUNNING]


def test_every_role_is_named() -> None:
    assert not [each for each in Role if f"`{each.value}`" not in RUNNING]


# ---------------------------------------------------------------- a department in a page

SKETCH = next(block for block in re.findall(r"```python\n(.*?)```", README, re.DOTALL) if "# plugins/space/" in block)
IMPORTS = """
from collections.abc import Sequence
from datetime import date
from core.hookspecs import Department, hookimpl
from core.registry.nodes import Organisation
from schema.declare import Declaration, declared_in, everyone, extend, many, node, one
from schema.relay import Connection
"""
OWN_IMPORTS = {
    "nodes": "from plugins.space import models",
    "links": "",
    "plugin": "from plugins.space import links, models, nodes",
}
MODELS = """
from tortoise import fields
from tortoise.models import Model

class Mission(Model):
    id = fields.BigIntField(primary_key=True)
    name = fields.CharField(max_length=255, db_index=True)
    launched_on = fields.DateField(null=True, db_index=True)
    operator = fields.ForeignKeyField("registry.Organisation", related_name="missions", null=True, db_index=True)
    search_text = fields.TextField(default="")

    class Meta(Model.Meta):
        table = "space_mission"
"""
TABLES = "\n@hookimpl\ndef tables():\n    return models\n"


async def test_the_sketch_of_a_department_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "plugins" / "space"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text('"""Space"""')
    (folder / "models.py").write_text(MODELS)
    for name, text in re.findall(r"# plugins/space/(\w+)\.py\n(.*?)(?=\n# plugins/|\Z)", SKETCH, re.DOTALL):
        head = f"from __future__ import annotations\n{IMPORTS}{OWN_IMPORTS[name]}\n"
        (folder / f"{name}.py").write_text(head + text + (TABLES if name == "plugin" else ""))
    monkeypatch.setattr(plugins, "__path__", [*plugins.__path__, str(folder.parent)])

    host = Host.load(settings_for(("space",)))

    assert host.provenance("Organisation", "missions")
    assert described(host)["launchedOn"] == "The day of its launch, in UTC; null while it waits on the ground."


def described(host: Host) -> dict[str, Any]:
    return {each.graphql_name: each.description for each in host.graph.nodes["Mission"].fields.values()}


async def test_what_may_not_be_seen_reads_as_absent() -> None:
    async with graph_of(*DEPARTMENTS, samples=True) as graph:
        asked_by_all = "{ proposals { totalCount nodes { title } summary { count } } }"

        told = await graph.data(asked_by_all)

        assert told == {"proposals": {"totalCount": 0, "nodes": [], "summary": {"count": 0}}}


def test_the_figures_of_speed_are_those_of_the_last_run() -> None:
    shown = README.partition("## How fast it is")[2].partition("\n## ")[0]
    results = (ROOT / "bench" / "RESULTS.md").read_text(encoding="utf-8")
    rows = [line for line in shown.splitlines() if line.startswith("| ")]
    assert len(rows) > 4
    assert not [row for row in rows if row not in results]
