"""Relay's compiler and its store, over what Relay asks of a schema: see relay/Graph.js."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.clients.packages import FOLDER, Node
from tests.clients.page import FILES
from tests.clients.project import SHOWN, Project
from tests.serving import Served

COMPILE = "npx relay-compiler --output quiet-with-errors"
CONFIGURATION = FILES["relay.config.json"].replace("generated/schema.graphql", "schema.graphql")

Saw = dict[str, Any]


def project_in(folder: Path, served: Served, printed: str) -> Project:
    """A folder with the printed schema."""
    made = Project(folder, served)
    made.write("schema.graphql", printed)
    made.write("relay.config.json", CONFIGURATION)
    return made


@pytest.fixture(scope="module")
def saw(node: Node, served: Served, printed: str, tmp_path_factory: pytest.TempPathFactory) -> Saw:
    """What Relay's store held after paging through the graph."""
    project = project_in(tmp_path_factory.mktemp("relay"), served, printed)
    shutil.copytree(FOLDER / "relay", project.folder, dirs_exist_ok=True)
    assert project.shell(COMPILE) == ""
    return dict(json.loads(project.shell(f"node run.mjs http://{SHOWN}/graphql")))


def test_pages_forwards_add_up_to_what_a_search_finds(saw: Saw) -> None:
    assert saw["hits"]["sizes"][:2] == [7, 14]
    assert len(saw["hits"]["sizes"]) >= 3


def test_pages_backwards_add_up_to_the_list_in_its_order(saw: Saw) -> None:
    assert saw["last"]["sizes"] == [10, 20, 30, 36]
    assert saw["last"]["names"] == sorted(saw["last"]["names"])


def test_a_list_of_a_node_goes_on_by_asking_for_the_node_again(saw: Saw) -> None:
    assert saw["firms"]["sizes"] == list(range(1, saw["count"] + 1))
    assert len(set(saw["firms"]["names"])) == saw["count"] > 2


def test_a_change_answers_what_was_written_or_a_refusal(saw: Saw) -> None:
    assert saw["disclosed"]["discloseTechnology"]["name"] == "Relayed Bolometer"
    assert saw["refused"]["discloseTechnology"]["code"] == "NAME_MISSING"


@pytest.mark.usefixtures("node")
def test_the_compiler_finds_what_the_schema_lacks(served: Served, printed: str, tmp_path: Path) -> None:
    project = project_in(tmp_path, served, printed)
    project.write("Wrong.js", "graphql`query WrongQuery { organisations { nonsense } }`;")

    assert "nonsense" in project.mistake(COMPILE)
