from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = """
import pytest

def test_present(): pass

def test_absent(): pytest.skip("no browser here")

@pytest.mark.xfail
def test_known(): assert False
"""


WHOLE = "import pytest\npytest.importorskip('no_such_module')\n"


def outcome(folder: Path, ci: str, source: str) -> subprocess.CompletedProcess[str]:
    shutil.copy(Path(__file__).parent / "conftest.py", folder)
    (folder / "test_some.py").write_text(source)
    command = [sys.executable, "-m", "pytest", "-ra", "--confcutdir", str(folder), "test_some.py"]
    return subprocess.run(command, env={"CI": ci}, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("ci", ["", "0", "false"])
def test_a_developer_is_told_what_was_left_out(tmp_path: Path, ci: str) -> None:
    finished = outcome(tmp_path, ci, TESTS)

    assert finished.returncode == 0
    assert "1 passed, 1 skipped, 1 xfailed" in finished.stdout
    assert "no browser here" in finished.stdout


@pytest.mark.parametrize("ci", ["1", "true"])
def test_ci_fails_over_a_test_that_was_left_out(tmp_path: Path, ci: str) -> None:
    finished = outcome(tmp_path, ci, TESTS)

    assert finished.returncode == 1
    assert "1 failed, 1 passed, 1 xfailed" in finished.stdout
    assert "Left out, which CI does not allow: Skipped: no browser here" in finished.stdout


def test_ci_fails_over_a_file_that_was_left_out(tmp_path: Path) -> None:
    finished = outcome(tmp_path, "1", WHOLE)

    assert finished.returncode != 0
    assert "Left out, which CI does not allow: Skipped: could not import 'no_such_module'" in finished.stdout
