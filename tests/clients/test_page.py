"""Every file and every command of docs/clients.md, as they stand there."""

from __future__ import annotations

import json
import re

import pytest

from tests.clients.packages import LOCK, Node
from tests.clients.page import BLOCKS, COMMANDS, FILES, PAGE
from tests.clients.project import Project
from tests.serving import Served


@pytest.fixture(scope="module")
def project(node: Node, served: Served, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A folder with the files of the page."""
    made = Project(tmp_path_factory.mktemp("page"), served.address)
    for name, text in FILES.items():
        made.write(name, text)
    return made


def test_every_command_prints_what_is_shown(project: Project) -> None:
    for command, shown in COMMANDS:
        assert project.shell(command).strip() == shown.strip(), command


def test_every_file_and_command_is_looked_at() -> None:
    assert len(FILES) + len(BLOCKS) == len(re.findall("^```", PAGE, re.MULTILINE)) // 2
    assert len(COMMANDS) == len(re.findall(r"^\$ ", PAGE, re.MULTILINE))
    used = " ".join(command for command, _ in COMMANDS)
    assert not [name for name in FILES if name.endswith((".py", ".mjs", ".ts")) and name not in used]


def test_every_package_that_is_named_is_the_one_that_was_run() -> None:
    locked = json.loads(LOCK.read_text(encoding="utf-8"))["packages"][""]["dependencies"]
    named = {name for line in re.findall(r"`npm install ([^`]*)`", PAGE) for name in line.split()}

    assert named
    assert named <= set(locked)
