"""graphql-codegen with the configuration of docs/clients.md, over everything that departments offer as examples."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from graphql import build_schema, lexicographic_sort_schema, print_schema

from core.host import Host
from core.settings import Settings
from tests.clients.packages import Node
from tests.clients.page import FILES
from tests.clients.project import Project
from tests.serving import DEPARTMENTS, Served

GENERATE = "npx graphql-codegen --config codegen.json --silent"
CHECK = "npx tsc --noEmit --strict --module preserve --allowImportingTsExtensions --skipLibCheck generated/*.ts"


@pytest.fixture(scope="module")
def examples() -> list[Path]:
    """The operations that the departments offer."""
    host = Host.load(Settings(departments=DEPARTMENTS))
    return [path for department in host.departments for path in department.examples]


@pytest.fixture(scope="module")
def project(node: Node, served: Served, examples: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A folder in which the types of all examples were generated."""
    made = Project(tmp_path_factory.mktemp("codegen"), served)
    made.write("codegen.json", FILES["codegen.json"])
    for path in examples:
        shutil.copy(path, made.folder)
    made.shell(GENERATE)
    return made


def test_every_example_is_typed_and_the_types_hold(project: Project, examples: list[Path]) -> None:
    generated = project.read("generated/graphql.ts")
    names = re.findall(r"^query (\w+)", "\n".join(path.read_text(encoding="utf-8") for path in examples), re.MULTILINE)

    assert len(names) == len(examples)
    assert not [name for name in names if f"export const {name}Document = " not in generated]
    assert project.shell(CHECK) == ""


@pytest.mark.parametrize(
    ("mistake", "told"),
    [
        ("result.organisation?.nonsense", "Property 'nonsense' does not exist"),
        ("result.organisation.name", "'result.organisation' is possibly 'null'"),
        ("result.organisation?.country?.name satisfies number | undefined", "does not satisfy"),
    ],
)
def test_a_mistake_in_what_is_read_is_found(project: Project, mistake: str, told: str) -> None:
    project.write(
        "mistake.ts",
        f"""import type {{ OneFirmEverywhereQuery }} from "./generated/graphql.ts";
        export const read = (result: OneFirmEverywhereQuery) => {mistake};""",
    )

    assert told in project.mistake(f"{CHECK} mistake.ts")


def test_the_schema_that_a_client_reads_is_the_one_that_is_printed(project: Project, printed: str) -> None:
    assert in_order(project.read("generated/schema.graphql")) == in_order(printed)


def in_order(schema: str) -> str:
    return print_schema(lexicographic_sort_schema(build_schema(schema)))
