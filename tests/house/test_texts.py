"""What no file of the project says: how it came about, where it was written, or whence packages are fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.source import ROOT, tracked

BUILT = ROOT / "core" / "web" / "explorer" / "built"

# Taken apart here, so that this file may be read as well.
REGISTRIES = ("py" + "pi.org", "python" + "hosted.org", "npm" + "js.org", "npm" + "js.com", "jsdelivr" + ".net")
PLACES = ("/" + "work/", "/" + "root/", "/home/" + "user", "/" + "tmp/")
HISTORY = (
    r"issues? #?\d+\b(?!\s*\()",
    r"\b(this|last|next|previous|earlier|later|another) " + r"session\b",
    r"\bthe " + r"brief\b",
    r"\b(clau" + r"de|anthro" + r"pic|chat" + r"gpt)\b",
)
WORDS = re.compile("|".join([*map(re.escape, REGISTRIES), *map(re.escape, PLACES), *HISTORY]), re.IGNORECASE)


def texts() -> Iterator[tuple[Path, str]]:
    """Every file that is text and written by people."""
    for path in tracked():
        if BUILT in path.parents:
            continue
        try:
            yield path, path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def out_of_place(text: str) -> list[str]:
    return [f"line {text.count(chr(10), 0, each.start()) + 1}: {each.group()}" for each in WORDS.finditer(text)]


def test_no_file_tells_what_is_no_matter_of_the_project() -> None:
    found = {str(path.relative_to(ROOT)): lines for path, text in texts() if (lines := out_of_place(text))}
    assert not found


def test_the_explorers_build_names_no_registry() -> None:
    names = [host.encode() for host in REGISTRIES]
    assert not [
        path for path in BUILT.rglob("*") if path.is_file() and any(name in path.read_bytes() for name in names)
    ]


@pytest.mark.parametrize(
    "text",
    ["see https://" + REGISTRIES[0] + "/x", PLACES[0] + "main", "as issue " + "12 asks", "in this " + "session we"],
)
def test_a_text_out_of_place_is_found(text: str) -> None:
    assert out_of_place(f"one line\n{text}") == [f"line 2: {WORDS.search(text).group()}"]  # type: ignore[union-attr]
