"""What docs/clients.md shows: files by their names, and commands with what they print."""

from __future__ import annotations

import re
from typing import Final

from tests.serving import ROOT

PAGE: Final = (ROOT / "docs" / "clients.md").read_text(encoding="utf-8")
FILES: Final = dict(re.findall(r"`([\w.-]+)`[^\n]*:\n\n```\w+\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE))
BLOCKS: Final = re.findall(r"^```\n(\$ .*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
COMMANDS: Final = [
    (command, printed)
    for block in BLOCKS
    for command, printed in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)
]
