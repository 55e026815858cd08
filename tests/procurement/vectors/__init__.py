"""What the rules of procurement must answer, case by case: functions of the policies, gathered from the files here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import TypeAlias

from core.policies.policies import Policies

Vector: TypeAlias = Callable[[Policies], None]
"""A case that fails with an AssertionError where the rules, under these policies, do not answer as they should."""


def vectors() -> Iterator[Vector]:
    """Every function `vector_…` of the files beside this one, by file and in the order of their text."""
    for module in sorted(iter_modules(__path__), key=lambda each: each.name):
        for name, thing in vars(import_module(f"{__name__}.{module.name}")).items():
            if name.startswith("vector_"):
                yield thing
