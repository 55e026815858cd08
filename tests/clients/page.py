"""What docs/clients.md shows: files by their names, and commands with what they print."""

from __future__ import annotations

import re
from typing import Final

from tests.serving import ROOT

PAGE: Final = (ROOT / "docs" / "clients.md").read_text(encoding="utf-8")
FILES: Final = dict(re.findall(r"`([\w.-]+)`[^\n]*:\n\n```\w+\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE))
BLOCKS: Final = re.findall(r"^```\n(\$ .*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


def commands(blocks: list[str]) -> list[tuple[str, str]]:
    """The commands in these blocks, each with what it prints."""
    return re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", "".join(blocks), re.MULTILINE)


COMMANDS: Final = commands(BLOCKS[:-3])
STREAMED, WATCHED = commands(BLOCKS[-3:-1])
"""Commands that go on, and tell of what the last one changes."""
(CHANGED,) = commands(BLOCKS[-1:])
