"""Every example that a department offers answers on the sample story, and the default one from each department."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from core.host import Host
from tests.story.walk import asked, is_answered

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted([*ROOT.glob("core/registry/examples/*.graphql"), *ROOT.glob("plugins/*/examples/*.graphql")])
DEFAULT = ROOT / "core" / "registry" / "examples" / "one_firm_everywhere.graphql"
DEPARTMENTS = {"registry", "procurement", "knowledge_transfer", "eu_support"}


def answer(client: TestClient, text: str) -> Any:
    told = client.post("/graphql", json={"query": text}).json()
    assert "errors" not in told, told["errors"]
    return told["data"]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_an_example_answers_from_every_department_that_it_asks(client: TestClient, host: Host, path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    data = answer(client, text)

    leaves = [each for each in asked(host, text) if each.is_leaf]
    answered = {each.owner for each in leaves if is_answered(data, each)}
    assert answered >= {each.owner for each in leaves}
    roots = {each.path[0] for each in leaves}
    assert roots == {each.path[0] for each in leaves if is_answered(data, each)}


def test_an_example_has_a_title_and_is_offered(client: TestClient) -> None:
    offered = client.get("/explorer/examples.json").json()

    assert {each["name"] for each in offered} == {path.stem for path in EXAMPLES}
    assert not [each["name"] for each in offered if each["title"] == each["name"]]
    assert [each["name"] for each in offered if each.get("default")] == [DEFAULT.stem]


def test_one_request_tells_of_one_firm_what_every_department_knows(client: TestClient, host: Host) -> None:
    text = DEFAULT.read_text(encoding="utf-8")
    data = answer(client, text)

    fields = asked(host, text)
    assert {each.owner for each in fields} == DEPARTMENTS
    assert not [".".join(each.path) for each in fields if not is_answered(data, each)]

    firm = data["organisation"]
    (part,) = firm["participations"]["nodes"]
    partners = [each["organisation"] for each in part["project"]["participations"]["nodes"]]
    assert firm["supplier"]["status"] == "REGISTERED"
    assert firm["tenders"]
    assert firm["licences"]["nodes"]
    assert firm["spinOff"]["technology"]
    assert {each["country"]["name"] for each in partners} == {"Poland", "Norway", "Austria"}


def test_it_takes_as_many_statements_as_it_has_relations(client: TestClient, host: Host) -> None:
    text = DEFAULT.read_text(encoding="utf-8")
    told = client.post("/graphql", json={"query": text}, headers={"IPT-Explain": "plan"}).json()

    assert told["extensions"]["plan"]["statements"] <= 20


def test_a_department_that_answers_nothing_is_noticed(client: TestClient, host: Host) -> None:
    text = """{ organisation(identifier: {scheme: "SAMPLE", value: "donau"}) { name supplier { status } } }"""
    data = answer(client, text)

    leaves = [each for each in asked(host, text) if each.is_leaf]
    assert {each.owner for each in leaves if is_answered(data, each)} == {"registry"}
