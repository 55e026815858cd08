"""Files of policy data for tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.policies.policies import Policies
from core.policies.reading import PolicyFileError, read_policy

HEAD = """\
title = "Sweets"
about = "How many sweets a visitor is given."

[sources]
S1 = "https://example.org/sweets"

[values.most]
unit = "sweets"
meaning = "A visitor is given this many at the most."

[values.kinds]
meaning = "The kinds that are given."
"""

VERSION = """
[[versions]]
version = "SWEETS-{number}"
{dates}
[versions.values]
most = {{ value = {number}, source = "S1", confidence = "confirmed" }}
kinds = {{ value = ["nougat", "toffee"], source = "S1", confidence = "unconfirmed" }}
"""


def version(number: int, dates: str = "") -> str:
    """A version that gives so many sweets."""
    return VERSION.format(number=number, dates=dates)


def variant(number: int, dates: str = "") -> str:
    """The same as what was never in force."""
    return version(number, dates).replace("[[versions]]", "[[variants]]").replace("[versions.", "[variants.")


def written(folder: Path, text: str, name: str = "sweets") -> Path:
    """A file of policy data with this text."""
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path


def read(folder: Path, text: str) -> Policies:
    """What a department named kitchen says with such a file."""
    return Policies(read_policy(written(folder, text), "kitchen"))


def refusal(folder: Path, text: str) -> str:
    """What is said of a file that cannot be used."""
    with pytest.raises(PolicyFileError) as caught:
        read_policy(written(folder, text), "kitchen")
    return str(caught.value)
