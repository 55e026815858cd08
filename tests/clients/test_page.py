"""Every file and every command of docs/clients.md, as they stand there."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator

import pytest

from tests.clients.packages import LOCK, Node
from tests.clients.page import BLOCKS, CHANGED, COMMANDS, FILES, PAGE, STREAMED, WATCHED
from tests.clients.project import Project
from tests.serving import serving


@pytest.fixture(scope="module")
def project(node: Node, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """A folder with the files of the page, and a server that nobody else has changed."""
    if not shutil.which("curl"):
        pytest.skip("there is no curl")
    with serving(tmp_path_factory.mktemp("served")) as served:
        made = Project(tmp_path_factory.mktemp("page"), served)
        for name, text in FILES.items():
            made.write(name, text)
        yield made


def lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip().splitlines()]


def test_every_command_prints_what_is_shown(project: Project) -> None:
    for command, shown in COMMANDS:
        assert lines(project.shell(command)) == lines(shown), command


def test_what_changes_is_told_as_it_is_shown(project: Project) -> None:
    (stream, events), (watch, told), (change, shown) = STREAMED, WATCHED, CHANGED
    connected, *changes = lines(told)

    with project.started(stream) as streaming, project.started(watch) as watching:
        assert watching.line().strip() == connected
        assert lines(project.shell(change)) == lines(shown)
        assert [watching.line().strip() for _ in changes] == changes
        assert [streaming.line().strip() for _ in lines(events)] == lines(events)


def test_every_file_and_command_is_looked_at() -> None:
    assert len(FILES) + len(BLOCKS) == len(re.findall("^```", PAGE, re.MULTILINE)) // 2
    commands = [command for command, _ in (*COMMANDS, STREAMED, WATCHED, CHANGED)]
    assert len(commands) == len(re.findall(r"^\$ ", PAGE, re.MULTILINE))
    assert not [name for name in FILES if name.endswith((".py", ".mjs", ".ts")) and name not in " ".join(commands)]


def test_every_package_that_is_named_is_the_one_that_was_run() -> None:
    locked = json.loads(LOCK.read_text(encoding="utf-8"))["packages"][""]["dependencies"]
    named = {name for line in re.findall(r"`npm install ([^`]*)`", PAGE) for name in line.split()}

    assert named
    assert named <= set(locked)
