"""What `make` runs is there: the commands of `ipt` with their options, the modules, the files that it names."""

from __future__ import annotations

import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast

import pytest
from typer.main import get_command

from core.cli import app

ROOT = Path(__file__).parents[1]
TARGETS = ("help", "serve", "test", "check", "format", "bench", "pictures", "migrations", "lock", "wheel")
IPT: dict[str, Any] = cast(Any, get_command(app)).commands

pytestmark = pytest.mark.skipif(not shutil.which("make"), reason="there is no make: install it to test the Makefile")


def recipe(target: str) -> str:
    """What `make` would run for a target where nothing is installed, one command a line."""
    command = ["make", "--dry-run", "--always-make", "--no-print-directory", target, "NAME=what_changed"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=30, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.replace("\\\n", " ")


def commands(target: str) -> list[list[str]]:
    """The commands of `ipt` among them, with their words."""
    return [found.split() for found in re.findall(r"bin/ipt (.+)", recipe(target))]


def test_serve_migrates_fills_and_serves() -> None:
    assert [words[0] for words in commands("serve")] == ["migrate", "samples", "serve"]
    assert "exec .venv/bin/ipt serve" in recipe("serve"), "so that Ctrl-C and a supervisor's signal reach it"


def test_test_runs_the_tests_on_both_databases() -> None:
    runs = re.findall(r"bin/python -m pytest(.*)", recipe("test"))
    assert ["--database postgresql" in run for run in runs] == [False, True]


@pytest.mark.parametrize("target", TARGETS)
def test_the_commands_that_it_names_exist(target: str) -> None:
    for name, *words in commands(target):
        options = {option for parameter in IPT[name].params for option in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= options


@pytest.mark.parametrize("target", TARGETS)
def test_the_modules_and_files_that_it_names_exist(target: str) -> None:
    text = recipe(target)
    assert all(find_spec(module) for module in re.findall(r"bin/python -m (\w+)", text))
    named = re.findall(r"--(?:requirement|prefix|constraints) (\S+)|-m pytest ([^-\s]\S*)", text)
    assert all((ROOT / (one or other)).exists() for one, other in named)


def test_every_target_is_looked_at() -> None:
    told = subprocess.check_output(["make", "help"], text=True, cwd=ROOT, timeout=30)
    assert {*re.findall(r"^make (\w+)", told, re.MULTILINE)} == {*TARGETS, "clean"}
